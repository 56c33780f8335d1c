"""What a label is on: the run, a step or one action of it, a span of steps. Steps go by their native ids."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from playhead.errors import BadUseError
from playhead.labels.plain import plain_text
from playhead.model import Step

MAIN = "main"
"""The agent of the run's own steps."""
_MOST_DIGITS = 10
_KINDS = {"step", "from", "to"}


@dataclass(frozen=True, slots=True)
class RunTarget:
    """The whole run; `run` is its key in a file of many."""

    run: str | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the `on` object of an event."""
        return _named(run=self.run)


@dataclass(frozen=True, slots=True)
class StepTarget:
    """A step by its native id, `n` its number; `action` the run-wide number of one of its actions."""

    step: str
    n: int | None = None
    action: int | None = None
    run: str | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the `on` object of an event."""
        return _named(run=self.run, step=self.step, n=self.n, action=self.action)


@dataclass(frozen=True, slots=True)
class SpanTarget:
    """The steps from `first` to `last`, both included, by their native ids; those of a sub-agent by `AGENT:N`."""

    first: str
    last: str
    run: str | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the `on` object of an event."""
        return _named(run=self.run, **{"from": self.first, "to": self.last})


Target = RunTarget | StepTarget | SpanTarget


def target_from(on: Any) -> Target | None:
    """Return the target that an `on` object names, None for anything that names none."""
    if not isinstance(on, Mapping):
        return None
    run = _text(on.get("run"))
    step, first, last = _text(on.get("step")), _text(on.get("from")), _text(on.get("to"))
    if step is not None:
        return StepTarget(step, _number(on.get("n")), _number(on.get("action")), run)
    if first is not None and last is not None:
        return SpanTarget(first, last, run)
    return None if _KINDS & on.keys() else RunTarget(run)


def is_known_target(on: Any) -> bool:
    """Return whether this version knows what kind of thing an `on` object names."""
    return target_from(on) is not None and bool(_KINDS & on.keys() or on.keys() <= {"run"})


def step_target(step: Step, action: int | None = None, *, run: str | None = None) -> StepTarget:
    """Return the target of a step, or of its action number `action`. A sub-agent's step 3 is `AGENT:3`."""
    if step.agent != MAIN and step.n is not None:
        return StepTarget(f"{step.agent}:{step.n}", None, action, run)
    return StepTarget(step.id, step.n, action, run)


def span_target(first: Step, last: Step, *, run: str | None = None) -> SpanTarget:
    """Return the target of the steps between two, in reading order whichever was named first.

    In a sub-agent they are `AGENT:3` to `AGENT:7`.

    Raises:
        BadUseError: one is a step of the run, or of another sub-agent, and the other is not.

    """
    if first.agent != last.agent:
        threads = " and ".join("the run itself" if one.agent == MAIN else one.agent for one in (first, last))
        raise BadUseError(f"A span has both its ends in one thread; these are steps of {threads}.")
    start, end = (first, last) if first.index <= last.index else (last, first)
    return SpanTarget(step_target(start).step, step_target(end).step, run)


def ends_of(target: StepTarget | SpanTarget) -> tuple[str, ...]:
    """Return the native ids that a target names: of its step, or of the first and the last step."""
    return (target.step,) if isinstance(target, StepTarget) else (target.first, target.last)


def inner_step(native_id: str) -> tuple[str, int] | None:
    """Return the sub-agent and the number that `AGENT:3` names, None for an id that cannot be such a name."""
    agent, _, number = native_id.rpartition(":")
    fits = agent and number.isascii() and number.isdigit() and len(number) < _MOST_DIGITS
    return (agent, int(number)) if fits else None


def _named(**fields: Any) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}


def _text(value: Any) -> str | None:
    if isinstance(value, str):
        return plain_text(value)
    # Ids are numbers in some formats, and other programs write them so.
    return str(value) if isinstance(value, int) and not isinstance(value, bool) and -(2**63) < value < 2**63 else None


def _number(value: Any) -> int | None:
    fits = isinstance(value, int) and not isinstance(value, bool) and 0 < value < 2**63
    return value if fits else None
