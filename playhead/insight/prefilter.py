"""Whether a line of a record can hold a literal text at all: asked of its bytes, ten times faster than read.

Sound, not exact: a line that is let by may hold nothing; a line that is refused holds nothing that a reader shows.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from playhead.insight.pattern import Pattern

_RUN = re.compile(r"[A-Za-z0-9_]{3,}")
_SPELLED = re.compile(rb"\\u00[2-7][0-9a-fA-F]")
_MADE = (b'"image', b"base64", b"\\u001b", b"\\u001B")
"""Lines with these are told in words that are not in the record, or have colours within words."""
_ALIKE = (b"\xc4\xb0", b"\xc4\xb1", b"\xc5\xbf", b"\xe2\x84\xaa", b"\\u0130", b"\\u0131", b"\\u017", b"\\u212")
"""Letters beyond ASCII that are an i, an s or a k where capitals do not matter, as UTF-8 and spelled out."""

LineTest = Callable[[bytes], bool]


def line_test(pattern: Pattern) -> LineTest | None:
    r"""Return a test of a line's bytes, None where bytes cannot tell.

    It asks for the longest run of letters and digits of the pattern that has two letters side by side: numbers are
    written differently from how they are shown, signs are escaped, blanks join what stood apart. A line that spells
    ASCII as `\u0041`, which nearly no writer does, is let by.
    """
    if pattern.regex or not pattern.text.isascii():
        return None
    runs = [run for run in _RUN.findall(pattern.text) if re.search("[A-Za-z]{2}", run)]
    if not runs:
        return None
    longest = max(runs, key=len)
    wanted = (longest.lower() if pattern.fold else longest).encode()

    signs = (*_MADE, *_ALIKE) if pattern.fold else _MADE

    def may_hold(line: bytes) -> bool:
        text = line.lower() if pattern.fold else line
        if wanted in text:
            return True
        if any(sign in line for sign in signs):
            return True
        return b"\\u00" in line and _SPELLED.search(line) is not None

    return may_hold
