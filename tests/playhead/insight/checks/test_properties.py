"""What holds of the checks of any run."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from playhead.insight.checks import checks_of
from playhead.insight.decisions import decisions_of
from playhead.insight.run_insight import insight_of
from playhead.model import Action, Layer, Status, Tape
from tests.playhead.insight.checks.cases import CASES
from tests.playhead.insight.checks.checking import Act, tape_of

ACTS: list[Act] = [act for _, _, acts, _ in CASES for act in acts]
STRANGE: list[dict[str, Any]] = [
    {"tool": "", "command": "", "output": None},
    {"tool": "bash", "command": "cat '", "output": "\x00\ud800" * 3, "exit_code": -1},
    {"tool": "edit", "arguments": {"path": "", "old_str": "\n", "new_str": None}, "output": "x"},
    {"tool": "bash", "command": "git checkout -- ; git stash; rm", "output": ""},
]


@given(
    st.lists(st.sampled_from([*ACTS, *STRANGE]), max_size=30),
    st.sampled_from(["", "Fix the bug in shop/order.py: tests/test_a.py fails.", "\ud800 ../../x.py"]),
    st.sampled_from(list(Status)),
    st.booleans(),
)
def test_checks_never_fail_and_say_the_same_twice(acts: list[Act], task: str, status: Status, reviewed: bool) -> None:
    """Any run gets all twenty answers, the same each time, with evidence that lies in the run."""
    layers = [Layer("review", "rejected", "`fee` in shop/order.py"), Layer("verification", "", data={"failed": []})]
    tape = tape_of(acts, task, status, layers if reviewed else ())
    insight = insight_of(tape)
    found = checks_of(tape, insight)
    assert [one.id for one in found] == [f"C{number}" for number in range(1, 21)]
    assert found == checks_of(tape, insight)
    assert all(0 <= position < len(acts) for one in found for position in one.positions)
    assert all(one.why.strip() for one in found)


@given(st.lists(st.sampled_from([*ACTS, *STRANGE]), max_size=30))
def test_evidence_of_a_decision_lies_before_it(acts: list[Act]) -> None:
    """Decision points are in reading order, one first edit a file, and what came before them did."""
    found = decisions_of(tape_of(acts, "See tests/test_a.py"))
    assert [one.position for one in found] == sorted(one.position for one in found)
    firsts = [one.path for one in found if one.what == "first_edit"]
    assert len(firsts) == len(set(firsts))
    for one in found:
        assert all(mention.position is None or mention.position <= one.position for mention in one.mentions)
        assert one.blind == (not one.mentions and not one.made)


def test_the_work_grows_with_the_run_and_no_faster(monkeypatch: Any) -> None:
    """Twice the run needs about twice the looks at steps: nothing is read anew for every edit or comment."""
    looks = []
    for times in (300, 600):
        tape = tape_of([act for _, _, acts, _ in CASES[:60] for act in acts][: times // 2] * 2, "fix the bug")
        counted = _Counted(tape)
        monkeypatch.setattr("playhead.insight.checks.checked.Checked.action", counted.action)
        checks_of(tape, insight_of(tape))
        looks.append(counted.count / len(tape.steps))
    assert looks[1] <= 2 * looks[0]


class _Counted:
    """Counts how often a check reads an action again."""

    def __init__(self, tape: Tape) -> None:
        self.count = 0
        self._actions = {action.n: action for place in range(len(tape.steps)) for action in tape.steps[place].actions}

    def action(self, deed: Any) -> Action | None:
        """Return the action of an entry."""
        self.count += 1
        return self._actions.get(deed.number)
