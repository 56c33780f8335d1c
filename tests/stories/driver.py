"""A person at the installed program: presses keys, looks at the screen, and what it cost is counted.

The program runs in a pty; what it sends is drawn by a terminal emulator, so that a person sees what people see.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyte

from tests.terminal import PATIENCE_S, Terminal, running

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = (sys.executable, "-m", "tui")
NAMED = {
    "enter": "\r",
    "escape": "\x1b",
    "tab": "\t",
    "space": " ",
    "backspace": "\x7f",
    "ctrl+r": "\x12",
    "ctrl+p": "\x10",
    "left": "\x1b[D",
    "right": "\x1b[C",
}
_FRAME_S = 0.5
_ESCAPE_S = 10.0
_ALONE_S = 0.3  # what follows an escape sooner is alt with a key, whatever was drawn meanwhile
_QUIET_S = 0.04


@dataclass(frozen=True)
class Told:
    """What one story took."""

    story: str
    size: tuple[int, int]
    keys: int
    sent: int
    opening: int


TOLD: list[Told] = []
"""The stories of this process, in the order they were told."""


class Person:
    """Somebody at the screen. `keys` counts what was pressed; bytes are those the program sent."""

    def __init__(self, terminal: Terminal, size: tuple[int, int]) -> None:
        self._terminal = terminal
        self._size = size
        self._screen = pyte.Screen(*size)
        self._stream = pyte.ByteStream(self._screen)
        self._drawn = 0
        self._opened_with = self._first_screen = 0
        self.keys = 0

    @property
    def rows(self) -> list[str]:
        """The screen, row by row."""
        data = bytes(self._terminal.sent[self._drawn :])
        self._drawn += len(data)
        self._stream.feed(data)
        return list(self._screen.display)

    @property
    def screen(self) -> str:
        """The screen as one text."""
        return "\n".join(self.rows)

    def until(self, holds: Callable[[str], bool]) -> Person:
        """Look until the screen is as it should be."""
        until = time.monotonic() + PATIENCE_S
        while not holds(self.screen):
            assert not self._terminal.ended, f"the program ended:\n{self.screen}"
            assert time.monotonic() < until, f"never seen:\n{self.screen}"
            self._terminal._read(0.05)
        return self

    def sees(self, *texts: str) -> Person:
        """Look until all these texts are on the screen."""
        return self.until(lambda screen: all(text in screen for text in texts))

    def opened(self, *texts: str) -> Person:
        """Wait for the first screen; what it took is counted apart."""
        self.sees(*texts)
        self._terminal.settle()
        self._opened_with = self._first_screen = len(self._terminal.sent)
        return self

    def from_here(self) -> Person:
        """Count from here: what went before only made the situation."""
        self._terminal.settle()
        self._opened_with = len(self._terminal.sent)
        self.keys = 0
        return self

    def press(self, *keys: str) -> Person:
        """Press keys one after another, each when the screen has answered the one before."""
        for key in keys:
            if key == "escape":
                self._terminal.settle()  # so that what comes next is the answer to it
            os.write(self._terminal.descriptor, NAMED.get(key, key).encode())
            self.keys += 1
            alone = time.monotonic() + (_ALONE_S if key == "escape" else 0)
            patience = _ESCAPE_S if key == "escape" else _FRAME_S
            while not self._terminal.ended and self._terminal._read(patience):
                patience = max(_QUIET_S, alone - time.monotonic())
        return self

    def type(self, text: str) -> Person:
        """Type a text and press enter."""
        return self.press(*text, "enter")

    def leave(self) -> None:
        """Quit; not counted."""
        before = self.keys
        self.press("q")
        self.keys = before
        assert self._terminal.wait_for_end() == 0, self.screen

    def told(self, story: str, *, at_most: int) -> None:
        """End the story: it took no more keys than it may; remember what it took."""
        sent = len(self._terminal.sent) - self._opened_with
        TOLD.append(Told(story, self._size, self.keys, sent, self._first_screen))
        assert self.keys <= at_most, f"{story}: {self.keys} keys"


@contextmanager
def person(*words: str | Path, home: Path, name: str = "ana", size: tuple[int, int] = (120, 40)) -> Iterator[Person]:
    """Start `playhead WORDS...` as a person whose settings and state lie under `home`."""
    state = home / f"state of {name}"
    (state / "playhead").mkdir(parents=True, exist_ok=True)
    (state / "playhead" / "started").touch()
    environment = {
        "LANG": "C.UTF-8",
        "TMUX": "",
        "NO_COLOR": "",
        "COLORTERM": "",
        "HOME": str(home),
        "XDG_STATE_HOME": str(state),
        "XDG_CONFIG_HOME": str(home / f"config of {name}"),
        "XDG_CACHE_HOME": str(home / "cache"),
    }
    command = [*PROGRAM, *map(str, words), "--by", name]
    with running(command, size=size, folder=ROOT, environment=environment) as terminal:
        yield Person(terminal, size)


def table() -> str:
    """Return the stories told so far as a Markdown table."""
    rows = ["| story | screen | keys | bytes sent | bytes of the first screen |", "|---|---|---|---|---|"]
    rows += [
        f"| {one.story} | {one.size[0]}x{one.size[1]} | {one.keys} | {one.sent:,} | {one.opening:,} |" for one in TOLD
    ]
    return "\n".join(rows)
