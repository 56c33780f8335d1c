"""Text for a terminal that shows nothing but ASCII: told once, at the start, and the gate then lets nothing else by.

What this program draws, and what programs commonly print as decoration, becomes the ASCII character nearest to it, in
as many cells; a control is `^[`, every other character its code point, `<U+00E9>`: nothing is guessed or left out.
"""

from __future__ import annotations

import codecs
import unicodedata

DRAWN: dict[str, str] = {
    **dict(zip("●○✗✓✘✔▶▷◆◇•·", "*oxvxv>>*o*.", strict=True)),
    **dict(zip("±»«…⋯↪↵⏎≠≈≤≥×÷−", "%^<~~\\//!~<>x/-", strict=True)),
    **dict(zip("▸▾▹▿▲▼△▽←→↑↓⇒", ">v>v^v^v<>^v>", strict=True)),
    **dict(zip("“”„‘’‚–—‐‑―‹›", "\"\"\"'''-----<>", strict=True)),
    **dict(zip("╭╰╮╯⟨⟩◌■□▪▫↻", "/\\\\/<>o##..@", strict=True)),
    **dict.fromkeys("─┄┅┈┉╌╍╴╶╸╺", "-"),
    "↶": "u",
    **dict.fromkeys("━═", "="),
    **dict.fromkeys("│┃┆┇┊┋╎╏║╵╷╹╻▌▐▎▏▍▋▊▉▕", "|"),
    **dict.fromkeys("█▓▒▇▆▅▄▀", "#"),
    **dict.fromkeys("░▁▂▃", "."),
}
"""One cell for one cell."""

_REMEMBERED = 20_000
_state = {"only": False}


def only_ascii(on: bool = True) -> None:
    """Say, before anything is shown, that the terminal shows ASCII only."""
    _state["only"] = on


def is_only_ascii() -> bool:
    """Return whether the terminal shows ASCII only."""
    return _state["only"]


def shown_in_ascii(character: str) -> str:
    """Return what is shown for one character: always printable ASCII, at least one cell."""
    point = ord(character)
    if 0x20 <= point < 0x7F:
        return character
    if point < 0x20 or point == 0x7F:
        return f"^{chr(point ^ 0x40)}"
    return DRAWN.get(character) or ("+" if 0x2500 <= point < 0x2580 else f"<U+{point:04X}>")


class _Table(dict[int, str]):
    """The shown form of every character, found out when it is first seen; emptied before it grows without bound."""

    def __missing__(self, point: int) -> str:
        if len(self) >= _REMEMBERED:
            self.clear()
        shown = self[point] = shown_in_ascii(chr(point))
        return shown


_TABLE = _Table()


def in_ascii(text: str) -> str:
    """Return `text` as one line of printable ASCII that hides nothing. Doing it twice changes nothing."""
    return text.translate(_TABLE)


def drawn_in_ascii(text: str) -> str:
    """Return a stretch of the screen in the same cells: what this program drew is known, all else is `?`."""
    if text.isascii():
        return text
    return "".join(one if one.isascii() else _cell(one) for one in text)


def _cell(character: str) -> str:
    known = DRAWN.get(character)
    if known is not None:
        return known
    if 0x2500 <= ord(character) < 0x2580:
        return "+"
    if unicodedata.category(character)[0] == "M" or 0x1F3FB <= ord(character) < 0x1F400:  # in the cell before
        return ""
    return "??" if unicodedata.east_asian_width(character) in "WF" else "?"


def _replace(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return in_ascii(error.object[error.start : error.end]), error.end


ENCODING_ERRORS = "playhead.ascii"
"""The name of what a text stream in ASCII does with other characters (`errors=`)."""
codecs.register_error(ENCODING_ERRORS, _replace)
