"""Claude Code session JSONL: `~/.claude/projects/<folder>/<sessionId>.jsonl` and its sub-agents' files.

A step is one `message.id` of the main thread with its blocks, results and repetitions; a person's message; a
compaction. Meta and progress lines are none. Everything is shown in file order, also what a rewind left behind.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from playhead.formats.claude_code.detection import detect
from playhead.formats.claude_code.joining import Joiner, Session
from playhead.formats.claude_code.lines import SESSION_RECORDS
from playhead.formats.claude_code.step import StepBuilder
from playhead.formats.claude_code.steps import EntryView
from playhead.formats.claude_code.subagents import NO_SUBAGENTS, Files, subagents_of
from playhead.formats.growing import GrowingLog
from playhead.formats.json_document import Stamp
from playhead.formats.json_lines import PiecesOfLine, pieces_of
from playhead.formats.registry import Format, Told
from playhead.formats.values import seconds_between
from playhead.model import Agent, Snapshot, Tape, Tokens
from playhead.storage.line_steps import Progress
from playhead.storage.log_steps import LogSteps
from playhead.storage.regular import opened

_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
REFUSAL = (
    "Labels stay in the journal: Claude Code drops everything after a line it does not know when it resumes a session."
)


def read(path: Path) -> Tape:
    """Return the run in a session file, or in a sub-agent's file by itself.

    `tokens` and `cost_usd` are those of the main thread; `native_steps` its user and assistant lines. Sub-agents
    count their own.

    Raises:
        UnreadableError: it is no regular file, or the file system failed.

    """
    return GrowingLog(path, partial(_Reading, path), read, SESSION_RECORDS).tape()


class _Reading:
    """The pass over a session; its steps may be looked at while it goes on (see `growing.py`)."""

    def __init__(self, path: Path, progress: Progress) -> None:
        self._path = path
        self._progress = progress
        self._known: set[str] = set()
        self._files: Files = {}
        self._id: str | None = None
        self._read = 0
        self._begin(flat=False)

    @property
    def renumbers(self) -> bool:
        """Return whether what came after the end would renumber what was shown then."""
        return self._joiner.renumbers

    def take(self, line: PiecesOfLine) -> None:
        """Take in one line."""
        for piece in line.pieces:
            self._joiner.take(piece)
        self._read = line.next

    def publish(self, *, ended: bool) -> int:
        """Let the steps be seen that nothing can renumber; none while all there is may be a sub-agent's own file."""
        main = self._joiner.main
        if main.native_steps == 0 and not ended:
            return 0
        if main.native_steps == 0 and self._joiner.has_others:
            self._begin(flat=True)
            with opened(self._path) as descriptor:
                for piece in pieces_of(descriptor, self._read, str(self._path), SESSION_RECORDS):
                    self._joiner.take(piece)
        if ended:
            self._joiner.end()
        return self._joiner.main.publish(ended=ended)

    def beside(self) -> Mapping[Path, Stamp | None]:
        """Return the files of sub-agents."""
        return {path: stamp for path, (stamp, _) in self._files.items()}

    def tape(self, *, complete: bool) -> Tape:
        """Return the run as far as it is known; sub-agents, tokens and cost once it is complete."""
        session, facts = self._joiner.session(), self._joiner.facts
        found = subagents_of(session, self._path, self._known, self._files) if complete else NO_SUBAGENTS
        if complete:
            self._steps.forget()
        return Tape(
            path=self._path,
            format=FORMAT.name,
            format_version=facts.version,
            steps=self._steps,
            id=self._name(complete=complete),
            title=session.title,
            task=facts.task_text() if complete else facts.task or "",
            agent=Agent(FORMAT.name, facts.version, facts.model),
            snapshot=Snapshot(branch=facts.branch),
            environment={"cwd": facts.folder} if facts.folder else {},
            subagents=found.agents,
            started=facts.started,
            ended=facts.ended,
            duration_s=seconds_between(facts.started, facts.ended),
            tokens=_tokens(session) if complete else Tokens(),
            cost_usd=_cost(session) if complete else None,
            diagnostics=(*session.diagnostics, *found.diagnostics),
            record_refusal=REFUSAL,
        )

    def _begin(self, *, flat: bool) -> None:
        self._joiner = Joiner(self._path, flat=flat)
        self._steps = LogSteps(EntryView(StepBuilder(self._joiner.places, self._known)), self._progress)
        self._joiner.main.steps = self._steps

    def _name(self, *, complete: bool) -> str:
        """Return the session's id: the file's own name if its records say it too (a resumed one holds older ids).

        It stays what it was called first: where the head of a big file names other ids only, a file's name that is a
        UUID is the session's.
        """
        if self._id is None:
            ids, stem = self._joiner.facts.session_ids, self._path.stem
            own = stem in ids or (not complete and _UUID.fullmatch(stem) is not None)
            self._id = stem if own else next(iter(ids), None)
        return self._id or self._path.stem


def _tokens(session: Session) -> Tokens:
    used = [entry.tokens for entry in session.main.entries if entry.tokens is not None]
    columns = ([one.input for one in used], [one.output for one in used], [one.cached for one in used])
    sums = (sum(count or 0 for count in column) if any(c is not None for c in column) else None for column in columns)
    return Tokens(*sums)


def _cost(session: Session) -> float | None:
    costs = [entry.cost_usd for entry in session.main.entries if entry.cost_usd is not None]
    return sum(costs) if costs else None


FORMAT = Format(
    name="claude-code",
    looks_for="a Claude Code session (lines with `sessionId` and `uuid`, or a `user` or `assistant` message)",
    detect=detect,
    read=read,
    told=Told(
        step="one `message.id` of the main thread with its results; a person's message; a compaction",
        action="a `tool_use` block",
        exit_codes='"Exit code N" that Claude Code writes at the head of a result',
        labels="journal only",
    ),
)
