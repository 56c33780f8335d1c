"""Being done with runs, and correcting what was said before, by keys."""

from __future__ import annotations

from pathlib import Path

from playhead import open_tape
from playhead.labels.event import Author
from playhead.labels.schema import load_schema
from playhead.labels.store import LabelStore
from playhead.opening import RunEntry
from tests.tui.driver import Viewer, journal_events, listing, viewing, write_tape


def queue_of(folder: Path, count: int = 3) -> list[RunEntry]:
    """Write some runs and return them as a queue."""
    return [RunEntry(write_tape(folder / f"run{number}.tape.jsonl")) for number in range(count)]


async def at_run(viewer: Viewer, entry: RunEntry) -> None:
    """Wait until this run is on the screen."""
    screens = viewer.app
    await viewer.until(lambda: getattr(getattr(screens.screen, "tape", None), "path", None) == entry.path)
    await viewer.until(lambda: viewer.run.is_mounted)
    await viewer.pilot.pause()


async def test_done_with_all_that_is_required_goes_to_the_next_run(tmp_path: Path) -> None:
    """`D` with every required label set says done in the journal and opens the next run that is not done."""
    queue = queue_of(tmp_path)
    store = LabelStore.open(open_tape(queue[1].path), author=Author("human", "ana"), schema=load_schema())
    store.done()
    store.flush()
    store.close()
    async with viewing(queue[0].path, queue=queue) as viewer:
        await viewer.press("a", "o", "1", "D")
        await at_run(viewer, queue[2])
    assert [(event["op"], event.get("value")) for event in journal_events(queue[0].path)][-1] == ("done", True)


async def test_done_says_what_is_still_required(tmp_path: Path) -> None:
    """`D` without a required label names it and its keys; `D` again with a reason is done all the same."""
    queue = queue_of(tmp_path)
    async with viewing(queue[0].path, queue=queue) as viewer:
        await viewer.press("D")
        assert "Still required: outcome (a o)" in viewer.screen()
        await viewer.press("escape")
        assert viewer.run.labels.state.done_by == ()
        await viewer.press("D", "D")
        await viewer.type("cannot tell")
        await at_run(viewer, queue[1])
    (event,) = journal_events(queue[0].path)
    assert (event["op"], event["value"], event["note"]) == ("done", True, "cannot tell")


async def test_a_run_is_skipped_with_a_reason_only(tmp_path: Path) -> None:
    """Skipping asks for a reason; without one nothing is written."""
    queue = queue_of(tmp_path, 1)
    async with viewing(queue[0].path, queue=queue) as viewer:
        await viewer.press("D", "s", "enter")
        assert "needs a reason" in viewer.screen()
        await viewer.press("D", "s")
        await viewer.type("broken record")
        assert viewer.run.labels.state.skipped_by == ("ana",)
        assert viewer.run.labels.state.done_by == ("ana",)


async def test_a_second_look_is_one_key(tmp_path: Path) -> None:
    """`D x` asks for a second look and is done with the run; one `U` takes both back."""
    queue = queue_of(tmp_path, 1)
    async with viewing(queue[0].path, queue=queue) as viewer:
        await viewer.press("D", "x")
        assert viewer.labels() == [("second_look", True)]
        assert viewer.run.labels.state.done_by == ("ana",)
        await viewer.press("U")
        assert (viewer.labels(), viewer.run.labels.state.done_by) == ([], ())


async def test_a_label_set_two_runs_ago_is_corrected(tmp_path: Path) -> None:
    """`B` lists the last decisions across runs; a digit changes one in its own run's journal."""
    queue = queue_of(tmp_path)
    async with viewing(queue[0].path, queue=queue) as viewer:
        await viewer.press("l", "a", "d", "1", "L")
        await at_run(viewer, queue[1])
        await viewer.press("a", "o", "1", "L")
        await at_run(viewer, queue[2])
        await viewer.press("B")
        assert "decision: file by evidence" in viewer.screen()
        await viewer.press("j", "2")
        await viewer.until(lambda: len(journal_events(queue[0].path)) == 2)
        await viewer.until(lambda: "decision: file by name" in viewer.screen())
        await viewer.press("q")
        assert viewer.run.tape is not None
        assert viewer.run.tape.path == queue[2].path
    first, second = journal_events(queue[0].path)
    assert (second["value"], second["supersedes"]) == ("file_by_name", [first["id"]])


async def test_a_decision_is_taken_back_and_gone_to(tmp_path: Path) -> None:
    """In the list of decisions `x` takes one back by an event, and enter opens its run at its step."""
    queue = queue_of(tmp_path)
    async with viewing(queue[0].path, queue=queue) as viewer:
        await viewer.press("l", "l", "l", "a", "d", "1", "L")
        await at_run(viewer, queue[1])
        await viewer.press("B", "x")
        await viewer.until(lambda: "decision taken back" in viewer.screen())
        await viewer.press("enter")
        await at_run(viewer, queue[0])
        assert viewer.run.cursor == 3
        assert viewer.labels() == []
    assert [event["op"] for event in journal_events(queue[0].path)] == ["set", "retract"]


async def test_a_decision_of_the_run_on_the_screen_is_changed_there(tmp_path: Path) -> None:
    """A decision about the open run is changed in place: `a` opens its options."""
    queue = queue_of(tmp_path, 1)
    async with viewing(queue[0].path, queue=queue) as viewer:
        await viewer.press("a", "t", "1", "enter", "B", "a", "4", "enter")
        assert "repeats without progress" in viewer.screen()
        await viewer.press("q")
        assert viewer.labels() == [("flag", ("localization_wrong", "repeats_without_progress"))]


async def test_decisions_are_listed_from_the_list_of_runs(tmp_path: Path) -> None:
    """In the list of runs `B` shows the decisions too, and enter opens the run at the step of one."""
    queue = queue_of(tmp_path)
    async with viewing(queue[0].path, queue=queue) as viewer:
        await viewer.press("l", "l", "a", "d", "1")
        await viewer.saved()
        viewer.run.labels.close()
    async with listing(tmp_path) as viewer:
        await viewer.press("B")
        assert "decision: file by evidence" in viewer.screen()
        await viewer.press("2")
        await viewer.until(lambda: "decision: file by name" in viewer.screen())
        await viewer.press("enter")
        await at_run(viewer, queue[0])
        assert viewer.run.cursor == 2
        assert viewer.labels() == [("decision", "file_by_name")]
