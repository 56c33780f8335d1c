"""Filters that ask what rules found."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from playhead import open_tape
from playhead.errors import BadUseError
from playhead.insight import filter_words
from playhead.insight.checks import CHECKS
from playhead.insight.feedback.values import RULES, FeedbackKind
from playhead.insight.filter import parse_filter
from playhead.insight.filter_completion import complete_filter
from playhead.insight.filter_found import FoundInRun
from playhead.insight.filtering import Filtering, matches
from playhead.insight.moments.values import MomentOutcome
from playhead.insight.run_insight import insight_of
from playhead.labels.eligible import filter_terms
from playhead.model import Kind, Tape

SAMPLE = Path(__file__).parents[3] / "sample_runs" / "same-test-again.tape.jsonl"


@cache
def run() -> tuple[Tape, FoundInRun]:
    """Return the run that tests the same again, and what is found in it."""
    tape = open_tape(SAMPLE)
    return tape, FoundInRun(tape, lambda: insight_of(tape))


def shown(text: str) -> list[int]:
    """Return the positions that a filter shows."""
    tape, found = run()
    working = Filtering(tape.steps, parse_filter(text), lambda _: (), found=found)
    working.begin()
    working.wait()
    assert working.problem is None
    return list(working.positions)


def test_the_words_are_those_of_the_rules() -> None:
    """Every outcome, class, kind and check has its word in the language, and there is no word for what is none."""
    assert set(filter_words.MOMENTS) == {"any", *MomentOutcome}
    assert set(filter_words.FEEDBACK) == {"any", *RULES, *FeedbackKind}
    assert set(filter_words.CHECKS) == {"any", *(f"C{number}" for number in range(1, len(CHECKS) + 1))}


def test_a_moment_is_all_its_steps() -> None:
    """`moment:` shows from the trigger to the end; `any` leaves out what was wanted so; `-` the rest of the run."""
    tape, found = run()
    spans = [one for one in found.insight.moments if one.outcome == "spiralled"]
    assert spans
    wanted = {place for one in spans for place in range(one.trigger_position, one.end_position + 1)}
    assert set(shown("moment:spiralled")) == wanted
    assert wanted <= set(shown("moment:any"))
    assert sorted([*shown("moment:any"), *shown("-moment:any")]) == list(range(len(tape.steps)))
    assert shown("moment:worked_around") == []


def test_recovery_is_a_phase_that_only_the_run_knows() -> None:
    """`phase:recovery` shows what came after a failure, up to what came of it; other phases stay what the steps say."""
    tape, found = run()
    wanted = {
        place
        for one in found.insight.moments
        if one.outcome != "not_negative"
        for place in range(one.trigger_position + 1, one.end_position + 1)
    }
    edits = {step.index for step in tape.steps if step.phase == "edit"}
    assert wanted
    assert edits
    assert set(shown("phase:recovery")) == wanted
    assert set(shown("phase:recovery|edit")) == wanted | edits
    assert set(shown("phase:edit -phase:recovery")) == edits - wanted


def test_a_check_is_its_evidence() -> None:
    """`check:` shows the steps that a fired check cites, and none for one that did not fire."""
    _, found = run()
    fired = {one.id: one for one in found.checks if one.fired}
    quiet = [one.id for one in found.checks if not one.fired]
    assert fired
    assert quiet
    for name, one in fired.items():
        assert shown(f"check:{name}") == sorted(set(one.positions))
        assert shown(f"check:{name.lower()}") == shown(f"check:{name}")
    assert all(shown(f"check:{name}") == [] for name in quiet)


def test_tests_are_failing_or_passing() -> None:
    """Steps that ran tests are one or the other, and a step that ran none is neither."""
    tape, _ = run()
    failing, passing = shown("test:failing"), shown("test:passing")
    assert failing
    assert not set(failing) & set(passing)
    kinds = {action.kind for place in (*failing, *passing) for action in tape.steps[place].actions}
    assert Kind.TEST in kinds
    assert not any(tape.steps[place].source == "user" for place in (*failing, *passing))


def test_feedback_by_class_and_by_what_said_so() -> None:
    """`feedback:` takes a class, what said so, or any; classes together are all of it."""
    of_classes = {place for number in range(1, 10) for place in shown(f"feedback:N{number}")}
    assert of_classes == set(shown("feedback:any")) == {one.position for one in run()[1].insight.negative}


def test_other_terms_hold_beside_it() -> None:
    """What rules found and what a step does are asked together, also where one step is looked at alone."""
    tape, found = run()
    query = parse_filter("moment:spiralled kind:edit")
    both = shown("moment:spiralled kind:edit")
    assert both
    assert both == [place for place in shown("kind:edit") if place in shown("moment:spiralled")]
    alone = [place for place in range(len(tape.steps)) if matches(tape.steps[place], query.terms, (), found)]
    assert alone == both


def test_nobody_looked_nothing_is_found() -> None:
    """Without rules no step is of a moment, and every step is of none."""
    tape, _ = run()
    assert not matches(tape.steps[7], parse_filter("moment:any").terms)
    assert matches(tape.steps[7], parse_filter("-moment:any").terms)


def test_values_are_completed_and_wrong_ones_told() -> None:
    """The values stand in the completion as they are written, and a misspelt one is named."""
    assert [one.text for one in complete_filter("check:c1", 8).candidates][:2] == ["C1", "C10"]
    assert [one.text for one in complete_filter("moment:sp", 9).candidates] == ["spiralled"]
    with pytest.raises(BadUseError, match="did you mean spiralled"):
        parse_filter("moment:spiraled")


def test_no_schema_may_ask_it_of_what_is_eligible() -> None:
    """What is eligible is told step by step; what rules find needs the whole run."""
    with pytest.raises(BadUseError, match="rules found"):
        filter_terms(("moment:any",))
