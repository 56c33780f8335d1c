"""What the rules found, as the ribbon shows it: where moments lie, where tests passed, what failed and what did not."""

from __future__ import annotations

from dataclasses import dataclass

from playhead.insight.run_insight import RunInsight
from playhead.insight.run_phases import verifying_edits, with_verifying
from widgets.present.outcome_looks import STYLES, UNSOLVED, WORST_FIRST
from widgets.present.palette import PASSED_GLYPH, SOLVED_GLYPH, SUCCESS, UNSOLVED_GLYPH

PASSED = (PASSED_GLYPH, SUCCESS)
_RANKS = {outcome: rank for rank, outcome in enumerate(WORST_FIRST)}


@dataclass(frozen=True, slots=True)
class RibbonEvents:
    """Positions of steps: `moments` with first, last and outcome; `passed` where tests passed.

    `negative` says where something counts against the agent, `quiet` where a failed action does not. `verifying` are
    edits of nothing but checks.
    """

    moments: tuple[tuple[int, int, str], ...] = ()
    passed: tuple[int, ...] = ()
    negative: frozenset[int] = frozenset()
    quiet: frozenset[int] = frozenset()
    verifying: tuple[int, ...] = ()

    def phases(self, phases: bytes) -> bytes:
        """Return the phases of steps as the steps themselves say: columns take every edit for one."""
        return with_verifying(phases, self.verifying)

    def failed(self, failed: bytes) -> bytes:
        """Return which steps failed, by what the rules say of them."""
        told = bytearray(failed)
        for position in self.quiet:
            if position < len(told):
                told[position] = 0
        for position in self.negative:
            if position < len(told):
                told[position] = 1
        return bytes(told)

    def cells(self, steps: int, cells: int) -> tuple[tuple[str, str], ...]:
        """Return what stands in each of `cells` where nothing else does, with its style; of several the worst."""
        worst: list[str | None] = [None] * cells
        for first, last, outcome in self.moments if cells else ():
            for cell in range(_cell(first, steps, cells), _cell(last, steps, cells) + 1):
                before = worst[cell]
                worst[cell] = outcome if before is None or _RANKS[outcome] < _RANKS[before] else before
        drawn = [_line(one) for one in worst]
        for position in self.passed if cells else ():
            drawn[_cell(position, steps, cells)] = PASSED
        return tuple(drawn)


def events_of(found: RunInsight) -> RibbonEvents:
    """Return what the ribbon shows of what was found; moments that were wanted so are left out."""
    moments = [one for one in found.moments if one.outcome != "not_negative"]
    negative = {_read_at(one.position, one.said_at) for one in found.negative}
    excluded = {one.position for one in found.feedback if not one.feedback.negative}
    return RibbonEvents(
        tuple((one.trigger_position, one.end_position, str(one.outcome)) for one in moments),
        _passed(found),
        frozenset(negative),
        frozenset(excluded - negative),
        tuple(verifying_edits(found.deeds)),
    )


def _passed(found: RunInsight) -> tuple[int, ...]:
    """Return where tests ran and all of them passed."""
    return tuple(one.position for one in found.deeds if one.report is not None and one.passed)


def _read_at(position: int, said_at: int | None) -> int:
    return position if said_at is None else said_at


def _line(outcome: str | None) -> tuple[str, str]:
    if outcome is None:
        return " ", ""
    return (UNSOLVED_GLYPH if outcome in UNSOLVED else SOLVED_GLYPH), STYLES[outcome]


def _cell(position: int, steps: int, cells: int) -> int:
    return ((max(0, min(position, steps - 1)) + 1) * cells - 1) // steps
