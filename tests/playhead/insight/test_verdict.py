"""What a run's outer evidence says."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playhead.insight.replay import missing_to_replay
from playhead.insight.verdict import counts_of, is_bad, reported_tests, row_of_layer
from playhead.model import Agent, Layer, Snapshot
from tests.widgets.making import tape


def verification(title: str = "verifier", **data: Any) -> Layer:
    """Return a verification with these fields."""
    return Layer("verification", title, data=data)


@pytest.mark.parametrize(
    ("layer", "title", "result", "bad"),
    [
        (Layer("patch", "66 files +16432 -3"), "final patch", "66 files +16k -3", False),
        (Layer("patch", "artifacts/a.patch 1 file +1 -0"), "final patch artifacts/a.patch", "1 file +1 -0", False),
        (verification("verifier 6 failed of 7", failed=6, passed=1), "verifier", "6 failed of 7", True),
        (verification("hidden tests · pytest · 13 passed", passed=13), "hidden tests · pytest", "13 passed", False),
        (verification("verifier reward 0", rewards={"reward": 0.0}), "verifier", "reward 0", True),
        (verification("", tests=[]), "verification", "", False),
        (Layer("exception", "AgentTimeoutError: 900 s"), "exception AgentTimeoutError: 900 s", "", True),
        (Layer("review", "reject · ben"), "review reject · ben", "", False),
        (Layer("log", "agent/x.txt 77.5 kB"), "log agent/x.txt", "77.5 kB", False),
    ],
)
def test_a_layer_in_one_row(layer: Layer, title: str, result: str, bad: bool) -> None:
    """What it is stands left, its figures right, large ones short; what went wrong is marked."""
    row = row_of_layer(layer)
    assert (row.title, row.result, row.failed) == (title, result, bad)


def test_tests_are_read_with_status_and_trace() -> None:
    """A test fails by any status but passed and skipped; its trace is what the verifier wrote of it."""
    layer = verification(
        tests=[
            {"name": "a", "status": "passed"},
            {"name": "b", "status": "failed", "trace": "E  no"},
            {"name": "c", "status": "skipped"},
            {"name": "d", "result": "ERROR", "message": "boom"},
        ]
    )
    assert [one.name for one in reported_tests(layer) if one.failed] == ["b", "d"]
    assert [one.trace for one in reported_tests(layer)] == ["", "E  no", "", "boom"]
    assert counts_of(layer) == (2, 2)


def test_names_alone_are_tests_too() -> None:
    """Lists of failed and passed names count as tests."""
    layer = verification(failed=["a"], passed=["b", "c"])
    assert counts_of(layer) == (1, 2)
    assert [one.failed for one in reported_tests(layer)] == [True, False, False]


@given(
    st.dictionaries(
        st.sampled_from(["tests", "failed", "passed", "rewards"]),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.floats(),
            lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["name", "status"]), inner),
            max_leaves=6,
        ),
    )
)
def test_any_object_of_a_verifier_is_read(data: dict[str, Any]) -> None:
    """Wrong types anywhere in a verification make no rule fail."""
    layer = verification("x", **data)
    assert isinstance(is_bad(layer), bool)
    assert row_of_layer(layer).title == "x"
    assert all(isinstance(one.failed, bool) for one in reported_tests(layer))


def test_what_is_missing_to_replay() -> None:
    """An empty record misses everything; a full one nothing; the command of a verification is a test command."""
    assert missing_to_replay(tape([]))[:4] == ("the task's text", "repository", "commit", "image")
    full = tape(
        [],
        task="Fix it",
        snapshot=Snapshot("shop", "abc"),
        environment={"image": "python:3.12"},
        agent=Agent("a", "1", "m"),
        layers=(verification("x", command="pytest"),),
    )
    assert missing_to_replay(full) == ()
