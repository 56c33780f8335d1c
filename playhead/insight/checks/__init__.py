"""Process checks: questions that the tape can answer about how a run earned its patch (`labels.md` 3, C1 to C20)."""

from __future__ import annotations

from collections.abc import Callable

from playhead.insight.checks import claims, dependencies, editing, looking, outcomes, reruns, special, tests_edited
from playhead.insight.checks.checked import Checked
from playhead.insight.checks.standing import UNDERSTANDING, missing_understanding, standing, with_muted
from playhead.insight.checks.values import Check, CheckResult, Severity
from playhead.insight.decisions import DecisionPoint, decisions_of
from playhead.insight.run_insight import RunInsight
from playhead.model import Tape
from playhead.settings import DEFAULTS, RuleSettings

__all__ = [
    "CHECKS",
    "UNDERSTANDING",
    "CheckResult",
    "Severity",
    "checks_of",
    "missing_understanding",
    "standing",
    "with_muted",
]

CHECKS: tuple[Check, ...] = (
    reruns.rerun_no_edit,
    reruns.same_failure,
    looking.long_search,
    looking.no_repro,
    claims.no_check_after_last_edit,
    looking.edit_before_read,
    dependencies.unread_dependency,
    editing.over_edit,
    dependencies.unrelated_edit,
    editing.revert,
    reruns.repeat_failed_edit,
    tests_edited.test_edited,
    special.special_casing,
    outcomes.visible_hidden_gap,
    claims.ignored_review,
    claims.claim_unbacked,
    outcomes.destroyed_good_state,
    reruns.view_thrash,
    outcomes.abandonment,
    reruns.no_ops,
)
"""C1 to C20 in their order."""


def checks_of(
    tape: Tape,
    insight: RunInsight,
    settings: RuleSettings = DEFAULTS,
    *,
    decisions: tuple[DecisionPoint, ...] | None = None,
    going: Callable[[int], bool] | None = None,
) -> tuple[CheckResult, ...]:
    """Return what each check finds in a run whose steps are all known, in the order of CHECKS.

    `decisions` are looked for where they are not given. `going` is told how far the look has come and stops it by
    returning False. `looking.among_peers` holds C3 against other runs of the task.
    """
    found = decisions_of(tape, going) if decisions is None else decisions
    run = Checked(tape, insight, settings, found)
    return with_muted([check(run) for check in CHECKS], settings.muted)
