"""What one sitting at the screen was started with: who labels, with which vocabulary, over which runs."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playhead.labels.blind import blinded
from playhead.labels.schema import Schema
from playhead.model import Tape
from playhead.opening import RunEntry
from playhead.storage.folders import MAX_DEPTH
from tui.file_identity import Identity
from tui.settings import Settings
from tui.stopped import Stops


@dataclass
class Session:
    """The choices of the command line, and the queue of runs that `H` and `L` walk through.

    `author` is None until a shared account has said who labels. `at` opens the first run at that step, once. `blind`
    hides outcomes, proposals and what others said, on every screen. `repeatable` is the label set last, with its value.
    `queue` are the runs of the list in its order, through its filter. `stops` remembers where one leaves a run of a
    list; `greeting` is what the next run says when it opens. `opened` is what the file of the first run was when that
    was read, before there was a screen to watch it.
    """

    schema: Schema
    author: str | None = None
    labels_dir: Path | None = None
    read_only: bool = False
    label_mode: bool = False
    at: str | None = None
    theme: str = "playhead-dark"
    depth: int = MAX_DEPTH
    settings: Settings = field(default_factory=Settings)
    first_start: bool = False
    blind: bool = False
    repeatable: tuple[str, Any] | None = None
    queue: list[RunEntry] = field(default_factory=list)
    place: int = 0
    stops: Stops | None = None
    greeting: str | None = None
    opened: tuple[Path, Identity] | None = None
    _labelled: set[tuple[Path, str | None]] = field(default_factory=set, repr=False)

    def neighbour(self, offset: int) -> RunEntry | None:
        """Return the run that many places on in the queue that can be opened, or None; does not move."""
        step = 1 if offset > 0 else -1
        place = self.place + step
        while 0 <= place < len(self.queue):
            if self.queue[place].reason is None:
                return self.queue[place]
            place += step
        return None

    def move_to(self, entry: RunEntry) -> None:
        """Make `entry` the place in the queue; an entry that is not in it leaves the place as it was."""
        if entry in self.queue:
            self.place = self.queue.index(entry)

    def seen(self, tape: Tape) -> Tape:
        """Return a run as it is shown in this sitting: blind, without its outcome and what tells it."""
        return blinded(tape) if self.blind else tape

    def take_at(self) -> str | None:
        """Return where to open the first run, the first time it is asked for."""
        at, self.at = self.at, None
        return at

    def take_opened(self, tape: Tape) -> Identity | None:
        """Return what the file of a run was when it was read, the first time it is asked for."""
        opened, self.opened = self.opened, None
        return opened[1] if opened is not None and opened[0] == tape.record else None

    def take_greeting(self) -> str | None:
        """Return what the run that opens now is to say, once."""
        greeting, self.greeting = self.greeting, None
        return greeting

    def labelled(self, path: Path, key: str | None) -> None:
        """Remember that the labels of a run may have changed in this sitting."""
        self._labelled |= {(path.absolute(), key), (path.absolute(), None)}  # the only run of a file needs no key

    def may_have_changed(self, entry: RunEntry) -> bool:
        """Return whether a run of the list was open, or decided about, in this sitting."""
        return bool(self._labelled) and (entry.path.absolute(), entry.key) in self._labelled

    def leave_at(self, tape: Tape, position: int) -> None:
        """Remember at which step a run of the list is left."""
        self.labelled(tape.path, tape.key)
        if self.stops is None or not 0 <= position < len(tape.steps):
            return
        step = tape.steps[position]
        self.stops.stop(tape.path, tape.key, str(step.n) if step.n is not None else step.id)
