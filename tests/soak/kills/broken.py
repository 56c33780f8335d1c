"""Savers and folds that break a promise, so that the judge can be seen to find it."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

from playhead.labels import journal
from playhead.labels.event import Event
from playhead.labels.fold import into_json, into_tape, left, rewrite
from playhead.labels.journal import Journal


def _write_later() -> None:
    """Take events as saved and write them with the next ones."""
    at_once = Journal.append
    held: dict[int, Sequence[Event]] = {}

    def later(self: Journal, events: Sequence[Event]) -> None:
        before = held.get(id(self))
        held[id(self)] = events
        if before:
            at_once(self, before)

    Journal.append = later  # type: ignore[method-assign]


def _write_twice() -> None:
    whole = journal.append_lines
    journal.append_lines = lambda file, lines, size=None: whole(file, lines + lines, size)  # type: ignore[assignment]


def _forget_what_is_held() -> None:
    into_tape._held_labels = lambda *_: (set(), True)  # type: ignore[assignment]


def _write_anew() -> None:
    """Fold by loading the document and dumping it again."""

    def anew(opened: Any, _found: Any, splice: Any, _progress: Any) -> None:
        data = opened.read(0, opened.status.st_size)
        data = data[: splice.offset] + splice.new + data[splice.offset + splice.length :]
        rewrite.put_in_place(opened, lambda copy: rewrite.write_all(copy, json.dumps(json.loads(data)).encode()))

    into_json.rewrite = anew


def _leave_copies() -> None:
    left._clear = lambda *_: None  # type: ignore[assignment]


BROKEN: dict[str, Callable[[], None]] = {
    "write-later": _write_later,
    "write-twice": _write_twice,
    "forget-what-is-held": _forget_what_is_held,
    "write-anew": _write_anew,
    "leave-copies": _leave_copies,
}
