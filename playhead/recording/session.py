"""A program in a terminal of its own between the person and it: every byte passes by, both ways, and is heard."""

from __future__ import annotations

import errno
import fcntl
import os
import pty
import select
import signal
import struct
import termios
import tty
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from types import FrameType

from playhead.text import clean

_CHUNK = 64 * 1024
_PLAIN_SIZE = (24, 80)


def run_in_terminal(
    words: Sequence[str],
    hear: Callable[[bytes], bytes],
    *,
    stdin: int = 0,
    stdout: int = 1,
    environment: Mapping[str, str] | None = None,
) -> int:
    """Run a program in a pty and return its exit code, 128 and the signal's number where one ended it.

    What it writes goes through `hear` to `stdout`; what the person types goes to it. `stdin` may be no terminal: then
    nothing is typed. 127: there is no such program.
    """
    process, terminal = pty.fork()
    if process == 0:
        _become(words, environment)
    with _typing(stdin), _sizes_follow(stdin, terminal):
        try:
            _pass(stdin, stdout, terminal, hear)
        except BaseException:
            os.close(terminal)  # what runs in it is told so, and need not heed that: it is not waited for
            os.waitpid(process, os.WNOHANG)
            raise
        os.close(terminal)
        _, status = os.waitpid(process, 0)
    code = os.waitstatus_to_exitcode(status)
    return 128 - code if code < 0 else code


def _become(words: Sequence[str], environment: Mapping[str, str] | None) -> None:
    try:
        os.execvpe(words[0], list(words), dict(os.environ if environment is None else environment))  # noqa: S606 - asked for
    except OSError as error:
        os.write(2, f"playhead: {clean(words[0])} cannot be run: {error.strerror}.\r\n".encode())
    finally:
        os._exit(127)  # whatever comes, only one of us goes on


def _pass(stdin: int, stdout: int, terminal: int, hear: Callable[[bytes], bytes]) -> None:
    """Copy until the program and everything it started has closed the terminal."""
    sources = [terminal, stdin] if os.isatty(stdin) else [terminal]
    while True:
        ready, _, _ = select.select(sources, [], [])
        if terminal in ready:
            data = _read(terminal)
            if not data:
                return
            _write(stdout, hear(data))
        if stdin in ready:
            typed = os.read(stdin, _CHUNK)
            if typed:
                _write(terminal, typed)
            else:
                sources.remove(stdin)


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, _CHUNK)
    except OSError as error:
        if error.errno == errno.EIO:  # Linux says so when the other side is closed
            return b""
        raise


def _write(descriptor: int, data: bytes) -> None:
    while data:
        data = data[os.write(descriptor, data) :]


@contextmanager
def _typing(stdin: int) -> Iterator[None]:
    """Let keys through as they are pressed, and give the person's terminal back as it was."""
    if not os.isatty(stdin):
        yield
        return
    before = termios.tcgetattr(stdin)
    tty.setraw(stdin, termios.TCSADRAIN)  # what was typed ahead stays
    try:
        yield
    finally:
        with suppress(termios.error):  # it may be gone
            termios.tcsetattr(stdin, termios.TCSADRAIN, before)


@contextmanager
def _sizes_follow(stdin: int, terminal: int) -> Iterator[None]:
    def take_over(_signal: int = 0, _frame: FrameType | None = None) -> None:
        try:
            size = fcntl.ioctl(stdin, termios.TIOCGWINSZ, b"\0" * 8)
        except OSError:
            size = struct.pack("HHHH", *_PLAIN_SIZE, 0, 0)
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, size)

    take_over()
    before = signal.signal(signal.SIGWINCH, take_over)
    try:
        yield
    finally:
        signal.signal(signal.SIGWINCH, before)
