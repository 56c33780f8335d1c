"""What a person asks for in a search, as a value: literal text, or a regular expression after a tilde."""

from __future__ import annotations

import re
from dataclasses import dataclass

REGEX_SIGN = "~"
MOST_CHARACTERS = 1_000
"""A longer pattern is no question a person types."""
_ESCAPED = re.compile(r"\\.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Pattern:
    """What is looked for. `fold`: capital and small letters are one."""

    text: str
    regex: bool = False
    fold: bool = False

    def __str__(self) -> str:
        """Return it as it is typed."""
        if self.regex:
            return REGEX_SIGN + self.text
        return f"\\{self.text}" if self.text.startswith(REGEX_SIGN) else self.text


def pattern_of(typed: str) -> Pattern | None:
    r"""Return the pattern of a typed line, None for an empty one.

    Text is literal; a leading `~` makes the rest a regular expression of Python's `re` (`^` and `$` at every line), and
    a leading `\~` is a literal tilde. A pattern without a capital letter finds both (smart case, as less and lnav).
    """
    text = typed[:MOST_CHARACTERS]
    regex = text.startswith(REGEX_SIGN)
    if regex or text.startswith(f"\\{REGEX_SIGN}"):
        text = text[1:]
    if not text:
        return None
    letters = _ESCAPED.sub("", text) if regex else text
    return Pattern(text, regex, fold=letters == letters.lower())
