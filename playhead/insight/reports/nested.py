"""Tests that a runner prints as a tree: suites as headings, tests below them, told apart by how far they are set in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from playhead.late_pattern import late_pattern

_TIME = late_pattern(r" \(?[\d.]{1,20} ?m?s\)?$")
_DEEPEST = 40


class Told(NamedTuple):
    """One line of a tree: the words of the suites it stands in and its own, and whether it passed (None: skipped)."""

    path: tuple[str, ...]
    passed: bool | None


def tree(
    lines: Iterable[str], signs: dict[str, bool | None], *, least: int, restart: tuple[str, ...] = ()
) -> list[Told]:
    """Return the tests of a tree, in order.

    `signs` are what stands before a test's name. Lines that are set in by less than `least` are no headings; one that
    begins with a word of `restart` begins a new tree.
    """
    suites: list[tuple[int, str]] = []
    found: list[Told] = []
    for line in lines:
        rest = line.lstrip(" ")
        indent = len(line) - len(rest)
        if restart and indent < least and rest.startswith(restart):
            suites.clear()
            continue
        if not rest or indent < least:
            continue
        while suites and suites[-1][0] >= indent:
            suites.pop()
        sign, _, name = rest.partition(" ")
        name = name.strip()
        if sign in signs and name:
            path = (*(suite for _, suite in suites), _TIME.sub("", name[-400:] if len(name) > 400 else name))
            found.append(Told(path, signs[sign]))
        elif len(suites) < _DEEPEST:
            suites.append((indent, rest.rstrip()[:200]))
    return found


def results_after(lines: Iterable[tuple[int, str, bool | None]]) -> list[Told]:
    """Return the leaves of a tree in which a suite's own line stands below its tests: (indent, name, passed)."""
    waiting: list[tuple[int, Told]] = []
    for indent, name, passed in lines:
        inside = []
        while waiting and waiting[-1][0] > indent:
            inside.append(waiting.pop()[1])
        if inside:
            waiting += [(indent, Told((name, *one.path)[:_DEEPEST], one.passed)) for one in reversed(inside)]
        else:
            waiting.append((indent, Told((name,), passed)))
    return [one for _, one in waiting]
