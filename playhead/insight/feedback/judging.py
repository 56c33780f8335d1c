"""What an action's result says of it: the classes of negative feedback in order of trust, then what excludes it."""

from __future__ import annotations

import re
from dataclasses import replace

from playhead.insight.action_report import action_report
from playhead.insight.feedback.applies import answers_no, hides_its_code, runs_a_program
from playhead.insight.feedback.empties import nothing_done, nothing_found, read_as_failure
from playhead.insight.feedback.happenings import Happening
from playhead.insight.feedback.lines import Part, first_hit, first_line, holds, parts_of
from playhead.insight.feedback.people import objection_in
from playhead.insight.feedback.phrases import (
    BUILDS,
    CASCADE,
    CRASHES,
    HELD_UP,
    INTERRUPTED,
    LINT_COMMAND,
    LINTS,
    MISSES,
    NOT_PERMITTED,
    REJECTED,
    SAID_ERROR,
    TIMED_OUT,
    TOOL_REFUSALS,
    TURNED_DOWN,
    Phrase,
)
from playhead.insight.feedback.values import Feedback, FeedbackKind
from playhead.model import Action, Kind

_OF_PEOPLE = ("user", "tool use was")
_OF_TIME = ("time", "no new output")
_TAG_RUN = re.compile(r": [A-Z]{2,8}(?:_EOF)?: command not found$")
"""The end of a heredoc taken for a program: nothing by itself, where the programs after it ran."""
_MESSAGE = 400
"""What shows text says no more than so many characters when it says that it could not."""
_FAILURE_LINE = re.compile(
    r"^(?:--- FAIL: .*|FAILED .*|FAIL: .*|ERROR: .*|E   .*|[^\S\n]*● .*|not ok .*|[^\S\n]*\d+\) .*"
    r"|test \S+ \.\.\. FAILED.*|[^\S\n]*✗ .*|[^\S\n]*✕ .*"
    r"|.*\d+ (?:failed|failing|failures?)\b.*)$",
    re.MULTILINE,
)


def feedback_of(happening: Happening) -> Feedback | None:
    """Return what the result of an action says against it; None where nothing does. Excluded ones are returned too."""
    action = happening.action
    found = _of_result(action) or nothing_done(action) or nothing_found(happening)
    if found is not None and found.excluded == "answers_no":
        found = nothing_found(happening) or found
    found = found or _of_harness(happening) or read_as_failure(happening)
    if found is None or (found.excluded and happening.person):
        return _of_person(happening) or found
    return found


def of_action(action: Action) -> Feedback | None:
    """Return what an action's result alone says against it, without what was said around it."""
    return _of_result(action) or nothing_done(action)


def _of_result(action: Action) -> Feedback | None:
    parts = parts_of(action)
    if (action.is_error or not action.executed) and (
        refused := REJECTED.search(parts[0].text[:2_000] if parts else "")
    ):
        return _around("N9", FeedbackKind.PERSON, parts, refused)
    if not action.executed:  # without a word about it there is nothing to read: a message that asked for nothing
        return _quoted(Feedback("N6", FeedbackKind.TOOL_ERROR), parts, TOOL_REFUSALS) if parts else None
    if action.is_error is True:
        return _flagged(action, parts)
    if action.exit_code not in (None, 0):
        return _by_code(action, parts)
    return _by_text(action, parts)


def _flagged(action: Action, parts: tuple[Part, ...]) -> Feedback:
    text = parts[0].text if parts else ""
    if (stopped := _stopped(parts)) is not None:
        return stopped
    if CASCADE.search(text) and len(text) < 400:
        return replace(_by_first_line("N1", FeedbackKind.OTHER, parts), excluded="dropped_with_another")
    if action.exit_code is None and action.kind is not Kind.TEST and (barred := NOT_PERMITTED.search(text[:2_000])):
        return _around("N1", FeedbackKind.PERMISSION, parts, barred)
    if action.exit_code not in (None, 0):
        return replace(_by_code(action, parts), rule="N1")
    return replace(_told(action, parts), rule="N1")


def _stopped(parts: tuple[Part, ...]) -> Feedback | None:
    """Return what a harness says of a command that a person stopped: all it says, or below what was printed by then."""
    if not parts:
        return None
    last = parts[-1]
    found = INTERRUPTED.search(last.text, 0 if len(last.text) < _MESSAGE else last.text.rstrip().rfind("\n") + 1)
    if found is None:
        return None
    place = last.span_of_line(found.start())
    return Feedback("N1", FeedbackKind.OTHER, last.line(found.start()), *place, excluded="interrupted")


def _by_code(action: Action, parts: tuple[Part, ...]) -> Feedback:
    found = replace(_told(action, parts), rule="N2")
    if answers_no(action):
        return replace(found, excluded="answers_no")
    if action.exit_code == 5 and action.kind is Kind.TEST:
        return replace(found, excluded="no_tests")
    if action.exit_code in {124, 137, 143} and action.command and re.search(r"(?:^|[\s;&|])timeout ", action.command):
        return replace(found, kind=FeedbackKind.TIMEOUT, excluded="timeout_on_purpose")
    if action.exit_code == 124 or (action.exit_code == -1 and _timed_out(parts)):
        return replace(found, kind=FeedbackKind.TIMEOUT)
    return found


def _by_text(action: Action, parts: tuple[Part, ...]) -> Feedback | None:
    if not parts:
        return None
    head = parts[0].text[:2_000]
    if action.kind not in {Kind.READ, Kind.SEARCH} and holds(head[:400].lower(), _OF_PEOPLE):
        refused = REJECTED.search(head[:400])
        if refused is not None:
            return _around("N9", FeedbackKind.PERSON, parts, refused)
    if action.kind is Kind.SUBMIT:
        turned = TURNED_DOWN.match(head[:200])
        return None if turned is None else _around("N9", FeedbackKind.OTHER, parts, turned)
    if (held := _held_up(action, parts)) is not None:
        return held
    quotes = action.kind in {Kind.READ, Kind.SEARCH, Kind.WEB, Kind.SUBAGENT} and len(head) > _MESSAGE
    if action.command is None or action.kind is Kind.EDIT or len(head) < 600:
        hit = first_hit((_start(parts[0], 200 if quotes else _MESSAGE),), TOOL_REFUSALS)
        if hit is not None and (action.command is None or action.kind is Kind.EDIT or not runs_a_program(action)):
            return Feedback("N6", hit.phrase.kind, hit.quote, hit.start, hit.end)
    if not runs_a_program(action):
        return _missed(action, parts)
    return _report(action, parts) or _complaint(action, parts)


def _held_up(action: Action, parts: tuple[Part, ...]) -> Feedback | None:
    """Return what a harness says that ended a command for it took too long: at an edge of the output."""
    if action.command is None and action.kind not in {Kind.RUN, Kind.TEST}:
        return None
    last = parts[-1]
    edge = max(0, len(last.text) - 600)
    if not holds(last.text[edge:].lower(), _OF_TIME):
        return None
    for phrase in HELD_UP:
        found = phrase.pattern.search(last.text, edge)
        if found is not None:
            return Feedback("N6", phrase.kind, last.line(found.start()), *last.span_of_line(found.start()))
    return None


def _missed(action: Action, parts: tuple[Part, ...]) -> Feedback | None:
    """Return what a reader's or a searcher's own message says: that the file it was given is not there."""
    if action.kind not in {Kind.READ, Kind.SEARCH, Kind.VCS} or len(parts[0].text) > 1_000:
        return None
    hit = first_hit(parts, MISSES)
    return None if hit is None else Feedback("N6", hit.phrase.kind, hit.quote, hit.start, hit.end)


def _report(action: Action, parts: tuple[Part, ...]) -> Feedback | None:
    if action.kind not in {Kind.TEST, Kind.RUN, Kind.OTHER, Kind.INSTALL}:
        return None
    report = action_report(action)
    if report is None or not report.bad:
        return None
    found = _FAILURE_LINE.search(parts[-1].text)
    place = found.start() if found else 0
    return Feedback("N3", FeedbackKind.TEST, parts[-1].line(place), *parts[-1].span_of_line(place))


def _complaint(action: Action, parts: tuple[Part, ...]) -> Feedback | None:
    """Return what a program says against itself though its exit code is 0, unknown, or hidden behind a pipe."""
    if action.kind is Kind.INSTALL:
        hit = first_hit(parts, MISSES[3:])
        return None if hit is None else Feedback("N6", hit.phrase.kind, hit.quote, hit.start, hit.end)
    trusted = action.exit_code == 0 and not hides_its_code(action)
    tables: tuple[Phrase, ...] = () if trusted else (*BUILDS, *MISSES)
    if LINT_COMMAND.search(action.command or "") and not trusted:
        tables = (*LINTS, *tables)
    if not trusted:
        tables = (*tables, *CRASHES)
        if action.exit_code is None:
            tables = (*tables, *SAID_ERROR)
    elif action.kind in {Kind.RUN, Kind.TEST}:
        tables = CRASHES[:1]
    hit = first_hit(parts, tables)
    if hit is None or (_TAG_RUN.search(hit.quote) and len(parts[-1].text) > _MESSAGE):
        return None
    kind = FeedbackKind.TEST if hit.phrase.rule == "N5" and action.kind is Kind.TEST else hit.phrase.kind
    return Feedback(hit.phrase.rule, kind, hit.quote, hit.start, hit.end)


def _told(action: Action, parts: tuple[Part, ...]) -> Feedback:
    """Return the kind and the evidence of a failure that a flag or a code already told."""
    command = action.command or ""
    refused = action.exit_code is None and parts and len(parts[0].text) < 1_000 and first_hit(parts, TOOL_REFUSALS)
    if action.command is None or refused:
        return _quoted(Feedback("N1", FeedbackKind.TOOL_ERROR), parts, (*TOOL_REFUSALS, *MISSES))
    if LINT_COMMAND.search(command) and (hit := first_hit(parts, LINTS)):
        return Feedback("N4", FeedbackKind.LINT_TYPE, hit.quote, hit.start, hit.end)
    if hit := first_hit(parts, BUILDS):
        return Feedback("N4", FeedbackKind.BUILD, hit.quote, hit.start, hit.end)
    if report := _report(action, parts):
        return report
    if action.kind is Kind.TEST and not first_hit(parts, MISSES[2:]):
        return _quoted(Feedback("N3", FeedbackKind.TEST), parts, CRASHES)
    if _timed_out(parts):
        return _by_first_line("N2", FeedbackKind.TIMEOUT, parts)
    return _quoted(Feedback("N2", FeedbackKind.COMMAND_ERROR), parts, (*MISSES, *CRASHES))


def _of_person(happening: Happening) -> Feedback | None:
    if not happening.person:
        return None
    before = f"{happening.next_thought}\n{happening.thought}"
    found = objection_in(happening.person, asked="?" in happening.next_thought[-400:], before=before)
    if found is None:
        return None
    (start, end), at = found, happening.person_position
    quote = happening.person[start:end][:160]
    begin = 0
    for position, text in happening.messages:
        if begin <= start <= begin + len(text):
            start, end, at = start - begin, end - begin, position
            break
        begin += len(text) + len("\n\n")
    return Feedback("N9", FeedbackKind.PERSON, quote, start, end, source="said", at=at)


def _of_harness(happening: Happening) -> Feedback | None:
    """Return what a system message after an action says: that a call could not be made sense of."""
    text = happening.harness[:_MESSAGE]
    if not text:
        return None
    for phrase in TOOL_REFUSALS:
        found = phrase.pattern.search(text)
        if found is not None:
            end = text.find("\n", found.start())
            line = text[found.start() : len(text) if end < 0 else end]
            return Feedback(
                "N6",
                phrase.kind,
                line[:160],
                found.start(),
                found.start() + len(line),
                "harness",
                at=happening.harness_position,
            )
    return None


def _quoted(made: Feedback, parts: tuple[Part, ...], phrases: tuple[Phrase, ...]) -> Feedback:
    hit = first_hit(parts, phrases)
    if hit is None:
        return _by_first_line(made.rule, made.kind, parts)
    kind = made.kind if made.kind is FeedbackKind.TEST else hit.phrase.kind
    return replace(made, kind=kind, quote=hit.quote, start=hit.start, end=hit.end)


def _by_first_line(rule: str, kind: FeedbackKind, parts: tuple[Part, ...]) -> Feedback:
    start, end, line = first_line(parts)
    return Feedback(rule, kind, line, start, end)


def _around(rule: str, kind: FeedbackKind, parts: tuple[Part, ...], found: re.Match[str]) -> Feedback:
    place = found.start()
    return Feedback(rule, kind, parts[0].line(place), *parts[0].span_of_line(place))


def _timed_out(parts: tuple[Part, ...]) -> bool:
    return bool(parts) and TIMED_OUT.search(parts[-1].text[-2_000:]) is not None


def _start(part: Part, length: int) -> Part:
    if len(part.text) <= length and len(part.raw) <= length:
        return part
    return Part(part.at, part.raw, part.text[:length])
