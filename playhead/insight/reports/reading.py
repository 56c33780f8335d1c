"""From an output to the reports in it: which runner printed them, where they stand, and whether they are whole."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from typing import NamedTuple

from playhead.insight.reports import compiled, jvm, python, scripted
from playhead.insight.reports.values import Found, TestReport
from playhead.insight.shell import simple_commands
from playhead.model import Action, Kind

HEAD, TAIL = 200_000, 800_000
"""So many characters of an output are read: a runner names what failed before it sums up."""
_COLOURS = re.compile(r"\x1b\[[0-9;:]{0,60}[A-Za-z]|\x1b\(B|\r(?=\n)")
_CUTTING = frozenset({"head", "tail", "grep", "egrep", "rg", "sed", "awk", "less", "more", "cut", "uniq"})
_SHOWS = frozenset({Kind.READ, Kind.SEARCH, Kind.WEB, Kind.VCS, Kind.PLAN, Kind.MESSAGE})


class Parser(NamedTuple):
    """What reads a runner's reports, and words of which every such report holds one."""

    read: Callable[[str], Found | None]
    marks: tuple[str, ...]


# The order is that of the certainty of their marks; one that another's report also looks like comes after it.
_PARSERS = (
    Parser(python.pytest, (" passed", " failed", "FAILED ", "ERROR ", "PASSED", " error", "no tests ran")),
    Parser(python.unittest, ("Ran ", "FAIL: ", "ERROR: ")),
    Parser(python.sympy, ("tests finished:",)),
    Parser(compiled.go, ("--- FAIL", "--- PASS", "ok  \t", "FAIL\t")),
    Parser(compiled.nextest, ("Summary [",)),
    Parser(compiled.cargo, ("test result:", " ... ok", " ... FAILED")),
    Parser(compiled.ctest, ("tests passed,",)),
    Parser(compiled.dotnet, ("! - Failed:", "!  - Failed:", "Total tests:")),
    Parser(scripted.jest, ("Tests: ",)),
    Parser(scripted.vitest, (" Tests ",)),
    Parser(scripted.mocha, (" passing",)),
    Parser(scripted.node, (" pass ",)),
    Parser(scripted.tap, ("ok 1",)),
    Parser(scripted.rspec, (" example",)),
    Parser(scripted.phpunit, ("Assertions: ", "assertion")),
    Parser(jvm.surefire, ("Tests run:",)),
    Parser(jvm.gradle, (" completed", " > ")),
)
_LAST = (Parser(python.tox, ("commands ", ": OK", ": FAIL", "nox >")),)
_IMPLIES = {"node": frozenset({"tap"}), "pytest": frozenset({"gradle"}), "vitest": frozenset({"jest"})}


def reports_in(output: str, command: str | None = None) -> tuple[TestReport, ...]:
    """Return the reports in an output, in the order in which they end; a `command` tells whether they are cut.

    Nothing is guessed: an output that no runner's summary or list of tests is found in has none.
    """
    text, places = _plain(output)
    found = list(_found(text, _PARSERS)) or list(_found(text, _LAST))
    known = {one.report.runner for one in found}
    hidden = frozenset(name for runner in known for name in _IMPLIES.get(runner, ()))
    cut = _is_cut(command)
    told = [
        one.report._replace(
            partial=one.report.partial or cut, start=_place(places, one.start), end=_place(places, one.end)
        )
        for one in sorted(found, key=lambda one: one.end)
        if one.report.runner not in hidden
    ]
    return tuple(told)


def report_of(action: Action) -> TestReport | None:
    """Return the report that an action ends with; None for what only shows text, or has none."""
    if not action.output or action.kind in _SHOWS:
        return None
    found = reports_in(action.output, action.command)
    return found[-1] if found else None


def _found(text: str, parsers: tuple[Parser, ...]) -> Iterator[Found]:
    for parser in parsers:
        if any(mark in text for mark in parser.marks):
            found = parser.read(text)
            if found is not None:
                yield found


def _is_cut(command: str | None) -> bool:
    """Return whether a command lets only part of what it ran be seen."""
    if command is None:
        return False
    return any(one.joined_by in {"|", "|&"} and one.program in _CUTTING for one in simple_commands(command))


Places = tuple[list[int], list[int]]
"""Where stretches of the plain text begin, and by how much they stand further on in the output."""


def _plain(output: str) -> tuple[str, Places]:
    """Return what is read of an output without colours, and how its places become those of the output."""
    pieces: list[str] = []
    starts, shifts, length = [0], [0], 0
    for base, part in _windows(output):
        at = 0
        for found in _COLOURS.finditer(part) if "\x1b" in part or "\r" in part else ():
            length = _add(part[at : found.start()], pieces, length)
            at = found.end()
            starts.append(length)
            shifts.append(base + at - length)
        if at == 0:
            starts.append(length)
            shifts.append(base - length)
        length = _add(part[at:], pieces, length)
    return "".join(pieces), (starts, shifts)


def _windows(output: str) -> Iterator[tuple[int, str]]:
    if len(output) <= HEAD + TAIL:
        yield 0, output
        return
    yield 0, output[: output.rfind("\n", 0, HEAD) + 1]
    tail = output.find("\n", len(output) - TAIL) + 1 or len(output) - TAIL
    yield tail, output[tail:]


def _add(piece: str, pieces: list[str], length: int) -> int:
    pieces.append(piece)
    return length + len(piece)


def _place(places: Places, at: int) -> int:
    starts, shifts = places
    return at + shifts[max(0, bisect_right(starts, at) - 1)]
