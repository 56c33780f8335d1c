"""What a list tells of each run, and how it is found out: from the cache where that is true, else from the run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from playhead.corpus.cache import SummaryCache
from playhead.corpus.found_by_rules import FoundByRules, named
from playhead.corpus.known import KnownRun
from playhead.corpus.reading import MOST_EVENTS, read_run
from playhead.corpus.stamps import run_stamp
from playhead.corpus.tally import LabelTally, tally_of
from playhead.errors import PlayheadError
from playhead.labels.event import Event
from playhead.labels.places import places_for
from playhead.labels.reading import read_journals
from playhead.labels.registers import unique
from playhead.opening import RunEntry
from playhead.settings import RuleSettings
from playhead.summary import RunSummary

Read = Callable[..., KnownRun]
"""Reads a run; told the parameters of rules as well, it also says what they find."""


@dataclass(frozen=True, slots=True)
class RunFacts:
    """One run of a list. `summary` is None before it was read and where it cannot be; `reason` says why not.

    `written` is when its record was last written, in seconds since the epoch, None where that is not known. `found` is
    what rules found in it, None while nobody has asked, or it was not read yet.
    """

    entry: RunEntry
    name: str
    summary: RunSummary | None = None
    labels: LabelTally = field(default_factory=LabelTally)
    reason: str | None = None
    written: float | None = None
    found: FoundByRules | None = None

    @property
    def read(self) -> bool:
        """Whether all is known that will be."""
        return self.summary is not None or self.reason is not None


class FactsReader:
    """Finds out what is known of runs, for one author. Any thread may ask.

    With `rules`, the parameters of the rules, it also finds out what they find.
    """

    def __init__(
        self,
        cache: SummaryCache | None,
        *,
        author: str | None = None,
        labels_dir: Path | None = None,
        blind: bool = False,
        rules: RuleSettings | None = None,
    ) -> None:
        self.author = author
        self.rules = rules
        self.blind = blind
        self._cache = cache
        self._labels_dir = labels_dir

    def facts(self, entry: RunEntry, name: str, read: Read = read_run) -> RunFacts:
        """Return all that is known of a run, with the reason where it cannot be read. Never raises.

        `read` reads the run where that must be.
        """
        if entry.reason is not None:
            return RunFacts(entry, name, reason=entry.reason)
        try:
            known = self._known(entry, read)
            labels = tally_of(self._events(entry, known), self.author, blind=self.blind)
        except PlayheadError as error:
            return RunFacts(entry, name, reason=str(error))
        except Exception as error:  # noqa: BLE001 - one run must not end the list of a thousand: it is told in its row
            return RunFacts(entry, name, reason=f"playhead fails on it: {type(error).__name__}: {error}")
        return RunFacts(entry, name, known.summary, labels, written=_last_written(entry.path), found=known.found)

    def _known(self, entry: RunEntry, read: Read) -> KnownRun:
        cache, rules = self._cache, self.rules
        known = None if cache is None else cache.get(entry.path, entry.key)
        if known is not None and (rules is None or (known.found is not None and known.found.by == named(rules))):
            return known
        stamp = run_stamp(entry.path)
        known = read(entry) if rules is None else read(entry, rules)
        if cache is not None and len(known.events) <= MOST_EVENTS:
            cache.put(entry.path, stamp, known, entry.key)
        return known

    def _events(self, entry: RunEntry, known: KnownRun) -> list[Event]:
        """Return the labels in the record and in all journals, those that wait to be saved among them.

        The journals of a file of many runs hold the labels of all of them.
        """
        record = None if known.record is None else Path(known.record)
        places = places_for(entry.path, record, known.mirrors, self._labels_dir)
        found, _ = read_journals([*places.reading, places.waiting])
        events = unique([*known.events, *found])
        return events if entry.key is None else [event for event in events if event.on.run == entry.key]


def _last_written(path: Path) -> float | None:
    try:
        return path.stat().st_mtime
    except (OSError, ValueError):
        return None
