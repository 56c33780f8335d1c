"""Lines selected in the detail go with the next label."""

from pathlib import Path

from tests.tui.driver import Viewer, journal_events, viewing, write_tape

OUTPUT = "collecting\n" + "E   assert 200 == 422\nE    +  where 200\n" + "1 failed in 0.1s\n"
STEPS = (("pytest -q", OUTPUT, 1), ("ls", "a\n", 0))


async def labelled(viewer: Viewer) -> None:
    """Set a label and wait until it is safe."""
    await viewer.press("a", "d", "1")
    await viewer.saved()


async def test_selected_lines_go_with_the_next_label(tmp_path: Path) -> None:
    """`v` in the focused detail begins at the failure, `j` extends, and the label that is set next cites the lines."""
    path = write_tape(tmp_path / "r.tape.jsonl", STEPS)
    async with viewing(path) as viewer:
        await viewer.press("e", "tab", "v", "j")
        assert "evidence: j k extend it" in viewer.screen() or viewer.run.detail.selected_rows
        await labelled(viewer)
        assert viewer.run.detail.selected_rows is None
        assert "cites output" in viewer.screen()
    (event,) = journal_events(path)
    (cited,) = event["evidence"]
    assert (cited["field"], cited["action"]) == ("output", 1)
    assert OUTPUT[cited["start"] : cited["end"]] == "E   assert 200 == 422\nE    +  where 200\n"


async def test_escape_drops_the_lines(tmp_path: Path) -> None:
    """After escape nothing is selected, and a label cites nothing."""
    path = write_tape(tmp_path / "r.tape.jsonl", STEPS)
    async with viewing(path) as viewer:
        await viewer.press("tab", "v", "j", "escape")
        assert "no evidence" in viewer.screen()
        await labelled(viewer)
    assert not journal_events(path)[0].get("evidence")


async def test_v_again_begins_at_the_line_under_the_cursor(tmp_path: Path) -> None:
    """`v j j v k` is two lines: where `v` was pressed last, and the one above."""
    async with viewing(write_tape(tmp_path / "r.tape.jsonl", STEPS)) as viewer:
        await viewer.press("tab", "v", "j", "j", "v", "k")
        rows = viewer.run.detail.selected_rows
        assert rows is not None
        assert rows[1] - rows[0] == 1


async def test_another_step_drops_the_lines(tmp_path: Path) -> None:
    """What was selected in one step is no evidence for a label of the next."""
    path = write_tape(tmp_path / "r.tape.jsonl", STEPS)
    async with viewing(path) as viewer:
        await viewer.press("tab", "v", "l")
        await labelled(viewer)
    assert not journal_events(path)[0].get("evidence")


async def test_going_to_a_label_shows_what_it_cites(tmp_path: Path) -> None:
    """A bar stands before cited lines; on the label's row of the shelf the detail shows them."""
    long = "".join(f"line {number}\n" for number in range(150)) + "the cause\n" + "line\n" * 40
    path = write_tape(tmp_path / "r.tape.jsonl", (("make", long, 1), ("ls", "a\n", 0)))
    async with viewing(path, size=(140, 30)) as viewer:
        await viewer.press("tab")
        detail = viewer.run.detail
        row = next(row for row in range(detail.document.count) if "the cause" in detail.document.line(row, 80).plain)
        detail.scroll_to_row(row)
        detail.select_lines(row)
        await labelled(viewer)
        await viewer.press("g")
        assert "the cause" not in viewer.screen()
        await viewer.press("tab")
        for _ in range(20):
            await viewer.press("j")
            if "▌the cause" in viewer.screen():
                break
        for _ in range(20):
            await viewer.press("k")
            if "▌the cause" in viewer.screen():
                break
        assert "▌the cause" in viewer.screen()
