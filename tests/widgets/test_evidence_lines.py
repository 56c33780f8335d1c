"""Lines of a detail as evidence of a label."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playhead.model import Edit, Kind, Step
from tests.widgets.making import FOREIGN, action, step
from widgets.document import Document
from widgets.evidence_lines import Cited, Lines, evidence_of_lines, lines_of, lines_of_evidence, position_of
from widgets.present.detail_blocks import document_of
from widgets.present.detail_options import Options

DIFF = "--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n a\n-old\n+new\n"
STEP = step(
    3,
    action(Kind.TEST, "pytest -q\nls", n=5, output="one\ntwo\nthree\n", exit_code=1),
    action(Kind.EDIT, None, n=6, tool="edit", edits=(Edit("y.py"), Edit("x", DIFF, 1, 1))),
    thought="\nI think.",
    text="Said **this**.\n\n```\ncode\n```\nDone.",
)


def laid_out(one: Step) -> Document:
    """Return the detail of a step, every row counted."""
    document = document_of(one, Options(thoughts=True))
    document.settle(0, 10_000, 60)
    return document


def row_with(document: Document, text: str) -> int:
    """Return the first row that shows a text."""
    return next(row for row in range(document.count) if text in document.line(row, 60).plain)


def selected(one: Step, first: str, last: str) -> tuple[dict[str, Any], ...]:
    """Return the evidence of the rows from one text to another."""
    document = laid_out(one)
    return evidence_of_lines(one, lines_of(document, row_with(document, first), row_with(document, last)))


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("two", "three", {"action": 5, "field": "output", "start": 4, "end": 14}),
        ("$ pytest", "$ pytest", {"action": 5, "field": "command", "start": 0, "end": 10}),
        ("I think", "I think", {"field": "thought", "start": 1, "end": 9}),
        ("Said", "code", {"field": "text", "start": 0, "end": 25}),
        ("-old", "+new", {"action": 6, "field": "diff", "path": "x", "start": 35, "end": 45}),
    ],
)
def test_lines_become_characters_of_their_field(first: str, last: str, expected: dict[str, Any]) -> None:
    """What is selected is kept as step, action number, field and characters of that field as the record has it."""
    assert selected(STEP, first, last) == ({"step": STEP.id, **expected},)


def test_the_characters_are_those_that_were_selected() -> None:
    """Cut out of the field, the offsets give the lines that were seen."""
    (one,) = selected(STEP, "-old", "+new")
    assert DIFF[one["start"] : one["end"]] == "-old\n+new\n"
    (one,) = selected(STEP, "I think", "I think")
    assert STEP.thought[one["start"] : one["end"]] == "I think."


def test_a_selection_over_several_fields_is_evidence_of_each() -> None:
    """From a command into its output: two pieces; rows that are playhead's own are none."""
    fields = [one["field"] for one in selected(STEP, "$ pytest", "two")]
    assert fields == ["command", "output"]
    document = laid_out(STEP)
    assert lines_of(document, 0, 0) == []


def test_evidence_leads_back_to_its_lines() -> None:
    """What was kept is found again, and a bar stands before it."""
    document = laid_out(STEP)
    for text in ("two", "+new", "I think", "code"):
        evidence = selected(STEP, text, text)
        (lines,) = lines_of_evidence(STEP, evidence)
        place = position_of(document, lines)
        assert place is not None
        row = row_with(document, text)
        assert document.row_of(place) == row
        marked = Cited(document, [lines]).mark(place.block, row, document.line(row, 60))
        assert marked.plain.startswith("▌")
        before = document.line(row - 1, 60)
        assert Cited(document, [lines]).mark(place.block, row - 1, before) is before


FIELDS = st.sampled_from(["output", "command", "text", "thought", "diff", "written"]) | FOREIGN
ANYTHING = st.none() | st.integers() | st.floats() | FOREIGN | st.booleans()


@given(
    st.lists(
        st.fixed_dictionaries(
            {"step": st.just(STEP.id) | ANYTHING, "field": FIELDS | ANYTHING},
            optional={
                "action": st.sampled_from([5, 6, 7]) | ANYTHING,
                "start": ANYTHING,
                "end": ANYTHING,
                "path": ANYTHING,
            },
        )
        | ANYTHING
    )
)
def test_evidence_of_anybody_never_breaks_the_detail(evidence: list[Any]) -> None:
    """Whatever an event claims, only lines that could be are marked, and every row is drawn."""
    document = laid_out(STEP)
    cited = Cited(document, lines_of_evidence(STEP, evidence))
    for row in range(document.count):
        place = document.position(row)
        assert place is not None
        cited.mark(place.block, row, document.line(row, 60))
    for lines in lines_of_evidence(STEP, evidence):
        position_of(document, lines)


def test_lines_of_another_step_are_not_marked() -> None:
    """Evidence names its step, by any of the ids it has in the record."""
    assert list(lines_of_evidence(STEP, [{"step": "other", "field": "text", "start": 0, "end": 3}])) == []
    merged = step(3, text="abc", native_ids=("m1",))
    assert list(lines_of_evidence(merged, [{"step": "m1", "field": "text", "start": 0, "end": 3}])) == [
        Lines("text", 0, 3)
    ]
