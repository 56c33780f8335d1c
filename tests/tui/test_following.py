"""A record that changes while it is on the screen: what comes is shown, what was labelled is kept."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest

from playhead import TapeWriter, open_tape
from playhead.formats.run_tape import record as run_tape_record
from playhead.labels.fold.preference import Preference, remember
from tests.tui import driver
from tests.tui.driver import STEPS, journal_events, viewing, write_tape
from tui import following


@pytest.fixture(autouse=True)
def _looks_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, "FILE_EVERY", 0.02)


def step(number: int) -> dict[str, Any]:
    """Return a step that says something."""
    return {"step_id": number, "source": "agent", "message": f"thought {number}"}


async def test_steps_appear_while_they_are_written(tmp_path: Path) -> None:
    """A tape that a writer holds open grows on the screen; labels set meanwhile wait outside of it, then go in."""
    path = tmp_path / "live.tape.jsonl"
    with TapeWriter(path, id="live") as tape:
        tape.step(step(1))
        async with viewing(path) as viewer:
            assert "1 step " in viewer.screen()
            await viewer.press("a", "d", "1", "w")
            await viewer.until(lambda: "holds live.tape.jsonl" in viewer.screen())
            tape.step(step(2))
            tape.step(step(3))
            await viewer.until(lambda: len(viewer.run.steps) == 3)
            await viewer.press("G", "a", "d", "2")
            assert viewer.run.cursor == 2
            tape.outcome("resolved")
            tape.close()
            await viewer.until(lambda: "resolved" in viewer.screen())
            assert len(viewer.labels()) == 2
            await viewer.saved()
            await viewer.press("w")
            await viewer.until(lambda: viewer.run.labels.store.not_in_record == 0)
    assert len(open_tape(path).events) == 2


async def test_a_step_that_only_grew_stays_where_it_is(tmp_path: Path) -> None:
    """A later line of the same step takes its place on the screen, where one was reading."""
    path = tmp_path / "live.tape.jsonl"
    with TapeWriter(path, id="live") as tape:
        tape.step({**step(1), "message": "\n".join(f"line {number}" for number in range(200))})
        async with viewing(path, size=(80, 24)) as viewer:
            await viewer.press("O", "d", "d")
            top = viewer.run.detail.first_row
            tape.step({**step(1), "message": "\n".join(f"line {number}" for number in range(300))})
            await viewer.until(lambda: viewer.run.detail.step is not None and "line 299" in viewer.run.detail.step.text)
            assert (viewer.run.detail.first_row, viewer.run.cursor) == (top, 0)
            assert top > 0


async def test_what_an_index_found_before_the_screen_was_there_is_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A big tape whose index is done when its screen comes up tells of all of it."""
    monkeypatch.setattr(run_tape_record, "SMALL", -1)
    monkeypatch.setattr(run_tape_record, "_HEAD_START", 0)
    monkeypatch.setattr(run_tape_record, "CHUNK", 1)  # of what is read before the tape is shown
    path = tmp_path / "big.tape.jsonl"
    with TapeWriter(path, id="big") as tape:
        tape.step({**step(1), "timestamp": "2026-01-01T00:00:00Z"})
        tape.step({**step(2), "timestamp": "2026-01-01T00:07:00Z"})
    opened = open_tape(path)
    assert opened.duration_s is None
    opened.steps.wait()
    monkeypatch.setattr(driver, "open_tape", lambda *_: opened)
    async with viewing(path) as viewer:
        assert "7m00s" in viewer.screen()


def rewrite(path: Path, content: bytes) -> None:
    """Put another file in the place of a record, as harnesses do."""
    beside = path.with_name("beside")
    beside.write_bytes(content)
    beside.rename(path)


async def test_a_record_rewritten_by_rename_is_read_again(tmp_path: Path) -> None:
    """Whoever writes a record anew with more steps has them shown; labels stay on their steps."""
    path = write_tape(tmp_path / "a.tape.jsonl", STEPS[:2], ended=False)
    async with viewing(path) as viewer:
        await viewer.press("l", "a", "d", "1")
        await viewer.saved()
        more = write_tape(tmp_path / "b.tape.jsonl", STEPS)
        rewrite(path, more.read_bytes())
        await viewer.until(lambda: len(viewer.run.steps) == 5)
        assert (viewer.run.cursor, viewer.labels()) == (1, [("decision", "file_by_evidence")])
        assert viewer.run.timeline.marks == {1: "●"}


async def test_a_truncated_record_loses_no_label(tmp_path: Path) -> None:
    """What was cut off is told; a label on a step that is gone is shown as not found."""
    path = write_tape(tmp_path / "a.tape.jsonl", ended=False)
    async with viewing(path) as viewer:
        await viewer.press("G", "a", "d", "1")
        await viewer.saved()
        lines = path.read_bytes().splitlines(keepends=True)
        path.write_bytes(b"".join(lines[:3]))
        await viewer.until(lambda: len(viewer.run.steps) == 2)
        assert "fewer steps" in viewer.screen()
        assert viewer.run.cursor == 1
        assert [one.state for one in viewer.run.labels.state.in_force] == ["stale"]
        assert "STEPS NOT FOUND" in viewer.screen()
        await viewer.press("a", "d", "2", "h", "l", "r", "r", "e")
    assert len(journal_events(path)) == 2


async def test_another_run_in_the_place_of_this_one_gets_none_of_its_labels(tmp_path: Path) -> None:
    """When another run stands where this one was, `w` and leaving keep the labels in the journal and say so."""
    path = write_tape(tmp_path / "a.tape.jsonl")
    async with viewing(path) as viewer:
        await viewer.press("a", "d", "1")
        await viewer.saved()
        other = orjson.dumps({"tape": {"version": 1, "id": "other"}}) + b'\n{"outcome":{"status":"failed"}}\n'
        rewrite(path, other)
        await viewer.until(lambda: "Another run stands" in viewer.screen())
        await viewer.press("l", "w")
        await viewer.until(lambda: "Another run stands" in viewer.screen())
        assert len(viewer.run.steps) == 5
    assert path.read_bytes() == other
    assert len(journal_events(path)) == 1


async def test_a_record_that_is_gone_can_still_be_labelled(tmp_path: Path) -> None:
    """Deleting the record is told once; labels go on into the journal, and what was read stays."""
    path = write_tape(tmp_path / "a.tape.jsonl")
    async with viewing(path) as viewer:
        path.unlink()
        await viewer.until(lambda: "a.tape.jsonl is gone" in viewer.screen())
        await viewer.press("l", "a", "d", "1", "r", "r", "w")
        await viewer.saved()
        await viewer.until(lambda: "is gone" in viewer.screen())
    assert len(journal_events(path)) == 1


async def test_what_cannot_be_read_again_leaves_the_screen_as_it_was(tmp_path: Path) -> None:
    """A record that becomes unreadable for a while is told; the next change of it is read."""
    path = write_tape(tmp_path / "a.tape.jsonl", STEPS[:2])
    async with viewing(path) as viewer:
        rewrite(path, b"")
        await viewer.until(lambda: "Not read again" in viewer.screen())
        assert len(viewer.run.steps) == 2
        rewrite(path, write_tape(tmp_path / "b.tape.jsonl").read_bytes())
        await viewer.until(lambda: len(viewer.run.steps) == 5)


async def test_a_document_that_is_rewritten_grows(tmp_path: Path) -> None:
    """A trajectory in one JSON document, rewritten after every step, shows what has come."""

    def document(steps: int) -> bytes:
        history = [
            {"action": f"echo {number}\n", "observation": "x", "thought": f"thought {number}", "response": ""}
            for number in range(1, steps + 1)
        ]
        return orjson.dumps({"trajectory": history, "history": [], "info": {}, "environment": "x"})

    path = tmp_path / "a.traj"
    path.write_bytes(document(2))
    async with viewing(path) as viewer:
        await viewer.press("G", "a", "d", "1")
        rewrite(path, document(3))
        await viewer.until(lambda: len(viewer.run.steps) == 3)
        rewrite(path, document(4))
        await viewer.until(lambda: len(viewer.run.steps) == 4)
        assert viewer.run.cursor == 1
        assert viewer.labels() == [("decision", "file_by_evidence")]


async def test_what_comes_later_into_a_folder_that_is_one_run_is_noticed(tmp_path: Path) -> None:
    """A Harbor trial that is opened while it runs shows its steps, and at the end what the verifier says."""
    path = tmp_path / "task__abc"
    (path / "agent").mkdir(parents=True)
    (path / "config.json").write_bytes(orjson.dumps({"trial_name": "task__abc"}))
    (path / "trial.log").write_text("starting\n")
    async with viewing(path) as viewer:
        steps = [{"step_id": 1, "source": "user", "message": "do it"}, step(2)]
        written = orjson.dumps({"schema_version": "ATIF-v1.7", "session_id": "s", "agent": {}, "steps": steps})
        (path / "agent" / "trajectory.json").write_bytes(written)
        await viewer.until(lambda: len(viewer.run.steps) == 2)
        await viewer.press("l", "a", "d", "1")
        (path / "verifier").mkdir()
        (path / "verifier" / "reward.txt").write_text("0.0")
        (path / "result.json").write_bytes(orjson.dumps({"id": "r", "trial_name": "task__abc"}))
        await viewer.until(lambda: "failed" in viewer.screen().splitlines()[0])
        assert (viewer.run.cursor, viewer.labels()) == (1, [("decision", "file_by_evidence")])
        assert viewer.run.following.estranged is None


ANOTHER = b'{"tape":{"version":1,"id":"other"}}\n{"step":{"step_id":1}}\n{"outcome":{"status":"failed"}}\n'


def _replaced(path: Path) -> None:
    rewrite(path, ANOTHER)
    os.utime(path, (0, 0))  # as `mv` puts it there: long at rest


def _rewritten_in_place(path: Path) -> None:
    path.write_bytes(ANOTHER)
    os.utime(path, (0, 0))


def _rotated(path: Path) -> None:
    path.rename(path.with_name("old.tape.jsonl"))
    path.touch()


def _truncated(path: Path) -> None:
    os.truncate(path, 100)


@pytest.mark.parametrize("happens", [_replaced, _rewritten_in_place, _rotated, _truncated, Path.unlink])
async def test_what_happened_just_now_is_looked_at_before_a_record_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, happens: Callable[[Path], None]
) -> None:
    """`w` and leaving right behind a change that nobody has noticed yet: what stands there now gets no label."""
    monkeypatch.setattr(following, "FILE_EVERY", 10**6)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    path = write_tape(tmp_path / "a.tape.jsonl")
    remember(path, Preference.ALWAYS)
    async with viewing(path) as viewer:
        await viewer.press("a", "d", "1")
        await viewer.saved()
        happens(path)
        there = path.read_bytes() if path.exists() else None
        await viewer.press("w")
        await viewer.until(lambda: viewer.run.following.estranged is not None or there is None)
        await viewer.until(lambda: any(word in viewer.screen() for word in ("journal", "is gone")))
        await viewer.press("q")
        await viewer.until(lambda: viewer.app._exit or "Press the key again" in viewer.foot)
    assert (path.read_bytes() if path.exists() else None) == there
    assert len(journal_events(path)) == 1


async def test_a_record_that_was_just_rewritten_by_its_harness_is_folded_into(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`w` right behind a rewrite of the same run reads that first, and writes the labels into it."""
    monkeypatch.setattr(following, "FILE_EVERY", 10**6)
    path = write_tape(tmp_path / "a.tape.jsonl", STEPS[:2])
    async with viewing(path) as viewer:
        await viewer.press("a", "d", "1")
        await viewer.saved()
        rewrite(path, write_tape(tmp_path / "b.tape.jsonl").read_bytes())
        await viewer.press("w")
        await viewer.until(lambda: "written into" in viewer.screen())
        assert len(viewer.run.steps) == 5
    assert len(open_tape(path).events) == 1
