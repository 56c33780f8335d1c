"""Checks of looking before leaping: C3, C4, C6, C7, C9, C18 (2604.02547: context before the edit predicts success)."""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict

from playhead.insight.checks.values import Checked, CheckResult, Severity, evidence
from playhead.insight.ledger import Deed
from playhead.insight.paths import is_test_path
from playhead.model import Kind

_BUG = re.compile(
    r"\b(?:bugs?|issues?|errors?|fix(?:es|ed)?|fails?|failing|failure|incorrect(?:ly)?"
    r"|wrong(?:ly)?|regression|traceback|crash(?:es)?|exception|broken)\b",
    re.IGNORECASE,
)


def long_search(run: Checked) -> CheckResult:
    """C3: much looking before the first edit of source (2509.13941: most solves end within about 25 rounds)."""
    settings, count = run.settings, len(run.deeds)
    most = min(
        max(settings.long_search_actions, settings.long_search_share_percent * count // 100),
        settings.long_search_rounds,
    )
    first = run.first_edit
    looked = count if first is None else first.number - 1
    title = "long search before an edit"
    if first is None:
        return CheckResult(
            "C3", "long_search", title, None, Severity.INFO, "No source file was edited.", value=looked, threshold=most
        )
    fired = looked > most
    why = f"{looked} actions came before the first edit of source."
    return CheckResult(
        "C3",
        "long_search",
        title,
        fired,
        Severity.INFO,
        why,
        **evidence([first] if fired else []),
        value=looked,
        threshold=most,
    )


def no_repro(run: Checked) -> CheckResult:
    """C4: a bug was edited at before any check had shown it failing."""
    title, first = "no failing check before the fix", run.first_edit
    if not _BUG.search(run.tape.task[:20_000]):
        return CheckResult("C4", "no_repro", title, None, Severity.INFO, "The task does not read as a bug.")
    if first is None:
        return CheckResult("C4", "no_repro", title, None, Severity.INFO, "No source file was edited.")
    shown = [deed for deed in run.checks() if deed.number < first.number and _failed(deed)]
    fired = not shown
    why = (
        "The first edit of source came before any check that failed."
        if fired
        else "A check had failed before the first edit of source."
    )
    return CheckResult("C4", "no_repro", title, fired, Severity.INFO, why, **evidence([first] if fired else shown[:3]))


def edit_before_read(run: Checked) -> CheckResult:
    """C6: a file that was there was edited before it was read, listed with content, or found by a search."""
    known: set[str] = set(run.task_files)
    blind: list[Deed] = []
    paths: list[str] = []
    for deed in run.deeds:
        for change in deed.changes:
            name = posixpath.basename(change.path)
            if name not in known and not change.whole:
                blind.append(deed)
                paths.append(change.path)
            known.add(name)
        known |= deed.named
        if deed.read:
            known.add(posixpath.basename(deed.read))
    why = (
        f"Edited without having been looked at: {', '.join(dict.fromkeys(paths))[:200]}."
        if blind
        else "Every edited file had been seen before."
    )
    return CheckResult(
        "C6",
        "edit_before_read",
        "edited before reading",
        bool(blind),
        Severity.WARNING,
        why,
        **evidence(blind),
        value=len(blind),
        threshold=1,
    )


def unread_dependency(run: Checked) -> CheckResult:
    """C7: a run that passed never opened a file that the task or a failing trace names (AgentLens 2605.12925, luck)."""
    title = "a named file was never opened"
    if run.passed is not True:
        return CheckResult("C7", "unread_dependency", title, None, Severity.INFO, "Asked of runs that passed.")
    told: dict[str, Deed | None] = dict.fromkeys(run.task_files)
    for deed in run.deeds:
        if deed.negative and deed.kind in {Kind.TEST, Kind.RUN}:
            for name in deed.named:
                told.setdefault(name, deed)
    opened = {posixpath.basename(deed.read) for deed in run.deeds if deed.read} | {
        posixpath.basename(change.path) for deed in run.deeds for change in deed.changes
    }
    there = frozenset().union(*(deed.named for deed in run.deeds if deed.kind in {Kind.SEARCH, Kind.READ}))
    never = [name for name in told if name not in opened and (name in there or told[name] is not None)]
    by = [told_by for name in never if (told_by := told[name]) is not None]
    why = (
        f"Named by the task or a failing check and never opened: {', '.join(sorted(never))[:200]}."
        if never
        else "Every file that the task or a failing check names was opened."
    )
    return CheckResult(
        "C7",
        "unread_dependency",
        title,
        bool(never),
        Severity.WARNING,
        why,
        **evidence(by),
        value=len(never),
        threshold=1,
    )


def unrelated_edit(run: Checked) -> CheckResult:
    """C9: an edited file that neither the task nor a trace, a search or a read file had named before."""
    told = set(run.task_files)
    found: list[Deed] = []
    paths: list[str] = []
    for deed in run.deeds:
        for change in deed.changes:
            name = posixpath.basename(change.path)
            if not change.whole and name not in told and not is_test_path(change.path):
                found.append(deed)
                paths.append(change.path)
                told.add(name)
            elif change.whole:
                told.add(name)
        told |= deed.named
    why = (
        f"Nothing had named what was edited: {', '.join(dict.fromkeys(paths))[:200]}."
        if found
        else "Every edited file had been named by the task, a trace, a search or a listing."
    )
    return CheckResult(
        "C9",
        "unrelated_edit",
        "edited what nothing had named",
        bool(found),
        Severity.INFO,
        why,
        **evidence(found),
        value=len(found),
        threshold=1,
    )


def view_thrash(run: Checked) -> CheckResult:
    """C18: one file read over and over with no edit of it in between (Graphectory: common in good runs too)."""
    series: dict[str, list[Deed]] = defaultdict(list)
    worst: list[Deed] = []
    for deed in run.deeds:
        for change in deed.changes:
            series.pop(posixpath.basename(change.path), None)
        if deed.read:
            read = series[posixpath.basename(deed.read)]
            read.append(deed)
            worst = max(worst, read, key=len)
    most = run.settings.view_thrash
    fired = len(worst) > most
    why = (
        f"{worst[0].read} was read {len(worst)} times without an edit of it."
        if fired and worst
        else "No file was read over and over."
    )
    return CheckResult(
        "C18",
        "view_thrash",
        "read the same file again and again",
        fired,
        Severity.INFO,
        why,
        **evidence(worst if fired else []),
        value=len(worst),
        threshold=most,
    )


def _failed(deed: Deed) -> bool:
    return deed.negative or (deed.feedback is not None and deed.feedback.expected is not None) or deed.passed is False
