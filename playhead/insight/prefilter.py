r"""Whether what a step is made of can hold what is searched for at all: asked of its bytes or its decoded values.

Many times faster than making the step. Sound, not exact: what is let by may hold nothing; what is refused holds
nothing that a reader shows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from playhead.insight.pattern import Pattern
from playhead.insight.plain import without_colours
from playhead.insight.required import required_runs

_LETTERS = re.compile("[A-Za-z]{2}")
_ASCII_SPELLED = rb"00[2-7][0-9a-fA-F]"
_ABOVE_SPELLED = rb"(?!00[01])"
_COLOUR_BODY = rb"001[bB]\[[0-9;:]*+m"
_COLOUR = re.compile(rb"\\u" + _COLOUR_BODY)
_BEFORE_WORD = rb"(?P<colour>" + _COLOUR_BODY + rb"(?:\\u" + _COLOUR_BODY + rb")*+(?=[0-9A-Za-z_\x80-\xff]))"
_WORD_END = re.compile(rb"(?:(?<!\\)|(?<=\\\\))[0-9A-Za-z_\x80-\xff]\Z")
"""What ends a word before a colour: not the `n` of a `\\n`."""
_MADE = (
    "image audio document png gif jpeg webp kb mb no newline at end of file dev null tool thought withheld by the"
    " provider some characters left out nested too deeply to show turn completed the context was compacted"
    " bash shell true false nan infinity"
)
"""Words that readers put into what is shown: of pictures, of what is not in the record, of the diffs of edits, tools.

Found by looking for every word that a real record shows in what its steps are made of.
"""
_ALIKE = {"i": "İı", "s": "ſ", "k": "\u212a"}
"""Letters beyond ASCII that are an i, an s or a k where capitals do not matter."""

LineTest = Callable[[bytes], bool]
ValueTest = Callable[[object], bool]


class Prefilter:
    r"""The tests of one pattern; make it with `prefilter`.

    They ask for every run of letters and digits of the pattern that has two letters side by side: numbers are written
    differently from how they are shown, signs are escaped, blanks join what stood apart. Colours within words are left
    out. JSON that spells ASCII as `\u0041`, which nearly no writer does, is let by; where letters beyond ASCII are
    asked for, so is what spells any of those.
    """

    def __init__(self, plain: list[str], above: list[str], *, fold: bool) -> None:
        self._fold = fold
        self._runs = sorted({*plain, *above}, key=len, reverse=True)
        self._wanted = [run.encode() for run in self._runs]
        letters = "".join(_ALIKE[one] for one in _ALIKE if fold and any(one in run for run in plain))
        self._alike = letters
        self._alike_signs = [one.encode() for one in letters]
        spelled = [_ABOVE_SPELLED if above else _ASCII_SPELLED, *(f"{ord(one):04x}".encode()[:3] for one in letters)]
        self._spelled = re.compile(rb"\\u(?:" + b"|".join(spelled) + rb")")
        self._signs = re.compile(rb"\\u(?:" + b"|".join([_BEFORE_WORD, *spelled]) + rb")")

    def line(self, line: bytes) -> bool:
        """Return whether a line of JSON, or many at once, may hold the pattern."""
        if self._holds_all(line):
            return True
        hidden = self._hidden(line)
        return hidden is True or (hidden is None and self._holds_all(_COLOUR.sub(b"", line)))

    def pieces(self, pieces: Iterable[bytes]) -> bool:
        """Return whether a long line of JSON may, of which pieces come that overlap by more than the pattern."""
        missing: Sequence[bytes] = self._wanted
        for piece in pieces:
            missing = self._missing(piece, missing)
            if not missing:
                return True
            hidden = self._hidden(piece)
            if hidden is None:
                missing = self._missing(_COLOUR.sub(b"", piece), missing)
            if hidden or not missing:
                return True
        return False

    def value(self, value: object) -> bool:
        """Return whether a decoded value may: every run in any of its texts. What is no JSON may."""
        if isinstance(value, bytes):
            return self.line(value)
        missing = set(self._runs)
        for text in _texts(value):
            if text is None or "\\u" in text or any(letter in text for letter in self._alike):
                return True
            plain = without_colours(text.lower() if self._fold else text)
            missing -= {run for run in missing if run in plain}
            if not missing:
                return True
        return False

    def _holds_all(self, line: bytes) -> bool:
        text = line.lower() if self._fold else line
        return all(run in text for run in self._wanted)

    def _missing(self, line: bytes, wanted: Sequence[bytes]) -> Sequence[bytes]:
        """Return the wanted runs that do not stand in bytes as they are."""
        text = line.lower() if self._fold else line
        return [run for run in wanted if run not in text]

    def _hidden(self, line: bytes) -> bool | None:
        """Return whether letters may stand there in another way than as themselves; None: with colours in words."""
        if b"\x1b" in line:
            return True
        if not line.isascii() and any(_holds_sign(line, sign) for sign in self._alike_signs):
            return True
        for found in self._signs.finditer(line) if b"\\" in line else ():
            if found["colour"] is None:
                return True
            if _WORD_END.match(line, max(0, found.start() - 1), found.start()):
                return True if self._spelled.search(line, found.end()) else None
        return False


def _holds_sign(line: bytes, sign: bytes) -> bool:
    """Return whether a character beyond ASCII is there; looking for its last byte alone takes a tenth of the time."""
    return sign[-1:] in line and sign in line


def prefilter(pattern: Pattern) -> Prefilter | None:
    """Return the tests of a pattern, None where a quick look cannot tell."""
    runs = required_runs(pattern)
    plain = [run.lower() if pattern.fold else run for run in runs if run.isascii() and _is_asked(run)]
    above = [run for run in runs if not run.isascii() and (not pattern.fold or run.lower() == run.upper())]
    return Prefilter(plain, above, fold=pattern.fold) if plain or above else None


class LookTest(Protocol):
    """What may be asked of what a step is made of: of its line, of the pieces of a long one, of decoded values."""

    def line(self, line: bytes) -> bool: ...  # noqa: D102 - see the class

    def pieces(self, pieces: Iterable[bytes]) -> bool: ...  # noqa: D102

    def value(self, value: object) -> bool: ...  # noqa: D102


class _AnyOf:
    """Passes what one of several tests lets by; long lines always: they are not read several times."""

    def __init__(self, tests: Sequence[LookTest]) -> None:
        self._tests = tests

    def line(self, line: bytes) -> bool:
        return any(test.line(line) for test in self._tests)

    def pieces(self, pieces: Iterable[bytes]) -> bool:
        del pieces
        return True

    def value(self, value: object) -> bool:
        return any(test.value(value) for test in self._tests)


def any_of(tests: Sequence[LookTest]) -> LookTest:
    """Return a test that lets by what one of some lets by."""
    return tests[0] if len(tests) == 1 else _AnyOf(tests)


def line_test(pattern: Pattern) -> LineTest | None:
    """Return a test of a line's bytes, or of many lines at once; None where bytes cannot tell."""
    found = prefilter(pattern)
    return found.line if found else None


def _is_asked(run: str) -> bool:
    """Return whether a run must stand in the record: playhead itself does not say it."""
    return _LETTERS.search(run) is not None and all(run.lower() not in word for word in _MADE.split())


def _texts(value: object) -> Iterator[str | None]:
    """Yield the texts and names in a decoded value; None for what is no JSON."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            yield one
        elif isinstance(one, Mapping):
            waiting += one.keys()
            waiting += one.values()
        elif isinstance(one, list | tuple):
            waiting += one
        elif one is not None and not isinstance(one, int | float):
            yield None
