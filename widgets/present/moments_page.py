"""The list of a run's moments, heaviest first: how each came out, how long it took, what said so."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.cells import cell_len
from textual.content import Content

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

_LOOKED_AT = 1_000
_COLUMNS = (("steps", 11), ("long", 6), ("time", 7), ("tries", 6))
_OUTCOME, _KIND = 22, 15


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


def _head(width: int) -> Content:
    figures = "".join(pad_left(name, cells) for name, cells in _COLUMNS)
    return Content.styled(f"   {pad('outcome', _OUTCOME)}{figures}  {pad('kind', _KIND)}evidence", MUTED).truncate(
        width
    )


def _row(moment: Moment, steps: StepSource) -> Callable[[int], list[Content]]:
    outcome, weight = str(moment.outcome), weight_of(moment, steps)
    last = min(moment.end_position, len(steps) - 1)
    span = "-".join(dict.fromkeys(_n(steps, one) for one in (moment.trigger_position, last)))
    figures = (span, f"{weight.steps:,}", coarse(weight.seconds), str(len(moment.attempts) or ""))
    kind = str(moment.kind).replace("_", " ")
    quote = clean(moment.feedback.quote[:_LOOKED_AT])
    words = f"{WORDS[outcome]}{', in circles' if moment.spiral_inside else ''}"

    def rows(width: int) -> list[Content]:
        told = "".join(pad_left(text, cells) for text, (_, cells) in zip(figures, _COLUMNS, strict=True))
        lead = f"{told}  {pad(kind, _KIND)}"
        room = max(0, width - 3 - _OUTCOME - cell_len(lead) - 1)
        line = Content.assemble(
            (f" {SIGNS[outcome]} {pad(words, _OUTCOME)}", STYLES[outcome]),
            (lead, FAINT if outcome == "not_negative" else PLAIN),
            (cut(quote, room), MUTED),
        )
        return [line.truncate(width)]

    return rows


def _n(steps: StepSource, position: int) -> str:
    n = steps[position].n
    return str(n) if n is not None else "·"
