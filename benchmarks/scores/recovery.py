"""Recovery moments against labelled episodes: triggers, spans, outcomes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.scores.agreement import Hits, Pair, agreement, mean, number, overlap
from benchmarks.scores.episodes import Episode, LabelledRun, labelled_runs
from benchmarks.scores.layout import Table
from benchmarks.scores.matching import Trigger, matched
from playhead import open_tape
from playhead.errors import PlayheadError
from playhead.insight.moments.values import Moment, MomentOutcome
from playhead.insight.run_insight import insight_of
from playhead.model import Tape

_HEADS = ("format", "runs", "episodes", "precision", "recall", "F1", "IoU", "outcome", "kappa", "false alarms/100")
_NOTE = (
    "A trigger may be one action off; each episode and each of our moments is matched once, exact ones first. Episodes"
    " that only one of two readers saw are neither hits nor false alarms. IoU is that of the spans of matched episodes,"
    " in actions; outcome and kappa are over matched episodes with an outcome."
)


@dataclass(frozen=True, slots=True)
class RunScore:
    """What one run gave. `pairs` are (episode, moment) for what was matched; the others stand alone."""

    run: LabelledRun
    tape: Tape
    pairs: tuple[tuple[Episode, Moment], ...]
    missed: tuple[Episode, ...]
    invented: tuple[Moment, ...]
    actions: int

    @property
    def hits(self) -> Hits:
        """Return how many triggers were found, invented and missed."""
        return Hits(len(self.counted), len(self.invented), len(self.missed), self.actions)

    @property
    def counted(self) -> tuple[tuple[Episode, Moment], ...]:
        """Return the matched episodes that count."""
        return tuple(pair for pair in self.pairs if not pair[0].optional)

    @property
    def outcomes(self) -> list[Pair]:
        """Return (labelled, ours) for each matched episode with an outcome."""
        return [(one.outcome, str(moment.outcome)) for one, moment in self.counted if one.outcome]

    @property
    def overlaps(self) -> list[float]:
        """Return the temporal IoU of each matched episode."""
        return [span_overlap(one, moment, self.run.actions_read) for one, moment in self.counted]


def score_of(run: LabelledRun, tape: Tape, moments: Iterable[Moment]) -> RunScore:
    """Return what the moments of a run are worth, as far as its readers read."""
    ours = [one for one in moments if one.trigger_action <= run.actions_read]
    pairs = matched(
        [Trigger(one.trigger, one.kind, one.optional) for one in run.episodes],
        [Trigger(one.trigger_action, str(one.kind)) for one in ours],
    )
    taken = set(pairs.values())
    return RunScore(
        run,
        tape,
        tuple((run.episodes[place], ours[other]) for place, other in sorted(pairs.items())),
        tuple(one for place, one in enumerate(run.episodes) if place not in pairs and not one.optional),
        tuple(one for place, one in enumerate(ours) if place not in taken),
        min(run.actions_read, tape.steps.actions),
    )


def span_overlap(one: Episode, moment: Moment, last: int) -> float:
    """Return the IoU of an episode and a moment; of ends that readers differ about the nearest counts."""
    end = min(moment.end_action, last)
    return overlap((one.trigger, one.end_near(end)), (moment.trigger_action, end))


def scored(path: Path) -> tuple[list[RunScore], list[str]]:
    """Return the scores of all runs of a file of labels, and a sentence for each run that could not be opened."""
    scores: list[RunScore] = []
    unread: list[str] = []
    for run in labelled_runs(path):
        try:
            tape = open_tape(run.path, run.key)
            tape.steps.wait()
        except (PlayheadError, OSError):
            unread.append(f"Not scored: {run.name} could not be opened.")
            continue
        scores.append(score_of(run, tape, insight_of(tape).moments))
    return scores, unread


def table(name: str, scores: Sequence[RunScore], unread: Sequence[str] = ()) -> Table:
    """Return the scores by format, and all together."""
    formats = sorted({score.tape.format for score in scores})
    groups = [(one, [score for score in scores if score.tape.format == one]) for one in formats]
    rows = tuple(_row(*group) for group in [*groups, ("all", list(scores))])
    return Table(f"Recovery moments: {name}", _HEADS, rows, (_NOTE, *unread))


def confusion(scores: Sequence[RunScore]) -> Iterator[Table]:
    """Yield how outcomes were taken for others, where any were."""
    pairs = [pair for score in scores for pair in score.outcomes]
    names = [str(one) for one in MomentOutcome if any(str(one) in pair for pair in pairs)]
    counts = Counter(pairs)
    rows = [(label, *(str(counts[label, ours] or "·") for ours in names)) for label in names]
    if rows:
        yield Table("Outcomes of matched episodes: labelled (rows), ours (columns)", ("", *names), tuple(rows))


def _row(name: str, scores: Sequence[RunScore]) -> tuple[str, ...]:
    hits = sum((score.hits for score in scores), Hits())
    outcomes = agreement([pair for score in scores for pair in score.outcomes])
    return (
        name,
        str(len(scores)),
        str(hits.found + hits.missed),
        *(number(one) for one in (hits.precision, hits.recall, hits.f1)),
        number(mean([one for score in scores for one in score.overlaps])),
        number(outcomes.accuracy),
        outcomes.kappa_text,
        number(hits.invented_in_100),
    )
