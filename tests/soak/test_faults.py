"""The soak's faults of real processes: a few of them, and that its judge can fail."""

from __future__ import annotations

import subprocess

import pytest

from tests.soak.faults import family, processes, reading


def test_a_disk_that_fails_to_sync():
    """What a command says, its exit code, and that the label is saved later."""
    why = processes.why_no_strace()
    if why is not None:
        pytest.skip(why)
    case = next(one for one in processes.traced_cases() if one.name == "label, fdatasync: EIO")
    assert processes.tried(case) == []


def test_a_full_disk_keeps_nothing_and_says_so():
    """On a disk of 4 KiB the label goes to the state directory, with a sentence and exit code 4."""
    why = processes.why_no_small_disk()
    if why is not None:
        pytest.skip(why)
    case = next(one for one in processes.placed_cases() if one.name == "a disk of 4 KiB")
    assert processes.tried(case) == []


def test_a_disk_that_fails_while_a_record_is_read():
    """A record of which only the beginning can be read is no shorter record."""
    why = processes.why_no_strace()
    if why is not None:
        pytest.skip(why)
    assert reading.tried(reading.Reading("steps", reading.RECORDS[0], "EIO", 7)) == []


def test_the_judge_of_reading_sees_what_is_wrong():
    """A traceback, two sentences, a code of no meaning, and a failure that nothing tells of are found out."""
    assert reading.judged(0, "a step", "", failed=False) == []
    assert reading.judged(0, "a step", "", failed=True) == ["a read failed, and nothing tells"]
    assert reading.judged(0, "a step", "", failed=True, whole="two") == ["a read failed, and nothing tells"]
    assert reading.judged(0, "a step", "", failed=True, whole="a step") == []
    assert len(reading.judged(70, "", "Traceback\ncannot be read", failed=True)) == 3


@pytest.mark.parametrize(
    ("code", "said", "told"),
    [
        (1, "Traceback (most recent call last)", "exit code 1"),
        (4, "something is wrong", "said 'something is wrong'"),
        (0, "", "not in the journal"),
    ],
)
def test_the_judge_sees_what_is_wrong(monkeypatch, code, said, told):
    """A traceback, a sentence that says nothing and a label that is nowhere are failures."""
    done = subprocess.CompletedProcess([], code, "", said)
    monkeypatch.setattr(processes, "_done", lambda *_: done)
    found = processes.tried(processes.Case("made up", processes.LABEL, codes=(0, 4)))
    assert any(told in one for one in found)


def test_what_could_not_be_tried_is_said(monkeypatch):
    """Where strace or small disks are missing, the table says so, and still holds what was tried."""
    monkeypatch.setattr(processes, "why_no_strace", lambda: "strace is not installed")
    monkeypatch.setattr(processes, "placed_cases", lambda: iter(()))
    monkeypatch.setattr(family.screens, "screens", lambda: iter(()))
    monkeypatch.setattr(family.saving, "saving", lambda *_: (1, []))
    monkeypatch.setattr(family.folding, "folding", lambda *_: (1, ["broken"]))
    lines = family.faults(0.01)
    assert [one.holds for one in lines] == [True, False, False, False]
    assert "strace is not installed" in lines[2].note
