"""Which line of an output tells best what a rule saw in it: the one to land on, to mark and to quote."""

from __future__ import annotations

import re

from playhead.insight.feedback.lines import LONGEST_QUOTE, first_line, parts_of
from playhead.insight.feedback.values import Feedback, FeedbackKind
from playhead.insight.moments.values import Moment
from playhead.insight.plain import without_colours
from playhead.insight.telling_line import failure_in
from playhead.model import Action
from playhead.storage.source import StepSource

_HEADS = re.compile(r"Traceback \(most recent call last\)|goroutine \d|\s+at |Exception in thread")
"""Lines that say that something went wrong, and not what."""
_MARGIN = re.compile(r"^E {3,}(?=\S)|^<(?:tool_use_error|system-reminder)>|</(?:tool_use_error|system-reminder)>$")
"""What pytest and Claude Code put around what they say."""


def best_line(action: Action, feedback: Feedback) -> tuple[int, int] | None:
    """Return (start, end) of the lines of an action's output that tell a piece of feedback; None where none does.

    What the rule saw is it, unless that is only a heading, the first line of an output where no phrase was found, or
    a test report: there the failing assertion, the exception or the last error tells more.
    """
    if feedback.source != "output" or not action.output:
        return None
    seen = (feedback.start, feedback.end) if feedback.end > feedback.start else None
    if seen is None or feedback.kind is FeedbackKind.TEST or _says_little(action, feedback):
        return failure_in(action.output, action.marks) or seen
    return seen


def best_quote(steps: StepSource, moment: Moment) -> str:
    """Return, as one line without colours and margins, what tells best what a moment began with."""
    feedback, actions = moment.feedback, steps[moment.trigger_position].actions
    action = next((one for one in actions if one.n == moment.trigger_action), None)
    lines = best_line(action, feedback) if action is not None else None
    if action is None or lines is None or lines == (feedback.start, feedback.end):
        return _MARGIN.sub("", feedback.quote)
    said = without_colours((action.output or "")[lines[0] : min(lines[1], lines[0] + 4 * LONGEST_QUOTE)])
    told = next((line.strip() for line in said.split("\n") if line.strip()), feedback.quote)
    return _MARGIN.sub("", told)[:LONGEST_QUOTE]


def _says_little(action: Action, feedback: Feedback) -> bool:
    if feedback.rule not in {"N1", "N2", "N5"} or feedback.kind is not FeedbackKind.COMMAND_ERROR:
        return False
    return bool(_HEADS.match(feedback.quote)) or first_line(parts_of(action))[:2] == (feedback.start, feedback.end)
