"""Leaving a run: labels are safe first, the record gets them as the folder wants, and nothing bars the way."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from playhead import open_tape
from playhead.errors import CannotSaveError
from playhead.labels.fold.preference import Preference, preference_of
from playhead.labels.journal import Journal
from tests.tui.driver import Viewer, journal_events, viewing, write_tape


@pytest.fixture(autouse=True)
def _own_state(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path_factory.mktemp("config")))


def settled(path: Path) -> Path:
    """Write a run that ended an hour ago and return its path."""
    write_tape(path)
    an_hour_ago = path.stat().st_mtime - 3_600
    os.utime(path, (an_hour_ago, an_hour_ago))
    return path


async def left(viewer: Viewer) -> None:
    """Wait until the application has ended."""
    await viewer.until(lambda: viewer.app._exit)


@pytest.mark.parametrize(
    ("answer", "preference", "folded"),
    [("a", Preference.ALWAYS, 1), ("w", Preference.ON_W, 0), ("n", Preference.NEVER, 0)],
)
async def test_the_first_leaving_asks_what_the_folder_wants(
    tmp_path: Path, answer: str, preference: Preference, folded: int
) -> None:
    """Quitting a finished run with new labels asks once a folder: always, only on w, never; and does so then."""
    path = settled(tmp_path / "a.tape.jsonl")
    async with viewing(path) as viewer:
        await viewer.press("a", "d", "1")
        await viewer.saved()
        await viewer.press("q")
        await viewer.until(lambda: "on leaving?" in viewer.foot)
        await viewer.press("x", answer)
        await left(viewer)
    assert preference_of(path) is preference
    assert len(open_tape(path).events) == folded
    assert len(journal_events(path)) == 1
    other = settled(tmp_path / "b.tape.jsonl")
    async with viewing(other) as viewer:
        await viewer.press("a", "d", "1", "q")
        await left(viewer)
    assert len(open_tape(other).events) == folded


async def test_a_choice_that_cannot_be_remembered_holds_this_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the configuration cannot be written that is told, and what was chosen is done; leaving goes on."""
    path = settled(tmp_path / "a.tape.jsonl")
    (tmp_path / "in the way").touch()
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "in the way"))
    async with viewing(path) as viewer:
        await viewer.press("a", "d", "1")
        await viewer.saved()
        await viewer.press("q")
        await viewer.until(lambda: "on leaving?" in viewer.foot)
        await viewer.press("a")
        await viewer.until(lambda: viewer.app._exit or "cannot be written" in viewer.foot)
        await viewer.press("q")
        await left(viewer)
    assert len(open_tape(path).events) == 1


async def test_escape_stays(tmp_path: Path) -> None:
    """Escape at the question stays in the run and decides nothing."""
    path = settled(tmp_path / "a.tape.jsonl")
    async with viewing(path) as viewer:
        await viewer.press("a", "d", "1")
        await viewer.saved()
        await viewer.press("q")
        await viewer.until(lambda: "on leaving?" in viewer.foot)
        await viewer.press("escape", "l")
        assert viewer.run.cursor == 1
    assert preference_of(path) is None


async def test_a_run_without_new_labels_is_left_at_once(tmp_path: Path) -> None:
    """Nothing is asked and nothing is written where nothing was labelled."""
    path = settled(tmp_path / "a.tape.jsonl")
    async with viewing(path) as viewer:
        await viewer.press("l", "q")
        await left(viewer)
    assert os.listdir(tmp_path) == ["a.tape.jsonl"]


async def test_a_run_just_written_is_not_folded_by_itself(tmp_path: Path) -> None:
    """A record written within the last minute may still be written: its labels stay in the journal, unasked."""
    path = write_tape(tmp_path / "a.tape.jsonl")
    async with viewing(path) as viewer:
        await viewer.press("a", "d", "1", "q")
        await left(viewer)
    assert not open_tape(path).events
    assert len(journal_events(path)) == 1


async def test_never_means_w_neither(tmp_path: Path) -> None:
    """In a folder set to never, `w` saves in the journal and says why the record stays as it is."""
    path = settled(tmp_path / "a.tape.jsonl")
    async with viewing(path) as viewer:
        await viewer.press("a", "d", "1")
        await viewer.saved()
        await viewer.press("q")
        await viewer.until(lambda: "on leaving?" in viewer.foot)
        await viewer.press("n")
        await left(viewer)
    async with viewing(path) as viewer:
        await viewer.press("a", "d", "2", "w")
        await viewer.until(lambda: "never fold" in viewer.foot)
    assert not open_tape(path).events


async def test_ctrl_q_leaves_as_q_does_and_ctrl_c_says_how(tmp_path: Path) -> None:
    """ctrl+c only says which key leaves; ctrl+q leaves, from the keys too."""
    async with viewing(write_tape(tmp_path / "a.tape.jsonl")) as viewer:
        await viewer.press("ctrl+c")
        assert "q leaves" in viewer.foot
        await viewer.press("question_mark", "ctrl+c")
        assert "q leaves" in viewer.foot
        await viewer.press("ctrl+q")
        await left(viewer)


async def test_the_keys_are_a_key_away(tmp_path: Path) -> None:
    """`?` shows every key with what it does; `?` again goes back to where one was."""
    async with viewing(write_tape(tmp_path / "a.tape.jsonl"), size=(100, 24)) as viewer:
        await viewer.press("l", "question_mark")
        assert "Next step, from any pane." in viewer.screen()
        assert "esc back" in viewer.foot
        await viewer.press("space", "j", "space", "space", "space", "space")
        assert "Leave; labels are saved first." in viewer.screen()
        await viewer.press("question_mark")
        assert viewer.run.cursor == 1


async def test_a_full_disk_is_told_and_bars_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first refusal is told by itself; quitting tells it again and a second `q` leaves; it is offered again."""
    path = write_tape(tmp_path / "a.tape.jsonl")
    write = Journal.append

    def full(journal: Journal, *events: object) -> object:
        if journal.folder.is_relative_to(tmp_path):
            raise OSError(28, "No space left on device")
        return write(journal, *events)  # type: ignore[arg-type]  # whatever it takes

    monkeypatch.setattr(Journal, "append", full)
    async with viewing(path) as viewer:
        await viewer.press("a", "d", "1")
        await viewer.until(lambda: "the disk is full" in viewer.foot)
        assert "1 not saved" in viewer.screen().splitlines()[0]
        assert viewer.run.timeline.marks == {0: "○"}
        await viewer.press("l", "q")
        await viewer.until(lambda: "Press the key again to leave." in viewer.foot)
        await viewer.press("q")
        await left(viewer)
        with pytest.raises(CannotSaveError):
            viewer.run.labels.store.flush()
    monkeypatch.setattr(Journal, "append", write)
    async with viewing(path) as viewer:
        await viewer.saved()
        await viewer.until(lambda: viewer.run.timeline.marks == {0: "●"})
    assert len(journal_events(path)) == 1
