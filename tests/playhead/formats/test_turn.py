"""Turns while they are joined: what the pass says of a step is what the built step says, and numbers stay."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from playhead.formats.joined_log import Log
from playhead.formats.turns import Dialect, Turns
from playhead.storage.filling import columns_of
from playhead.storage.line_steps import Progress
from tests.playhead.formats.test_turns import answer, call, parts_of, said

# The code that pi writes at the end of a result.
DIALECT = Dialect("pi", parts_of, lambda record: record.get("at"), lambda record: record.get("id"))
NAMES = st.sampled_from(["a", "b", "c", None])
OUTPUTS = st.sampled_from([None, "", "out", "no\n\nCommand exited with code 2"])
CALLS = st.builds(
    lambda name, more: call(name, **more),
    NAMES,
    st.sampled_from([{}, {"command": None, "tool": "read"}, {"executed": False}, {"command": "cat f"}]),
)
ANSWERS = st.builds(
    lambda name, output, more: answer(name, output, **more),
    NAMES,
    OUTPUTS,
    st.sampled_from([{}, {"exit_code": 3}, {"exit_code": 0}, {"is_error": True}, {"executed": False}]),
)
PARTS = st.one_of(
    CALLS,
    ANSWERS,
    st.sampled_from([said("on"), said("go", source="user"), said("m", turn="t1"), {"is": "spent", "tokens": 3}]),
)
RECORDS = st.lists(st.lists(PARTS, max_size=4), max_size=25)


@given(RECORDS)
def test_the_columns_of_the_pass_are_those_of_the_built_steps(tmp_path_factory: Any, records: list[Any]) -> None:
    """Kind, failures, actions and exit code are told without building a step, and tell the same."""
    path = tmp_path_factory.mktemp("log") / "a.jsonl"
    path.write_text("".join(json.dumps({"parts": one}) + "\n" for one in records) + "broken\n")
    log = Log(path)
    turns = Turns(log, DIALECT)
    for record in log.scan():
        turns.take(record)
    steps = turns.steps()
    told, built = steps.columns(0, len(steps)), columns_of([steps[index] for index in range(len(steps))])
    assert told[:3] == built[:3]
    assert list(told.exit_codes) == list(built.exit_codes)


@given(RECORDS)
def test_a_published_turn_keeps_its_id_and_numbers(tmp_path_factory: Any, records: list[Any]) -> None:
    """Whatever comes later, a step that could be seen stays what it was called and how its actions count."""
    path = tmp_path_factory.mktemp("log") / "a.jsonl"
    path.write_text("".join(json.dumps({"parts": one, "id": "same"}) + "\n" for one in records))
    log = Log(path)
    turns = Turns(log, DIALECT, Progress())
    told = []
    for record in log.scan():
        turns.take(record)
        told.append([numbers(turns, index) for index in range(turns.publish(ended=False))])
    last = [numbers(turns, index) for index in range(turns.publish(ended=True))]
    assert all(last[: len(one)] == one for one in told)


def numbers(turns: Turns, index: int) -> tuple[str, int | None, list[int | None]]:
    """Return id, number and actions' numbers of a step."""
    step = turns.steps()[index]
    return step.id, step.n, [action.n for action in step.actions]
