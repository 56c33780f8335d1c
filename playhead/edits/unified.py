"""Unified diffs: made of two texts, and counted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from playhead.edits.quoting import quoted_name

CONTEXT = 3
NO_NEWLINE = "\\ No newline at end of file"

_COMPARED = 1_000_000  # lines times lines that difflib is given: it is quadratic, and a screen waits for it
_HUNK = re.compile(r"@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@")


class Hunk(NamedTuple):
    """A stretch of change: where it starts in both files (from 1), and its lines with their sign."""

    old_start: int
    new_start: int
    lines: Sequence[str]
    section: str = ""


def unified_diff(
    old: str | None, new: str | None, path: str, *, fragment: bool = False, context: int | None = CONTEXT
) -> str:
    """Return what turns `old` into `new` as a unified diff of `path`; "" where nothing changes.

    None stands for a file that is not there. Texts are split at LF only. Of a `fragment` nothing is said about
    missing line ends, and its lines are numbered from 1, since where it stands in the file is not known. `context`
    lines are kept around a change, all of them with None.
    """
    if old == new:
        return ""
    before, after = _lines(old, fragment), _lines(new, fragment)
    return diff_of_hunks(path, _hunks(before, after, context), created=old is None, deleted=new is None)


def diff_of_hunks(path: str, hunks: Iterable[Hunk], *, created: bool = False, deleted: bool = False) -> str:
    """Return a unified diff of one file with these hunks, ending in a line feed."""
    name = path.lstrip("/")
    out = [
        "--- /dev/null" if created else f"--- {quoted_name('a/' + name)}",
        "+++ /dev/null" if deleted else f"+++ {quoted_name('b/' + name)}",
    ]
    for hunk in hunks:
        old_count = sum(line[:1] in ("-", " ", "") for line in hunk.lines)
        new_count = sum(line[:1] in ("+", " ", "") for line in hunk.lines)
        section = f" {hunk.section}" if hunk.section else ""
        old_range = _range(hunk.old_start, old_count)
        new_range = _range(hunk.new_start, new_count)
        out.append(f"@@ -{old_range} +{new_range} @@{section}")
        out.extend(hunk.lines)
    return "\n".join(out) + "\n"


def count_changes(diff: str) -> tuple[int, int]:
    """Return how many lines a unified diff adds and removes, by its hunks (a removed `-- x` is no header)."""
    added = removed = old_left = new_left = 0
    for line in diff.split("\n"):
        sign = line[:1]
        if old_left > 0 or new_left > 0:
            added += sign == "+"
            removed += sign == "-"
            old_left -= sign in ("-", " ", "")
            new_left -= sign in ("+", " ", "")
        elif found := _HUNK.match(line):
            old_left = int((found[1] or "1")[:9])
            new_left = int((found[2] or "1")[:9])
    return added, removed


def count_lines(text: str) -> int:
    """Return how many lines a text has; a last one without line feed counts."""
    return text.count("\n") + (text != "" and not text.endswith("\n"))


def _lines(text: str | None, fragment: bool) -> list[str]:
    """Return the lines; one that ends without a line feed differs from one that has it."""
    if not text:
        return []
    lines = text.split("\n")
    if not lines[-1]:
        lines.pop()
    elif not fragment:
        lines[-1] += "\n" + NO_NEWLINE
    return lines


def _hunks(before: list[str], after: list[str], context: int | None) -> Iterator[Hunk]:
    for group in _groups(before, after, len(before) if context is None else context):
        lines: list[str] = []
        for tag, old_from, old_to, new_from, new_to in group:
            if tag == "equal":
                lines += _signed(" ", before[old_from:old_to])
                continue
            lines += _signed("-", before[old_from:old_to])
            lines += _signed("+", after[new_from:new_to])
        old_from, old_to, new_from, new_to = group[0][1], group[-1][2], group[0][3], group[-1][4]
        yield Hunk(old_from + (old_to > old_from), new_from + (new_to > new_from), lines)


def _signed(sign: str, lines: list[str]) -> list[str]:
    return [part for line in lines for part in (sign + line).split("\n")]


Opcode = tuple[str, int, int, int, int]
"""A tag of difflib, and from where to where it holds in both lists."""


def _opcodes(before: list[str], after: list[str]) -> list[Opcode]:
    """Return difflib's opcodes without the common head and tail; what is too much to compare is one replacement."""
    head = 0
    shortest = min(len(before), len(after))
    while head < shortest and before[head] == after[head]:
        head += 1
    tail = 0
    while tail < shortest - head and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    old, new = before[head : len(before) - tail], after[head : len(after) - tail]
    codes: list[Opcode] = [("equal", 0, head, 0, head)]
    if len(old) * len(new) > _COMPARED:
        codes.append(("replace", head, head + len(old), head, head + len(new)))
    else:
        codes.extend(
            (tag, old_from + head, old_to + head, new_from + head, new_to + head)
            for tag, old_from, old_to, new_from, new_to in SequenceMatcher(None, old, new).get_opcodes()
        )
    codes.append(("equal", len(before) - tail, len(before), len(after) - tail, len(after)))
    return codes


def _groups(before: list[str], after: list[str], context: int) -> Iterator[list[Opcode]]:
    """Yield the changes that share their context, with it."""
    group: list[Opcode] = []
    for tag, old_from, old_to, new_from, new_to in _opcodes(before, after):
        if tag != "equal":
            group.append((tag, old_from, old_to, new_from, new_to))
            continue
        length = old_to - old_from
        if group and length > 2 * context:
            yield [*group, (tag, old_from, old_from + context, new_from, new_from + context)]
            group = []
        elif group:
            group.append((tag, old_from, old_to, new_from, new_to))
            continue
        skipped = max(0, length - context)
        group = [(tag, old_from + skipped, old_to, new_from + skipped, new_to)]
    if len(group) > 1:
        tag, old_from, old_to, new_from, new_to = group[-1]
        kept = min(context, old_to - old_from)
        yield [*group[:-1], (tag, old_from, old_from + kept, new_from, new_from + kept)]


def _range(start: int, count: int) -> str:
    return str(start) if count == 1 else f"{start},{count}"
