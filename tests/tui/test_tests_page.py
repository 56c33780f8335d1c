"""The page of tests by test run, driven by keys."""

from __future__ import annotations

from pathlib import Path

from tests.tui.driver import Viewer, viewing, write_tape
from tui.screens.page import PageScreen


def ran(*failing: str, good: int = 2) -> str:
    """Return what pytest prints of tests of which some failed."""
    lines = "".join(f"FAILED {name} - assert 1 == 2\n" for name in failing)
    return f"{lines}{f'{len(failing)} failed, ' if failing else ''}{good} passed in 0.1s\n"


def steps(times: int = 1) -> tuple[tuple[str, str, int], ...]:
    """Return steps that break, mend and break again a test, so many times over."""
    once = (
        ("pytest tests", ran("tests/a.py::x", "tests/a.py::y"), 1),
        ("sed -i s/1/2/ shop.py", "", 0),
        ("pytest tests", ran(good=4), 0),
        ("sed -i s/2/3/ shop.py", "", 0),
        ("pytest tests", ran("tests/a.py::x", good=3), 1),
    )
    return once * times


def steps_in(shown: str) -> list[str]:
    """Return the steps of the test runs that are shown."""
    return next(line for line in shown.splitlines() if line.startswith(" step")).split()[1:]


async def opened(viewer: Viewer) -> PageScreen:
    """Press t and return the page, made."""
    await viewer.press("t")
    page = viewer.app.screen
    assert isinstance(page, PageScreen)
    await viewer.until(lambda: page.detail.page is not None)
    await viewer.pilot.pause()
    return page


async def test_the_page_shows_tests_by_test_run(tmp_path: Path) -> None:
    """`t` shows each test's results under the steps of the test runs, what was lost, and once what the marks mean."""
    async with viewing(write_tape(tmp_path / "a.tape.jsonl", steps())) as viewer:
        page = await opened(viewer)
        shown = viewer.screen()
        assert page.head.title == "3 test runs, 2 tests failed at some time"
        assert "The best state was reached at step 3 (0 failing) and lost: 1 failing at step 5." in " ".join(
            shown.split()
        )
        assert shown.count("passed  ✗ failed  · not run, or not told") == 1
        rows = {line.split()[0]: line.split()[1:] for line in shown.splitlines() if line.strip()}
        assert rows["step"] == ["1", "3", "5"]
        assert rows["failing"] == ["2", "0", "1"]
        assert rows["█"] == ["▁", "▅"]
        assert rows["tests/a.py::x"] == ["✗", "✓", "✗"]
        assert rows["tests/a.py::y"] == ["✗", "✓", "✓"]


async def test_enter_on_a_test_goes_to_the_step_that_flipped_it_last(tmp_path: Path) -> None:
    """The row of a test leads to its last flip."""
    async with viewing(write_tape(tmp_path / "a.tape.jsonl", steps())) as viewer:
        await opened(viewer)
        await viewer.press("enter")
        assert viewer.run.cursor == 4


async def test_every_flip_and_every_test_run_leads_to_its_step(tmp_path: Path) -> None:
    """Below the matrix stand the flips with the steps that changed something before, and the test runs."""
    async with viewing(write_tape(tmp_path / "a.tape.jsonl", steps())) as viewer:
        page = await opened(viewer)
        assert page.detail.page is not None
        links = page.detail.page.links
        assert [links[f"flip {at}"] for at in range(3)] == [2, 4, 2]
        assert [links[f"run {at}"] for at in range(3)] == [0, 2, 4]
        await viewer.press("G")
        assert "pytest" in viewer.screen()


async def test_many_test_runs_show_the_last_and_count_the_others(tmp_path: Path) -> None:
    """Where columns do not fit, the last ones are shown, and a row says how many are left of them."""
    async with viewing(write_tape(tmp_path / "a.tape.jsonl", steps(20)), size=(80, 24)) as viewer:
        await opened(viewer)
        shown = viewer.screen()
        assert "earlier test runs beside these columns" in shown
        assert "< > other columns" in viewer.foot
        assert "100" in steps_in(shown)
        assert all(len(line) <= 80 for line in shown.splitlines())


async def test_sideways_leads_to_earlier_test_runs(tmp_path: Path) -> None:
    """`<` and `>` move the columns to earlier and later test runs, to both ends, the row under the cursor stays."""
    async with viewing(write_tape(tmp_path / "a.tape.jsonl", steps(20)), size=(80, 24)) as viewer:
        page = await opened(viewer)
        seen: list[str] = []
        for key, last in (("less_than_sign", "left"), ("greater_than_sign", "right")):
            for _ in range(60):
                seen += steps_in(viewer.screen())
                await viewer.press(key)
                if f"Nothing in sight stands further {last}." in viewer.foot:
                    break
                assert "wrap" not in viewer.foot
            assert ("1" if last == "left" else "100") in steps_in(viewer.screen())
        assert page.detail.page is not None
        runs = {to + 1 for key, to in page.detail.page.links.items() if key.startswith("run ")}
        assert {int(one) for one in seen} == runs
        await viewer.press("enter")
        assert viewer.run.cursor == 99


async def test_a_run_without_tests_says_so(tmp_path: Path) -> None:
    """One sentence stands where there is nothing to show."""
    async with viewing(write_tape(tmp_path / "a.tape.jsonl", (("ls", "a\n", 0),))) as viewer:
        await opened(viewer)
        assert "No action of this run printed a report of tests" in viewer.screen()
