"""A log that is joined while one looks at it: its head at once, the rest in the background, later what was appended.

What a file has grown by is joined on top of what is known. Its head and the end of what was read must still be what
they were, and nothing in it may renumber what was shown (a call whose answer stood there without it): else the file is
read anew.
"""

from __future__ import annotations

import os
import threading
import time
import zlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from playhead.errors import UnreadableError
from playhead.formats.json_document import Stamp, stamp_of
from playhead.formats.json_lines import PiecesOfLine, lines_from
from playhead.formats.rescue import ANY_RECORD, Rescue
from playhead.model import Diagnostic, Tape
from playhead.storage.line_steps import Progress
from playhead.storage.regular import opened, pread_all

AT_ONCE = 8 * 1024 * 1024
"""Up to here a log is joined before it is shown; of a bigger one no more than this, until there are FIRST steps."""
FIRST = 120
_LINES = 64  # so many are taken between two looks at how far it is, and at who else wants the interpreter
_PAUSE = 0.0001  # seconds: the interpreter changes hands
_PUBLISH_EVERY = 4 * 1024 * 1024
_MARK = 4096
_HEAD_START = 0.4  # seconds: a screen comes up in half the time while nobody else wants the interpreter


class Joining(Protocol):
    """The pass of one format. `take` and `publish` are called under the progress' lock, by one thread at a time."""

    @property
    def renumbers(self) -> bool:
        """Return whether what came after the end of the file would renumber what was shown."""
        ...

    def take(self, line: PiecesOfLine) -> None:
        """Take in the next line's records."""
        ...

    def publish(self, *, ended: bool) -> int:
        """Let the steps be seen that nothing can renumber, all of them where the file ended; return how many."""
        ...

    def tape(self, *, complete: bool) -> Tape:
        """Return the run as far as it is known; what needs all of it only where it is complete."""
        ...

    def beside(self) -> Mapping[Path, Stamp | None]:
        """Return the other files that were read, as they stood."""
        ...


class GrowingLog:
    """One file and the pass over it. `read` reads the file anew."""

    def __init__(
        self,
        path: Path,
        begin: Callable[[Progress], Joining],
        read: Callable[[Path], Tape],
        rescue: Rescue = ANY_RECORD,
    ) -> None:
        self.path = path
        self.progress = Progress()
        self._joining = begin(self.progress)
        self._read = read
        self._rescue = rescue
        self._stamp: Stamp | None = None
        self._at = self._line = self._marked = 0  # where the next line begins; lines before it; marked bytes
        self._marks = (0, 0)
        self._ended = True  # whether a newline stands before `_at`
        self._in_pieces = False  # whether the last line was saved in pieces: it cannot go on
        self._polling = threading.Lock()
        self._trouble: tuple[Diagnostic, ...] = ()
        self._read_on()

    def tape(self) -> Tape:
        """Return the run as it stands now; its `reread` tells of what came since."""
        with self.progress.lock:
            seen = (self.progress.revision, self.progress.complete)
            tape = self._joining.tape(complete=seen[1])
            tape = replace(tape, diagnostics=tape.diagnostics + self._trouble)

        def reread() -> Tape | None:
            if self._poll():
                return self._anew()
            return None if (self.progress.revision, self.progress.complete) == seen else self.tape()

        return replace(tape, reread=reread)

    def _anew(self) -> Tape | None:
        try:
            return self._read(self.path)
        except (OSError, UnreadableError):
            return None

    def _poll(self) -> bool:
        """Read on where the file grew; return whether it must be read anew. One thread does so at a time."""
        if not self._polling.acquire(blocking=False):
            return False
        try:
            return self._is_another() or self._joining.renumbers
        finally:
            self._polling.release()

    def _is_another(self) -> bool:
        with self.progress.lock:
            if not self.progress.complete:
                return False
            now, before = stamp_of(self.path), self._stamp
            if now is None or before is None:
                return False  # gone: what was read of it stays readable
            if any(stamp_of(path) != stamp for path, stamp in self._joining.beside().items()):
                return True
            if now == before:
                return False
            if now[:2] != before[:2] or now.size <= before.size or not self._is_continued():
                return True
        self._read_on()
        return False

    def _read_on(self) -> None:
        """Read what stands there now: a part in the background, where that is much."""
        self.progress.reopen()
        with opened(self.path) as descriptor:
            status = os.fstat(descriptor)
            self._stamp = Stamp(status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns)
        size = self._stamp.size
        if size - self._at <= AT_ONCE:
            self._all(size)
            return
        self._take_lines(size, first=True)
        threading.Thread(target=self._in_background, args=(size,), name="log-joining", daemon=True).start()

    def _in_background(self, size: int) -> None:
        self.progress.let_others_begin(_HEAD_START)
        try:
            self._all(size)
        except (UnreadableError, OSError, MemoryError) as error:
            where = f"line {self._line + 1}"
            self._trouble = (Diagnostic("unreadable", where, str(error) or "Out of memory."),)
            with self.progress.lock:
                self._joining.publish(ended=True)
        finally:
            self.progress.finish()

    def _all(self, size: int) -> None:
        self._take_lines(size)
        with self.progress.lock:
            self._joining.publish(ended=True)
        self._mark()
        self.progress.finish()

    def _take_lines(self, size: int, *, first: bool = False) -> None:
        """Take in the lines up to byte `size`; where only the first steps are wanted, until they are there."""
        start = published = self._at
        take, lock = self._joining.take, self.progress.lock
        with opened(self.path) as descriptor:
            lines = lines_from(descriptor, self._at, size, str(self.path), self._rescue, before=self._line)
            for number, line in enumerate(lines, 1):
                with lock:
                    take(line)
                if line.ended or not any(piece.torn for piece in line.pieces):
                    self._at, self._line, self._ended = line.next, line.line, line.ended
                else:
                    self._in_pieces = len(line.pieces) > 1
                if number % _LINES:
                    continue
                if first or self._at - published >= _PUBLISH_EVERY:
                    published = self._at
                    with lock:
                        shown = self._joining.publish(ended=False)
                    self.progress.publish()
                    if first and (shown >= FIRST or self._at - start >= AT_ONCE):
                        return
                if not first and size - start > AT_ONCE:
                    time.sleep(_PAUSE)

    def _mark(self) -> None:
        self._marked = self._at
        self._marks = self._sums()

    def _sums(self) -> tuple[int, int]:
        with opened(self.path) as descriptor:
            head = pread_all(descriptor, 0, min(_MARK, self._marked), self.path)
            tail = pread_all(descriptor, max(0, self._marked - _MARK), min(_MARK, self._marked), self.path)
        return zlib.crc32(head), zlib.crc32(tail)

    def _is_continued(self) -> bool:
        """Return whether what was read still stands there, and what follows begins a line."""
        try:
            if self._in_pieces or self._sums() != self._marks:
                return False
            if self._ended:
                return True
            with opened(self.path) as descriptor:
                goes_on = pread_all(descriptor, self._at, 1, self.path) == b"\n"
        except UnreadableError:
            return False
        self._at, self._ended = self._at + goes_on, goes_on
        return goes_on
