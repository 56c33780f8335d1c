"""Steps as the usual writers spell them, found by their spelling alone, not decoded: a message, or one command.

A line is plain only where what is said of it cannot be otherwise in valid JSON: every byte of it is accounted for.
Any other line is decoded elsewhere. What this cannot see is damage inside texts, which shows when the step is looked
at.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import count, groupby
from operator import or_, sub
from typing import Any, NamedTuple

import orjson

from playhead.formats.run_tape.kinds import likely_kinds
from playhead.formats.run_tape.totals import Totals
from playhead.storage.source import NO_EXIT_CODE

_NO_FAILURE = (0, NO_EXIT_CODE)

# The rest of a string: a quote behind a backslash is taken for its text. Where that backslash was itself escaped the
# string ended there, and the quote that is taken for its end instead opens a key: nothing that is looked for follows.
_TEXT = rb'[^"]*+(?:(?<=\\)"[^"]*+)*+"'
_WHOLE = rb"(?:0|[1-9]\d{0,14}+)"
_FRACTION = _WHOLE + rb"(?:\.\d{1,30}+)?+"
_SCALAR = rb"(?:null|true|false|-?+" + _FRACTION + rb"(?:[eE][-+]?+\d{1,3}+)?+)"
_LINE = (
    rb'\{"step":~\{"step_id":~(' + _WHOLE + rb")"
    # Members that are no lists or objects, and nothing that counts.
    rb'(?:,~"(?!step_id|is_copied|metrics)[a-z_]++":~(?:"' + _TEXT + rb"|" + _SCALAR + rb"))*+"
    rb'(?:,~"tool_calls":~\[\{"tool_call_id":~"[^"\\]*+",~'
    # From the tool to the command's first word; its rest, apart where it has a shell's operators or escapes.
    rb'"function_name":~"([^"\\]*+",~"arguments":~\{"command":~" *+[^"\\|&;<> ]*+)'
    rb'(?:([^"\\|&;<>]*+")|((?:[^"\\]++|\\.)*+"))\}\}\],~'
    rb'"observation":~\{"results":~\[\{(?:"source_call_id":~"[^"\\]*+",~)?+"content":~(?:"' + _TEXT + rb"|null)"
    # Exit code, error flag.
    rb'(?:,~"extra":~\{"exit_code":~(-?(?:0|[1-9]\d{0,8}+))(?:,~"is_error":~(?:false|(true))|)'
    rb'(?:,~"duration_s":~' + _FRACTION + rb")?+\}|)\}\]\}|)"
    # Tokens read, written, cached, cost.
    rb'(?:,~"metrics":~\{"prompt_tokens":~(' + _WHOLE + rb'),~"completion_tokens":~(' + _WHOLE + rb")"
    rb'(?:,~"cached_tokens":~(' + _WHOLE + rb')|)(?:,~"cost_usd":~(' + _FRACTION + rb")|)\}|)\}\}"
)
_TIME = rb'"timestamp":~"([^"\\]++)"'


class _Spelling(NamedTuple):
    """How a writer spells a step: with blanks after commas and colons, or without."""

    lines: re.Pattern[bytes]  # finds every line, all groups empty where it is not plain
    time: re.Pattern[bytes]


def _spelling(blank: bytes) -> _Spelling:
    line, time = (one.replace(b"~", blank) for one in (_LINE, _TIME))
    return _Spelling(re.compile(rb"(?:%b|[^\n]*+)\n" % line), re.compile(time))


_SPELLINGS = (_spelling(b" "), _spelling(b""))


class PlainRun(NamedTuple):
    """Consecutive plain steps: columns for the index, sums, first and last time."""

    first_id: int
    offsets: Sequence[int]
    lengths: Sequence[int]
    kinds: bytes
    actions: bytes
    failed: bytes
    codes: Sequence[int]
    totals: Totals
    started: str | None
    ended: str | None


class PlainLines:
    """Which lines of a chunk are plain. `starts` are where its lines begin, the last is where the next one would."""

    def __init__(self, chunk: bytes, starts: Sequence[int], offset: int) -> None:
        self._chunk = chunk
        self._starts = starts
        self._offset = offset
        self._spelling = _SPELLINGS[chunk.startswith(b'{"step":{', starts[(len(starts) - 1) // 2])]
        lines = self._spelling.lines.findall(chunk, 0, starts[-1])
        # Fewer than there are: a text went on into the next line, so one of them is damaged, and none is trusted.
        self._columns = list(zip(*lines, strict=True)) if len(lines) == len(starts) - 1 else []

    def runs(self) -> list[tuple[int | None, int, int]]:
        """Return stretches of lines: the first one's id where all are plain and ids count up, where it begins, ends."""
        if not self._columns:
            return [(None, 0, len(self._starts) - 1)]
        texts = self._columns[0]
        ids = _numbers(texts)
        if len(ids) < len(texts):
            known = iter(ids)
            bases = [next(known) - place if text else None for place, text in enumerate(texts)]
        else:
            bases = list(map(sub, ids, count()))
            if bases.count(bases[0]) == len(bases):
                return [(ids[0], 0, len(ids))]
        found, place = [], 0
        for base, lines in groupby(bases):
            stop = place + sum(1 for _ in lines)
            found.append((None if base is None else base + place, place, stop))
            place = stop
        return found

    def run(self, first_id: int, start: int, stop: int) -> PlainRun:
        """Return the plain steps from line `start` to `stop`."""
        _, calls, rests, scripts, codes, errors, *amounts = (column[start:stop] for column in self._columns)
        numbers = _numbers(codes) if b"" not in codes else [int(code) if code else NO_EXIT_CODE for code in codes]
        starts = self._starts[start : stop + 1]
        totals = Totals()
        totals.add_sums(*(sum(known) if (known := _numbers(texts)) else None for texts in amounts))
        return PlainRun(
            first_id,
            list(map(self._offset.__add__, starts[:-1])),
            list(map((-1).__add__, map(sub, starts[1:], starts))),
            likely_kinds(calls, rests, scripts),
            bytes(map(bool, calls)),
            _failed(numbers, errors),
            numbers,
            totals,
            self._first_time(range(start, stop)),
            self._first_time(range(stop - 1, start - 1, -1)),
        )

    def _first_time(self, lines: Sequence[int]) -> str | None:
        """Return the time of the first of some steps that has one."""
        for line in lines:
            time = self._spelling.time.search(self._chunk, self._starts[line], self._starts[line + 1])
            if time:
                return time[1].decode()
        return None


def can_be_plain(data: bytes, end: int) -> bool:
    """Return whether the bytes up to `end` are UTF-8 without NULs, so that what is not looked at is likely sound."""
    if b"\0" in data:
        return False
    if not data.isascii():
        try:
            data[:end].decode()
        except UnicodeDecodeError:
            return False
    return True


def _failed(codes: Sequence[int], errors: Sequence[bytes]) -> bytes:
    failed = bytes(map(bool, codes))
    if NO_EXIT_CODE in codes:
        failed = bytes(code not in _NO_FAILURE for code in codes)
    return bytes(map(or_, failed, map(bool, errors))) if any(errors) else failed


def _numbers(texts: Sequence[bytes]) -> list[Any]:
    """Return the numbers that are there."""
    found = list(filter(None, texts)) if b"" in texts else texts
    numbers: list[Any] = orjson.loads(b"[%b]" % b",".join(found)) if found else []
    return numbers
