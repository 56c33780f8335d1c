"""The table: lines as text. Nothing is measured here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from benchmarks.family import DESIGN, LIMITS, MORE
from benchmarks.line import Line, Of

TITLE = 72
HEADINGS = {
    DESIGN: "What it has to reach",
    LIMITS: "The sharper list: latency, bytes and memory beside other programs",
    MORE: "More of what was measured",
}
_HEAD = (
    f"{'ours : theirs (medians of five or more, in turns)':{TITLE}}{'ours':>12}{'theirs':>12}{'ratio':>9}{'target':>9}"
)


def table(lines: Sequence[Line]) -> str:
    """Return the lines as a table, a section after the other, and how many hold."""
    parts = [_HEAD]
    for section, heading in HEADINGS.items():
        some = [line for line in lines if line.section == section]
        if some:
            parts += ["", heading, *map(row, some)]
    return "\n".join([*parts, "", tally(lines)])


def row(line: Line) -> str:
    """Return one line of the table."""
    ours, theirs = (_amount(value, line.unit) for value in (line.ours, line.theirs))
    figure = ""
    if line.figure is not None and line.of is not Of.OURS:
        figure = _amount(line.figure, line.unit) if line.of is Of.DIFFERENCE else _number(line.figure)
    target = "" if line.target is None else _number(line.target)
    title = line.title if len(line.title) < TITLE else f"{line.title[: TITLE - 2]}…"
    return f"{title:{TITLE}}{ours:>12}{theirs:>12}{figure:>9}{target:>9}  {line.verdict}"


def tally(lines: Iterable[Line]) -> str:
    """Return how many of all lines hold, fall short, or were not measured."""
    verdicts = [line.verdict.split(":")[0] for line in lines]
    hold, short, none = (verdicts.count(one) for one in ("holds", "falls short", "no target"))
    other = len(verdicts) - hold - short - none
    return f"{hold} hold, {short} fall short, {none} have no target, {other} were not run here."


def _amount(value: float | None, unit: str) -> str:
    if value is None:
        return ""
    return f"{_number(value)} {'B' if unit == 'bytes' else unit}".rstrip()


def _number(value: float) -> str:
    if value >= 1_000:
        return f"{value:,.0f}"
    if value >= 100 or value == int(value):
        return f"{value:.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"
