"""A disk, a quota or a file server that fails: what is said, where the label is, and that it is saved in the end."""

from __future__ import annotations

import errno
import os

import pytest

from playhead.errors import CannotSaveError
from playhead.labels import append, journal
from playhead.labels.fold import into_tape, opened, rewrite
from playhead.labels.fold.result import RefusedError
from playhead.labels.journal import Journal
from playhead.labels.reading import read_journals
from playhead.labels.saver import Saver
from playhead.reasons import reason_of
from tests.playhead.labels.making import ANA, an_event
from tests.soak.faults import folding, saving
from tests.soak.faults.injector import SHORT, Fault, Faults

REASONS = {
    errno.EIO: "the disk reports an error",
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "your quota is used up",
    errno.EROFS: "the file system is read-only",
    errno.EACCES: "the folder may not be written",
    errno.EPERM: "the folder may not be written",
    errno.ESTALE: "the file server lost the file",
    errno.ETIMEDOUT: "the file server does not answer",
    errno.EFBIG: "the file may not grow further",
    errno.EINTR: "it was interrupted",
    errno.EMFILE: "this program may open no more files",
    errno.ENFILE: "the system can open no more files",
    errno.ENXIO: "the disk is gone",
    errno.ENODEV: "the disk is gone",
    errno.ELOOP: "a symbolic link stands where it should go",
    errno.EEXIST: "something else stands where its folder should be",
    errno.ENOTDIR: "something else stands where its folder should be",
    errno.ENOENT: "the run's folder is gone",
    errno.ENAMETOOLONG: "the name is longer than the file system takes",
    errno.EBUSY: "Device or resource busy",
}


@pytest.mark.parametrize("code", REASONS)
def test_each_error_has_its_sentence(tmp_path, code):
    """What could not be saved, where, why, where it waits and when it is offered again: word for word."""
    where, waits = tmp_path / "run.labels", tmp_path / "waiting"
    saver = Saver(Journal(where, ANA), Journal(waits, ANA, parents=True))
    saver._ask = lambda: saving._asked(saver)  # type: ignore[method-assign]  # no thread comes before us
    event = an_event()
    with Faults(Fault("write", 1, code)):
        saver.submit([event])
        with pytest.raises(CannotSaveError) as told:
            saver.flush()
    assert str(told.value) == (
        f"1 label could not be saved in {where}: {REASONS[code]}. "
        f"Kept in {waits}, and offered again when this run is next labelled or opened."
    )
    assert told.value.exit_code == 4
    assert [one.id for one in read_journals([waits])[0]] == [event.id]
    saver.flush()
    assert [one.id for one in read_journals([where])[0]] == [event.id]
    assert not waits.exists()
    saver.close()


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS])
def test_where_nothing_can_be_written_that_is_said(tmp_path, code):
    """When the state directory fails as well, the sentence says that the label is in memory only, and until when."""
    where, waits = tmp_path / "run.labels", tmp_path / "waiting"
    saver = Saver(Journal(where, ANA), Journal(waits, ANA, parents=True))
    saver._ask = lambda: saving._asked(saver)  # type: ignore[method-assign]  # as above
    with Faults(Fault("open", 1, code, lasting=True)):
        saver.submit([an_event(), an_event()])
        with pytest.raises(CannotSaveError) as told:
            saver.flush()
    assert str(told.value) == (
        f"2 labels could not be saved in {where}: {REASONS[code]}. "
        f"Held in memory only ({waits}: {REASONS[code]}), and lost when playhead ends."
    )
    saver.flush()
    assert len(read_journals([where])[0]) == 2
    saver.close()


def test_what_is_no_error_of_the_system_is_told_by_its_name():
    """An error that no system call has is told as what it is."""
    assert reason_of(ValueError("odd")) == "ValueError: odd"
    assert reason_of(OSError("no number")) == "no number"


def test_no_acknowledged_label_is_lost_by_any_fault(tmp_path):
    """Every error at every call of a save: what is acknowledged is in the journal, the rest is kept and saved later."""
    cases, failures = saving.saving(tmp_path)
    assert cases > 400
    assert failures == []


def test_no_fault_leaves_a_record_in_between(tmp_path):
    """Every error at every call of a fold: the record is old or new, what is said of it is true, nothing is left."""
    cases, failures = folding.folding(tmp_path)
    assert cases > 400
    assert failures == []


def _trusting(self, events):
    """Append as a journal would that tries a failed sync again."""
    file, size = self._opened()
    lines = b"".join(event.to_line() for event in events)
    try:
        append.append_lines(file, lines, size)
    except append.PoisonedError:
        append.append_lines(file, lines, size)


def _forgetting(self, events):
    self._opened()


@pytest.mark.parametrize(
    ("append_", "fault", "says"),
    [
        (_trusting, Fault("fdatasync", 1, errno.EIO), "lost data"),
        (_forgetting, Fault("write", 1, errno.EIO), "acknowledged, and not in the journal"),
    ],
)
def test_the_judge_of_saving_sees_what_is_wrong(tmp_path, monkeypatch, append_, fault, says):
    """A journal that trusts a descriptor again, or acknowledges what it did not write, is found out."""
    monkeypatch.setattr(journal.Journal, "append", append_)
    failures, _ = saving.trial(tmp_path, fault, labelled=False)
    assert any(says in one for one in failures)


@pytest.mark.parametrize(
    ("broken", "scene", "fault"),
    [
        ((into_tape, "_taken_back", lambda *_: True), 2, Fault("write", 1, SHORT, lasting=True)),
        ((rewrite, "_is_in_place", lambda *_: False), 0, Fault("fsync", 3, errno.EIO)),
        ((opened, "sentence_of", lambda *_: "Something went wrong."), 0, Fault("open", 1, errno.EIO)),
    ],
)
def test_the_judge_of_folding_sees_what_is_wrong(tmp_path, monkeypatch, broken, scene, fault):
    """Half a line that stays, a record that is called untouched and is not, and a bare sentence are found out."""
    monkeypatch.setattr(*broken)
    assert folding.trial(tmp_path, folding.SCENES[scene], fault)[0]


def test_another_file_is_not_removed_when_it_cannot_be_put_back(tmp_path, monkeypatch):
    """A file that comes into the record's place at the last moment is still there when the disk fails as well."""
    record = tmp_path / "run.json"
    record.write_bytes(folding.SCENES[0].content)
    theirs = b'{"theirs": 1}'
    exchange, calls = rewrite.swapped, []

    def swapped(folder, name, other):
        calls.append(name)
        if len(calls) > 1:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        beside = tmp_path / "theirs"
        beside.write_bytes(theirs)
        beside.replace(record)
        return exchange(folder, name, other)

    monkeypatch.setattr(rewrite, "swapped", swapped)
    with opened.held(record) as held, pytest.raises(RefusedError, match="stands as") as told:
        rewrite.put_in_place(held, lambda copy: rewrite.write_all(copy, b"new"))
    left = [one for one in tmp_path.iterdir() if one != record]
    assert [one.read_bytes() for one in left] == [theirs]
    assert left[0].name in str(told.value)
