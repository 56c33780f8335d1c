"""From the records of an agent's log to its steps: a model turn with what answers it, and messages by themselves.

A turn is open until a person or the harness speaks, or until the model goes on after an answer came. Where a log
names its turns, the names decide. Answers find their call wherever they stand, also after the next turn began.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from playhead.formats.joined_log import Group, Record, RecordLog
from playhead.formats.turn import Turn
from playhead.formats.turn_parts import Answer, Call, Part, Said, Spent, Thought
from playhead.formats.turn_view import TurnView, building
from playhead.storage.line_steps import Progress
from playhead.storage.log_steps import LogSteps

PartsOf = Callable[[dict[str, Any]], Sequence[Part]]
TimeOf = Callable[[dict[str, Any]], str | None]


def _never(_record: dict[str, Any]) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one format speaks: its name (for wrappers and exit codes), the parts of a record, its time, its id.

    `begins` tells whether what the model says in a record is a turn of its own, whatever stands before it.
    """

    format: str
    parts_of: PartsOf
    at_of: TimeOf
    id_of: Callable[[dict[str, Any]], str | None]
    begins: Callable[[dict[str, Any]], bool] = _never


class Turns:
    """The light pass of one thread of a log: `take` each record in order, then `steps()`.

    With a `progress` the steps may be looked at while it goes on. A turn is published once the next one has begun:
    only the open turn gets calls, and only calls number what comes after. Answers that come later make it richer.
    """

    def __init__(self, log: RecordLog, dialect: Dialect, progress: Progress | None = None) -> None:
        self._log = log
        self._dialect = dialect
        self._progress = progress
        self._turns: list[Turn | Group] = []
        self._open: Turn | None = None
        self._open_place = 0
        self._last_model: Turn | None = None
        self._callers: dict[str, Turn] = {}
        self._unanswered: set[str] = set()
        self._waiting: deque[Turn] = deque()
        self._ids: Counter[str] = Counter()
        self._shown: LogSteps[Turn | Group] | None = None
        self._shown_as: tuple[str, str | None] = ("main", None)
        self._published = 0
        self.native_steps = 0

    def take(self, record: Record, *, copied: bool = False, after: int = 0) -> None:
        """Take in the next record; one without parts belongs to no step.

        `copied`: it repeats another run's. The first `after` of its parts are left out: they were told before.
        """
        if record.value is None:
            self._open = None
            self._turns.append(self._log.damaged(record.number))
            return
        parts = self._dialect.parts_of(record.value)
        if len(parts) <= after:
            return
        self.native_steps += 1
        for index, part in enumerate(parts[after:], after):
            turn = self._turn_for(part, record)
            turn.copied = turn.copied or (copied and not turn.records)
            turn.add_part(record.number, index)
            if isinstance(part, Call):
                self._call(part, turn, record)
            elif isinstance(part, Answer):
                self._answer(part, turn, record)

    def end_turn(self) -> None:
        """Note that the model's turn ended here, where the log says so and nobody spoke."""
        self._open = None

    def step_id_of(self, call: str) -> str | None:
        """Return the id of the step that made a call, None for a call nobody made."""
        turn = self._callers.get(call)
        return None if turn is None else turn.ids[0]

    def step_id_at(self, number: int) -> str | None:
        """Return the id of the first step that a record has a part in, None for a record of no step."""
        return next((one.ids[0] for one in self._turns if isinstance(one, Turn) and number in one.records), None)

    def step_ids(self) -> dict[int, str]:
        """Return the id of the first step of each record that has a part in one."""
        found: dict[int, str] = {}
        for turn in self._turns:
            for number in turn.records:
                found.setdefault(number, turn_id(turn))
        return found

    def publish(self, *, ended: bool) -> int:
        """Let the steps be seen that no later record can renumber, all of them where the log ended; return how many."""
        steps = self._steps_as(*self._shown_as)
        stop = len(self._turns) if ended or self._open is None else self._open_place
        more = self._turns[self._published : max(stop, self._published)]
        for place, turn in enumerate(more, self._published):
            self._ids[turn_id(turn)] += 1
            again = self._ids[turn_id(turn)]
            if isinstance(turn, Turn):
                turn.again, turn.position = again, place
            elif again > 1:
                more[place - self._published] = replace(turn, id=f"{turn.id}.{again}")
        self._published += len(more)
        steps.native_steps = self.native_steps
        steps.publish(more)
        return self._published

    def steps(self, *, agent: str = "main", parent: str | None = None) -> LogSteps[Turn | Group]:
        """Return the steps of this thread; those of a pass without a progress are all there."""
        steps = self._steps_as(agent, parent)
        if self._progress is None:
            self.publish(ended=True)
        return steps

    def _steps_as(self, agent: str, parent: str | None) -> LogSteps[Turn | Group]:
        if self._shown is None or (agent, parent) != self._shown_as:
            dialect = self._dialect
            build = building(dialect.format, dialect.parts_of, dialect.at_of)
            self._shown = LogSteps(TurnView(self._log, build, agent, parent), self._progress)
            self._shown_as = (agent, parent)
            self._published = 0
            self._ids.clear()
        return self._shown

    def _turn_for(self, part: Part, record: Record) -> Turn:
        """Return the turn that a part of a record belongs to."""
        current = self._open
        if isinstance(part, Answer):
            return self._caller(part) or self._new(record, None)
        if isinstance(part, Spent):
            return current or self._last_model or self._new(record, None)
        model = not isinstance(part, Said | Call) or part.source == "agent"
        if model and current is not None:
            same = current.name == part.turn if part.turn else not current.answered
            if part.turn and current.name is None and current.thinks:  # a thought came before its message
                current.name, same = part.turn, True
            if current.records[-1:] == [record.number] or (same and not self._dialect.begins(record.value or {})):
                current.thinks = current.thinks and isinstance(part, Thought)
                return self._met(current, record)
        turn = self._new(record, part.turn)
        turn.model, turn.thinks = model, isinstance(part, Thought)
        self._open = turn if model else None
        self._open_place = len(self._turns) - 1
        self._last_model = turn if model else self._last_model
        return turn

    def _new(self, record: Record, name: str | None) -> Turn:
        own = self._dialect.id_of(record.value or {})
        turn = Turn(self._log.name(record.number) if own is None else own, name)
        self._turns.append(turn)
        return turn

    def _met(self, turn: Turn, record: Record) -> Turn:
        own = self._dialect.id_of(record.value or {})
        if own is not None and own not in turn.ids:
            turn.ids.append(own)
        return turn

    def _call(self, call: Call, turn: Turn, record: Record) -> None:
        turn.add_call(call)
        self._richer(turn)
        if call.id is None:
            self._waiting.append(turn)
            return
        if call.id in self._unanswered:  # some producers begin to count anew in each turn; those are told apart
            self._log.findings.add("duplicate_call_id", record.where, f"The call id {call.id[:80]} is used again.")
        self._callers[call.id] = turn
        self._unanswered.add(call.id)

    def _answer(self, answer: Answer, turn: Turn, record: Record) -> None:
        if self._caller(answer) is None:
            if answer.output is not None:
                text = f"An answer to the call {str(answer.call)[:80]}, which is nowhere in the record."
                self._log.findings.add("orphan_answer", record.where, text)
            return
        self._met(turn, record)
        turn.add_answer(answer, self._dialect.format)
        self._richer(turn)
        turn.answered = turn.answered or answer.output is not None
        if answer.call is None and answer.output is not None:
            self._waiting.popleft()
        elif answer.call is not None and answer.output is not None:
            self._unanswered.discard(answer.call)

    def _caller(self, answer: Answer) -> Turn | None:
        if answer.call is not None:
            return self._callers.get(answer.call)
        return self._waiting[0] if self._waiting else None

    def _richer(self, turn: Turn) -> None:
        """Note that a turn that is shown says more."""
        if turn.position >= 0 and self._shown is not None:
            self._shown.changed(turn.position)


def turn_id(turn: Turn | Group) -> str:
    """Return the id of a turn as the log has it."""
    return turn.id if isinstance(turn, Group) else turn.ids[0]
