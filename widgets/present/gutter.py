"""Brackets before the rows of the timeline: which moment a step lies in, where it begins and ends, how it came out."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from playhead.insight.moments.values import Moment
from playhead.insight.moments.weight import weight_of
from playhead.model import Step
from playhead.storage.source import StepSource
from widgets.present.outcome_looks import SIGNS, STYLES, weight_words
from widgets.present.palette import FAINT, WARNING
from widgets.present.row_pieces import GutterMark

DECIDED, BLIND = "•", "!"
"""Beside the first edit of a file and a test run: something had come before it, nothing had."""


@dataclass(frozen=True, slots=True)
class _Stretch:
    """From `start` to the next stretch this moment is the innermost, None where there is none."""

    start: int
    moment: Moment | None


@dataclass(frozen=True, slots=True)
class Gutter:
    """The innermost moment of every step; a moment that was wanted so has no bracket.

    `quiet` are the actions, as position and place, whose failure counts for nothing.
    """

    moments: Sequence[Moment] = ()
    decisions: Mapping[int, bool] = field(default_factory=dict)
    """Positions of decision points: True where nothing had come before one."""
    quiet: frozenset[tuple[int, int]] = frozenset()
    _stretches: list[_Stretch] = field(init=False, repr=False, compare=False)
    _starts: list[int] = field(init=False, repr=False, compare=False)
    _weights: dict[int, str] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        stretches = _stretches([one for one in self.moments if one.outcome != "not_negative"])
        object.__setattr__(self, "_stretches", stretches)
        object.__setattr__(self, "_starts", [one.start for one in stretches])

    def innermost(self, position: int) -> Moment | None:
        """Return the moment a step lies in: of several the one that began last."""
        place = bisect_right(self._starts, position) - 1
        return self._stretches[place].moment if place >= 0 else None

    def is_quiet(self, step: Step, action: int | None = None) -> bool:
        """Return whether what failed in a step, or in one of its actions, counts for nothing."""
        places = [place for place, one in enumerate(step.actions) if one.failed and action in (None, place)]
        return bool(places) and all((step.index, place) in self.quiet for place in places)

    def mark(self, position: int, steps: StepSource, *, action: bool = False) -> GutterMark | None:
        """Return what stands before the row of a step, or with `action` of one of its actions, which come below it."""
        moment = self.innermost(position)
        blind = None if action else self.decisions.get(position)
        decided = "" if blind is None else BLIND if blind else DECIDED
        if moment is None or (action and position == moment.end_position):
            return GutterMark(" ", decided, WARNING if blind else FAINT) if decided else None
        outcome = str(moment.outcome)
        first, last = position == moment.trigger_position, position == moment.end_position
        if action or not (first or last):
            return GutterMark("│", decided, STYLES[outcome])
        if first and last:
            return GutterMark(SIGNS[outcome], "", STYLES[outcome])
        glyph = "╭" if first else "╰"
        return GutterMark(glyph, SIGNS[outcome], STYLES[outcome], self._weight(moment, steps) if first else "")

    def _weight(self, moment: Moment, steps: StepSource) -> str:
        if moment.trigger_action not in self._weights:
            self._weights[moment.trigger_action] = weight_words(weight_of(moment, steps))
        return self._weights[moment.trigger_action]


def _stretches(moments: Sequence[Moment]) -> list[_Stretch]:
    """Return who is innermost from where on, in one sweep over where moments begin and end."""
    edges = sorted({one.trigger_position for one in moments} | {one.end_position + 1 for one in moments})
    waiting = sorted(moments, key=lambda one: (one.trigger_position, -one.end_position), reverse=True)
    open_ones: list[Moment] = []
    found: list[_Stretch] = []
    for edge in edges:
        while waiting and waiting[-1].trigger_position <= edge:
            open_ones.append(waiting.pop())
        open_ones = [one for one in open_ones if one.end_position >= edge]
        innermost = open_ones[-1] if open_ones else None
        if not found or found[-1].moment is not innermost:
            found.append(_Stretch(edge, innermost))
    return found
