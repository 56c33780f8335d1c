"""Checks of doing the same again: C1, C2, C11, C20 (MAST 2503.13657, step repetition; Critic Rubrics 2603.03800)."""

from __future__ import annotations

from collections import defaultdict

from playhead.insight.checks.values import Checked, CheckResult, Severity, evidence
from playhead.insight.feedback.values import FeedbackKind
from playhead.insight.ledger import Deed
from playhead.model import Kind


def rerun_no_edit(run: Checked) -> CheckResult:
    """C1: a failing check was run again, and again, without any change in between."""
    worst: list[Deed] = []
    series: dict[str, list[Deed]] = {}
    for deed in run.deeds:
        if deed.changed:
            series.clear()
        elif deed.check is not None and deed.negative:
            series.setdefault(deed.check, []).append(deed)
            worst = max(worst, series[deed.check], key=len)
        elif deed.check is not None:
            series.pop(deed.check, None)
    reruns, most = max(0, len(worst) - 1), run.settings.rerun_no_edit
    fired = reruns >= most
    why = (
        f"`{worst[0].check}` failed and was run {reruns} more times with nothing changed."
        if fired and worst
        else ("No failing check was run again and again without a change.")
    )
    shown = evidence(worst if fired else ())
    return CheckResult(
        "C1",
        "rerun_no_edit",
        "reran without a change",
        fired,
        Severity.WARNING,
        why,
        **shown,
        value=reruns,
        threshold=most,
    )


def same_failure(run: Checked) -> CheckResult:
    """C2: one failure came up over and over, edits or not (TRAJEVAL 2603.24631, coherence collapse)."""
    found: dict[str, list[Deed]] = defaultdict(list)
    for deed in run.deeds:
        if deed.negative and deed.signature and deed.kind in {Kind.TEST, Kind.RUN, Kind.EDIT}:
            found[deed.signature].append(deed)
    worst = max(found.values(), key=len, default=[])
    most = run.settings.same_failure
    fired = len(worst) >= most
    why = (
        f"The same failure came {len(worst)} times: {worst[0].signature[:120]}."
        if fired
        else f"No failure came {most} times."
    )
    shown = evidence(worst if fired else ())
    return CheckResult(
        "C2",
        "same_failure",
        "the same failure many times",
        fired,
        Severity.WARNING,
        why,
        **shown,
        value=len(worst),
        threshold=most,
    )


def repeat_failed_edit(run: Checked) -> CheckResult:
    """C11: an edit that was refused was tried again as it was (Graphectory 2512.02393, repeat_failed_edit)."""
    repeats = [
        (moment, attempt)
        for moment in run.insight.moments
        if moment.key.startswith("edit:")
        for attempt in moment.attempts
        if attempt.repeat
    ]
    numbers = {attempt.number for _, attempt in repeats}
    deeds = [deed for deed in run.deeds if deed.number in numbers]
    why = (
        f"{len(deeds)} edits were refused and tried again word for word."
        if deeds
        else "No refused edit was tried again as it was."
    )
    return CheckResult(
        "C11",
        "repeat_failed_edit",
        "repeated a refused edit",
        bool(deeds),
        Severity.WARNING,
        why,
        **evidence(deeds),
        value=len(deeds),
        threshold=1,
    )


def no_ops(run: Checked) -> CheckResult:
    """C20: commands that do nothing, several times."""
    deeds = [deed for deed in run.deeds if deed.feedback is not None and deed.feedback.kind is FeedbackKind.NO_OP]
    most = run.settings.no_ops
    fired = len(deeds) >= most
    why = f"{len(deeds)} commands did nothing at all." if deeds else "Every command did something."
    return CheckResult(
        "C20",
        "no_op_commands",
        "commands that do nothing",
        fired,
        Severity.WARNING,
        why,
        **evidence(deeds if fired else ()),
        value=len(deeds),
        threshold=most,
    )
