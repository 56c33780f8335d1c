"""Steps that a pass publishes and makes richer."""

from __future__ import annotations

from collections.abc import Iterable

from playhead.formats.build import make_action, make_step
from playhead.model import Kind, Step
from playhead.storage.line_steps import Progress
from playhead.storage.log_steps import Builder, Light, LogSteps
from playhead.storage.source import KINDS


class Plain:
    """A view of lists: an id, other ids, and an action for each number; `made` counts the steps that were built."""

    def __init__(self) -> None:
        self.made = 0

    def state(self, entry: list[object]) -> int:
        """Return how long it is."""
        return len(entry)

    def light(self, entry: list[object]) -> Light:
        """Return as many failed actions as it has numbers."""
        count = sum(isinstance(one, int) for one in entry)
        return Light(KINDS.index(Kind.RUN), count, count, 2 if count else None)

    def is_copied(self, entry: list[object]) -> bool:
        """Return whether it says so."""
        return "copied" in entry

    def ids(self, entry: list[object]) -> Iterable[str]:
        """Return its texts."""
        return [one for one in entry if isinstance(one, str)]

    def builder(self, entry: list[object]) -> Builder:
        """Return what makes its step, as it is now."""
        known = [*entry]

        def make(index: int, n: int | None, first_action: int | None) -> Step:
            self.made += 1
            count = sum(isinstance(one, int) for one in known)
            actions = [
                make_action(n=None if first_action is None else first_action + one, tool="t") for one in range(count)
            ]
            return make_step(index=index, n=n, id=str(known[0]), source="agent", actions=actions)

        return make

    def values(self, entry: list[object]) -> object:
        """Return it."""
        return entry


def test_a_step_that_grew_richer_is_built_anew() -> None:
    """A built step is kept while nothing is added to it, and no longer."""
    view, entry = Plain(), ["a", 1]
    steps = LogSteps(view)
    steps.publish([entry])
    assert steps[0] is steps[0]
    assert (view.made, len(steps[0].actions)) == (1, 1)
    entry.append(2)
    assert (len(steps[0].actions), view.made) == (2, 2)


def test_actions_behind_a_step_that_got_one_more_are_numbered_anew() -> None:
    """Where the last step of a file goes on after it was shown, what stands behind it counts on."""
    first: list[object] = ["a", 1]
    steps = LogSteps(Plain(), Progress())
    steps.publish([first, ["copied", 1], ["b", 1]])
    assert [[action.n for action in steps[index].actions] for index in range(3)] == [[1], [None], [2]]
    first.append(2)
    steps.changed(0)
    steps.publish(())
    assert [[action.n for action in steps[index].actions] for index in range(3)] == [[1, 2], [None], [3]]
    assert (steps.actions, steps.counted, steps.position(2)) == (3, 2, 2)
    assert bytes(steps.columns(0, 3).actions) == bytes([2, 1, 1])


def test_a_step_is_found_by_its_own_id_before_others_that_hold_it() -> None:
    """Ids are found once they are published, also those that came to a step later."""
    entry: list[object] = ["a", "shared"]
    steps = LogSteps(Plain(), Progress())
    steps.publish([entry])
    assert (steps.find("shared"), steps.find("late")) == (0, None)
    entry.append("late")
    steps.changed(0)
    steps.publish([["shared"]])
    assert (steps.find("shared"), steps.find("late"), steps.find("a")) == (1, 0, 0)


def test_more_actions_than_a_byte_counts_are_all_numbered() -> None:
    """Columns cap counts at 255; numbers do not."""
    steps = LogSteps(Plain())
    steps.publish([["a", *range(300)], ["b", 1]])
    assert steps.columns(0, 2).actions[0] == 255
    assert steps[1].actions[0].n == 301
