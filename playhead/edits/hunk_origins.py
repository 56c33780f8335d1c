"""Which steps wrote the hunks of a patch: line by line, the last edit that wrote each, by its text.

Where the file's content before its first edit is known, its edits are replayed, and each line of the patch has its
writer by its number. Elsewhere lines are matched by their text, whitespace and all, against what the edits wrote and
removed. What does not match so is looked for once more with less care, and marked as likely.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from playhead.edits.diff_index import DiffIndex, FileSpan, HunkSpan
from playhead.edits.file_history import FileHistory
from playhead.edits.history import changes_unseen, may_change
from playhead.edits.likely_lines import LikelyLines, Script
from playhead.edits.line_replay import Replay
from playhead.edits.made_edits import FileNames, Made, made_edits
from playhead.edits.origin_values import HunkOrigin, PatchOrigins, Writer
from playhead.edits.undone import undone_of
from playhead.edits.written_lines import Changed, changed_lines, is_telling, plain
from playhead.model import Action, Kind
from playhead.storage.source import StepSource

MOST_SCRIPTS = 200
SCRIPT_AT_MOST = 20_000


class Where(NamedTuple):
    """An action that wrote: the position of its step, and its number over the run."""

    position: int
    number: int | None


def hunk_origins(
    steps: StepSource, patch: str, *, stop: int | None = None, going: Callable[[int], bool] | None = None
) -> PatchOrigins:
    """Return the origin of each hunk of a patch by the edits of the steps before `stop`, and which edits were undone.

    `going` is told how far the look has come and stops it by returning False. A text that is no diff has no hunks.
    """
    look = _Look(DiffIndex(patch))
    ended = False

    def asked(position: int) -> bool:
        nonlocal ended
        ended = going is not None and not going(position)
        return not ended

    for made in made_edits(steps, len(steps) if stop is None else stop, asked):
        look.take(steps, made)
    hunks = tuple(look.hunks())
    return PatchOrigins(
        patch,
        hunks,
        tuple(undone_of(look.names.paths, look.files, look.writers)),
        tuple((file.path, file.status) for file in look.index.files if not file.hunks),
        complete=not ended,
        by_line={one.line: one for one in hunks},
    )


class _Look:
    """A pass over the edits of a run for one patch."""

    def __init__(self, index: DiffIndex) -> None:
        self.index = index
        self.names = FileNames()
        self.files: list[FileHistory] = []
        self.writers: list[Where] = []
        self._wanted = FileNames()
        self._scripts: deque[Script] = deque(maxlen=MOST_SCRIPTS)
        for file in index.files:
            for path in (file.path, file.old_path):
                self._wanted.at(path)

    def take(self, steps: StepSource, made: Made) -> None:
        """Take an action: its edits, or what it may have done to files without a trace."""
        position, action, edits = made
        for edit in edits:
            number = self.names.at(edit.path)
            if number == len(self.files):
                self.files.append(FileHistory())
            if not self.writers or self.writers[-1] != (position, action.n) or action.n is None:
                self.writers.append(Where(position, action.n))
            self.files[number].take(steps, position, action, edit, len(self.writers) - 1)
        if not edits and not action.failed and changes_unseen(action):
            for number, one in enumerate(self.files):
                if may_change(action, self.names.paths[number]):
                    one.lose(position)
        if action.kind not in {Kind.SEARCH, Kind.READ, Kind.MESSAGE, Kind.SUBMIT}:
            self._take_script(position, action)

    def _take_script(self, position: int, action: Action) -> None:
        """Keep the text of an action that changed a file of the patch in its own way, or names one and may have."""
        own = {number for edit in action.edits if (number := self._wanted_file(edit.path)) is not None}
        blind = {
            number for edit in action.edits if edit.diff is None and (number := self._wanted_file(edit.path)) in own
        }
        text = action.command or "\n".join(one for one in action.arguments.values() if isinstance(one, str))
        named = {*self._wanted.named_in(text[:SCRIPT_AT_MOST]), *blind} if blind or not own else set()
        if named:
            names = frozenset(_name(self._wanted.paths[number]) for number in named if number is not None)
            self._scripts.append(Script(position, action.n, text[:SCRIPT_AT_MOST], names, bool(blind)))

    def _wanted_file(self, path: str) -> int | None:
        number = self._wanted.find(path)
        return self._wanted.ending_like(path) if number is None else number

    def hunks(self) -> Iterator[HunkOrigin]:
        """Yield the hunks of the patch with their origins."""
        for file in self.index.files:
            history = self._history_of(file)
            numbered = history.numbered(self.index, file.hunks) if history is not None else None
            scripts = [
                one for one in self._scripts if _name(file.path) in one.names or _name(file.old_path) in one.names
            ]
            likely = LikelyLines(history.lines if history is not None else None, scripts)
            found = [_Found(hunk) for hunk in file.hunks]
            for one in found:
                self._match(one, history, numbered)
            for one in found:
                self._match_likely(one, likely)
                yield self._told(one, file, history)

    def _history_of(self, file: FileSpan) -> FileHistory | None:
        for path in (file.path, file.old_path):
            number = self.names.find(path)
            number = self.names.ending_like(path) if number is None and path else number
            if number is not None:
                return self.files[number]
        return None

    def _match(self, one: _Found, history: FileHistory | None, numbered: Replay | None) -> None:
        hunk = one.hunk
        places = _places(self.index, hunk) if numbered is not None else {}
        for line in changed_lines(self.index, hunk.start + 1, hunk.stop):
            one.removed += line.sign == "-"
            one.added += line.sign == "+"
            writer = None
            if history is not None:
                by = _by_number(numbered, line, places[line.number]) if numbered is not None else None
                ask = history.lines.remover_of if line.sign == "-" else history.lines.writer_of
                known = ask(line.text, line.above, line.below, by=by)
                writer = by if by is not None else known.writer if known is not None else None
                if by is not None and known is None and line.sign == "+":
                    history.lines.take_part(line.text, by)
            if writer is None:
                one.open.append(line)
            else:
                one.note(self.writers[writer], line, likely=False)

    def _match_likely(self, one: _Found, likely: LikelyLines) -> None:
        still: list[Changed] = []
        blind: list[Where] = []
        for line in reversed(one.open):  # the added ones first: who wrote them likely removed what is above
            writer = likely.writer_of(line)
            script = likely.script_of(line) if writer is None else None
            if writer is not None:
                one.note(self.writers[writer], line, likely=True)
            elif script is not None:
                where = Where(script.position, script.number)
                blind += [where] if script.blind else []
                one.note(where, line, likely=not script.wrote(line))
            elif line.sign == "-" and blind:
                one.note(blind[0], line, likely=True)
            else:
                still.append(line)
        # Brackets and blanks are the same everywhere: they go with what stands around them.
        around = list(one.wrote) if len(one.wrote) == 1 else [where for where, count in one.wrote.items() if count[2]]
        if around and still and not any(is_telling(line.text) for line in still):
            for line in still:
                one.note(around[-1], line, likely=True)
            still = []
        one.open = still[::-1]

    def _told(self, one: _Found, file: FileSpan, history: FileHistory | None) -> HunkOrigin:
        return HunkOrigin(
            file.path,
            self.index.source(one.hunk.start),
            one.hunk.start,
            one.hunk.old_start,
            one.hunk.new_start,
            one.added,
            one.removed,
            tuple(Writer(*where, *counts) for where, counts in sorted(one.wrote.items(), key=_in_order)),
            len(one.open),
            next((line.sign + line.text for line in one.open if line.text.strip()), ""),
            tuple(dict.fromkeys(history.blind)) if history is not None else (),
        )


@dataclass(slots=True)
class _Found:
    """What has been found of a hunk: added, removed and likely lines by writer, and the lines nobody wrote yet."""

    hunk: HunkSpan
    added: int = 0
    removed: int = 0
    wrote: dict[Where, list[int]] = field(default_factory=dict)
    open: list[Changed] = field(default_factory=list)

    def note(self, where: Where, line: Changed, *, likely: bool) -> None:
        counts = self.wrote.setdefault(where, [0, 0, 0])
        counts[line.sign == "-"] += 1
        counts[2] += likely


def _places(index: DiffIndex, hunk: HunkSpan) -> dict[int, int]:
    """Return the line of the old or the new file, from 0, for each changed line of a hunk."""
    old, new = hunk.old_start - 1, hunk.new_start - 1
    places: dict[int, int] = {}
    for number, sign in enumerate(index.signs(hunk.start + 1, hunk.stop), hunk.start + 1):
        if sign in "+-":
            places[number] = new if sign == "+" else old
        old += sign in " -"
        new += sign in " +"
    return places


def _by_number(replay: Replay, line: Changed, place: int) -> int | None:
    if line.sign == "-":
        stood = replay.first[place] if 0 <= place < len(replay.first) else None
        return replay.removed.get(place) if stood is not None and plain(stood) == line.text else None
    writer = replay.writers[place] if 0 <= place < len(replay.writers) else -1
    return writer if writer >= 0 else None


def _name(path: str) -> str:
    return path.rsplit("/", 1)[-1]


def _in_order(one: tuple[Where, list[int]]) -> tuple[int, int]:
    return one[0].position, one[0].number or 0
