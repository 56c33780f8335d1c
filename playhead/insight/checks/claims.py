"""Checks of what was said against what was done: C5, C15, C16 (MAST: no or wrong verification)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from playhead.insight.checks.checked import Checked
from playhead.insight.checks.values import CheckResult, Rule, Severity, told
from playhead.insight.ledger import FILE, Deed
from playhead.insight.paths import squeezed
from playhead.model import Kind, Step

C5 = Rule("C5", "no_check_after_last_edit", "no check after the last edit", Severity.WARNING)
C15 = Rule("C15", "ignored_review", "a comment was not taken up", Severity.WARNING)
C16 = Rule("C16", "claim_unbacked", "said that tests pass, none did", Severity.SERIOUS)
_CLAIMS = re.compile(
    r"\b(?:all|the|every|both|existing|new|unit|integration|visible|[1-9]\d*)\s+(?:\S+\s+){0,3}?tests?\s+"
    r"(?:(?:now|all|are|have|still|is|also|were)\s+){0,3}(?:pass(?:es|ed|ing)?|succeed\w*|green)\b"
    r"|\btests?\s+(?:now\s+|all\s+)?pass(?:ed|es|ing)?\b|\bwith (?:all|the) tests? passing\b",
    re.IGNORECASE,
)
_HEDGES = re.compile(
    r"\b(?:should|would|could|will|may|might|must|make sure|ensure|until|if|whether|when|not|n't|cannot|no|to have"
    r"|so that|to make|verify|check|confirm|see|let)\b[^.!?\n]{0,60}$",
    re.IGNORECASE,
)
_MOST_SAID = 2_000
_PLURAL = 6
"""So many characters has a word at least whose last `s` may say that there are many."""
_WAITING = 100
"""So many comments are waited with, the latest ones."""
_SYMBOL = re.compile(r"`([A-Za-z_][\w./]{2,80})`|\b([a-z]+_[a-z_0-9]+|[A-Z]{2,}_[A-Z_0-9]+)\b|\b([a-z_]\w{3,})\(\)")
_ASKS = re.compile(
    r"\b(?:please|should|must|needs?|add|fix|change|remove|update|move|use|revert|rename|delete|write|cover|make|don't"
    r"|implement|missing|instead|leave)\b",
    re.IGNORECASE,
)
_BY_MACHINE = re.compile(
    r"\A\s*[</\[]|^(?:OBSERVATION|Exit code|Caveat:|This session is being continued)", re.MULTILINE
)


def no_check_after_last_edit(run: Checked) -> CheckResult:
    """C5: source was edited after the last check that passed, or no check was ever run."""
    last = run.last_edit
    if last is None:
        return C5.cannot_tell("No source file was edited.")
    after = [deed for deed in run.checks() if deed.number > last.number]
    passed = [deed for deed in after if deed.passed]
    if passed:
        return C5.says(False, "A check passed after the last edit.", passed[-1:])
    own = last if last.kind is Kind.TEST and not last.negative else None
    if own is not None:
        return C5.says(False, "The last edit and a check that passed are one command.", [own])
    why = (
        "Checks ran after the last edit of source, and none passed."
        if after
        else "Nothing was run after the last edit."
    )
    return C5.says(True, why, [last, *after[-1:]])


def ignored_review(run: Checked) -> CheckResult:
    """C15: a person or a review named a file or a symbol, and no later action touched it.

    A review that came after the last step could not be answered any more: it counts where it names what the run had
    never touched at all. Names are taken as people write them from memory: `ordertotals.py` is `order-totals.py`.
    """
    asked = list(_comments(run))
    reviews = [layer for layer in run.tape.layers if layer.name == "review"]
    in_reviews = [(layer.text, words) for layer in reviews if (words := _named(layer.text))]
    if not asked and not in_reviews:
        return C15.cannot_tell("No comment or review named a file or a symbol.")
    left = _untouched(run, [*((0, words) for _, words in in_reviews), *asked])
    late = [words for number, words in left if number == 0]
    names = [name for number, words in left if number for name in sorted(words)]
    missed = run.at({number for number, _ in left if number})
    if missed:
        return C15.says(
            True, f"Named in a comment and not touched after it: {told(names)}.", missed, value=len(missed), threshold=1
        )
    if late:
        why = f"Named in a review at the end and never touched in the run: {told(sorted(late[0]))}."
        return C15.says(True, why, value=len(late), threshold=1)
    return C15.says(False, "What comments named was touched after them.", value=0, threshold=1)


def claim_unbacked(run: Checked) -> CheckResult:
    """C16: the agent closed by saying that tests pass, and none had since its last edit of source."""
    if not run.deeds:
        return C16.cannot_tell("The record holds no action at all.")
    closing = _closing(run)
    claim = _claim_in(closing) if closing is not None else None
    if closing is None or claim is None:
        return C16.cannot_tell("The closing message claims nothing about tests.")
    since = run.last_edit.number if run.last_edit is not None else 0
    passed = [deed for deed in run.checks() if deed.number >= since and deed.passed]
    if passed:
        return C16.says(False, "A check passed after the last edit, as it says.", passed[-1:])
    if run.tape.subagents:
        return C16.cannot_tell("Its sub-agents may have run the tests.")
    ran = [deed for deed in run.checks() if deed.number > since]
    how = "those that ran after the last edit failed" if ran else "none ran after the last edit"
    found = C16.says(True, f"It closes with “{claim[:100]}”; {how}.", ran[-1:])
    places = tuple(dict.fromkeys((closing.index, *found.positions)))
    return CheckResult(found.id, found.name, found.title, True, found.severity, found.why, places, found.actions)


def _closing(run: Checked) -> Step | None:
    """Return the last step in which the agent says something, if no edit and no check comes after it."""
    steps = run.tape.steps
    for position in range(len(steps) - 1, max(-1, len(steps) - 6), -1):
        step = steps[position]
        if step.source == "agent" and (step.text.strip() or step.thought.strip() or _submitted(step)):
            return step
        if any(action.edits or action.kind is Kind.TEST for action in step.actions):
            return None
    return None


def _submitted(step: Step) -> str:
    said = (
        value
        for action in step.actions
        if action.kind in {Kind.SUBMIT, Kind.MESSAGE}
        for value in action.arguments.values()
    )
    return "\n".join(value for value in said if isinstance(value, str))[:20_000]


def _claim_in(step: Step) -> str | None:
    for text in (_submitted(step), step.text[-8_000:], step.thought[-8_000:]):
        for one in _CLAIMS.finditer(text):
            before = text[max(0, one.start() - 80) : one.start()]
            if not _HEDGES.search(before) and "not" not in one[0].lower().split():
                return " ".join(one[0].split())
    return None


def _comments(run: Checked) -> Iterator[tuple[int, frozenset[str]]]:
    """Yield what a person asks for by name after the first action: the number of the action before, and the names."""
    numbers = sorted((deed.position, deed.number) for deed in run.deeds)
    if not numbers:
        return
    place, before = 0, 0
    count = len(run.tape.steps)
    last = next((at for at in range(count - 1, -1, -1) if run.tape.steps[at].source == "agent"), 0)
    for position in range(numbers[0][0], last):
        while place < len(numbers) and numbers[place][0] <= position:
            before = numbers[place][1]
            place += 1
        step = run.tape.steps[position]
        if step.source != "user" or step.actions or step.copied:
            continue
        text = step.text[:_MOST_SAID]
        if len(step.text) > _MOST_SAID or _BY_MACHINE.search(text) or not _ASKS.search(text):
            continue
        words = _named(text)
        if words:
            yield before, words


def _named(text: str) -> frozenset[str]:
    symbols = (next(word for word in one.groups() if word) for one in _SYMBOL.finditer(text[:_MOST_SAID]))
    files = (name.rsplit("/", 1)[-1] for name in FILE.findall(text[:_MOST_SAID]))
    return frozenset(files) | frozenset(word.rsplit("/", 1)[-1].rsplit(".", 1)[-1] for word in symbols if len(word) > 3)


def _untouched(run: Checked, asked: list[tuple[int, frozenset[str]]]) -> list[tuple[int, frozenset[str]]]:
    """Return the comments none of whose names an action after them touched, in one pass over the actions."""
    waiting: list[tuple[int, frozenset[str]]] = []
    coming = sorted(asked, key=lambda one: -one[0])
    for deed in run.deeds:
        while coming and coming[-1][0] < deed.number:
            waiting.append(coming.pop())
        said = _told_by(run, deed) if waiting else ""
        if said:
            waiting = [one for one in waiting if not any(_means(word, said) for word in one[1])][-_WAITING:]
    return [*waiting, *reversed(coming)]


def _told_by(run: Checked, deed: Deed) -> str:
    """Return what an action names, squeezed: its command, arguments, edits and the message that it came with."""
    if deed.read is None and not deed.changes and deed.kind not in {Kind.SEARCH, Kind.RUN, Kind.TEST, Kind.VCS}:
        return ""
    action = run.action(deed)
    if action is None:
        return ""
    step = run.tape.steps[deed.position]
    said = f"{step.text}\n{step.thought}"[: _MOST_SAID * 4] if deed.changes else ""
    edits = " ".join(f"{edit.path} {edit.diff or edit.written or ''}"[:40_000] for edit in action.edits)
    return squeezed(f"{said} {f'{action.command} {action.path} {dict(action.arguments)}'[:40_000]} {edits[:80_000]}")


def _means(word: str, said: str) -> bool:
    """Return whether a squeezed text holds what a person named from memory, of more than one perhaps: `old_tests`."""
    name = squeezed(word)
    return name in said or (len(name) >= _PLURAL and name[-1] == "s" and name[:-1] in said)
