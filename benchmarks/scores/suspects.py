"""Where a rule would look first in a run that failed: the rank of the step that people marked among our proposals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from benchmarks.scores.agreement import mean, number
from benchmarks.scores.layout import Table
from benchmarks.scores.marked import MarkedRun

PUBLISHED = 0.142
"""Step accuracy of the best method of Who&When (2505.00212, all 184 logs); a model reads the run for it."""
Proposer = Callable[[MarkedRun], Sequence[int]]


@dataclass(frozen=True, slots=True)
class Ranked:
    """One run: how many steps it has, our positions in order, the decisive one, and all that were marked."""

    steps: int
    proposed: tuple[int, ...]
    decisive: int
    marked: frozenset[int]

    def hit(self, most: int) -> bool:
        """Return whether the decisive step is among the first so many of ours."""
        return self.decisive in self.proposed[:most]

    @property
    def any_hit(self) -> bool:
        """Return whether our first is one of the steps that were marked at all."""
        return bool(self.marked & set(self.proposed[:1]))

    @property
    def distance(self) -> int | None:
        """Return how many steps our first is away from the decisive one; None where nothing is proposed."""
        return abs(self.proposed[0] - self.decisive) if self.proposed else None


def ranked(runs: Iterable[MarkedRun], proposer: Proposer) -> list[Ranked]:
    """Return the runs with what is proposed for each; a position that is proposed twice counts once."""
    return [Ranked(len(one.tape.steps), tuple(dict.fromkeys(proposer(one))), one.decisive, one.marked) for one in runs]


def table(sets: Sequence[tuple[str, Sequence[Ranked]]]) -> Table:
    """Return the sets, a row each, with what guessing would reach."""
    heads = ("set", "runs", "steps", "proposed", "hit@1", "hit@3", "by chance", "one place", "any mark @1", "distance")
    note = (
        "hit@n: the step that decided the run is among our first n. The best published method reaches"
        f" {PUBLISHED:.1%} of steps on the 184 logs of Who&When, with a model that reads the run; ours are rules."
        " Positions are places in the history, from 0: mistake_step as it stands, AgentRx's step_number less one. By"
        " chance: one step drawn from all. One place: always the same place, the best there is for the set. Distance:"
        " the mean from our first to the decisive one, where something is proposed. The rules were written with the"
        " reasons of both sets in view: they will do worse on runs nobody has seen."
    )
    return Table("Steps that went wrong: Who&When and AgentRx", heads, tuple(_row(*one) for one in sets), (note,))


def _row(name: str, runs: Sequence[Ranked]) -> tuple[str, ...]:
    distances = [float(one.distance) for one in runs if one.distance is not None]
    return (
        name,
        str(len(runs)),
        number(mean([float(one.steps) for one in runs]), 1),
        str(sum(bool(one.proposed) for one in runs)),
        _percent([one.hit(1) for one in runs]),
        _percent([one.hit(3) for one in runs]),
        _percent([1 / one.steps for one in runs if one.steps]),
        _percent([one.decisive == _commonest(runs) for one in runs]),
        _percent([one.any_hit for one in runs]),
        number(mean(distances), 1),
    )


def _commonest(runs: Sequence[Ranked]) -> int:
    return Counter(one.decisive for one in runs).most_common(1)[0][0]


def _percent(values: Sequence[float]) -> str:
    share = mean(values)
    return "none" if share is None else f"{share:.1%}"
