"""Pages over a run, driven by keys."""

from __future__ import annotations

from pathlib import Path
from threading import Event

import pytest

from playhead.insight.run_insight import RunInsight
from tests.tui.driver import Viewer, viewing, write_tape
from tui.insights import InsightOfRun
from tui.screens.page import Going, PageScreen
from tui.screens.run import RunScreen


async def opened(viewer: Viewer, *keys: str) -> PageScreen:
    """Press keys and return the page that they open, made."""
    await viewer.press(*keys)
    page = viewer.app.screen
    assert isinstance(page, PageScreen)
    await viewer.until(lambda: page.detail.page is not None)
    await viewer.pilot.pause()
    return page


async def test_the_run_page_tells_verdict_run_and_what_is_missing(tmp_path: Path) -> None:
    """`i` shows the verdict first, what is missing to replay, and leaves on q to where it was."""
    async with viewing(write_tape(tmp_path / "a.tape.jsonl")) as viewer:
        await opened(viewer, "l", "i")
        shown = viewer.screen()
        assert shown.index("verdict") < shown.index("resolved") < shown.index("missing to replay")
        assert "repository, commit, image, setup, test command" in shown
        await viewer.press("q")
        assert isinstance(viewer.app.screen, RunScreen)
        assert viewer.run.cursor == 1


async def test_a_file_leads_to_the_step_that_touched_it_first(tmp_path: Path) -> None:
    """`s` lists the files; enter on one goes to the first step that touched it."""
    async with viewing(write_tape(tmp_path / "a.tape.jsonl")) as viewer:
        page = await opened(viewer, "s")
        assert "shop/api.py" in viewer.screen()
        assert page.head.title == "1 file touched, 1 edited"
        await viewer.press("enter")
        assert viewer.run.cursor == 1


async def test_a_row_without_a_step_says_so(tmp_path: Path) -> None:
    """Enter where no step stands behind a row stays and says so."""
    async with viewing(write_tape(tmp_path / "a.tape.jsonl")) as viewer:
        page = await opened(viewer, "colon", "4", "enter", "b", "k", "k", "enter")
        assert viewer.app.screen is page
        assert "No step stands behind this row" in viewer.screen()


async def test_the_patch_so_far_says_what_the_record_does_not_hold(tmp_path: Path) -> None:
    """`p` at an edit without a diff names the step and says that the diff is not in the record."""
    async with viewing(write_tape(tmp_path / "a.tape.jsonl")) as viewer:
        await opened(viewer, "G", "p")
        assert "step 4: edited, but the diff is not in the record" in viewer.screen()
        await viewer.press("escape")
        await opened(viewer, "g", "p")
        assert "Up to step 1 the record holds no edit" in viewer.screen()


async def test_what_came_before_an_edit(tmp_path: Path) -> None:
    """`b` lists the search hit and the read of the edited file, and goes to a step from its row."""
    async with viewing(write_tape(tmp_path / "a.tape.jsonl")) as viewer:
        await opened(viewer, "colon", "4", "enter", "b")
        shown = viewer.screen()
        assert "1 read, 1 search hit" in shown
        assert "shop/api.py:3:express" in shown
        await viewer.press("j", "j", "enter")
        assert viewer.run.cursor == 1


async def test_nothing_before_an_edit_is_said_plainly(tmp_path: Path) -> None:
    """An edit of a file that nothing named before says `nothing`; a step that edits nothing says what b is for."""
    steps = (("ls", "README\n", 0), ("cat > new.py <<'E'\nx = 1\nE", "", 0), ("echo hello", "hello\n", 0))
    async with viewing(write_tape(tmp_path / "a.tape.jsonl", steps)) as viewer:
        await opened(viewer, "l", "b")
        assert "Nothing. No read, no search hit" in viewer.screen()
        await viewer.press("escape", "l", "b")
        assert isinstance(viewer.app.screen, RunScreen)
        assert "This step edits no file" in viewer.screen()


async def test_from_page_to_page(tmp_path: Path) -> None:
    """The key of another page goes there, the key of the same page goes back."""
    async with viewing(write_tape(tmp_path / "a.tape.jsonl")) as viewer:
        await opened(viewer, "i")
        page = await opened(viewer, "s")
        assert "touched" in page.head.title
        await viewer.press("s")
        assert isinstance(viewer.app.screen, RunScreen)


async def test_the_same_check_and_the_same_file(tmp_path: Path) -> None:
    """`*` goes from a test to its rerun and says what is the same, `#` back; at the end it says so and stays."""
    async with viewing(write_tape(tmp_path / "a.tape.jsonl")) as viewer:
        await viewer.press("l", "l", "asterisk")
        assert viewer.run.cursor == 4
        assert "same check: pytest" in viewer.screen()
        await viewer.press("asterisk")
        assert "No later run of pytest" in viewer.screen()
        await viewer.press("number_sign")
        assert viewer.run.cursor == 2
        await viewer.press("h", "asterisk")
        assert viewer.run.cursor == 3
        assert "same file: shop/api.py" in viewer.screen()


CAREFUL = Path(__file__).parents[2] / "sample_runs" / "careful-diagnosis.tape.jsonl"


async def test_the_files_page_tells_each_file_by_step(tmp_path: Path) -> None:
    """`s` shows what happened to a file when; unfolded, each event leads to its step."""
    async with viewing(write_tape(tmp_path / "a.tape.jsonl")) as viewer:
        await opened(viewer, "s")
        assert "?1 =2 ±4" in viewer.screen()
        assert "± edited" in viewer.screen()
        await viewer.press("o", "j", "j", "j", "j", "enter")
        assert viewer.run.cursor == 3


async def test_the_final_patch_says_who_wrote_its_hunks(tmp_path: Path) -> None:
    """At the patch that was handed in, a moment later, each hunk's head names its steps."""
    run = tmp_path / CAREFUL.name
    run.write_bytes(CAREFUL.read_bytes())
    async with viewing(run) as viewer:
        await viewer.press("G", "j")
        await viewer.until(lambda: "written at 13" in viewer.screen())


async def test_from_a_hunk_of_the_final_patch_to_its_step(tmp_path: Path) -> None:
    """`p` at the final patch opens it as a page; enter on a hunk goes to the last step that wrote it."""
    run = tmp_path / CAREFUL.name
    run.write_bytes(CAREFUL.read_bytes())
    async with viewing(run) as viewer:
        page = await opened(viewer, "G", "j", "p")
        assert page.head.title.startswith("final patch: ")
        await viewer.press("G", "enter")
        assert viewer.run.steps[viewer.run.cursor].actions[0].edits


async def test_a_hunk_of_the_patch_so_far_names_its_steps(tmp_path: Path) -> None:
    """`p` at any step says in each hunk's head which step wrote it."""
    steps = (("cat > new.py <<'E'\nx = 1\nE", "", 0), ("echo hello", "hello\n", 0))
    async with viewing(write_tape(tmp_path / "a.tape.jsonl", steps)) as viewer:
        await opened(viewer, "G", "p")
        assert "written at 1" in viewer.screen()


async def test_the_page_of_a_run_does_not_wait_for_the_rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`i` shows verdict and all else at once; how the run went follows, and what was read stays where it was."""
    may_go_on = Event()
    whole = InsightOfRun.whole

    def slowly(insight: InsightOfRun, going: Going) -> RunInsight:
        may_go_on.wait(30)
        return whole(insight, going)

    monkeypatch.setattr(InsightOfRun, "whole", slowly)
    async with viewing(write_tape(tmp_path / "a.tape.jsonl"), size=(80, 24)) as viewer:
        page = await opened(viewer, "i")
        assert "the rules read this run …" in viewer.screen()
        assert "missing to replay" in viewer.screen()
        await viewer.press("j", "j", "j")
        first = page.detail.first_row
        may_go_on.set()
        await viewer.until(lambda: page.detail.page is not None and page.detail.page.leads_on)
        await viewer.pilot.pause()
        assert page.head.title == "the run: Fix checkout"
        assert page.detail.first_row == first
        await viewer.press("g")
        assert "1 failure: 1 recovered" in viewer.screen()
