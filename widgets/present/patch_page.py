"""A patch with the steps that wrote each hunk in the hunk's head, and below it the edits that were undone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from textual.content import Content

from playhead.edits.diff_index import DiffIndex
from playhead.edits.origin_values import HunkOrigin, PatchOrigins, Undone
from playhead.insight.patch_story import Number, origin_words, undone_words
from playhead.text import clean
from widgets.blocks.block import Rows
from widgets.document import Part
from widgets.present.amounts import counted
from widgets.present.code import Pace
from widgets.present.detail_options import Options, blank, notice
from widgets.present.fact_rows import heading
from widgets.present.fit import cut, shorten_path
from widgets.present.layer_parts import patch_parts
from widgets.present.page import Page
from widgets.present.palette import FAINT, MUTED, PLAIN

MOST_UNDONE = 200
"""So many edits that were undone are listed."""
Leads = Mapping[str, Callable[[int], int | None]]


def notes_of(hunks: Sequence[HunkOrigin], number: Number, shift: int = 0) -> dict[int, str]:
    """Return who wrote each hunk, by the line of its head less `shift`."""
    return {one.line - shift: origin_words(one, number) for one in hunks}


def step_at(index: DiffIndex, hunks: Mapping[int, HunkOrigin], shift: int = 0) -> Callable[[int], int | None]:
    """Return what leads from a line of a diff to the last step that wrote its hunk."""

    def found(line: int) -> int | None:
        hunk = index.hunk_at(line) if 0 <= line < index.line_count else None
        one = hunks.get(hunk.start + shift) if hunk is not None else None
        return one.writers[-1].position if one is not None and one.writers else None

    return found


def patch_page(text: str, key: str, found: PatchOrigins, number: Number, head: tuple[str, str] | None = None) -> Page:
    """Return a run's final patch; its rows lead to the steps that wrote them. `head` is the row above it."""
    notes = notes_of(found.hunks, number)
    index = DiffIndex(text)
    lead = step_at(index, found.by_line)
    keys = [key] if len(index.files) <= 1 else [f"{key}.{place}" for place in range(len(index.files))]
    links = {f"undone {place}": one.position for place, one in enumerate(found.undone[:MOST_UNDONE])}

    def parts(options: Options, pace: Pace) -> Sequence[Part]:
        del pace
        above = [heading(*head, "heading")] if head is not None else []
        return [*above, *patch_parts(text, key, options, notes), *undone_parts(found.undone, number)]

    title = f"final patch: {counted(len(found.hunks), 'hunk')}, {found.explained:,} written by edits of the record"
    return Page(key, title, parts, links=links, leads=dict.fromkeys(keys, lead))


def undone_parts(undone: Sequence[Undone], number: Number) -> list[Part]:
    """Return a section of the edits of which lines are not in the patch; none where there are none."""
    if not undone:
        return []
    rows = [Part(f"undone {place}", Rows(_undone_row(one, number))) for place, one in enumerate(undone[:MOST_UNDONE])]
    more = len(undone) - MOST_UNDONE
    rest = [notice(f"{more:,} more", FAINT)] if more > 0 else []
    return [blank(), heading("not in the patch", counted(len(undone), "edit")), *rows, *rest]


def _undone_row(one: Undone, number: Number) -> Callable[[int], list[Content]]:
    path, said = clean(one.path[-400:]), undone_words(one, number)

    def rows(width: int) -> list[Content]:
        step = f"step {number(one.position)}"
        room = max(8, width - len(said) - len(step) - 6)
        shown = shorten_path(path, min(room, 40))
        line = Content.assemble(f" {step}  ", (shown, PLAIN), "  ", (said, MUTED))
        if line.cell_length <= width:
            return [line]
        return [Content.assemble(f" {step}  ", (shorten_path(path, max(8, width - len(step) - 4)), PLAIN)),
                Content.assemble("   ", (cut(said, width - 3), MUTED))]  # fmt: skip

    return rows
