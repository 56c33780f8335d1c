r"""Private keys in their armour, over as many lines as they take; also where one end of the armour is not in sight.

Lines may have a number, a sign of a diff or an indent before them, and may stand in one line with `\n` between them.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator

from playhead.late_pattern import late_pattern

SAYS = "PRIVATE KEY"
LONGEST = 16_384
"""Characters that a key takes at most; PGP's are the longest."""
_END_OF_LINE = r"(?:\r?\n|\\r|\\n|␊|␍|⏎|\s)"
_BEGIN = late_pattern(r"-----BEGIN (?:[A-Z0-9]{1,20} ){0,3}PRIVATE KEY(?: BLOCK)?-----")
_END = late_pattern(r"-----END (?:[A-Z0-9]{1,20} ){0,3}PRIVATE KEY(?: BLOCK)?-----")
_LEAD = r"(?:[ \t]{0,40}(?:\d{1,7}(?:[\t:|→ ]|: )[ \t]{0,8})?[-+>|#*\"' \t]{0,12})"
_LINE = late_pattern(
    rf"{_LEAD}(?:([A-Za-z0-9+/=]{{1,500}})|"
    rf"(?:Proc-Type|DEK-Info|Version|Comment|Charset)[^\n\\]{{0,200}})?[\"',\\ \t]{{0,6}}(?:{_END_OF_LINE}|\Z)"
)
_BACKWARD = late_pattern(rf"(?m)(?:^|\\n|␊){_LEAD}([A-Za-z0-9+/=]{{4,500}})[\"',\\ \t]{{0,6}}(?={_END_OF_LINE})")
_RUN = late_pattern(r"[A-Za-z0-9+/=]{2,}")


def key_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield the stretches of key material in a text, line by line, ascending for each key."""
    if SAYS not in text:
        return
    done = 0
    for begin in _BEGIN.finditer(text):
        if begin.start() < done:
            continue
        limit = min(len(text), begin.end() + LONGEST)
        end = _END.search(text, begin.end(), limit)
        if end is not None:
            yield from _material(text, begin.end(), end.start())
            done = end.end()
        else:
            done = yield from _forward(text, begin.end(), limit)
    before = 0
    for end in _END.finditer(text):
        if end.start() >= done and not _opened(text, max(before, end.start() - LONGEST), end.start()):
            yield from _before(text, max(before, end.start() - LONGEST), end.start())
        before = end.end()


def _material(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield what stands between both ends, but for line numbers, signs and escapes."""
    at = start
    while at < end:
        found = _LINE.match(text, at, end)
        if found is None or found.end() == at:
            run = _RUN.search(text, at, end)
            if run is None:
                return
            yield run.span()
            at = run.end()
            continue
        if found.start(1) >= 0:
            yield found.span(1)
        at = found.end()


def _forward(text: str, start: int, limit: int) -> Generator[tuple[int, int], None, int]:
    """Yield the lines of base64 that follow; return where they end."""
    at = start
    while at < limit:
        found = _LINE.match(text, at, limit)
        if found is None or found.end() == at:
            break
        if found.start(1) >= 0:
            if len(found[1]) < 16 and at > start + 8:
                yield found.span(1)
                return found.end()
            yield found.span(1)
        at = found.end()
    return at


def _before(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the lines of base64 right before the end of a key whose beginning is out of sight."""
    lines = [found.span(1) for found in _BACKWARD.finditer(text, start, end)]
    last = end
    for line in reversed(lines):
        if last - line[1] > 60:
            break
        yield line
        last = line[0]


def _opened(text: str, start: int, end: int) -> bool:
    return _BEGIN.search(text, start, end) is not None
