"""Runs of one task beside each other: how long each looked before it edited, as far as that is remembered."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from playhead.corpus.cache import SummaryCache
from playhead.corpus.found_by_rules import named, task_hash
from playhead.model import Tape
from playhead.opening import RunEntry
from playhead.settings import DEFAULTS, RuleSettings

MOST_RUNS = 500
"""Of more runs in a list the nearest ones are asked for."""


def searches_beside(
    tape: Tape,
    entries: Sequence[RunEntry],
    place: int,
    settings: RuleSettings = DEFAULTS,
    *,
    going: Callable[[int], bool] | None = None,
) -> tuple[float, ...]:
    """Return what check C3 measured in the runs of this run's task that stand beside it in a list, it left out.

    `place` is its own. Only what the rules have found before is known, by the same parameters: no run is opened.
    `going` is asked before each run, and ends the look by returning False.
    """
    task, by = task_hash(tape.task), named(settings)
    first = max(0, min(place - MOST_RUNS // 2, len(entries) - MOST_RUNS))
    near = [one for at, one in enumerate(entries[first : first + MOST_RUNS], first) if at != place]
    if not task or not near:
        return ()
    found: list[float] = []
    cache = SummaryCache()
    try:
        for entry in near:
            if going is not None and not going(0):
                break
            known = cache.get(entry.path, entry.key)
            rules = known.found if known is not None else None
            if rules is not None and rules.search is not None and (rules.task, rules.by) == (task, by):
                found.append(rules.search)
    finally:
        cache.close()
    return tuple(found)
