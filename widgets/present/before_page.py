"""What came before an edit as a page: each time the file came up, with the lines that name it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from rich.cells import cell_len
from textual.content import Content

from playhead.insight.before import Came, Mention
from playhead.insight.rows import row_of_action
from playhead.storage.source import StepSource
from playhead.text import clean
from widgets.blocks.block import Rows
from widgets.document import Part
from widgets.present.amounts import counted
from widgets.present.code import Pace
from widgets.present.detail_options import Options, notice
from widgets.present.fact_rows import heading
from widgets.present.fit import cut, pad_left, shorten
from widgets.present.page import Page, spaced
from widgets.present.palette import CHANGE, CHECK, FAILURE, MUTED, PLAIN, WARNING

_STYLES = {
    Came.TASK: CHANGE,
    Came.READ: CHECK,
    Came.SEARCH: CHECK,
    Came.LISTING: MUTED,
    Came.TRACE: FAILURE,
    Came.EDIT: CHANGE,
    Came.MOVED: CHANGE,
    Came.OUTPUT: PLAIN,
    Came.SAID: MUTED,
}
_SAW = (Came.READ, Came.SEARCH, Came.LISTING, Came.TRACE, Came.TASK)


def before_page(found: Sequence[tuple[str, Sequence[Mention]]], steps: StepSource, position: int) -> Page:
    """Return the page of the files that the step at `position` edits, each with what came before."""
    links = {
        f"mention {number} {place}": one.position
        for number, (_, mentions) in enumerate(found)
        for place, one in enumerate(mentions)
        if one.position is not None
    }

    def parts(options: Options, pace: Pace) -> Sequence[Part]:
        del options, pace
        return spaced(*(_file(path, mentions, number, steps) for number, (path, mentions) in enumerate(found)))

    names = ", ".join(path for path, _ in found[:3]) + (" …" if len(found) > 3 else "")
    return Page(f"before {position}", f"before step {_n(steps, position)}: {names}", parts, links=links)


def _file(path: str, mentions: Sequence[Mention], number: int, steps: StepSource) -> list[Part]:
    if not mentions:
        said = "Nothing. No read, no search hit, no trace, no line of the task and no output before this names it."
        return [heading(path, "nothing"), notice(said, WARNING)]
    counts = Counter(one.how for one in mentions)
    named = ((counts[how], "task line" if how is Came.TASK else str(how)) for how in _SAW)
    told = ", ".join(counted(count, name) for count, name in named if count) or "only printed or said"
    parts = [heading(path, told)]
    digits = max(2, len(str(steps.counted)))
    for place, one in enumerate(mentions):
        parts.append(Part(f"mention {number} {place}", Rows(_rows(one, steps, digits))))
    if not counts[Came.READ] and not counts[Came.EDIT]:
        parts.append(notice("It was never read before this.", WARNING))
    return parts


def _rows(one: Mention, steps: StepSource, digits: int) -> Callable[[int], list[Content]]:
    how = str(one.how)

    def rows(width: int) -> list[Content]:
        number = "" if one.position is None else _n(steps, one.position)
        lead = f" {pad_left(number, digits)} "
        margin = " " * (cell_len(lead) + 12)
        title = ""
        if one.action is not None:
            row = row_of_action(one.action)
            title = shorten(clean(row.title[:1_000]), max(1, width - len(margin) - 1), clean(row.path or "") or None)
        room = max(1, width - len(margin) - 1)
        made = [Content.assemble((lead, MUTED), (f"{how:<11} ", _STYLES[one.how]), (title, PLAIN))] if title else []
        lines = [cut(clean(line), room) for line in one.lines]
        if not made:
            made = [Content.assemble((lead, MUTED), (f"{how:<11} ", _STYLES[one.how]), (lines[0], MUTED))]
            lines = lines[1:]
        made += [Content.assemble(margin, (line, MUTED)) for line in lines]
        more = one.count - len(one.lines)
        if more > 0:
            made.append(Content.assemble(margin, (f"and {counted(more, 'line')} more", MUTED)))
        return made

    return rows


def _n(steps: StepSource, position: int) -> str:
    n = steps[position].n if 0 <= position < len(steps) else None
    return str(n) if n is not None else str(position + 1)
