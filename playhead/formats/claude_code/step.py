"""One step of a Claude Code session, built when it is looked at: its records are read again where they stand."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from playhead.errors import UnreadableError
from playhead.formats.build import damaged_step, make_step
from playhead.formats.claude_code.action import action_of
from playhead.formats.claude_code.blocks import text_of_blocks, text_of_content, thought_of_blocks
from playhead.formats.claude_code.entries import Call, Entry, What
from playhead.formats.claude_code.record import Record, Role, record_of
from playhead.formats.json_lines import decode_piece
from playhead.formats.read_again import ReadAgain
from playhead.formats.record_places import CHANGED, ChangedError, Places
from playhead.formats.values import seconds_between
from playhead.model import Action, Step
from playhead.storage.decode import UndecodableError

_SOURCES = {What.MODEL: "agent", What.PERSON: "user", What.HARNESS: "system", What.COMPACTION: "system"}


class StepBuilder:
    """Builds the steps of one agent; `agent` is "main" or the sub-agent's id, `parent` the step that started it.

    `subagents` are the ids of the sub-agents the tape has: an action names only those.
    """

    def __init__(
        self, places: Places, subagents: Collection[str], *, agent: str = "main", parent: str | None = None
    ) -> None:
        self._places = places
        self._subagents = subagents
        self._agent = agent
        self._parent = parent
        self._read = ReadAgain(lambda data: record_of(decode_piece(data)[0]))

    def __call__(self, index: int, n: int | None, first_action: int | None, entry: Entry) -> Step:
        """Return the step of an entry; a damaged one where its records are damaged, gone or others by now."""
        if entry.what is What.DAMAGED:
            return self._damaged(index, n, entry, self._text_of_bytes(entry))
        try:
            records = self._records(entry)
            actions = self._actions(entry, records, first_action)
        except (ChangedError, UndecodableError, UnreadableError, LookupError):
            return self._damaged(index, n, entry, CHANGED)
        text, thought = _said(entry, records)
        first = records[entry.pieces[0]]
        return make_step(
            index=index,
            n=n,
            id=entry.id,
            source=_SOURCES.get(entry.what, "system"),
            text=text,
            thought=thought,
            actions=actions,
            native_ids=entry.native_ids,
            agent=self._agent,
            parent=self._parent,
            at=first.at,
            duration_s=seconds_between(first.at, _latest(records.values())) if entry.what is What.MODEL else None,
            tokens=entry.tokens,
            cost_usd=entry.cost_usd,
            damaged=entry.what is What.ORPHAN,
            raw=self._places.raw(entry.pieces),
        )

    def lines_of(self, entry: Entry) -> bytes | None:
        """Return the bytes of an entry's records, None where they are gone or others by now."""
        try:
            return b"\n".join(self._places.bytes_of(entry.pieces).values())
        except (ChangedError, UnreadableError):
            return None

    def _damaged(self, index: int, n: int | None, entry: Entry, text: str) -> Step:
        step = damaged_step(index=index, n=n, id=entry.id, text=text, raw=self._places.raw(entry.pieces))
        return replace(step, native_ids=tuple(entry.native_ids), agent=self._agent, parent=self._parent)

    def _records(self, entry: Entry) -> dict[int, Record]:
        return self._read.made(self._places.bytes_of(entry.pieces))

    def _text_of_bytes(self, entry: Entry) -> str:
        try:
            return self._places.text_of(entry.pieces)
        except (ChangedError, UnreadableError):
            return CHANGED

    def _actions(self, entry: Entry, records: Mapping[int, Record], first: int | None) -> list[Action]:
        return [
            self._action(call, records, None if first is None else first + place)
            for place, call in enumerate(entry.calls)
        ]

    def _action(self, call: Call, records: Mapping[int, Record], n: int | None) -> Action:
        asked = records[call.piece]
        answered = records[call.result] if call.result >= 0 else None
        return action_of(
            asked.blocks[call.block],
            answered.blocks[call.result_block] if answered else None,
            answered.detail if answered else None,
            n=n,
            called_at=asked.at,
            answered_at=answered.at if answered else None,
            subagent=call.agent if call.agent in self._subagents else None,
        )


def _said(entry: Entry, records: Mapping[int, Record]) -> tuple[str, str]:
    """Return text and thought of a step: of a model's message its own blocks only, of a compaction its summary."""
    if entry.what is What.ORPHAN:
        block = records[entry.pieces[0]].blocks[entry.block]
        return text_of_content(block.get("content")), ""
    parts = list(records.values())
    if entry.what is What.MODEL:
        blocks = [block for record in parts if record.role is Role.MODEL for block in record.blocks]
        return text_of_blocks(blocks), thought_of_blocks(blocks)
    if entry.what is What.COMPACTION:
        parts = [record for record in parts if record.compact_summary] or parts
    return text_of_blocks([block for record in parts for block in record.blocks]), ""


def _latest(records: Collection[Record]) -> str | None:
    times = [record.at for record in records if record.at is not None]
    return times[-1] if times else None
