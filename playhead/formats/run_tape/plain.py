"""Steps as the usual writers spell them, found by their spelling alone, not decoded: one tool call, one command.

A line is plain only where what is said of it cannot be otherwise in valid JSON: a quote after `, ` that a letter
follows begins a key, the members before `tool_calls` hold no object, and from there to the text of the result, and
from its end to the end of the line, every byte is accounted for. Any other line is decoded elsewhere. What this
cannot see is damage inside long texts, which shows when the step is looked at.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import orjson

from playhead.formats.run_tape.kinds import likely_kinds
from playhead.formats.run_tape.totals import Totals

_GROUPS = re.Match.groups
_IDS_END = 2**63 - 2**20  # a chunk has fewer lines than that
_NOT_ZERO = (0).__ne__


class _Spelling(NamedTuple):
    """How a writer spells a step: with blanks after commas and colons, or without."""

    start: bytes  # of a line, with a place for its id
    calls: bytes
    call: re.Pattern[bytes]  # after `calls`: from the tool to the command's first word; whether there may be more
    result: bytes
    end: re.Pattern[bytes]  # after `result`: exit code, error flag, tokens read, written, cached, cost
    message: bytes
    text_end: bytes
    time: re.Pattern[bytes]
    copied: bytes


def _spelling(blank: bytes) -> _Spelling:
    def spelled(text: bytes) -> bytes:
        return text.replace(b"~", blank)

    return _Spelling(
        spelled(b'{"step":~{"step_id":~%d,~"'),
        spelled(b',~"tool_calls":~[{"tool_call_id":~"'),
        re.compile(
            spelled(
                rb'[^"\\]*+",~"function_name":~"([^"\\]*+",~"arguments":~\{"command":~"[^"\\|&;<> ]*+)'
                rb'(?:[^"\\|&;<>]*+"|(?:[^"\\]++|\\.)*+"())\}\}\],~"observation":~\{"results":~\[\{'
            )
        ),
        spelled(b'",~"extra":~{"exit_code":~'),
        re.compile(
            spelled(
                rb'(-?\d{1,9}+)(?:,~"is_error":~(?:false|(true)))?(?:,~"duration_s":~\d++(?:\.\d++)?)?\}\}\]\}'
                rb'(?:,~"metrics":~\{"prompt_tokens":~(\d{1,15}+),~"completion_tokens":~(\d{1,15}+)'
                rb'(?:,~"cached_tokens":~(\d{1,15}+))?(?:,~"cost_usd":~(\d{1,15}+(?:\.\d{1,30}+)?))?\})?\}\}\Z'
            )
        ),
        spelled(b'"message":~"'),
        spelled(b'",~"'),
        re.compile(spelled(rb'"timestamp":~"([^"\\]++)"')),
        b'"is_copied_context"',
    )


_SPELLINGS = (_spelling(b" "), _spelling(b""))


class PlainRun(NamedTuple):
    """Consecutive plain steps of one action each: columns for the index, sums, first and last time, what follows."""

    first_id: int
    offsets: list[int]
    lengths: list[int]
    kinds: bytes
    failed: bytes
    codes: list[int]
    totals: Totals
    started: str | None
    ended: str | None
    stop: int


def plain_run(chunk: bytes, start: int, stop: int, offset: int, number: int) -> PlainRun | None:
    """Return the plain steps from `start` up to `stop`, which ends a line, as far as they follow each other.

    The first must have the id `number`, the others the ids that follow. `offset` is the chunk's place in the file.
    None where not even the first line is plain.
    """
    if number >= _IDS_END:
        return None
    spelling = _SPELLINGS[chunk.startswith(b'{"step":{', start)]
    starts, calls, results = _matches(spelling, chunk, start, stop, number)
    if not calls:
        return None
    codes, failed, totals = _results(results)
    return PlainRun(
        number,
        [offset + at for at in starts[:-1]],
        [after - at - 1 for at, after in pairwise(starts)],
        likely_kinds(calls),
        failed,
        codes,
        totals,
        _first_time(spelling, calls),
        _first_time(spelling, calls[::-1]),
        starts[-1],
    )


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


def _matches(
    spelling: _Spelling, chunk: bytes, start: int, stop: int, number: int
) -> tuple[list[int], list[re.Match[bytes]], list[re.Match[bytes]]]:
    """Return where lines begin, also the first that is not plain, and calls and results of those before it."""
    find, rfind, startswith = chunk.find, chunk.rfind, chunk.startswith
    line_start, copied, calls_key, result_key = spelling.start, spelling.copied, spelling.calls, spelling.result
    match_call, match_end = spelling.call.match, spelling.end.match
    calls_length, result_length = len(calls_key), len(result_key)
    starts = [start]
    calls: list[re.Match[bytes]] = []
    results: list[re.Match[bytes]] = []
    end = find(b"\n", start, stop)
    while end >= 0 and startswith(line_start % number, start):
        key = find(calls_key, start, end)
        call = match_call(chunk, key + calls_length, end) if key >= 0 else None
        if call is None or (find(b"{", start + 10, key) >= 0 and not _are_of_message(spelling, chunk, start, key)):
            break
        result = match_end(chunk, rfind(result_key, key, end) + result_length, end)
        if result is None or find(copied, start, key) >= 0:
            break
        calls.append(call)
        results.append(result)
        number += 1
        start = end + 1
        starts.append(start)
        end = find(b"\n", start, stop)
    return starts, calls, results


def _are_of_message(spelling: _Spelling, chunk: bytes, start: int, key: int) -> bool:
    """Return whether the braces before `key` are in the text of the message, which ends right there."""
    message = chunk.find(spelling.message, start, key)
    text = message + len(spelling.message)
    return (
        message >= 0
        and chunk.find(b"{", start + 10, message) < 0
        and chunk.find(spelling.text_end, text - 1, key + len(spelling.text_end)) == key - 1
        and chunk.find(b'"}', text - 1, key) < 0
    )


def _results(results: Sequence[re.Match[bytes]]) -> tuple[list[int], bytes, Totals]:
    """Return exit codes, counts of failed actions, and what the metrics come to."""
    texts, errors, *amounts = zip(*map(_GROUPS, results), strict=True)
    codes: list[int] = _numbers(texts)
    failed = bytes(map(_NOT_ZERO, codes))
    if errors.count(None) != len(errors):
        failed = bytes(code != 0 or error is not None for code, error in zip(codes, errors, strict=True))
    totals = Totals()
    totals.add_sums(*(sum(numbers) if (numbers := _numbers(texts)) else None for texts in amounts))
    return codes, failed, totals


def _numbers(texts: Sequence[bytes | None]) -> list[Any]:
    """Return the numbers that are there."""
    found = [text for text in texts if text] if None in texts else texts
    numbers: list[Any] = orjson.loads(b"[%b]" % b",".join(found))  # type: ignore[arg-type]
    return numbers


def _first_time(spelling: _Spelling, calls: Sequence[re.Match[bytes]]) -> str | None:
    """Return the time of the first of some steps that has one."""
    for call in calls:
        chunk, key = call.string, call.pos
        found = spelling.time.search(chunk, chunk.rfind(b"\n", 0, key) + 1, key)
        if found:
            return found[1].decode()
    return None
