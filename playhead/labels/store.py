"""The labels of one run while it is open: read from everywhere, changed at once, saved in the background."""

from __future__ import annotations

import atexit
import threading
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playhead.errors import BadUseError, CannotSaveError
from playhead.labels.anchor import Finder
from playhead.labels.deciding import Deciding
from playhead.labels.event import ACCEPT, ATTACH, DONE, NOTE, RETRACT, SET, Author, Event, event_from
from playhead.labels.history import History
from playhead.labels.journal import Journal
from playhead.labels.known import Known
from playhead.labels.pace import Pace
from playhead.labels.pen import Aim, Pen
from playhead.labels.places import Places, places_of
from playhead.labels.proposed import Proposed
from playhead.labels.reading import read_journals
from playhead.labels.saver import Saver
from playhead.labels.schema import Schema
from playhead.labels.seen import Seen
from playhead.labels.spool import waiting_for
from playhead.labels.state import LabelState
from playhead.labels.target import RunTarget, Target
from playhead.labels.undoing import redo, undo
from playhead.labels.watching import JournalWatch
from playhead.model import Diagnostic, Tape

if TYPE_CHECKING:
    from playhead.labels.fold import FoldResult, Progress


class LabelStore(Deciding):
    """All labels of a run, and one author's pen.

    What changes is in `state` at once; `waiting` tells how many events are not in the journal yet, `not_in_record`
    how many of the durable ones the record does not hold (0 where none ever go there), `problem` why the last save
    failed. `on_change` is called from the saving thread, `on_write` with every event that is made. `blind`: only
    one's own labels are seen, and events say so. Where there is a `pace`, events tell how long a judgement took.
    """

    def __init__(
        self, tape: Tape, places: Places, author: Author, schema: Schema, *, read_only: bool, blind: bool
    ) -> None:
        self.author = author
        self.schema = schema
        self.read_only = read_only
        self.blind = blind
        self.on_write: Callable[[Event], None] | None = None
        self.pace: Pace | None = None
        self.diagnostics: tuple[Diagnostic, ...] = ()
        self._places = places
        self._lock = threading.RLock()
        self._known = Known()
        self._seen = Seen(self._known, author if blind else None)
        self._has_no_place = False
        self._journalled: set[str] = set()
        self._history = History()
        self._take_tape(tape)
        self._journal = Journal(places.journals, author, parents=places.own_tree)
        self._saver = Saver(self._journal, Journal(places.waiting, author, parents=True))
        self._watch = JournalWatch(places.reading)

    @classmethod
    def open(
        cls,
        tape: Tape,
        *,
        author: Author,
        schema: Schema,
        labels_dir: Path | None = None,
        read_only: bool = False,
        blind: bool = False,
    ) -> LabelStore:
        """Return the store of a run: its record's events, all its journals, and what waited to be saved.

        Nothing is written before the first event, except what waited in the state directory.
        """
        places = places_of(tape, labels_dir)
        store = cls(tape, places, author, schema, read_only=read_only, blind=blind)
        store.reread()
        if not read_only:
            atexit.register(store.close)
            left = [one for one in waiting_for(places.waiting, author) if one.id not in store._journalled]
            if left:
                store._saver.submit(left, spooled=True)
        return store

    @property
    def state(self) -> LabelState:
        """What stands now."""
        with self._lock:
            return self._seen.state(self._finder)

    @property
    def on_change(self) -> Callable[[], None] | None:
        """What is called from the saving thread after each attempt to save."""
        return self._saver.on_change

    @on_change.setter
    def on_change(self, told: Callable[[], None] | None) -> None:
        self._saver.on_change = told

    @property
    def events(self) -> tuple[Event, ...]:
        """Every event of this run, sorted by id: the whole history."""
        with self._lock:
            return self._known.of(self._finder)

    @property
    def waiting_ids(self) -> frozenset[str]:
        """The ids of the events that are not in the journal yet."""
        return self._saver.waiting

    @property
    def waiting(self) -> int:
        """How many events are not in the journal yet."""
        return len(self._saver.waiting)

    @property
    def not_in_record(self) -> int:
        """How many durable events the record does not hold yet; 0 where it never will."""
        if self._tape.record is None or self._has_no_place:
            return 0
        with self._lock:
            return self._seen.not_folded(self._finder, self._saver.waiting)

    @property
    def problem(self) -> str | None:
        """Why the last save failed, None when it did not."""
        return self._saver.problem

    def set(
        self,
        target: Target,
        key: str,
        value: Any,
        *,
        note: str | None = None,
        evidence: Iterable[Any] = (),
        elapsed_ms: int | None = None,
    ) -> Event:
        """Put a label on a target, in place of one's own earlier one, and return its event."""
        with self._lock:
            aim = self._aim(SET, target, key, value)
            before = _label(aim.last)
            if note is None and before is not None and isinstance(value, (list, tuple)):
                note = before.note  # one more option of a multi-choice leaves the note that was written on it
            return self._write_new(aim, note=note, evidence=tuple(evidence), elapsed_ms=elapsed_ms)

    def retract(self, target: Target, key: str) -> Event | None:
        """Take one's own label back; None when there is none."""
        return None if self._own(target, key) is None else self._do(RETRACT, target, key)

    def note(self, target: Target, key: str | None, text: str) -> Event:
        """Write a note on one's own label, else, or for no key, on the target itself; an empty text takes it back."""
        label = None if key is None else self._own(target, key)
        if label is None or key is None:
            return self._do(SET, target, NOTE, text) if text else self._do(RETRACT, target, NOTE)
        kept = {name: getattr(label, name) for name in ("evidence", "proposal", "adjudicates")}
        return self._do(label.op, target, key, label.value, note=text or None, **kept)

    def propose(self, proposed: Iterable[Proposed]) -> bool:
        """Show what rules propose, written only once it is decided on; return whether that is something else now."""
        with self._lock:
            return self._seen.propose(proposed, self._finder)

    @property
    def proposed(self) -> tuple[Proposed, ...]:
        """What rules propose and nobody has written yet."""
        return self._seen.proposed

    def done(self, value: bool | str = True, *, note: str | None = None) -> Event:
        """Say that one is done with this run, or not after all; SKIPPED puts it aside, the note says why."""
        return self._do(DONE, RunTarget(self._tape.key), None, value, note=note)

    def attach(self, key: str, value: Mapping[str, Any], *, note: str | None = None) -> Event:
        """Attach evidence to the run: `key` names its layer, `value` is the layer's object with its `source`."""
        return self._do(ATTACH, RunTarget(self._tape.key), key, value, note=note)

    def as_one(self) -> AbstractContextManager[None]:
        """Return a context whose events are undone and redone together."""
        return self._history.unit()

    def undo(self) -> tuple[Event, ...]:
        """Undo one's own last event, or those that were made as one; return the events that do so, if any."""
        with self._lock:
            return undo(self._history, self._own_events, self._write_again)

    def redo(self) -> tuple[Event, ...]:
        """Say again what was undone last, as new events; none when there is nothing."""
        with self._lock:
            return redo(self._history, lambda one: self._aim(one.op, one.on, one.key).last, self._write_again)

    def flush(self) -> None:
        """Return when every event is in the journal; CannotSaveError where some are not, and wait elsewhere."""
        self._saver.flush()

    def fold(self, progress: Progress | None = None) -> FoldResult:
        """Write all events of all journals into the record (in a thread: 150 MB take seconds); say what came of it."""
        from playhead.labels.fold import FoldResult, fold_tape  # noqa: PLC0415 - few sittings fold, and late

        if self.read_only:
            return FoldResult("refused", "Nothing is written in a read-only session.", 0)
        try:
            self.flush()
        except CannotSaveError as error:
            return FoldResult("refused", str(error), 0)
        self.reread()
        events = self.events
        result = fold_tape(self._tape, events, progress)
        if result.status in ("folded", "unchanged"):
            with self._lock:
                self._seen.fold(one.id for one in events)
        elif result.status == "journal_only":  # it has no place for labels, and they are as safe as they can be
            self._has_no_place = True
        return result

    def retarget(self, tape: Tape) -> None:
        """Go on with a newer snapshot of the same run."""
        with self._lock:
            self._take_tape(tape)

    def written_elsewhere(self) -> bool:
        """Return whether others wrote into the run's journals since the last look: asks `stat`, reads nothing."""
        return self._watch.changed(self._journal.path)

    def reread(self) -> bool:
        """Take in what others wrote into the run's journals meanwhile; return whether there was anything new."""
        found, problems = read_journals(self._places.reading)
        waited, _ = read_journals([self._places.waiting])
        with self._lock:
            self._journalled = {one.id for one in found}
            self.diagnostics = problems
            return self._known.add(found) | self._known.add(waited)

    def close(self) -> None:
        """Save what is still to be saved and let the journal go."""
        atexit.unregister(self.close)
        self._saver.close()

    def _do(self, op: str, target: Target, key: str | None, value: Any = None, **fields: Any) -> Event:
        with self._lock:
            return self._write_new(self._aim(op, target, key, value), **fields)

    def _aim(self, op: str, target: Target, key: str | None, value: Any = None) -> Aim:
        return self._pen.aim(op, self._pen.whole(target), key, value)

    def _write_new(self, aim: Aim, **fields: Any) -> Event:
        """Write an event that can be undone."""
        if self.pace is not None and fields.get("elapsed_ms") is None:
            fields["elapsed_ms"] = self.pace.lap()
        event = self._write(aim, **fields)
        self._history.did(event, aim.last)
        self._history.forget_redo()
        return event

    def _write_again(self, op: str, target: Target, key: str | None, value: Any = None, **fields: Any) -> Event:
        return self._write(self._aim(op, target, key, value), **fields)

    def _write(self, aim: Aim, *, about: tuple[Event, ...] = (), **fields: Any) -> Event:
        if self.read_only:
            raise BadUseError("This session is read-only: nothing is written.")
        event = self._pen.write(aim, **fields)
        fresh = (one for one in about if one.id not in self._known)
        events = (*fresh, event)  # a proposal and what is decided about it: one write
        self._saver.submit(events)
        self._known.add(events)
        if self.on_change is not None and not self._history.in_unit:  # somebody is shown whether it is safe
            self._saver.give_way()
        if self.on_write is not None:
            self.on_write(event)
        return event

    def _own(self, target: Target, key: str) -> Event | None:
        """Return one's own label in force on a target, if any."""
        with self._lock:
            return _label(self._aim(SET, target, key).last)

    def _own_events(self) -> list[Event]:
        name = (self.author.kind, self.author.id)
        return [one for one in self.events if (one.by.kind, one.by.id) == name]

    def _take_tape(self, tape: Tape) -> None:
        self._tape = tape
        self._finder = Finder(tape)
        self._pen = Pen(self.author, self.schema, tape, finder=self._finder, known=self._known, blind=self.blind)
        held = [one for one in map(event_from, tape.events) if one is not None]
        self._seen.fold(one.id for one in held)
        self._known.add(held)


def _label(event: Event | None) -> Event | None:
    return event if event is not None and event.op in (SET, ACCEPT) else None
