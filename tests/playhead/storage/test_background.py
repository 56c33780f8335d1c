"""Work that goes on in a thread of its own."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from playhead.storage.background import begin
from playhead.storage.line_steps import Progress


def test_so_much_is_done_at_once_and_the_rest_in_the_background():
    """Who begins has what was asked for when it returns; the rest is there when the progress is complete."""
    done: list[tuple[int, bool]] = []
    go_on = threading.Event()

    def work() -> Iterator[int]:
        for number in range(1, 1000):
            if number == 11:
                go_on.wait()
            done.append((number, threading.current_thread() is threading.main_thread()))
            yield number

    progress = Progress()
    begin(work(), progress, 10)
    assert done == [(number, True) for number in range(1, 11)]
    assert not progress.complete
    go_on.set()
    progress.wait()
    assert [number for number, _ in done] == list(range(1, 1000))
    assert not any(at_once for _, at_once in done[10:])


def test_little_work_is_done_at_once():
    """What ends before that begins no thread and is complete."""
    progress = Progress()
    before = threading.active_count()
    begin(iter([1, 2]), progress, 10)
    assert progress.complete
    assert threading.active_count() == before


def test_work_that_fails_at_once_says_so():
    """Who begins is told, and nothing is complete."""

    def work() -> Iterator[int]:
        yield 1
        raise ValueError("no")

    progress = Progress()
    with pytest.raises(ValueError, match="no"):
        begin(work(), progress, 10)
    assert not progress.complete
