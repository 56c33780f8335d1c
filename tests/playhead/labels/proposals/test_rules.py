"""What rules propose: from what was found, in the words of the schema, with the places that say so."""

from __future__ import annotations

from dataclasses import replace

import pytest

from playhead.insight.checks import checks_of
from playhead.insight.run_insight import RunInsight, insight_of
from playhead.labels.proposals import Where, proposals_of
from playhead.model import Outcome, Status

NAMES = (
    "careful-diagnosis",
    "hard-coded-special-case",
    "hostile-output",
    "ignored-review",
    "lucky-pass",
    "same-test-again",
    "wrong-place-first",
)


def said(found, key):
    """Return (value, first step, last step) of the proposals for a label; steps are positions."""
    return [(one.value, one.where.first, one.where.last) for one in found if one.key == key]


def test_a_moment_is_proposed_on_its_span_with_the_words_that_began_it(proposed, sample):
    """The run that tests the same again has one long moment that spiralled, which cites the failing assertion."""
    found = [one for one in proposed("same-test-again") if one.key == "moment"]
    longest = max(found, key=lambda one: one.where.last - one.where.first)
    assert longest.value == "spiralled"
    (cited,) = longest.evidence
    step = sample("same-test-again").steps[longest.where.first]
    action = next(one for one in step.actions if one.n == cited["action"])
    assert cited["step"] == step.id
    assert "490 == 1250" in action.output[cited["start"] : cited["end"]]


def test_a_rerun_without_a_change_is_flagged_where_it_was_run(proposed, sample):
    """Steps are flagged as repeats only where the same was run again with nothing changed, never the first time."""
    flags = said(proposed("same-test-again"), "flag")
    assert flags
    assert {value for value, _, _ in flags} == {("repeats_without_progress",)}
    commands = [action.command for action in sample("same-test-again").steps[flags[0][1]].actions]
    assert any("pytest" in command for command in commands)


@pytest.mark.parametrize(
    ("name", "outcome", "hidden"),
    [
        ("careful-diagnosis", "resolved", "pass"),
        ("same-test-again", "failed", "fail"),
        ("hard-coded-special-case", "failed", "contradicts_visible"),
        ("ignored-review", "partial", "contradicts_visible"),
    ],
)
def test_outcome_and_hidden_tests_are_the_verifiers(proposed, name, outcome, hidden):
    """What the verifier said is proposed for the run; where its own tests passed, that they contradict it."""
    found = proposed(name)
    assert said(found, "outcome") == [(outcome, None, None)]
    assert said(found, "hidden_test") == [(hidden, None, None)]


@pytest.mark.parametrize("status", [Status.UNKNOWN, Status.ERROR])
def test_nothing_is_made_up_where_nobody_verified(sample, shelf, status):
    """Without a verification there is no hidden test to speak of, and an unknown outcome is not proposed."""
    tape = replace(sample("lucky-pass"), outcome=Outcome(status, "harness"), layers=())
    insight = insight_of(tape)
    found = proposals_of(tape, insight, checks_of(tape, insight), shelf)
    assert said(found, "hidden_test") == []
    assert said(found, "outcome") == ([] if status is Status.UNKNOWN else [("error", None, None)])


def test_luck_is_asked_of_passed_runs_and_root_causes_of_failed_ones(proposed, sample, shelf):
    """No run that failed is called lucky, and in none that passed a step is called the root cause."""
    for name in NAMES:
        found, status = proposed(name), sample(name).outcome.status
        assert not said(found, "luck") or status is Status.RESOLVED
        assert bool(said(found, "root_cause")) == (status in {Status.FAILED, Status.PARTIAL})
        assert len(said(found, "root_cause")) <= 3
    tape = replace(sample("hard-coded-special-case"), outcome=Outcome(Status.RESOLVED, "by hand"))
    insight = insight_of(tape)
    ((value, _, _),) = said(proposals_of(tape, insight, checks_of(tape, insight), shelf), "luck")
    assert "special_case" in value


def test_an_edit_says_whether_anything_had_named_its_file(proposed):
    """The first edit of a file that was read is by evidence, that of one which nothing named is by its name."""
    values = {name: {value for value, _, _ in said(proposed(name), "decision")} for name in NAMES}
    assert "file_by_evidence" in values["careful-diagnosis"]
    assert "file_by_name" in values["ignored-review"]


@pytest.mark.parametrize("name", NAMES)
def test_every_proposal_is_one_the_shelf_can_say(proposed, sample, shelf, name):
    """Each value is an option of a label on that scope, each place is a step of the run, and none is told twice."""
    tape, found = sample(name), proposed(name)
    assert len({(one.key, one.where) for one in found}) == len(found)
    ids = {tape.steps[position].id for position in range(len(tape.steps))}
    for one in found:
        label = shelf.definition(one.key)
        assert label.on == one.where.on
        values = one.value if label.type == "multi" else (one.value,)
        assert values == (True,) or set(values) <= {option.id for option in label.options}
        assert one.why
        assert {cited["step"] for cited in one.evidence if "step" in cited} <= ids
        assert all("@" in cited["rule"] for cited in one.evidence)


def test_steps_have_phases_but_not_those_of_people(proposed, sample):
    """Every step in which the agent acted has a phase proposed, and no other step has."""
    tape = sample("careful-diagnosis")
    acted = [step.index for step in map(tape.steps.__getitem__, range(len(tape.steps))) if step.actions]
    assert [first for _, first, _ in said(proposed("careful-diagnosis"), "phase")] == acted


def test_a_look_that_ended_early_proposes_nothing(sample, shelf):
    """What came of things may still change while a run is being read."""
    tape = sample("same-test-again")
    assert proposals_of(tape, RunInsight(complete=False), (), shelf) == ()


def test_it_is_the_same_twice(proposed):
    """The rules say the same of the same run, in the same order: the run, then steps and spans by position."""
    found = proposed("same-test-again")
    assert found == proposed("same-test-again")
    places = [-1 if one.where.first is None else one.where.first for one in found]
    assert places == sorted(places)
    assert found[0].where == Where()
