"""Many runs: a stream of rows, in an order, through a filter, with what is still to do and where one stopped."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from shutil import copy
from typing import Any

import pytest

from playhead import TapeWriter
from playhead.corpus import reading
from tests.shared_data import labelled, samples
from tests.tui.driver import Viewer, listing
from tui.app import PlayheadApp
from tui.screens.run import RunScreen
from tui.screens.runs import RunsScreen
from widgets.present.run_row import run_row_content

STORIES = Path(__file__).resolve().parents[2] / "sample_runs"


def write_run(path: Path, steps: int, status: str | None, *, failed: int = 0, title: str = "Fix checkout") -> Path:
    """Write a run tape of so many steps, the first `failed` of which failed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with TapeWriter(path, id=path.name, task={"title": title, "text": title}, agent={"name": "scripted"}) as tape:
        for number in range(1, steps + 1):
            code = 1 if number <= failed else 0
            call = {"tool_call_id": "c", "function_name": "bash", "arguments": {"command": "pytest -q"}}
            result = {"source_call_id": "c", "content": "x", "extra": {"exit_code": code}}
            tape.step(
                {"step_id": number, "source": "agent", "tool_calls": [call], "observation": {"results": [result]}}
            )
        if status is not None:
            tape.outcome(status)
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder of four runs that differ in all that lists are ordered by."""
    write_run(tmp_path / "a.tape.jsonl", 5, "resolved", title="Fix checkout")
    write_run(tmp_path / "b.tape.jsonl", 9, "failed", failed=4, title="Fix returns")
    write_run(tmp_path / "c.tape.jsonl", 2, "failed", failed=1, title="Fix checkout")
    write_run(tmp_path / "d.tape.jsonl", 7, "partial", title="Add coupons")
    return tmp_path


def names(viewer: Viewer) -> str:
    """Return the first letters of the runs that are shown, from the top."""
    return "".join(viewer.list.many.facts[place].name[0] for place in viewer.list.runs.shown)


def here(viewer: Viewer) -> str:
    """Return the first letter of the run under the cursor."""
    place = viewer.list.runs.place
    return "" if place is None else viewer.list.many.facts[place].name[0]


async def into(viewer: Viewer, *keys: str) -> RunScreen:
    """Press keys that open a run, and return its screen."""
    before = viewer.app.screen
    await viewer.press(*keys)
    await viewer.until(lambda: isinstance(viewer.app.screen, RunScreen) and viewer.app.screen is not before)
    return viewer.run


async def back(viewer: Viewer) -> None:
    """Leave the run, and wait until its row is read again."""
    await viewer.press("q")
    await viewer.until(lambda: isinstance(viewer.app.screen, RunsScreen) and not viewer.list.reading.busy)
    await viewer.pilot.pause(0.1)


async def test_orders_are_cycled_and_turned_round(folder: Path) -> None:
    """`s` goes through the orders, the head names them; `S` turns one round; the first row is what one looked for."""
    async with listing(folder) as viewer:
        assert names(viewer) == "abcd"
        await viewer.press("s")
        assert (names(viewer), here(viewer)) == ("bcda", "b")
        await viewer.press("s")
        assert names(viewer) == "bcad"
        assert "by failures ↓" in viewer.screen().splitlines()[0]
        assert "fails↓" in viewer.screen().splitlines()[1]
        await viewer.press("s", "S")
        assert names(viewer) == "cadb"
        await viewer.press(*"sssss")
        assert names(viewer) == "abcd"


async def test_a_filter_says_what_it_shows(folder: Path) -> None:
    """`f` asks for words, the head tells them and how many runs they leave; `esc` shows all again."""
    async with listing(folder) as viewer:
        await viewer.press("f")
        await viewer.type("checkout steps:>3")
        assert names(viewer) == "a"
        assert "checkout steps:>3 → 1 shown" in viewer.screen().splitlines()[0]
        await viewer.press("escape")
        assert names(viewer) == "abcd"
        await viewer.press("slash")
        await viewer.type("colour:red")
        assert "There is no colour: to filter by" in viewer.foot
        await viewer.press("f")
        await viewer.type("nothing-like-this")
        assert "No run is like that" in viewer.foot
        assert "0 shown" in viewer.screen().splitlines()[0]


async def test_what_is_still_to_label_and_to_do(folder: Path) -> None:
    """`u` leaves the runs without a label; `n` goes to the next one that is not done; the head counts the done ones."""
    async with listing(folder) as viewer:
        screen = await into(viewer, "enter")
        await viewer.press("a", "d", "1")
        screen.labels.store.done()
        await viewer.saved()
        await back(viewer)
        assert "1 of 4 done" in viewer.screen().splitlines()[0]
        row = viewer.list.runs.runs[0]
        assert (row.labels, row.mine, row.done) == (1, 1, True)
        await viewer.press("n")
        assert here(viewer) == "b"
        await viewer.press("N", "N")
        assert here(viewer) == "c"
        await viewer.press("u")
        assert names(viewer) == "bcd"
        await viewer.press("u", "e", "e")
        assert here(viewer) == "c"


async def test_h_and_l_follow_the_list(folder: Path) -> None:
    """From run to run one goes in the order and through the filter of the list, and comes back to the run one left."""
    async with listing(folder) as viewer:
        await viewer.press("f")
        await viewer.type("fix")
        await viewer.press("s", "s", "S", "g")
        assert names(viewer) == "acb"
        screen = await into(viewer, "enter")
        assert screen.header.place == (1, 3)
        screen = await into(viewer, "L")
        assert (screen.tape.path.name[0], screen.header.place) == ("c", (2, 3))
        await into(viewer, "L")
        await viewer.press("L")
        assert "last run" in viewer.foot
        await back(viewer)
        assert here(viewer) == "b"


async def test_one_goes_on_where_one_stopped(folder: Path) -> None:
    """In another sitting too the cursor is on the run that was left; enter goes on at its step and says so."""
    async with listing(folder) as viewer:
        await into(viewer, "j", "enter")
        await viewer.press("l", "l", "l")
        await back(viewer)
        await viewer.until(lambda: viewer.list.runs.runs[1].stopped)
    async with listing(folder) as viewer:
        await viewer.until(lambda: here(viewer) == "b")
        assert "You stopped in b.tape.jsonl at step 4: enter goes on there." in viewer.foot
        screen = await into(viewer, "enter")
        assert screen.steps[screen.cursor].n == 4
        assert "You stopped here, at step 4" in viewer.foot


async def test_where_one_stopped_does_not_pull_the_cursor_away(folder: Path) -> None:
    """Who has moved already is left where they are."""
    async with listing(folder) as viewer:
        await into(viewer, "G", "enter")
        await back(viewer)
    async with listing(folder) as viewer:
        await viewer.press("g", "j")
        assert here(viewer) == "b"


async def test_a_blind_list_hides_what_others_found(folder: Path) -> None:
    """Blind: no outcome, no labels and no done of others, no order and no filter by outcome."""
    async with listing(folder, author="ben") as viewer:
        await into(viewer, "enter")
        viewer.run.labels.store.done()
        await viewer.press("a", "d", "1")
        await viewer.saved()
    async with listing(folder, author="ana", blind=True) as viewer:
        text = viewer.screen()
        assert [word in text for word in ("resolved", "failed", "ben", "●", "blind", "hidden")] == [False] * 4 + [
            True
        ] * 2
        await viewer.press("s")
        assert "by failures" in viewer.screen().splitlines()[0]
        await viewer.press("f")
        await viewer.type("failed")
        assert "hidden" in viewer.foot
        await viewer.press("e")
        assert "blind" in viewer.foot


async def test_every_run_that_was_open_since_is_read_again(folder: Path) -> None:
    """Who goes on from run to run and comes back sees what was said of each of them, of those before the last too."""
    async with listing(folder) as viewer:
        await into(viewer, "enter")
        first = viewer.tape.path
        viewer.run.labels.store.done()
        await viewer.saved()
        await viewer.press("L")
        await viewer.until(lambda: isinstance(viewer.app.screen, RunScreen) and viewer.tape.path != first)
        await viewer.press("q")
        await viewer.until(lambda: isinstance(viewer.app.screen, RunsScreen))
        await viewer.until(lambda: "1 of 4 done" in viewer.screen().splitlines()[0])


async def test_done_by_others_is_told(folder: Path) -> None:
    """A run that another person is done with says who, and is not done for oneself."""
    async with listing(folder, author="ben") as viewer:
        await into(viewer, "enter")
        viewer.run.labels.store.done()
        await viewer.saved()
    async with listing(folder, author="ana", size=(140, 40)) as viewer:
        assert " +1" in viewer.screen().splitlines()[2]
        assert "ben" in viewer.screen().splitlines()[2]
        assert "0 of 4 done" in viewer.screen().splitlines()[0]


class Slow:
    """Reads no run until it is told to, and counts those that are asked for."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.go = threading.Event()
        self.asked: list[str] = []
        real = reading.open_tape

        def open_tape(path: Path, key: str | None = None) -> Any:
            self.asked.append(path.name)
            self.go.wait(20)
            return real(path, key)

        monkeypatch.setattr(reading, "open_tape", open_tape)


async def test_a_run_opens_while_others_are_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs are listed before they are read, and one of them is opened meanwhile."""
    slow = Slow(monkeypatch)
    async with listing(folder, read=False) as viewer:
        await viewer.until(lambda: names(viewer) == "abcd")
        await viewer.until(lambda: "reading, 4 to go" in viewer.screen().splitlines()[0])
        await into(viewer, "j", "enter")
        assert viewer.run.tape.path.name[0] == "b"
        slow.go.set()
        await back(viewer)
        await viewer.until(lambda: all(facts.read for facts in viewer.list.many.facts))


async def test_a_thousand_runs_are_read_in_sight_first_and_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A thousand rows stand at once, those in sight are read first, and the next time none is read at all."""
    source = write_run(tmp_path / "runs" / "0000.tape.jsonl", 1, "resolved").read_bytes()
    for number in range(1, 1_000):
        (tmp_path / "runs" / f"{number:04}.tape.jsonl").write_bytes(source)
    slow = Slow(monkeypatch)
    async with listing(tmp_path / "runs", read=False) as viewer:
        await viewer.until(lambda: len(viewer.list.many.facts) == 1_000 and not viewer.list.reading.finding)
        assert len(slow.asked) <= 2
        await viewer.press("G")
        slow.go.set()
        await viewer.until(lambda: not viewer.list.reading.busy)
        assert max(slow.asked) == "0999.tape.jsonl"
        assert all(int(name[:4]) > 900 for name in slow.asked[2:30])
        assert len(slow.asked) == 1_000
    async with listing(tmp_path / "runs") as viewer:
        assert len(slow.asked) == 1_000
        assert "resolved" in viewer.screen().splitlines()[2]
        (tmp_path / "runs" / "0007.tape.jsonl").write_bytes(source.replace(b"resolved", b"partial"))
        await viewer.press("R")
        await viewer.until(lambda: viewer.list.runs.complete and not viewer.list.reading.busy)
        assert slow.asked[1_000:] == ["0007.tape.jsonl"]


async def test_leaving_does_not_wait_for_what_is_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`q` ends the program while runs are still being read."""
    slow = Slow(monkeypatch)
    async with listing(folder, read=False) as viewer:
        await viewer.until(lambda: names(viewer) == "abcd")
        await viewer.press("q")
        assert isinstance(viewer.app, PlayheadApp)
        assert not slow.go.is_set()
    slow.go.set()


async def test_several_places_are_one_list(folder: Path) -> None:
    """Several paths make one list; one that is not there stays in it with its reason."""
    async with listing(folder / "a.tape.jsonl", folder / "missing", folder / "d.tape.jsonl") as viewer:
        assert [facts.reason is None for facts in viewer.list.many.facts] == [True, False, True]
        assert "2 runs" not in viewer.screen().splitlines()[0]
        assert "1 unreadable" in viewer.screen().splitlines()[0]
        await viewer.press("j", "i")
        assert "missing" in viewer.foot


async def test_what_is_known_of_a_run_in_words(folder: Path) -> None:
    """`i` tells all that is known of the run under the cursor, its whole path too."""
    async with listing(folder) as viewer:
        await viewer.press("j", "i")
        assert f"{folder}/b.tape.jsonl: Fix returns · scripted · failed · 9 steps · 4 failed actions" in viewer.foot


@pytest.mark.parametrize("size", [(80, 24), (140, 45), (50, 10), (20, 5)])
async def test_no_row_says_nothing(folder: Path, size: tuple[int, int]) -> None:
    """At every size each row tells how the run ended and which it is."""
    async with listing(folder, size=size) as viewer:
        rows = viewer.screen().splitlines()[2:-1]
        assert all(len(row.split()) >= 2 for row in rows[: min(4, len(rows))]), viewer.screen()


async def test_what_is_part_of_a_run_is_no_run(tmp_path: Path) -> None:
    """A file that was read as part of another run leaves the list, and is not counted."""
    step = {"step_id": 1, "source": "agent", "message": "on it"}
    whole = {"schema_version": "ATIF-v1.7", "agent": {"name": "a", "version": "1"}, "steps": [step]}
    (tmp_path / "b.json").write_text(json.dumps({**whole, "continued_trajectory_ref": "a.json"}))
    (tmp_path / "a.json").write_text(json.dumps(whole))
    async with listing(tmp_path) as viewer:
        assert names(viewer) == "b"
        assert "1 run " in viewer.screen().splitlines()[0]


async def test_folders_of_batches_show_their_runs_alone(tmp_path: Path) -> None:
    """Jobs of Harbor and outputs of SWE-agent and mini-swe-agent are listed run by run, without what stands beside."""
    job = tmp_path / "jobs" / "2026-11-22"
    for trial in ("fix-git__a1", "fix-git__b2"):
        (job / trial / "agent").mkdir(parents=True)
        (job / trial / "result.json").write_text(json.dumps({"trial_name": trial, "task_name": "fix-git"}))
        (job / trial / "config.json").write_text("{}")
    (job / "result.json").write_text(json.dumps({"n_total_trials": 2, "stats": {}}))
    (job / "config.json").write_text(json.dumps({"job_name": "nightly"}))
    batch = tmp_path / "trajectories" / "ana" / "nightly"
    for instance in ("django__1", "django__2"):
        (batch / instance).mkdir(parents=True)
        entry = {"action": "ls", "observation": "a", "response": "", "thought": "", "state": "{}"}
        trajectory = {"environment": "x", "trajectory": [entry], "history": [], "info": {"exit_status": "submitted"}}
        (batch / instance / f"{instance}.traj").write_text(json.dumps(trajectory))
        (batch / instance / f"{instance}.config.yaml").write_text("a: 1")
        (batch / instance / f"{instance}.pred").write_text("{}")
    prediction = {"django__1": {"instance_id": "django__1", "model_patch": "x", "model_name_or_path": "m"}}
    for name in ("preds.json", "results.json", "report.json"):
        (batch / name).write_text(json.dumps(prediction))
    (batch / "all_preds.jsonl").write_text(json.dumps(prediction["django__1"]) + "\n")
    (batch / "run_batch_exit_statuses.yaml").write_text("a: 1")
    async with listing(tmp_path, depth=4) as viewer:
        assert [facts.entry.path.name for facts in viewer.list.many.facts] == [
            "fix-git__a1", "fix-git__b2", "django__1.traj", "django__2.traj",
        ]  # fmt: skip
        assert all(facts.summary is not None for facts in viewer.list.many.facts)


@pytest.mark.parametrize("place", ["trials", "samples"])
async def test_real_folders_have_no_empty_row(place: str) -> None:
    """In folders of real runs every row names the run and how it ended, or why it cannot be read."""
    folder = labelled("codetracer", "trials") if place == "trials" else samples()
    async with listing(folder, size=(100, 30), read_only=True) as viewer:
        for row in viewer.list.runs.runs:
            words = run_row_content(row, 100).plain.split()
            assert len(words) >= 3, row
            assert row.reason is None or len(row.reason) > 20
            without_steps = "swebench" in row.path  # evaluations
            assert row.reason is not None or (row.title and (row.steps or without_steps)), row


async def test_runs_of_several_folders_are_told_apart(tmp_path: Path) -> None:
    """In a list of several folders a run's name begins with its folder's."""
    for folder in ("monday", "tuesday"):
        write_run(tmp_path / folder / "a.tape.jsonl", 1, "resolved")
    async with listing(tmp_path / "monday", tmp_path / "tuesday") as viewer:
        assert [facts.name for facts in viewer.list.many.facts] == ["monday/a.tape.jsonl", "tuesday/a.tape.jsonl"]


async def test_a_filter_by_what_rules_found_reads_the_runs_for_it(tmp_path: Path) -> None:
    """`moment:spiralled` lets the rules read the runs in the background and shows those of which it holds."""
    for name in ("same-test-again", "careful-diagnosis"):
        copy(STORIES / f"{name}.tape.jsonl", tmp_path)
    async with listing(tmp_path, size=(100, 24)) as viewer:
        await viewer.until(lambda: not viewer.list.reading.busy)
        assert all(facts.found is None for facts in viewer.list.many.facts)
        await viewer.press("f")
        await viewer.type("moment:spiralled")
        await viewer.until(lambda: names(viewer) == "s" and not viewer.list.reading.busy)
        await viewer.until(lambda: "No run" not in viewer.foot)
        await viewer.press("escape", "f")
        await viewer.type("-check:any -moment:any")
        await viewer.until(lambda: not viewer.list.reading.busy)
        assert names(viewer) == ""
        await viewer.press("escape")
        assert names(viewer) == "cs"


async def test_the_filter_is_completed_while_it_is_typed(folder: Path) -> None:
    """While a filter is typed, words that could be meant stand above it, and how many runs it leaves."""
    async with listing(folder) as viewer:
        await viewer.press(*"fout")
        assert "outcome:" in viewer.screen()
        await viewer.press("tab", "r")
        assert "outcome:resolved" in viewer.screen()
        await viewer.press("tab")
        assert "1 of 4 runs" in viewer.screen()
        await viewer.press("enter")
        assert names(viewer) == "a"
        await viewer.press("escape", *"fagent", "colon", "tab", "enter")
        assert names(viewer) == "abcd"
        assert "agent:scripted" in viewer.screen().splitlines()[0]


async def test_folders_too_deep_are_told(tmp_path: Path) -> None:
    """The head tells of folders that were not looked into for their depth."""
    write_run(tmp_path / "a" / "x.tape.jsonl", 1, None)
    write_run(tmp_path / "a" / "b" / "y.tape.jsonl", 1, None)
    async with listing(tmp_path, depth=1) as viewer:
        assert "1 folder too deep" in viewer.screen().splitlines()[0]
        assert names(viewer) == "a"
