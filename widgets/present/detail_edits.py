"""What an action changed, as blocks: a diff for each file, or a row that says the record does not hold it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from textual.content import Content

from playhead.edits.diff_index import DiffIndex, FileSpan
from playhead.edits.languages import language_of
from playhead.model import Edit
from playhead.text import clean
from widgets.blocks.block import Rows
from widgets.blocks.diff_block import DiffBlock
from widgets.blocks.either import Either
from widgets.blocks.fold import Fold, Title
from widgets.blocks.look import Look
from widgets.blocks.split_block import SplitBlock
from widgets.document import Part
from widgets.present.code import Pace
from widgets.present.detail_options import Options
from widgets.present.diff import edit_head
from widgets.present.fit import shorten_path
from widgets.present.output import lines_in
from widgets.present.palette import EMPHASIS, FOLD, FOLDED_GLYPH, MUTED, UNFOLDED_GLYPH

SPLIT_FROM = 80
"""From this width on, two versions of a file have room beside one another."""


def edit_parts(edit: Edit, key: str, options: Options) -> list[Part]:
    """Return the blocks of one edit."""
    if edit.diff:
        return diff_parts(edit, key, options)
    if edit.written is not None:
        text = edit.written
        lines = lines_in(text, 0, len(text))
        title = _titled(edit.path, f"written, {lines:,} line{'s' if lines != 1 else ''}")
        look = Look(language=language_of(edit.path))
        return [options.fold(key, options.text(text, look), title)]
    what = "unchanged" if edit.diff == "" else "edited, diff not in the record"
    return [Part(key, Rows(lambda width: [_named(edit.path, what, width)]))]


def diff_parts(
    edit: Edit, key: str, options: Options, pace: Pace | None = None, notes: Mapping[int, str] | None = None
) -> list[Part]:
    """Return a foldable block for each file of an edit's diff; `pace` where it is another than the options'.

    `notes` stand in the heads of hunks, by their lines in the diff.
    """
    options = replace(options, pace=pace) if pace else options
    index = _index_of(edit.diff or "")
    if len(index.files) <= 1:
        file = index.files[0] if index.files else None
        return [options.fold(key, _diff_block(index, file, options, notes), _diff_title(edit, file), is_open=True)]
    parts = []
    for place, file in enumerate(index.files):
        one = Edit(file.path or edit.path, "", file.added, file.removed, derived=edit.derived)
        block = _diff_block(index, file, options, notes)
        parts.append(options.fold(f"{key}.{place}", block, _diff_title(one, file), is_open=True))
    return parts


@lru_cache(maxsize=2)
def _index_of(diff: str) -> DiffIndex:
    """Return the index of a diff; the last ones are kept: a document is made anew for every way it is looked at."""
    return DiffIndex(diff)


def _diff_block(
    index: DiffIndex, file: FileSpan | None, options: Options, notes: Mapping[int, str] | None
) -> DiffBlock | Either:
    unified = DiffBlock(index, file, options.pace, options.panning, notes)
    if not options.split:
        return unified
    return Either(unified, SplitBlock(index, file, options.pace, options.panning, notes), SPLIT_FROM)


def _diff_title(edit: Edit, file: FileSpan | None) -> Title:
    def title(fold: Fold, width: int) -> Content:
        return edit_head(edit, file, is_open=fold.is_open, width=width)

    return title


def _titled(path: str, what: str) -> Title:
    def title(fold: Fold, width: int) -> Content:
        glyph = UNFOLDED_GLYPH if fold.is_open else FOLDED_GLYPH
        return Content.assemble(" ", (f"{glyph} ", FOLD), _named(path, what, width - 2)[1:])

    return title


def _named(path: str, what: str, width: int) -> Content:
    shown = shorten_path(clean(path), max(8, width - len(what) - 5))
    return Content.assemble(" ", (shown, EMPHASIS), "  ", (what, MUTED))
