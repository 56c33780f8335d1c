"""A failure that was wanted: the bug shown on purpose, a test that has to be red first, an exit code that answers."""

from __future__ import annotations

import re

_WANTED_BEFORE = re.compile(
    r"(?:should|will|must|expect(?:ed)?(?: it| this| them| the tests?)? to|supposed to"
    r"|going to) (?:now )?(?:fail|error|crash|be red)"
    r"|verify (?:that )?(?:it|they|the tests?|this) fails?\b|\bred phase\b|\bfailing tests? first\b|TDD"
    r"|confirm (?:that )?(?:it|they|the tests?|this) fails?\b",
    re.IGNORECASE,
)
_REPRODUCED = re.compile(
    # What is claimed, not what is meant to come: "this will help us reproduce it" shows nothing.
    r"\b(?:reproduc(?:ed|es|ible)|replicated)\b|\bsuccessful reproduction\b"
    r"|\b(?:can|could|able to|successfully|managed to|did) (?:reproduce|replicate)\b"
    r"|\breproduction (?:\w+ )?(?:confirms|shows|demonstrates|works|succeeded|was successful)\b"
    r"|(?:confirms?|confirmed|shows?|demonstrat\w+|can see|see) (?:that )?(?:the |this "
    r"|our )?(?:issue|bug|problem|error|failure)"
    r"|as (?:described|expected|reported|stated)|same (?:error|issue|problem) (?:as|that|described|mentioned)"
    r"|\bindeed\b"
    r"|(?:issue|bug|problem) (?:is|has been) (?:confirmed|visible|clear)|expected (?:failure|error|behaviou?r|to fail)"
    r"|(?:issue|bug|problem) (?:exists|still exists)|(?:fails?|failed|failing|failures?) as expected"
    r"|expected\b[^.\n]{0,40}\bfail",
    re.IGNORECASE,
)
_LOADS = re.compile(
    r"ModuleNotFoundError|No module named|ImportError|command not found|SyntaxError|IndentationError|NameError"
    r"|NoSuchModule|can't open file|No such file or directory|cannot find (?:module|package)|fixture '[^']+' not found",
    re.IGNORECASE,
)


def wanted_before(thought: str) -> bool:
    """Return whether an agent said before it acted that this has to fail."""
    return _WANTED_BEFORE.search(thought) is not None


def taken_as_shown(next_thought: str) -> bool:
    """Return whether an agent, seeing the result, took it as what it wanted to show."""
    return _REPRODUCED.search(next_thought[:600]) is not None


def hinders(text: str) -> bool:
    """Return whether a failure is about running at all, which nobody wants to show: a module, a file, the syntax."""
    return _LOADS.search(text) is not None


def taken_as_expected(next_thought: str) -> bool:
    """Return whether an agent said of the result, first of all, that it is the expected one."""
    return (
        re.match(
            r"\W*(?:good|great|perfect|ok(?:ay)?|right|yes)?\W*(?:as expected|this is (?:the )?expected"
            r"|(?:the )?tests? (?:fails?|is failing) as expected"
            r"|(?:that's|it's) expected|expected)\b",
            next_thought[:200],
            re.IGNORECASE,
        )
        is not None
    )
