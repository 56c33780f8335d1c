"""Folding into a record that is one JSON document."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from playhead.labels.event import Event
from playhead.labels.fold.found import NotJsonError
from playhead.labels.fold.left import clear
from playhead.labels.fold.opened import held
from playhead.labels.fold.plan import plan
from playhead.labels.fold.result import Progress, RefusedError
from playhead.labels.fold.rewrite import rewrite
from playhead.labels.fold.scan import scan


def fold_into_json(record: Path, path: tuple[str, ...], events: Sequence[Event], progress: Progress | None) -> int:
    """Make a document hold the events under the keys of `path`, and return how many it did not hold before.

    Raises:
        JournalOnlyError: it has no place for them.
        RefusedError: not now.
        OSError: the disk is full or fails; the record is as it was.

    """
    with held(record) as opened:
        clear(opened)
        size = opened.status.st_size
        halved = None if progress is None else lambda done, _: progress(done, 2 * size)
        try:
            found = scan(opened.read, path, halved)
        except NotJsonError as error:
            raise RefusedError(
                f"The record is torn or still being written: {error}; labels are safe in the journal."
            ) from error
        splice = plan(found, path, events, opened.read)
        if splice is None:
            return 0
        rewrite(opened, found, splice, progress)
        return splice.added
