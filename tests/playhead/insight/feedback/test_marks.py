"""Marks: a pattern is tried only where one of its words is, and never misses by that."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playhead.insight.feedback import people, phrases
from playhead.insight.feedback.marks import marks_of

TABLES = (*phrases.TOOL_REFUSALS, *phrases.MISSES, *phrases.BUILDS, *phrases.LINTS, *phrases.CRASHES)


@pytest.mark.parametrize(
    ("pattern", "marks"),
    [
        ("No such file|cannot access '", ("no such file", "cannot access '")),
        (r"^error\[E\d{4}\]", ("error[e",)),
        (r"errors?\b", ("error",)),
        (r"a|long enough", ()),
        (r"(?:one|two) three", (" three",)),
        (r"^\S{1,300}\.go:\d+", (".go:",)),
        (r"[^abc]def", ("def",)),
    ],
)
def test_marks_are_the_longest_plain_words_of_each_alternative(pattern: str, marks: tuple[str, ...]) -> None:
    """Groups, classes and what may be missing give no words; an alternative without any leaves none at all."""
    assert marks_of(pattern) == marks


@pytest.mark.parametrize("phrase", TABLES)
@given(data=st.data())
def test_no_text_that_matches_is_without_a_mark(phrase: phrases.Phrase, data: st.DataObject) -> None:
    """Whatever a pattern of the tables matches holds one of its marks."""
    text = data.draw(st.from_regex(re.compile(phrase.pattern.pattern, re.MULTILINE)))
    assert not phrase.marks or any(mark in text.lower() for mark in phrase.marks)


@pytest.mark.parametrize("objection", people._OBJECTS)
@given(data=st.data())
def test_no_objection_is_without_a_mark(objection: people._Objection, data: st.DataObject) -> None:
    """Whatever a pattern of contradiction matches holds one of its words."""
    plain = re.compile(objection.pattern.pattern, re.IGNORECASE | re.ASCII)
    text = data.draw(st.from_regex(plain, alphabet=st.characters(codec="ascii")))
    assert any(mark in text.lower() for mark in objection.marks)
