"""`claude -p --output-format stream-json` (also as one array, and the web's `{"loglines": []}`), Qwen Code's too.

A step is one `message.id` with its results; what a person says; what the program tells. Sub-agents' records stand in
between and name the call that started them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from playhead.formats.claude_stream.detection import detect
from playhead.formats.claude_stream.facts import Facts, parent_of, time_of
from playhead.formats.claude_stream.parts import parts_of
from playhead.formats.element_log import ElementLog
from playhead.formats.growing import GrowingLog
from playhead.formats.joined_log import Log, Record, RecordLog
from playhead.formats.json_document import load
from playhead.formats.log_pass import LogPass
from playhead.formats.parts import title_of
from playhead.formats.registry import Format, Told
from playhead.formats.root_keys import root_keys, starts_with
from playhead.formats.turn_parts import Answer, Part, Said
from playhead.formats.turns import Dialect, Turns
from playhead.formats.unknown_types import UnknownTypes
from playhead.formats.values import list_of, optional_text, seconds_between, text_of
from playhead.formats.watching import stamps_of, watching
from playhead.model import Agent, Diagnostic, Outcome, Snapshot, Status, SubAgent, Tape
from playhead.storage.line_steps import Progress
from playhead.storage.regular import read_range

NAME = "claude-stream"
REFUSAL = "Labels stay in the journal: this is what a program printed, and it is read by programs that know its lines."
_KNOWN = frozenset(
    {"system", "assistant", "user", "result", "stream_event", "control_request", "control_response", "keep_alive",
     "tool_progress", "rate_limit_event", "auth_status", "summary", "control_cancel_request", "tool_use_summary"}
)  # fmt: skip
_HEAD = 64 * 1024


def read(path: Path) -> Tape:
    """Return the run in a stream.

    Raises:
        UnreadableError: it is no regular file, or the file system failed.

    """
    if _is_document(path):
        stamps = stamps_of([path])
        log, noted = _elements_of(path)
        stream = Stream(log)
        for record in log.scan():
            stream.take_record(record)
        return watching(tape_of(stream, path, noted), stamps, read)
    return GrowingLog(path, partial(_Growing, path), read).tape()


def tape_of(stream: Stream, path: Path, noted: tuple[Diagnostic, ...] = (), *, complete: bool = True) -> Tape:
    """Return the run in a stream as far as it is known; sub-agents, which may still be heard, once it is complete."""
    facts = stream.facts
    qwen = optional_text(facts.init.get("qwen_code_version"))
    version = qwen or optional_text(facts.init.get("claude_code_version"))
    name = facts.session or path.stem
    return Tape(
        path=path,
        format=NAME,
        format_version=version,
        steps=stream.main.steps(),
        id=name,
        title=title_of(facts.task) or name,
        task=facts.task,
        agent=Agent("qwen-code" if qwen else "claude-code", version, facts.model),
        snapshot=Snapshot(branch=facts.branch),
        environment=facts.environment(),
        outcome=Outcome(Status.UNKNOWN, reason=facts.ending),
        subagents=stream.subagents() if complete else (),
        started=facts.started,
        ended=facts.ended,
        duration_s=facts.seconds or seconds_between(facts.started, facts.ended),
        tokens=facts.tokens(),
        cost_usd=facts.cost,
        diagnostics=(*noted, *stream.log.findings.all(), *stream.unknown.diagnostics()),
        record_refusal=REFUSAL,
    )


class _Growing(LogPass):
    """A stream that is joined while one looks at it."""

    def __init__(self, path: Path, progress: Progress) -> None:
        log = Log(path)
        self._stream = Stream(log, progress)
        super().__init__(log, self._stream.main)

    def take_record(self, record: Record) -> None:
        """Take in one record."""
        self._stream.take_record(record)

    def tape(self, *, complete: bool) -> Tape:
        """Return the run as far as it is known."""
        steps = self.turns.steps()
        if complete:
            steps.forget()  # calls name their sub-agents now
        return tape_of(self._stream, self.log.path, complete=complete)


class Stream:
    """A stream while its records pass by: the main thread, and one for each call that started a sub-agent."""

    def __init__(self, log: RecordLog, progress: Progress | None = None) -> None:
        self.log = log
        self.facts = Facts()
        self.unknown = UnknownTypes()
        self.threads: dict[str, Turns] = {}
        self.main = Turns(log, self._dialect(), progress)
        self.mute: bool | None = None

    def take_record(self, record: Record) -> None:
        """Take in one record."""
        if record.value is None:
            self.main.take(record)
            return
        self.facts.see(record.value)
        kind = text_of(record.value.get("type"))
        if kind not in _KNOWN:
            self.unknown.met(kind)
        if self.mute is None and kind in ("assistant", "result"):
            self.mute = kind == "result"
        parent = parent_of(record.value)
        if parent is None:
            self.main.take(record)
            return
        if parent not in self.threads:
            self.threads[parent] = Turns(self.log, self._dialect())
        self.threads[parent].take(record)

    def subagents(self) -> tuple[SubAgent, ...]:
        """Return the sub-agents in the order in which they first speak."""
        found = []
        for call, turns in self.threads.items():
            step = self._step_of(call)
            title = self.facts.spawned.get(call, "")
            found.append(SubAgent(call, turns.steps(agent=call, parent=step), step, title))
        return tuple(found)

    def _step_of(self, call: str) -> str | None:
        makers = (turns.step_id_of(call) for turns in (self.main, *self.threads.values()))
        return next((step for step in makers if step is not None), None)

    def _dialect(self) -> Dialect:
        def parts(record: dict[str, Any]) -> Sequence[Part]:
            if record.get("type") == "result" and self.mute:
                return [Said(text_of(record.get("result")))]
            return [self._known(part) for part in parts_of(record)]

        return Dialect(NAME, parts, time_of, _id_of)

    def _known(self, part: Part) -> Part:
        """Return a part; one that names a sub-agent that says nothing in the stream names none."""
        unheard = isinstance(part, Answer) and part.subagent is not None and part.subagent not in self.threads
        return Answer(part.call) if unheard and isinstance(part, Answer) else part


def _is_document(path: Path) -> bool:
    """Return whether a file is no log of lines: a list of records, or an object with one."""
    head = read_range(path, 0, _HEAD)
    return "loglines" in root_keys(head) or starts_with(head) == "["


def _elements_of(path: Path) -> tuple[RecordLog, tuple[Diagnostic, ...]]:
    """Return the records of a document, and what is wrong with it."""
    listed = "loglines" in root_keys(read_range(path, 0, _HEAD))
    document = load(path)
    elements = document.fields.get("loglines") if listed else document.root
    return ElementLog(path, list_of(elements), "/loglines" if listed else ""), document.diagnostics


def _id_of(record: Mapping[str, Any]) -> str | None:
    return optional_text(record.get("uuid"))


FORMAT = Format(
    NAME,
    "the stream of `claude -p --output-format stream-json` (lines with `type` and `session_id`)",
    detect,
    read,
    told=Told(
        step="one `message.id` with its results; a message of a person or of the program",
        action="a `tool_use` block",
        exit_codes='"Exit code N" that Claude Code writes at the head of a result',
        labels="journal only",
    ),
)
