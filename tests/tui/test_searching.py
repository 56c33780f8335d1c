"""Search, filter and palette by keys."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import pytest
from textual import events

import tui.searching as searching_module
from tests.tui.driver import Viewer, viewing, write_tape
from tests.tui.test_branches import write_rich_tape
from tui.searching import LOOK_EVERY

STEPS = (
    ("rg express shop", "shop/api.py:3:express\n", 0),
    ("cat shop/api.py", "def checkout(): ...\n" + "filler\n" * 300 + "needle express here\n" + "more\n" * 30, 0),
    ("pytest -q", "E   assert 200 == 422\n1 failed, 5 passed in 0.03s\n", 1),
    ("sed -i s/200/422/ shop/api.py", "", 0),
    ("pytest -q", "6 passed in 0.03s\n", 0),
)


async def search(viewer: Viewer, text: str) -> None:
    """Search for a text and wait until it is done."""
    await answer(viewer, "slash", text)
    await viewer.until(lambda: not viewer.run.finding.search.running)
    await viewer.pilot.pause()


async def answer(viewer: Viewer, key: str, text: str) -> None:
    """Press a key, paste a line and press enter."""
    await viewer.press(key)
    viewer.run.foot.prompt.post_message(events.Paste(text))
    await viewer.pilot.pause()
    await viewer.press("enter")


async def test_n_goes_through_all_hits_in_reading_order(tmp_path: Path) -> None:
    """`/` goes to the first hit, `n` and `N` through all of them and round; the counts are told."""
    async with viewing(write_tape(tmp_path / "a.tape.jsonl", STEPS)) as viewer:
        await search(viewer, "express")
        assert "1/3 · step 1 of 2" in viewer.screen()
        await viewer.press("n")
        assert "2/3 · step 1 of 2" in viewer.screen()
        await viewer.press("n")
        assert viewer.run.cursor == 1
        assert "3/3 · step 2 of 2" in viewer.screen()
        assert "needle express here" in viewer.screen()
        await viewer.press("n")
        assert viewer.run.cursor == 0
        assert "from the start again" in viewer.screen()
        await viewer.press("N", "N")
        assert "2/3 · step 1 of 2" in viewer.screen()


async def test_a_hit_that_is_folded_away_is_opened(tmp_path: Path) -> None:
    """A hit in the middle of a long output opens the fold that hides it, and its line is in sight and marked."""
    async with viewing(write_tape(tmp_path / "a.tape.jsonl", STEPS), size=(100, 24)) as viewer:
        await viewer.press("l")
        await search(viewer, "needle")
        row = next(line for line in viewer.screen().splitlines() if "needle express here" in line)
        assert row
        detail = viewer.run.detail
        strips = [detail.render_line(y) for y in range(detail.size.height)]
        marked = [segment.text for strip in strips for segment in strip if segment.style and segment.style.reverse]
        assert marked == ["needle"]


async def test_a_search_that_goes_on_is_drawn_five_times_a_second(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A running search is shown in header and ribbon every fifth of a second, its end at once."""
    async with viewing(write_tape(tmp_path / "a.tape.jsonl", STEPS)) as viewer:
        await search(viewer, "express")
        searching, drawn, clock = viewer.run.finding.search, [0], [100.0]
        note = viewer.run.finding.show_note
        monkeypatch.setattr(viewer.run.finding, "show_note", lambda: (drawn.append(1), note()))
        monkeypatch.setattr(searching_module, "time", SimpleNamespace(monotonic=lambda: clock[0]))
        searching._next_show = 0.0
        with monkeypatch.context() as going:
            going.setattr(type(searching._search), "running", True)
            for _ in range(40):
                clock[0] += LOOK_EVERY
                searching._look()
            shown = sum(drawn)
            assert 8 <= shown <= 10  # two seconds
        searching._look()
        assert sum(drawn) == shown + 1


async def test_a_search_that_finds_nothing_says_so_and_stays(tmp_path: Path) -> None:
    """Nothing found moves nothing."""
    async with viewing(write_tape(tmp_path / "a.tape.jsonl", STEPS)) as viewer:
        await viewer.press("l")
        await search(viewer, "nowhere")
        assert viewer.run.cursor == 1
        assert "not found" in viewer.screen()
        await viewer.press("n")
        assert "not found" in viewer.screen()


async def test_a_wrong_expression_is_told(tmp_path: Path) -> None:
    """A line after a tilde that is no regular expression is told in a sentence."""
    async with viewing(write_tape(tmp_path / "a.tape.jsonl", STEPS)) as viewer:
        await search(viewer, "~(")
        assert "No regular expression" in viewer.screen()


async def test_escape_stops_a_search_that_runs_away(tmp_path: Path) -> None:
    """While a pattern runs away keys work, and escape ends it at once; then it ends the search."""
    steps = (("make", "a" * 60 + "b", 0), ("ls", "x", 0))
    async with viewing(write_tape(tmp_path / "a.tape.jsonl", steps)) as viewer:
        await answer(viewer, "slash", "~(a+)+$")
        assert viewer.run.finding.search.running
        await viewer.press("l")
        assert viewer.run.cursor == 1
        await viewer.press("escape")
        assert not viewer.run.finding.search.running
        assert "was stopped" in viewer.screen()
        await viewer.press("escape")
        assert viewer.run.header.note == ""


async def test_a_filter_shows_some_steps_and_escape_shows_all(tmp_path: Path) -> None:
    """`f` hides what does not pass, the header names it, `l` goes from one shown step to the next, escape ends it."""
    async with viewing(write_tape(tmp_path / "a.tape.jsonl", STEPS)) as viewer:
        await answer(viewer, "f", "kind:test")
        await viewer.until(lambda: viewer.run.timeline.shown is not None)
        assert tuple(viewer.run.timeline.shown or ()) == (2, 4)
        assert viewer.run.cursor == 2
        assert "f kind:test 2/5" in viewer.screen()
        await viewer.press("l")
        assert viewer.run.cursor == 4
        await search(viewer, "pytest")
        assert "1/2 · step 1 of 2" not in viewer.screen()
        await viewer.press("escape", "escape")
        assert viewer.run.timeline.shown is None
        assert "kind:test" not in viewer.screen()


async def test_a_filter_that_shows_nothing_says_so(tmp_path: Path) -> None:
    """An empty result leaves what was shown."""
    async with viewing(write_tape(tmp_path / "a.tape.jsonl", STEPS)) as viewer:
        await answer(viewer, "f", "kind:web")
        await viewer.until(lambda: "No step passes" in viewer.screen())
        assert viewer.run.timeline.shown is None


async def test_a_wrong_filter_is_asked_again_with_its_place(tmp_path: Path) -> None:
    """A filter that makes no sense stays in the line, and the strip above names the place."""
    async with viewing(write_tape(tmp_path / "a.tape.jsonl", STEPS)) as viewer:
        await answer(viewer, "f", "failed:yes knd:test")
        assert "did you mean kind?" in viewer.screen()
        assert viewer.run.foot.prompt.line.text == "failed:yes knd:test"
        await viewer.press("escape")
        assert viewer.run.foot.key_bar.display


async def test_tab_completes_a_filter(tmp_path: Path) -> None:
    """Keys, values and the files of the run are offered while one types; tab takes the first."""
    async with viewing(write_tape(tmp_path / "a.tape.jsonl", STEPS)) as viewer:
        await viewer.press("f", "k", "tab", "t", "e", "tab")
        assert viewer.run.foot.prompt.line.text == "kind:test"
        await viewer.press("enter")
        await viewer.until(lambda: viewer.run.timeline.shown is not None)


async def test_filters_know_labels(tmp_path: Path) -> None:
    """`label:` and `by:` find steps by what stands on them."""
    async with viewing(write_tape(tmp_path / "a.tape.jsonl", STEPS), label_mode=True) as viewer:
        await viewer.press("l", "plus")
        await answer(viewer, "f", "label:yes by:ana")
        await viewer.until(lambda: viewer.run.timeline.shown is not None)
        assert tuple(viewer.run.timeline.shown or ()) == (1,)


@pytest.mark.parametrize(("typed", "cursor"), [("422", 3), ("6 passed", 0)])
async def test_the_palette_goes_to_a_step(tmp_path: Path, typed: str, cursor: int) -> None:
    """A few letters of a row and enter go there."""
    async with viewing(write_tape(tmp_path / "a.tape.jsonl", STEPS)) as viewer:
        viewer.run.finding.palette.contents().wait(10)
        await answer(viewer, "ctrl+p", typed)
        assert viewer.run.cursor == cursor


async def test_the_palette_runs_a_command_and_filters_by_a_file(tmp_path: Path) -> None:
    """Commands run as by their key; a file shows the steps that touched it."""
    async with viewing(write_tape(tmp_path / "a.tape.jsonl", STEPS)) as viewer:
        await viewer.press("ctrl+p")
        assert "Next step, from any pane." in viewer.screen()
        await viewer.type("last")
        assert viewer.run.cursor == 4
        viewer.run.finding.palette.contents().wait(10)
        await answer(viewer, "ctrl+p", "shop/api.py")
        await viewer.until(lambda: viewer.run.timeline.shown is not None)
        assert 1 in (viewer.run.timeline.shown or ())


async def test_the_palette_enters_a_sub_agent(tmp_path: Path) -> None:
    """A sub-agent's name and enter show its steps."""
    async with viewing(write_rich_tape(tmp_path / "a.tape.jsonl")) as viewer:
        await answer(viewer, "ctrl+p", "helper")
        assert viewer.run.branches.agent == "helper"


async def test_an_expression_that_runs_away_names_its_step(tmp_path: Path) -> None:
    """It ends by itself with a sentence that names the step and the field, and does not claim to have seen all."""
    async with viewing(write_tape(tmp_path / "a.tape.jsonl", (("ls", "x", 0), ("make", "a" * 60 + "b", 0)))) as viewer:
        await search(viewer, "~(a+)+$")
        await viewer.until(lambda: "The pattern ran away in step 2, output 0: stopped there." in viewer.screen())
        assert "not found so far" in viewer.screen()


async def test_a_search_is_over_what_a_filter_shows_and_says_so(tmp_path: Path) -> None:
    """With a filter hits are those of the steps it shows; nothing found names the filter; without it all are found."""
    async with viewing(write_tape(tmp_path / "a.tape.jsonl", STEPS)) as viewer:
        await answer(viewer, "f", "kind:test")
        await viewer.until(lambda: viewer.run.timeline.shown is not None)
        await search(viewer, "needle")
        assert "not found · in what the filter shows" in viewer.screen()
        await search(viewer, "passed")
        assert "1/2 · step 1 of 2" in viewer.screen()
        assert "f kind:test 2/5 · /passed 1/2" in viewer.screen()
        assert list(viewer.run.ribbon.found) == [2, 4]
        await viewer.press("escape", "escape")
        await search(viewer, "needle")
        assert viewer.run.cursor == 1


@pytest.mark.parametrize("key", ["slash", "f", "ctrl+p"])
async def test_a_pasted_megabyte_is_cut_and_told(tmp_path: Path, key: str) -> None:
    """What does not fit a line is left out with a sentence; enter and escape still work."""
    async with viewing(write_tape(tmp_path / "a.tape.jsonl", STEPS)) as viewer:
        await viewer.press(key)
        viewer.run.foot.prompt.post_message(events.Paste("x\x1b[2J" * 200_000))
        await viewer.until(lambda: "were left out" in viewer.screen())
        assert len(viewer.run.foot.prompt.line.text) <= 2_000
        await viewer.press("escape")
        assert "\x1b" not in viewer.screen()


@pytest.mark.parametrize("size", [(80, 24), (40, 12), (20, 5)])
async def test_finding_works_at_every_size(tmp_path: Path, size: tuple[int, int]) -> None:
    """At any size search, filter and palette open, work and close."""
    async with viewing(write_tape(tmp_path / "a.tape.jsonl", STEPS), size=size) as viewer:
        await search(viewer, "pytest")
        await viewer.press("n", "f", "k", "down", "up", "escape", "ctrl+p", "z", "z", "q", "enter", "escape", "escape")
        assert viewer.run.finding.search.note == ""


async def test_with_a_filter_one_is_always_at_a_step_that_is_shown(tmp_path: Path) -> None:
    """`:` to a hidden step goes to the next one shown and says so; `e` passes over hidden failures."""
    async with viewing(write_tape(tmp_path / "a.tape.jsonl", STEPS)) as viewer:
        await answer(viewer, "f", "kind:edit|search")
        await viewer.until(lambda: viewer.run.timeline.shown is not None)
        await answer(viewer, "colon", "3")
        assert viewer.run.cursor == 3
        assert "Step 3 is hidden by the filter" in viewer.screen()
        await viewer.press("g", "e")
        assert viewer.run.cursor == 0
        assert "No failure in what the filter shows." in viewer.screen()


async def test_a_filter_goes_on_in_a_run_that_grows(tmp_path: Path) -> None:
    """New steps that pass are shown, and `n` finds what came since."""
    path = write_tape(tmp_path / "a.tape.jsonl", STEPS, ended=False)
    async with viewing(path) as viewer:
        await answer(viewer, "f", "kind:test")
        await viewer.until(lambda: viewer.run.timeline.shown is not None)
        await search(viewer, "brandnew")
        assert "not found" in viewer.screen()
        later = {"step_id": 6, "source": "agent", "message": "brandnew", "tool_calls": []}
        call = {"tool_call_id": "c", "function_name": "bash", "arguments": {"command": "pytest -q tests/new.py"}}
        with path.open("a") as file:
            file.write(json.dumps({"step": later}) + "\n")
            file.write(json.dumps({"step": {**later, "step_id": 7, "tool_calls": [call]}}) + "\n")
        await viewer.until(lambda: tuple(viewer.run.timeline.shown or ()) == (2, 4, 6))
        await viewer.press("n")
        await viewer.until(lambda: viewer.run.cursor == 6)
        assert "1/1 · step 1 of 1" in viewer.screen()


async def test_a_branch_has_a_filter_of_its_own(tmp_path: Path) -> None:
    """Entering a sub-agent shows all its steps; leaving it brings the filter of the run back."""
    async with viewing(write_rich_tape(tmp_path / "a.tape.jsonl")) as viewer:
        await answer(viewer, "f", "step:2")
        await viewer.until(lambda: viewer.run.timeline.shown is not None)
        await search(viewer, "cat")
        assert "f step:2" in viewer.screen()
        await viewer.press("ampersand")
        await viewer.until(lambda: viewer.run.timeline.shown is None and len(viewer.run.steps) == 2)
        await viewer.pilot.pause()
        assert viewer.run.branches.agent == "helper"
        assert "f step:2" not in viewer.screen()
        assert viewer.run.ribbon.shown is None
        await viewer.press("n")
        assert viewer.run.cursor == 1
        assert "3/3 · step 2 of 2" in viewer.screen()
        await viewer.press("circumflex_accent")
        await viewer.until(lambda: viewer.run.timeline.shown is not None)
        await viewer.pilot.pause()
        assert "f step:2" in viewer.screen()
        assert viewer.run.ribbon.shown is not None


async def test_n_enters_the_sub_agent_a_hit_is_in_and_leaves_it_again(tmp_path: Path) -> None:
    """Hits are counted over the run and its sub-agents in reading order; `n` and `N` go in and out by themselves."""
    async with viewing(write_rich_tape(tmp_path / "a.tape.jsonl")) as viewer:
        await search(viewer, "cat")
        assert "1/3 · step 1 of 2" in viewer.screen()
        assert list(viewer.run.ribbon.found) == [1]
        await viewer.press("n", "n")
        assert (viewer.run.branches.agent, viewer.run.cursor) == ("helper", 1)
        assert "3/3 · step 2 of 2" in viewer.screen()
        assert "in sub-agent helper" in viewer.screen()
        assert marked(viewer) == ["cat"]
        await viewer.until(lambda: list(viewer.run.ribbon.found) == [1])
        await viewer.press("N")
        assert (viewer.run.branches.agent, viewer.run.cursor) == (None, 1)
        assert "2/3 · step 1 of 2" in viewer.screen()
        assert "in the run's own steps" in viewer.screen()


@pytest.mark.parametrize(
    ("typed", "name", "shown"),
    [
        ("Checkout", "task", "Fix checkout"),
        ("abcdef1", "task", "abcdef123"),
        ("assert 200", "verification", "E   assert 200 == 422"),
        ("t::bad", "verification", "t::bad"),
        ("what was asked", "review", "Not what was asked."),
        ("~^\\+y", "patch", "y"),
        ("a/a.py", None, ""),
    ],
)
async def test_what_stands_around_the_steps_is_searched(
    tmp_path: Path, typed: str, name: str | None, shown: str
) -> None:
    """Task, patch, verifier and review are found, gone to and marked; what none of them shows is not."""
    async with viewing(write_rich_tape(tmp_path / "a.tape.jsonl")) as viewer:
        await search(viewer, typed.lower() if typed != "~^\\+y" else typed)
        bookend = viewer.run.timeline.bookend_at(viewer.run.place)
        assert (bookend.name if bookend else None) == name
        if name is None:
            assert "not found" in viewer.screen()
            return
        assert shown in viewer.screen()
        assert marked(viewer)
        await viewer.press("n")
        assert viewer.run.timeline.bookend_at(viewer.run.place) == bookend


async def test_a_hit_in_a_test_that_passed_opens_the_fold_of_the_others(tmp_path: Path) -> None:
    """Names of tests that are folded away are found and opened."""
    async with viewing(write_rich_tape(tmp_path / "a.tape.jsonl")) as viewer:
        await search(viewer, "t::good")
        assert marked(viewer) == ["t::good"]


def marked(viewer: Viewer) -> list[str]:
    """Return what the detail shows as the hit that was landed on."""
    detail = viewer.run.detail
    strips = [detail.render_line(y) for y in range(detail.size.height)]
    return [segment.text for strip in strips for segment in strip if segment.style and segment.style.reverse]
