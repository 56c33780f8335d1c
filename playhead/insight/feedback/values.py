"""What negative feedback is: the rule that saw it, its kind, and the text that says so."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class FeedbackKind(StrEnum):
    """What said that it did not work."""

    TEST = "test"
    BUILD = "build"
    LINT_TYPE = "lint_type"
    COMMAND_ERROR = "command_error"
    TOOL_ERROR = "tool_error"
    NOT_FOUND = "not_found"
    NO_OP = "no_op"
    TIMEOUT = "timeout"
    PERSON = "person"
    PERMISSION = "permission"
    OTHER = "other"


RULES_VERSION = "3"

RULES = {
    "N1": "the tool's error flag",
    "N2": "the exit code",
    "N3": "a test report with failures",
    "N4": "a build, type check or linter that complains",
    "N5": "an exception, a crash",
    "N6": "a tool's or the shell's message that what was asked for is not there or was not done",
    "N7": "nothing found where something was needed",
    "N8": "a command that did nothing",
    "N9": "a person, or whoever checks, says no",
}
"""The classes of negative feedback in order of trust (`labels.md` 2.1): a flag before a code before a text."""


@dataclass(frozen=True, slots=True)
class Feedback:
    """One action's result read as "it did not work".

    `rule` is a key of RULES, `source` what the evidence stands in: `output`, `said` for a person's words after the
    action, `harness` for a system message after it. `start` and `end` are characters of it, `quote` those characters,
    one line. `excluded` names why a result that looks bad is no negative feedback at all; `expected` why the agent
    wanted it so: a moment that is not negative. `at` is the position of the message that the evidence stands in.
    """

    rule: str
    kind: FeedbackKind
    quote: str = ""
    start: int = 0
    end: int = 0
    source: str = "output"
    excluded: str | None = None
    expected: str | None = None
    at: int | None = None

    @property
    def negative(self) -> bool:
        """Return whether it counts: neither excluded nor expected."""
        return self.excluded is None and self.expected is None
