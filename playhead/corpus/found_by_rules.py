"""What the rules found in a run, as far as a list of many asks: what its moments came to, which checks fired."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from playhead.model import Tape
from playhead.settings import DEFAULTS, RuleSettings

MOST_STEPS = 50_000
"""A longer run is not looked at for a list: it would take a minute of the processor."""


@dataclass(frozen=True, slots=True)
class FoundByRules:
    """What moments came to and the ids of the checks that fired, each once; all empty where it was not `looked`.

    `search` is what check C3 measured, None for nothing, `task` a short hash of what the run was to do ("" for
    nothing): by them runs of one task are held against one another. `by` names the parameters of the rules.
    """

    by: str
    moments: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    looked: bool = True
    search: float | None = None
    task: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return it as a JSON object."""
        return asdict(self)


def found_in(tape: Tape, settings: RuleSettings = DEFAULTS) -> FoundByRules:
    """Return what the rules find in a run, after all its steps are known."""
    tape.steps.wait_for_steps()
    by = named(settings)
    if len(tape.steps) > MOST_STEPS:
        return FoundByRules(by, looked=False)
    from playhead.insight.checks import checks_of  # noqa: PLC0415 - most readings of runs need no rules
    from playhead.insight.run_insight import insight_of  # noqa: PLC0415 - the same

    insight = insight_of(tape, settings=settings)
    results = checks_of(tape, insight, settings)
    return FoundByRules(
        by,
        tuple(sorted({str(one.outcome) for one in insight.moments})),
        tuple(one.id for one in results if one.fired and not one.muted),
        search=next((one.value for one in results if one.id == "C3" and one.fired is not None), None),
        task=task_hash(tape.task),
    )


def named(settings: RuleSettings) -> str:
    """Return a short name of parameters, which is another one for others."""
    return _hash(repr(settings))


def task_hash(task: str) -> str:
    """Return a short hash of a task; "" for none."""
    return _hash(task.strip()) if task.strip() else ""


def found_from(decoded: Any) -> FoundByRules | None:
    """Return what a decoded object says; None where anything in it is not as `to_json` writes it."""
    if not isinstance(decoded, Mapping) or set(decoded) != set(FoundByRules.__slots__):
        return None
    lists = [decoded["moments"], decoded["checks"]]
    texts = [decoded["by"], decoded["task"], *(one for some in lists if isinstance(some, list | tuple) for one in some)]
    search = decoded["search"]
    if (
        not all(isinstance(one, list | tuple) for one in lists)
        or not all(isinstance(one, str) for one in texts)
        or not isinstance(decoded["looked"], bool)
        or isinstance(search, bool)
        or not (search is None or (isinstance(search, int | float) and math.isfinite(search)))
    ):
        return None
    return FoundByRules(**{**decoded, "moments": tuple(lists[0]), "checks": tuple(lists[1])})


def _hash(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
