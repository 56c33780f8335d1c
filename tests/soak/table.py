"""The table of promises as text for a terminal and as Markdown for SECURITY.md."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap

from tests.soak.promise import Promise

_WIDTHS = (44, 44, 10, 9)
_HEADS = ("promise", "how it is tried", "cases", "failures")


def table(lines: Sequence[Promise]) -> str:
    """Return the table for a terminal; what failed is told below it, at most five sentences a line."""
    rows = [_HEADS, *(_cells(one) for one in lines)]
    text = [row for cells in rows for row in _wrapped(cells)]
    failures = [f"FAILED {one.promise}: {why}" for one in lines for why in one.failures[:5]]
    return "\n".join([*text, *failures, f"{sum(one.holds for one in lines)} of {len(lines)} promises hold."])


def markdown(lines: Sequence[Promise]) -> str:
    """Return the table as Markdown."""
    rows = [("promise", "how it is tried", "cases", "failures", "command")]
    rows += [(*_cells(one), f"`{one.command}`") for one in lines]
    head, *body = ("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows)
    return "\n".join([head, "|---|---|---:|---:|---|", *body])


def _cells(one: Promise) -> tuple[str, str, str, str]:
    how = f"{one.how} ({one.note})" if one.note else one.how
    return one.promise, how, f"{one.cases:,}", f"{len(one.failures):,}"


def _wrapped(cells: Sequence[str]) -> list[str]:
    columns = [wrap(cell, width) or [""] for cell, width in zip(cells, _WIDTHS, strict=True)]
    height = max(map(len, columns))
    padded = [[*column, *[""] * (height - len(column))] for column in columns]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, _WIDTHS, strict=True)).rstrip()
        for row in zip(*padded, strict=True)
    ]
