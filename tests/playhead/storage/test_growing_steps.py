"""Steps that grow in number while a record is joined in the background."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playhead.formats.build import make_step
from playhead.model import Kind, Step
from playhead.storage import growing_steps
from playhead.storage.growing_steps import GrowingSteps, Look
from playhead.storage.line_steps import Progress
from playhead.storage.source import KINDS, NO_EXIT_CODE


class Numbers:
    """Records that are their numbers, ten bytes each."""

    def bytes_between(self, first: int, last: int) -> bytes:
        """Return the numbers as text."""
        return b" ".join(b"%d" % number for number in range(first, last + 1))

    def range_of(self, first: int, last: int) -> tuple[int, int]:
        """Return ten bytes for each."""
        return first * 10, (last - first + 1) * 10

    def number_of(self, native_id: str) -> int | None:
        """Return the number that an id spells."""
        return int(native_id) if native_id.isdecimal() else None


def growing(*groups: tuple[int, Look, bool]) -> tuple[GrowingSteps, list[int]]:
    """Return steps of so many records each, and the positions that were built."""
    built: list[int] = []

    def build(index: int, n: int | None, first_action: int | None, members: Sequence[int]) -> Step:
        built.append(index)
        names = [str(number) for number in members]
        return make_step(
            index=index, n=n, id=names[0], source="agent", native_ids=names, text=str(first_action), raw=()
        )

    steps = GrowingSteps(Progress())
    steps.begin(Numbers(), build)
    at = 0
    for count, look, copied in groups:
        steps.add(range(at, at + count), look, copied=copied)
        at += count
    return steps, built


GROUP = st.tuples(
    st.integers(1, 3), st.builds(Look, st.sampled_from(KINDS), st.integers(0, 3), st.integers(0, 2)), st.booleans()
)


@given(st.lists(GROUP, max_size=12))
def test_numbers_actions_and_ids_run_over_the_record_in_order(groups):
    """Copied steps have no number; actions are numbered over the others; every id leads to its step."""
    steps, _ = growing(*groups)
    n, actions, at = 0, 0, 0
    for index, (count, look, copied) in enumerate(groups):
        n += not copied
        step = steps[index]
        assert (step.n, step.text) == ((None, "None") if copied else (n, str(actions + 1)))
        assert [steps.find(str(number)) for number in range(at, at + count)] == [index] * count
        assert copied or steps.position(n) == index
        actions, at = actions + (0 if copied else look.actions), at + count
    assert (len(steps), steps.counted, steps.actions, steps.native_steps) == (len(groups), n, actions, at)
    assert steps.find(str(at)) is None
    assert (steps.position(0), steps.position(n + 1)) == (None, None)


def test_columns_say_what_the_look_said():
    """Kinds, failures and action counts capped at 255, and the exit code."""
    steps, built = growing((1, Look(Kind.TEST, 300, 260, 2), False), (1, Look(), False))
    assert steps.columns(0, 9) == (
        bytes([KINDS.index(Kind.TEST), KINDS.index(Kind.OTHER)]), b"\xff\0", b"\xff\0",
        steps.columns(0, 2).exit_codes,
    )  # fmt: skip
    assert list(steps.columns(0, 2).exit_codes) == [2, NO_EXIT_CODE]
    assert built == []


def test_no_more_is_kept_than_so_many_bytes_of_records(monkeypatch):
    """A step is built once while it is kept, and again when others took its place; the latest is always kept."""
    monkeypatch.setattr(growing_steps, "CACHE_BYTES", 25)
    steps, built = growing(*[(1, Look(), False)] * 4, (9, Look(), False))
    for index in (0, 0, 1, 0, 2, 0, 4, 4):
        assert steps[index].index == index
    assert built == [0, 1, 2, 4]
    assert steps[0].index == 0
    assert built == [0, 1, 2, 4, 0]


def test_beginning_again_forgets_all():
    """A record that turned out to say otherwise leaves no step behind."""
    steps, _ = growing((2, Look(actions=1), False))
    assert len(steps) == 1
    steps.begin(Numbers(), lambda *_: pytest.fail("no step is left to build"))
    assert (len(steps), steps.counted, steps.actions, steps.native_steps, steps.find("0")) == (0, 0, 0, 0, None)
    with pytest.raises(IndexError):
        steps[0]
