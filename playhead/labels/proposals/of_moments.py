"""Recovery moments as labels of spans: what came of a setback (`labels.md` 2.3)."""

from __future__ import annotations

from collections.abc import Iterator

from playhead.insight.moments.values import Moment
from playhead.insight.run_insight import RunInsight
from playhead.labels.proposals.reasons import cited_feedback, cut, plural
from playhead.labels.proposals.values import Proposal, Where
from playhead.labels.proposals.vocabulary import Vocabulary
from playhead.model import Tape


def of_moments(tape: Tape, insight: RunInsight, words: Vocabulary) -> Iterator[Proposal]:
    """Yield the outcome of each moment, on its span; of two with one span the longer in actions speaks."""
    seen = {one.number: one for one in insight.feedback}
    for moment in sorted(insight.moments, key=lambda one: (one.trigger_position, -one.length)):
        said = words.value("moment", "span", str(moment.outcome))
        if said is None or not _has_number(tape, moment):
            continue
        place, number = moment.trigger_position, moment.trigger_action
        evidence = cited_feedback(tape.steps, place, number, moment.feedback, seen.get(number))
        where = Where(moment.trigger_position, moment.end_position)
        yield Proposal(*said, where, "moments", _why(moment), (evidence,))


def _why(moment: Moment) -> str:
    tries = plural(len(moment.attempts), "attempt") if moment.attempts else ""
    settled = f"settled by {moment.settled_by}" if moment.settled_by else ""
    parts = (cut(moment.feedback.quote, 70), tries, plural(moment.length, "action"), cut(settled, 60))
    return " · ".join(part for part in parts if part)


def _has_number(tape: Tape, moment: Moment) -> bool:
    """Return whether the span's ends are steps of this run: labels are not put on copied context."""
    ends = (moment.trigger_position, moment.end_position)
    return all(tape.steps[end].n is not None for end in ends)
