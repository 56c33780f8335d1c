"""What the scorers said of a sample: the outcome, as far as a score says one, and a verification for each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from playhead.formats.inspect.contents import Contents
from playhead.formats.inspect.own_score import SCORE
from playhead.formats.parts import title_of
from playhead.formats.patch_layer import patch_layer
from playhead.formats.values import float_of, list_of, mapping_of, text_of
from playhead.model import Layer, RawRef, Status

# Inspect's own constants (CORRECT, INCORRECT, PARTIAL, NOANSWER in inspect_ai/scorer/_metric.py).
_LETTERS = {"C": Status.RESOLVED, "I": Status.FAILED, "P": Status.PARTIAL, "N": Status.FAILED}
_WORDS = {"C": "correct", "I": "incorrect", "P": "partly correct", "N": "no answer"}
_WORTH = {Status.RESOLVED: 1.0, Status.FAILED: 0.0, Status.PARTIAL: 0.5}
_TOLD_ELSEWHERE = frozenset({"grading", "model_patch"})  # the scorer's own model calls are a sub-agent
_OF_CORRECTNESS = ("accuracy",)


def scores_of(sample: Mapping[str, Any]) -> Mapping[str, Mapping[str, Any]]:
    """Return the scores of a sample by name; one that stood alone in the first logs is named `score`."""
    found = {name: mapping_of(one) for name, one in mapping_of(sample.get("scores")).items() if name != SCORE}
    alone = sample.get("score")
    return found or ({"score": mapping_of(alone)} if isinstance(alone, Mapping) else {})


def status_of(scores: Mapping[str, Mapping[str, Any]], correctness: frozenset[str]) -> tuple[Status, str | None]:
    """Return what the scores say together, and the names of those that say something.

    Scores that say nothing of right or wrong (a rating, a count) do not count; those that disagree are `partial`.
    """
    said = {name: _status(one.get("value"), name in correctness) for name, one in scores.items()}
    known = {name: status for name, status in said.items() if status is not Status.UNKNOWN}
    if not known:
        return Status.UNKNOWN, None
    every = set(known.values())
    return (every.pop() if len(every) == 1 else Status.PARTIAL), ", ".join(f"scores/{name}" for name in known)


def of_correctness(header: Mapping[str, Any]) -> frozenset[str]:
    """Return the scorers whose numbers are right or wrong: those whose accuracy is computed."""
    named: set[str] = set()
    for one in map(mapping_of, list_of(mapping_of(header.get("results")).get("scores"))):
        if any(metric in text_of(name) for name in mapping_of(one.get("metrics")) for metric in _OF_CORRECTNESS):
            named |= {text_of(one.get("name")), text_of(one.get("scorer"))}
    for one in map(mapping_of, list_of(mapping_of(header.get("eval")).get("scorers"))):
        metrics = (mapping_of(metric).get("name") for metric in list_of(one.get("metrics")))
        if any(metric in text_of(name) for name in metrics for metric in _OF_CORRECTNESS):
            named.add(text_of(one.get("name")))
    return frozenset(named)


def layers_of(
    sample: Mapping[str, Any], contents: Contents, correctness: frozenset[str], place: RawRef
) -> Iterator[Layer]:
    """Yield a patch that a scorer kept of the sandbox, and a verification for each score."""
    target = contents.resolved(sample.get("target"))
    for score in scores_of(sample).values():
        patch = mapping_of(score.get("metadata")).get("model_patch")  # of inspect_evals' SWE-bench scorers
        if isinstance(patch, str) and patch.strip():
            yield patch_layer(text_of(contents.resolved(patch)), (place,))
    for name, score in scores_of(sample).items():
        value = contents.resolved(score.get("value"))
        status = _status(value, name in correctness)
        worth = {} if status is Status.UNKNOWN else {"rewards": {"reward": _WORTH[status]}}
        told = {"value": value, "answer": contents.resolved(score.get("answer")), "target": target}
        more = mapping_of(score.get("metadata"))
        metadata = {key: contents.resolved(more[key]) for key in more if key not in _TOLD_ELSEWHERE}
        data = {
            "by": name,
            "kind": "score",
            **{key: one for key, one in told.items() if one not in (None, "")},
            **worth,
        }
        title = title_of(f"{name} {_in_words(value)}")
        extra = {**({"metadata": metadata} if metadata else {}), **_edited(score)}
        yield Layer("verification", title, contents.text(score.get("explanation")), {**data, **extra}, (place,))


def _in_words(value: Any) -> str:
    """Return a score as it is told: what Inspect's letters stand for, anything else as it is."""
    text = text_of(value)
    word = _WORDS.get(text.strip().upper())
    return f"{text.strip()} ({word})" if word else text


def _edited(score: Mapping[str, Any]) -> dict[str, Any]:
    """Return who changed a score after it was given, and why."""
    history = list_of(score.get("history"))
    by = mapping_of(mapping_of(history[-1]).get("provenance")) if history else {}
    return {f"changed {name}": text_of(by[key]) for name, key in (("by", "author"), ("for", "reason")) if by.get(key)}


def _status(value: Any, of_right_or_wrong: bool) -> Status:
    """Return what a value says: Inspect's letters, true and false; a number only where it is of right or wrong."""
    if isinstance(value, str) and value.strip().upper() in _LETTERS:
        return _LETTERS[value.strip().upper()]
    if isinstance(value, bool):
        return Status.RESOLVED if value else Status.FAILED
    if isinstance(value, Mapping) and value:
        every = {_status(one, of_right_or_wrong) for one in value.values()}
        return Status.UNKNOWN if Status.UNKNOWN in every else every.pop() if len(every) == 1 else Status.PARTIAL
    number = float_of(value) if not isinstance(value, str) else None
    if number is None or not of_right_or_wrong or not 0 <= number <= 1:
        return Status.UNKNOWN
    return Status.RESOLVED if number == 1 else Status.FAILED if number == 0 else Status.PARTIAL
