"""What differs between two runs of the same check without meaning anything: masked, so that they can be compared.

Masked are times of day, dates, durations, addresses, temporary paths, process ids, ports and uuids. Numbers that tell
something (counts, line numbers, exit codes, sizes) stay.
"""

from __future__ import annotations

import re

from playhead.late_pattern import late_pattern

LINE_LIMIT = 4_000
"""Only this much of a line is looked at."""

_NOISE: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\x1b\[[0-9;:]{0,60}m|\r"), ""),
    (
        re.compile(r"\b\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?)?(?![\d-])"),
        "<time>",
    ),
    (
        re.compile(
            r"\b(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6},? )?"
            r"(?:\d{1,2} )?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6} "
            r"(?:\d{1,2},? )?(?:\d{4} )?\d\d:\d\d:\d\d(?: [A-Z]{2,5})?(?: \d{4})?\b"
        ),
        "<time>",
    ),
    (re.compile(r"(?<![\d:.])(?:[01]?\d|2[0-3]):[0-5]\d:[0-5]\d(?:[.,]\d{1,9})?(?![\d:])"), "<time>"),
    (re.compile(r"\b[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}\b"), "<uuid>"),
    (re.compile(r"\b0x[0-9a-fA-F]{6,16}\b"), "<address>"),
    (re.compile(r"(?:/private)?/(?:tmp|var/folders|var/tmp|dev/shm)/[^\s'\":,;)\]}>]{1,300}"), "<temporary>"),
    (re.compile(r"(?i)\b(pid|process|thread|ppid|tid)([ =:#]{1,3})\d{2,9}\b"), r"\1\2<id>"),
    (re.compile(r"(?<=\[gw)\d{1,3}(?=\])"), "<id>"),
    (re.compile(r"(?i)\b(localhost|127\.0\.0\.1|0\.0\.0\.0|port)([: =]{1,2})\d{4,5}\b"), r"\1\2<port>"),
    (
        re.compile(
            r"(?<![\w.])(?:\d{1,3}h ?)?(?:\d{1,4}m ?(?=\d))?\d{1,9}(?:[.,]\d{1,9})?"
            r" ?(?:s|ms|us|µs|μs|ns|secs?|seconds?|min|minutes?|milliseconds?|microseconds?)\b(?!/)"
        ),
        "<duration>",
    ),
    (re.compile(r"(?<![\w.])\d{1,9}[.,]\d{1,9} ?(?:[kKMG]i?B|it|op|ops|req)/s\b"), "<rate>"),
)
_RULE = late_pattern(r"(?:([=_-])\1{3,})(?: (.*<duration>.*?) \1+ ?| (.*?) \1{3,})?")
_TOLD = late_pattern(r"[\d\x1b\r]|\b0x")


def without_noise(line: str) -> str:
    """Return a line with what changes from run to run in its place: `in <duration>`. Doing it twice changes nothing.

    A rule that is drawn around words loses its length, which depends on them.
    """
    if len(line) > LINE_LIMIT:
        return without_noise(line[:LINE_LIMIT]) + line[LINE_LIMIT:]
    if not _TOLD.search(line):
        return line
    masked = line
    for pattern, word in _NOISE:
        masked = pattern.sub(word, masked)
    if masked == line:
        return line
    found = _RULE.fullmatch(masked)
    if found is not None and found[2]:
        return f"{found[1] * 4} {found[2]} {found[1] * 4}"
    return masked
