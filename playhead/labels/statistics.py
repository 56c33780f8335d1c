"""How often people agree with what rules propose, and who labelled what: counted from what stands, of any runs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from playhead.labels.event import ACCEPT, Event
from playhead.labels.plain import compact
from playhead.labels.state import LabelState

RULE = "rule"


@dataclass(slots=True)
class RuleCounts:
    """What became of the proposals of one rule. `answered`: a person's own label said something there before."""

    accepted: int = 0
    rejected: int = 0
    open: int = 0
    answered: int = 0

    @property
    def proposed(self) -> int:
        """How many there were."""
        return self.accepted + self.rejected + self.open + self.answered

    @property
    def precision(self) -> float | None:
        """The share of the decided ones that people accepted, None where none was decided."""
        decided = self.accepted + self.rejected
        return self.accepted / decided if decided else None


@dataclass(slots=True)
class Statistics:
    """Counts over runs: `rules` by name, `labels` by key, each with how many every author has in force."""

    rules: dict[str, RuleCounts] = field(default_factory=dict)
    labels: dict[str, Counter[str]] = field(default_factory=dict)
    runs: int = 0

    def add(self, state: LabelState, events: Iterable[Event]) -> None:
        """Count one run: what stands in it, of these events."""
        self.runs += 1
        for event, what in _fates(state, {one.id: one for one in events}):
            for name in names_of(event):
                counts = self.rules.setdefault(name, RuleCounts())
                setattr(counts, what, getattr(counts, what) + 1)
        for one in state.in_force:
            if one.state != "proposed":
                self.labels.setdefault(one.key, Counter())[one.event.by.id] += 1


def names_of(event: Event) -> tuple[str, ...]:
    """Return the names under which a proposal counts: its rule, and with it each rule that its evidence names."""
    saw = (one.get("rule") for one in event.evidence if isinstance(one, Mapping))
    within = dict.fromkeys(rule.partition("@")[0] for rule in saw if isinstance(rule, str) and rule)
    return (event.by.id, *(f"{event.by.id} {rule}" for rule in within if rule != event.by.id))


def _fates(state: LabelState, known: Mapping[str, Event]) -> Iterator[tuple[Event, str]]:
    """Yield each proposal of a rule once, with what became of it."""
    accepted = {
        event.proposal
        for one in state.in_force
        for event in (one.event, *one.others)
        if event.op == ACCEPT and event.proposal is not None
    }
    told: set[str] = set()
    for name in sorted(accepted):
        event = known.get(name)
        if event is not None and event.by.kind == RULE:
            told.add(_said(event))
            yield event, "accepted"
    for event in state.rejected:
        if event.by.kind == RULE and _said(event) not in told:
            told.add(_said(event))
            yield event, "rejected"
    for one in state.in_force:
        for event in (one.event, *one.others):
            if event.by.kind == RULE and event.op == "set" and _said(event) not in told:
                told.add(_said(event))
                yield event, "open" if one.state == "proposed" else "answered"


def _said(event: Event) -> str:
    """Return what a rule says, whichever version of it does."""
    return compact((event.by.id, event.on.to_json(), event.key, event.value))
