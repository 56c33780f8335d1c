"""The ledger: one light entry an action."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playhead.insight.feedback import feedback_of
from playhead.insight.ledger import MOST_NAMED, Deed, deed_of, names_of_files
from tests.playhead.insight.feedback.told import told

FAILED = "FAILED tests/test_a.py::test_x - assert 1 == 2\n=== 1 failed, 1 passed in 0.10s ==="


def deed(*words: str, **rest: Any) -> Deed:
    """Return the entry of an action."""
    happening = told(*words, **rest)
    return deed_of(happening, feedback_of(happening))


def test_a_failing_check_has_its_report_and_its_signature() -> None:
    """A failing test run is negative, did not pass, and says which tests failed."""
    found = deed("pytest -q | tail -5", FAILED, exit_code=0)
    assert (found.check, found.negative, found.passed) == ("pytest", True, False)
    assert found.report is not None
    assert found.report.failing == ("tests/test_a.py::test_x",)
    assert found.signature == "tests/test_a.py::test_x"
    assert found.named == {"test_a.py"}


def test_a_passing_check_passed() -> None:
    """A report without failures, and no feedback against it."""
    found = deed("pytest -q", "=== 2 passed in 0.10s ===", exit_code=0)
    assert (found.negative, found.passed, found.signature) == (False, True, "")


def test_what_is_no_check_neither_passed_nor_failed() -> None:
    """A read has no verdict; it names the file that it showed."""
    found = deed(tool="Read", output="1\tx", arguments={"file_path": "src/a.py"})
    assert (found.check, found.passed, found.read) == (None, None, "src/a.py")


def test_an_edit_that_was_refused_changed_nothing() -> None:
    """Only edits that were made are changes."""
    arguments = {"command": "str_replace", "path": "a.py", "old_str": "x", "new_str": "y"}
    made = deed(tool="str_replace_editor", output="The file a.py has been edited.", arguments=arguments)
    refused = deed(tool="str_replace_editor", output="No replacement was performed", arguments=arguments, is_error=True)
    assert ([one.path for one in made.changes], made.changed) == (["a.py"], True)
    assert (refused.changes, refused.changed) == ((), False)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ('File "/a/b/c.py", line 3', {"c.py"}),
        ("src/x.test.tsx:3:1 and ./y.go", {"x.test.tsx", "y.go"}),
        ("e.g. 3.14 and self.value", set()),
        ("a.pyx a.python .py", set()),
        ("über/größe.py", {"größe.py"}),
    ],
)
def test_files_are_known_by_their_endings(text: str, names: set[str]) -> None:
    """Names of source and settings, without their folders; numbers and attributes are none."""
    assert names_of_files(text) == names


@given(st.text(alphabet="ab./ -_py\n", max_size=300))
def test_names_hold_no_folder_and_end_as_files_do(text: str) -> None:
    """Whatever the text, what is named is a file's name that stands in it."""
    found = names_of_files(text)
    assert all("/" not in name and name.endswith(".py") and name in text for name in found)


def test_of_many_names_the_first_are_kept() -> None:
    """What an output names is bounded."""
    assert len(names_of_files(" ".join(f"a{n}.py" for n in range(1_000)))) == MOST_NAMED
