"""Files and hunks of diffs as places to stop at."""

from collections.abc import Sequence

from playhead.model import Edit, Kind
from tests.widgets.making import action, step
from widgets.changes import change_from, has_changes
from widgets.document import Document
from widgets.present.detail_blocks import document_of
from widgets.present.detail_options import Options


def diff(path: str, hunks: int) -> str:
    """Return the diff of a file with some hunks."""
    body = "".join(f"@@ -{at},2 +{at},2 @@\n context\n-old {at}\n+new {at}\n" for at in range(1, hunks * 50, 50))
    return f"--- a/{path}\n+++ b/{path}\n{body}"


def document(*paths: str, hunks: int = 3, folds: dict[str, bool] | None = None, split: bool = False) -> Document:
    """Return the detail of a step that edited some files."""
    edits = tuple(Edit(path, diff(path, hunks), hunks, hunks) for path in paths)
    made = document_of(
        step(0, action(Kind.EDIT, None, tool="edit", edits=edits), thought="Both files."),
        Options(folds=folds or {}, split=split),
    )
    made.settle(0, 1_000, 90)
    return made


def walked(made: Document, row: int, direction: int) -> Sequence[str]:
    """Return the rows one stops at, from `row` on in one direction."""
    stops = []
    here: int | None = row
    while here is not None:
        here = change_from(made, here, direction)
        if here is not None:
            stops.append(made.line(here, 90).plain.strip())
    return stops


WALK = [
    "a.py  +3 -3",
    "@@ -51,2 +51,2 @@",
    "@@ -101,2 +101,2 @@",
    "b.py  +3 -3",
    "@@ -51,2 +51,2 @@",
    "@@ -101,2 +101,2 @@",
]


def test_one_goes_from_file_to_hunk_to_file() -> None:
    """On from the top, every file is a stop, and every hunk but the first, which stands below its file."""
    assert walked(document("a.py", "b.py"), 0, 1) == WALK


def test_one_goes_back_the_same_way() -> None:
    """Back from the end the same stops come in the other order."""
    made = document("a.py", "b.py")
    assert walked(made, made.count - 1, -1) == WALK[::-1]


def test_side_by_side_has_the_same_stops() -> None:
    """Where the files stand beside one another nothing changes about it."""
    assert walked(document("a.py", "b.py", split=True), 0, 1) == WALK


def test_a_closed_diff_is_one_stop() -> None:
    """What is folded is stopped at by its name only."""
    made = document("a.py", "b.py", folds={"0 edit 0": False})
    assert walked(made, 0, 1) == ["▸ a.py  +3 -3", *WALK[3:]]


def test_a_step_without_a_diff_has_no_stops() -> None:
    """Where nothing was changed there is nowhere to go."""
    made = document()
    assert change_from(made, 0, 1) is None
    assert not has_changes(made)
    assert change_from(Document(), 0, 1) is None
