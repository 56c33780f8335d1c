"""The phases of all steps of a run at once, as its ribbon shows them: by kind first, as steps say when it is read.

Columns know kinds only, so an edit of a check is an edit until the rules have read the run; then it is verification,
as its step says (`phases.py`). The steps after a moment's trigger up to its end are recovery, where that is asked for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from playhead.insight.ledger import Deed
from playhead.insight.moments.values import Moment, MomentOutcome
from playhead.insight.paths import is_check_path
from playhead.insight.phases import PHASES, phases_by_kind
from playhead.insight.run_insight import RunInsight
from playhead.model import Phase

_EDIT, _VERIFICATION, _RECOVERY = map(PHASES.index, (Phase.EDIT, Phase.VERIFICATION, Phase.RECOVERY))


def with_verifying(phases: bytes, positions: Sequence[int]) -> bytes:
    """Return phases in which these steps, where they are edits, are verification."""
    told = bytearray(phases)
    for position in positions:
        if position < len(told) and told[position] == _EDIT:
            told[position] = _VERIFICATION
    return bytes(told)


def verifying_edits(deeds: Sequence[Deed]) -> Iterator[int]:
    """Yield the positions of the steps that edited nothing but checks."""
    paths: dict[int, list[str]] = defaultdict(list)
    for deed in deeds:
        if deed.changes:
            paths[deed.position] += [one.path for one in deed.changes]
    return (position for position, some in paths.items() if all(map(is_check_path, some)))


def phases_of_run(kinds: bytes, insight: RunInsight) -> bytes:
    """Return the phase of each step where the rules have read the run: also what is recovery."""
    phases = bytearray(with_verifying(phases_by_kind(kinds), tuple(verifying_edits(insight.deeds))))
    for position in recovering(insight.moments, len(phases)):
        phases[position] = _RECOVERY
    return bytes(phases)


def recovering(moments: Iterable[Moment], steps: int) -> frozenset[int]:
    """Return the positions of the steps that are recovery: those after a moment's trigger, up to its end."""
    return frozenset(position for moment in moments for position in _recovering(moment, steps))


def _recovering(moment: Moment, steps: int) -> range:
    if moment.outcome is MomentOutcome.NOT_NEGATIVE:
        return range(0)
    return range(moment.trigger_position + 1, min(moment.end_position + 1, steps))
