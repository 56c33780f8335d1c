"""`codex exec --json`: threads, turns and items as they are printed; without times, without the prompt.

A step is a model turn: what the model says and does until it goes on after an answer. An item that starts and ends is
one action; each state of a to-do list is one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from playhead.formats.codex_exec.items import is_call, kind_of, parts_of_item
from playhead.formats.growing import GrowingLog
from playhead.formats.head_records import head_records
from playhead.formats.joined_log import Log, Record
from playhead.formats.log_pass import LogPass
from playhead.formats.registry import Format, Probe, Told
from playhead.formats.turn_parts import Part, Said
from playhead.formats.turns import Dialect, Turns
from playhead.formats.unknown_types import UnknownTypes
from playhead.formats.values import int_of, mapping_of, optional_text, text_of, time_text
from playhead.model import Agent, Outcome, Status, Tape, Tokens
from playhead.storage.line_steps import Progress

NAME = "codex-exec"
_ITEMS = frozenset({"item.started", "item.updated", "item.completed"})
_TURNS = frozenset({"thread.started", "session.created", "turn.started", "turn.completed", "turn.failed"})
_OTHERS = frozenset({"error", "item.plan.delta", "request_user_input"})
_USED = ("input_tokens", "output_tokens", "cached_input_tokens")


def detect(probe: Probe) -> str | None:
    """Return "" for a stream (it names no version), None for anything else."""
    if probe.is_dir or not (b'"thread.started"' in probe.head or b'"item.' in probe.head):
        return None
    return "" if any(_is_of_stream(record) for record in head_records(probe.head)) else None


def read(path: Path) -> Tape:
    """Return the run in a stream.

    Raises:
        UnreadableError: it is no regular file, or the file system failed.

    """
    return GrowingLog(path, partial(_Stream, path), read).tape()


class _Stream(LogPass):
    """A stream while its records pass by. `spent` is the running total that each thread told last."""

    def __init__(self, path: Path, progress: Progress) -> None:
        log = Log(path)
        super().__init__(log, Turns(log, DIALECT, progress))
        self.unknown = UnknownTypes()
        self.running: set[str] = set()
        self.spent: dict[str, Mapping[str, Any]] = {}
        self.thread = ""
        self.ending: str | None = None

    def tape(self, *, complete: bool) -> Tape:  # noqa: ARG002 - nothing here needs all of it
        """Return the run as far as it is known."""
        name = next(iter(self.spent), "") or self.log.path.stem
        return Tape(
            path=self.log.path,
            format=NAME,
            steps=self.turns.steps(),
            id=name,
            title=name,
            agent=Agent("codex"),
            outcome=Outcome(Status.UNKNOWN, reason=self.ending),
            tokens=self.tokens(),
            diagnostics=(*self.log.findings.all(), *self.unknown.diagnostics()),
            record_refusal="Labels stay in the journal: this is what a program printed, and it is read by programs.",
        )

    def take_record(self, record: Record) -> None:
        """Take in one record."""
        value = record.value
        kind = text_of(mapping_of(value).get("type"))
        if value is None or kind not in _ITEMS:
            self._turn(kind, value)
            self.turns.take(record)
            self.turns.end_turn()
            return
        item = mapping_of(value.get("item"))
        name = text_of(item.get("id"))
        began = name in self.running
        if kind == "item.started":
            self.running.add(name)
        elif kind == "item.completed":
            self.running.discard(name)
        if kind_of(item) == "todo_list":
            if kind != "item.completed" or not began:  # its end says nothing new
                self.turns.take(record)
        elif kind != "item.updated" and (is_call(item) or kind == "item.completed"):
            self.turns.take(record, after=1 if began and is_call(item) and kind == "item.completed" else 0)

    def tokens(self) -> Tokens:
        """Return the tokens of all threads; each turn of a thread tells the total so far."""
        told = [one for one in self.spent.values() if one]
        return Tokens(*(sum(int_of(one.get(name)) or 0 for one in told) for name in _USED)) if told else Tokens()

    def _turn(self, kind: str, value: Mapping[str, Any] | None) -> None:
        if value is None:
            return
        if kind in ("thread.started", "session.created"):
            self.thread = optional_text(value.get("thread_id", value.get("session_id"))) or ""
            self.spent.setdefault(self.thread, {})
        elif kind in ("turn.completed", "turn.failed"):
            self.ending = kind.replace(".", " ")
            self.spent[self.thread] = mapping_of(value.get("usage")) or self.spent.get(self.thread, {})
        elif kind == "turn.started":
            self.ending = None
        elif kind not in _OTHERS:
            self.unknown.met(kind)


def _parts_of(record: Mapping[str, Any]) -> Sequence[Part]:
    kind = text_of(record.get("type"))
    item = mapping_of(record.get("item"))
    if kind in _ITEMS:
        return parts_of_item(item, ended=kind == "item.completed" or kind_of(item) == "todo_list")
    if kind in ("error", "turn.failed"):
        said = text_of(record.get("message")) or text_of(mapping_of(record.get("error")).get("message"))
        return [Said(": ".join(word for word in (kind.replace(".", " "), said) if word), "system")]
    if kind == "request_user_input":
        return [Said(text_of(record.get("questions")))]
    return ()


def _is_of_stream(record: Mapping[str, Any]) -> bool:
    kind = text_of(record.get("type"))
    if kind == "thread.started":
        return "thread_id" in record
    return kind in _ITEMS and kind_of(mapping_of(record.get("item"))) != ""


def _time_of(record: Mapping[str, Any]) -> str | None:
    return time_text(record.get("timestamp"))


def _id_of(_record: Mapping[str, Any]) -> str | None:
    return None  # items are counted anew in each process: their names are not one run's


DIALECT = Dialect(NAME, _parts_of, _time_of, _id_of)

FORMAT = Format(
    NAME,
    "the stream of `codex exec --json` (`thread.started`, `item.completed`)",
    detect,
    read,
    told=Told(
        step="a model turn: messages, thoughts and items until the model goes on after an answer",
        action="an item that is neither message nor thought",
        exit_codes="`exit_code` of a command",
        labels="journal only",
    ),
)
