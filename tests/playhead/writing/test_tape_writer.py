from __future__ import annotations

import errno
import fcntl
import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playhead.errors import BadUseError, CannotSaveError
from playhead.formats.run_tape import reader as run_tape
from playhead.model import Status
from playhead.storage.decode import decode
from playhead.storage.source import iterate
from playhead.writing import appending
from playhead.writing.tape_writer import TapeWriter, line_of


def lines(path: Path) -> list[Any]:
    """Return the objects of a file's lines."""
    return [json.loads(line) for line in path.read_bytes().splitlines()]


def test_what_is_written_reads_back(tmp_path: Path) -> None:
    """A tape written layer by layer opens with all of it."""
    path = tmp_path / "x.tape.jsonl"
    with TapeWriter(path, id="t", task="Fix it", snapshot={"commit": "4f2c"}, agent={"name": "a"}) as tape:
        assert tape.step({"source": "user", "message": "Fix it"}) == 1
        assert tape.step({"source": "agent", "tool_calls": [{"tool_call_id": "c", "function_name": "bash"}]}) == 2
        tape.subagent("s", {"step_id": 1, "source": "agent"}, of_step=2)
        tape.verification(by="tests", passed=1, failed=0)
        tape.review(by="ann", verdict="approved", text="fine")
        tape.outcome("resolved", final_patch="diff")
    read = run_tape.read(path)
    assert (read.id, read.task, read.snapshot.commit, read.agent.name) == ("t", "Fix it", "4f2c", "a")
    assert [one.source for one in iterate(read.steps)] == ["user", "agent"]
    assert [one.of_step for one in read.subagents] == ["2"]
    assert [layer.name for layer in read.layers] == ["patch", "verification", "review"]
    assert read.outcome.status is Status.RESOLVED
    assert read.diagnostics == ()


def test_every_line_is_there_when_its_call_returns(tmp_path: Path) -> None:
    """A run that is killed leaves every line written before: nothing waits in a buffer."""
    path = tmp_path / "x"
    tape = TapeWriter(path)
    for number in range(1, 5):
        tape.step({"message": "m"})
        assert lines(path)[-1]["step"]["step_id"] == number
    tape.close()


def test_step_ids_go_up_and_the_last_may_come_again(tmp_path: Path) -> None:
    """The last id again replaces its step, a lower one is refused, and so is what is no whole number."""
    with TapeWriter(tmp_path / "x") as tape:
        tape.step({"step_id": 5, "message": "running"})
        tape.step({"step_id": 5, "message": "ended"})
        for bad in (4, "6", True, 6.0):
            with pytest.raises(BadUseError):
                tape.step({"step_id": bad})
        assert tape.step({"message": "next"}) == 6
    assert [one.text for one in iterate(run_tape.read(tmp_path / "x").steps)] == ["ended", "next"]


def test_a_torn_tape_is_continued_on_a_new_line(tmp_path: Path) -> None:
    """A tape that ends in half a line goes on in a line of its own, with ids that follow."""
    path = tmp_path / "x"
    with TapeWriter(path, id="first") as tape:
        tape.step({"step_id": 8, "message": "m" * 200_000})
    with path.open("ab") as stream:
        stream.write(b'{"step": {"step_id": 9, "mess')
    with TapeWriter(path, id="second") as tape:
        assert tape.step({"message": "again"}) == 9
    read = run_tape.read(path)
    assert read.id == "first"
    assert [(one.id, one.damaged) for one in iterate(read.steps)] == [("8", False), ("9", False)]


def test_another_file_is_left_alone(tmp_path: Path) -> None:
    """A file that is no tape, a link and a pipe are refused and stay as they are."""
    (tmp_path / "notes").write_text("mine")
    (tmp_path / "link").symlink_to(tmp_path / "notes")
    os.mkfifo(tmp_path / "pipe")
    for name in ("notes", "link", "pipe", "missing/x"):
        with pytest.raises(CannotSaveError):
            TapeWriter(tmp_path / name)
    assert (tmp_path / "notes").read_text() == "mine"


def test_an_open_tape_is_locked(tmp_path: Path) -> None:
    """While a writer has the tape open a second one is refused and a fold can see it; afterwards it is free."""
    path = tmp_path / "x"
    tape = TapeWriter(path)
    with pytest.raises(CannotSaveError, match="another writer"):
        TapeWriter(path)
    with path.open("rb") as stream, pytest.raises(BlockingIOError):
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    tape.close()
    TapeWriter(path).close()


def test_after_close_nothing_is_written(tmp_path: Path) -> None:
    """A closed tape refuses every line; closing twice is fine."""
    tape = TapeWriter(tmp_path / "x")
    tape.close()
    tape.close()
    before = (tmp_path / "x").read_bytes()
    with pytest.raises(BadUseError, match="closed"):
        tape.step({})
    with pytest.raises(BadUseError, match="closed"):
        tape.outcome("failed")
    assert (tmp_path / "x").read_bytes() == before


@pytest.mark.parametrize("bad", [float("nan"), float("inf"), object(), {1j: 2}])
def test_what_json_has_no_word_for_is_refused(tmp_path: Path, bad: Any) -> None:
    """NaN, infinities and objects are refused before anything of the line is written."""
    with TapeWriter(tmp_path / "x") as tape:
        before = (tmp_path / "x").read_bytes()
        with pytest.raises(BadUseError):
            tape.step({"message": bad})
        assert (tmp_path / "x").read_bytes() == before
        with pytest.raises(BadUseError):
            tape.outcome("great")


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=10,
)


@given(st.dictionaries(st.text(max_size=4), VALUES, max_size=4))
def test_a_line_is_one_line_and_exact(value: dict[str, Any]) -> None:
    """Any JSON value becomes one line that decodes to the same value."""
    line = line_of({"step": value})
    assert b"\n" not in line
    assert decode(line)[0] == {"step": value}


def test_a_lone_surrogate_is_written_escaped() -> None:
    """A lone surrogate, which UTF-8 does not have, is carried as its escape."""
    assert decode(line_of({"a": "\ud800é"}))[0] == {"a": "\ud800é"}


@pytest.mark.parametrize("room", [0, 1, 10])
def test_a_full_disk_is_told_and_the_next_line_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, room: int
) -> None:
    """When the disk is full the call says so; lines before stay, and the next one starts on a line of its own."""
    path = tmp_path / "x"
    tape = TapeWriter(path)
    tape.step({"message": "first"})
    real = os.write
    state = {"room": room}

    def short(descriptor: int, data: bytes) -> int:
        if not state["room"]:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        part, state["room"] = state["room"], 0
        return real(descriptor, data[:part])

    monkeypatch.setattr(appending.os, "write", short)
    with pytest.raises(CannotSaveError, match="No space left"):
        tape.step({"message": "lost"})
    monkeypatch.setattr(appending.os, "write", real)
    assert tape.step({"message": "second"}) == 2
    tape.close()
    texts = [one.text for one in iterate(run_tape.read(path).steps) if not one.damaged]
    assert texts == ["first", "second"]


def test_with_sync_every_line_reaches_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each line is followed by an fsync when asked for; else the outcome and the end are."""
    calls: list[int] = []
    monkeypatch.setattr(appending.os, "fsync", calls.append)
    for sync, expected in ((True, [1, 2]), (False, [0, 0])):
        with TapeWriter(tmp_path / str(sync), sync=sync) as tape:
            calls.clear()
            tape.step({})
            after_step = len(calls)
            tape.step({})
            assert [after_step, len(calls)] == expected
            tape.outcome("failed")
            assert len(calls) > expected[1]
