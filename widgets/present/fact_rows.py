"""Facts as rows: a name in a column, its value beside it, broken where it is long."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual.content import Content

from playhead.insight.record_facts import VALUE_AT_MOST
from playhead.text import clean
from widgets.blocks.block import Rows
from widgets.blocks.wrapping import word_rows
from widgets.document import Part
from widgets.present.detail_head import rule_row
from widgets.present.fit import cut, pad
from widgets.present.palette import MUTED, PLAIN

NAME_AT_MOST = 16
_RULE = 7
"""Cells of a rule row that its title and what stands beside it leave free."""
Fact = tuple[str, str, str]
"""Name, value, and the style of the value."""


def heading(title: str, aside: str = "", key: str = "") -> Part:
    """Return the rule row above a section; its title is never cut for what stands beside it."""
    shown, beside = clean(title[:VALUE_AT_MOST]), clean(aside[:VALUE_AT_MOST])

    def row(width: int) -> list[Content]:
        told = cut(beside, max(0, width - cell_len(shown) - _RULE))
        return [rule_row(shown, "", [(told, MUTED)] if told else [], width)]

    return Part(key, Rows(row))


def fact_part(facts: Sequence[Fact | tuple[str, str]], key: str = "") -> list[Part]:
    """Return facts that have a value, one below the other; no part where none has."""
    told = [(one[0], one[1], one[2] if len(one) > 2 else PLAIN) for one in facts if one[1]]
    return [Part(key, Rows(lambda width: _rows(told, width)))] if told else []


def _rows(facts: Sequence[tuple[str, str, str]], width: int) -> list[Content]:
    names = [clean(name[:40]) for name, _, _ in facts]
    column = min(NAME_AT_MOST, max(cell_len(name) for name in names), max(1, width // 3))
    rows = []
    for name, (_, value, style) in zip(names, facts, strict=True):
        lead = f" {pad(name, column)}  "
        for line in value[:VALUE_AT_MOST].split("\n"):
            shown = clean(line)
            for start, end in word_rows(shown, max(1, width - cell_len(lead) - 1)):
                rows.append(Content.assemble((lead, MUTED), (shown[start:end], style)))
                lead = " " * cell_len(lead)
    return rows
