"""GitHub Copilot: `session-state/<id>/events.jsonl` or its folder, the older `<id>.jsonl`, exported sessions.

A step is a model message with its results; a message of a person or of the program. What is told twice is shown once:
a call when the model asks for it, not when it starts; thoughts with their message; a person's words not by the hook.
Sub-agents' events stand in between and name the call that started them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from playhead.formats.copilot.detection import EVENTS, TYPE, detect
from playhead.formats.copilot.facts import Facts, time_of
from playhead.formats.copilot.parts import parts_of
from playhead.formats.element_log import ElementLog
from playhead.formats.growing import GrowingLog
from playhead.formats.joined_log import Log, Record, RecordLog
from playhead.formats.json_document import load
from playhead.formats.log_pass import LogPass
from playhead.formats.parts import title_of
from playhead.formats.registry import HEAD_BYTES, Format, Told
from playhead.formats.root_keys import root_keys, starts_with
from playhead.formats.turn_parts import Answer, Part
from playhead.formats.turns import Dialect, Turns
from playhead.formats.unknown_types import UnknownTypes
from playhead.formats.values import list_of, mapping_of, optional_text, seconds_between, text_of
from playhead.formats.watching import stamps_of, watching
from playhead.model import Agent, Diagnostic, Outcome, Status, SubAgent, Tape
from playhead.storage.line_steps import Progress
from playhead.storage.regular import read_file

NAME = "copilot"


def read(path: Path) -> Tape:
    """Return the run in a file of events, or in the folder of a session.

    Raises:
        UnreadableError: it is no regular file, or the file system failed.

    """
    file = path / EVENTS if path.is_dir() else path
    if not _is_document(file):
        return GrowingLog(file, partial(_Growing, path, file), lambda _file: read(path)).tape()
    stamps = stamps_of([file])
    log, noted = _events_of(file)
    session = Session(log)
    for record in log.scan():
        session.take_record(record)
    session.close()
    return watching(_tape_of(session, path, noted), stamps, read)


def _tape_of(session: Session, path: Path, noted: tuple[Diagnostic, ...] = (), *, complete: bool = True) -> Tape:
    """Return the run of a session as far as it is known; sub-agents, which may still be heard, once it is complete."""
    facts = session.facts
    name = facts.session or (path.name if path.is_dir() else path.stem)
    return Tape(
        path=path,
        format=NAME,
        format_version=facts.version,
        steps=session.main.steps(),
        id=name,
        title=facts.title or title_of(facts.task) or name,
        task=facts.task,
        agent=Agent("copilot", facts.version, facts.model),
        snapshot=facts.snapshot(),
        environment=facts.environment(),
        outcome=Outcome(Status.UNKNOWN, reason=facts.ending),
        subagents=session.subagents() if complete else (),
        started=facts.started,
        ended=facts.ended,
        duration_s=seconds_between(facts.started, facts.ended),
        tokens=facts.tokens(),
        diagnostics=(*noted, *session.log.findings.all(), *session.unknown.diagnostics()),
        record_refusal="Labels stay in the journal: Copilot resumes a session from its events.",
    )


class _Growing(LogPass):
    """A session that is joined while one looks at it. `path` is what was opened: the events, or their folder."""

    def __init__(self, path: Path, file: Path, progress: Progress) -> None:
        log = Log(file)
        self._path = path
        self._session = Session(log, progress)
        super().__init__(log, self._session.main)

    @property
    def renumbers(self) -> bool:
        """Return whether what was shown at the end, for nothing told it again, may have been told again since."""
        return self._session.goes_on

    def take_record(self, record: Record) -> None:
        """Take in one event."""
        self._session.take_record(record)

    def publish(self, *, ended: bool) -> int:
        """Let the steps be seen that nothing can renumber, where the file ended also what nothing told again."""
        if ended:
            self._session.close()
        return super().publish(ended=ended)

    def tape(self, *, complete: bool) -> Tape:
        """Return the run as far as it is known."""
        steps = self.turns.steps()
        if complete:
            steps.forget()  # calls name their sub-agents now
        return _tape_of(self._session, self._path, complete=complete)


def _is_document(path: Path) -> bool:
    """Return whether a file is no log of lines: a list of events, or an object with one."""
    head = read_file(path, HEAD_BYTES)
    return starts_with(head) == "[" or (starts_with(head) == "{" and "events" in root_keys(head))


def _events_of(path: Path) -> tuple[RecordLog, tuple[Diagnostic, ...]]:
    """Return the events of a document, and what is wrong with it."""
    listed = starts_with(read_file(path, HEAD_BYTES)) == "{"
    document = load(path)
    events = document.fields.get("events") if listed else document.root
    return ElementLog(path, list_of(events), "/events" if listed else ""), document.diagnostics


class Session:
    """A session while its events pass by. What may still be told again waits: calls that started, thoughts, prompts.

    `goes_on`: events came after what waited had been shown.
    """

    def __init__(self, log: RecordLog, progress: Progress | None = None) -> None:
        self.log = log
        self.facts = Facts()
        self.unknown = UnknownTypes()
        self.threads: dict[str, Turns] = {}
        self.main = Turns(log, self._dialect(), progress)
        self.asked: set[str] = set()
        self.started: dict[str, Record] = {}
        self.waiting: list[Record] = []
        self.thought = ""
        self.goes_on = False
        self._closed = False

    def take_record(self, record: Record) -> None:
        """Take in one event."""
        event = record.value
        self.goes_on = self.goes_on or self._closed
        if event is None:
            self.main.take(record)
            return
        self.facts.see(event)
        kind, data = text_of(event.get("type")), mapping_of(event.get("data"))
        if TYPE.fullmatch(kind) is None and kind != "abort":
            self.unknown.met(kind)
        call = optional_text(data.get("toolCallId"))
        if kind in ("hook.start", "assistant.reasoning"):
            if kind == "hook.start" or text_of(data.get("content")) != self.thought:
                self.waiting.append(record)
        elif kind in ("tool.execution_start", "tool.user_requested"):
            if call is not None and call not in self.asked:
                self.started[call] = record
        else:
            self._settle(kind, data, call)
            self._turns_of(event).take(record)

    def close(self) -> None:
        """Show what nothing told again."""
        self._closed = self._closed or bool(self.waiting or self.started)
        self._show_waiting(None)
        for call in list(self.started):
            self._show_started(call)

    def subagents(self) -> tuple[SubAgent, ...]:
        """Return the sub-agents in the order in which they first speak."""
        found = []
        for call, turns in self.threads.items():
            makers = (other.step_id_of(call) for other in (self.main, *self.threads.values()))
            step = next((step for step in makers if step is not None), None)
            found.append(SubAgent(call, turns.steps(agent=call, parent=step), step, self.facts.subagents.get(call, "")))
        return tuple(found)

    def _settle(self, kind: str, data: Mapping[str, Any], call: str | None) -> None:
        """Decide on what waits, now that an event of this kind came."""
        if kind == "user.message":
            self._show_waiting("hook.start")
        elif kind == "assistant.message":
            self.thought = text_of(data.get("reasoningText"))
            self._show_waiting("assistant.reasoning" if self.thought else None)
            for request in map(mapping_of, list_of(data.get("toolRequests"))):
                if (name := optional_text(request.get("toolCallId"))) is not None:
                    self.asked.add(name)
                    self.started.pop(name, None)
        elif kind == "tool.execution_complete" and call in self.started:
            self._show_started(call)

    def _show_waiting(self, told: str | None) -> None:
        """Take the events that wait, without those of the kind `told`: what they say stands in the next event."""
        for record in self.waiting:
            if told is None or mapping_of(record.value).get("type") != told:
                self._turns_of(mapping_of(record.value)).take(record)
        self.waiting.clear()

    def _show_started(self, call: str) -> None:
        record = self.started.pop(call)
        self.asked.add(call)
        self._turns_of(mapping_of(record.value)).take(record)

    def _turns_of(self, event: Mapping[str, Any]) -> Turns:
        """Return the thread of an event: its own kind of call or agent names it, else it is the main one."""
        data = mapping_of(event.get("data"))
        instance = optional_text(event.get("agentId"))
        if text_of(event.get("type")).startswith("subagent."):
            return self.main
        parent = optional_text(data.get("parentToolCallId")) or (
            None if instance is None else self.facts.instances.get(instance, instance)
        )
        if parent is None:
            return self.main
        if parent not in self.threads:
            self.threads[parent] = Turns(self.log, self._dialect())
        return self.threads[parent]

    def _dialect(self) -> Dialect:
        def parts(event: dict[str, Any]) -> Sequence[Part]:
            return [self._known(part) for part in parts_of(event)]

        return Dialect(NAME, parts, time_of, _id_of)

    def _known(self, part: Part) -> Part:
        """Return a part; an answer to a call that started no sub-agent names none."""
        if isinstance(part, Answer) and part.subagent not in self.threads:
            return Answer(part.call, part.output, None, part.is_error, part.duration_s, part.edits, part.executed)
        return part


def _id_of(event: Mapping[str, Any]) -> str | None:
    return optional_text(event.get("id"))


FORMAT = Format(
    NAME,
    "a GitHub Copilot session (events `session.start`, `user.message`, `assistant.message` ... with `data`)",
    detect,
    read,
    told=Told(
        step="a model message with its results; a message of a person or of the program",
        action="a tool request of a message, or a tool that started without one",
        exit_codes='"<exited with exit code N>" at the end of a result',
        labels="journal only",
    ),
)
