"""The labels of the run on the screen: its store, under the name of whoever sits here, and what panes show of it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from playhead.labels.attached import with_attached
from playhead.labels.decisions import Decisions
from playhead.labels.event import Author, Event, Target
from playhead.labels.pace import Pace
from playhead.labels.proposed import Proposed
from playhead.labels.state import LabelState
from playhead.labels.store import LabelStore
from playhead.model import Tape
from tui.session import Session
from widgets.present.header import SaveState

NOBODY = Author("human", "nobody")


class LabelsOfRun:
    """Opens the store of a run; until a shared account has said who labels, it only reads.

    `pace` tells how long a judgement takes.
    """

    def __init__(self, tape: Tape, session: Session, changed: Callable[[], None]) -> None:
        self._tape = tape
        self._session = session
        self._changed = changed
        self._said: deque[Event] = deque()
        self.mode = session.label_mode and not session.read_only
        self.pace = Pace()
        self._proposed: Sequence[Proposed] = ()
        self.store = self._open()

    @property
    def author(self) -> Author:
        """Who labels."""
        return self.store.author

    @property
    def named(self) -> bool:
        """Whether it is known who labels."""
        return self._session.author is not None

    @property
    def read_only(self) -> bool:
        """Whether nothing may be written."""
        return self._session.read_only

    @property
    def state(self) -> LabelState:
        """What is in force."""
        return self.store.state

    def name(self, author: str) -> None:
        """Go on under this name, in this run and the next."""
        self._session.author = author
        self.close()
        self.store = self._open()
        self.store.propose(self._proposed)

    def propose(self, proposed: Sequence[Proposed]) -> bool:
        """Show what rules propose; return whether that is something else than before."""
        self._proposed = proposed
        return self.store.propose(proposed)

    def retarget(self, tape: Tape) -> None:
        """Follow the run into a newer snapshot."""
        self._tape = tape
        self.store.retarget(tape)

    def with_evidence(self, tape: Tape) -> Tape:
        """Return a snapshot of the run with what was attached to it."""
        return with_attached(tape, self.store.events)

    def own_value(self, target: Target, key: str) -> Any:
        """Return the value that this author has set on a target, None where there is none."""
        on, step = target.to_json(), getattr(target, "step", None)
        here = (one for one in self.state.in_force if getattr(one.target, "step", None) == step and one.key == key)
        mine = (one for one in here if one.event.by.id == self.store.author.id)
        return next((one.value for one in mine if one.target.to_json() == on), None)

    def are_of(self, path: Path, key: str | None) -> bool:
        """Return whether these are the labels of the run at an absolute path (and of this key)."""
        return (self._tape.path.absolute(), self._tape.key) == (path, key)

    def marks(self) -> Mapping[int, str]:
        """Return the dots of the timeline and the ribbon."""
        return self.state.marks(self.store.waiting_ids)

    def save_state(self) -> SaveState:
        """Return what the header says about safety."""
        store = self.store
        return SaveState(store.waiting, store.not_in_record, store.problem, self.read_only)

    def close(self) -> None:
        """Make everything durable and let the journal go."""
        self.store.close()
        self.remember()

    def _open(self) -> LabelStore:
        session = self._session
        store = LabelStore.open(
            self._tape,
            author=Author("human", session.author) if session.author else NOBODY,
            schema=session.schema,
            labels_dir=session.labels_dir,
            read_only=session.read_only or session.author is None,
            blind=session.blind,
        )
        store.pace = self.pace
        store.on_write = self._said.append
        store.on_change = self._saved
        return store

    def _saved(self) -> None:
        """Be told by the saving thread, which is where the memory of decisions is written too."""
        self.remember()
        self._changed()

    def remember(self) -> None:
        """Write what was said since into the memory of decisions."""
        said = [self._said.popleft() for _ in range(len(self._said))]
        if said:
            Decisions(self.store.author).add(said, self._tape)
