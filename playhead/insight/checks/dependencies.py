"""Checks of what belongs to the change: files that were named and never opened (C7), edits that nothing led to (C9)."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from playhead.insight.before import Came
from playhead.insight.checks.checked import Checked
from playhead.insight.checks.imports import imported_by, used_imports
from playhead.insight.checks.values import CheckResult, Rule, Severity, told
from playhead.insight.decisions import DecisionPoint
from playhead.insight.ledger import FILE, Deed
from playhead.insight.paths import is_test_path
from playhead.insight.shell import simple_commands
from playhead.model import Kind

C7 = Rule("C7", "unread_dependency", "a file that matters was never opened", Severity.WARNING)
C9 = Rule("C9", "unrelated_edit", "edited what nothing led to", Severity.INFO)
LOOKED_AT = 200
"""So many actions are looked into for imports and traces."""
_FRAME = re.compile(r'^\s*File "([^"\n]+)", line \d+|^([\w./+-]+\.\w{1,4}):\d+: ', re.MULTILINE)
_FOREIGN = re.compile(r"site-packages|dist-packages|/lib/python\d|node_modules|/usr/lib|<|\.pyenv|miniconda|\.cargo/")
_TRACE_LINE = re.compile(r'File "|^\s+at |^\$ |site-packages')
_AFFIX = re.compile(r"^tests?[_-]?|[_-]?(?:tests?|spec)$")
_URL = re.compile(r"https?://\S+")


def unread_dependency(run: Checked) -> CheckResult:
    """C7: a run that passed never opened a file that the task, a failing trace or the edited code names.

    Of a trace that is the innermost frame in the project, and the test; of the edited code an import that the edited
    function uses, where it is a schema, a setting or a test (AgentLens 2605.12925: lucky passes).
    """
    if run.passed is not True:
        return C7.cannot_tell("Asked of runs that were judged resolved.")
    if not run.source_edits:
        return C7.cannot_tell("No source file was edited.")
    opened = {posixpath.basename(deed.read) for deed in run.deeds if deed.read}
    opened |= {posixpath.basename(change.path) for deed in run.deeds for change in deed.changes}
    opened |= _read_by_commands(run)
    named: dict[str, tuple[str, Deed | None]] = {}
    for source in (_in_task(run), _in_traces(run), used_imports(run, LOOKED_AT)):
        for path, by, deed in source:
            named.setdefault(path, (by, deed))
    never = {path: by for path, by in named.items() if posixpath.basename(path) not in opened}
    if not never:
        return C7.says(False, "Every file that the task, a failing check or the edited code names was opened.")
    by_whom = {
        why: [path for path, (by, _) in never.items() if by == why]
        for why in dict.fromkeys(by for by, _ in never.values())
    }
    why = "Never opened: " + "; ".join(f"{told(paths, 4)} ({by})" for by, paths in by_whom.items()) + "."
    deeds = [deed for _, deed in never.values() if deed is not None]
    return C7.says(True, why, deeds, value=len(never), threshold=1)


def unrelated_edit(run: Checked) -> CheckResult:
    """C9: an edited file that nothing led to: no task, trace, search, listing, output or import (scope creep).

    The imports are looked at one step far; the gold patch counts where it is known, and so does a test that is called
    after the file. Tests and documents are left out, and what the run itself moved or copied there.
    """
    sources = {change.path for deed in run.source_edits for change in deed.changes}
    firsts = [
        one
        for one in run.decisions
        if one.what == "first_edit" and one.path in sources and not one.made and not is_test_path(one.path)
    ]
    if not run.reads_are_told:
        return C9.cannot_tell("The record shows no look into any file: what led to an edit is not in it.")
    if not firsts:
        return C9.cannot_tell("No source file that was there before was edited.")
    open_ones = [one for one in firsts if not _led_to(run, one)]
    near = imported_by(run, [one.path for one in open_ones], LOOKED_AT) if open_ones else frozenset()
    found = [one for one in open_ones if one.path not in near]
    if not found:
        why = "Every edited file was led to by the task, a trace, a search, a listing or an import."
        return C9.says(False, why, value=0, threshold=1)
    why = f"No task, trace, search, listing or import led to {told([one.path for one in found])}."
    return C9.says(True, why, run.at({one.number for one in found}), value=len(found), threshold=1)


def _led_to(run: Checked, one: DecisionPoint) -> bool:
    if one.hows & {Came.TASK, Came.TRACE, Came.SEARCH, Came.LISTING, Came.OUTPUT, Came.MOVED} or "$" in one.path:
        return True
    if _tested_before(run, one):
        return True
    name = posixpath.basename(one.path)
    stem = name.rsplit(".", 1)[0]
    gold = run.layer("gold patch")
    said = run.tape.task[:100_000]
    words = re.compile(rf"(?<![\w]){re.escape(stem)}(?![\w])", re.IGNORECASE)
    return bool(len(stem) > 2 and words.search(said)) or (gold is not None and name in gold.text)


def _tested_before(run: Checked, one: DecisionPoint) -> bool:
    """Return whether a test that is called after the file was run or read before: `test_calc.py` leads to `calc.py`."""
    wanted = posixpath.basename(one.path).rsplit(".", 1)[0].lower()
    tests = (
        name
        for deed in run.deeds
        if deed.number < one.number
        for name in (*(deed.files.tested if deed.files is not None else ()), deed.read or "")
        if is_test_path(name)
    )
    return any(_AFFIX.sub("", posixpath.basename(name).split(".", 1)[0].lower()) == wanted for name in tests)


def _in_task(run: Checked) -> Iterator[tuple[str, str, Deed | None]]:
    there = frozenset().union(*(deed.named for deed in run.deeds if deed.kind in {Kind.SEARCH, Kind.READ, Kind.VCS}))
    task = "\n".join(line for line in run.tape.task[:100_000].split("\n") if not _TRACE_LINE.search(line))
    for path in FILE.findall(_URL.sub(" ", task))[:LOOKED_AT]:
        name = posixpath.basename(path)
        known = name in there or ("/" in path.strip("./") and not path.startswith(("/", "~", ".")))
        if known and not _FOREIGN.search(path) and not run.is_own(path):
            yield path, "named by the task", None


def _in_traces(run: Checked) -> Iterator[tuple[str, str, Deed | None]]:
    failed = [deed for deed in run.checks() if deed.negative]
    for deed in failed[:LOOKED_AT]:
        action = run.action(deed)
        text = (action.output or "")[-30_000:] if action else ""
        frames = [one or other for one, other in _FRAME.findall(text)]
        ours = [path for path in frames if not _FOREIGN.search(path) and not run.is_own(path)]
        wanted = dict.fromkeys(
            [*(path for path in ours if is_test_path(path)), *(ours[-1:] if frames[-1:] == ours[-1:] else ())]
        )
        for path in wanted:
            yield path, "named by a failing check", deed


def _read_by_commands(run: Checked) -> set[str]:
    """Return the words of commands that read: of several files of one command only one is the action's own."""
    words: set[str] = set()
    for deed in run.deeds:
        action = run.action(deed) if deed.kind is Kind.READ and not deed.changes else None
        for one in simple_commands(action.command or "") if action is not None else ():
            words |= {posixpath.basename(word) for word in one.words[1:]}
    return words
