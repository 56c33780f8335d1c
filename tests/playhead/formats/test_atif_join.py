"""Which ATIF step objects are one model turn."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from playhead.formats.atif.join import joined
from tests.playhead.formats.atif_documents import call, result, said
from tests.shared_data import labelled

USER: dict[str, Any] = {"source": "user", "message": "do it"}
USED = {"prompt_tokens": 1}


def executed(key: str = "c1", **fields: Any) -> dict[str, Any]:
    """Return the step object Harbor's Claude Code adapter writes for a call."""
    return said(f"Executed Bash {key}", tool_calls=[call(key=key)], observation=result(key=key), **fields)


def test_a_thought_and_the_calls_that_repeat_it_are_one_turn():
    """The adapter's pattern, by hand: user, thought with text, its two calls, a bare thought, its call."""
    steps = [
        USER,
        said("Let me look.", reasoning_content="look", metrics=USED),
        executed("a", reasoning_content="look"),
        executed("b", reasoning_content="look"),
        said("", reasoning_content="now edit", metrics=USED),
        executed("c", reasoning_content="now edit"),
    ]
    assert joined(steps) == [(0,), (1, 2, 3), (4, 5)]


def test_a_model_that_thinks_the_same_again_begins_a_turn():
    """After the calls of a turn, the same thought without a call is the next turn, and its calls go with it."""
    steps = [
        said("", reasoning_content="None", metrics=USED),
        executed("a", reasoning_content="None"),
        said("", reasoning_content="None", metrics=USED),
        executed("b", reasoning_content="None"),
    ]
    assert joined(steps) == [(0, 1), (2, 3)]


def test_calls_that_each_think_the_same_are_turns_of_their_own():
    """Only a step without calls is the head of a turn that others repeat."""
    steps = [executed("a", reasoning_content="go"), executed("b", reasoning_content="go")]
    assert joined(steps) == [(0,), (1,)]


def test_metrics_of_its_own_begin_a_turn():
    """A call with the same thought and metrics of its own is another answer of the model."""
    steps = [said("", reasoning_content="go", metrics=USED), executed("a", reasoning_content="go", metrics=USED)]
    assert joined(steps) == [(0,), (1,)]


def test_a_shared_message_id_joins_and_another_one_parts():
    """A message id in `extra` decides before anything else."""
    steps = [
        said("one", extra={"message_id": "m1"}),
        said("two", extra={"message_id": "m1"}),
        said("", reasoning_content="x", extra={"message_id": "m2"}),
        executed("a", reasoning_content="x", extra={"message_id": "m3"}),
    ]
    assert joined(steps) == [(0, 1), (2,), (3,)]


def test_answered_calls_without_thought_and_metrics_are_of_the_turn_before():
    """The adapter gives metrics to the first step of a message alone; by them its thoughtless calls are told."""
    steps = [said("text", metrics=USED), executed("a"), executed("b"), executed("c", metrics=USED), executed("d")]
    assert joined(steps) == [(0, 1, 2), (3, 4)]


def test_calls_that_were_never_answered_are_turns_of_their_own():
    """The adapter writes them at the end of the file, so only one written at the same moment is of the turn before."""
    now, later = {"timestamp": "2026-01-01T00:00:01Z"}, {"timestamp": "2026-01-01T00:00:02Z"}
    pending = said("Executed Bash c1", tool_calls=[call()])
    steps = [said("text", metrics=USED, **now), {**pending, **now}, {**pending, **later}]
    assert joined(steps) == [(0, 1), (2,)]


def test_ordinary_calls_are_never_joined():
    """Without the adapter's message a step with a call is a turn, with metrics or without."""
    plain = said("", tool_calls=[call()], observation=result(), timestamp="2026-01-01")
    assert joined([{**plain, "metrics": USED}, plain, plain]) == [(0,), (1,), (2,)]


def test_an_empty_step_joins_the_next_step_of_the_agent_else_the_one_before():
    """An empty one goes with what follows; at the end, or before a person speaks, with what went before."""
    empty = said("", metrics=USED)
    assert joined([USER, empty, said("a"), empty]) == [(0,), (1, 2, 3)]
    assert joined([said("a"), empty, USER, said("b")]) == [(0, 1), (2,), (3,)]
    assert joined([USER, empty, empty, executed("a")]) == [(0,), (1, 2, 3)]
    assert joined([USER, empty]) == [(0,), (1,)]


def test_copied_context_is_never_joined_with_new_steps():
    """A turn is shown either as copied or as counted."""
    steps = [
        said("", reasoning_content="x", is_copied_context=True),
        executed("a", reasoning_content="x"),
        said(""),
        said("b", is_copied_context=True),
    ]
    assert joined(steps) == [(0,), (1, 2), (3,)]


def test_what_is_no_object_stands_alone():
    """Damaged elements are shown as steps of their own."""
    assert joined([None, 3, said(""), "x", said("a")]) == [(0,), (1,), (2,), (3,), (4,)]


STEPS = st.lists(
    st.one_of(
        st.just(USER),
        st.just(said("")),
        st.builds(lambda t: said("", reasoning_content=t, metrics=USED), st.sampled_from("ab")),
        st.builds(lambda t: executed("a", reasoning_content=t), st.sampled_from(["a", "b", ""])),
        st.builds(lambda c: said("x", is_copied_context=c), st.booleans()),
        st.integers(),
    ),
    max_size=30,
)


@given(STEPS)
def test_every_step_object_is_in_one_turn_in_order(steps):
    """Joining loses nothing, repeats nothing and changes no order."""
    assert [place for group in joined(steps) for place in group] == list(range(len(steps)))


def test_turns_of_real_trials_are_the_messages_of_the_agents_own_log():
    """No turn holds calls of two messages, and a message's calls stand in one turn while results came in."""
    checked = 0
    for trial in sorted(labelled("codetracer", "trials").iterdir()):
        file = trial / "agent" / "trajectory.json"
        if not file.exists():
            continue
        message_of = messages_of_calls(trial)
        steps = json.loads(file.read_text(encoding="utf-8"))["steps"]
        turns_of: dict[str, set[int]] = defaultdict(set)
        for turn, group in enumerate(joined(steps)):
            answered = [c for place in group if "observation" in steps[place] for c in steps[place]["tool_calls"]]
            ids = [message_of[c["tool_call_id"]] for c in answered if c["tool_call_id"] in message_of]
            assert len(set(ids)) <= 1, (trial.name, group)
            for one in ids:
                turns_of[one].add(turn)
        assert all(len(turns) == 1 for turns in turns_of.values()), trial.name
        checked += len(turns_of)
    assert checked > 500


def messages_of_calls(trial) -> dict[str, str]:
    """Return the message id of each call of the agent's log; calls whose ids are used twice are left out."""
    ids: dict[str, set[str]] = defaultdict(set)
    for line in (trial / "agent" / "claude-code.txt").read_text(encoding="utf-8").splitlines():
        try:
            record = json.loads(line)
        except ValueError:
            continue
        if isinstance(record, dict) and record.get("type") == "assistant":
            for block in record["message"]["content"]:
                if block.get("type") == "tool_use":
                    ids[block["id"]].add(record["message"]["id"])
    return {call_id: found.pop() for call_id, found in ids.items() if len(found) == 1}
