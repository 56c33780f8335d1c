"""Every moment of a crash, replayed: what was acknowledged is there, whatever part of the rest reached the disk."""

from __future__ import annotations

import os

import pytest

from playhead.labels import append
from playhead.labels.journal import Journal
from playhead.labels.reading import read_journals
from tests.playhead.labels.making import ANA, an_event

_CUTS = (0, 1, 512, 4096)


class _Disk:
    """Records what a journal asks of the system, in order: writes, syncs, and what it then acknowledged."""

    def __init__(self, monkeypatch):
        self.log = []
        write, sync = os.write, os.fdatasync

        def recorded_write(file, data):
            self.log.append(("write", bytes(data)))
            return write(file, data)

        def recorded_sync(file):
            sync(file)
            self.log.append(("sync", None))

        monkeypatch.setattr(append.os, "write", recorded_write)
        monkeypatch.setattr(append.os, "fdatasync", recorded_sync)

    def crashes(self):
        """Yield the bytes of the file and the acknowledged ids for every crash: torn anywhere after the last sync."""
        synced, loose, acknowledged = b"", b"", []
        for what, data in self.log:
            if what == "sync":
                synced, loose = synced + loose, b""
            elif what == "acknowledged":
                acknowledged = [*acknowledged, *data]
            else:
                cuts = {cut for piece in _CUTS for cut in range(0, len(data), max(piece, 1)) if piece} | {
                    0,
                    len(data) - 1,
                }
                step = max(1, len(cuts) // 60)
                for cut in sorted(cuts)[::step]:
                    yield synced + loose + data[:cut], acknowledged
                loose += data
            yield synced + loose, acknowledged


def _history(tmp_path, monkeypatch):
    """Label a while, in small and large events, single and many, beside somebody who tears lines."""
    disk = _Disk(monkeypatch)
    journal = Journal(tmp_path / "original", ANA)
    for round_ in range(6):
        events = [an_event(value=number, note="n" * (10, 600, 5000)[round_ % 3]) for number in range(1 + round_ % 2)]
        journal.append(events)
        disk.log.append(("acknowledged", [one.id for one in events]))
        if round_ == 3:
            torn = b'{"label": {"id": "torn by somebody'
            with journal.path.open("ab") as other:
                other.write(torn)
            disk.log += [("write", torn), ("sync", None)]
    journal.close()
    return journal.path.name, disk


def test_after_any_crash_everything_acknowledged_is_read(tmp_path, monkeypatch):
    """For every moment and every torn prefix all acknowledged labels are read, and the next label is whole."""
    name, disk = _history(tmp_path, monkeypatch)
    monkeypatch.undo()
    folder = tmp_path / "after"
    folder.mkdir()
    count = 0
    for content, acknowledged in disk.crashes():
        (folder / name).write_bytes(content)
        ids = {one.id for one in read_journals([folder])[0]}
        assert ids >= set(acknowledged)
        later = an_event()
        journal = Journal(folder, ANA)
        journal.append([later])
        journal.close()
        ids = {one.id for one in read_journals([folder])[0]}
        assert ids >= {*acknowledged, later.id}
        assert (folder / name).read_bytes().startswith(content)
        count += 1
    assert count > 200


def test_the_replay_would_see_a_lost_label(tmp_path, monkeypatch):
    """A journal that wrote without looking at the last byte would fail this replay."""
    name, disk = _history(tmp_path, monkeypatch)
    monkeypatch.undo()
    folder = tmp_path / "after"
    folder.mkdir()
    lost = False
    for content, _ in disk.crashes():
        later = an_event()
        (folder / name).write_bytes(content + later.to_line())
        lost |= later.id not in {one.id for one in read_journals([folder])[0]}
    assert lost


@pytest.mark.parametrize("acknowledge_first", [False, True])
def test_the_order_is_write_sync_acknowledge(tmp_path, monkeypatch, acknowledge_first):
    """Nothing is acknowledged before it was synced."""
    _, disk = _history(tmp_path, monkeypatch)
    order = [what for what, _ in disk.log]
    if acknowledge_first:
        order = ["acknowledged" if one == "sync" else "sync" if one == "acknowledged" else one for one in order]
    right = all(order[at - 1] == "sync" for at, one in enumerate(order) if one == "acknowledged")
    assert right is not acknowledge_first
