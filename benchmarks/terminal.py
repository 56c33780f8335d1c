"""A terminal to measure in: runs a program in a pty and says when it sent what, for how much CPU and memory.

    with opened(["playhead", "run.tape.jsonl"], size=(120, 40)) as terminal:
        terminal.read_until("the text of step 1")      # or a function of the bytes sent so far
        ready = terminal.elapsed(), terminal.cpu()     # seconds since the program was started, seconds of CPU
        terminal.settle(0.3)                           # read until nothing comes for so long
        answer = terminal.press("j")                   # what came after a key: first byte, last byte, how many
        memory = tree_memory(terminal.process)

`terminal.sent` has every chunk with its time. What a program asks of its terminal (cursor, attributes, synchronized
output, in-band resizing) is answered at once, as a real one does. Keys at given times: `terminal.feed(keys, every)`.
"""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

LIMIT_S = 120.0
ANSWERS: tuple[tuple[bytes, bytes], ...] = (
    (b"\x1b[?2026$p", b"\x1b[?2026;2$y"),
    (b"\x1b[?2048$p", b"\x1b[?2048;0$y"),
    (b"\x1b[c", b"\x1b[?62;22c"),
    (b"\x1b[6n", b"\x1b[1;1R"),
)
_SEQUENCE = re.compile(rb"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[()][0-9A-Z]|\x1b[=>78]|\x0f")


@dataclass(frozen=True, slots=True)
class Chunk:
    """What one read returned; `at` is in seconds since the program was started."""

    at: float
    data: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """What was sent after keys: seconds from the last key to the first and the last byte, and how many bytes."""

    first: float | None
    last: float | None
    size: int


@dataclass(frozen=True, slots=True)
class Memory:
    """Bytes of a process tree: resident now, of that anonymous, and the sum of each process' own peak so far."""

    resident: int
    anonymous: int
    peak: int


class Terminal:
    """One program in a terminal, from its start to its end."""

    def __init__(self, process: int, descriptor: int, started: float) -> None:
        self.process = process
        self.descriptor = descriptor
        self.started = started
        self.sent: list[Chunk] = []
        self.ended = False

    @property
    def data(self) -> bytes:
        """Everything that was sent so far."""
        return b"".join(chunk.data for chunk in self.sent)

    def elapsed(self) -> float:
        """Seconds from the start to the last byte that was read."""
        return self.sent[-1].at if self.sent else 0.0

    def cpu(self) -> float:
        """Seconds of CPU, user and system, that the process (all its threads, no children) has used up to now."""
        return time.clock_gettime((~self.process << 3) | 2)  # clock_getcpuclockid(3) of a process on Linux

    def read(self, patience: float) -> bool:
        """Read what there is, or comes within `patience` seconds; False when nothing came."""
        if self.ended or not select.select([self.descriptor], [], [], patience)[0]:
            return False
        try:
            data = os.read(self.descriptor, 1 << 16)
        except OSError:  # Linux: the other end was closed
            data = b""
        self.ended = not data
        if data:
            self.sent.append(Chunk(time.perf_counter() - self.started, data))
            for question, answer in ANSWERS:
                if question in data:
                    os.write(self.descriptor, answer)
        return bool(data)

    def read_until(self, wanted: str | Callable[[bytes], bool], limit: float = LIMIT_S) -> bool:
        """Read until a text was drawn, or until what was sent is as wanted; False when it never was."""

        def met() -> bool:
            sent = self.data
            return wanted.encode() in text_of(sent) if isinstance(wanted, str) else wanted(sent)

        until = time.perf_counter() + limit
        found = met()
        while not found and time.perf_counter() < until and not self.ended:
            found = self.read(0.05 if self.sent else 0.5) and met()
        return found

    def settle(self, quiet: float = 0.3, limit: float = LIMIT_S) -> None:
        """Read until nothing came for `quiet` seconds."""
        until = time.perf_counter() + limit
        while self.read(quiet) and time.perf_counter() < until:
            pass

    def feed(self, keys: Sequence[str | bytes], every: float) -> float:
        """Send a key every so many seconds, reading meanwhile; return when the last went, in seconds since start."""
        sent_at = self.started
        for number, key in enumerate(keys):
            due = (sent_at if number else time.perf_counter()) + (every if number else 0)
            while (left := due - time.perf_counter()) > 0:
                self.read(left)
            sent_at = time.perf_counter()
            os.write(self.descriptor, key.encode() if isinstance(key, str) else key)
        return sent_at - self.started

    def press(self, key: str | bytes, quiet: float = 0.25) -> Answer:
        """Send one key and read until nothing comes any more."""
        return self.answer_after(self.feed([key], 0), quiet)

    def answer_after(self, at: float, quiet: float = 0.25) -> Answer:
        """Read until nothing comes any more; return what was sent after a time (seconds since start)."""
        self.settle(quiet)
        later = [chunk for chunk in self.sent if chunk.at > at]
        if not later:
            return Answer(None, None, 0)
        return Answer(later[0].at - at, later[-1].at - at, sum(len(chunk.data) for chunk in later))

    def resize(self, size: tuple[int, int]) -> None:
        """Change the size, in columns and rows."""
        fcntl.ioctl(self.descriptor, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))


def text_of(sent: bytes) -> bytes:
    """Return what was sent without its escape sequences, in the order in which it was drawn."""
    return _SEQUENCE.sub(b"", sent)


def tree_memory(process: int) -> Memory:
    """Return what a process and all its children hold; what is gone meanwhile counts as nothing."""
    found = [_status(one) for one in _tree(process)]
    resident, anonymous, peak = (sum(one.get(key, 0) for one in found) for key in ("VmRSS", "RssAnon", "VmHWM"))
    return Memory(resident, anonymous, peak)


def _tree(process: int) -> Iterator[int]:
    yield process
    try:
        for task in Path(f"/proc/{process}/task").iterdir():
            for child in (task / "children").read_text().split():
                yield from _tree(int(child))
    except OSError:
        return


def _status(process: int) -> dict[str, int]:
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return {}
    pairs = (line.split() for line in lines)
    return {words[0].rstrip(":"): int(words[1]) * 1024 for words in pairs if words[-1] == "kB"}


@contextmanager
def opened(
    command: Sequence[str],
    *,
    size: tuple[int, int] = (120, 40),
    folder: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> Iterator[Terminal]:
    """Run a program in a terminal of `size` columns and rows that knows all colours; kill what is left of it.

    `environment` is put over our own; a variable that is "" there is taken away. The program may write its `.pyc`
    files whatever our own environment says: a first run is slower, as it is for a person.
    """
    told = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}
    told |= {"PYTHONDONTWRITEBYTECODE": "", "COLUMNS": "", "LINES": "", **(environment or {})}
    told = {name: value for name, value in told.items() if value}
    started = time.perf_counter()
    process, descriptor = pty.fork()
    if process == 0:
        try:
            os.chdir(folder or ".")
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
            os.execvpe(command[0], list(command), told)
        finally:
            os._exit(127)
    terminal = Terminal(process, descriptor, started)
    try:
        yield terminal
    finally:
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
        os.close(descriptor)
