"""The thread that makes events durable, so that no key press waits for a disk."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterable
from queue import SimpleQueue

from playhead.errors import CannotSaveError
from playhead.labels.event import Event
from playhead.labels.journal import Journal
from playhead.labels.spool import clear_saved
from playhead.own_folders import NO_HOME, is_nowhere
from playhead.reasons import reason_of

# A disk of today takes 0.2 ms to make a line durable; one that is slower than this is not waited for.
_A_MOMENT = 0.001


class Saver:
    """Saves events in the order they came, in one background thread, many in one write when they come fast.

    Who waits for them with `flush` saves them itself, where the thread has not begun: nothing is handed over and back.
    `on_change`, where somebody wants to be told, is called from the thread after each attempt. What the journal
    refuses is written to `spool` at once and offered to the journal again with the next event, the next flush and
    the next open.
    """

    def __init__(self, journal: Journal, spool: Journal) -> None:
        self._journal = journal
        self._spool = spool
        self.on_change: Callable[[], None] | None = None
        self._pending: dict[str, Event] = {}
        self._spooled: set[str] = set()
        self._saved: set[str] = set()
        self._condition = threading.Condition()
        self._asked = 0
        self._done = 0
        self._told = 0
        self._saving = False
        # Calls for the thread, False to end it; None while there is none. (A queue wakes faster than a condition.)
        self._calls: SimpleQueue[bool] | None = None
        self._thread_is_free = False
        self.problem: str | None = None

    @property
    def waiting(self) -> frozenset[str]:
        """The ids of events that are not in the journal yet."""
        with self._condition:
            return frozenset(self._pending)

    def submit(self, events: Iterable[Event], *, spooled: bool = False) -> None:
        """Take events to be saved and return at once; `spooled` ones already wait in the state directory."""
        with self._condition:
            for event in events:
                self._pending[event.id] = event
                if spooled:
                    self._spooled.add(event.id)
            self._ask()

    @property
    def free(self) -> bool:
        """Whether the thread waits for something to save."""
        with self._condition:
            return self._thread_is_free and self._asked == self._done

    def give_way(self, seconds: float = _A_MOMENT) -> None:
        """Let the thread save before the caller goes on: without it the caller's work would come first.

        The thread is waited for only where it is free, and never longer than `seconds`: a slow disk keeps nobody.
        """
        with self._condition:
            if self._thread_is_free and not self._saving:
                wanted = self._asked
                self._condition.wait_for(lambda: self._done >= wanted, seconds)

    def flush(self) -> None:
        """Return when all that was submitted is in the journal.

        Raises:
            CannotSaveError: some of it is not; the sentence says why and where it waits.

        """
        with self._condition:
            if not self._pending:
                return
            wanted = self._asked if self._asked > self._done else self._ask()
        while not self._is_done(wanted):
            self._save_all(tell=True)
        if self._pending and self.problem:
            raise CannotSaveError(self.problem)

    def close(self) -> None:
        """Save what can be saved, stop the thread and let the journal go. A later event starts another one."""
        with contextlib.suppress(CannotSaveError):
            self.flush()
        with self._condition:
            # Not joined: it saves nothing any more, and `on_change` may be waiting for whoever closes us.
            if self._calls is not None:
                self._calls.put(False)
            self._calls = None
            self._thread_is_free = False
        self._journal.close()
        self._spool.close()

    def _ask(self) -> int:
        self._asked += 1
        if self._calls is None:
            self._calls = SimpleQueue()
            threading.Thread(target=self._run, args=(self._calls,), name="playhead-labels", daemon=True).start()
        self._calls.put(True)
        return self._asked

    def _run(self, calls: SimpleQueue[bool]) -> None:
        while calls.get():
            self._save_all()
            with self._condition:
                self._thread_is_free = False
                told, self._told = self._told, self._done
            if told < self._told and self.on_change is not None:
                # A screen that is being taken down must not take the thread with it.
                with contextlib.suppress(Exception):
                    self.on_change()
            with self._condition:
                self._thread_is_free = self._calls is calls

    def _is_done(self, wanted: int) -> bool:
        """Return whether what was asked then is done; wait where another thread is at it."""
        with self._condition:
            self._condition.wait_for(lambda: self._done >= wanted or not self._saving)
            return self._done >= wanted

    def _save_all(self, *, tell: bool = False) -> None:
        """Save what is pending, unless another thread is at it; `tell`: let the thread tell of it."""
        asked = 0
        problem: str | None = "Saving was interrupted."
        try:
            with self._condition:
                if self._saving or self._asked == self._done:
                    return
                asked, events = self._asked, tuple(self._pending.values())
                self._saving = True
            problem = self._save(events) if events else None
        finally:
            if asked:
                with self._condition:
                    self.problem = problem
                    self._saving = False
                    self._done = asked
                    self._condition.notify_all()
                    if tell and self._calls is not None and self.on_change is not None:
                        self._calls.put(True)

    def _save(self, events: tuple[Event, ...]) -> str | None:
        """Return None when the events are in the journal, else a sentence of why not and where they are."""
        try:
            self._journal.append(events)
        except Exception as error:  # noqa: BLE001 - a thread that dies would leave everybody waiting for it
            return self._put_aside(events, error)
        with self._condition:
            for event in events:
                self._pending.pop(event.id, None)
            self._saved |= {event.id for event in events}
        if self._spooled:
            self._spool.close()
            clear_saved(self._spool.folder, self._saved)
            self._spooled.clear()
        return None

    def _put_aside(self, events: tuple[Event, ...], error: Exception) -> str:
        what = f"{len(events)} label{'s' if len(events) > 1 else ''}"
        sentence = f"{what} could not be saved in {self._journal.folder}: {reason_of(error)}."
        fresh = [event for event in events if event.id not in self._spooled]
        try:
            if fresh:
                self._spool.append(fresh)
        except Exception as second:  # noqa: BLE001 - as above
            why = NO_HOME if is_nowhere(self._spool.folder) else f"{self._spool.folder}: {reason_of(second)}"
            return f"{sentence} Held in memory only ({why}), and lost when playhead ends."
        self._spooled |= {event.id for event in fresh}
        return f"{sentence} Kept in {self._spool.folder}, and offered again when this run is next labelled or opened."
