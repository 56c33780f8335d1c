"""What must hold of a record and its journals when every process was killed: counted, each failure a sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from playhead.labels.event import RETRACT, Event, event_from
from playhead.labels.places import JOURNALS
from playhead.labels.state import state_of
from playhead.storage.decode import UndecodableError, decode

LOST, DOUBLED, FOREIGN, LEFT, OPENS = PROMISES = ("lost", "doubled", "foreign", "left", "opens")


@dataclass
class Verdict:
    """Failures by promise, and counts for the note."""

    failures: dict[str, list[str]] = field(default_factory=lambda: {name: [] for name in PROMISES})
    counts: Counter[str] = field(default_factory=Counter)

    def fail(self, promise: str, sentence: str) -> None:
        """Note that a promise broke."""
        self.failures[promise].append(sentence)

    def add(self, other: Verdict) -> None:
        """Take in what another trial found."""
        self.counts += other.counts
        for name, sentences in other.failures.items():
            self.failures[name] += sentences


@dataclass(frozen=True)
class Journalled:
    """What stands in the journals of a folder: how many whole lines of each id, the events, the lines of neither."""

    events: dict[str, Event]
    lines: Counter[str]
    torn: int


def journalled(folder: Path) -> Journalled:
    """Read journals line by line, without what puts them together for playhead."""
    events: dict[str, Event] = {}
    lines: Counter[str] = Counter()
    torn = 0
    for path in sorted(folder.glob(JOURNALS)):
        for line in path.read_bytes().split(b"\n"):
            try:
                event = event_from(decode(line)[0]) if line else None
            except UndecodableError:
                event = None
            if event is None:
                torn += bool(line)
            else:
                events[event.id] = event
                lines[event.id] += 1
    return Journalled(events, lines, torn)


def judge_labels(verdict: Verdict, there: Journalled, acknowledged: Collection[str], where: str) -> None:
    """Every acknowledged label is there, once; and the state shows one label of an author on a thing, the last."""
    for name in sorted(set(acknowledged) - there.events.keys()):
        verdict.fail(LOST, f"{where}: {name} was acknowledged and is in no journal")
    for name, times in there.lines.items():
        if times > 1:
            verdict.fail(DOUBLED, f"{where}: {name} stands {times} times in the journals")
    shown = Counter(_thing(one.event) for one in state_of(there.events.values()).in_force)
    expected = Counter(_thing(one) for one in _last(there.events.values()) if one.op != RETRACT)
    for _ in (expected - shown).elements():
        verdict.fail(LOST, f"{where}: a label in force is not shown")
    for _ in (shown - expected).elements():
        verdict.fail(DOUBLED, f"{where}: a label is shown that is not in force, or twice")


def judge_record(verdict: Verdict, ours: Counter[str] | dict[str, int], known: Collection[str], where: str) -> None:
    """What the record holds of ours is known and stands in it once."""
    for name, times in ours.items():
        if times > 1:
            verdict.fail(DOUBLED, f"{where}: {name} stands {times} times in the record")
        if name not in known:
            verdict.fail(LOST, f"{where}: {name} stands in the record and in no journal")


def _thing(event: Event) -> tuple[str, str, str | None]:
    return event.by.id, str(event.on), event.key


def _last(events: Iterable[Event]) -> list[Event]:
    """Return the event in force of each author on each thing: the greatest id that no other of them supersedes."""
    things: dict[tuple[str, str, str | None], list[Event]] = {}
    for one in events:
        things.setdefault(_thing(one), []).append(one)
    last = []
    for ones in things.values():
        gone = {name for one in ones for name in one.supersedes}
        last.append(max((one for one in ones if one.id not in gone), key=lambda one: one.id))
    return last
