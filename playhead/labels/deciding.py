"""Deciding on what others say: proposals of rules and models, and labels that people disagree about."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

from playhead.labels.event import ACCEPT, REJECT, RETRACT, SET, Event
from playhead.labels.standing import Standing
from playhead.labels.target import Target


class Deciding(ABC):
    """What somebody with a pen can decide."""

    def accept(self, proposal: Event, *, note: str | None = None) -> Event:
        """Make a proposal one's own label; one that was only shown is written with it."""
        said = {"note": note, "proposal": proposal.id, "about": (proposal,)}
        return self._do(ACCEPT, proposal.on, proposal.key, proposal.value, **said)

    def reject(self, proposal: Event, *, note: str | None = None, also: tuple[Event, ...] = ()) -> Event:
        """Turn a proposal down; it does not come back while it says the same. `also` is written with it."""
        about = (proposal, *also)
        return self._do(REJECT, proposal.on, proposal.key, note=note, proposal=proposal.id, about=about)

    def reconsider(self, proposal: Event) -> Event:
        """Take back what one has decided about a proposal."""
        return self._do(RETRACT, proposal.on, proposal.key)

    def settle(self, conflict: Standing, value: Any, *, note: str | None = None) -> Event:
        """Decide what people disagree about: one's own label, which names in `adjudicates` all that it decides on."""
        over = {conflict.event.id, *(one.id for one in conflict.others if one.by.kind == "human")}
        return self._do(SET, conflict.target, conflict.key, value, note=note, adjudicates=tuple(sorted(over)))

    @abstractmethod
    def _do(self, op: str, target: Target, key: str | None, value: Any = None, **fields: Any) -> Event:
        """Write an event under one's own name."""
