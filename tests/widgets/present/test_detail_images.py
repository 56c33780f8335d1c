"""Pictures in the detail of a step."""

import json
from pathlib import Path

from playhead.formats.wrappers import marks_of
from playhead.model import Kind, Mark, RawRef, Step
from tests.playhead.formats.test_images import PNG, written
from tests.widgets.making import action, step
from tests.widgets.test_step_detail import Stand, on_screen, rows
from widgets.present.detail_options import Options


def board(output: str) -> Step:
    """Return a step that read a picture."""
    return step(0, action(Kind.READ, None, tool="Read", output=output, marks=marks_of("harbor", "Read", output)))


def test_a_picture_written_as_text_is_one_row() -> None:
    """Type, dimensions and size in place of 99,000 letters; the letters are behind the fold."""
    shown = rows(board(written()), 100)
    assert " ▸ [image image/png 1280x720 90 kB]" in shown
    assert len(shown) < 10


def test_what_stands_around_a_picture_is_shown() -> None:
    """Output before and after it stays."""
    shown = rows(board(f"before\n{written()}\nafter"), 100)
    assert [row.strip() for row in shown[-3:]] == ["before", "▸ [image image/png 1280x720 90 kB]", "after"]


def test_a_picture_that_is_json_no_more_says_that_it_is_one() -> None:
    """A mark over something torn has a name all the same."""
    torn = json.dumps({"a": 1})
    one = step(0, action(output=torn, marks=(Mark(0, len(torn), "image"),)))
    assert " ▸ [image]" in rows(one)


async def test_a_picture_beside_the_record_is_told(tmp_path: Path) -> None:
    """A message that names a file of the run's folder has a row with its dimensions and size."""
    (tmp_path / "a.png").write_bytes(PNG)
    ref = RawRef(tmp_path / "run.json", 0, 1)
    app = Stand(step(0, text="Look: [image image/png a.png]", raw=(ref,)))
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.pause()
        assert " a.png  1280x720 29 B" in on_screen(app.detail)


def test_without_a_folder_no_file_is_looked_at() -> None:
    """Options that know no folder tell nothing of files."""
    assert Options().picture_parts("[image image/png a.png]") == []
