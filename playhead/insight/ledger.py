"""One light entry an action: what checks and stories need of a whole run, so that nothing is decoded twice for them."""

from __future__ import annotations

import re
from itertools import islice
from typing import NamedTuple
from zlib import crc32

from playhead.insight.action_report import action_report
from playhead.insight.feedback.happenings import Happening
from playhead.insight.feedback.lines import parts_of
from playhead.insight.feedback.values import Feedback
from playhead.insight.file_facts import FileFacts, file_facts_of
from playhead.insight.listings import is_listing
from playhead.insight.moments.changes import changes_state
from playhead.insight.moments.signature import signature_of
from playhead.insight.own_output import own_output
from playhead.insight.reports import TestReport
from playhead.insight.same_check import check_of
from playhead.model import Action, Kind

_ENDING = (
    r"\.(?:p(?:yi?|hp|roto)|j(?:sx?|son|ava)|t(?:sx?|oml|xt)|m(?:js|d)?|g(?:o|raphql)|r(?:st?|b)|kt"
    r"|s(?:cala|wift|h|ql)|c(?:ss?|c|pp|fg)?|h(?:pp|tml)?|ya?ml|ini|lock)\b"
)
FILE = re.compile(rf"(?<![\w./@+-])[\w./@+-]*[\w@+-]{_ENDING}")
"""How a file is named in a text: by an ending that source and settings have. Linear: a match begins where words do."""
_ENDS = re.compile(_ENDING)
_NOT_IN_NAMES = re.compile(r"[^\w.@+-]")
LONGEST_NAME = 100
MOST_NAMED = 200
MOST_COMPARED = 20_000
"""So many characters tell whether two reads showed the same."""
_OUTPUT_NAMES = frozenset({Kind.SEARCH, Kind.TEST, Kind.RUN, Kind.READ, Kind.VCS, Kind.OTHER})


class Change(NamedTuple):
    """One edit: its file, lines added and removed (None: not in the record), whether it wrote the whole file."""

    path: str
    added: int | None
    removed: int | None
    whole: bool


class Deed(NamedTuple):
    """What one action did, in so many words: `check` as `check_of` names it, `report` what its tests said.

    `feedback` is what is said against it, excluded or not, `signature` how its failure is recognised. `read` is the
    file it showed, `named` the names of files that its output names. `changed`: it changed files or what is installed.
    `same` is a checksum by which a read that showed the same again is known, or a refused edit that was asked for
    again. `files` is what it did to files: found, edited, tested, put back.
    """

    position: int
    number: int
    kind: Kind
    check: str | None = None
    feedback: Feedback | None = None
    signature: str = ""
    report: TestReport | None = None
    changes: tuple[Change, ...] = ()
    changed: bool = False
    read: str | None = None
    named: frozenset[str] = frozenset()
    same: int = 0
    files: FileFacts | None = None

    @property
    def negative(self) -> bool:
        """Return whether its result counts against it."""
        return self.feedback is not None and self.feedback.negative and self.feedback.source == "output"

    @property
    def passed(self) -> bool | None:
        """Return whether a check passed; None for what is no check, or where the record does not say."""
        if self.check is None:
            return None
        if self.report is not None and self.report.bad is not None:
            return self.report.bad == 0 and not self.negative
        return not self.negative


def deed_of(happening: Happening, feedback: Feedback | None) -> Deed:
    """Return the entry of one action."""
    action = happening.action
    done = action.executed and not (feedback is not None and feedback.negative)
    against = feedback is not None and feedback.negative and feedback.source == "output"
    check = check_of(action)
    return Deed(
        happening.position,
        happening.number,
        action.kind,
        check,
        feedback,
        signature_of(action, feedback).text if against and feedback is not None else "",
        action_report(action) if check is not None else None,
        tuple(Change(one.path, one.added, one.removed, one.written is not None) for one in action.edits if done),
        done and changes_state(action),
        action.path if action.kind is Kind.READ and not action.failed and not is_listing(action) else None,
        named_in(action),
        _same(action),
        file_facts_of(action),
    )


def _same(action: Action) -> int:
    if action.kind is Kind.READ and action.path and action.output:
        shown = own_output(action) if len(action.output) < MOST_COMPARED else action.output
        return crc32(f"{len(shown)}{shown[:MOST_COMPARED]}".encode("utf-8", "surrogatepass"))
    if action.kind is Kind.EDIT and (action.command or len(action.arguments) > 1):
        asked = f"{action.command or ''}{sorted(action.arguments.items(), key=str)}"[:MOST_COMPARED]
        return crc32(asked.encode("utf-8", "surrogatepass"))
    return 0


def named_in(action: Action) -> frozenset[str]:
    """Return the names of files, without their folders, that an action's output names; the first and last of many."""
    if action.kind not in _OUTPUT_NAMES or not action.output:
        return frozenset()
    if len(action.output) < 4_000:
        return names_of_files(own_output(action))
    return frozenset().union(*(names_of_files(part.text) for part in parts_of(action)))


def names_of_files(text: str) -> frozenset[str]:
    """Return the names of files, without their folders, in a text; the first of many.

    Endings are looked for first, for there are few: five times as fast as looking at every word.
    """
    found: set[str] = set()
    for end in islice(_ENDS.finditer(text), MOST_NAMED):
        stem = _NOT_IN_NAMES.split(text[max(0, end.start() - LONGEST_NAME) : end.start()])[-1].lstrip(".")
        if stem and stem[-1] != ".":
            found.add(stem + end[0])
    return frozenset(found)
