"""Whether an agent wanted the failure that it got: the bug reproduced before any fix, a test that has to be red."""

from __future__ import annotations

import posixpath
import re

from playhead.insight.feedback.expected import hinders, taken_as_expected, taken_as_shown, wanted_before
from playhead.insight.feedback.happenings import Happening
from playhead.insight.feedback.values import Feedback
from playhead.insight.own_output import own_output
from playhead.insight.shell import simple_commands
from playhead.model import Action, Kind

_RUNS = frozenset({Kind.RUN, Kind.TEST})
_LOOKS_BAD = re.compile(
    r"error|exception|fail|incorrect|wrong|\bbug\b|mismatch|unexpected|reversed|not equal|traceback", re.IGNORECASE
)

_BUILT = re.compile(r" -o\s+(\S{1,300})")
_CRASHED = re.compile(r"Segmentation fault|core dumped|\bAborted\b|SIGSEGV|SIGABRT")
_OF_A_CRASH = re.compile(r"\b(?:crash\w*|segfault\w*|segmentation fault|core dump\w*)\b", re.IGNORECASE)
_FILES = re.compile(r"[\w./-]*\b\w+\.(?:py|js|ts|go|rs|rb|sh|c|cpp|java|php)\b")
"""A script that is called reproduce_error.py says nothing by its name."""
_NO_ERRORS = re.compile(
    r"\b(?:no|0|without(?: any)?) (?:errors?|failures?|exceptions?|issues?|problems?)\b", re.IGNORECASE
)


class Expectations:
    """What the agent made itself, and whether it has begun to change what was there before."""

    def __init__(self, task: str) -> None:
        self._task = task
        self._made: set[str] = set()
        self._fixing = False

    def take(self, action: Action) -> None:
        """Take note of what an action wrote."""
        if action.failed or not action.executed:
            return
        if action.kind is Kind.EDIT and not action.edits:
            self._fixing = True
        if action.command is not None and " -o " in action.command:
            self._made |= {posixpath.basename(name) for name in _BUILT.findall(action.command)}
        for edit in action.edits:
            name = posixpath.basename(edit.path)
            if name in self._made:
                continue
            if edit.written is not None or (edit.diff or "").startswith("--- /dev/null"):
                self._made.add(name)
            else:
                self._fixing = True

    def reason(self, happening: Happening, feedback: Feedback | None) -> str | None:
        """Return why a result that looks bad was wanted, None where nothing says so."""
        action = happening.action
        if action.kind not in _RUNS or (feedback is not None and feedback.source == "said"):
            return None
        if feedback is None:
            return "reproduction" if self._shown(happening) else None
        if action.kind is Kind.TEST and wanted_before(happening.thought):
            return "red_first"
        if taken_as_expected(happening.next_thought):
            return "as_expected"
        if self._fixing or not self._is_own(action):
            return None
        text = own_output(action)[-6_000:]
        if hinders(text):
            return None
        shown = taken_as_shown(_FILES.sub("", happening.next_thought))
        return "reproduction" if shown or self._told_in_task(text) else None

    def _shown(self, happening: Happening) -> bool:
        """Return whether a run that ended well showed the bug on purpose: the agent says so, and the output does."""
        said = _FILES.sub("", happening.next_thought[:400])
        if self._fixing or ("reproduc" not in said.lower() and "confirmed the" not in said):
            return False
        if not self._is_own(happening.action):
            return False
        text = own_output(happening.action)[-6_000:]
        return not hinders(text) and _LOOKS_BAD.search(_NO_ERRORS.sub("", _FILES.sub("", text))) is not None

    def _is_own(self, action: Action) -> bool:
        """Return whether what ran was made by the agent: its script, or a program on the command line."""
        if action.command is None:
            return action.kind is Kind.RUN
        for one in simple_commands(action.command):
            if one.heredoc is not None or "-c" in one.words or "-e" in one.words:
                return True
            if any(posixpath.basename(word) in self._made for word in one.words):
                return True
        return False

    def _told_in_task(self, text: str) -> bool:
        """Return whether the last line of a failure, its exception with its message, stands in the task."""
        if _CRASHED.search(text) and _OF_A_CRASH.search(self._task):
            return True
        lines = [
            line.strip()
            for line in text.strip().split("\n")
            if re.match(r"[\w.]*(?:Error|Exception): .{8}", line.strip())
        ]
        return bool(lines) and lines[-1][:200].rsplit(".", 1)[-1] in self._task
