"""Checks of what was proven: C5, C14, C15, C16, C17, C19 (MAST: no or wrong verification; PatchDiff 2503.15223)."""

from __future__ import annotations

import re

from playhead.insight.checks.values import Checked, CheckResult, Severity, evidence
from playhead.insight.feedback.values import FeedbackKind
from playhead.insight.ledger import Deed, names_of_files
from playhead.insight.moments.values import MomentOutcome
from playhead.insight.verdict import counts_of
from playhead.model import Kind

_CLAIMS = re.compile(
    r"\b(?:all|the|every|existing|new|unit|integration) (?:\w+ ){0,3}tests? (?:now |all |are |have |still "
    r"|is )*(?:pass(?:es|ed|ing)?|succeed\w*|green)\b|\btests? (?:all )?pass(?:ed|es|ing)?\b"
    r"|\b(?:verified|confirmed) (?:that )?(?:the |it |all )",
    re.IGNORECASE,
)
_CLOSING = 5
"""So many of the last steps are looked at for a closing claim."""
_SYMBOL = re.compile(r"`([A-Za-z_][\w.]{3,})`|\b([a-z]+_[a-z_]+\w*)\b(?:\(\))?|\b([A-Z][a-z]+[A-Z]\w+)\b")


def no_check_after_last_edit(run: Checked) -> CheckResult:
    """C5: source was edited after the last check that passed, or no check was ever run."""
    title, last = "no check after the last edit", run.last_edit
    if last is None:
        return CheckResult(
            "C5", "no_check_after_last_edit", title, None, Severity.WARNING, "No source file was edited."
        )
    after = [deed for deed in run.checks() if deed.number > last.number]
    passed = [deed for deed in after if deed.passed]
    fired = not passed
    if passed:
        why = "A check passed after the last edit."
    elif after:
        why = "Checks ran after the last edit, and none passed."
    else:
        why = "Nothing was run after the last edit of source."
    return CheckResult(
        "C5",
        "no_check_after_last_edit",
        title,
        fired,
        Severity.WARNING,
        why,
        **evidence([last] if fired else passed[-1:]),
    )


def visible_hidden_gap(run: Checked) -> CheckResult:
    """C14: the run's own checks passed, and the hidden tests failed (7.8 % of what is called solved: PatchDiff)."""
    title = "own checks pass, hidden tests fail"
    layer = run.layer("verification")
    counts = counts_of(layer) if layer is not None else None
    hidden = (counts[0] == 0) if counts is not None else run.passed
    tests = [deed for deed in run.checks() if deed.kind is Kind.TEST and deed.passed is not None]
    if hidden is None:
        return CheckResult(
            "C14", "visible_hidden_gap", title, None, Severity.SERIOUS, "Hidden tests: not run, or not in the record."
        )
    if not tests:
        return CheckResult(
            "C14", "visible_hidden_gap", title, None, Severity.SERIOUS, "The run ran no tests of its own."
        )
    last = tests[-1]
    fired = bool(last.passed) and not hidden
    why = (
        "Its last tests passed, the hidden ones failed."
        if fired
        else "Its own tests and the hidden ones agree."
        if bool(last.passed) == hidden
        else "Its last tests failed, the hidden ones passed."
    )
    return CheckResult(
        "C14", "visible_hidden_gap", title, fired, Severity.SERIOUS, why, **evidence([last] if fired else [])
    )


def ignored_review(run: Checked) -> CheckResult:
    """C15: a review or a person named a file or a symbol, and nothing after it touched that."""
    title = "a comment was not taken up"
    objections = [
        seen
        for seen in run.insight.feedback
        if seen.feedback.kind is FeedbackKind.PERSON and seen.feedback.source == "said"
    ]
    missed: list[Deed] = []
    named: list[str] = []
    asked = 0
    for seen in objections:
        words = _named(run.tape.steps[seen.said_at].text if seen.said_at is not None else seen.feedback.quote)
        if not words:
            continue
        asked += 1
        later = [deed for deed in run.deeds if deed.number > seen.number]
        if not any(_touches(run, deed, words) for deed in later):
            missed += [deed for deed in run.deeds if deed.number == seen.number]
            named += sorted(words)
    if not asked:
        return CheckResult(
            "C15", "ignored_review", title, None, Severity.WARNING, "No comment named a file or a symbol."
        )
    why = (
        f"Named in a comment and not touched after it: {', '.join(named)[:160]}."
        if missed
        else "What comments named was touched after them."
    )
    return CheckResult(
        "C15",
        "ignored_review",
        title,
        bool(missed),
        Severity.WARNING,
        why,
        **evidence(missed),
        value=len(missed),
        threshold=1,
    )


def claim_unbacked(run: Checked) -> CheckResult:
    """C16: the agent closed by saying that tests pass, and none had since its last edit (MAST: wrong verification)."""
    title = "said that tests pass, none did"
    steps = run.tape.steps
    closing = [
        step
        for position in range(max(0, len(steps) - _CLOSING), len(steps))
        if (step := steps[position]).source == "agent"
    ]
    claim = next((step for step in reversed(closing) if _CLAIMS.search(f"{step.text}\n{step.thought}"[-8_000:])), None)
    if claim is None:
        return CheckResult(
            "C16", "claim_unbacked", title, None, Severity.SERIOUS, "The last messages claim nothing about tests."
        )
    since = run.last_edit.number if run.last_edit is not None else 0
    passed = [deed for deed in run.checks() if deed.number > since and deed.passed]
    why = (
        "It says that tests pass; none passed after the last edit."
        if not passed
        else "A check passed after the last edit, as it says."
    )
    return CheckResult(
        "C16",
        "claim_unbacked",
        title,
        not passed,
        Severity.SERIOUS,
        why,
        positions=(claim.index,) if not passed else (),
    )


def destroyed_good_state(run: Checked) -> CheckResult:
    """C17: fewer tests failed at some time than at the end (TRAJEVAL: five runs held the gold patch and lost it)."""
    title = "a better state was lost"
    series: dict[str, list[Deed]] = {}
    for deed in run.checks():
        if (
            deed.check is not None
            and deed.report is not None
            and deed.report.bad is not None
            and not deed.report.partial
        ):
            series.setdefault(deed.check, []).append(deed)
    lost = [
        (best, found[-1])
        for found in series.values()
        if (best := min(found, key=_bad)) and _bad(best) < _bad(found[-1])
    ]
    if not any(len(found) > 1 for found in series.values()):
        return CheckResult(
            "C17", "destroyed_good_state", title, None, Severity.SERIOUS, "No test run was repeated with counts."
        )
    why = (
        f"{_bad(lost[0][0])} tests failed at its best, {_bad(lost[0][1])} at the end."
        if lost
        else "It ended in the best state that it had reached."
    )
    shown = [deed for pair in lost for deed in pair]
    return CheckResult(
        "C17",
        "destroyed_good_state",
        title,
        bool(lost),
        Severity.SERIOUS,
        why,
        **evidence(shown),
        value=len(lost),
        threshold=1,
    )


def abandonment(run: Checked) -> CheckResult:
    """C19: a failing check was dropped and never run again (Graphectory: 18.2 % resolved with it, 48.7 % without)."""
    found = [
        one for one in run.insight.moments if one.outcome is MomentOutcome.ABANDONED and one.key.startswith("check:")
    ]
    numbers = {one.trigger_action for one in found}
    deeds = [deed for deed in run.deeds if deed.number in numbers]
    why = f"{len(found)} failing checks were dropped and never run again." if found else "No failing check was dropped."
    return CheckResult(
        "C19",
        "abandonment",
        "a failing check dropped",
        bool(found),
        Severity.WARNING,
        why,
        **evidence(deeds),
        value=len(found),
        threshold=1,
    )


def _bad(deed: Deed) -> int:
    return (deed.report.bad or 0) if deed.report is not None else 0


def _named(text: str) -> frozenset[str]:
    symbols = {next(word for word in one.groups() if word) for one in _SYMBOL.finditer(text[:4_000])}
    return names_of_files(text[:4_000]) | frozenset(word.rsplit(".", 1)[-1] for word in symbols)


def _touches(run: Checked, deed: Deed, words: frozenset[str]) -> bool:
    if deed.read is None and not deed.changes and deed.kind not in {Kind.SEARCH, Kind.RUN, Kind.TEST}:
        return False
    action = next((one for one in run.tape.steps[deed.position].actions if one.n == deed.number), None)
    if action is None:
        return False
    said = f"{action.command or ''} {dict(action.arguments)}"[:20_000]
    return any(word in said for word in words)
