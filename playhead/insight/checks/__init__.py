"""Process checks: questions that the tape can answer about how a run earned its patch (`labels.md` 3, C1 to C20)."""

from __future__ import annotations

from playhead.insight.checks import editing, looking, proving, reruns
from playhead.insight.checks.values import Check, Checked, CheckResult, Severity
from playhead.insight.run_insight import RunInsight
from playhead.model import Tape
from playhead.settings import DEFAULTS, RuleSettings

__all__ = ["CHECKS", "CheckResult", "Severity", "checks_of", "missing_understanding"]

CHECKS: tuple[Check, ...] = (
    reruns.rerun_no_edit,
    reruns.same_failure,
    looking.long_search,
    looking.no_repro,
    proving.no_check_after_last_edit,
    looking.edit_before_read,
    looking.unread_dependency,
    editing.over_edit,
    looking.unrelated_edit,
    editing.revert,
    reruns.repeat_failed_edit,
    editing.test_edited,
    editing.special_casing,
    proving.visible_hidden_gap,
    proving.ignored_review,
    proving.claim_unbacked,
    proving.destroyed_good_state,
    looking.view_thrash,
    proving.abandonment,
    reruns.no_ops,
)
"""C1 to C20 in their order."""

_UNDERSTANDING = frozenset({"C5", "C6", "C7", "C13", "C14", "C17"})


def checks_of(tape: Tape, insight: RunInsight, settings: RuleSettings = DEFAULTS) -> tuple[CheckResult, ...]:
    """Return what each check finds in a run whose steps are all known, in the order of CHECKS."""
    run = Checked(tape, insight, settings)
    return tuple(check(run) for check in CHECKS)


def missing_understanding(results: tuple[CheckResult, ...]) -> tuple[CheckResult, ...]:
    """Return the fired checks that say of a run that passed what evidence of understanding is missing."""
    return tuple(one for one in results if one.fired and one.id in _UNDERSTANDING)
