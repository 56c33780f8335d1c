"""Edits that were undone: lines they added that the patch does not have, and which step took them out again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from playhead.edits.file_history import FileHistory
from playhead.edits.origin_values import Undone
from playhead.edits.written_lines import Line, is_telling


def undone_of(
    paths: Sequence[str], files: Sequence[FileHistory], writers: Sequence[tuple[int, int | None]]
) -> Iterator[Undone]:
    """Yield an entry for each edit that lost lines, file by file, in the order of the run.

    What an edit put back as it had been is not in the patch either, and is not lost; nor are brackets and blanks.
    """
    for path, history in zip(paths, files, strict=True):
        for writer, written in groupby(history.lines.written, lambda one: one.writer):
            told = [one for one in written if is_telling(one.text)]
            lost = [one for one in told if not one.taken and not (one.restored and one.removed_by is None)]
            if lost:
                removed = sorted({writers[one.removed_by][0] for one in lost if one.removed_by is not None})
                maybe = _maybe(lost, history, writers[writer][0])
                position, number = writers[writer]
                yield Undone(path, position, number, len(lost), len(told), lost[0].text, tuple(removed), maybe)


def _maybe(lost: list[Line], history: FileHistory, since: int) -> tuple[int, ...]:
    """Return the steps that may have removed the lines that no edit of the record removed."""
    if all(one.removed_by is not None for one in lost):
        return ()
    return tuple(dict.fromkeys(position for position in history.blind if position >= since))
