"""The list of a run's moments, heaviest first: how each came out, how long it took, what said so."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.cells import cell_len
from textual.content import Content

from playhead.insight.best_line import best_quote
from playhead.insight.moments.values import Moment
from playhead.insight.moments.weight import weight_of
from playhead.storage.source import StepSource
from playhead.text import clean
from widgets.blocks.block import Rows
from widgets.document import Part
from widgets.present.amounts import counted
from widgets.present.code import Pace
from widgets.present.detail_options import Options, blank, notice
from widgets.present.fit import cut, pad, pad_left
from widgets.present.outcome_looks import SIGNS, STYLES, WORDS, WORST_FIRST, coarse
from widgets.present.page import Page
from widgets.present.palette import FAINT, MUTED, PLAIN

_WIDE = 110
"""From so many columns on there is room for all there is to say beside the evidence."""
_OUTCOME, _OUTCOME_WIDE, _KIND = 16, 23, 15


def moments_page(
    moments: Sequence[Moment], steps: StepSource, *, complete: bool = True, text_only: bool = False
) -> Page:
    """Return the page of moments in the order they are given; each row is a link to its place in that order."""
    notes = []
    if text_only:
        notes.append("Text evidence only: this record has neither error flags nor exit codes.")
    if not complete:
        notes.append("Not all of the run was looked at.")

    def parts(options: Options, pace: Pace) -> Sequence[Part]:
        del options, pace
        said = [notice(one) for one in notes]
        if not moments:
            return [blank(), notice("Nothing in this run says that something did not work."), *said]
        head = Part("", Rows(lambda width: [_head(width)]))
        return [*said, head, *(Part(f"moment {place}", Rows(_row(one, steps))) for place, one in enumerate(moments))]

    links = {f"moment {place}": place for place in range(len(moments))}
    return Page("moments", _title(moments), parts, links=links)


def _title(moments: Sequence[Moment]) -> str:
    counts = [(WORDS[name], sum(str(one.outcome) == name for one in moments)) for name in WORST_FIRST]
    told = " · ".join(f"{count:,} {words}" for words, count in counts if count)
    return f"{counted(len(moments), 'moment')}{f': {told}' if told else ''}"


def _columns(width: int) -> tuple[int, tuple[int, ...]]:
    """Return the cells of the outcome, and of steps, their number, the time and the attempts; 0: left out."""
    return (_OUTCOME_WIDE, (11, 6, 7, 6)) if width >= _WIDE else (_OUTCOME, (9, 0, 6, 0))


def _figures(told: Sequence[str], cells: Sequence[int]) -> str:
    return "".join(pad_left(text, room) for text, room in zip(told, cells, strict=True))


def _head(width: int) -> Content:
    outcome, cells = _columns(width)
    kind = pad("kind", _KIND) if width >= _WIDE else ""
    figures = _figures(("steps", "long", "time", "tries"), cells)
    line = Content.styled(f"   {pad('outcome', outcome)}{figures}  {kind}evidence", MUTED)
    return line.truncate(width)


def _row(moment: Moment, steps: StepSource) -> Callable[[int], list[Content]]:
    name, weight = str(moment.outcome), weight_of(moment, steps)
    last = min(moment.end_position, len(steps) - 1)
    span = "-".join(dict.fromkeys(_n(steps, one) for one in (moment.trigger_position, last)))
    figures = (span, f"{weight.steps:,}", coarse(weight.seconds), str(len(moment.attempts) or ""))
    kind = str(moment.kind).replace("_", " ")
    quote = clean(best_quote(steps, moment)) or "(no output)"

    def rows(width: int) -> list[Content]:
        outcome, cells = _columns(width)
        words = WORDS[name] if width >= _WIDE else WORDS[name].partition(" at ")[0]
        circles = ", in circles" if moment.spiral_inside and width >= _WIDE else ""
        lead = f"{_figures(figures, cells)}  {pad(kind, _KIND) if width >= _WIDE else ''}"
        line = Content.assemble(
            (f" {SIGNS[name]} {pad(words + circles, outcome)}", STYLES[name]),
            (lead, FAINT if name == "not_negative" else PLAIN),
            (cut(quote, max(0, width - 3 - outcome - cell_len(lead) - 1)), MUTED),
        )
        return [line.truncate(width)]

    return rows


def _n(steps: StepSource, position: int) -> str:
    n = steps[position].n
    return str(n) if n is not None else "·"
