"""Nothing, where something was needed: a command that did nothing, a search whose empty answer was a miss."""

from __future__ import annotations

import re

from playhead.insight.feedback.happenings import Happening
from playhead.insight.feedback.values import Feedback, FeedbackKind
from playhead.insight.own_output import own_output
from playhead.insight.shell import simple_commands
from playhead.model import Action, Kind

_NOTHING = re.compile(
    r"\s*(?:\(?(?:Bash|Tool|Command) (?:completed|ran|executed|finished)[^\n]{0,40}(?:no output|without output)\)?\.?"
    r"|No (?:files?|matches|results?)(?: were)? found\.?|Found 0 \w+|0 matches|\(no output\)"
    r"|No matches? found[^\n]{0,80}|(?:Command exited with|Exit) code 1"
    r"|Your command ran successfully and did not produce any output\.?"
    r"|(?:OBSERVATION:\s*)?Here's the files and directories up to \d+ levels? deep in (\S{1,300}),"
    r" excluding hidden items:"
    r"\s*(?:\1/?)?)?\s*",
    re.IGNORECASE,
)
_MISS = re.compile(
    r"(?:\b(?:no(?:thing| such)?|not|never|none|empty|missing|without)|n't)\b[^\n]{0,80}\b(?:exist|there|find|found"
    r"|show|present|contain|match|output|return|result|have|see|file|test)"
    r"|\b(?:look|search|try|check|find)\b[^\n]{0,60}\b(?:elsewhere|different|another|other|broader|instead"
    r"|differently|directly|where)"
    r"|\b(?:elsewhere|somewhere else|located in|must be in|might be in)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[a-z_]\w{3,}")
_COMMON = frozenset(
    (
        "path",
        "pattern",
        "command",
        "description",
        "output_mode",
        "glob",
        "type",
        "find",
        "grep",
        "name",
        "true",
        "false",
    )
)
_BAD_LINE = re.compile(
    r"^(?!.*(?:\b0 errors|\bno errors|error detector|error summary|error: [\d.]+\s*$))"
    r".*(?:\bfail(?:ed|ure|s|ing)?\b|\bincorrect\b|\bwrong\b|\bmismatch|\berror\b|✗|❌|\bnot (?:equal|aligned"
    r"|match)|!=|expected).*$",
    re.IGNORECASE | re.MULTILINE,
)
_TAKEN_BADLY = re.compile(
    r"\W*(?:(?:wait|hmm+|oh|ah|oops|unfortunately|however|interesting|strange)\b|(?:it|that|this|there"
    r"|the \w+(?: \w+)?)\W+(?:seems?|looks?|appears?|still)\b"
    r"[^\n]{0,120}\b(?:not|n't|wrong|fail|error|issue|problem|still|incorrect)|(?:we|there|i"
    r"|it) (?:still )?(?:have|has|are|is|see|got|get)\b[^\n]{0,60}\b(?:fail|error|issue|problem|wrong)"
    r"|[^\n]{0,160}\b(?:still (?:fail|not|have|has|wrong|an? issue)|is(?:n't| not) (?:working|right|correct)"
    r"|(?:did|does)(?:n't| not) (?:work|match)))",
    re.IGNORECASE,
)
SHOWN_IN_PART = re.compile(r"only part of this file has been shown to you[^\n]{0,100}")
"""What the editors of OpenHands and SWE-agent put below a file that is too long to show."""
_NOT_SHOWN = re.compile(
    r"\b(?:not|n't|beyond|outside)\b[^.\n]{0,60}\b(?:shown|visible|displayed)\b|\b(?:clipped|truncated|cut off)\b",
    re.IGNORECASE,
)
_LONGEST_NOTHING = 400
_NO_OPS = frozenset({":", "true"})
_UNENDED = re.compile(r"here-document at line \d+ delimited by end-of-file")
_DONE_AT_ONCE = re.compile(r"^\[\d+\][+-]?\s+Done\s+: .*$", re.MULTILINE)
"""How a shell tells that a job ended which was only `:` with words behind it."""


def nothing_done(action: Action) -> Feedback | None:
    """Return N8 for a command that did nothing: no program in it but `:` or `true`, or an unterminated heredoc."""
    if action.command is None or action.failed or not _is_nothing(action):
        output = (action.output or "")[:2_000]
        ended = _UNENDED.search(output) or (_DONE_AT_ONCE.search(output) if "Done" in output else None)
        if ended is None:
            return None
        return Feedback("N8", FeedbackKind.NO_OP, ended[0][:160], ended.start(), ended.end())
    programs = [one.program for one in simple_commands(action.command)]
    first = action.command.lstrip()
    if not first and not action.executed:
        return None  # a message that asked for nothing
    if any(name not in _NO_OPS for name in programs) and not re.match(r":(?:\s|\Z)", first):
        return None
    if not programs and not first.startswith((":", "#", '""', "''")) and first:
        return None
    quote = (action.output or "").strip().split("\n", 1)[0][:160]
    return Feedback("N8", FeedbackKind.NO_OP, quote, 0, len(quote))


def nothing_found(happening: Happening) -> Feedback | None:
    """Return N7 for an empty answer of a search, a list or a read that the agent took for a miss: a weak rule.

    It took it so when it says so, or when, without a word, it looks for the same thing in another way.
    """
    action = happening.action
    if action.kind not in {Kind.SEARCH, Kind.READ, Kind.VCS} or (action.failed and action.exit_code != 1):
        return None
    if not _is_nothing(action):
        return _clipped(happening)
    output = own_output(action)
    said = happening.next_thought.strip()
    missed = _MISS.search(said[:500]) if said else _looks_again(action, happening.following)
    if not missed:
        return None
    quote = output.strip()[:160]
    return Feedback("N7", FeedbackKind.NOT_FOUND, quote, 0, len(output))


def _clipped(happening: Happening) -> Feedback | None:
    """Return N7 for a file that was shown in part only, where the agent says that what it needs is not in that part."""
    action = happening.action
    if action.kind is not Kind.READ or not action.output:
        return None
    begin = max(0, len(action.output) - _LONGEST_NOTHING)
    note = SHOWN_IN_PART.search(action.output, begin)
    if note is None or not _NOT_SHOWN.search(happening.next_thought[:500]):
        return None
    return Feedback("N7", FeedbackKind.NOT_FOUND, note[0][:160], note.start(), note.end())


def read_as_failure(happening: Happening) -> Feedback | None:
    """Return N7 for a check that ended well and was read as a failure: its output says so, and so does the agent."""
    action = happening.action
    if action.kind not in {Kind.RUN, Kind.TEST} or action.failed or happening.person:
        return None
    if not _TAKEN_BADLY.match(happening.next_thought[:400]):
        return None
    output = own_output(action)[-6_000:]
    bad = list(_BAD_LINE.finditer(output))
    if not bad:
        return None
    at = len(action.output or "") - len((action.output or "")[-6_000:])
    quote = bad[0][0].strip()[:160]
    start = (action.output or "").find(quote, at)
    kind = FeedbackKind.TEST if action.kind is Kind.TEST else FeedbackKind.OTHER
    return Feedback("N7", kind, quote, max(0, start), max(0, start) + len(quote))


def _is_nothing(action: Action) -> bool:
    """Return whether an output, less what the harness put around it, is empty or says that there is nothing."""
    length = len(action.output or "") - sum(mark.end - mark.start for mark in action.marks)
    return length <= _LONGEST_NOTHING and _NOTHING.fullmatch(own_output(action)) is not None


def _looks_again(action: Action, following: Action | None) -> bool:
    if following is None or following.kind not in {Kind.SEARCH, Kind.READ}:
        return False
    one, other = (
        set(_WORD.findall(f"{each.command or ''} {dict(each.arguments)}"[:4_000].lower()))
        for each in (action, following)
    )
    return len(one & other - _COMMON) >= 2
