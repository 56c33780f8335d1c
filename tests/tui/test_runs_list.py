"""A folder as a list of runs: what each is, why one cannot be read, and going from run to run."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from playhead.opening import RunEntry
from tests.tui.driver import listing, viewing, write_tape
from tui.screens import runs
from tui.screens.run import RunScreen
from tui.screens.runs import RunsScreen


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder of two runs with one between them that cannot be read, and a file that is no run."""
    write_tape(tmp_path / "a.tape.jsonl")
    (tmp_path / "b.traj").write_text('{"trajectory": 3}')
    os.utime(write_tape(tmp_path / "c.tape.jsonl", ended=False), (0, 0))
    (tmp_path / "notes.txt").write_text("nothing")
    return tmp_path


async def test_every_run_has_its_row(folder: Path) -> None:
    """Outcome, steps, failures, name of each run, and the task of all; what cannot be read stays, with the reason."""
    async with listing(folder) as viewer:
        rows = viewer.screen().splitlines()
        assert [word in rows[2] for word in ("resolved", "5", "1✗", "a.tape.jsonl", "scripted 1")] == [True] * 5
        assert "Fix checkout" in rows[0]
        assert "unreadable" in rows[3]
        assert "b.traj" in rows[3]
        assert "unknown" in rows[4]
        assert "1/3" in rows[0]
        assert "notes.txt" not in viewer.screen()


async def test_a_run_that_is_being_written_says_so_until_it_rests(folder: Path, monkeypatch) -> None:
    """A run without an outcome whose record has just changed is running; back in the list later it is not any more."""
    (folder / "c.tape.jsonl").touch()
    async with listing(folder) as viewer:
        assert viewer.screen().splitlines()[4].split()[0] == "running"
        later = time.time() + 3600
        monkeypatch.setattr(runs.time, "time", lambda: later)
        viewer.app.screen.show_all_stops()
        await viewer.until(lambda: viewer.screen().splitlines()[4].split()[0] == "unknown")


async def test_what_cannot_be_opened_says_why(folder: Path) -> None:
    """Enter on an unreadable run tells the whole reason and stays in the list."""
    async with listing(folder, size=(80, 24)) as viewer:
        await viewer.press("j", "enter")
        assert isinstance(viewer.app.screen, RunsScreen)
        # A long folder name wraps where it likes.
        assert "b.trajisofnokindthatplayheadknows" in viewer.foot.replace(" ", "")
        await viewer.press("k")
        assert "j k move" in viewer.foot


async def test_in_and_out_and_along(folder: Path) -> None:
    """Enter opens, L goes to the next readable run, q comes back to its row, and its labels are counted there."""
    async with listing(folder) as viewer:
        await viewer.press("enter")
        await viewer.until(lambda: isinstance(viewer.app.screen, RunScreen))
        assert "1/3" in viewer.screen().splitlines()[0]
        await viewer.press("H")
        assert "first run" in viewer.foot
        await viewer.press("L")
        await viewer.until(lambda: isinstance(viewer.app.screen, RunScreen) and viewer.tape.path.name[0] == "c")
        await viewer.press("L")
        assert "last run" in viewer.foot
        await viewer.press("a", "d", "1", "q")
        await viewer.until(lambda: isinstance(viewer.app.screen, RunsScreen))
        assert viewer.list.runs.cursor == 2
        await viewer.until(lambda: "1●" in viewer.screen().splitlines()[4])
        await viewer.press("q")
        assert not viewer.app.is_running or viewer.app._exit


async def test_a_run_opened_alone_has_no_neighbours(tmp_path: Path) -> None:
    """H and L say so where there is one run only."""
    async with viewing(write_tape(tmp_path / "a.tape.jsonl")) as viewer:
        await viewer.press("L")
        assert "opened alone" in viewer.foot


async def test_the_name_given_in_one_run_holds_in_the_next(folder: Path) -> None:
    """Who labels is asked once for a sitting, not in every run."""
    queue = [RunEntry(folder / name) for name in ("a.tape.jsonl", "c.tape.jsonl")]
    async with viewing(queue[0].path, author=None, queue=queue) as viewer:
        await viewer.press("a")
        await viewer.type("ben")
        await viewer.press("d", "1", "L")
        await viewer.until(lambda: viewer.tape.path.name[0] == "c")
        await viewer.press("a", "d", "2")
        (standing,) = viewer.run.labels.state.in_force
        assert standing.event.by.id == "ben"


async def test_moving_in_a_long_list(tmp_path: Path) -> None:
    """G, g, half pages and the count of the head work in a list of many."""
    for number in range(40):
        (tmp_path / f"run{number:02}.tape.jsonl").write_bytes(b'{"tape": {"version": 1, "id": "x"}}\n')
    async with listing(tmp_path, size=(80, 12)) as viewer:
        await viewer.press("G")
        assert "40/40" in viewer.screen()
        await viewer.press("pageup", "k")
        assert viewer.list.runs.cursor == 39 - viewer.list.runs.page_rows // 2 - 1
        await viewer.press("g", "space", "backspace", "question_mark", "q", "j")
        assert viewer.list.runs.cursor == 1


async def test_a_folder_without_runs_says_so(tmp_path: Path) -> None:
    """In place of a blank list stands that there is no run, and which key looks again."""
    async with listing(tmp_path) as viewer:
        await viewer.until(lambda: "There are no runs in" in viewer.screen())
        assert "R looks again." in viewer.screen()
        write_tape(tmp_path / "a.tape.jsonl")
        await viewer.press("R")
        await viewer.until(lambda: "a.tape.jsonl" in viewer.screen())
        assert "There are no runs in" not in viewer.screen()


async def test_decisions_that_are_none_say_what_would_be_here(folder: Path) -> None:
    """The list of decisions tells what it is for where nothing was decided yet."""
    async with listing(folder) as viewer:
        await viewer.press("B")
        await viewer.until(lambda: "There is none yet." in viewer.screen())
