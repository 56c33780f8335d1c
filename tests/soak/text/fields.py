"""Which string was put where: hostile strings handed out for the fields of records, by the place that shows them."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator
from itertools import islice

from tests.soak.text.strings import canaries_in

_NAME_BYTES = 120


class Fields:
    """Hostile strings, handed out; `of` holds by place the numbers of those that were."""

    def __init__(self, strings: Iterator[str]) -> None:
        self._strings = strings
        self.of: defaultdict[str, set[int]] = defaultdict(set)

    def text(self, place: str, *, most: int = 2_000) -> str:
        """Return one string for a field that `place` shows."""
        made = next(one for one in self._strings if len(one) <= most)
        self.of[place] |= canaries_in(made)
        return made

    def lines(self, place: str, count: int) -> str:
        """Return as many strings, one a line."""
        made = "\n".join(islice(self._strings, count))
        self.of[place] |= canaries_in(made)
        return made

    def unicode(self, place: str) -> str:
        """Return one string for a file of UTF-8: a lone surrogate cannot be in it."""
        return self.text(place, most=300).encode("utf-8", "replace").decode()

    def argument(self, place: str) -> str:
        """Return one string that the operating system takes as an argument: bytes without NUL."""
        return os.fsdecode(self.text(place, most=300).replace("\0", "\x01").encode("utf-8", "ignore"))

    def name(self, place: str, ending: str = "") -> str:
        """Return one string that can be the name of a file."""
        made = self.text(place, most=_NAME_BYTES // 4).replace("/", "\\").replace("\0", "\x01")
        plain = made.encode("utf-8", "surrogateescape") if _is_bytes(made) else made.encode("utf-8", "ignore")
        return os.fsdecode(plain[:_NAME_BYTES]) + ending


def _is_bytes(text: str) -> bool:
    try:
        text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return False
    return True
