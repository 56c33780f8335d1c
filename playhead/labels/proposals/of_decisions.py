"""Why this file, why this test: labels of the steps that decide, by what had been seen before (`decisions.py`)."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator
from typing import Any

from playhead.insight.before import Came
from playhead.insight.decisions import DecisionPoint, decisions_of
from playhead.labels.proposals.reasons import MOST_CITED, cited_action, cut
from playhead.labels.proposals.values import Proposal, Where
from playhead.labels.proposals.vocabulary import Vocabulary
from playhead.model import Tape

_RULE = "decisions@1"
_SEEN = {Came.READ, Came.SEARCH, Came.TRACE, Came.TASK, Came.OUTPUT}


def of_decisions(tape: Tape, words: Vocabulary, going: Callable[[int], bool] | None = None) -> Iterator[Proposal]:
    """Yield what may be said of the first edit of each file, and of test runs that are about what was changed."""
    if words.label("decision", "step") is None:
        return
    for point in decisions_of(tape, going):
        option, why = _edit(point) if point.what == "first_edit" else _test(point)
        said = words.value("decision", "step", option) if option else None
        if said is not None and tape.steps[point.position].n is not None:
            yield Proposal(*said, Where(point.position), "decisions", cut(why), _evidence(tape, point))


def _edit(point: DecisionPoint) -> tuple[str, str]:
    if point.made:
        return "", ""
    name = posixpath.basename(point.path)
    if point.blind:
        return "file_by_name", f"nothing seen before names {name}"
    seen = [str(how) for how in Came if how in point.hows & _SEEN]
    return ("file_by_evidence", f"{name} came up before: {', '.join(seen)}") if seen else ("", "")


def _test(point: DecisionPoint) -> tuple[str, str]:
    """Only a test that is named after an edited file says by its name what it is about."""
    if not point.path:
        return "", ""
    about = _stem(point.path)
    edited = [one.action.path or "" for one in point.mentions if one.how is Came.EDIT and one.action is not None]
    match = next((path for path in edited if _stem(path) == about), None)
    name = posixpath.basename(point.path)
    return ("test_matches_change", f"{name} is named after the edited {cut(match, 60)}") if match else ("", "")


def _stem(path: str) -> str:
    stem = posixpath.basename(path).partition(".")[0].lower()
    return stem.removeprefix("test_").removesuffix("_test").removesuffix("test").strip("_-")


def _evidence(tape: Tape, point: DecisionPoint) -> tuple[dict[str, Any], ...]:
    placed = [one for one in point.mentions if one.position is not None and one.how in _SEEN | {Came.EDIT}]
    cited = [
        cited_action(tape.steps, one.position, one.action.n if one.action is not None else None, _RULE)
        for one in placed[:MOST_CITED]
        if one.position is not None
    ]
    return tuple(cited) or ({"rule": _RULE},)
