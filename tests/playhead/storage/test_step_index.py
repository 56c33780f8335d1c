from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from playhead.storage.source import NO_EXIT_CODE
from playhead.storage.step_index import StepFacts, StepIndex

IDS = st.one_of(
    st.none(), st.integers(-3, 12), st.sampled_from([2**64, -(2**63), "a", "7", "b"]), st.integers(100, 3000)
)
FACTS = st.builds(
    StepFacts,
    id=IDS,
    kind=st.integers(0, 12),
    actions=st.sampled_from([0, 1, 1, 2, 254, 255, 256, 1000]),
    failed=st.integers(0, 300),
    exit_code=st.none() | st.integers(-(2**31) + 1, 2**31 - 1) | st.integers(-1, 2),
    copied=st.booleans(),
)


def test_steps_without_ids_cost_what_others_do() -> None:
    """A million damaged lines take arrays only: each is known by its place, and a few bytes more than with an id."""
    index = StepIndex()
    for at in range(5000):
        index.add(StepFacts(), at * 2, 1)
    index.add(StepFacts(id=7), 10_000, 1)
    assert index.bytes_held() <= 40 * 5001
    assert [index.ids.find_text(one) for one in ("#1.1", "#5000.1", "#5001.1", "7", "0")] == [0, 4999, None, 5000, None]
    assert (index.ids.text(4999), index.ids.text(5000)) == ("#5000.1", "7")


def expected(facts: list[StepFacts]) -> list[tuple[StepFacts, int]]:
    """Return the steps as a plain list would keep them: a known id replaces."""
    steps: list[tuple[StepFacts, int]] = []
    for at, one in enumerate(facts):
        place = next((p for p, (known, _) in enumerate(steps) if one.id is not None and known.id == one.id), None)
        if place is None:
            steps.append((one, at))
        else:
            steps[place] = (one, at)
    return steps


def text_of(one: StepFacts, place: int) -> str:
    """Return the id that a step is known by."""
    return f"#{place + 1}.1" if one.id is None else str(one.id)


@given(st.lists(FACTS, max_size=40), st.sampled_from([2, 5, 1024]))
def test_the_index_counts_as_a_plain_list_would(facts: list[StepFacts], block: int) -> None:
    """Numbers, first actions, columns and places are those of a plain list of steps, in whatever order ids come."""
    index = StepIndex(block=block)
    for at, one in enumerate(facts):
        index.add(one, at * 100, at + 1)
    steps = expected(facts)
    assert len(index) == len(steps)
    number, action = 0, 1
    columns = index.columns(0, len(steps))
    for place, (one, at) in enumerate(steps):
        assert index.range_of(place) == (at * 100, at + 1)
        if one.copied:
            assert index.number_of(place) is None
        else:
            number += 1
            assert index.number_of(place) == number
            assert index.position(number) == place
            assert index.first_action(place) == action
            action += one.actions
        assert columns.kinds[place] == one.kind
        assert columns.failed[place] == min(one.failed, 255)
        assert columns.actions[place] == min(one.actions, 255)
        assert columns.exit_codes[place] == (NO_EXIT_CODE if one.exit_code is None else one.exit_code)
        assert index.ids.text(place) == text_of(one, place)
    assert index.counted == number
    assert index.actions == action - 1
    assert index.position(number + 1) is None
    assert index.position(0) is None


@given(st.lists(FACTS, max_size=30))
def test_every_id_finds_its_step(facts: list[StepFacts]) -> None:
    """The text of an id finds the first step that has it, and what is no id finds nothing."""
    index = StepIndex()
    for at, one in enumerate(facts):
        index.add(one, at, 1)
    steps = expected(facts)
    texts = [text_of(one, place) for place, (one, _) in enumerate(steps)]
    for text in texts:
        found = index.ids.find_text(text)
        assert found is not None
        assert texts[found] == text
    for other in ("", "x", "007", "#", "#0.1", "#x.1", "-", "9" * 30, "\u0663"):
        if other not in texts:
            assert index.ids.find_text(other) is None


ROWS = st.lists(
    st.tuples(
        st.integers(1, 3),
        st.integers(0, 12),
        st.sampled_from([0, 1, 2, 254, 255, 300]),
        st.sampled_from([0, 1, 300]),
        st.none() | st.integers(-(2**40), 2**40) | st.integers(0, 1),
    ),
    max_size=30,
)


@given(st.lists(st.one_of(ROWS, FACTS), max_size=5), st.sampled_from([2, 1024]))
def test_many_at_once_are_as_many_one_by_one(
    parts: list[list[tuple[int, int, int, int, int | None]] | StepFacts], block: int
) -> None:
    """Steps added in bulk make the same index as the same steps added one after the other."""
    bulk, single = StepIndex(block=block), StepIndex(block=block)
    offset = 0
    for part in parts:
        if isinstance(part, StepFacts):
            bulk.add(part, offset, 5)
            single.add(part, offset, 5)
            offset += 10
            continue
        last = bulk.ids.last_number
        if last is None and len(bulk):
            continue
        number, rows = (0 if last is None else last), []
        for step, kind, actions, failed, code in part:
            number, offset = number + step, offset + 10
            rows.append((number, offset, 5, kind, actions, failed, code))
        bulk.extend(rows)
        for number, place, length, kind, actions, failed, code in rows:
            single.add(StepFacts(number, kind, actions, failed, code), place, length)
    assert len(bulk) == len(single)
    assert bulk.columns(0, len(bulk)) == single.columns(0, len(single))
    assert (bulk.actions, bulk.counted) == (single.actions, single.counted)
    for place in range(len(single)):
        assert bulk.first_action(place) == single.first_action(place)
        assert bulk.range_of(place) == single.range_of(place)
        assert bulk.ids.text(place) == single.ids.text(place)
        assert bulk.ids.find_text(single.ids.text(place)) == single.ids.find_text(single.ids.text(place))


@given(
    st.lists(FACTS, max_size=5),
    st.lists(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 1), st.integers(-9, 999)), min_size=1), max_size=4),
)
def test_plain_steps_many_at_a_time_are_as_one_by_one(
    before: list[StepFacts], parts: list[list[tuple[int, int, int]]]
) -> None:
    """Steps of one action with ids that count up come out the same, or are refused where an id was there before."""
    bulk, single = StepIndex(block=3), StepIndex(block=3)
    for at, one in enumerate(before):
        bulk.add(one, at * 100, 7)
        single.add(one, at * 100, 7)
    number, offset = 50, 1000
    for part in parts:
        kinds, failed, codes = zip(*part, strict=True)
        offsets = [offset + at * 10 for at in range(len(part))]
        try:
            bulk.extend_plain(
                number,
                offsets,
                [5] * len(part),
                kinds=bytes(kinds),
                actions=b"\1" * len(part),
                failed=bytes(failed),
                codes=codes,
            )
        except ValueError:
            ids = [one.id for one in before]
            rising = all(isinstance(one, int) for one in ids) and ids == sorted(set(ids))
            assert not rising or ids[-1] >= number or ids[0] < 0
            return
        for at, (kind, bad, code) in enumerate(part):
            single.add(StepFacts(number + at, kind, 1, bad, code), offsets[at], 5)
        number, offset = number + len(part), offsets[-1] + 10
    assert bulk.columns(0, len(bulk)) == single.columns(0, len(single))
    assert (len(bulk), bulk.actions, bulk.counted) == (len(single), single.actions, single.counted)
    for place in range(len(single)):
        assert bulk.first_action(place) == single.first_action(place)
        assert bulk.range_of(place) == single.range_of(place)
        assert bulk.ids.text(place) == single.ids.text(place)


def test_a_line_read_again_is_the_same_step() -> None:
    """The last line, read again when it has grown, stays one step, even without an id or with another one."""
    index = StepIndex()
    index.add(StepFacts(1, actions=1), 0, 10)
    index.add(StepFacts(None, actions=1), 11, 5)
    index.add(StepFacts(None, actions=2), 11, 9)
    index.add(StepFacts(2, actions=3), 11, 12)
    assert len(index) == 2
    assert index.actions == 4
    assert index.range_of(1) == (11, 12)
    assert index.ids.text(1) == "2"


def test_steps_that_count_up_cost_nineteen_bytes() -> None:
    """A hundred thousand steps with ids that count up keep no more than 20 bytes each."""
    index = StepIndex()
    for at in range(100_000):
        index.add(StepFacts(at + 1, 3, 1, 0, 0), at * 100, 99)
    assert index.bytes_held() <= 20 * 100_000
