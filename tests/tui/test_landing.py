"""Going to what a rule found: the line that is shown is the one that has the bar, whichever key led there."""

from __future__ import annotations

from pathlib import Path

import pytest

from playhead import TapeWriter
from tests.stories.runs import step
from tests.tui.driver import Viewer, viewing, write_tape

BUILD = "cc -c a.c\n" * 60 + "src/a.c:3:1: error: unknown type\n" + "note\n" * 60 + "src/b.c:9:1: error: too few\nend\n"
TRACE = 'Traceback (most recent call last):\n  File "a.py", line 3\nshop.OrderError: no express\n'
STEPS = (
    ("ls", "shop\n", 0),
    ("make all", BUILD, 2),
    ("cat a.c", "int main;\n", 0),
    ("python a.py", f"{TRACE}\nbye\n", 1),
    ("grep -rn nothing shop", "", 1),
)


def barred(viewer: Viewer) -> list[str]:
    """Return the lines of the detail that have the bar."""
    return [line.split("▌", 1)[1].split("│")[0].rstrip() for line in viewer.screen().splitlines() if "▌" in line]


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_the_bar_is_where_one_lands(tmp_path: Path, size: tuple[int, int]) -> None:
    """`e` and `]` bring the line into sight that tells what went wrong, and that line and no other has the bar."""
    async with viewing(write_tape(tmp_path / "a.tape.jsonl", STEPS), size=size) as viewer:
        await viewer.until(lambda: viewer.run.insight.found.complete)
        for key, back in (("e", "E"), ("]", "[")):
            await viewer.press("g", key)
            assert viewer.run.cursor == 1
            assert barred(viewer) == ["src/a.c:3:1: error: unknown type"]
            await viewer.press(key)
            assert viewer.run.cursor == 3
            assert barred(viewer) == ["shop.OrderError: no express"]
            await viewer.press(back)
            assert barred(viewer) == ["src/a.c:3:1: error: unknown type"]


async def test_the_bar_moves_once_the_rules_have_spoken(tmp_path: Path) -> None:
    """A step that is read before the rules are done is marked by itself, then as they say, with its top kept."""
    async with viewing(write_tape(tmp_path / "a.tape.jsonl", STEPS), at="4") as viewer:
        viewer.run.show_detail_now()
        await viewer.until(lambda: viewer.run.insight.found.complete)
        await viewer.pilot.pause()
        assert barred(viewer) == ["shop.OrderError: no express"]
        assert viewer.run.detail.first_row == 0


async def test_what_a_person_said_is_landed_on_and_marked(tmp_path: Path) -> None:
    """Where a person says no, `e` goes to that message and the bar stands before the words."""
    path = tmp_path / "a.tape.jsonl"
    said = "Thanks for looking into it.\n\nNo, that's wrong: express must cost 1250.\n\nPlease look again."
    with TapeWriter(path, id="said", task={"title": "Fee", "text": "Fee"}) as tape:
        tape.step(step(1, "sed -i s/490/500/ shop/fees.py", ""))
        tape.step({"step_id": 2, "source": "user", "message": said})
        tape.step(step(3, "sed -i s/500/1250/ shop/fees.py", ""))
    async with viewing(path) as viewer:
        await viewer.until(lambda: viewer.run.insight.found.complete)
        await viewer.press("e")
        assert viewer.run.cursor == 1
        assert barred(viewer) == ["No, that's wrong: express must cost 1250."]
        await viewer.press("g", "]")
        assert viewer.run.cursor == 1
        assert barred(viewer) == ["No, that's wrong: express must cost 1250."]


async def test_of_several_actions_the_one_that_failed_is_landed_on(tmp_path: Path) -> None:
    """In a step of many actions the failing one is brought into sight, though its output says nothing at all."""
    path = tmp_path / "a.tape.jsonl"
    calls = [step(number, f"cat part_{number}.py", "text\n" * 60) for number in range(1, 4)]
    calls.append(step(4, "make docs", "", 2))
    many = calls[0] | {
        "tool_calls": [one["tool_calls"][0] for one in calls],
        "observation": {"results": [one["observation"]["results"][0] for one in calls]},
    }
    with TapeWriter(path, id="many", task={"title": "Docs", "text": "Docs"}) as tape:
        tape.step(many)
        tape.step(step(2, "ls", "shop\n"))
    async with viewing(path, size=(100, 24)) as viewer:
        await viewer.until(lambda: viewer.run.insight.found.complete)
        assert "action 4 ·" not in viewer.screen()
        await viewer.press("l", "E")
        assert viewer.run.cursor == 0
        assert "action 4 ·" in viewer.screen()
        assert barred(viewer) == []


async def test_a_harmless_failure_has_no_bar(tmp_path: Path) -> None:
    """A command that failed and counts for nothing has no evidence to mark."""
    steps = (("ls", "shop\n", 0), ("grep -rn nothing shop; echo; grep x y", "some words\nmore words\n", 1))
    async with viewing(write_tape(tmp_path / "a.tape.jsonl", steps), at="2") as viewer:
        await viewer.until(lambda: viewer.run.insight.found.complete)
        await viewer.pilot.pause()
        assert viewer.run.cursor == 1
        assert barred(viewer) == []


async def test_the_head_says_what_the_rules_know_of_a_step(tmp_path: Path) -> None:
    """After a failure, up to what came of it, a step's head says that it is in recovery; blind it says nothing."""
    path = write_tape(tmp_path / "a.tape.jsonl", STEPS)
    async with viewing(path, size=(120, 40), at="3") as viewer:
        await viewer.until(lambda: viewer.run.insight.found.complete)
        await viewer.pilot.pause()
        assert "3 localization in recovery" in " ".join(viewer.screen().split())
        await viewer.press("g")
        assert "in recovery" not in viewer.screen()
    async with viewing(path, size=(120, 40), at="3", blind=True) as viewer:
        assert "in recovery" not in viewer.screen()


async def test_the_head_says_where_only_a_text_tells_of_a_failure(tmp_path: Path) -> None:
    """In a record without flags and exit codes the head of a step with evidence says that a text is all there is."""
    steps = [(command, output, None) for command, output, _ in STEPS]
    async with viewing(write_tape(tmp_path / "a.tape.jsonl", steps), size=(120, 40), at="4") as viewer:
        await viewer.until(lambda: viewer.run.insight.found.complete)
        await viewer.pilot.pause()
        assert "text evidence only" in viewer.screen()
        await viewer.press("g")
        assert "text evidence only" not in viewer.screen()
