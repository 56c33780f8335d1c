"""What a terminal is like after a program: its line settings, and the modes that the program set and left set."""

from __future__ import annotations

import re
import termios
from typing import Any

_MODES = re.compile(rb"\x1b\[\?([\d;]+)([hl])")
_KITTY_KEYS = re.compile(rb"\x1b\[([<>])\d*u")
_ON_BEFORE = frozenset((b"7", b"25"))
"""Wrapping at the edge and the cursor: the modes that a terminal has on before anybody asks."""


def line_settings(descriptor: int) -> list[Any]:
    """Return how a terminal treats what is typed: echo, line editing, signals, special characters."""
    return termios.tcgetattr(descriptor)


def left_set(sent: bytes) -> list[str]:
    """Return what a program changed in a terminal and did not put back: private modes, the keyboard's mode."""
    on = set(_ON_BEFORE)
    for found in _MODES.finditer(sent):
        for mode in found[1].split(b";"):
            (on.add if found[2] == b"h" else on.discard)(mode)
    left = [f"mode {mode.decode()} is {'on' if mode in on else 'off'}" for mode in sorted(on ^ _ON_BEFORE)]
    pushed = sum(1 if found[1] == b">" else -1 for found in _KITTY_KEYS.finditer(sent))
    return [*left, *(["the keyboard's mode is left"] if pushed > 0 else [])]
