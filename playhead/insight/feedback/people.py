"""A person who says no: a refused action, or words that contradict what the agent did or said."""

from __future__ import annotations

import re
from typing import NamedTuple

from playhead.insight.feedback.lines import holds

_AGREES = re.compile(
    r"\A\W*(?:yes|yeah|yep|yup|ok(?:ay)?|lgtm|sure|great|thanks?|thank you|perfect|nice|good|go ahead|continue"
    r"|proceed|please"
    r"|\d+[.,)]?(?: and \d+)?\W*\Z|cool|no,? (?:i think )?(?:this|that|it)(?:'s| is) (?:fine|ok|good)"
    r"|no (?:problem|worries)"
    r"|looks good|sounds good|do it)\b(?!.{0,80}\b(?:but|however|doubt|wrong|instead)\b)",
    re.IGNORECASE | re.DOTALL,
)


class _Objection(NamedTuple):
    """A pattern of contradiction, and words, lower case, of which a message holds one where it matches."""

    marks: tuple[str, ...]
    pattern: re.Pattern[str]


def _objection(pattern: str, *marks: str) -> _Objection:
    return _Objection(marks, re.compile(pattern, re.IGNORECASE))


_OPENS = re.compile(
    r"\W*(?:no\b|nope|hmm+(?!\W+(?:could|can|let'?s|what about|how about|maybe)\b)"
    r"|ugh|wait|stop|don't|do not|actually|why\b|that's (?:not|wrong)|this is (?:not|wrong)|wrong"
    r"|not (?:quite|what|right|that)|huh"
    r"|you (?:forgot|missed|didn't|should(?:n't| not)?|broke|can't|cannot|are wrong))",
    re.IGNORECASE,
)
"""How a contradiction begins."""
_OBJECTS = (
    _objection(
        r"\b(?:isn't|is not|aren't|are not|wasn't|doesn't|does not|didn't|did not|still (?:not|doesn't|fails?"
        r"|broken|failing|getting|see)|won't)\b[^.?!\n]{0,60}"
        r"\b(?:right|correct|work(?:ing)?|what i|needed|necessary|enough|match|exist|expected|have|want)\b",
        *("n't", " not", "still "),
    ),
    _objection(r"\bwhy (?:are|do|did|does|is|aren't|don't|didn't|doesn't|isn't|would|not)\b", "why "),
    _objection(r"\b(?:i|we) (?:doubt|disagree|don't (?:think|like|want|need|see))\b", *("doubt", "disagree", "don't ")),
    _objection(
        r"\b(?:incorrect|mistake|wrong|broken|regression|overwrites?|is lost|misleading"
        r"|silently (?:fails?|drops?|ignores?)|overengineered|over-engineered|unnecessary|useless|not useful"
        r"|messed up|misunderstood|misunderstanding)\b",
        *("incorrect", "mistake", "wrong", "broken", "regression", "overwrite", "is lost", "misleading", "silently "),
        *("overengineered", "over-engineered", "unnecessary", "useless", "not useful", "messed up", "misunderst"),
    ),
    _objection(
        r"\b(?:(?:revert|undo|roll ?back) (?:this|that|it|those|these|your|the)"
        r"|remove (?:this|that|it|those|these|your)) ?(?:again|change|edit|commit)?\b[^?\n]{0,40}\Z",
        *("revert ", "undo ", "roll", "remove "),
    ),
    _objection(r"\b(?:are|is|was) just \w+ing\b", " just "),
    _objection(r"\binstead of\b|\brather than\b", "instead of", "rather than"),
    _objection(r"\bshould(?:n't| not) (?:have|be|do)\b", "should"),
    _objection(r"\bthat(?:'s| is) (?:not|a lie|false|odd|strange|weird)\b", "that's ", "that is "),
    _objection(r"\bI (?:said|told you|asked (?:you )?(?:to|for|not))\b", "i said", "i told", "i asked"),
    _objection(r"\bf[u*]ck(?:ed|ing|s)?\b[^\n]{0,40}\bup\b|\byou idiot\b|\bwtf\b", "ck", "idiot", "wtf"),
    _objection(r"\b(?:i|i've|i have) (?:undid|reverted|rolled back)\b", "undid", "reverted", "rolled"),
    _objection(r"\btry again\W*\Z", "try again"),
    _objection(
        r"\baddress (?:the following|(?:these|the|this|all)(?: \w+)?"
        r" (?:comments?|findings?|feedback|issues?|items?|points?))",
        "address ",
    ),
    _objection(
        r"\A(?:but |so |and |hmm,? |wait,? )?(?:we|you|it|this|that|there|they)\b[^?\n]{0,120}, "
        r"(?:right|no|isn't it)\s?\?\W*\Z",
        "?",
    ),
)
_MACHINE = re.compile(
    r"<(?:command-name|command-message|local-command|task-notification|system-reminder|bash-(?:input|stdout"
    r"|stderr)|user-prompt-submit-hook)"
    r"|\ACaveat: |\AThis session is being continued"
    r"|\A\[Request interrupted|\A\s*#{1,3} |\AImplement the following plan",
    re.IGNORECASE,
)
_ANSWERS = re.compile(r"\W*(?:\d+\b|(?:option|both|all|neither|the (?:first|second|third))\b)", re.IGNORECASE)
_QUOTED = 40
"""So many characters that the agent said too are a quotation of it."""
_LONGEST = 700
"""A longer message of a person is a new task more than a correction."""


def agrees(said: str) -> bool:
    """Return whether a person only said yes, or what a harness wrote in a person's name."""
    return all(_AGREES.match(one) or _MACHINE.search(one) for one in said.split("\n\n") if one.strip())


def objection_in(said: str, asked: bool = False, before: str = "") -> tuple[int, int] | None:
    """Return where a person's words after an action contradict it, None where they do not, as far as a rule can see.

    `asked`: the agent had put a question; a choice among what it offered is an answer. Looked at are
    the paragraphs of what was said; what a program wrote in a person's name is none of it, nor what a person
    repeats of what the agent said `before`.
    """
    place, known = 0, _plain(before)
    for one in said.split("\n\n"):
        at = said.index(one, place)
        place = at + len(one)
        if not one.strip() or _MACHINE.search(one) or len(one) > _LONGEST or _AGREES.match(one):
            continue
        if (asked and _ANSWERS.match(one)) or (known and len(one) > _QUOTED and _plain(one)[:_QUOTED] in known):
            continue
        if _objects(one):
            begin = at + len(one) - len(one.lstrip())
            return begin, begin + len(one.strip().split("\n", 1)[0])
    return None


def _objects(said: str) -> bool:
    if _OPENS.match(said):
        return True
    lower = said.lower()
    return any(holds(lower, one.marks) and one.pattern.search(said) for one in _OBJECTS)


def _plain(text: str) -> str:
    """Return a text without what quoting changes: marks at the beginning of lines, and spaces."""
    return " ".join(re.sub(r"^[\s>*#\d.)(-]+", "", text, flags=re.MULTILINE).replace("*", "").replace("`", "").split())
