"""Checks of doing the same again: C1, C2, C11, C18, C20 (MAST 2503.13657, step repetition; Critic Rubrics)."""

from __future__ import annotations

import posixpath
from collections import defaultdict

from playhead.insight.checks.checked import Checked, is_check
from playhead.insight.checks.values import CheckResult, Rule, Severity, times
from playhead.insight.feedback.values import FeedbackKind
from playhead.insight.ledger import Deed
from playhead.model import Kind

C1 = Rule("C1", "rerun_no_edit", "reran without a change", Severity.WARNING)
C2 = Rule("C2", "same_failure", "the same failure many times", Severity.WARNING)
C11 = Rule("C11", "repeat_failed_edit", "repeated a refused edit", Severity.WARNING)
C18 = Rule("C18", "view_thrash", "read the same again and again", Severity.INFO)
C20 = Rule("C20", "no_op_commands", "commands that do nothing", Severity.WARNING)
_NO_CHECK = frozenset({FeedbackKind.NO_OP, FeedbackKind.PERMISSION, FeedbackKind.PERSON})


def rerun_no_edit(run: Checked) -> CheckResult:
    """C1: a failing check was run again, and again, without any change in between (Critic Rubrics 2603.03800: 3+)."""
    worst: list[Deed] = []
    series: dict[str, list[Deed]] = {}
    for deed in run.deeds:
        if deed.check is None or not is_check(deed):
            if deed.changed:
                series.clear()
            continue
        if deed.negative and _ran(deed):
            series.setdefault(deed.check, []).append(deed)
            worst = max(worst, series[deed.check], key=len)
        else:
            series.pop(deed.check, None)
        if deed.changed:
            series = {name: found for name, found in series.items() if name == deed.check and len(found) == 1}
    reruns, most = max(0, len(worst) - 1), run.settings.rerun_no_edit
    if reruns < most:
        return C1.says(
            False, "No failing check was run again and again without a change.", value=reruns, threshold=most
        )
    why = f"`{(worst[0].check or '')[:100]}` failed and was run {times(reruns, 'more time')} with nothing changed."
    return C1.says(True, why, worst, value=reruns, threshold=most)


def same_failure(run: Checked) -> CheckResult:
    """C2: one failure came up over and over, edits or not (TRAJEVAL 2603.24631, coherence collapse).

    A signature without a test or an exception in it says little: it counts for one check only.
    """
    found: dict[str, list[Deed]] = defaultdict(list)
    for deed in run.deeds:
        if deed.negative and deed.signature and (is_check(deed) or (deed.kind is Kind.EDIT and deed.same)):
            found[_failure(deed)].append(deed)
    worst = max(found.values(), key=len, default=[])
    most = run.settings.same_failure
    if len(worst) < most:
        return C2.says(False, f"No failure came {most} times.", value=len(worst), threshold=most)
    why = f"The same failure came {len(worst)} times: {worst[0].signature[:120]}."
    return C2.says(True, why, worst, value=len(worst), threshold=most)


def repeat_failed_edit(run: Checked) -> CheckResult:
    """C11: an edit that was refused was tried again as it was (Graphectory 2512.02393, repeat_failed_edit)."""
    refused: dict[int, Deed] = {}
    repeats: list[Deed] = []
    for deed in run.deeds:
        if deed.kind is not Kind.EDIT or not deed.same:
            continue
        if not deed.negative:
            refused.pop(deed.same, None)
        elif deed.same in refused:
            repeats += [refused[deed.same], deed]
        else:
            refused[deed.same] = deed
    count = len(repeats) // 2
    if not count:
        return C11.says(False, "No refused edit was tried again as it was.", value=0, threshold=1)
    why = f"{times(count, 'edit')} had been refused and came again word for word."
    return C11.says(True, why, repeats, value=count, threshold=1)


def view_thrash(run: Checked) -> CheckResult:
    """C18: the same lines of a file were read over and over with no edit of it in between.

    Information only: Graphectory's repeated_view stands in 10 to 71 % of the resolved runs of its agents.
    """
    series: dict[str, dict[int, list[Deed]]] = defaultdict(lambda: defaultdict(list))
    worst: list[Deed] = []
    for deed in run.deeds:
        for change in deed.changes:
            series.pop(posixpath.basename(change.path), None)
        if deed.read and deed.same:
            read = series[posixpath.basename(deed.read)][deed.same]
            read.append(deed)
            worst = max(worst, read, key=len)
    again, most = len(worst), run.settings.view_thrash
    if again < most:
        return C18.says(False, "No lines of a file were read over and over.", value=again, threshold=most)
    why = f"The same lines of {(worst[0].read or '')[-80:]} were read {times(again, 'time')} without an edit of it."
    return C18.says(True, why, worst, value=again, threshold=most)


def no_ops(run: Checked) -> CheckResult:
    """C20: commands that do nothing, several times (measured in one corpus: 68 % of its commands)."""
    deeds = [deed for deed in run.deeds if deed.feedback is not None and deed.feedback.kind is FeedbackKind.NO_OP]
    most, count = run.settings.no_ops, len(deeds)
    why = f"{times(count, 'command')} did nothing at all." if deeds else "Every command did something."
    return C20.says(count >= most, why, deeds, value=count, threshold=most)


def _ran(deed: Deed) -> bool:
    """Return whether something was run at all: no refusal, no command that is none."""
    feedback = deed.feedback
    return feedback is not None and feedback.kind not in _NO_CHECK and "command not found" not in feedback.quote


def _failure(deed: Deed) -> str:
    named = (deed.report is not None and deed.report.failing) or "Error" in deed.signature or "::" in deed.signature
    named = named and "Traceback (most recent" not in deed.signature
    return deed.signature if named else f"{deed.signature} in {deed.check or deed.same}"
