"""A diff as values: files, hunks, numbered lines. For long diffs on a screen use `playhead.edits.diff_index`.

unidiff parses what it can; where it refuses a file's part, or what it understood is not all that is there (it drops
lines beyond a header's count), the part is taken line by line from the index. Nothing of the text is lost either way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from playhead.edits.diff_index import DiffIndex, DiffLine, FileSpan, HunkSpan

if TYPE_CHECKING:
    from unidiff.patch import Line

RAW = "raw"


@dataclass(frozen=True, slots=True)
class DiffHunk:
    """A hunk: its header line as it stands, the words after the second `@@`, and its lines.

    `after` are lines below it that belong to no hunk.
    """

    header: str
    section: str
    lines: tuple[DiffLine, ...]
    after: tuple[DiffLine, ...] = ()


@dataclass(frozen=True, slots=True)
class FileDiff:
    """What a diff says of one file. `status` is modified, added, deleted, renamed, binary, or raw.

    `head` are the lines before its first hunk. Raw means that no header names a file: everything is in `head`.
    """

    path: str
    old_path: str
    status: str
    head: tuple[DiffLine, ...]
    hunks: tuple[DiffHunk, ...]


def parse_diff(text: str) -> tuple[FileDiff, ...]:
    """Return every file of a diff in order; what stands before the first one, or a text that is none, is raw."""
    index = DiffIndex(text)
    first = index.files[0].start if index.files else index.line_count
    before = tuple(index.line(number) for number in range(first))
    raw = (FileDiff("", "", RAW, before, ()),) if before else ()
    return raw + tuple(_file(index, span) for span in index.files)


def _file(index: DiffIndex, span: FileSpan) -> FileDiff:
    stop = span.hunks[0].start if span.hunks else span.stop
    head = tuple(index.line(number) for number in range(span.start, stop))
    parsed = hunks_by_unidiff(index, span.hunks) or [_by_index(index, hunk) for hunk in span.hunks]
    ends = [hunk.start for hunk in span.hunks[1:]] + [span.stop]
    hunks = (
        tuple(
            replace(hunk, after=tuple(index.line(number) for number in range(place.stop, end)))
            for hunk, place, end in zip(parsed, span.hunks, ends, strict=True)
        )
        if span.hunks
        else ()
    )
    return FileDiff(span.path, span.old_path, span.status, head, hunks)


def _by_index(index: DiffIndex, hunk: HunkSpan) -> DiffHunk:
    lines = tuple(index.line(number) for number in range(hunk.start + 1, hunk.stop))
    return DiffHunk(index.source(hunk.start), hunk.section, lines)


def hunks_by_unidiff(index: DiffIndex, spans: Sequence[HunkSpan]) -> list[DiffHunk] | None:
    """Return hunks of one file as unidiff has them, None unless they hold every line of their part."""
    sources = [[index.source(number) for number in range(hunk.start, hunk.stop)] for hunk in spans if hunk.whole]
    if not sources or len(sources) < len(spans):
        return None
    from unidiff.errors import UnidiffParseError  # noqa: PLC0415 - most starts show no diff
    from unidiff.patch import PatchSet  # noqa: PLC0415 - the same

    body = "\n".join(line for source in sources for line in source)
    try:
        files = PatchSet("--- a/x\n+++ b/x\n" + body + "\n")
    except (UnidiffParseError, ValueError):
        return None
    if len(files) != 1:
        return None
    hunks = [
        DiffHunk(source[0], span_hunk.section, tuple(_line(line) for line in hunk))
        for source, span_hunk, hunk in zip(sources, spans, files[0], strict=False)
    ]
    given = [[line or " " for line in source[1:]] for source in sources]
    return hunks if [[line.source for line in hunk.lines] for hunk in hunks] == given else None


def _line(line: Line) -> DiffLine:
    text = str(line.value).removesuffix("\n")
    if line.line_type not in (" ", "+", "-"):
        return DiffLine(RAW, None, None, str(line).removesuffix("\n"))
    return DiffLine(line.line_type, line.source_line_no, line.target_line_no, text)
