"""Following the run on the screen: an index that is still being made, and a record that changes on disk.

Nothing is drawn while nothing happens: only the index is asked, and `stat`.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from math import inf
from time import monotonic, time
from typing import TYPE_CHECKING

from textual.timer import Timer
from textual.worker import get_current_worker

from playhead.corpus.stamps import run_stamp
from playhead.errors import PlayheadError
from playhead.model import Tape
from playhead.opening import open_tape
from tui.file_identity import Identity, identity
from tui.liveness import life_words

if TYPE_CHECKING:
    from tui.screens.run import RunScreen

INDEX_EVERY = 0.25
FILE_EVERY = 1.0
"""Seconds between two looks."""
RIBBON_EVERY = 4
"""How many looks at the index there are to one new ribbon: it is made of all steps."""
AFTER_KEYS = 0.3
"""Seconds after a move in which an index that has grown is not drawn: keys come first."""
RESTS = 9
"""How many times as long as it took to read a record, and to build its steps, it is left alone after it."""


class Watch:
    """The file behind a tape, looked at from time to time; of a folder that is one run all that it holds.

    `opened` is what the file was when the tape was read, where that is known: what has happened since is told then.
    """

    def __init__(self, tape: Tape, opened: Identity | None = None) -> None:
        self._path = tape.record or (tape.path if os.path.isfile(tape.path) else None)  # noqa: PTH113 - it never raises
        self._last = opened or identity(self._path)
        self._folder = tape.path if os.path.isdir(tape.path) else None  # noqa: PTH112 - the same
        self._last_folder = self._state_of_folder()
        self._folder_changed: float | None = None

    def changed(self) -> str | None:
        """Return what happened since the last look: `grown`, `rewritten`, `replaced`, `truncated`, `gone`, or None."""
        now, before = identity(self._path), self._last
        folder, folder_before = self._state_of_folder(), self._last_folder
        self._last_folder = folder
        if folder != folder_before:
            self._folder_changed = time()
        if now == before:
            return None if folder == folder_before else "gone" if folder is None else "grown"
        self._last = now
        if now is None:
            return "gone"
        if before is None or now.inode != before.inode:
            return "replaced"
        if now.size < before.size:
            return "truncated"
        return "grown" if now.size > before.size else "rewritten"

    @property
    def last_event(self) -> float | None:
        """When the record was last written, in seconds since 1970; None where there is none."""
        if self._folder is not None:
            return self._folder_changed
        return None if self._last is None else self._last.modified_ns / 1e9

    def settle(self) -> None:
        """Take the present state as the known one: we have just written it ourselves."""
        self._last = identity(self._path)
        self._last_folder = self._state_of_folder()

    def _state_of_folder(self) -> str | None:
        return run_stamp(self._folder) if self._folder is not None else None


class Following:
    """Keeps a run screen on the newest snapshot of its run.

    `estranged`: where the run was, there is another one now, or nothing that can be read; labels must not be folded
    into that. `keeps_to_end`: the
    last step is shown, whatever comes, until one moves up.
    """

    def __init__(self, run: RunScreen, watch: Watch) -> None:
        self._run = run
        self._watch = watch
        self._index_timer: Timer | None = None
        self._index_looks = 0
        self._wanted: str | None = None
        self._not_before = 0.0
        self._began: float | None = None
        self._watched = False
        self._end = -1
        self._readings = 0
        self._when_known: list[Callable[[], None]] = []
        self.estranged: str | None = None
        self.keeps_to_end = False

    def start(self) -> None:
        """Begin to look; at the index only until it is complete, and at what it found since the run was opened."""
        assert self._run.tape is not None
        self._follow_index()
        if self._run.steps.complete and (fresh := self._run.tape.refreshed()) is not self._run.tape:
            self._run.take(fresh)
        self._show_life()
        self._run.set_interval(FILE_EVERY, self._look_at_file)

    def keep_to_end(self, keep: bool) -> None:
        """Show the last step from now on, or stay where one is."""
        self.keeps_to_end = keep
        self.show_end()
        self._show_life()

    def show_end(self) -> None:
        """Go to the last step there is, where that is wanted."""
        if self.keeps_to_end:
            self._end = len(self._run.steps) - 1
            self._run.move_to(self._end)

    def moved_to(self, position: int) -> None:
        """Stop keeping to the end when one has moved up."""
        if self.keeps_to_end and position < min(self._end, len(self._run.steps) - 1):
            self.keep_to_end(False)

    def settle(self) -> None:
        """Take the record as it is now: we have just written it ourselves."""
        self._watch.settle()

    def when_known(self, then: Callable[[], None]) -> None:
        """Look at the record now and go on, once it is read again where it has changed since the last look."""
        self._not_before = min(self._not_before, monotonic())
        self._look_at_file()
        if self._readings:
            self._when_known.append(then)
        else:
            then()

    def _follow_index(self) -> None:
        if self._index_timer is None and not self._run.steps.complete:
            self._index_timer = self._run.set_interval(INDEX_EVERY, self._look_at_index)

    def _look_at_index(self) -> None:
        assert self._run.tape is not None
        if self._run.steps.complete:
            if self._index_timer is not None:
                self._index_timer.stop()
                self._index_timer = None
            self._run.take(self._run.tape.refreshed())
            self._rest()
        elif monotonic() - self._run.detail_after.moved_at < AFTER_KEYS:
            return
        self._index_looks += 1
        self._run.index_grew(ribbon=self._run.steps.complete or self._index_looks % RIBBON_EVERY == 1)

    def _look_at_file(self) -> None:
        """Notice within a second that the record is another one now, and read what it has become."""
        happened = self._watch.changed()
        if happened == "gone":
            self._wanted = None
            self._run.say(f"{self._name()} is gone. What is shown was read before; labels are kept.", problem=True)
        elif happened is not None:
            self._watched = True
            self._wanted = happened if self._wanted in (None, "grown") else self._wanted
            if self._not_before > monotonic() and happened != "grown":
                self._run.say(f"{self._name()} was {happened}; it is read again in a moment. Labels are kept.")
        self._show_life()
        if self._wanted is not None and monotonic() >= self._not_before:
            happened, self._wanted = self._wanted, None
            self._not_before = inf
            self._readings += 1
            self._run.run_worker(partial(self._read, happened), thread=True, group="follow")

    def _read(self, happened: str) -> None:
        """Read the run again, in a thread; a record that takes long is not read again at once."""
        began, tape, worker = monotonic(), self._run.tape, get_current_worker()
        assert tape is not None
        try:
            then: Callable[[], None] = partial(
                self._have, tape.refreshed() if happened == "grown" else open_tape(tape.path, tape.key)
            )
        except PlayheadError as error:
            then = partial(self._not_read, str(error))
        self._began = began
        if not worker.is_cancelled:
            self._run.app.call_from_thread(self._done, then)

    def _done(self, then: Callable[[], None]) -> None:
        self._readings -= 1
        then()
        if self._readings:
            return
        waiting, self._when_known = self._when_known, []
        for one in waiting:
            one()

    def _have(self, fresh: Tape) -> None:
        run, before = self._run, self._run.tape
        assert before is not None
        if fresh is before:
            self._rest()
            return
        if not is_same_run(before, fresh):
            self.estranged = f"Another run stands in {self._name()} now: labels of this one stay in the journal."
            run.say(self.estranged, problem=True)
            self._rest()
            return
        self.estranged = None
        fewer = fresh.steps.complete and len(fresh.steps) < len(before.steps)
        run.take(fresh)
        self._show_life()
        self._follow_index()
        if run.steps.complete:
            self._rest()
        if fewer:
            run.say(f"{self._name()} was rewritten and has fewer steps than before; labels are kept.", problem=True)

    def _not_read(self, why: str) -> None:
        self._rest()
        self.estranged = f"Not read again: {why} Labels of this run stay in the journal."
        self._run.say(self.estranged, problem=True)

    def _rest(self) -> None:
        """Leave the record alone for so long that reading it takes a tenth of the time."""
        if self._began is not None:
            now = monotonic()
            self._not_before, self._began = now + RESTS * (now - self._began), None

    def _show_life(self) -> None:
        """Say in the header whether the run goes on; nothing is drawn where that is what it said."""
        assert self._run.tape is not None
        words = life_words(self._run.tape, self._watch.last_event, time(), watched=self._watched)
        self._run.header.life = f"following · {words}".rstrip(" ·") if self.keeps_to_end else words

    def _name(self) -> str:
        assert self._run.tape is not None
        return self._run.tape.path.name or str(self._run.tape.path)


def is_same_run(one: Tape, other: Tape) -> bool:
    """Return whether two tapes tell of one run, as far as their heads say; a task may become known only later."""
    return (one.format, one.id) == (other.format, other.id) and one.task in ("", other.task)
