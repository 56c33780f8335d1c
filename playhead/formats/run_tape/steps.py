"""The steps of a run tape: of the main agent, and of each sub-agent by its trajectory id."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from playhead.formats.atif.step import step_from_atif
from playhead.formats.build import damaged_step
from playhead.formats.run_tape.batch import Batch
from playhead.formats.run_tape.facts import facts_of, light_value
from playhead.formats.run_tape.plain import PlainRun
from playhead.formats.run_tape.totals import Totals
from playhead.formats.values import mapping_of, optional_text, time_text
from playhead.model import Step, SubAgent
from playhead.storage.decode import UndecodableError, decode
from playhead.storage.line_steps import LineSteps, Progress, StepLine
from playhead.storage.lines import LONGEST, Line, RecordFile
from playhead.storage.step_index import StepFacts, StepIndex

_OTHER_LAYER = re.compile(rb'\s*\{\s*"(?:tape|verification|review|outcome|label)"')
_SUBAGENT = re.compile(rb'\s*\{\s*"subagent"')
_TRAJECTORY = re.compile(rb'"trajectory_id"\s*:\s*"([^"\\]{1,200})"')
_STEP_ID = re.compile(rb'\s*\{\s*"step"\s*:\s*\{\s*"step_id"\s*:\s*([0-9]{1,15})\b')
_NAMELESS = "subagent"
_MOST_KEPT = 500  # agents


class StepBuilder:
    """Makes steps of one agent's lines. `foreign`: another agent's ATIF, whose outputs keep their wrappers."""

    def __init__(self, agent: str = "main", parent: str | None = None) -> None:
        self._agent = agent
        self._parent = parent
        self.foreign = False

    def build(self, line: StepLine) -> Step:
        """Return the step of a line, a damaged one where it holds none."""
        try:
            value = mapping_of(decode(line.data)[0])
        except UndecodableError:
            return self._damaged(line)
        step = mapping_of(value.get("subagent")).get("step") if self._agent != "main" else value.get("step")
        if not isinstance(step, Mapping):
            return self._damaged(line)
        return step_from_atif(
            [step],
            index=line.index,
            n=line.n,
            first_action=line.first_action,
            raw=[line.raw],
            agent=self._agent,
            parent=self._parent,
            copied=line.n is None,
            format_name="atif" if self.foreign else "run-tape",
        )

    def _damaged(self, line: StepLine) -> Step:
        text = line.data[:LONGEST].decode("utf-8", "backslashreplace")
        step = damaged_step(index=line.index, n=line.n, id=line.id, text=text, raw=[line.raw])
        return replace(step, agent=self._agent, parent=self._parent)


class Agents:
    """The indexes of a tape's agents, and what is summed over the main one's steps."""

    def __init__(self, file: RecordFile, progress: Progress) -> None:
        self._file = file
        self._progress = progress
        self._index = StepIndex()
        self.main = StepBuilder()
        self.steps = LineSteps(file, self._index, progress, self.main.build)
        self.started: str | None = None
        self.ended: str | None = None
        self.totals = Totals()  # of the main agent's steps, copied ones left out
        self._subagents: dict[str, tuple[StepIndex, SubAgent]] = {}

    @property
    def subagents(self) -> tuple[SubAgent, ...]:
        """Return the sub-agents found by now, in the order of their first steps."""
        return tuple(one for _, one in self._subagents.values())

    @property
    def next_id(self) -> int | None:
        """Return the id that would follow the last one; None while the ids so far do not rise."""
        last = self._index.ids.last_number
        return None if last is None else last + 1

    def start_batch(self, *, quick: bool) -> Batch | None:
        """Return what takes the next steps quickly; None while the ids so far do not rise."""
        last = self._index.ids.last_number
        return Batch(last, quick=quick) if last is not None or not len(self._index) else None

    def finish_batch(self, batch: Batch) -> None:
        """Put what a batch has taken into the index."""
        if not batch.rows:
            return
        with self._progress.lock:
            self._index.extend(batch.rows)
            self._add_sums(batch.totals, batch.started, batch.ended)

    def add_plain(self, run: PlainRun) -> None:
        """Put plain steps into the index; the first has `next_id`."""
        with self._progress.lock:
            self._index.extend_plain(
                run.first_id,
                run.offsets,
                run.lengths,
                kinds=run.kinds,
                actions=run.actions,
                failed=run.failed,
                codes=run.codes,
            )
            self._add_sums(run.totals, run.started, run.ended)

    def _add_sums(self, totals: Totals, started: Any, ended: Any) -> None:
        self.totals.add_totals(totals)
        self.started = self.started or time_text(started)
        self.ended = time_text(ended) or self.ended

    def add_step(self, step: Mapping[str, Any], line: Line, *, quick: bool) -> None:
        """Take a step of the main agent; one with an id that was there replaces that step."""
        facts = facts_of(step, quick=quick)
        with self._progress.lock:
            before = self._index.place_of(facts.id, line.offset)
            if before is not None:
                self.totals.add(self._metrics_at(before), -1)
            self._index.add(facts, line.offset, line.length)
            if not facts.copied:
                self.totals.add(step.get("metrics"))
            at = time_text(step.get("timestamp"))
            self.started = self.started or at
            self.ended = at or self.ended

    def add_of_subagent(self, entry: Mapping[str, Any], line: Line) -> None:
        """Take a step of a sub-agent."""
        name = optional_text(entry.get("trajectory_id")) or _NAMELESS
        step = entry.get("step")
        facts = facts_of(step) if isinstance(step, dict) else StepFacts()
        self._index_of(name, optional_text(entry.get("of_step"))).add(facts, line.offset, line.length)

    def add_damaged(self, start: bytes, line: Line) -> bool:
        """Take a line that cannot be read as a step of the agent it seems to be of; False if it was another layer."""
        if _OTHER_LAYER.match(start):
            return False
        if _SUBAGENT.match(start):
            name = _TRAJECTORY.search(start)
            if name is None:
                return False
            self._index_of(name[1].decode("utf-8", "replace"), None).add(StepFacts(), line.offset, line.length)
            return True
        number = _STEP_ID.match(start)
        self._index.add(StepFacts(int(number[1]) if number else None), line.offset, line.length)
        return True

    def to_keep(self) -> tuple[dict[str, Any], list[Any]] | None:
        """Return state and columns of which `of_kept` makes the same agents; None where they are too odd for that."""
        indexes = [self._index, *(index for index, _ in self._subagents.values())]
        if len(indexes) > _MOST_KEPT:
            return None
        found = [one for index in indexes if (one := index.to_keep())]
        names = [(name, agent.of_step) for name, (_, agent) in self._subagents.items()]
        state = {
            "ids": [ids for ids, _ in found],
            "subagents": names,
            "totals": self.totals.to_keep(),
            "times": (self.started, self.ended),
        }
        return (state, [column for _, some in found for column in some]) if len(found) == len(indexes) else None

    @classmethod
    def of_kept(cls, file: RecordFile, state: Mapping[str, Any], columns: Sequence[Any], size: int) -> Agents:
        """Return the agents that were kept of a record whose lines were read up to `size` bytes, for `become`.

        Raises:
            ValueError, TypeError, KeyError: it cannot be true of any such record.

        """
        agents = cls(file, Progress())
        names, ids = [*state["subagents"]], [*state["ids"]]
        each = len(columns) // (len(names) + 1)
        agents.totals = Totals.of_kept(state["totals"])
        agents.started, agents.ended = state["times"]
        if not all(text is None or type(text) is str for one in [*names, state["times"]] for text in one):
            raise ValueError("names or times that are no text")
        indexes = [agents._index, *(agents._index_of(name, of_step) for name, of_step in names)]
        for at, (index, one) in enumerate(zip(indexes, ids, strict=True)):
            index.become(StepIndex.of_kept(one, columns[at * each : (at + 1) * each], size))
        return agents

    def become(self, other: Agents) -> None:
        """Take over all that other agents hold, which nobody may use from then on."""
        self._index.become(other._index)
        for name, (index, agent) in other._subagents.items():
            self._index_of(name, agent.of_step).become(index)
        self.totals, self.started, self.ended = other.totals, other.started, other.ended

    def _index_of(self, name: str, of_step: str | None) -> StepIndex:
        known = self._subagents.get(name)
        if known is None:
            index = StepIndex()
            builder = StepBuilder(name, of_step)
            steps = LineSteps(self._file, index, self._progress, builder.build)
            known = self._subagents[name] = (index, SubAgent(name, steps, of_step, name))
        return known[0]

    def _metrics_at(self, place: int) -> Any:
        """Return what was counted for a step that is about to be replaced."""
        if self._index.is_copied(place):
            return None
        offset, length = self._index.range_of(place)
        data = self._file.read(offset, length) if length <= LONGEST else None
        try:
            value = light_value(self._file, Line(offset, length, data))
        except UndecodableError:
            return None
        return mapping_of(mapping_of(value).get("step")).get("metrics")
