"""The names of the looks, and which one a start has: nothing here imports the screen library."""

from __future__ import annotations

import os
from collections.abc import Mapping

from playhead.errors import BadUseError
from tui.terminal import colours, is_light

NO_COLOUR = "none"
NAMES = {
    "dark": "playhead-dark",
    "light": "playhead-light",
    "contrast": "playhead-contrast",
    "contrast-light": "playhead-contrast-light",
    "ansi": "ansi-dark",
    "ansi-light": "ansi-light",
    NO_COLOUR: NO_COLOUR,
}


def is_theme(name: str) -> bool:
    """Return whether there is a look of this name, of ours or of the screen library's."""
    if name in NAMES.values():
        return True
    from textual.theme import BUILTIN_THEMES  # noqa: PLC0415 - its own looks are asked for by few

    return name in BUILTIN_THEMES


def check_theme(asked: str | None) -> None:
    """Refuse a look that there is not.

    Raises:
        BadUseError: it names those there are.

    """
    if asked and not is_theme(theme_name(asked)):
        raise BadUseError(f"There is no theme {asked!r}: {', '.join(NAMES)}.")


def theme_name(asked: str | None, wished: str = "auto", environment: Mapping[str, str] = os.environ) -> str:
    """Return the theme to start with: what was `asked` on the command line, else by `NO_COLOR`, `TEXTUAL_THEME`.

    Then what the settings `wished`, then what the terminal says of itself: one of few colours gets its own palette.
    """
    if asked:
        return NAMES.get(asked, asked)
    if environment.get("NO_COLOR"):
        return NO_COLOUR
    given = environment.get("TEXTUAL_THEME")
    if given:
        return NAMES.get(given, given)
    if wished != "auto":
        return NAMES[wished]
    light = is_light(environment)
    return {
        "none": NO_COLOUR,
        "ansi": NAMES["ansi-light" if light else "ansi"],
        "many": NAMES["light" if light else "dark"],
    }[colours(environment)]
