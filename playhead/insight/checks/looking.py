"""Checks of looking before leaping: C3, C4, C6 (2604.02547: context before the edit predicts success)."""

from __future__ import annotations

import re
import statistics
from collections.abc import Sequence
from dataclasses import replace

from playhead.insight.before import Came
from playhead.insight.checks.checked import Checked
from playhead.insight.checks.values import CheckResult, Rule, Severity, times, told
from playhead.insight.decisions import DecisionPoint
from playhead.insight.ledger import Deed
from playhead.insight.shell import simple_commands
from playhead.model import Action, Edit, Kind

C3 = Rule("C3", "long_search", "long search before an edit", Severity.INFO)
C4 = Rule("C4", "no_repro", "no failing check before the fix", Severity.INFO)
C6 = Rule("C6", "edit_before_read", "edited before reading", Severity.WARNING)
PEERS = 5
"""With so many runs of one task loaded their own spread is the measure of a long search."""
_BUG = re.compile(
    r"\bbugs?\b|\bfix(?:es|ed|ing)?\b|\bregression\b|\btraceback\b|\bcrash(?:es|ed|ing)?\b|\bbroken\b|\bincorrect(?:ly)?\b"
    r"|\bwrong(?:ly)?\b|\bfail(?:s|ed|ing|ure|ures)\b|\b(?:does|do|is|are)(?:n't| not) work|\w+(?:Error|Exception)\b"
    r"|\bunexpected(?:ly)?\b|\bexpected:|\breproduc\w+|\binstead of\b|\bactual(?:ly)? (?:result|behaviou?r)",
    re.IGNORECASE,
)
_TITLE, _BUGS = 300, 2
"""A task is about a bug where its first lines say so, or words for it come up twice."""


def long_search(run: Checked) -> CheckResult:
    """C3: much looking before the first edit of source: more than 15 actions and 60 % of the run, or more than 25.

    2509.13941: most solves end within about 25 rounds. Where five runs of the task or more are loaded, `among_peers`
    measures against them instead; the sentence says which threshold it was.
    """
    settings, count, first = run.settings, len(run.deeds), run.first_edit
    share = settings.long_search_share_percent * count // 100
    most = min(max(settings.long_search_actions, share), settings.long_search_rounds)
    if first is None:
        return C3.cannot_tell("No source file was edited.", count, most)
    looked = first.number - 1
    why = f"{times(looked, 'action')} came before the first edit of source; fixed threshold {most}"
    less = f"fewer than {PEERS} runs of this task are loaded"
    return C3.says(looked > most, f"{why}: {less}.", [first], value=looked, threshold=most)


def among_peers(found: CheckResult, counts: Sequence[float]) -> CheckResult:
    """Return C3 held against the runs of one task: longer than their median and two median absolute deviations.

    `counts` are the values of all of them, this one among them; of fewer than five nothing changes. Length says
    something within a task only (2604.02547: across tasks it is difficulty).
    """
    if found.id != C3.id or found.fired is None or found.value is None or len(counts) < PEERS:
        return found
    middle = statistics.median(counts)
    most = middle + 2 * statistics.median(abs(one - middle) for one in counts)
    why = (
        f"{times(int(found.value), 'action')} came before the first edit of source; {most:g} are usual in the"
        f" {len(counts)} loaded runs of this task (median {middle:g} and two deviations)."
    )
    return replace(found, fired=found.value > most, why=why, threshold=most)


def no_repro(run: Checked) -> CheckResult:
    """C4: a bug was edited at before any check had shown it failing.

    A script that ran and printed may have shown it without failing: then the record does not tell.
    """
    first, task = run.first_edit, run.tape.task[:20_000]
    if not (_BUG.search(task[:_TITLE]) or len(_BUG.findall(task)) >= _BUGS):
        return C4.cannot_tell("The task does not read as a bug.")
    if first is None:
        return C4.cannot_tell("No source file was edited.")
    before = [deed for deed in run.checks() if deed.number < first.number]
    shown = [deed for deed in before if _failed(deed)]
    if shown:
        return C4.says(False, "A check had failed before the first edit of source.", shown[:3])
    ran = [deed for deed in before if deed.kind is Kind.RUN and deed.passed]
    if ran:
        return C4.cannot_tell(
            "A program was run before the first edit and ended well; what it printed may show the bug."
        )
    return C4.says(True, "The first edit of source came before any check that failed.", [first])


def edit_before_read(run: Checked) -> CheckResult:
    """C6: a file that was there was edited before any of it was read, found by a search or printed in a trace.

    Its name in a listing is not its content. Files that are written as a whole may be new and are left out, and so
    are additions at a file's end. What a person handed over with the task was seen, and what was moved or copied was
    seen under its other name.
    """
    firsts = [one for one in run.decisions if one.what == "first_edit" and not one.made]
    blind = [one for one in firsts if not one.shown and not _shows_itself(run, one)]
    if not run.reads_are_told:
        return C6.cannot_tell("The record shows no look into any file: what the agent was shown is not in it.")
    if not firsts:
        return C6.cannot_tell("No file that was there before was edited.")
    if not blind:
        return C6.says(False, "Every edited file had been seen before.", value=0, threshold=1)
    listed = [one.path for one in blind if one.hows and one.hows <= {Came.LISTING, Came.TASK, Came.SAID, Came.OUTPUT}]
    names = told([one.path for one in blind])
    how = " (only named or listed)" if len(listed) == len(blind) else ""
    why = f"Edited without a look into it before{how}: {names}."
    return C6.says(True, why, run.at({one.number for one in blind}), value=len(blind), threshold=1)


def _shows_itself(run: Checked, one: DecisionPoint) -> bool:
    """Return whether the editing action itself looked first, wrote the whole file, or only added at its end."""
    deed = run.by_number.get(one.number)
    action = run.action(deed) if deed is not None else None
    if action is None:
        return True
    edits = [edit for edit in action.edits if edit.path == one.path]
    if any(_quoted(edit, run.tape.task) for edit in edits) or "$" in one.path or "*" in one.path:
        return True
    if any(edit.written is not None for edit in edits):
        return True
    return action.command is not None and _looks(action, one.path)


def _quoted(edit: Edit, task: str) -> bool:
    """Return whether the task holds what an edit replaces: it was handed over with the file."""
    gone = (line[1:].strip() for line in (edit.diff or "").split("\n") if line[:1] == "-" and line[:4] != "--- ")
    longest = max(gone, key=len, default="")
    return len(longest) > 10 and longest in task


def _looks(action: Action, path: str) -> bool:
    name = path.rsplit("/", 1)[-1]
    for one in simple_commands(action.command or ""):
        if one.appends and any(name in written for written in one.writes):
            return True
        reads = one.program in {"cat", "head", "tail", "grep", "rg", "nl", "less", "awk"} and not one.writes
        if (one.program == "sed" and "-n" in one.words) or reads:
            if any(name in word for word in one.words[1:]):
                return True
        elif any(name in written for written in one.writes) or any(name in word for word in one.words[1:]):
            return bool(one.program in {"patch", "git"})
    return False


def _failed(deed: Deed) -> bool:
    return deed.negative or (deed.feedback is not None and deed.feedback.expected is not None) or deed.passed is False
