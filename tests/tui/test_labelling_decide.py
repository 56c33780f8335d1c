"""Deciding by keys: proposals of rules and models, labels that people disagree about, steps that changed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from playhead.labels.event import Author, Event, RunTarget, StepTarget, Target
from playhead.labels.ids import new_id
from playhead.labels.journal import Journal
from tests.tui.driver import journal_events, viewing, write_tape

JUDGE = Author("model", "judge")
BEN = Author("human", "ben")


def say(path: Path, by: Author, *said: tuple[Target, str, object]) -> list[Event]:
    """Write what another author says into a journal of its own, and return the events."""
    events = [Event(new_id(), "set", on, by, key, value) for on, key, value in said]
    journal = Journal(path.with_name(path.name + ".labels"), by)
    journal.append(events)
    journal.close()
    return events


async def test_proposals_are_accepted_and_rejected_one_after_another(tmp_path: Path) -> None:
    """`y` accepts the proposal here and goes to the next, `x` rejects it, and no proposal is left."""
    path = write_tape(tmp_path / "a.tape.jsonl")
    say(
        path,
        JUDGE,
        *((StepTarget(str(n), n), "step_value", value) for n, value in ((1, "helps"), (3, "harms"), (4, "helps"))),
    )
    async with viewing(path) as viewer:
        assert "helps? judge y x" in viewer.screen()
        await viewer.press("y")
        assert viewer.run.cursor == 2
        assert "2 left" in viewer.screen()
        await viewer.press("x")
        assert viewer.run.cursor == 3
        await viewer.press("y")
        assert "last proposal" in viewer.screen()
        stand = viewer.run.labels.state.in_force
        assert [(one.position, one.value, one.state) for one in stand] == [(0, "helps", "set"), (3, "helps", "set")]
        await viewer.saved()
    assert [event["op"] for event in journal_events(path) if event["by"]["id"] == "ana"] == [
        "accept",
        "reject",
        "accept",
    ]


async def test_y_where_nothing_is_proposed_goes_to_the_next_proposal(tmp_path: Path) -> None:
    """`y` on a step without a proposal accepts nothing, it goes to the next one and tells it."""
    path = write_tape(tmp_path / "a.tape.jsonl")
    say(path, JUDGE, (StepTarget("3", 3), "step_value", "harms"))
    async with viewing(path) as viewer:
        await viewer.press("y")
        assert viewer.run.cursor == 2
        assert [one.state for one in viewer.run.labels.state.in_force] == ["proposed"]
        assert "step value harms? (judge)" in viewer.screen()


async def test_people_who_disagree_are_shown_and_one_value_is_chosen(tmp_path: Path) -> None:
    """The shelf shows both names and values, `R` and a digit choose one, and all that was said stays."""
    path = write_tape(tmp_path / "a.tape.jsonl")
    (theirs,) = say(path, BEN, (RunTarget(), "outcome", "partial"))
    async with viewing(path) as viewer:
        await viewer.press("a", "o", "2")
        screen = viewer.screen()
        assert "failed you ≠" in screen
        assert "partial ben ≠" in screen
        await viewer.press("R", "1")
        (standing,) = viewer.run.labels.state.in_force
        assert (standing.value, standing.state, standing.event.by.id) == ("partial", "set", "ana")
        await viewer.saved()
    events = journal_events(path)
    assert len(events) == 3
    assert [event["adjudicates"] for event in events if "adjudicates" in event] == [
        sorted([events[0]["id"], theirs.id])
    ]


async def test_enter_in_the_shelf_decides_on_the_row(tmp_path: Path) -> None:
    """With the focus in the shelf enter on one person's value lets that value stand."""
    path = write_tape(tmp_path / "a.tape.jsonl")
    say(path, BEN, (StepTarget("1", 1), "step_value", "harms"))
    async with viewing(path) as viewer:
        await viewer.press("A", "plus", "h")
        await viewer.press("tab", "tab", "j", "enter")
        (standing,) = viewer.run.labels.state.in_force
        assert (standing.value, standing.state) == ("harms", "set")


async def test_a_stale_label_tells_what_it_meant(tmp_path: Path) -> None:
    """A label whose step is another one now is shown with the number and row of the step it was set on."""
    path = write_tape(tmp_path / "a.tape.jsonl")
    async with viewing(path) as viewer:
        await viewer.press("l", "l", "a", "d", "1")
        await viewer.saved()
        viewer.run.labels.close()
    path.unlink()
    write_tape(path, tuple((f"ls other{number}", "x\n", 0) for number in range(5)))
    async with viewing(path) as viewer:
        await viewer.press("l", "l")
        viewer.run.show_detail_now()
        await viewer.pilot.pause()
        assert "was 3 pytest" in viewer.screen()
        assert "~" in viewer.screen()


async def test_a_second_screen_sees_what_the_first_one_labels(tmp_path: Path) -> None:
    """What another process writes into its journal is shown within a moment, without a key."""
    path = write_tape(tmp_path / "a.tape.jsonl")
    async with viewing(path) as viewer:
        say(path, BEN, (StepTarget("1", 1), "decision", "file_by_name"))
        await viewer.until(lambda: viewer.labels() == [("decision", "file_by_name")])
        await viewer.pilot.pause()
        assert "file by name" in viewer.screen()


async def test_blind_hides_what_others_say_and_is_recorded(tmp_path: Path) -> None:
    """Blind, neither proposals nor others' labels nor the outcome are on the screen, and events say so."""
    path = write_tape(tmp_path / "a.tape.jsonl")
    say(path, BEN, (StepTarget("1", 1), "decision", "file_by_name"), (RunTarget(), "outcome", "partial"))
    say(path, JUDGE, (StepTarget("1", 1), "step_value", "harms"))
    async with viewing(path, blind=True) as viewer:
        screen = viewer.screen()
        for hidden in ("ben", "judge", "partial", "harms?", "file by name", "resolved"):
            assert hidden not in screen
        await viewer.press("i")
        await viewer.until(lambda: "verdict" in viewer.screen())
        assert "resolved" not in viewer.screen()
        await viewer.press("q", "y")
        assert "Blind" in viewer.screen()
        await viewer.press("a", "o", "2")
        await viewer.saved()
        assert "≠" not in viewer.screen()
    assert [event["blind"] for event in journal_events(path) if event["by"]["id"] == "ana"] == [True]


async def test_what_a_later_version_said_is_told_once_it_is_there(tmp_path: Path) -> None:
    """A run with label events that this version does not know says how many, also when one comes while it is open."""
    path = write_tape(tmp_path / "a.tape.jsonl")
    later = Event(new_id(), "amend", RunTarget(), BEN)
    journal = Journal(path.with_name(path.name + ".labels"), BEN)
    journal.append([later])
    async with viewing(path) as viewer:
        assert "1 label event is of a later version of playhead: kept, and not shown." in viewer.foot
        journal.append([replace(later, id=new_id())])
        await viewer.until(lambda: "2 label events are of a later version" in viewer.foot)
    journal.close()
