"""The family `formats`: a moment of it holds, and a process that dies is a failure."""

from __future__ import annotations

from tests.soak import formats


def test_a_process_that_dies_is_a_failure_that_names_its_case(tmp_path):
    """What ends without an answer is told with what it did at that moment."""
    told = formats.tried("no such format", 0.1, tmp_path / "x")
    assert told["cases"] == {}
    assert told["found"]


def test_a_moment_of_one_format_holds(tmp_path):
    """Some damaged run tapes open or are a sentence."""
    told = formats.tried("run-tape", 0.3, tmp_path / "x")
    assert sum(told["cases"].values()) > 0
    assert told["found"] == {}
