"""What a store shows of the events it knows, kept up as they come: each is looked at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from playhead.labels.anchor import Finder
from playhead.labels.event import Author, Event
from playhead.labels.kept_state import KeptState
from playhead.labels.known import Known
from playhead.labels.proposed import Proposed, brought_up
from playhead.labels.state import LabelState


class Seen:
    """The events of one run, of everybody or, blind, of `only` one author: what stands, what the record lacks."""

    def __init__(self, known: Known, only: Author | None = None) -> None:
        self._known = known
        self._only = None if only is None else (only.kind, only.id)
        self._kept: KeptState | None = None
        self._stated = 0
        self._replaced = 0
        self._folded: set[str] = set()
        self._loose: set[str] = set()
        self._loose_of: Finder | None = None
        self._counted = 0
        self._proposed: tuple[Proposed, ...] = ()

    def propose(self, proposed: Iterable[Proposed], finder: Finder) -> bool:
        """Show what rules propose, in place of what they proposed before; return whether that is something else.

        Who sees only one's own does not see it.
        """
        current = () if self._only is not None else brought_up(proposed, self._known, finder)
        changed = current != self._proposed
        if changed:
            self._proposed, self._kept = current, None
        return changed

    @property
    def proposed(self) -> tuple[Proposed, ...]:
        """What is shown of rules and is not written yet."""
        return tuple(one for one in self._proposed if one.event.id not in self._known)

    def state(self, finder: Finder) -> LabelState:
        """Return what stands now."""
        replaced = self._replaced != self._known.replaced
        if self._kept is None or self._kept.finder is not finder or self._kept.outdated or replaced:
            self._kept, self._stated, self._replaced = KeptState(finder), 0, self._known.replaced
            for one in self._proposed:
                finder.remember(one.event, one.place)
            self._kept.add([one.event for one in self._proposed])
        if self._stated < len(self._known):
            fresh = self._known.since(self._stated)
            self._stated = len(self._known)
            self._kept.add(self._of_these(fresh))
        return self._kept.state

    def fold(self, ids: Iterable[str]) -> None:
        """Take it that the record holds these events."""
        self._folded.update(ids)
        self._loose -= self._folded

    def not_folded(self, finder: Finder, waiting: frozenset[str]) -> int:
        """Return how many events the record does not hold, without those that are not saved yet."""
        if self._loose_of is not finder:
            self._loose_of, self._counted = finder, 0
            self._loose.clear()
        fresh = self._known.since(self._counted)
        self._counted = len(self._known)
        belong = (one.id for one in self._of_these(fresh) if finder.belongs(one))
        self._loose.update(name for name in belong if name not in self._folded)
        return len(self._loose) - len(self._loose & waiting)

    def _of_these(self, events: Sequence[Event]) -> Sequence[Event]:
        return events if self._only is None else [one for one in events if (one.by.kind, one.by.id) == self._only]
