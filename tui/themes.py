"""The looks of the screen: dark, light, and the terminal's own sixteen colours."""

from __future__ import annotations

import os

from textual.theme import BUILTIN_THEMES, Theme

DARK = Theme(
    name="playhead-dark",
    primary="#7aa2d8",
    secondary="#a89bd0",
    accent="#d8b26a",
    warning="#d8b26a",
    error="#e0736f",
    success="#87b378",
    foreground="#d4d7dc",
    background="#14171c",
    surface="#14171c",
    panel="#2a2f38",
    dark=True,
    variables={"border": "#333a45", "block-cursor-text-style": "none"},
)

LIGHT = Theme(
    name="playhead-light",
    primary="#2c5f9e",
    secondary="#6a549c",
    accent="#8f6200",
    warning="#8f6200",
    error="#b3322c",
    success="#3c7a2c",
    foreground="#22262d",
    background="#fbfaf7",
    surface="#fbfaf7",
    panel="#e6e3dc",
    dark=False,
    variables={"border": "#c9c5bb", "block-cursor-text-style": "none"},
)

OWN = (DARK, LIGHT)
NAMES = {"dark": DARK.name, "light": LIGHT.name, "ansi": "ansi-dark", "ansi-light": "ansi-light"}


def is_theme(name: str) -> bool:
    """Return whether there is a look of this name, of ours or of the screen library's."""
    return name in BUILTIN_THEMES or name in {theme.name for theme in OWN}


def theme_name(asked: str | None) -> str:
    """Return the theme to start with: the one asked for, else `TEXTUAL_THEME`, else by the terminal.

    A terminal that says it has sixteen colours gets its own palette.
    """
    if asked:
        return NAMES.get(asked, asked)
    given = os.environ.get("TEXTUAL_THEME")
    if given:
        return NAMES.get(given, given)
    term = os.environ.get("TERM", "")
    few = (
        "256" not in term
        and "COLORTERM" not in os.environ
        and term in {"linux", "xterm", "vt100", "vt220", "screen", "ansi"}
    )
    return NAMES["ansi"] if few else DARK.name
