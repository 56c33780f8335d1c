"""Finding a labelled step again: by its native id, then its number, then its content."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from playhead.errors import UnreadableError
from playhead.insight import rows
from playhead.labels.event import Event
from playhead.labels.plain import compact, plain
from playhead.labels.target import RunTarget, SpanTarget, StepTarget, Target, inner_step
from playhead.model import Status, Step, Tape
from playhead.text import for_keeping

# A content search decodes steps; beyond this many around the old number it is not worth the wait.
_SEARCHED = 2000
_TITLE = 100


@dataclass(frozen=True, slots=True)
class Place:
    """Where a target is in a tape.

    `position` is that of the step, or of the span's first step; `span` the positions of both ends. `action` is the
    run-wide number the action has now. A place that does not `fit` is stale; it keeps the position of an equal id.
    """

    fits: bool
    position: int | None = None
    span: tuple[int, int] | None = None
    action: int | None = None


def content_hash(step: Step) -> str:
    """Return the BLAKE2b-64 of what the record says in a step: source, text, thought, commands and outputs.

    Only what is native counts, never what rules make of it (kind, phase, edits), so that labels fit across versions.
    """
    digest = hashlib.blake2b(digest_size=8)
    parts = [step.source, step.text, step.thought]
    for action in step.actions:
        said = action.command if action.command is not None else compact((action.tool, sorted_plain(action.arguments)))
        parts += [said, "" if action.output is None else action.output]
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        digest.update(b"%d:" % len(data) + data)
    return digest.hexdigest()


def title_of(step: Step) -> str:
    """Return what a step was, in at most 100 characters of one line: for people who read a label when it is gone.

    What looks like a credential is masked: labels go where a record does not.
    """
    return " ".join(for_keeping(rows.title_of(step)[: 4 * _TITLE]).split())[:_TITLE]


def sorted_plain(value: Any) -> Any:
    """Return a plain value whose objects have their keys in order, so that it is written in one way only."""
    if isinstance(value, Mapping):
        return {key: sorted_plain(part) for key, part in sorted(plain(value).items())}
    return tuple(sorted_plain(part) for part in value) if isinstance(value, (list, tuple)) else plain(value)


def anchor_of(target: Target, run: Tape | Finder) -> dict[str, Any] | None:
    """Return the `anchor` of a new event: number, title and content hash of each step that the target names.

    The last step of a run that has not ended has no hash: its results may still come.
    """
    finder = Finder(run) if isinstance(run, Tape) else run
    if isinstance(target, RunTarget):
        first = None if finder.grows(0) else finder.hash_at(0)
        return None if first is None else {"hash": first}
    if isinstance(target, SpanTarget):
        ends = {"from": finder.anchor(target.first), "to": finder.anchor(target.last)}
        return {name: end for name, end in ends.items() if end} or None
    return finder.anchor(target.step, target.n, target.action)


class Finder:
    """Finds targets in one tape, each only once."""

    def __init__(self, tape: Tape) -> None:
        self._tape = tape
        self._steps = tape.steps
        self._hashes: dict[int, str] = {}
        self._titles: dict[int, str] = {}
        self._found: dict[str, Place] = {}
        self._revision = tape.steps.revision

    def belongs(self, event: Event) -> bool:
        """Return whether the event is about this run: in a file of many, each names its run by key."""
        run, key = event.on.run, self._tape.key
        return run == key or (key is None and run == self._tape.id)

    def place(self, event: Event) -> Place:
        """Return where an event's target is in the tape now."""
        self._look_again()
        known = self._found.get(event.id)
        if known is None:
            known = self._found[event.id] = self._place(event.on, event.anchor or {})
        return known

    def look(self, target: Target, anchor: Mapping[str, Any] | None) -> Place:
        """Return the place of a target for which an event is only being made, and remember nothing."""
        return self._place(target, anchor or {})

    def remember(self, event: Event, place: Place) -> None:
        """Take it that an event that was just made is where `look` found its target."""
        self._look_again()
        self._found[event.id] = place

    @property
    def revision(self) -> int:
        """A number that changes when targets may be found elsewhere than before."""
        return self._steps.revision

    def step(self, position: int) -> Step | None:
        """Return the step at a position, None where there is none any more: a record may shrink while it is open."""
        try:
            return self._steps[position]
        except (IndexError, UnreadableError):
            return None

    def hash_at(self, position: int) -> str | None:
        """Return the content hash of the step at a position, None where there is none."""
        self._look_again()
        if position not in self._hashes:
            step = self.step(position)
            if step is None:
                return None
            self._hashes[position] = content_hash(step)
        return self._hashes[position]

    def grows(self, position: int) -> bool:
        """Return whether more may come to this step: it is the last one of a run without an outcome."""
        ended = self._tape.outcome.status is not Status.UNKNOWN or self._tape.outcome.source is not None
        return not ended and position >= len(self._steps) - 1

    def anchor(self, native_id: str, n: int | None = None, action: int | None = None) -> dict[str, Any] | None:
        """Return number, title, content hash and the action's place in the step, as far as they are known."""
        self._look_again()
        inner = self._subagent_step(native_id)
        if inner is not None:
            return {"hash": content_hash(inner), "title": title_of(inner)}
        position = self._by_id(native_id, n)
        step = None if position is None else self.step(position)
        if step is None or position is None:
            return None
        found: dict[str, Any] = {"n": step.n} if step.n is not None else {}
        if position not in self._titles:
            self._titles[position] = title_of(step)
        found["title"] = self._titles[position]
        if not self.grows(position):
            found["hash"] = self.hash_at(position)
        if action is not None:
            numbers = [one.n for one in step.actions]
            found |= {"part": numbers.index(action)} if action in numbers else {}
        return found or None

    def _look_again(self) -> None:
        """Forget what may have changed when more steps became known: what was not found may be among them."""
        if self._revision != self._steps.revision:
            self._revision = self._steps.revision
            self._hashes.clear()
            self._titles.clear()
            self._found = {name: place for name, place in self._found.items() if place.fits}

    def _place(self, target: Target, anchor: Mapping[str, Any]) -> Place:
        if isinstance(target, RunTarget):
            return Place(fits=self._same_content(0, anchor.get("hash")))
        if isinstance(target, StepTarget):
            return self._step_place(target, anchor)
        inner = self._inner_span_place(target, anchor)
        if inner is not None:
            return inner
        first, first_fits = self._locate(target.first, _mapping(anchor.get("from")))
        last, last_fits = self._locate(target.last, _mapping(anchor.get("to")))
        if first is None or last is None:
            return Place(fits=False, position=last if first is None else first)
        return Place(first_fits and last_fits, min(first, last), (min(first, last), max(first, last)))

    def _step_place(self, target: StepTarget, anchor: Mapping[str, Any]) -> Place:
        inner = self._subagent_step(target.step)
        if inner is not None:
            return Place(_is_same(inner, anchor), action=target.action)
        position, fits = self._locate(target.step, {**({"n": target.n} if target.n else {}), **anchor})
        step = None if position is None else self.step(position)
        if step is None or target.action is None:
            return Place(fits and step is not None, position)
        part = anchor.get("part")
        if isinstance(part, int) and 0 <= part < len(step.actions):
            return Place(fits, position, action=step.actions[part].n)
        known = any(one.n == target.action for one in step.actions)
        return Place(fits and known, position, action=target.action if known else None)

    def _inner_span_place(self, target: SpanTarget, anchor: Mapping[str, Any]) -> Place | None:
        """Return the place of a span of a sub-agent's steps: like those it has no position in the run's timeline."""
        ends = {"from": self._subagent_step(target.first), "to": self._subagent_step(target.last)}
        if not any(ends.values()):
            return None
        return Place(fits=all(_is_same(step, _mapping(anchor.get(name))) for name, step in ends.items()))

    def _subagent_step(self, native_id: str) -> Step | None:
        """Return step N of sub-agent A for `A:N`; it has no position in the timeline of the run."""
        inner = inner_step(native_id) if self._tape.subagents else None
        if inner is None:
            return None
        steps = next((one.steps for one in self._tape.subagents if one.id == inner[0]), None)
        if steps is None:
            return None
        position = steps.position(inner[1])
        return None if position is None or position >= len(steps) else steps[position]

    def _locate(self, native_id: str, anchor: Mapping[str, Any]) -> tuple[int | None, bool]:
        """Return the position and whether the step there is the one that was labelled."""
        given, n = anchor.get("hash"), anchor.get("n")
        n = n if isinstance(n, int) and 0 < n < 2**62 else None
        by_id = self._by_id(native_id, n)
        if by_id is not None and self._same_content(by_id, given):
            return by_id, True
        by_number = None if n is None else self._steps.position(n)
        if not isinstance(given, str):
            # Without a hash a number alone proves nothing where the id is gone.
            return by_id if by_id is not None else by_number, False
        if by_number is not None and self._same_content(by_number, given):
            return by_number, True
        by_content = self._by_content(given, by_number or 0)
        return (by_content, True) if by_content is not None else (by_id, False)

    def _by_id(self, native_id: str, n: int | None) -> int | None:
        position = None if n is None else self._steps.position(n)
        if position is not None:
            step = self.step(position)
            if step is not None and native_id in (step.id, *step.native_ids):
                return position
        return self._steps.find(native_id)

    def _by_content(self, given: str, around: int) -> int | None:
        """Return the only step with this content, or the nearest of several equal ones; None for none."""
        if not self._steps.complete:
            return None
        start, stop = max(0, around - _SEARCHED), min(len(self._steps), around + _SEARCHED)
        for position in sorted(range(start, stop), key=lambda one: abs(one - around)):
            if self.hash_at(position) == given:
                return position
        return None

    def _same_content(self, position: int, given: Any) -> bool:
        return not isinstance(given, str) or self.hash_at(position) == given


def _is_same(step: Step | None, anchor: Mapping[str, Any]) -> bool:
    given = anchor.get("hash")
    return step is not None and (not isinstance(given, str) or content_hash(step) == given)


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
