"""How a Harbor trial ended: the verifier's reward, else the exception that broke it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from playhead.formats.atif.facts import status_of_reward
from playhead.formats.atif.run import Files
from playhead.formats.harbor.files import json_of, text_of_file
from playhead.formats.values import float_of, mapping_of, optional_text
from playhead.model import Outcome, Status


class Rewards(NamedTuple):
    """Numbers by name, and which file and field they stand in."""

    values: Mapping[str, float]
    source: str


def rewards_of(files: Files, result: Mapping[str, Any]) -> Rewards | None:
    """Return the verifier's rewards: of the result, else of the verifier's own files; None without any."""
    found = _numbers(mapping_of(result.get("verifier_result")).get("rewards"))
    if found:
        return Rewards(found, "result.json /verifier_result/rewards")
    found = _numbers(json_of(files, "verifier/reward.json"))
    if found:
        return Rewards(found, "verifier/reward.json")
    text = text_of_file(files, "verifier/reward.txt", limit=256)
    found = _numbers(text.text.strip()) if text else {}
    return Rewards(found, "verifier/reward.txt") if found else None


def outcome_of(rewards: Rewards | None, exception: str | None) -> Outcome:
    """Return the outcome; `exception` is its one-line text. A reward decides, an exception is then the reason."""
    if rewards is not None:
        return Outcome(_status(rewards.values), rewards.source, exception)
    if exception is not None:
        return Outcome(Status.ERROR, "result.json /exception_info", exception)
    return Outcome(Status.UNKNOWN, None, "The trial has neither a reward nor an exception.")


def exception_line(info: Mapping[str, Any], text: str) -> str | None:
    """Return the exception of a trial in one line, from `exception_info`, else from the end of its traceback."""
    kind, message = optional_text(info.get("exception_type")), optional_text(info.get("exception_message"))
    if kind or message:
        return ": ".join(part for part in (kind, (message or "").strip().partition("\n")[0]) if part)[:500]
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1][:500] if lines else None


def _status(values: Mapping[str, float]) -> Status:
    """Return the status of the reward named so, else resolved where all are 1, failed where none is above 0."""
    if "reward" in values:
        return status_of_reward(values["reward"])
    each = {status_of_reward(value) for value in values.values()}
    return each.pop() if len(each) == 1 else Status.PARTIAL


def _numbers(found: Any) -> dict[str, float]:
    if not isinstance(found, Mapping):
        found = {"reward": found}
    numbers: dict[str, float] = {}
    for name, value in found.items():
        number = float(value) if isinstance(value, bool) else float_of(value)
        if number is not None:
            numbers[str(name)] = number
    return numbers
