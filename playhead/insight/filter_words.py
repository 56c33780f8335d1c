"""The words of the filter language: its keys, what each takes, and the error that names a place."""

from __future__ import annotations

from dataclasses import dataclass

from playhead.errors import BadUseError
from playhead.model import Kind, Phase

YES_NO = ("yes", "no")
STATES = ("damaged", "copied", "negative", "edited", "labelled")
SOURCES = ("agent", "user", "system")
MOMENTS = ("any", "recovered", "worked_around", "spiralled", "abandoned", "unresolved_at_end", "not_negative")
FEEDBACK = (
    *("any", *(f"N{number}" for number in range(1, 10)), "test", "build", "lint_type", "command_error", "tool_error"),
    *("not_found", "no_op", "timeout", "person", "permission", "other"),
)
CHECKS = ("any", *(f"C{number}" for number in range(1, 21)))
TESTS = ("failing", "passing")
DECISIONS = ("any", "blind", "edit", "test")
BY_FOUND = frozenset(("moment", "feedback", "check", "test", "decision"))
"""Keys that ask for what the rules find in the whole run."""


def asks_rules(key: str, value: str) -> bool:
    """Return whether only the rules, when they have read the whole run, can say what passes `key:value`."""
    return key in BY_FOUND or (key, value) == ("phase", Phase.RECOVERY)


@dataclass(frozen=True, slots=True)
class Word:
    """A key of the language: a sentence for completion, the values it takes ("" in them: any text, too)."""

    key: str
    help: str
    values: tuple[str, ...] = ("",)

    @property
    def closed(self) -> bool:
        """Whether only its listed values make sense."""
        return "" not in self.values


WORDS: tuple[Word, ...] = (
    Word("kind", "what the step does", tuple(str(kind) for kind in Kind)),
    Word("failed", "an action of it failed", YES_NO),
    Word("file", "a path has this in it; * and ? match any", ("",)),
    Word("label", "has this label, value or KEY=VALUE; yes for any", ("", *YES_NO)),
    Word("by", "labelled by this person, model or rule", ("",)),
    Word("note", "has a note, or one with this in it", ("", *YES_NO)),
    Word("text", "says this anywhere", ("",)),
    Word("command", "a command has this in it", ("",)),
    Word("output", "an output has this in it", ("",)),
    Word("phase", "what the step is for", tuple(str(phase) for phase in Phase)),
    Word("tool", "calls a tool of this name", ("",)),
    Word("exit", "an exit code; none where the record has none", ("", "none")),
    Word("is", "a state of the step", STATES),
    Word("moment", "within a recovery moment that came to this", MOMENTS),
    Word("feedback", "something said that it did not work: a class, or what said so", FEEDBACK),
    Word("check", "evidence of a process check that fired", CHECKS),
    Word("test", "ran tests, with this result", TESTS),
    Word("decision", "a file's first edit, a test run; blind: nothing had come before", DECISIONS),
    Word("source", "who speaks", ("", *SOURCES)),
    Word("agent", "of this agent", ("",)),
    Word("step", "a number, or a range as 10-20", ("",)),
)
BY_KEY = {word.key: word for word in WORDS}


class FilterError(BadUseError):
    """A filter that makes no sense: a sentence that names the place. `start` to `end` are its characters."""

    def __init__(self, sentence: str, start: int, end: int) -> None:
        super().__init__(sentence)
        self.start = start
        self.end = end
