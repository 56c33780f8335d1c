"""Select Graphic Rendition: the one escape sequence of a record that means something (ECMA-48 8.3.117)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

Colour = int | tuple[int, int, int] | None


@dataclass(frozen=True, slots=True)
class TextStyle:
    """How a stretch is drawn. A colour is an index of the 256 (0-15 the terminal's own), or red, green, blue."""

    foreground: Colour = None
    background: Colour = None
    bold: bool = False
    dim: bool = False
    italic: bool = False
    underline: bool = False
    reverse: bool = False
    strike: bool = False


PLAIN = TextStyle()


_SWITCHES: dict[int, dict[str, bool]] = {
    1: {"bold": True},
    2: {"dim": True},
    3: {"italic": True},
    4: {"underline": True},
    7: {"reverse": True},
    9: {"strike": True},
    21: {"underline": True},
    22: {"bold": False, "dim": False},
    23: {"italic": False},
    24: {"underline": False},
    27: {"reverse": False},
    29: {"strike": False},
}
_GROUNDS: tuple[tuple[int, str, int], ...] = (
    (30, "foreground", 0),
    (40, "background", 0),
    (90, "foreground", 8),
    (100, "background", 8),
)


@lru_cache(maxsize=4096)
def sgr(style: TextStyle, parameters: str) -> TextStyle:
    """Return the style after `CSI parameters m`; what is unknown, or no colour, changes nothing."""
    groups = [[int(part or 0) for part in group.split(":")] for group in parameters.split(";")]
    place = 0
    while place < len(groups):
        code, *rest = groups[place]
        place += 1
        if code in (38, 48, 58):
            if rest:
                colour = _colour(rest)
            else:
                flat = [group[0] for group in groups[place : place + 4]]
                colour = _colour(flat[:2] if flat[:1] == [5] else flat)
                place += {5: 2, 2: 4}.get(flat[0] if flat else 0, 0)
            if colour is not None and code != 58:
                style = _GROUND_SETTERS[code](style, colour)
        else:
            style = _switched(style, code, rest)
    return style


_GROUND_SETTERS: dict[int, Callable[[TextStyle, Colour], TextStyle]] = {
    38: lambda style, colour: replace(style, foreground=colour),
    48: lambda style, colour: replace(style, background=colour),
}


def _switched(style: TextStyle, code: int, rest: list[int]) -> TextStyle:
    if code == 0:
        return PLAIN
    if code == 4 and rest:
        return replace(style, underline=rest[0] != 0)
    if code in _SWITCHES:
        return replace(style, **_SWITCHES[code])
    if code == 39:
        return replace(style, foreground=None)
    if code == 49:
        return replace(style, background=None)
    for first, ground, bright in _GROUNDS:
        if first <= code < first + 8:
            colour: Colour = code - first + bright
            return replace(style, foreground=colour) if ground == "foreground" else replace(style, background=colour)
    return style


def _colour(parts: list[int]) -> Colour:
    """Return the colour of `5:n`, `2:r:g:b` or `2:space:r:g:b`, or None where it is none."""
    if len(parts) == 2 and parts[0] == 5:
        return parts[1] if parts[1] < 256 else None
    if len(parts) >= 4 and parts[0] == 2:
        red, green, blue = parts[1:4] if len(parts) == 4 else parts[2:5]
        return (red, green, blue) if max(red, green, blue) < 256 else None
    return None
