"""What a terminal shows of what was sent to it."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyte
from wcwidth import wcwidth

_ALTERNATE = 1049
_KITTY_KEYS = re.compile(rb"\x1b\[[<>]\d*u")  # pyte takes them for text


@lru_cache(maxsize=4096)
def _joins(character: str) -> bool:
    return wcwidth(character) == 0 and not unicodedata.combining(character)


class Screen(pyte.Screen):
    """A screen with an alternate one, as every terminal has it: empty when it is taken, forgotten when it is left."""

    def draw(self, data: str) -> None:
        """Draw, less what joins the character before it: pyte forgets what follows some of such."""
        super().draw(data if data.isascii() else "".join(one for one in data if not _joins(one)))

    def set_mode(self, *modes: int, **options: Any) -> None:
        """Clear the screen for the alternate one."""
        super().set_mode(*modes, **options)
        if _ALTERNATE in modes:
            self.erase_in_display(2)

    def reset_mode(self, *modes: int, **options: Any) -> None:
        """Clear the screen of the alternate one: nothing was on the ordinary one."""
        super().reset_mode(*modes, **options)
        if _ALTERNATE in modes:
            self.erase_in_display(2)


class LiveScreen:
    """The screen of a stream that goes on: what was fed is not fed again."""

    def __init__(self) -> None:
        self._screen = Screen(1, 1)
        self._stream = pyte.ByteStream(self._screen)
        self._fed = 0

    def rows(self, sent: bytes, size: tuple[int, int]) -> list[str]:
        """Return the rows after all that was sent, on a terminal that has `size` columns and rows now."""
        if (self._screen.columns, self._screen.lines) != size:
            self._screen.resize(columns=size[0], lines=size[1])
        self._stream.feed(_KITTY_KEYS.sub(b"", sent[self._fed :]))
        self._fed = len(sent)
        return list(self._screen.display)


def rows(sent: bytes, size: tuple[int, int] = (120, 40)) -> list[str]:
    """Return the rows of the screen as a terminal of `size` columns and rows shows them after what was sent."""
    screen = Screen(*size)
    pyte.ByteStream(screen).feed(_KITTY_KEYS.sub(b"", sent))
    return list(screen.display)


def started_before(folder: Path) -> dict[str, str]:
    """Return an environment in which the program does not start for the first time: no first keys are shown."""
    (folder / "state" / "playhead").mkdir(parents=True, exist_ok=True)
    (folder / "state" / "playhead" / "started").touch()
    return {"LANG": "C.UTF-8", "XDG_STATE_HOME": str(folder / "state")}
