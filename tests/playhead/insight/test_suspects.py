"""The first harmful step: which steps are suspected, in which order, for which reason."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playhead import open_tape
from playhead.insight.checks import checks_of
from playhead.insight.run_insight import insight_of
from playhead.insight.suspects import MOST_SUSPECTS, Suspect, suspects_of
from playhead.model import Tape
from tests.shared_data import labelled
from tests.widgets.making import FOREIGN, step, tape

SAMPLES = Path(__file__).parents[3] / "sample_runs"


def suspected(run: Tape) -> tuple[Suspect, ...]:
    """Return the suspects of a run."""
    insight = insight_of(run)
    return suspects_of(run, insight, checks_of(run, insight))


@cache
def sample(name: str) -> tuple[Suspect, ...]:
    """Return the suspects of a sample run."""
    return suspected(open_tape(SAMPLES / f"{name}.tape.jsonl"))


def talk(*texts: str) -> Tape:
    """Return a conversation of agents, the first turn of a person."""
    return tape([step(place, source="user" if place == 0 else "agent", text=text) for place, text in enumerate(texts)])


@pytest.mark.parametrize("name", ["same-test-again", "hard-coded-special-case", "ignored-review"])
def test_each_step_is_suspected_once_the_worst_first(name: str) -> None:
    """A ranking names a step once, in falling order, with scores between 0 and 1, a reason and a rule."""
    found = sample(name)
    assert len({one.position for one in found}) == len(found)
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert all(0 < one.score < 1 and one.why and one.rule for one in found)


def test_the_edit_before_a_failure_that_stayed_is_suspected() -> None:
    """Of the run that tests the same again: the edit in the wrong place, and where it began to go in circles."""
    first = [one.rule for one in sample("same-test-again")[:2]]
    assert any("edit_before_failure" in rule for rule in first)
    assert any("longest_spiral" in rule for rule in first)


def test_a_special_case_for_a_test_is_suspected() -> None:
    """The edit that serves the test's input is among the first three."""
    assert any("C13" in one.rule for one in sample("hard-coded-special-case")[:3])


def test_rules_that_agree_make_a_step_more_suspect() -> None:
    """A step that several rules name has a higher score than each of them gives, and all of them stand in its rule."""
    several = next(one for one in sample("same-test-again") if "+" in one.rule)
    assert several.score > 0.45


def test_in_a_conversation_what_was_made_up_is_suspected() -> None:
    """A turn that goes on from an assumption comes before turns that do not."""
    run = talk("How many?", "I look it up.", "Let's assume there are 20 of them.", "Thanks, noted.", "So it is 20.")
    assert suspected(run)[0].position == 2
    assert "assumed" in suspected(run)[0].rule


def test_in_a_conversation_code_that_failed_is_suspected_and_not_its_output() -> None:
    """The turn that wrote the code is blamed, never the terminal that says that it failed."""
    run = talk("Sum them.", "```python\nprint(x)\n```", "exitcode: 1 (execution failed)\nNameError: x", "I see.")
    found = suspected(run)
    assert (found[0].position, "broken_code" in found[0].rule) == (1, True)
    assert 2 not in {one.position for one in found}


def test_a_ledger_is_not_blamed_but_what_it_speaks_of() -> None:
    """Where a ledger sees no progress, the turn before it is suspected, and never the ledger itself."""
    ledger = '{"is_request_satisfied": {"answer": false}, "is_progress_being_made": {"reason": "", "answer": false}}'
    run = talk("Find it.", "I searched the shop's page.", ledger, "Now the other page.")
    found = {one.position: one.rule for one in suspected(run)}
    assert "no_progress" in found[1]
    assert 2 not in found


def test_a_repeated_turn_is_suspected_where_it_is_said_again() -> None:
    """The same words twice: the second time adds a reason."""
    said = "Please open the page of the museum and tell me when it was founded."
    found = {one.position: one.rule for one in suspected(talk("When?", said, "It is closed.", said))}
    assert "said_again" in found[3]
    assert "said_again" not in found[1]


def test_people_and_empty_runs_are_not_suspected() -> None:
    """The question itself is no mistake of an agent, and a run without steps has no suspects."""
    assert 0 not in {one.position for one in suspected(talk("Let's assume 20. How many?", "Twenty."))}
    assert suspected(tape([])) == ()


@given(st.lists(FOREIGN, max_size=30))
@settings(max_examples=60, deadline=None)
def test_whatever_is_said_there_is_a_ranking(texts: list[str]) -> None:
    """No text makes it stumble, and it names steps of the run only, not more than anybody looks at."""
    found = suspected(talk(*texts))
    assert len(found) <= MOST_SUSPECTS
    assert all(0 <= one.position < len(texts) for one in found)


def test_it_finds_the_step_more_often_than_what_was_published() -> None:
    """On Who&When the first suspect is the marked step in more than the published 14.2 % of runs."""
    runs = sorted(labelled("whoandwhen").glob("Who&When/*/*.json"))[::4]
    hits = 0
    for path in runs:
        marked = int(json.loads(path.read_text(encoding="utf-8"))["mistake_step"])
        hits += [one.position for one in suspected(open_tape(path))[:1]] == [marked]
    assert hits > 0.142 * len(runs)
