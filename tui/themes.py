"""The looks of the screen: dark, light, high contrast, the terminal's own sixteen colours, and none at all."""

from __future__ import annotations

from textual.theme import Theme

from tui.theme_names import NAMES

DARK = Theme(
    name=NAMES["dark"],
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
    name=NAMES["light"],
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

CONTRAST = Theme(
    name=NAMES["contrast"],
    primary="#7cc0ff",
    secondary="#d0b0ff",
    accent="#ffd75f",
    warning="#ffd75f",
    error="#ff8080",
    success="#7dff7d",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#303030",
    dark=True,
    variables={"border": "#b0b0b0", "block-cursor-text-style": "bold", "block-cursor-blurred-background": "#003f7f"},
)

CONTRAST_LIGHT = Theme(
    name=NAMES["contrast-light"],
    primary="#003c8f",
    secondary="#4a148c",
    accent="#6b3d00",
    warning="#6b3d00",
    error="#a30000",
    success="#005a00",
    foreground="#000000",
    background="#ffffff",
    surface="#ffffff",
    panel="#d8d8d8",
    dark=False,
    variables={"border": "#404040", "block-cursor-text-style": "bold", "block-cursor-blurred-background": "#b9d6ff"},
)

OWN = (DARK, LIGHT, CONTRAST, CONTRAST_LIGHT)
