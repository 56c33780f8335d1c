"""Our proposals for the runs of the marked sets: the insight of a run, its checks, and what both make suspicious."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from benchmarks.scores.marked import MarkedRun, agentrx_magentic, agentrx_tau, who_and_when
from benchmarks.scores.suspects import Ranked, ranked
from playhead.insight.checks import checks_of
from playhead.insight.run_insight import insight_of
from playhead.insight.suspects import suspects_of


def ranked_sets() -> list[tuple[str, Sequence[Ranked]]]:
    """Return the halves of both sets, and each set as a whole.

    Raises:
        NotHereError: a set is not on this machine.

    """
    halves = {
        "Who&When, algorithm-generated": ranked(who_and_when("Algorithm-Generated"), proposals),
        "Who&When, hand-crafted": ranked(who_and_when("Hand-Crafted"), proposals),
        "AgentRx, Magentic-One": ranked(agentrx_magentic(), proposals),
        "AgentRx, tau-bench retail": ranked(agentrx_tau(), proposals),
    }
    both = list(halves.values())
    whole = {"Who&When, all": list(chain(*both[:2])), "AgentRx, all": list(chain(*both[2:]))}
    return [*halves.items(), *whole.items()]


def proposals(run: MarkedRun) -> Sequence[int]:
    """Return the positions that the rules suspect, most suspect first."""
    insight = insight_of(run.tape)
    return [one.position for one in suspects_of(run.tape, insight, checks_of(run.tape, insight))]
