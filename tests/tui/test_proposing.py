"""What rules propose, on the screen: worked out behind it, told in the shelf, decided with two keys."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from playhead.insight.checks import checks_of
from playhead.labels.proposals import mute
from tests.tui.driver import Viewer, journal_events, viewing
from tui.settings import Settings

SAMPLES = Path(__file__).parents[2] / "sample_runs"
SHOWN = Settings(proposals=True)


@pytest.fixture
def run(tmp_path: Path) -> Path:
    """The sample run that tests the same again, in a folder of its own."""
    return Path(shutil.copy(SAMPLES / "same-test-again.tape.jsonl", tmp_path))


def proposed(viewer: Viewer) -> list[str]:
    """The keys that rules propose, without phases."""
    stand = viewer.run.labels.state.in_state("proposed")
    return [one.key for one in stand if one.key != "phase"]


def ready(viewer: Viewer) -> Callable[[], bool]:
    """Whether proposals are there."""
    return lambda: bool(viewer.run.labels.state.in_state("proposed"))


async def test_the_shelf_tells_what_is_proposed_why_and_with_which_keys(run: Path) -> None:
    """A moment stands under its span with the words that began it, what it cites, and `y x`."""
    async with viewing(run, settings=SHOWN) as viewer:
        await viewer.until(ready(viewer))
        moment = next(one for one in viewer.run.labels.state.spans if one.key == "moment")
        await viewer.press(":")
        await viewer.type(str((moment.position or 0) + 3))
        screen = viewer.screen()
        assert "SPAN 7-18" in screen
        assert "spiralled" in screen
        assert "y x" in screen
        assert "490 == 1250" in screen
        assert "cites output" in screen


async def test_y_and_x_decide_and_go_on(run: Path) -> None:
    """Every proposal but phases is decided in one key each, and the journal holds each with its decision."""
    async with viewing(run, settings=SHOWN) as viewer:
        await viewer.until(ready(viewer))
        count = len(proposed(viewer))
        for number in range(2 * count):
            if not proposed(viewer):
                break
            await viewer.press("y" if number % 2 else "x")
        assert "last proposal" in viewer.foot
        assert number <= 2 * count - 2
        await viewer.saved()
    events = journal_events(run)
    decided = [event for event in events if event["op"] in {"accept", "reject"}]
    assert len(decided) == count
    rules = {event["id"] for event in events if event["by"]["kind"] == "rule"}
    assert {event["proposal"] for event in decided} == rules


async def test_undo_brings_a_proposal_back(run: Path) -> None:
    """What was accepted by mistake is proposed again after `U`."""
    async with viewing(run, settings=SHOWN) as viewer:
        await viewer.until(ready(viewer))
        before = proposed(viewer)
        await viewer.press("y")
        assert len(proposed(viewer)) == len(before) - 1
        await viewer.press("U")
        assert proposed(viewer) == before


async def test_a_phase_is_asked_about_last_and_leads_nowhere(run: Path) -> None:
    """On a step where nothing else is proposed `y` takes its phase, and goes on to the next step's."""
    async with viewing(run, settings=SHOWN) as viewer:
        await viewer.until(ready(viewer))
        for one in list(viewer.run.labels.state.of_run):
            viewer.run.labels.store.reject(one.event)
        viewer.run.labels_changed()
        await viewer.press(":")
        await viewer.type("4")
        await viewer.press("y")
        (label,) = [one for one in viewer.run.labels.state.on_step(3) if one.state == "set"]
        assert (label.key, label.value) == ("phase", "localization")
        assert "phase" in viewer.foot


async def test_blind_nothing_is_proposed(run: Path) -> None:
    """In a blind sitting no word of a rule is on the screen, and `y` says why."""
    async with viewing(run, settings=SHOWN, blind=True) as viewer:
        await viewer.pilot.pause(0.4)
        assert viewer.run.labels.state.in_force == ()
        await viewer.press("y")
        assert "Blind" in viewer.foot


async def test_the_settings_can_be_without_proposals(run: Path) -> None:
    """Where the settings say so the rules still look, and propose nothing."""
    async with viewing(run, settings=Settings(proposals=False)) as viewer:
        await viewer.until(lambda: viewer.run.insight.found.complete)
        await viewer.pilot.pause()
        assert viewer.run.labels.state.in_force == ()


async def test_who_gives_a_name_first_keeps_the_proposals(run: Path) -> None:
    """On a shared account the name is asked for at the first decision, and the proposal is decided under it."""
    async with viewing(run, settings=SHOWN, author=None) as viewer:
        await viewer.until(ready(viewer))
        before = proposed(viewer)
        await viewer.press("y")
        await viewer.type("ben")
        assert len(proposed(viewer)) == len(before) - 1
        await viewer.saved()
    assert {event["by"]["id"] for event in journal_events(run) if event["op"] == "accept"} == {"ben"}


async def test_a_step_costs_nothing_more(run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Moving from step to step works no proposal out and asks the store for nothing new."""
    async with viewing(run, settings=SHOWN) as viewer:
        await viewer.until(ready(viewer))
        store, asked = viewer.run.labels.store, []
        monkeypatch.setattr(type(store), "propose", lambda *_: asked.append(1))
        state = store.state
        await viewer.press("l", "l", "h", "l")
        assert not asked
        assert store.state is state


async def test_a_filter_by_what_rules_found_shows_those_steps(run: Path) -> None:
    """`f moment:spiralled` waits for the rules and shows the steps of that moment; blind it is refused."""
    async with viewing(run) as viewer:
        viewer.run.finding.filter.apply("moment:spiralled")
        await viewer.until(lambda: viewer.run.timeline.shown is not None and viewer.run.insight.found.complete)
        spiral = next(one for one in viewer.run.insight.found.moments if one.outcome == "spiralled")
        assert list(viewer.run.timeline.shown or ()) == list(range(spiral.trigger_position, spiral.end_position + 1))
    async with viewing(run, blind=True) as viewer:
        await viewer.press("f")
        await viewer.type("moment:any")
        assert "what rules found" in viewer.screen()


async def test_a_check_whose_proposals_were_turned_down_is_muted(run: Path) -> None:
    """On the page of checks it stands among the muted, and the others stand where they stood."""
    async with viewing(run, settings=SHOWN) as viewer:
        await viewer.until(ready(viewer))
        tape, store = viewer.tape, viewer.run.labels.store
        fired = [one for one in checks_of(tape, viewer.run.insight.found) if one.fired]
        mute(store, tape, fired[0])
        await viewer.press("C")
        await viewer.until(lambda: "muted" in viewer.screen())
        above, _, below = viewer.screen().partition("muted")
        assert f" {fired[0].id} " not in above
        assert f" {fired[0].id} " in below
