"""The terminal before the screen library has it: a picture is put up, keys wait, and it is given back whatever happens.

The library takes the terminal half a second after the program was started. Until then it is here: taken once, given
back once, or handed over with the picture on it. Nothing is read from it: what is typed meanwhile waits in its buffer
for the library.
"""

from __future__ import annotations

import os
import signal
import sys
import termios
from collections.abc import Callable
from types import FrameType
from typing import Any

from tui import job
from tui.ending import ENDING
from tui.streams import to_the_terminal, write_all

TAKE = "\x1b[?1049h"
"""The alternate screen; some terminals clear it when it is asked for a second time."""
_TAKE_ALL = f"{TAKE}\x1b[?25l"
_GIVE_BACK = "\x1b[m\x1b[?1049l\x1b[?25h"
_LOCAL, _INPUT, _CHARACTERS = 3, 0, 6


class EarlyTerminal:
    """The terminal of this process, which there is one of: use `EARLY`."""

    def __init__(self) -> None:
        self._before: list[Any] | None = None
        self._ours: dict[int, Callable[[int, FrameType | None], None]] = dict.fromkeys(ENDING, self._end)
        self._ours[signal.SIGTSTP] = self._stop
        self._found: dict[int, Any] = {}

    @property
    def is_taken(self) -> bool:
        """Whether a picture is up and nobody else has the terminal."""
        return self._before is not None

    def take(self, picture: str) -> bool:
        """Put a picture up; False where this is no terminal, or it belongs to another job."""
        keys = sys.__stdin__  # the one the library uses
        try:
            if keys is None or not os.isatty(keys.fileno()) or to_the_terminal() is None:
                return False
            if os.tcgetpgrp(keys.fileno()) != os.getpgrp():
                return False
            self._before = termios.tcgetattr(keys.fileno())
            self._watch()
            termios.tcsetattr(keys.fileno(), termios.TCSANOW, _raw(self._before))
            _send(_TAKE_ALL + picture)
        except (OSError, ValueError, termios.error):
            self.give_back()
            return False
        return True

    def give_back(self) -> None:
        """Leave the terminal as it was found; nothing where it was not taken, or was handed over."""
        before, self._before = self._before, None
        if before is None:
            return
        self._unwatch()
        try:
            _send(_GIVE_BACK)
            termios.tcsetattr(sys.__stdin__.fileno(), termios.TCSANOW, before)  # type: ignore[union-attr]  # was taken
        except (OSError, ValueError, termios.error):
            pass  # it is gone

    def hand_over(self) -> list[Any] | None:
        """Let the library have the terminal; return what it is to be like in the end, None where it was not taken."""
        before, self._before = self._before, None
        if before is not None:
            self._unwatch()
        return before

    def stop(self) -> None:
        """Give the terminal back and stop, as a job is stopped; when it goes on, the library takes the terminal."""
        self.give_back()
        job.stop()

    def _watch(self) -> None:
        """Let nothing end or stop the program without giving the terminal back."""
        for number, handler in self._ours.items():
            if signal.getsignal(number) is not signal.SIG_IGN:
                self._found[number] = signal.signal(number, handler)

    def _unwatch(self) -> None:
        """Put back what was there, where nobody has put another handler in the place of ours."""
        for number, handler in self._found.items():
            if signal.getsignal(number) == self._ours[number]:
                signal.signal(number, handler)
        self._found.clear()

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self.stop()

    def _end(self, number: int, _frame: FrameType | None) -> None:
        self.give_back()
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)


def _raw(attributes: list[Any]) -> list[Any]:
    """Return attributes under which keys are neither shown nor obeyed by the terminal, as the library sets them."""
    raw = [*attributes]
    raw[_LOCAL] &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN | termios.ISIG)
    raw[_INPUT] &= ~(termios.IXON | termios.IXOFF | termios.ICRNL | termios.INLCR | termios.IGNCR)
    raw[_CHARACTERS] = [*attributes[_CHARACTERS]]
    raw[_CHARACTERS][termios.VMIN] = 1
    return raw


def _send(text: str) -> None:
    screen = to_the_terminal()
    if screen is not None:
        write_all(screen.fileno(), text.encode("utf-8", "replace"))


EARLY = EarlyTerminal()
