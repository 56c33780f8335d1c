"""How a character looks, as a terminal is told: parts that are set one by one, and the shortest way to other parts."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from rich.color import ColorSystem
from rich.style import Style
from textual.strip import Strip

_OFF = dict(
    zip(
        ("1", "2", "3", "4", "5", "6", "7", "8", "9", "21", "51", "52", "53"),
        ("22", "22", "23", "24", "25", "25", "27", "28", "29", "24", "54", "54", "55"),
        strict=True,
    )
)
"""What takes an attribute away again (ECMA-48, 8.3.117)."""
_ON_BLANKS = frozenset(("4", "7", "9", "21", "51", "52", "53"))
_COLOURS = {"5": 3, "2": 5}  # how many numbers a colour takes, by its second


class Look(NamedTuple):
    """Attributes and colours as numbers of `CSI m`; "" is the terminal's own colour.

    `attributes` is None where a blank may have any that does not show on it, and any colour of letters.
    """

    attributes: frozenset[str] | None
    foreground: str
    background: str

    @property
    def on_blank(self) -> Look:
        """What of it is seen where no character is."""
        seen = self.attributes is None or self.attributes & _ON_BLANKS
        return self if seen else _kept(Look(None, "", self.background))


PLAIN = Look(frozenset(), "", "")
"""What `CSI m` sets."""


@lru_cache(4_096)
def look_of(style: Style | None, colours: ColorSystem) -> Look:
    """Return the look of a style on a terminal of so many colours; equal looks are one object."""
    codes = Strip.render_ansi(style, colours) if style else ""
    attributes: set[str] = set()
    foreground = background = ""
    numbers = codes.split(";") if codes else []
    while numbers:
        size = _COLOURS[numbers[1]] if numbers[0] in ("38", "48") else 1
        code, numbers = ";".join(numbers[:size]), numbers[size:]
        if code in _OFF:
            attributes.add(code)
        elif code.startswith(("4", "10")):
            background = "" if code == "49" else code
        else:
            foreground = "" if code == "39" else code
    return _kept(Look(frozenset(attributes), foreground, background))


@lru_cache(8_192)
def change(now: Look, wanted: Look) -> tuple[str, Look]:
    """Return the shortest sequence from one look to another, "" for none, and the look there is after it."""
    has = now.attributes or frozenset()
    if wanted.attributes is None:
        wanted = Look(has - _ON_BLANKS, now.foreground, wanted.background)
    if now == wanted:
        return "", now
    wants = wanted.attributes or frozenset()
    off = {_OFF[one] for one in has - wants}
    on = {one for one in wants if one not in has or _OFF[one] in off}
    parts = [*sorted(off), *sorted(on)]
    if wanted.foreground != now.foreground:
        parts.append(wanted.foreground or "39")
    if wanted.background != now.background:
        parts.append(wanted.background or "49")
    anew = ";".join(one for one in ("0", *sorted(wants), wanted.foreground, wanted.background) if one)
    shortest = min(";".join(parts), "" if anew == "0" else anew, key=len)
    return f"\x1b[{shortest}m", _kept(wanted)


@lru_cache(4_096)
def _kept(look: Look) -> Look:
    return look
