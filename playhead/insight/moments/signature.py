"""How a failure is recognised when it comes again: which tests, else which exception, else its first line, masked."""

from __future__ import annotations

import re
from typing import NamedTuple

from playhead.insight.feedback.lines import Part, parts_of
from playhead.insight.feedback.values import Feedback
from playhead.insight.noise import without_noise
from playhead.model import Action
from playhead.text import for_keeping

_EXCEPTION = re.compile(
    r"^(?:E +)?(?:Error: |Exception: )?((?:[\w.]+\.)?[A-Z]\w*(?:Error|Exception|Warning|Interrupt"
    r"|Exit))\b(?::[ \t]*(.*))?$",
    re.MULTILINE,
)
_TESTS = re.compile(
    r"^(?:--- FAIL: (\S+)(?: \([\d.]+m?s\))?|FAILED (\S+)(?: - .*)?|(?:FAIL|ERROR): (\w\S*(?: \([\w.]+\))?)"
    r"|not ok \d+ -? ?(.{1,120})|[^\S\n]*● (.{1,200})"
    r"|test (\S+) \.\.\. FAILED|ERROR (\S+\.py\S*)|\[ERROR\] +([\w.$]+:\d+|\w+\.\w+)|[^\S\n]*\d+\) (\w.{1,160}))$"
    r"|^[^\S\n]+--- FAIL: (\S+)",
    re.MULTILINE,
)
_MASKED = re.compile(r"0x[0-9a-f]+|\d+|'[^'\n]{0,80}'|\"[^\"\n]{0,80}\"|/[\w./-]+", re.IGNORECASE)
LOADING = frozenset(
    ("ModuleNotFoundError", "ImportError", "SyntaxError", "IndentationError", "TabError", "NoSuchModuleError")
)
"""Exceptions that keep a program from running at all: they hide what would come after."""
MOST_TESTS = 500


class Signature(NamedTuple):
    """What failed: tests by id, the exception's class, and the line that says so with what varies masked."""

    tests: frozenset[str]
    exception: str
    line: str

    @property
    def text(self) -> str:
        """Return it in one line, for people and for JSON."""
        told = ", ".join(sorted(self.tests)[:5]) + (f" and {len(self.tests) - 5} more" if len(self.tests) > 5 else "")
        return told or (f"{self.exception}: {self.line}" if self.exception else self.line)

    @property
    def loading(self) -> bool:
        """Return whether the program did not come to run."""
        return self.exception in LOADING

    def same_as(self, other: Signature) -> bool:
        """Return whether both are one failure: a test in common, else the same exception, else the same line."""
        if self.tests and other.tests:
            return bool(self.tests & other.tests)
        if self.exception or other.exception:
            return self.exception == other.exception
        return self.line == other.line


def signature_of(action: Action, feedback: Feedback) -> Signature:
    """Return how this failure is recognised."""
    parts = parts_of(action)
    return Signature(_tests(parts), _exception(parts), masked(feedback.quote))


def masked(line: str) -> str:
    """Return a line without numbers, paths, quoted words and other things that vary."""
    return _MASKED.sub("#", without_noise(for_keeping(line))).strip()[:160]


def _tests(parts: tuple[Part, ...]) -> frozenset[str]:
    found: set[str] = set()
    for part in parts:
        for one in _TESTS.finditer(part.text):
            found.add(next(name for name in one.groups() if name).split(" - ", 1)[0].strip())
            if len(found) >= MOST_TESTS:
                return frozenset(found)
    return frozenset(found)


def _exception(parts: tuple[Part, ...]) -> str:
    for part in reversed(parts):
        found = _EXCEPTION.findall(part.text)
        if found:
            return str(found[-1][0]).rsplit(".", 1)[-1]
    return ""
