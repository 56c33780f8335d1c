"""Checks of what came of it: C14, C17, C19 (PatchDiff 2503.15223; TRAJEVAL 2603.24631; Graphectory 2512.02393)."""

from __future__ import annotations

from playhead.insight.checks.checked import Checked, is_check
from playhead.insight.checks.values import CheckResult, Rule, Severity, times
from playhead.insight.ledger import Deed
from playhead.insight.moments.values import MomentOutcome
from playhead.insight.reports import TestReport
from playhead.insight.verdict import counts_of
from playhead.model import Kind, Status

C14 = Rule("C14", "visible_hidden_gap", "own checks pass, hidden tests fail", Severity.SERIOUS)
C17 = Rule("C17", "destroyed_good_state", "a better state was lost", Severity.SERIOUS)
C19 = Rule("C19", "abandonment", "a failing check was dropped", Severity.WARNING)


def visible_hidden_gap(run: Checked) -> CheckResult:
    """C14: the run's own tests passed at the end, and the hidden tests failed (7.8 % of what is called solved)."""
    layer = run.layer("verification")
    counts = counts_of(layer) if layer is not None else None
    hidden = counts[0] == 0 if counts is not None and counts != (0, 0) else run.passed
    if hidden is None or run.tape.outcome.status is Status.ERROR:
        return C14.cannot_tell("Hidden tests: not run, or not in the record.")
    tests = [deed for deed in run.checks() if deed.kind is Kind.TEST and deed.passed is not None]
    if not tests:
        return C14.cannot_tell("The run ran no tests of its own.")
    last = tests[-1]
    if last.passed and not hidden:
        failed = (
            f"{times(counts[0], 'hidden test')} failed"
            if counts is not None and counts[0]
            else "the hidden ones failed"
        )
        return C14.says(True, f"Its last tests passed, {failed}.", [last])
    if bool(last.passed) is hidden:
        return C14.says(False, "Its own last tests and the hidden ones agree.", [last])
    return C14.says(False, "Its last tests failed, the hidden ones passed.", [last])


def destroyed_good_state(run: Checked) -> CheckResult:
    """C17: fewer tests failed in an earlier run of a check than in its last one (five runs held the gold patch)."""
    series: dict[str, list[tuple[Deed, TestReport]]] = {}
    for deed in run.checks():
        report = deed.report
        if deed.check is not None and report is not None and report.bad is not None and not report.partial:
            series.setdefault(deed.check, []).append((deed, report))
    if not any(len(found) > 1 for found in series.values()):
        return C17.cannot_tell("No test run with counts was repeated.")
    lost: list[tuple[Deed, Deed, int, int]] = []
    for found in series.values():
        last, now = found[-1]
        best, then = min(found, key=lambda one: one[1].bad or 0)
        if (then.bad or 0) < (now.bad or 0) and not _only_more(then, now):
            lost.append((best, last, then.bad or 0, now.bad or 0))
    if not lost:
        return C17.says(False, "It ended in the best state that it had reached.", value=0, threshold=1)
    best, last, few, many = lost[0]
    why = f"At its best {times(few, 'test')} failed, in the last run of that check {many}."
    return C17.says(True, why, [best, last], value=many - few, threshold=1)


def _only_more(then: TestReport, now: TestReport) -> bool:
    """Return whether no test that had passed is missing: what fails now was not run then."""
    return then.passed is not None and now.passed is not None and now.passed >= then.passed


def abandonment(run: Checked) -> CheckResult:
    """C19: a failing check was dropped and never run again (Graphectory: 18.2 % resolved with it, 48.7 % without)."""
    dropped = {
        one.trigger_action: one.end_action
        for one in run.insight.moments
        if one.outcome is MomentOutcome.ABANDONED and one.key.startswith("check:")
    }
    last: dict[str, int] = {deed.check: deed.number for deed in run.deeds if deed.check is not None}
    deeds = [
        deed
        for deed in run.at(set(dropped))
        if is_check(deed) and last.get(deed.check or "", 0) <= dropped[deed.number]
    ]
    if not deeds:
        return C19.says(False, "No failing check was dropped for good.", value=0, threshold=1)
    why = f"{times(len(deeds), 'failing check')} dropped and never run again: `{(deeds[0].check or '')[:100]}`."
    return C19.says(True, why, deeds, value=len(deeds), threshold=1)
