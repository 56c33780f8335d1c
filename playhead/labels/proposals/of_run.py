"""Labels of the whole run: what a verifier said, and for a run that passed what shows no understanding."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from playhead.insight.checks import CheckResult
from playhead.insight.verdict import counts_of, is_bad
from playhead.labels.proposals.reasons import cut, plural
from playhead.labels.proposals.values import Proposal, Where
from playhead.labels.proposals.vocabulary import Vocabulary
from playhead.model import Layer, Status, Tape

LUCK = {
    "C1": "blind_retry",
    "C5": "no_verification",
    "C6": "disordered",
    "C7": "dependency_unread",
    "C11": "blind_retry",
    "C13": "special_case",
    "C17": "regression_cycle",
}
"""What a fired check says of a run that passed (AgentLens 2605.12925, five mechanisms; the seed's special case)."""
_RUN = Where()


def of_run(tape: Tape, checks: Sequence[CheckResult], words: Vocabulary) -> Iterator[Proposal]:
    """Yield what may be said of the run: outcome and hidden tests by its verifier, luck by its checks."""
    yield from _outcome(tape, words)
    yield from _hidden_test(tape, checks, words)
    yield from _luck(tape, checks, words)


def _outcome(tape: Tape, words: Vocabulary) -> Iterator[Proposal]:
    outcome = tape.outcome
    said = words.value("outcome", "run", str(outcome.status)) if outcome.status is not Status.UNKNOWN else None
    if said is not None and outcome.source is not None:
        evidence: dict[str, Any] = {"layer": "outcome", "source": outcome.source, "rule": "verifier@1"}
        why = outcome.reason or f"{outcome.source} says so"
        yield Proposal(*said, _RUN, "verifier", cut(why), (evidence,))


def _hidden_test(tape: Tape, checks: Sequence[CheckResult], words: Vocabulary) -> Iterator[Proposal]:
    layer = next((one for one in reversed(tape.layers) if one.name == "verification"), None)
    if layer is None:
        return  # not run, or not in the record: the record alone cannot tell which
    failed = _failed(layer, tape)
    if failed is None:
        return
    gap = next((one for one in checks if one.id == "C14" and one.fired), None)
    options = ("contradicts_visible", "fail") if gap is not None else ("fail",) if failed else ("pass",)
    said = words.value("hidden_test", "run", *options)
    if said is not None:
        why = gap.why if gap is not None else _counts(layer)
        evidence = {"layer": layer.name, "rule": "C14@1" if gap is not None else "verifier@1"}
        yield Proposal(*said, _RUN, "verifier", why, (evidence,))


def _failed(layer: Layer, tape: Tape) -> bool | None:
    """Return whether hidden tests failed, None where the verification does not say."""
    counts = counts_of(layer)
    if counts is not None and any(counts):
        return counts[0] > 0
    if is_bad(layer):
        return True
    return {Status.RESOLVED: False, Status.FAILED: True}.get(tape.outcome.status)


def _counts(layer: Layer) -> str:
    counts = counts_of(layer)
    if counts is None or not any(counts):
        return cut(layer.title or "The verification says so")
    return f"{plural(counts[0], 'test')} failed, {counts[1]:,} passed in the verification"


def _luck(tape: Tape, checks: Sequence[CheckResult], words: Vocabulary) -> Iterator[Proposal]:
    if tape.outcome.status is not Status.RESOLVED:
        return
    fired = [one for one in checks if one.fired and one.id in LUCK and words.value("luck", "run", LUCK[one.id])]
    said = words.value("luck", "run", *(LUCK[one.id] for one in fired)) if fired else None
    if said is not None:
        why = "evidence of understanding missing: " + ", ".join(one.title for one in fired)
        evidence = tuple({"rule": f"{one.id}@{one.version}"} for one in fired)
        yield Proposal(*said, _RUN, "checks", why, evidence)
