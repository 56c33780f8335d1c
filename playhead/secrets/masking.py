"""A text with its credentials masked: as many lines, as many cells, everything else as it was."""

from __future__ import annotations

from playhead.late_pattern import late_pattern
from playhead.secrets.find import Found, secrets_in
from playhead.secrets.heads import MASK, dotted, head_of

__all__ = ["MASK", "masked", "masked_and_counted"]

_MOST_ROUNDS = 4
_BETWEEN_LINES = 24
_SEQUENCE = late_pattern(r"\x1b(?:\[[0-?]{0,64}[ -/]{0,8}[@-~])|\\(?:[nrt]|u001[bB]\[[0-9;]{0,20}m)")


def masked(text: str) -> str:
    """Return `text` with what looks like a credential masked; doing it twice changes nothing."""
    return masked_and_counted(text)[0]


def masked_and_counted(text: str) -> tuple[str, int]:
    """Return the masked text, and how many values were masked in it."""
    count = 0
    for _ in range(
        _MOST_ROUNDS
    ):  # what was masked is no letter any more: beside it another rule may see a value's edge
        stretches = _stretches(text, secrets_in(text))
        after = _dotted_at(text, stretches)
        if after == text:
            break
        count = count or _values(text, stretches)
        text = after
    return text, count


def _stretches(text: str, found: tuple[Found, ...]) -> list[tuple[int, int]]:
    """Return what is to be dotted, ascending and apart: of each value all but its head."""
    spans = sorted((one.start + _head(text, one), one.end) for one in found)
    apart: list[tuple[int, int]] = []
    for start, end in spans:
        if apart and start <= apart[-1][1]:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        elif end > start:
            apart.append((start, end))
    return apart


def _values(text: str, stretches: list[tuple[int, int]]) -> int:
    """Return how many values stretches are: the lines of one key are one, though each is dotted by itself."""
    ends = [0, *(end for _, end in stretches)]
    gaps = (text[end:start] for end, (start, _) in zip(ends, stretches, strict=False))
    return sum(not (number and len(gap) < _BETWEEN_LINES and _is_feed(gap)) for number, gap in enumerate(gaps))


def _is_feed(gap: str) -> bool:
    return "\n" in gap or "\\n" in gap or "␊" in gap


def _head(text: str, found: Found) -> int:
    return head_of(text[found.start : found.end])


def _dotted_at(text: str, stretches: list[tuple[int, int]]) -> str:
    pieces: list[str] = []
    done = 0
    for start, end in stretches:
        pieces += (text[done:start], _dotted(text[start:end]))
        done = end
    return "".join((*pieces, text[done:]))


def _dotted(value: str) -> str:
    """Return a value in dots; colours within it and escapes of line ends stand."""
    pieces: list[str] = []
    done = 0
    for found in _SEQUENCE.finditer(value):
        pieces += (dotted(value[done : found.start()]), found[0])
        done = found.end()
    return "".join((*pieces, dotted(value[done:])))
