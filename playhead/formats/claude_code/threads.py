"""One agent's records of a session, joined into steps: blocks of a message, calls with results, compactions."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import deque
from collections.abc import Mapping
from typing import Any, NamedTuple

from playhead.formats.claude_code.action import command_of, exit_code_of, spawn_of
from playhead.formats.claude_code.blocks import text_of_blocks, text_of_content
from playhead.formats.claude_code.entries import Call, Entry, Spawn, What
from playhead.formats.claude_code.record import Record, is_call, is_result
from playhead.formats.findings import Findings
from playhead.formats.values import bool_of, mapping_of, optional_text, text_of
from playhead.insight.kinds import kind_of_action
from playhead.storage.log_steps import LogSteps

SETTLED = 64
"""Steps: a message that so many have begun after gets no more calls."""


class Spot(NamedTuple):
    """Where a record stands: its number in the file, its line; where it is not its line's first, its offset."""

    number: int
    line: int
    offset: int | None

    @property
    def where(self) -> str:
        """Return the place for a finding."""
        return f"line {self.line}"

    @property
    def name(self) -> str:
        """Return the id of a step without its own."""
        return f"line-{self.line}" if self.offset is None else f"byte-{self.offset}"


class _Answer(NamedTuple):
    """A result, maybe before its call is known: its place, and what the columns and links need of it."""

    spot: Spot
    block: int
    uuid: str | None
    is_error: bool | None
    exit_code: int | None
    agent: str | None


class Thread:
    """The steps of one agent, in file order once `end` was called.

    Results may stand before their calls: several processes write one file (claude-code issue 20992). One that waits
    may turn out to be a step of its own where it stands: until it has its call, or the file ends, no later step is
    published. A message's lines follow each other, with results between: it is published when SETTLED more steps have
    begun, and a call that comes for it even later begins a step of its own, so that no number changes.

    After `end` the file may grow: `renumbers` tells that a call came whose result was shown as a step.
    """

    def __init__(self, key: str, findings: Findings, steps: LogSteps[Entry] | None = None) -> None:
        self.key = key
        self.renumbers = False
        self.steps = steps
        self.entries: list[Entry] = []
        self.orphans = Findings()
        self.spawns: list[Spawn] = []
        self.spawned_by: str | None = None
        self.prompt: int | None = None
        self.native_steps = 0
        self._findings = findings
        self._messages: dict[str, Entry] = {}
        self._calls: dict[str, tuple[Entry, Call]] = {}
        self._nameless: deque[tuple[Entry, Call]] = deque()
        self._waiting: dict[str, list[_Answer]] = {}
        self._boundary: Entry | None = None
        self._begun = 0
        self._orphaned: set[str] = set()

    def add_entry(self, what: What, spot: Spot, identity: str | None = None) -> Entry:
        """Append a step that starts with this record and return it; without an id it is named after its place."""
        identity = identity or spot.name
        entry = Entry(what, identity, array("I", (spot.number,)), [identity], begun=self._begun)
        self._begun += 1
        self.entries.append(entry)
        return entry

    def publish(self, *, ended: bool) -> int:
        """Let the steps be seen that nothing can renumber, all of them where the file ended; return how many."""
        if self.steps is None:
            return 0
        entries, known = self.entries, len(self.steps)
        stop = len(entries) if ended else len(entries) - SETTLED
        if self._waiting and not ended:
            oldest = next(iter(self._waiting.values()))[0].spot.number
            stop = min(stop, bisect_left(entries, oldest, known, key=lambda entry: entry.pieces[0]))
        more = entries[known : max(known, stop)]
        for position, entry in enumerate(more, known):
            entry.position = position
        self.steps.native_steps = self.native_steps
        self.steps.publish(more)
        return len(self.steps)

    def add_boundary(self, record: Record, spot: Spot) -> None:
        """Take in the mark of a compaction; its summary joins it if it follows."""
        self._boundary = self.add_entry(What.COMPACTION, spot, record.uuid)

    def add_model(self, record: Record, spot: Spot) -> bool:
        """Take in a line of a model's message; False if everything in it was there before."""
        calls = self._calls
        new = [
            place
            for place, block in enumerate(record.blocks)
            if not (is_call(block) and optional_text(block.get("id")) in calls)
        ]
        message_id = record.message_id
        entry = self._messages.get(message_id) if message_id is not None else None
        if record.blocks and not new:
            return False
        if (
            entry is not None
            and self._begun - entry.begun > SETTLED
            and any(is_call(record.blocks[one]) for one in new)
        ):
            entry = None
        if entry is None:
            entry = self.add_entry(What.MODEL, spot, record.uuid)
            self._boundary = None
            if message_id is not None:
                self._messages[message_id] = entry
                entry.native_ids.append(message_id)
        else:
            self._add_piece(entry, spot.number, record.uuid)
        _count_usage(entry, record)
        for place in new:
            block = record.blocks[place]
            if is_call(block):
                self._add_call(block, entry, spot, place)
            elif is_result(block):
                self._add_result(record, spot, place)
        return True

    def add_person(self, record: Record, spot: Spot) -> str | None:
        """Take in a user line: results go to their calls, the rest is a step; return what a person wrote."""
        results = [place for place, block in enumerate(record.blocks) if is_result(block)]
        for place in results:
            self._add_result(record, spot, place)
        text = text_of_blocks(record.blocks)
        if self.prompt is None and text and not record.meta:
            self.prompt = hash(text)
        if record.compact_summary:
            self._add_summary(record, spot)
            return None
        if record.meta or (results and not text):
            return None
        harness = record.from_harness
        self.add_entry(What.HARNESS if harness else What.PERSON, spot, record.uuid)
        return None if harness else text

    def end(self) -> None:
        """Make steps of results whose calls have not come, and put all in file order."""
        shown = len(self.entries)
        waiting = [(identity, answer) for identity, answers in self._waiting.items() for answer in answers]
        for identity, answer in sorted(waiting, key=lambda one: (one[1].spot.number, one[1].block)):
            self._orphaned.add(identity)
            text = f"A result of call {identity}, which is not in the record: shown as a step of its own."
            self.orphans.add("orphan_answer", answer.spot.where, text)
            orphan = self.add_entry(What.ORPHAN, answer.spot, f"{answer.spot.name}-result-{answer.block + 1}")
            orphan.native_ids += [answer.uuid] if answer.uuid else []
            orphan.block = answer.block
        self._begun -= len(self.entries) - shown  # what is begun counts the same when the file is read at once
        if len(self.entries) > shown:
            self.entries.sort(key=lambda entry: entry.pieces[0])
        self._waiting.clear()

    def _add_summary(self, record: Record, spot: Spot) -> None:
        if self._boundary is None:
            self.add_entry(What.COMPACTION, spot, record.uuid)
        else:
            self._add_piece(self._boundary, spot.number, record.uuid)
            self._boundary = None

    def _add_call(self, block: Mapping[str, Any], entry: Entry, spot: Spot, place: int) -> None:
        tool, arguments, command = text_of(block.get("name")), mapping_of(block.get("input")), command_of(block)
        identity = optional_text(block.get("id"))
        if identity in self._calls:
            return
        call = Call(spot.number, place, identity, kind_of_action(tool, command, arguments), command is not None)
        entry.add_call(call)
        spawn = spawn_of(tool, arguments)
        if spawn is not None:
            call.spawns = True
            self.spawns.append(Spawn(entry, call, hash(spawn[0]), spawn[1]))
        if identity is None:
            self._nameless.append((entry, call))
            return
        self._calls[identity] = (entry, call)
        self.renumbers = self.renumbers or identity in self._orphaned
        for answer in self._waiting.pop(identity, ()):
            self._answer(entry, call, answer)

    def _add_result(self, record: Record, spot: Spot, place: int) -> None:
        block = record.blocks[place]
        output = text_of_content(block.get("content")) if "content" in block else text_of(block.get("output"))
        agent = optional_text(mapping_of(record.detail).get("agentId"))
        is_error = bool_of(block.get("is_error"))
        answer = _Answer(spot, place, record.uuid, is_error, exit_code_of(output), agent)
        identity = optional_text(block.get("tool_use_id"))
        found = self._calls.get(identity) if identity is not None else None
        if identity is None and self._nameless:
            found = self._nameless.popleft()
        if found is None:
            self._waiting.setdefault(identity or "without an id", []).append(answer)
        else:
            self._answer(*found, answer)

    def _answer(self, entry: Entry, call: Call, answer: _Answer) -> None:
        self._add_piece(entry, answer.spot.number, answer.uuid)
        if call.result >= 0:
            self._findings.add(
                "second_result", answer.spot.where, f"A second result of call {call.id}: the first one is shown."
            )
            return
        call.result, call.result_block = answer.spot.number, answer.block
        call.exit_code = answer.exit_code if call.shell else None
        call.failed = answer.is_error is True or call.exit_code not in (None, 0)
        if answer.agent is not None:
            call.agent = call.told = answer.agent
            if not call.spawns:
                call.spawns = True
                self.spawns.append(Spawn(entry, call, 0, ""))

    def _add_piece(self, entry: Entry, number: int, uuid: str | None) -> None:
        if entry.pieces[-1] != number:
            entry.pieces.append(number)
        if uuid is not None and uuid not in entry.native_ids[-4:]:
            entry.native_ids.append(uuid)
        if entry.position >= 0 and self.steps is not None:
            self.steps.changed(entry.position)


def _count_usage(entry: Entry, record: Record) -> None:
    """Keep the most complete of the usages that the lines of a message repeat.

    The earlier ones are written while it streams and count a few output tokens only.
    """
    usage = record.usage
    if usage is not None and (entry.tokens is None or (usage.output or 0) >= (entry.tokens.output or 0)):
        entry.tokens = usage
    cost = record.cost
    if cost is not None and cost >= (entry.cost_usd or 0):
        entry.cost_usd = cost
