"""OpenAI Codex CLI rollouts: `~/.codex/sessions/YYYY/MM/DD/rollout-TIME-ID.jsonl`, in every generation.

Content comes from the response items alone; event messages add exit codes, durations, diffs and tokens to it. A file
of events only is shown by its events. A step is a model turn: what the model gave until it goes on after an answer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from playhead.errors import UnreadableError
from playhead.formats.codex.detection import ITEMS, TYPES, detect
from playhead.formats.codex.events import parts_of_event
from playhead.formats.codex.facts import Facts, time_of, unknown
from playhead.formats.codex.fork import ForkGate
from playhead.formats.codex.items import parts_of_item
from playhead.formats.codex.lacks import Lacks, is_item
from playhead.formats.growing import GrowingLog
from playhead.formats.joined_log import Log, Record
from playhead.formats.json_document import Stamp, stamp_of
from playhead.formats.log_pass import LogPass
from playhead.formats.parts import title_of
from playhead.formats.registry import Format, Told
from playhead.formats.turn_parts import Part, Said
from playhead.formats.turns import Dialect, Turns
from playhead.formats.values import mapping_of, optional_text, seconds_between, text_of
from playhead.model import Agent, Outcome, Status, SubAgent, Tape
from playhead.storage.line_steps import Progress
from playhead.storage.regular import inside

NAME = "codex"
REFUSAL = "Labels stay in the journal: Codex does not resume a rollout that ends in a line it did not write."


def read(path: Path) -> Tape:
    """Return the run in a rollout file, with the threads it started that lie beside it.

    Raises:
        UnreadableError: it is no regular file, or the file system failed.

    """
    return GrowingLog(path, partial(_Rollout, path), read).tape()


class _Rollout(LogPass):
    """The pass over a file; its steps may be looked at while it goes on."""

    def __init__(self, path: Path, progress: Progress | None = None) -> None:
        log, self.lacks = Log(path), Lacks(path)
        super().__init__(log, Turns(log, _dialect(self.lacks), progress))
        self.facts = Facts()
        self._unknown: Counter[str] = Counter()
        self._gate = ForkGate()
        self._threads: dict[str, tuple[Path, Stamp | None, Turns]] = {}

    @property
    def renumbers(self) -> bool:
        """Return whether items came of a kind that were said to be nowhere: then events stand for them in vain."""
        return self.lacks.wrong

    def take_record(self, record: Record) -> None:
        """Take in one record."""
        if record.value is None:
            self.turns.take(record)
            return
        value = record.value
        copied = self._gate.is_copied(value, time_of(value))
        self.facts.see(value, lambda: self.log.raw([record.number])[0])
        payload = mapping_of(value.get("payload"))
        if value.get("type") == "event_msg" and payload.get("type") == "token_count":
            spends = self.facts.spends(value)
            self.facts.inherited = self.facts.total if copied else self.facts.inherited
            if not spends:
                return
        kind = text_of(value.get("type"))
        if kind and kind not in TYPES and kind not in ITEMS:
            self._unknown[kind[:80]] += 1
        self.turns.take(record, copied=copied)

    def beside(self) -> Mapping[Path, Stamp | None]:
        """Return the files of the threads that this one started."""
        return {path: stamp for path, stamp, _ in self._threads.values()}

    def tape(self, *, complete: bool) -> Tape:
        """Return the run as far as it is known; the threads it started once it is complete."""
        facts = self.facts
        name = optional_text(facts.meta.get("id")) or self.log.path.stem
        version = optional_text(facts.meta.get("cli_version"))
        return Tape(
            path=self.log.path,
            format=NAME,
            format_version=version,
            steps=self.turns.steps(),
            id=name,
            title=facts.title or title_of(facts.task) or name,
            task=facts.task,
            agent=Agent(NAME, version, facts.model),
            snapshot=facts.snapshot(),
            environment=facts.environment(),
            outcome=Outcome(Status.UNKNOWN, reason=facts.end),
            subagents=tuple(self._subagents()) if complete else (),
            started=facts.started,
            ended=facts.ended,
            duration_s=seconds_between(facts.started, facts.ended),
            tokens=facts.tokens(),
            layers=tuple(facts.reviews),
            diagnostics=(*self.log.findings.all(), *unknown(self._unknown)),
            record_refusal=REFUSAL,
        )

    def _subagents(self) -> Iterator[SubAgent]:
        for thread, (call, title) in self.facts.spawned.items():
            known = self._threads.get(thread)
            if known is None:
                file = _file_of(self.log.path, thread)
                if file is None:
                    continue
                known = self._threads[thread] = (file, stamp_of(file), _turns_of(file))
            step = self.turns.step_id_of(call)
            yield SubAgent(thread, known[2].steps(agent=thread, parent=step), step, title)


def _turns_of(file: Path) -> Turns:
    """Return the turns of a thread in a file of its own; none where it cannot be read."""
    rollout = _Rollout(file)
    try:
        for record in rollout.log.scan():
            rollout.take_record(record)
    except UnreadableError:
        return _Rollout(file).turns
    return rollout.turns


def _dialect(lacks: Lacks) -> Dialect:
    def parts_of(record: dict[str, Any]) -> Sequence[Part]:
        kind = record.get("type")
        payload = mapping_of(record.get("payload"))
        if kind == "response_item":
            item = payload or record
            return lacks.met(item, parts_of_item(payload))
        if kind == "event_msg":
            return parts_of_event(payload, lacks)
        if kind == "compacted":
            return [Said(text_of(payload.get("message")) or "The context was compacted.", "system")]
        if is_item(record):
            return lacks.met(record, parts_of_item(record))
        return parts_of_item(record) if "role" in record and "content" in record else ()

    return Dialect(NAME, parts_of, time_of, _id_of)


def _id_of(record: Mapping[str, Any]) -> str | None:
    return optional_text(mapping_of(record.get("payload")).get("id"))


def _file_of(path: Path, thread: str) -> Path | None:
    """Return the rollout of a thread, which has its id at the end of its name, in the same folder."""
    if not thread.replace("-", "").isalnum():
        return None
    for found in sorted(path.parent.glob(f"*{thread}.jsonl")):
        if found != path and inside(path.parent, found.name) is not None and found.is_file():
            return found
    return None


FORMAT = Format(
    NAME,
    "a Codex rollout (lines with `type` and `payload`)",
    detect,
    read,
    told=Told(
        step="what the model gave until it goes on after an answer; a message by itself",
        action="a call item",
        exit_codes="`exec_command_end`, else the head of the output",
        labels="journal only",
    ),
)
