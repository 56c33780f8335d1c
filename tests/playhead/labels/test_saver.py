"""The saver: who waits for a save does it, who does not is not kept by a disk."""

from __future__ import annotations

import os
import threading
from collections import Counter

import pytest

from playhead.labels import append, journal
from playhead.labels.journal import Journal
from playhead.labels.reading import read_journals
from playhead.labels.saver import Saver
from tests.playhead.labels.making import ANA, an_event

_LONG = 60


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "run.json.labels"


@pytest.fixture
def made(folder):
    saver = Saver(Journal(folder, ANA), Journal(folder.with_name("waiting"), ANA))
    yield saver
    saver.close()


def _ids(folder):
    return [one.id for one in read_journals([folder])[0]]


class _Disk:
    """A disk that answers when it is let, and tells which threads wait for it."""

    def __init__(self, monkeypatch):
        self.asked, self.answers = threading.Event(), threading.Event()
        self.threads: list[threading.Thread] = []
        real = os.fdatasync

        def sync(file):
            self.threads.append(threading.current_thread())
            self.asked.set()
            self.answers.wait(_LONG)
            real(file)

        monkeypatch.setattr(append.os, "fdatasync", sync)


def test_after_giving_way_a_label_is_safe(made, folder):
    """Where the thread is free, it has saved when whoever gave way to it goes on."""
    for _ in range(20):
        made.submit([an_event()])
        while not made.free:
            pass
        event = an_event()
        made.submit([event])
        made.give_way(_LONG)
        assert made.waiting == frozenset()
        assert event.id in _ids(folder)


def test_nobody_gives_way_to_a_disk_that_does_not_answer(made, folder, monkeypatch):
    """While an earlier save waits for the disk, later labels are taken at once, however long one might wait."""
    disk = _Disk(monkeypatch)
    first, second = an_event(), an_event()
    made.submit([first])
    assert disk.asked.wait(_LONG)
    made.submit([second])
    made.give_way(10**6)
    assert made.waiting == {first.id, second.id}
    disk.answers.set()
    made.flush()
    assert _ids(folder) == [first.id, second.id]


def test_two_that_flush_both_return_when_all_is_safe(made, folder, monkeypatch):
    """Whoever flushes while another thread saves waits for it, and saves what came meanwhile."""
    disk = _Disk(monkeypatch)
    events = [an_event() for _ in range(3)]
    made.submit(events[:1])
    assert disk.asked.wait(_LONG)
    made.submit(events[1:])
    left: list[frozenset[str]] = []

    def flushed():
        made.flush()
        left.append(made.waiting)

    threads = [threading.Thread(target=flushed) for _ in range(2)]
    for one in threads:
        one.start()
    disk.answers.set()
    for one in threads:
        one.join(_LONG)
    assert left == [frozenset(), frozenset()]
    assert _ids(folder) == [one.id for one in events]


def test_what_is_told_is_told_from_the_thread(folder, monkeypatch):
    """Also where the one who waits has saved, it is the thread that tells: a screen is never told from its own."""
    tellers: list[threading.Thread] = []
    told = threading.Event()

    def tell():
        tellers.append(threading.current_thread())
        told.set()

    saver = Saver(Journal(folder, ANA), Journal(folder.with_name("waiting"), ANA))
    saver.on_change = tell
    saver.submit([an_event()])
    saver.flush()
    assert told.wait(_LONG)
    saver.close()
    assert threading.current_thread() not in tellers


def test_an_interrupted_flush_leaves_the_label_waiting(made, folder, monkeypatch):
    """Ctrl-C while the disk is asked loses nothing: the event still waits, and the next flush saves it."""
    made.submit([an_event()])
    made.flush()
    event = an_event()

    def interrupted(_file):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Saver, "_ask", lambda self: setattr(self, "_asked", self._asked + 1))  # no thread takes it
        patch.setattr(append.os, "fdatasync", interrupted)
        made.submit([event])
        with pytest.raises(KeyboardInterrupt):
            made.flush()
        assert made.waiting == {event.id}
    made.flush()
    assert made.waiting == frozenset()
    assert event.id in _ids(folder)


def test_a_save_asks_the_system_for_little(folder, monkeypatch):
    """One write, one sync, a look at the file before and after, the byte before the line: nothing is scanned."""
    saving = Journal(folder, ANA)
    saving.append([an_event()])
    calls: Counter[str] = Counter()
    for name in ("open", "close", "write", "fdatasync", "fsync", "fstat", "stat", "pread", "scandir", "listdir"):
        monkeypatch.setattr(journal.os, name, _counting(calls, name, getattr(os, name)))
    saving.append([an_event(), an_event()])
    monkeypatch.undo()
    assert calls == {"write": 1, "fdatasync": 1, "fstat": 2, "stat": 2, "pread": 2}
    saving.close()


def _counting(calls, name, real):
    def counted(*args, **named):
        calls[name] += 1
        return real(*args, **named)

    return counted
