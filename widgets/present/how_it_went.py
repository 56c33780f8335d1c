"""How a run went, in a few rows of its page: what its checks come to, which fired, its heaviest moments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len

from playhead.insight.best_line import best_quote
from playhead.insight.checks.standing import UNDERSTANDING, moments_told, standing
from playhead.insight.checks.values import CheckResult, Severity
from playhead.insight.moments.values import Moment
from playhead.insight.moments.weight import heaviest_first, weight_of
from playhead.model import Status, Tape
from widgets.document import Part
from widgets.present.amounts import counted
from widgets.present.fact_rows import NAME_AT_MOST, Fact, fact_part, heading
from widgets.present.outcome_looks import SIGNS, STYLES, WORDS, weight_words
from widgets.present.palette import FAILURE, MUTED, PLAIN, SUCCESS, WARNING

MOST_MOMENTS = 3
MOST_CHECKS = 6
_STYLES = {Severity.SERIOUS: FAILURE, Severity.WARNING: WARNING, Severity.INFO: MUTED}
_WORST_FIRST = tuple(_STYLES)


@dataclass(frozen=True, slots=True)
class HowItWent:
    """What the rules found in a run: the results of its checks, muted ones among them, and its moments."""

    results: Sequence[CheckResult]
    moments: Sequence[Moment]

    @property
    def fired(self) -> list[CheckResult]:
        """The checks that fired, the worst first; of several alike those that leave understanding open."""
        fired = [one for one in self.results if one.fired and not one.muted]
        return sorted(fired, key=lambda one: (_WORST_FIRST.index(one.severity), one.id not in UNDERSTANDING))

    @property
    def heaviest(self) -> list[Moment]:
        """The moments that took most, without what was wanted so."""
        return [one for one in heaviest_first(self.moments) if one.outcome != "not_negative"][:MOST_MOMENTS]

    @property
    def links(self) -> dict[str, int]:
        """Where the rows lead to, by their parts."""
        checks = {f"check {one.id}": one.positions[0] for one in self.fired if one.positions}
        return checks | {f"moment {one.trigger_action}": one.trigger_position for one in self.heaviest}


def how_it_went(tape: Tape, told: HowItWent, column: int) -> list[Part]:
    """Return the rows; their names take `column` cells, or as many as the longest of them."""
    rows = [("", _standing(tape, told))]
    fired = told.fired
    for one in fired[:MOST_CHECKS]:
        said = " · ".join(part for part in (_steps(tape, one.positions), one.title, one.why) if part)
        rows.append((f"check {one.id}", (one.id, said, _STYLES[one.severity])))
    if len(fired) > MOST_CHECKS:
        rows.append(("", ("", f"and {counted(len(fired) - MOST_CHECKS, 'more check')} that fired", MUTED)))
    rows += [(f"moment {one.trigger_action}", _moment(tape, one)) for one in told.heaviest]
    wide = min(NAME_AT_MOST, max(column, *(cell_len(fact[0]) for _, fact in rows)))
    parts = [heading("how it went", moments_told(told.moments))]
    for key, (name, value, style) in rows:
        parts += fact_part([(name + " " * max(0, wide - cell_len(name)), value, style)], key)
    return parts


def _standing(tape: Tape, told: HowItWent) -> Fact:
    said = standing(tape.outcome.status, told.results)
    passed = tape.outcome.status is Status.RESOLVED
    name, _, rest = said.partition("; ")
    return name, rest, WARNING if "missing" in said else SUCCESS if passed else PLAIN


def _moment(tape: Tape, moment: Moment) -> Fact:
    name = str(moment.outcome)
    where = _steps(tape, (moment.trigger_position, min(moment.end_position, len(tape.steps) - 1)), "-")
    quote = best_quote(tape.steps, moment) or "(no output)"
    weight = weight_words(weight_of(moment, tape.steps))
    return f"{SIGNS[name]} {WORDS[name].partition(' at ')[0]}", f"{where} · {weight} · {quote}", STYLES[name]


def _steps(tape: Tape, positions: Sequence[int], between: str = ", ") -> str:
    numbers = [tape.steps[one].n for one in positions[:3] if one < len(tape.steps)]
    told = list(dict.fromkeys(str(one) for one in numbers if one is not None))
    if not told:
        return ""
    more = ", …" if len(positions) > 3 else ""
    return f"step{'s' if len(told) > 1 else ''} {between.join(told)}{more}"
