"""From an output to the reports in it: which runner printed them, where they stand, and whether they are whole."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from playhead.insight.reports import compiled, javascript, jvm, rust, scripted
from playhead.insight.reports.matching import names
from playhead.insight.reports.pytest_runs import pytest
from playhead.insight.reports.sessions import nox, tox
from playhead.insight.reports.tap import bats, prove, tap
from playhead.insight.reports.unittest_runs import sympy, unittest
from playhead.insight.reports.values import Found, TestReport, with_counts
from playhead.insight.shell import simple_commands
from playhead.late_pattern import late_pattern
from playhead.model import Action, Kind

HEAD, TAIL = 200_000, 800_000
"""So many characters of an output are read: a runner names what failed before it sums up."""
_COLOURS = late_pattern(r"\x1b\[[0-9;:?]{0,60}[A-Za-z]|\x1b\(B|\x1b\][^\x07\x1b\n]{0,2000}(?:\x07|\x1b\\)|\r(?=\n)")
_CUTTING = frozenset({"head", "tail", "grep", "egrep", "rg", "sed", "awk", "less", "more", "cut", "uniq"})
_CHANGING = frozenset({"git", "sed", "perl", "patch", "cp", "mv", "rm", "tee", "touch", "hg"})
_SHOWS = frozenset({Kind.READ, Kind.SEARCH, Kind.WEB, Kind.VCS, Kind.PLAN, Kind.MESSAGE})


class Parser(NamedTuple):
    """What reads a runner's reports, and words of which every such report holds one."""

    read: Callable[[str], list[Found]]
    marks: tuple[str, ...]


_PYTEST_MARKS = (
    *(f"{word} in " for word in ("passed", "failed", "error", "errors", "skipped", "deselected", "warning", "rerun")),
    *("warnings in ", "tests ran in ", "FAILED ", "PASSED", "ERROR ", "Results ("),
)
# The order is that of the certainty of their marks; one that another's report also looks like comes after it.
_PARSERS = (
    Parser(pytest, _PYTEST_MARKS),
    Parser(unittest, ("Ran ", "FAIL: ", "ERROR: ")),
    Parser(sympy, ("tests finished:",)),
    Parser(compiled.go, ("--- FAIL", "--- PASS", "--- SKIP", "ok  \t", "FAIL\t")),
    Parser(rust.nextest, ("Summary [",)),
    Parser(rust.cargo, ("test result:", " ... ok", " ... FAILED")),
    Parser(compiled.ctest, ("tests passed,",)),
    Parser(
        compiled.dotnet, ("! - Failed:", "!  - Failed:", "Total tests:", "Test summary: total:", "Test run summary:")
    ),
    Parser(javascript.jest, ("Tests: ",)),
    Parser(javascript.vitest, (" Tests ",)),
    Parser(javascript.mocha, (" passing",)),
    Parser(javascript.node, (" pass ",)),
    Parser(tap, ("ok ",)),
    Parser(prove, ("Files=",)),
    Parser(bats, (" failure",)),
    Parser(scripted.rspec, (" example",)),
    Parser(scripted.minitest, (" assertions, ",)),
    Parser(scripted.phpunit, ("Assertions: ", "assertion")),
    Parser(jvm.surefire, ("Tests run:",)),
    Parser(jvm.gradle, (" completed", " FAILED\n", " PASSED\n", " SKIPPED\n")),
)
_LAST = (Parser(tox, (": OK", ": FAIL", ": commands ")), Parser(nox, ("nox >",)))
_IMPLIES = {
    "cargo nextest": frozenset({"cargo test"}),
    "node": frozenset({"tap"}),
    "prove": frozenset({"tap"}),
    "pytest": frozenset({"gradle"}),
    "vitest": frozenset({"jest"}),
}


def reports_in(output: str, command: str | None = None) -> tuple[TestReport, ...]:
    """Return the reports in an output, in the order in which they end; a `command` tells whether they are cut.

    Nothing is guessed: an output that no runner's summary or list of tests is found in has none.
    """
    text, places = _plain(output)
    found = list(_found(text, _PARSERS)) or list(_found(text, _LAST))
    known = {one.report.runner for one in found}
    hidden = frozenset(name for runner in known for name in _IMPLIES.get(runner, ()))
    cut = _is_cut(command) or len(output) > HEAD + TAIL
    told = [
        one.report._replace(
            partial=one.report.partial or cut, start=_place(places, one.start), end=_place(places, one.end)
        )
        for one in sorted(found, key=lambda one: one.end)
        if one.report.runner not in hidden
    ]
    return tuple(told)


def report_of(action: Action, *, last: int | None = None) -> TestReport | None:
    """Return what an action's tests came to; None for what only shows text, or has no report.

    `last`: only so many last characters are read, where every runner sums up; the report's place is then one in them.
    Several reports of one runner are one where the command only ran tests; where it changed something between them,
    the last one tells how things stand.
    """
    if not action.output or action.kind in _SHOWS:
        return None
    found = reports_in(action.output if last is None else action.output[-last:], action.command)
    if not found:
        return None
    # A harness may tell the same output twice.
    alike = list({one._replace(start=0, end=0): one for one in found if one.runner == found[-1].runner}.values())
    report = found[-1] if len(alike) == 1 or _changes_between(action) else _together(alike)
    cut = any(mark.role == "cut" for mark in action.marks)
    return report._replace(partial=True) if cut and not report.partial else report


def _changes_between(action: Action) -> bool:
    """Return whether a command changed something, so that its reports may be of different states."""
    programs = {one.program for one in simple_commands(action.command)} if action.command else set()
    return bool(action.edits) or not programs.isdisjoint(_CHANGING)


def _together(reports: list[TestReport]) -> TestReport:
    told = [one for one in reports if one.failed is not None]
    failing = names(name for one in reports for name in one.failing)
    fails = set(failing)
    return with_counts(
        reports[-1].runner,
        (
            _sum(one.passed for one in told),
            _sum(one.failed for one in told),
            _sum(one.errors for one in told),
            _sum(one.skipped for one in told),
        ),
        failing=failing,
        passing=names(name for one in reports for name in one.passing if name not in fails),
        signatures=tuple(dict(pair for one in reports for pair in one.signatures).items()),
        partial=any(one.partial for one in reports),
    )._replace(start=min(one.start for one in reports), end=reports[-1].end)


def _sum(counts: Iterable[int | None]) -> int | None:
    known = [one for one in counts if one is not None]
    return sum(known) if known else None


def _found(text: str, parsers: tuple[Parser, ...]) -> Iterator[Found]:
    for parser in parsers:
        for mark in parser.marks:
            if mark in text:
                yield from parser.read(text)
                break


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
            if found[0].endswith("G"):  # back to a column: what follows is drawn over the line, as after \r
                length = _add("\n", pieces, length)
            starts.append(length)
            shifts.append(base + at - length)
        if at == 0:
            starts.append(length)
            shifts.append(base - length)
        length = _add(part[at:], pieces, length)
    # What a progress line overwrote stands on a line of its own.
    return "".join(pieces).replace("\r", "\n"), (starts, shifts)


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
