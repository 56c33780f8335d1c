"""A terminal for tests: runs a program in a pty, answers what it asks, and judges every byte that it sends.

The judge is an allow-list: a sequence that the screen library is not known to need is a failure, whoever sent it.
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
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from tests.emulator import LiveScreen

PATIENCE_S = 60.0
QUIET_S = 0.15

_COLOUR = r"[34]8;(?:5;\d{1,3}|2;\d{1,3};\d{1,3};\d{1,3})"
_ATTRIBUTE = rf"(?:[0123479]|2[1-9]|3[0-79]|4[0-79]|9[0-7]|10[0-7]|{_COLOUR})"  # neither blinking nor hidden
# Kind, then what has to match whole: what Textual sends to a terminal that answers as ours does.
ALLOWED: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("csi", re.compile(rf"(?:{_ATTRIBUTE}(?:;{_ATTRIBUTE})*)?m")),
    ("csi", re.compile(r"\?(?:25|1000|1003|1004|1006|1015|1049|2004|2026|2048|7)[hl]")),
    ("csi", re.compile(r"\?(?:2026|2048)\$p")),  # asks what is known of synchronized output, in-band resizing
    ("csi", re.compile(r"[<>]\d{0,2}u")),  # kitty's keyboard modes
    ("osc", re.compile(r"22;[a-z-]{1,20}\x07")),  # the shape of the mouse pointer
)
_MOVE = re.compile(r"(\d{1,4});(\d{1,4})H")

# What is asked, what is answered: a terminal that knows synchronized output and no kitty keys.
ANSWERS: tuple[tuple[bytes, bytes], ...] = (
    (b"\x1b[?2026$p", b"\x1b[?2026;2$y"),
    (b"\x1b[?2048$p", b"\x1b[?2048;0$y"),
    (b"\x1b[c", b"\x1b[?62;22c"),
    (b"\x1b[6n", b"\x1b[1;1R"),
)

_TOKEN = re.compile(
    r"""
    \x1b\[(?P<csi>[0-?]*[ -/]*[@-~])
    |\x1b\](?P<osc>[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c|\Z))
    |\x1b(?P<string>[PX^_][^\x1b\x9c]*(?:\x1b\\|\x9c|\Z))
    |(?P<escape>\x1b.?)
    |(?P<control>[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f])
    |(?P<text>[^\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f]+)
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True)
class Token:
    """A stretch of what was sent: `csi`, `osc`, `string` (DCS, APC, PM, SOS), `escape`, `control` or `text`."""

    kind: str
    body: str


def tokens_of(data: bytes) -> Iterator[Token]:
    """Yield what a terminal would make of a stream; bytes that are no UTF-8 are controls."""
    text = data.decode("utf-8", "surrogateescape")
    for found in _TOKEN.finditer(text):
        assert found.lastgroup is not None
        yield Token(found.lastgroup, found[found.lastgroup])


def forbidden(data: bytes, size: tuple[int, int] = (120, 40)) -> list[Token]:
    """Return every token that the allow-list does not hold: sequences, moves off the screen, unprintable text.

    The alternate screen may be entered and left once.
    """
    return forbidden_among(list(tokens_of(data)), size)


def forbidden_among(tokens: Sequence[Token], size: tuple[int, int] = (120, 40)) -> list[Token]:
    """Return the same of a stream that was cut into tokens before."""
    again = [token for token in tokens if token.body in ("?1049h", "?1049l")][2:]
    return [token for token in tokens if not _is_allowed(token, size)] + again


def _is_allowed(token: Token, size: tuple[int, int]) -> bool:
    if token.kind == "text":
        return all(one in "\r\n" or is_printable(one) for one in set(token.body))
    if token.kind == "csi" and (move := _MOVE.fullmatch(token.body)):
        return int(move[1]) <= size[1] and int(move[2]) <= size[0]
    return any(kind == token.kind and pattern.fullmatch(token.body) for kind, pattern in ALLOWED)


@lru_cache(maxsize=4096)
def is_printable(character: str) -> bool:
    """Return whether a character draws itself and nothing else, by a reading of Unicode that is not the gate's."""
    category = unicodedata.category(character)
    return category[0] != "C" and category not in ("Zl", "Zp") and character not in "\u3164\u115f\u1160\uffa0\u034f"


def shown(data: bytes) -> str:
    """Return the text of a stream without its sequences."""
    return "".join(token.body for token in tokens_of(data) if token.kind == "text")


@dataclass
class Terminal:
    """A program in a pty. `sent` is every byte that it wrote."""

    process: int
    descriptor: int
    sent: bytearray = field(default_factory=bytearray)
    ended: bool = False
    _answered: int = 0
    _screen: LiveScreen = field(default_factory=LiveScreen)

    def wait_for(self, met: Callable[[bytes], bool]) -> None:
        """Read until what was sent meets a condition; fails when the program ends first, or after a minute."""
        until = time.monotonic() + PATIENCE_S
        while not met(bytes(self.sent)):
            assert not self.ended, f"the program ended: {shown(bytes(self.sent))[-2000:]}"
            assert time.monotonic() < until, f"never seen: {shown(bytes(self.sent))[-2000:]}"
            self._read(0.1)

    def wait_for_text(self, text: str) -> None:
        """Read until a text was drawn, or stands on the screen: of a frame only the cells that differ are sent."""
        self.wait_for(lambda data: text in shown(data) or text in "\n".join(self.rows()))

    def rows(self) -> list[str]:
        """Return the rows of the screen as they are now."""
        height, width, _, _ = struct.unpack("HHHH", fcntl.ioctl(self.descriptor, termios.TIOCGWINSZ, bytes(8)))
        return self._screen.rows(bytes(self.sent), (width, height))

    def press(self, keys: str) -> None:
        """Send keys one by one, and read until each was answered by a frame, or by none for a while."""
        for key in keys:
            os.write(self.descriptor, key.encode())
            self.settle()

    def settle(self) -> None:
        """Read until nothing comes any more."""
        while not self.ended and self._read(QUIET_S):
            pass

    def wait_for_end(self) -> int:
        """Read to the end; return the exit code of the program."""
        until = time.monotonic() + PATIENCE_S
        while not self.ended:
            assert time.monotonic() < until, f"never ended: {shown(bytes(self.sent))[-2000:]}"
            self._read(0.1)
        return os.waitstatus_to_exitcode(os.waitpid(self.process, 0)[1])

    def _read(self, patience: float) -> bool:
        if not select.select([self.descriptor], [], [], patience)[0]:
            return False
        try:
            data = os.read(self.descriptor, 65536)
        except OSError:  # Linux: the other end was closed
            data = b""
        self.ended = not data
        self.sent += data
        self._answer()
        return bool(data)

    def _answer(self) -> None:
        new = bytes(self.sent[self._answered :])
        self._answered = len(self.sent)
        for question, answer in ANSWERS:
            if question in new:
                os.write(self.descriptor, answer)


@contextmanager
def running(
    command: Sequence[str],
    *,
    size: tuple[int, int] = (120, 40),
    folder: Path | None = None,
    environment: Mapping[str, str] | None = None,
    under_a_shell: bool = False,
) -> Iterator[Terminal]:
    """Run a program in a terminal of `size` columns and rows; what is left of it at the end is killed.

    `under_a_shell`: as a job that somebody could continue; else ctrl+z stops nothing.
    """
    process, descriptor = pty.fork()
    if process == 0:  # the child: whatever happens, it must not go on as a second test run
        try:
            told = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", **(environment or {})}
            for measured in ("COLUMNS", "LINES"):  # the terminal's own size is what counts
                told.pop(measured, None)
            os.chdir(folder or ".")
            for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGHUP):  # ignored under `&` and nohup
                signal.signal(number, signal.SIG_DFL)
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
            if under_a_shell:
                _be_a_job()
            os.execvpe(command[0], list(command), told)  # not execvp: readline sets sizes behind Python's back
        finally:
            os._exit(127)
    terminal = Terminal(process, descriptor)
    try:
        yield terminal
    finally:
        if not terminal.ended:
            os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)
        os.close(descriptor)


def _be_a_job() -> None:
    """Let a process of another group of this session have a child in this group: then the system lets it be stopped."""
    group = os.getpgrp()
    ended, lives = os.pipe()
    told, tells = os.pipe()
    if os.fork():
        os.set_inheritable(lives, True)
        os.close(tells)
        os.read(told, 1)
        return
    try:
        os.close(lives)
        for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGHUP, signal.SIGTSTP):
            signal.signal(number, signal.SIG_IGN)
        os.setpgid(0, 0)
        if os.fork() == 0:
            os.setpgid(0, group)
            os.write(tells, b".")
        os.closerange(0, 3)
        os.read(ended, 1)  # until the program has ended
    finally:
        os._exit(0)
