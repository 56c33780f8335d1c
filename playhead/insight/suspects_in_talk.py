"""Where a conversation of agents may have gone wrong, by what is said: the cues of people who marked such runs.

Who&When's and AgentRx's (2602.02475) reasons are wrong code, made-up data, an answer that nobody checked, a plan that
does not fit, no progress, a misread result. Each cue below is one of them; what is blamed is the step that says it, or
for a result that went wrong, the step that asked for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from playhead.model import Step, Tape

LOOKED_AT = 2_000
"""So many steps are looked at."""
_CHARACTERS = 20_000

_MADE_UP = re.compile(
    r"\b(?:let(?:'s| us| me) assume|(?:i|we)(?:'ll| will| can)? assume|assum(?:ing|ed|ption)"
    r"|hypothetical(?:ly)?|for (?:the sake of|demonstration|illustration|example purposes)"
    r"|simulat(?:e|ed|ing) (?:the|a|data|results?)|placeholders?"
    r"|sample data|mock(?:ed)? data|dummy|fictional|approximat(?:e|ely) (?:based|known)"
    r"|(?:based on|from) (?:my|general|common|prior|existing) knowledge|it is (?:known|well[- ]known) that|manually)\b",
    re.IGNORECASE,
)
_FAILED = re.compile(
    r"exitcode: [1-9]|execution failed|Traceback \(most recent call last\)|\b\w+(?:Error|Exception): "
    r"|\bHTTP (?:Error )?4\d\d"
    r"|\b(?:4\d\d|5\d\d) (?:Client|Server) Error|file not found|no such file|page not found|access denied",
    re.IGNORECASE,
)
_CANNOT = re.compile(
    r"\b(?:i (?:can(?:no|')t|could not|couldn't|am unable|was unable|don't have access|do not have (?:direct )?access)"
    r"|unable to|not (?:able|possible) to|failed to|did(?: no|n')t (?:find|return|provide|yield)"
    r"|no (?:relevant )?results?"
    r"|(?:is|are|was|were) not (?:available|found|provided|listed|specified|accessible))\b",
    re.IGNORECASE,
)
_OBJECTS = re.compile(
    r"\b(?:incorrect|mistake|wrong|not (?:correct|accurate|right|what)|inaccura\w+|inconsisten\w+|discrepanc\w+"
    r"|contradict\w*|misunder\w+|does(?: no|n')t match|error (?:in|with)|missed|overlooked)\b",
    re.IGNORECASE,
)
_NO_PROGRESS = re.compile(
    r'"is_in_loop":\s*\{[^{}]*"answer":\s*true|"is_progress_being_made":\s*\{[^{}]*"answer":\s*false'
)
_CLAIMS = re.compile(
    r"\b(?:final answer|the answer is|therefore|in conclusion|thus,|solved?\b.{0,20}:"
    r"|the (?:result|total|number|count) is|TERMINATE|FINAL ANSWER)",
)
_CODE = re.compile(r"```(?:python|py|sh|bash)\b")
_LOOKED_UP = re.compile(
    r"\A\s*(?:I (?:typed|clicked|scrolled|visited|opened|searched|pressed|hovered)\b|Address: |Here is)"
    r"|\[Download",
)
_BOOKKEEPING = re.compile(r'"is_request_satisfied"|\A\s*(?:Initial|New|Updated) plan\b|fact sheet|\A\s*exitcode: ')
"""What a harness writes between the turns: a ledger, a plan that is told again, what code printed."""


class Said(NamedTuple):
    """What a cue says against a step, in the order of a Suspect's fields."""

    position: int
    number: int | None
    score: float
    why: str
    rule: str


def suspects_in_talk(tape: Tape) -> Iterator[Said]:
    """Yield what the cues say against the steps of a conversation."""
    steps = [tape.steps[position] for position in range(min(len(tape.steps), LOOKED_AT))]
    texts = [_text_of(step) for step in steps]
    turns = [place for place, step in enumerate(steps) if _acts(step, place)]
    said = [place for place in turns if not _BOOKKEEPING.search(texts[place])]
    yield from _early(texts, said)
    yield from _made_up(texts, said)
    yield from _broken_code(texts, turns)
    yield from _objected(texts, said)
    yield from _stalled(texts, turns, said)
    yield from _said_again(texts, said)
    yield from _unverified(texts, said)


def _text_of(step: Step) -> str:
    outputs = (action.output[:_CHARACTERS] for action in step.actions if action.output)
    return "\n".join((step.text[:_CHARACTERS], step.thought[:_CHARACTERS], *outputs))


def _acts(step: Step, place: int) -> bool:
    return step.source == "agent" or (place > 0 and step.source != "system")


def _made_up(texts: Sequence[str], speakers: Sequence[int]) -> Iterator[Said]:
    for nth, place in enumerate(one for one in speakers if _MADE_UP.search(texts[one])):
        found = _MADE_UP.search(texts[place])
        assert found is not None
        yield Said(place, None, 0.4 * 0.85**nth, f"Goes on from what was not looked up: “{found[0]}”.", "assumed")


def _broken_code(texts: Sequence[str], speakers: Sequence[int]) -> Iterator[Said]:
    nth = 0
    for place in speakers:
        before = place - 1
        if before in speakers and _FAILED.search(texts[place]) and _CODE.search(texts[before]):
            yield Said(before, None, 0.45 * 0.8**nth, "Its code failed when it was run.", "broken_code")
            nth += 1


def _early(texts: Sequence[str], said: Sequence[int]) -> Iterator[Said]:
    """What comes first is what the rest is built on: first turns, and the first results of looking something up."""
    for nth, place in enumerate(said[:8]):
        yield Said(place, None, 0.2 * 0.8**nth, "An early turn: what comes after is built on it.", "early")
    for nth, place in enumerate([one for one in said if _LOOKED_UP.search(texts[one][:2_000])][:12]):
        yield Said(place, None, 0.35 * 0.85**nth, "What it looked up is what the rest goes by.", "looked_up")


def _objected(texts: Sequence[str], said: Sequence[int]) -> Iterator[Said]:
    nth = 0
    for before, place in pairwise(said):
        if _OBJECTS.search(texts[place]):
            yield Said(before, None, 0.2 * 0.8**nth, "The next turn calls it wrong.", "objected_to")
            nth += 1


def _stalled(texts: Sequence[str], turns: Sequence[int], said: Sequence[int]) -> Iterator[Said]:
    nth, last = 0, None
    own = frozenset(said)
    for place in turns:
        if _NO_PROGRESS.search(texts[place]) and last is not None:
            yield Said(last, None, 0.3 * 0.8**nth, "After it no progress was seen.", "no_progress")
            nth += 1
        if place in own:
            last = place
            if _CANNOT.search(texts[place][:2_000]):
                yield Said(place, None, 0.1, "Says that it could not be done.", "could_not")


def _said_again(texts: Sequence[str], speakers: Sequence[int]) -> Iterator[Said]:
    seen: dict[str, int] = {}
    for place in speakers:
        said = " ".join(texts[place].split())[:400].lower()
        if len(said) > 40 and said in seen:
            yield Said(place, None, 0.2, "The same was said before, word for word.", "said_again")
        seen.setdefault(said, place)


def _unverified(texts: Sequence[str], speakers: Sequence[int]) -> Iterator[Said]:
    """The first answer that comes before anything was run or looked up."""
    for place in speakers:
        if _CLAIMS.search(texts[place]):
            yield Said(place, None, 0.1, "Gives an answer; nothing after it checks that.", "unverified_answer")
            return
