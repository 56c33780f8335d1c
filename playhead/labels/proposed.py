"""What rules propose of an open run: shown beside what was said, written only when somebody decides on it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from playhead.labels.anchor import Finder, Place
from playhead.labels.event import RETRACT, SET, Event
from playhead.labels.known import Known
from playhead.labels.registers import Slot, slot_of

if TYPE_CHECKING:
    from playhead.labels.standing import Standing
    from playhead.labels.state import LabelState

RULE = "rule"
QUIET = "phases"
"""The rule that has a word on every step: its proposals are decided on where one is, and never led to by others."""
OWN_RULES = frozenset(("moments", "phases", "checks", "suspects", "verifier", "decisions"))
"""The rules of this program, as they sign; what others sign is left as it is."""


class Proposed(NamedTuple):
    """A proposal as an event, and where it is in the run, so that nobody has to look for it."""

    event: Event
    place: Place


def brought_up(proposed: Iterable[Proposed], known: Known, finder: Finder) -> tuple[Proposed, ...]:
    """Return what has to be added to the events that are known, so that of the rules' words only these stand.

    What they say anew in place of something else supersedes it; what they no longer say they take back. Events of
    people are not looked at.
    """
    found, slots = [], set[Slot]()
    said = {one.id: one for one in known.of(finder)}
    for one in proposed:
        slot = slot_of(one.event, one.place)
        if slot is None or slot in slots:
            continue
        slots.add(slot)
        if one.event.id not in said:
            written = known.in_slot(slot, finder)
            earlier = tuple(sorted(other.id for other in written.open_ends)) if written is not None else ()
            found.append(Proposed(replace(one.event, supersedes=earlier), one.place) if earlier else one)
    return (*found, *_taken_back(said.values(), slots, known, finder))


def is_quiet(one: Standing) -> bool:
    """Return whether a proposal is one of those that stand on every step."""
    return one.event.by.kind == RULE and one.event.by.id == QUIET


def proposed_here(state: LabelState, position: int) -> Standing | None:
    """Return the proposal that is decided on next: the first on the step, else on the run, else a quiet one here."""
    stand = [one for one in (*state.at(position), *state.of_run) if one.state == "proposed"]
    return next((one for one in stand if not is_quiet(one)), stand[0] if stand else None)


def formed(version: int, said: bytes) -> str:
    """Return a UUID of version 8 (RFC 9562) that a number leads and a hash ends.

    As text it sorts by the number, and before the ids that begin with the time, as people's do.
    """
    digest = int.from_bytes(hashlib.blake2b(said, digest_size=16).digest(), "big")
    whole = ((version & (1 << 24) - 1) << 80 | digest & (1 << 80) - 1) & ~(0xF << 76) | 8 << 76
    digits = f"{whole & ~(0x3 << 62) | 2 << 62:032x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def taken_back(event: Event, ends: tuple[str, ...]) -> Event:
    """Return the event by which a rule takes its word back, all that is open of it."""
    name = formed(0, b"taken back" + "".join(ends).encode())
    return replace(event, id=name, op=RETRACT, value=None, evidence=(), note=None, supersedes=ends)


def _taken_back(events: Iterable[Event], slots: set[Slot], known: Known, finder: Finder) -> Iterator[Proposed]:
    for event in events:
        if event.op != SET or event.by.kind != RULE or event.by.id not in OWN_RULES:
            continue
        place = finder.place(event)
        slot = slot_of(event, place)
        written = known.in_slot(slot, finder)
        if slot is None or slot in slots or written is None or written.in_force is not event:
            continue
        yield Proposed(taken_back(event, tuple(sorted(one.id for one in written.open_ends))), place)
