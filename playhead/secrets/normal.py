r"""A text as a scanner reads it: colours taken out, JSON's escapes undone; each character knows where it stood.

Without this a third of what is there is missed: a token with a colour inside, `\"token\": \"...\"` in a log of JSON.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from playhead.late_pattern import late_pattern

_SEQUENCE = late_pattern(
    r"\x1b(?:\[[0-?]{0,64}[ -/]{0,8}[@-~]|\][^\x07\x1b\n]{0,512}(?:\x07|\x1b\\)|[()*+][0-9A-Za-z]|[@-Z\\^_=>78])"
    r"|␛\[[0-?]{0,64}[ -/]{0,8}[@-~]|\\(?:u001[bB]|x1[bB]|033|e)\[[0-?]{0,64}[ -/]{0,8}[@-~]"
)
_ESCAPE = late_pattern(r"\\(?:([\"\\/])|([nrt])|u([0-9a-fA-F]{4}))")
_BLANKS = {"n": "\n", "r": "\r", "t": "\t"}


@dataclass(frozen=True, slots=True)
class Normal:
    """A text, and where each of its characters stands in what it was made from; the end has a place too."""

    text: str
    places: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where a stretch stood; sequences within it belong to it, those around it do not."""
        return self.places[start], self.places[end - 1] + 1 if end > start else self.places[start]


def readings(text: str) -> Iterator[Normal]:
    """Yield the text without colours, then with JSON's escapes undone once and twice, where there are any."""
    plain = Normal(text, range(len(text) + 1))
    if "\x1b" in text or "␛" in text or ("[" in text and "\\" in text):
        plain = _without(plain)
    yield plain
    for _ in range(2):
        if "\\" not in plain.text:
            return
        undone = _unescaped(plain)
        if undone.text == plain.text:
            return
        plain = undone
        yield plain


def _without(normal: Normal) -> Normal:
    pieces: list[str] = []
    places: list[int] = []
    done = 0
    for found in _SEQUENCE.finditer(normal.text):
        pieces.append(normal.text[done : found.start()])
        places.extend(normal.places[done : found.start()])
        done = found.end()
    if not done:
        return normal
    pieces.append(normal.text[done:])
    places.extend(normal.places[done:])
    return Normal("".join(pieces), places)


def _unescaped(normal: Normal) -> Normal:
    pieces: list[str] = []
    places: list[int] = []
    done = 0
    for found in _ESCAPE.finditer(normal.text):
        pieces += (normal.text[done : found.start()], found[1] or _BLANKS.get(found[2] or "") or chr(int(found[3], 16)))
        places.extend(normal.places[done : found.start() + 1])
        done = found.end()
    pieces.append(normal.text[done:])
    places.extend(normal.places[done:])
    return Normal("".join(pieces), places)
