"""A run tape on disk: small ones indexed at once, big ones in the background; growth and replacement are seen."""

from __future__ import annotations

import os
import threading
from pathlib import Path
from typing import Any

from playhead.errors import UnreadableError
from playhead.formats.run_tape.contents import Contents
from playhead.formats.run_tape.facts import light_value
from playhead.formats.run_tape.plain import PlainLines, can_be_plain
from playhead.formats.run_tape.steps import Agents
from playhead.model import Diagnostic
from playhead.storage.decode import UndecodableError
from playhead.storage.line_steps import Progress
from playhead.storage.lines import CHUNK, Chunk, Line, RecordFile, chunks_between, line_starts, lines_between
from playhead.storage.making_way import WAY

SMALL = 8 * 1024 * 1024  # up to here a tape is indexed before it is shown
KEPT_FROM = 8 * 1024 * 1024  # bytes read that are worth keeping what they told
_BEFORE_AN_OBJECT = frozenset([b"", *(b"%c" % byte for byte in b"{ \t\r\xef\xfe\xff")])
_MOST_LINES = 4096  # of a chunk: shorter ones are no usual steps, and finding that out would take too long at once
_TAIL = 1024 * 1024
_MARK = 4096
_CHUNKS_PER_REVISION = 64
_CHUNKS_PER_REST, _REST = 4, 0.0003
"""A thread that is woken gets the interpreter late from one that never rests: a screen's clock came 40 ms late."""
_HEAD_START = 0.4  # seconds: a screen comes up in half the time while nobody else wants the interpreter


class TapeRecord:
    """What is known of a run tape by now. One thread at a time indexes; everything else reads.

    `agents` holds the steps, `contents` the other layers; both are filled line by line under `progress.lock`.
    """

    def __init__(self, path: Path, *, note: Diagnostic | None = None) -> None:
        self.path = path
        self.file = RecordFile(path)
        self.progress = Progress()
        self.agents = Agents(self.file, self.progress)
        self.contents = Contents(self.file, note)
        self.torn: Diagnostic | None = None
        self._indexed = 0  # bytes of ended lines
        self._line_number = 0
        self._size = 0
        self._modified_ns = self.file.modified_ns
        self._quick = False  # kinds by likeness: judging a million commands by rule takes minutes
        self._may_be_kept = False
        self._kept_size = 0  # of the file when what was read of it was kept
        self._head = b""
        self._last = b""
        self._index_up_to(self.file.size)

    def poll(self) -> TapeRecord:
        """Return this record with what was appended since, or another one where the file was replaced or cut."""
        with self.progress.lock:
            if not self.progress.complete:
                return self
            try:
                status = self.path.stat()
            except OSError:
                return self  # gone: what was read of it stays readable
            changed = self._change(status)
            if changed is None:
                return self
        try:
            return TapeRecord(self.path, note=changed)
        except UnreadableError:
            return self

    def _change(self, status: os.stat_result) -> Diagnostic | None:
        """Read on where the file grew; return what happened to it where it is not the same any more."""
        where = str(self.path)
        if (status.st_dev, status.st_ino) != self.file.identity:
            return Diagnostic("replaced", where, "The file was replaced while open; it was read anew.")
        if (status.st_size, status.st_mtime_ns) == (self._size, self._modified_ns):
            return None
        if status.st_size < self._size or not self._is_continued():
            return Diagnostic("rewritten", where, "The file was cut or rewritten while open; it was read anew.")
        self._modified_ns = status.st_mtime_ns
        if status.st_size > self._size:
            self._index_up_to(status.st_size)
        return None

    def _index_up_to(self, size: int) -> None:
        self._size = size
        self._quick = size > SMALL
        self.progress.reopen()
        if size - self._indexed <= SMALL:
            self._index_all(size)
            return
        self._index(min(size, self._indexed + CHUNK), whole=False)
        self._look_at_tail(size)
        threading.Thread(target=self._index_in_background, args=(size,), name="tape-index", daemon=True).start()

    def _index_in_background(self, size: int) -> None:
        if self._may_be_kept or not self._take_kept():
            self.progress.let_others_begin(_HEAD_START)
        self._index_all(size, keep=True)

    def _take_kept(self) -> bool:
        """Take what was kept of this tape when it was read before; what was appended since remains to be read."""
        from playhead.formats.run_tape.kept import take_index  # noqa: PLC0415 - for big tapes only

        self._may_be_kept = True
        reached = take_index(self.file, self.agents, self.contents, self.progress.lock)
        if reached is None:
            return False
        self._indexed, self._line_number, self._kept_size = reached.indexed, reached.lines, reached.size
        self.progress.publish()
        return True

    def _keep(self, size: int) -> None:
        from playhead.formats.run_tape.kept import Reached, keep_index  # noqa: PLC0415 - for big tapes only

        reached = Reached(self._indexed, self._line_number, size, self._modified_ns)
        if keep_index(self.file, reached, self.agents, self.contents):
            self._kept_size = size

    def _index_all(self, size: int, *, keep: bool = False) -> None:
        try:
            self._index(size, whole=True)
            self._remember_marks()
            if keep and size - self._kept_size >= KEPT_FROM:
                self._keep(size)
        except (UnreadableError, OSError, MemoryError) as error:
            with self.progress.lock:
                self.contents.tell("unreadable", f"line {self._line_number + 1}", str(error) or "Out of memory.")
        finally:
            self.progress.finish()

    def _index(self, stop: int, *, whole: bool) -> None:
        self.torn = None
        for number, chunk in enumerate(chunks_between(self.file, self._indexed, stop), 1):
            WAY.pause()
            if isinstance(chunk, Chunk):
                self._take_chunk(chunk)
            elif chunk.ended:
                self._line_number += 1
                self._take(chunk)
                self._indexed = chunk.offset + chunk.length + 1
            elif whole:
                self._take_unended(chunk)
            if number % _CHUNKS_PER_REVISION == 0:
                self.progress.publish()
            if number % _CHUNKS_PER_REST == 0:
                self.progress.let_others_begin(_REST)

    def _take_chunk(self, chunk: Chunk) -> None:
        """Take lines many at a time, or one by one the quick way; one that will not go that way the careful way."""
        if chunk.data.isspace():
            self._line_number += chunk.data.count(b"\n", 0, chunk.end)
            self._indexed = chunk.offset + chunk.end
            return
        starts = line_starts(chunk.data, chunk.end)
        if not self._quick or len(starts) > _MOST_LINES or not can_be_plain(chunk.data, chunk.end):
            self._take_others(chunk, starts, 0, len(starts) - 1)
        else:
            self._take_lines(chunk, starts, PlainLines(chunk.data, starts, chunk.offset))
        self._indexed = chunk.offset + chunk.end

    def _take_lines(self, chunk: Chunk, starts: list[int], lines: PlainLines) -> None:
        for number, start, stop in lines.runs():
            at = start
            if number is not None and number != self.agents.next_id:
                at += 1  # the first step, or one after a gap: ids may count up from there
                self._take_others(chunk, starts, start, at)
            if number is not None and at < stop and number + at - start == self.agents.next_id:
                self.agents.add_plain(lines.run(number + at - start, at, stop))
                self._line_number += stop - at
            else:
                self._take_others(chunk, starts, at, stop)

    def _take_others(self, chunk: Chunk, starts: list[int], start: int, stop: int) -> None:
        """Take lines `start` to `stop`, decoded; one that will not go the quick way by itself, after those before."""
        batch = self.agents.start_batch(quick=self._quick)
        for place in range(start, stop):
            at = starts[place]
            line = chunk.data[at : starts[place + 1] - 1]
            if not line:
                self._line_number += 1
            elif batch is None or not batch.take(line, chunk.offset + at):
                if batch is not None:
                    self.agents.finish_batch(batch)
                self._line_number += 1
                self._take(Line(chunk.offset + at, len(line), line))
                batch = self.agents.start_batch(quick=self._quick)
            else:
                self._line_number += 1
        if batch is not None:
            self.agents.finish_batch(batch)

    def _take(self, line: Line) -> None:
        where = self._line_number
        if self.contents.is_full and line.data is not None and line.data[:1] not in _BEFORE_AN_OBJECT:
            self._take_damaged(line, where, "")  # why would not be told
            return
        try:
            value = light_value(self.file, line)
        except UndecodableError as error:
            if line.data is None or line.data.strip():
                self._take_damaged(line, where, str(error))
            return
        self._take_value(value, line, where)

    def _take_unended(self, line: Line) -> None:
        """Take the last line, which has no newline: whole, or still being written. It is read again when it grows."""
        where = self._line_number + 1
        try:
            value = light_value(self.file, line)
        except UndecodableError as error:
            if line.data is None or line.data.strip():
                self.torn = Diagnostic(
                    "torn_line", f"line {where}", f"The last line has no end yet ({line.length} bytes): {error}."
                )
            return
        self._take_value(value, line, where)

    def _take_value(self, value: Any, line: Line, where: int) -> None:
        if type(value) is dict:
            step = value.get("step")
            if type(step) is dict:
                self.agents.add_step(step, line, quick=self._quick)
                return
            with self.progress.lock:
                if type(value.get("subagent")) is dict:
                    self.agents.add_of_subagent(value["subagent"], line)
                    return
                if "step" not in value and self.contents.add(value, line, where):
                    return
        self._take_damaged(line, where, "not an object that names a layer")

    def _take_damaged(self, line: Line, where: int, reason: str) -> None:
        with self.progress.lock:
            start = self.file.read(line.offset, min(line.length, 512)) if line.data is None else line.data[:512]
            kept = self.agents.add_damaged(start, line)
            code = "damaged_step" if kept else "damaged_line"
            self.contents.tell(code, f"line {where}", f"This line cannot be read: {reason}.")

    def _look_at_tail(self, size: int) -> None:
        """Find the layers at the end of a big tape now, so that its outcome shows at once."""
        start = max(self._indexed, size - _TAIL)
        for line in lines_between(self.file, start, size):
            data = line.data
            if line.offset == start or not data or data[:1] not in _BEFORE_AN_OBJECT or data.startswith(b'{"step"'):
                continue
            try:
                value = light_value(self.file, line)
            except UndecodableError:
                continue
            if type(value) is dict and not value.keys() & {"step", "subagent", "tape"}:
                with self.progress.lock:
                    self.contents.add(value, line, None)

    def _remember_marks(self) -> None:
        self._head = self.file.read(0, min(_MARK, self._indexed))
        self._last = self.file.read(max(0, self._indexed - _MARK), min(_MARK, self._indexed))

    def _is_continued(self) -> bool:
        """Return whether the bytes that were read are still there, by their start and end."""
        try:
            return (
                self.file.read(0, len(self._head)) == self._head
                and self.file.read(max(0, self._indexed - _MARK), len(self._last)) == self._last
            )
        except UnreadableError:
            return True
