"""A run as the rules read it: every counted action with what was said before and after it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from playhead.model import Action, Step
from playhead.storage.source import StepSource

ASKED_EVERY = 256
MOST_SAID = 4_000
"""Characters of a thought or a message that are looked at."""


@dataclass(frozen=True, slots=True)
class Happening:
    """One action in its place: `position` of its step, `place` in it, run-wide `number`.

    `thought` is what the agent thought and said in its step, `next_thought` in its next one, `person` what a person
    said between the two, `harness` what a system message did ("" for nothing). `last` tells whether it is its step's
    last action; `following` is the action after it. `messages` are the person's one by one, with their positions.
    """

    position: int
    place: int
    number: int
    action: Action
    thought: str = ""
    next_thought: str = ""
    person: str = ""
    person_position: int | None = None
    last: bool = True
    at: str | None = None
    tokens: int = 0
    following: Action | None = None
    harness: str = ""
    harness_position: int | None = None
    messages: tuple[tuple[int, str], ...] = ()


def happenings(steps: StepSource, going: Callable[[int], bool] | None = None) -> Iterator[Happening]:
    """Yield every action that counts, in order. `going` is told the position and ends the look by returning False."""
    reader = HappeningReader()
    for position in range(len(steps)):
        if going is not None and position % ASKED_EVERY == 0 and not going(position):
            return
        yield from reader.take(steps[position], position)
    yield from reader.rest()


class HappeningReader:
    """Steps in, actions out: each when it is known what was said after it, so one step late."""

    def __init__(self) -> None:
        self._waiting: list[Happening] = []
        self._since = _Since()

    def take(self, step: Step, position: int) -> Iterator[Happening]:
        """Take the next step; yield the actions before it that are told now."""
        if step.copied:
            return
        if step.actions:
            said = said_by(step)
            yield from self._since.told_to(self._waiting, said, step.actions[0])
            self._waiting, self._since = list(_of_step(step, position, said)), _Since()
        elif self._waiting:
            self._since.take(step, position)

    def rest(self) -> Iterator[Happening]:
        """Yield the last actions of a run that has no more steps."""
        yield from self._since.told_to(self._waiting, "", None)
        self._waiting = []


class _Since:
    """What was said since the last action: by the agent, and by a person."""

    def __init__(self) -> None:
        self.agent = ""
        self.messages: list[tuple[int, str]] = []
        self.harness = ""
        self.harness_position: int | None = None

    def take(self, step: Step, position: int) -> None:
        """Take a step without actions."""
        if step.source == "agent":
            self.agent = self.agent or said_by(step)
        elif step.source == "user":
            self.messages.append((position, step.text[:MOST_SAID]))
        elif step.source == "system" and not self.harness:
            self.harness, self.harness_position = step.text[:MOST_SAID], position

    def told_to(self, waiting: list[Happening], said: str, following: Action | None) -> Iterator[Happening]:
        """Yield what waited, with what came after it; a person's words belong to the last of them."""
        for nth, one in enumerate(waiting):
            messages = tuple(self.messages) if one.last else ()
            yield Happening(
                one.position,
                one.place,
                one.number,
                one.action,
                one.thought,
                self.agent or said,
                "\n\n".join(text for _, text in messages),
                messages[0][0] if messages else None,
                one.last,
                one.at,
                one.tokens,
                following if one.last else waiting[nth + 1].action,
                self.harness if one.last else "",
                self.harness_position if one.last else None,
                messages,
            )


def said_by(step: Step) -> str:
    """Return what the agent thought and said in a step."""
    return f"{step.thought}\n{step.text}".strip()[:MOST_SAID]


def _of_step(step: Step, position: int, said: str) -> Iterator[Happening]:
    counted = [(place, action) for place, action in enumerate(step.actions) if action.n is not None]
    spent = (step.tokens.output or 0) if step.tokens else 0
    for nth, (place, action) in enumerate(counted):
        yield Happening(
            position,
            place,
            action.n or 0,
            action,
            said,
            last=nth == len(counted) - 1,
            at=action.at or step.at,
            tokens=spent if nth == 0 else 0,
        )
