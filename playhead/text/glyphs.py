"""What may not reach a terminal as it stands, and the visible sign shown in its place.

A character is kept when it draws itself and nothing else. Controls become control pictures (U+2400), the C1 range its
hex in brackets, everything invisible or reordering (format characters, private use, unassigned, fillers, variation
selectors) its code point in brackets, a lone surrogate U+FFFD. What combines with its neighbour is kept in the
measure that ordinary text needs: four marks on a base, one U+FE0F or skin tone right after a symbol. The zero width
joiner is shown: terminals disagree about the width of what it joins, and columns must not move.
"""

from __future__ import annotations

import re
import unicodedata

from playhead.text.ascii import in_ascii, is_only_ascii

MARKS_PER_BASE = 4
BASELESS = "\u25cc"  # dotted circle: what Unicode itself shows a mark on that has no base

KEEP, SYMBOL, MARK, JOINED, HAZARD = "ksmjh"

_JOINED = {0xFE0F, *range(0x1F3FB, 0x1F400)}
_BLANK = {  # assigned, printable by category, and drawn as nothing: Default_Ignorable_Code_Point of Unicode 16
    0x034F,
    0x115F,
    0x1160,
    0x17B4,
    0x17B5,
    *range(0x180B, 0x1810),
    0x3164,
    *range(0xFE00, 0xFE0F),
    0xFFA0,
    0x16FE4,
    *range(0xE0000, 0xE1000),
}
_CONJOINING = {*range(0x1161, 0x1200), *range(0xD7B0, 0xD7C7), *range(0xD7CB, 0xD7FC)}
_SYMBOL_ASCII = {ord(one) for one in "#*0123456789"}
_REMEMBERED = 50_000
_UNSAFE = re.compile(f"{HAZARD}|[{MARK}{JOINED}]+")
_ALIKE = re.compile(f"{MARK}+|{JOINED}")


class _Shapes(dict[int, str]):
    """The class of every character, found out when it is first seen; emptied before it grows without bound."""

    def __missing__(self, point: int) -> str:
        if len(self) >= _REMEMBERED:
            self.clear()
        shape = self[point] = _shape_of(point)
        return shape


def _shape_of(point: int) -> str:
    if point in _JOINED:
        return JOINED
    if point in _CONJOINING:
        return MARK
    category = unicodedata.category(chr(point))
    if category[0] == "C" or category in ("Zl", "Zp") or point in _BLANK:
        return HAZARD
    if category[0] == "M":
        return MARK
    if point in _SYMBOL_ASCII or (point > 0x7F and category in ("So", "Sm", "Po", "Pd")):
        return SYMBOL
    return KEEP


_SHAPES = _Shapes()


def glyph(character: str) -> str:
    """Return what is shown for a character that may not pass."""
    point = ord(character)
    if point < 0x20:
        return chr(0x2400 + point)
    if point == 0x7F:
        return "\u2421"
    if point < 0xA0:
        return f"⟨{point:02X}⟩"
    if 0xD800 <= point < 0xE000:
        return "\ufffd"
    return f"⟨U+{point:04X}⟩"


def clean(text: str) -> str:
    """Return `text` as one line that is safe to print and hides nothing; line feeds and tabs become glyphs too.

    Doing it twice changes nothing. Time is linear in the length.
    """
    if text.isascii() and text.isprintable():
        return text
    if is_only_ascii():
        return in_ascii(text)
    shapes = text.translate(_SHAPES)
    pieces: list[str] = []
    done = 0
    for found in _UNSAFE.finditer(shapes):
        start, end = found.span()
        pieces.append(text[done:start])
        done = end
        if shapes[start] == HAZARD:
            pieces.append(glyph(text[start]))
        else:
            pieces.append(_joined(text[start:end], shapes[start:end], shapes[start - 1] if start else ""))
    if not pieces:
        return text
    pieces.append(text[done:])
    return "".join(pieces)


STOPPED = "\u2426"
"""The sign of the last stop, which the gate makes of nothing: where it is seen, somebody forgot the gate."""


class _LastStop(dict[int, int]):
    """What the last stop makes of a character: itself, or the sign."""

    def __missing__(self, point: int) -> int:
        if len(self) >= _REMEMBERED:
            self.clear()
        kept = self[point] = ord(STOPPED) if _SHAPES[point] == HAZARD else point
        return kept


_LAST_STOP = _LastStop()


def stopped(text: str) -> str:
    """Return `text` with one sign for each character that may not reach a terminal; what passed the gate is kept."""
    if text.isascii() and text.isprintable():
        return text
    held = text.translate(_LAST_STOP)
    return held.replace(STOPPED, "?") if is_only_ascii() else held


def hidden_in(text: str) -> int:
    """Return how many characters of `text` are shown as signs, or left out of a pile of marks: it hides them.

    Line feeds and tabs hide nothing.
    """
    if text.isascii() and text.replace("\n", "").replace("\t", "").isprintable():
        return 0
    shapes = text.translate(_SHAPES)
    count = shapes.count(HAZARD) - text.count("\n") - text.count("\t")
    for found in _UNSAFE.finditer(shapes):
        start, end = found.span()
        if shapes[start] != HAZARD:
            count += _not_carried(shapes[start:end], shapes[start - 1] if start else "")
    return count


def _not_carried(shapes: str, before: str) -> int:
    """Return how many marks, selectors and skin tones of a run the character before it does not carry."""
    count = stacked = 0
    for place, shape in enumerate(shapes):
        if shape == MARK or (place == 0 and before == SYMBOL):
            stacked += 1
            count += stacked > MARKS_PER_BASE
        else:
            stacked = 0
            count += 1
    return count


def _joined(run: str, shapes: str, before: str) -> str:
    """Return a run of marks, selectors and skin tones as far as the character before it carries them."""
    pieces: list[str] = [] if before or shapes[0] == JOINED else [BASELESS]
    stacked = dropped = 0
    for found in _ALIKE.finditer(shapes):
        start, end = found.span()
        if shapes[start] == MARK or (start == 0 and before == SYMBOL):
            kept = min(end, start + max(0, MARKS_PER_BASE - stacked))
            pieces.append(run[start:kept])
            stacked += end - start
            dropped += end - kept
            continue
        if dropped:
            pieces.append(_more_marks(dropped))
        pieces.append(glyph(run[start]))
        stacked = dropped = 0
    if dropped:
        pieces.append(_more_marks(dropped))
    return "".join(pieces)


def _more_marks(count: int) -> str:
    return f"⟨+{count} marks⟩"


def cell_width(text: str) -> int:
    """Return how many cells a line that `clean` returned takes, as terminals without grapheme modes count."""
    if text.isascii():
        return len(text)
    width = 0
    before = ""
    for character in text:
        shape = _SHAPES[ord(character)]
        if character == "\ufe0f":
            width += 1 if before and unicodedata.east_asian_width(before) not in "WF" else 0
        elif shape not in (MARK, JOINED):
            width += 2 if unicodedata.east_asian_width(character) in "WF" else 1
        before = character
    return width
