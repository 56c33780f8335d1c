"""Two outputs of the same check as a diff, with or without what only time and chance made different."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from playhead.edits.unified import CONTEXT, Hunk, diff_of_hunks
from playhead.insight.noise import without_noise
from playhead.model import Action
from playhead.text import split_lines, terminal_line

_COMPARED = 1_000_000  # lines times lines between two lines that are sure: beyond it they are one replacement

Opcode = tuple[str, int, int, int, int]
"""A tag of difflib, and from where to where it holds in both lists."""


class _Grouping(SequenceMatcher[str]):
    """difflib's grouping of changes that share their context, over opcodes that were found already."""

    def __init__(self, codes: list[Opcode]) -> None:
        super().__init__(None, "", "")
        self._codes = codes

    def get_opcodes(self) -> list[Any]:
        return self._codes


@dataclass(frozen=True, slots=True)
class Comparison:
    """A unified diff of two outputs, "" where nothing that counts differs.

    `quiet` is how many lines differ in nothing but noise; they are no change. `added` and `removed` count lines.
    """

    diff: str
    added: int
    removed: int
    quiet: int = 0


def compare(old: str, new: str, *, raw: bool = False) -> Comparison:
    """Return what differs between two outputs; `raw`: noise too, every line as it was printed.

    Lines are compared without noise and shown as a terminal shows them; lines that differ only in noise are shown as
    the new output has them.
    """
    before, after = split_lines(old), split_lines(new)
    keys = before, after
    if not raw:
        before, after = (
            [terminal_line(line)[0].text for line in before],
            [terminal_line(line)[0].text for line in after],
        )
        keys = [without_noise(line) for line in before], [without_noise(line) for line in after]
    codes = _opcodes(*keys)
    hunks = [_hunk(group, before, after) for group in _Grouping(codes).get_grouped_opcodes(CONTEXT)]
    changed = [code for code in codes if code[0] != "equal"]
    return Comparison(
        diff_of_hunks("output", hunks) if changed else "",
        sum(new_to - new_from for _, _, _, new_from, new_to in changed),
        sum(old_to - old_from for _, old_from, old_to, _, _ in changed),
        sum(_differing(code, before, after) for code in codes if code[0] == "equal"),
    )


def told_by(action: Action) -> str:
    """Return an action's output without what the harness wrapped it in."""
    text = action.output or ""
    pieces, at = [], 0
    for mark in sorted(action.marks, key=lambda one: one.start):
        if mark.role == "wrapper" and mark.start >= at:
            pieces.append(text[at : mark.start])
            at = mark.end
    return "".join([*pieces, text[at:]])


def _hunk(group: Sequence[Opcode], before: Sequence[str], after: Sequence[str]) -> Hunk:
    lines: list[str] = []
    for tag, old_from, old_to, new_from, new_to in group:
        if tag == "equal":
            lines += [f" {line}" for line in after[new_from:new_to]]
            continue
        lines += [f"-{line}" for line in before[old_from:old_to]]
        lines += [f"+{line}" for line in after[new_from:new_to]]
    old_from, old_to, new_from, new_to = group[0][1], group[-1][2], group[0][3], group[-1][4]
    return Hunk(old_from + (old_to > old_from), new_from + (new_to > new_from), lines)


def _differing(code: Opcode, before: Sequence[str], after: Sequence[str]) -> int:
    _, old_from, old_to, new_from, new_to = code
    return sum(one != other for one, other in zip(before[old_from:old_to], after[new_from:new_to], strict=True))


def _opcodes(before: Sequence[str], after: Sequence[str]) -> list[Opcode]:
    """Return difflib's opcodes; long outputs are cut at lines that stand once in both, so that each part is short."""
    codes: list[Opcode] = []
    old_at = new_at = 0
    for old, new in [*_sure(before, after), (len(before), len(after))]:
        for code in _between(before, after, (old_at, old), (new_at, new)):
            _join(codes, code)
        if old < len(before):
            _join(codes, ("equal", old, old + 1, new, new + 1))
        old_at, new_at = old + 1, new + 1
    return codes


def _between(
    before: Sequence[str], after: Sequence[str], old: tuple[int, int], new: tuple[int, int]
) -> Iterator[Opcode]:
    olds, news = old[1] - old[0], new[1] - new[0]
    if olds * news > _COMPARED:
        yield ("replace", *old, *new)
    elif olds or news:
        matcher = SequenceMatcher(None, before[slice(*old)], after[slice(*new)], autojunk=False)
        for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes():
            yield tag, old_from + old[0], old_to + old[0], new_from + new[0], new_to + new[0]


def _join(codes: list[Opcode], code: Opcode) -> None:
    if codes and codes[-1][0] == code[0] == "equal":
        before = codes.pop()
        code = ("equal", before[1], code[2], before[3], code[4])
    codes.append(code)


def _sure(before: Sequence[str], after: Sequence[str]) -> list[tuple[int, int]]:
    """Return the places of lines that stand once in both lists, as many as keep their order (patience diff)."""
    olds, news = Counter(before), Counter(after)
    places = {line: place for place, line in enumerate(before) if olds[line] == 1 and news[line] == 1}
    pairs = [(places[line], place) for place, line in enumerate(after) if line in places]
    tails: list[int] = []
    at: list[int] = []  # of each length, the pair that the best chain ends in
    previous: list[int] = []
    for number, (old, _) in enumerate(pairs):
        length = bisect_left(tails, old)
        previous.append(at[length - 1] if length else -1)
        tails[length : length + 1] = [old]
        at[length : length + 1] = [number]
    return _chain(pairs, at, previous)


def _chain(pairs: list[tuple[int, int]], at: list[int], previous: list[int]) -> list[tuple[int, int]]:
    chain = []
    number = at[-1] if at else -1
    while number >= 0:
        chain.append(pairs[number])
        number = previous[number]
    return chain[::-1]
