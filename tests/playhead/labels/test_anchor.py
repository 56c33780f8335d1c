"""Anchors: labels find their steps again, or say that they did not."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from playhead.errors import UnreadableError
from playhead.labels.anchor import Finder, anchor_of, content_hash
from playhead.labels.event import RunTarget, SpanTarget, StepTarget
from playhead.labels.state import state_of
from playhead.labels.target import step_target
from playhead.model import Kind, Phase, SubAgent
from tests.playhead.labels.making import a_step, a_tape, an_event


def _label(tape, target):
    return an_event(on=target, anchor=anchor_of(target, tape))


def _shown(event, tape):
    (shown,) = state_of([event], tape).in_force
    return shown.state, shown.position


def test_a_step_is_found_by_its_native_id_wherever_it_moved():
    """A step whose number changed is found by its id."""
    steps = [a_step(index) for index in range(4)]
    label = _label(a_tape(steps), StepTarget("s2", 3))
    assert _shown(label, a_tape([a_step(0, "new", id="s9"), *steps])) == ("set", 3)


def test_a_step_with_a_new_id_is_found_by_number_then_by_content():
    """Where ids were rewritten, the number is tried, then the content."""
    label = _label(a_tape([a_step(index) for index in range(4)]), StepTarget("s2", 3))
    renamed = [a_step(index, id=f"other{index}") for index in range(4)]
    assert _shown(label, a_tape(renamed)) == ("set", 2)
    assert _shown(label, a_tape([a_step(9, "front", id="f"), *renamed])) == ("set", 3)


def test_ids_that_are_numbers_do_not_lead_astray():
    """Where ids only count, an inserted step moves them on, and the content finds the labelled step."""
    label = _label(a_tape([a_step(index, id=str(index)) for index in range(4)]), StepTarget("2", 3))
    moved = [a_step(9, "front", id="0"), *(a_step(index, id=str(index + 1)) for index in range(4))]
    assert _shown(label, a_tape(moved)) == ("set", 3)


def test_a_changed_step_is_stale_at_its_place():
    """A step whose content changed keeps its label, shown as stale where it stands."""
    steps = [a_step(index) for index in range(4)]
    label = _label(a_tape(steps), StepTarget("s2", 3))
    assert _shown(label, a_tape([*steps[:2], a_step(2, "changed"), steps[3]])) == ("stale", 2)


def test_a_step_that_is_gone_is_stale_and_never_dropped():
    """A label whose step is nowhere is still listed."""
    label = _label(a_tape(4), StepTarget("s3", 4))
    assert _shown(label, a_tape(2)) == ("stale", None)


def test_spans_and_runs_are_anchored_too():
    """A span is stale when an end changed, a run when another run stands in its file."""
    span = _label(a_tape(5), SpanTarget("s1", "s3"))
    run = _label(a_tape(5), RunTarget())
    moved = a_tape([a_step(9, "front"), *(a_step(index) for index in range(5))])
    (shown,) = state_of([span], moved).in_force
    assert (shown.state, shown.span) == ("set", (2, 4))
    assert _shown(run, moved)[0] == "stale"
    assert _shown(span, a_tape(3)) == ("stale", 1)
    assert _shown(run, a_tape(9))[0] == "set"


def test_the_last_step_of_a_running_run_may_still_grow():
    """A label on the last step of a run that has not ended stays when the step's output arrives."""
    running = a_tape([a_step(0), a_step(1, output=None)], ended=False)
    label = _label(running, StepTarget("s1", 2))
    assert _shown(label, a_tape([a_step(0), a_step(1, output="done")])) == ("set", 1)


def test_an_action_is_found_in_its_moved_step():
    """A label on an action follows it to the number it has now."""
    label = _label(a_tape(4), StepTarget("s2", 3, 3))
    steps = [a_step(8, "front"), *(a_step(index) for index in range(4))]
    numbered = [replace(one, actions=(replace(one.actions[0], n=place + 1),)) for place, one in enumerate(steps)]
    (shown,) = state_of([label], a_tape(numbered)).in_force
    assert (shown.state, shown.position, shown.action) == ("set", 3, 4)


def test_an_action_that_does_not_exist_is_stale():
    """A label on an action number that the step does not have is stale."""
    assert _shown(_label(a_tape(4), StepTarget("s2", 3, 77)), a_tape(4)) == ("stale", 2)


def test_steps_of_sub_agents_are_found():
    """A sub-agent's step is found by agent and number, and has no position in the timeline."""
    inner = a_tape([replace(a_step(index, f"inner {index}"), agent="helper") for index in range(2)])
    outer = replace(a_tape(3), subagents=(SubAgent("helper", inner.steps),))
    label = _label(outer, step_target(inner.steps[1]))
    assert label.on == StepTarget("helper:2")
    assert _shown(label, outer) == ("set", None)
    other = a_tape([a_step(0), a_step(1, "changed")])
    assert _shown(label, replace(outer, subagents=(SubAgent("helper", other.steps),))) == ("stale", None)
    assert _shown(label, replace(outer, subagents=())) == ("stale", None)


def test_the_hash_is_that_of_the_first_version():
    """The content hash of a given step never changes between versions of playhead."""
    assert content_hash(a_step(3, "hello")) == "608f13d6f7a46acb"


def test_rules_do_not_touch_the_hash():
    """What rules make of a step (kind, phase, paths) does not change its content hash."""
    step = a_step(3)
    judged = replace(
        step, kind=Kind.EDIT, phase=Phase.EDIT, actions=(replace(step.actions[0], kind=Kind.TEST, path="x"),)
    )
    assert content_hash(judged) == content_hash(step)


@given(st.lists(st.text(max_size=3), min_size=2, max_size=2), st.lists(st.text(max_size=3), min_size=2, max_size=2))
def test_texts_do_not_run_into_each_other(one, other):
    """Two steps have one hash only when their texts and thoughts are equal one by one."""
    first = replace(a_step(0), text=one[0], thought=one[1])
    second = replace(a_step(0), text=other[0], thought=other[1])
    assert (content_hash(first) == content_hash(second)) == (one == other)


class _Growing:
    """Steps of which more become known, and which may not be readable at all."""

    def __init__(self, steps):
        self._steps, self.revision, self.shown, self.broken = steps, 0, 1, False

    def __getattr__(self, name):
        return getattr(self._steps, name)

    def __len__(self):
        return self.shown

    def __getitem__(self, index):
        if self.broken:
            raise UnreadableError("gone")
        if index >= self.shown:
            raise IndexError(index)
        return self._steps[index]

    def find(self, native_id):
        position = self._steps.find(native_id)
        return position if position is not None and position < self.shown else None

    def position(self, n):
        return n - 1 if n <= self.shown else None


def test_labels_find_their_steps_as_more_become_known():
    """A label on a step that the index has not reached is stale until it has."""
    whole = a_tape(5)
    label = _label(whole, StepTarget("s3", 4))
    steps = _Growing(whole.steps)
    finder = Finder(replace(whole, steps=steps))
    assert not finder.place(label).fits
    steps.shown, steps.revision = 5, 1
    assert finder.place(label).position == 3


def test_a_record_that_cannot_be_read_makes_labels_stale_and_nothing_worse():
    """When the record is gone while it is open, labels are shown as stale."""
    whole = a_tape(5)
    label = _label(whole, StepTarget("s3", 4))
    steps = _Growing(whole.steps)
    steps.shown, steps.broken = 5, True
    assert [one.state for one in state_of([label], replace(whole, steps=steps)).in_force] == ["stale"]
