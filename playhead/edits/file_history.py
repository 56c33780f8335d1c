"""One file through a run: its lines by who wrote them, replayed where its content is known, else line by line."""

from __future__ import annotations

from playhead.edits.diff_index import DiffIndex, HunkSpan
from playhead.edits.history import completed_edit, content_before, is_append
from playhead.edits.line_replay import Replay
from playhead.edits.written_lines import WrittenLines, plain
from playhead.model import Action, Edit
from playhead.storage.source import StepSource


class FileHistory:
    """The edits of one file, taken in order; a writer is the number of an action among those that wrote.

    `blind` are positions of edits whose diff is not in the record, and of commands that may have changed the file.
    """

    def __init__(self) -> None:
        self.lines = WrittenLines()
        self.blind: list[int] = []
        self._replay: Replay | None = None
        self._edits = 0

    def take(self, steps: StepSource, position: int, action: Action, edit: Edit, writer: int) -> None:
        """Take one edit."""
        if not self._edits:
            before = content_before(steps, position, edit)
            tabs_lost = before is not None and not before.tabs and "\t" in (edit.written or edit.diff or "")
            self._replay = Replay(before.text or "") if before is not None and not tabs_lost else None
        self._edits += 1
        if edit.written is not None and not edit.derived:
            self._write(steps, position, edit, edit.written, writer)
        elif edit.diff is None:
            self.lose(position)
        elif edit.diff:
            self._change(DiffIndex(edit.diff), writer, fits=not is_append(action, edit))

    def lose(self, position: int) -> None:
        """Take a change that the record does not hold."""
        self.blind.append(position)
        self._replay = None

    def numbered(self, index: DiffIndex, hunks: tuple[HunkSpan, ...]) -> Replay | None:
        """Return the replayed file if it is what the hunks of the final patch come to, line number by line number."""
        replay = self._replay
        for hunk in hunks if replay is not None else ():
            assert replay is not None
            sources = [index.source(number) for number in range(hunk.start + 1, hunk.stop)]
            new = [plain(line[1:]) for line in sources if line[:1] in ("+", " ", "")]
            start = max(0, hunk.new_start - 1)
            if [plain(line) for line in replay.lines[start : start + len(new)]] != new:
                return None
        return replay

    def _write(self, steps: StepSource, position: int, edit: Edit, written: str, writer: int) -> None:
        whole = edit if edit.diff is not None else completed_edit(steps, position, edit)
        if whole.diff is None:
            self.lines.rewrite(written, writer)
            self._replay = Replay(written, writer)
        elif whole.diff:
            self._change(DiffIndex(whole.diff), writer)
            if self._replay is None or self._replay.text != written:
                self._replay = Replay(written, writer)

    def _change(self, index: DiffIndex, writer: int, *, fits: bool = True) -> None:
        self.lines.take(index, writer)
        if self._replay is not None and not (fits and self._replay.apply(index, writer)):
            self._replay = None
