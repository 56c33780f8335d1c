"""The files a run touched, one a row: read, edited, tested, what the edits came to; below each what happened when."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from textual.content import Content

from playhead.edits.made_edits import FileNames
from playhead.insight.file_story import FileEvent, FileStories, FileStory, What
from playhead.insight.files import FileUse
from playhead.insight.patch_story import Number, numbers_of
from playhead.insight.story_words import GLYPHS, MEANING, SAID, story_pieces
from playhead.storage.source import StepSource
from playhead.text import clean
from widgets.blocks.block import Rows
from widgets.blocks.fold import Fold, Title
from widgets.document import Part
from widgets.present.amounts import counted
from widgets.present.code import Pace
from widgets.present.detail_options import Options, blank, notice
from widgets.present.fit import pad, pad_left, shorten_path
from widgets.present.page import Page
from widgets.present.palette import (
    ADDED_SIGN,
    CHANGE,
    CHECK,
    FAINT,
    FOLD,
    FOLDED_GLYPH,
    MUTED,
    PLAIN,
    REMOVED_SIGN,
    UNFOLDED_GLYPH,
    WARNING,
)

UNKNOWN = "?  edits whose diff is not in the record"
STYLES = {
    What.SEARCHED: MUTED,
    What.READ: MUTED,
    What.EDITED: CHANGE,
    What.REVERTED: WARNING,
    What.TESTED: CHECK,
    None: FAINT,
}
MOST_ROWS = 1_000
"""So many events of a file are listed below it."""
_COLUMNS = (("read", 6), ("edited", 8), ("tested", 8), ("first step", 12))
_CHANGED = 15
_BEFORE_AND_AFTER = 1 + sum(width for _, width in _COLUMNS) + _CHANGED + 1


@dataclass(frozen=True, slots=True)
class _Told:
    """A file of the page: what it came to, and its story where that is known."""

    use: FileUse
    story: FileStory | None


def files_page(files: Sequence[FileUse], steps: StepSource, stories: FileStories | None = None) -> Page:
    """Return the page; a file's row leads to the first step that touched it, a row of its story to that step."""
    edited = sum(bool(one.edits) for one in files)
    told = _told(files, stories.files if stories is not None else ())

    def parts(options: Options, pace: Pace) -> Sequence[Part]:
        del pace
        if not files:
            return [blank(), notice("No step of this run reads, edits or tests a file that the record names.")]
        rows = [part for place, one in enumerate(told) for part in _file(one, place, steps, options)]
        return [Part("", Rows(lambda width: [_head(width)])), *rows, *_foot(files, stories)]

    links = {f"file {place}": one.first for place, one in enumerate(files)}
    links |= {f"story {place}": one.story.first for place, one in enumerate(told) if one.story is not None}
    leads = {f"story {place}": _lead(one.story.events) for place, one in enumerate(told) if one.story is not None}
    title = f"{counted(len(files), 'file')} touched, {edited:,} edited"
    return Page("files", title, parts, links=links, leads=leads)


def _told(files: Sequence[FileUse], stories: Sequence[FileStory]) -> list[_Told]:
    names = FileNames()
    by_number = {names.at(one.path): one for one in stories}
    numbers = [names.find(one.path) for one in files]
    return [
        _Told(one, None if number is None else by_number.get(number))
        for one, number in zip(files, numbers, strict=True)
    ]


def _lead(events: Sequence[FileEvent]) -> Callable[[int], int | None]:
    return lambda line: events[line].position if 0 <= line < min(len(events), MOST_ROWS) else None


def _file(one: _Told, place: int, steps: StepSource, options: Options) -> list[Part]:
    rows = [Part(f"file {place}", Rows(_row(one.use, steps)))]
    if one.story is not None:
        block = Rows(_events(one.story, steps))
        rows.append(options.fold(f"story {place}", block, _story_title(one.story, steps)))
    return rows


def _story_title(story: FileStory, steps: StepSource) -> Title:
    number = numbers_of(steps)

    def title(fold: Fold, width: int) -> Content:
        glyph = UNFOLDED_GLYPH if fold.is_open else FOLDED_GLYPH
        return Content.assemble("  ", (glyph, FOLD), " ", *_styled(story, number, width - 6))

    return title


def _styled(story: FileStory, number: Number, cells: int) -> list[tuple[str, str]]:
    return [(text, STYLES[what]) for what, text in story_pieces(story, number, cells)]


def _events(story: FileStory, steps: StepSource) -> Callable[[int], list[Content]]:
    number = numbers_of(steps)

    def rows(width: int) -> list[Content]:
        made = [_event(one, number(one.position)).truncate(width) for one in story.events[:MOST_ROWS]]
        more = len(story.events) + story.left_out - len(made)
        return [*made, *([Content.styled(f"      {more:,} more", FAINT)] if more else [])]

    return rows


def _event(one: FileEvent, number: str) -> Content:
    return Content.assemble(
        "    ", (GLYPHS[one.what], STYLES[one.what]), f" step {number:>4}  ", (SAID[one.what], MUTED)
    )


def _foot(files: Sequence[FileUse], stories: FileStories | None) -> list[Part]:
    told = [notice(UNKNOWN, FAINT)] if any(one.unknown for one in files) else []
    if stories is not None and stories.files:
        told.append(notice(MEANING, FAINT))
    if stories is not None and stories.only_found:
        told.append(notice(f"{counted(stories.only_found, 'more file')} only found by searches", FAINT))
    return [blank(), *told] if told else []


def _head(width: int) -> Content:
    room = max(1, width - _BEFORE_AND_AFTER)
    names = "".join(pad_left(name, cells) for name, cells in _COLUMNS[:3])
    last = pad_left(*_COLUMNS[3])
    return Content.styled(f" {pad('file', room)}{names}{pad_left('changed', _CHANGED)}{last}", MUTED)


def _row(one: FileUse, steps: StepSource) -> Callable[[int], list[Content]]:
    path = clean(one.path[-400:])

    def rows(width: int) -> list[Content]:
        room = max(1, width - _BEFORE_AND_AFTER)
        n = steps[one.first].n
        counts = ((one.reads, PLAIN, 6), (one.edits, CHANGE, 8), (one.tests, CHECK, 8))
        line = Content.assemble(
            " ",
            (pad(shorten_path(path, room), room), PLAIN if one.edits else MUTED),
            *(
                (pad_left(f"{count:,}" if count else "", cells), style if count else PLAIN)
                for count, style, cells in counts
            ),
            *_changed(one),
            (pad_left("·" if n is None else str(n), 12), MUTED),
        )
        return [line.truncate(width)]

    return rows


def _changed(one: FileUse) -> list[tuple[str, str]]:
    known = one.edits > one.unknown
    added, removed = (f"+{one.added}", f" -{one.removed}") if known else ("", "")
    unknown = f" {one.unknown}?" if one.unknown else ""
    lead = " " * max(0, _CHANGED - len(added) - len(removed) - len(unknown))
    return [(lead, PLAIN), (added, ADDED_SIGN), (removed, REMOVED_SIGN), (unknown, WARNING)]
