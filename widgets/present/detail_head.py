"""The rule rows of the detail: what step this is and what came of it, and the same for one action of several."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual.content import Content

from playhead.insight.feedback import of_action
from playhead.insight.rows import result_of
from playhead.model import Action, Phase, Step
from playhead.text import clean
from widgets.present.fit import cut
from widgets.present.palette import EMPHASIS, FAILURE, FAINT, MUTED, NOTICE, RULE

_AGENT_AT_MOST = 12
EXCLUDED = {
    "answers_no": "only answers no",
    "no_tests": "no tests to run",
    "timeout_on_purpose": "stopped on purpose",
    "dropped_with_another": "dropped with another",
}
"""Why a failed action counts for nothing, in words."""


def step_head(step: Step, width: int, beside: Sequence[str] = ()) -> Content:
    """Return the first row: `17 verification ──── exit 1 · 3.2s`; `beside` is what the rules say of it in few words."""
    number = f"{step.n}" if step.n is not None else "·"
    name = step.phase.value if step.phase is not Phase.NONE else step.kind.value
    if step.source != "agent":
        name = clean(step.source)
    aside = [clean(step.agent)] if step.agent != "main" else []
    if step.copied:
        aside.append("copied")
    if step.damaged:
        aside.append("damaged")
    one = step.actions[0] if len(step.actions) == 1 else None
    facts = facts_of(one) if one else [(f"{len(step.actions)} actions", MUTED)] if step.actions else []
    duration = step.duration_s if one is None or one.duration_s is None else one.duration_s
    if duration is not None:
        facts.append((seconds(duration), MUTED))
    if step.at and width >= 64:
        facts.append((clock(step.at), FAINT))
    said = " · ".join(one for one in (" ".join(aside), *beside) if one)
    return rule_row(f"{number} {name}", said, facts, width)


def action_head(action: Action, width: int) -> Content:
    """Return the row above one of several actions: `── action 23 · Bash ──── exit 1 · 0.4s`."""
    number = f"action {action.n}" if action.n is not None else "action"
    facts = facts_of(action)
    if action.duration_s is not None:
        facts.append((seconds(action.duration_s), MUTED))
    return rule_row("", f"{number} · {clean(action.tool) or 'command'}", facts, width)


def facts_of(action: Action) -> list[tuple[str, str]]:
    """Return what came of an action, each fact with its style: the exit code, what its row says beside it."""
    if not action.executed:
        return [("not executed", NOTICE)]
    against = of_action(action)
    style = FAILURE if against is not None and against.negative else MUTED
    facts = [(f"agent {clean(action.subagent[:_AGENT_AT_MOST])}", MUTED)] if action.subagent else []
    if action.exit_code is not None:
        facts.append((f"exit {action.exit_code}", style))
    elif action.is_error:
        facts.append(("error", FAILURE))
    if against is not None and against.excluded is not None:
        facts.append((EXCLUDED.get(against.excluded, against.excluded.replace("_", " ")), MUTED))
    result = clean(result_of(action))
    if result and result not in {*(text for text, _ in facts), "error"} and not result.startswith("exit "):
        facts.insert(0, (result, style))
    return facts


def rule_row(title: str, aside: str, facts: list[tuple[str, str]], width: int) -> Content:
    """Return a row of a title, a rule, and facts at the right; the facts are never cut."""
    right: list[tuple[str, str]] = []
    for place, fact in enumerate(facts):
        right += [(" · ", FAINT)] * (place > 0) + [fact]
    taken = sum(cell_len(text) for text, _ in right)
    room = max(0, width - taken - 6)
    title = cut(title, room)
    aside = cut(aside, room - cell_len(title) - 1)
    left = [(title, EMPHASIS)] * bool(title) + [(" ", "")] * bool(title and aside) + [(aside, MUTED)] * bool(aside)
    used = sum(cell_len(text) for text, _ in left)
    lead = " " if title else "─ "
    fill = "─" * max(1, width - taken - used - len(lead) - (3 if right else 2))
    return Content.assemble((lead, RULE), *left, (f" {fill}", RULE), " " * bool(right), *right, " " * bool(right))


def seconds(duration: float) -> str:
    """Return a duration as `0.4s`, `12s`, `3m05s`, `1h02m`."""
    if duration != duration or duration < 0:  # noqa: PLR0124 - NaN
        return "?"
    if duration < 9.95:
        return f"{duration:.1f}s"
    if duration < 60:
        return f"{duration:.0f}s"
    whole = int(min(duration, 10**9))
    if whole < 3600:
        return f"{whole // 60}m{whole % 60:02d}s"
    return f"{whole // 3600}h{whole % 3600 // 60:02d}m"


def clock(at: str) -> str:
    """Return the time of day of an ISO 8601 time, or the start of whatever it is."""
    at = clean(at)
    return at[11:19] if len(at) >= 19 and at[10] in "T " else cut(at, 12)
