"""The order of a list of runs."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from playhead.corpus.order import Key, Order
from playhead.corpus.tally import LabelTally
from playhead.model import Status
from tests.playhead.corpus.making import run, waiting

RUNS = [
    run("b", status=Status.RESOLVED, failed=1, cost_usd=0.5, labels=LabelTally(2)),
    run("a", status=Status.FAILED, failed=3, duration_s=9.0),
    waiting("z"),
    run("C", status=Status.PARTIAL, failed=3, duration_s=4.0),
]


def by(order: Order) -> str:
    """Return the names of the runs in an order."""
    return "".join(RUNS[place].name for place in order.arranged(range(len(RUNS)), RUNS))


def test_what_one_looks_for_first_stands_first() -> None:
    """Failures before successes, much before little, names as in a dictionary; what is not known stands last."""
    orders = {key: by(Order(key)) for key in Key}
    assert orders == {
        "found": "bazC", "outcome": "aCbz", "failures": "aCbz", "steps": "baCz", "time": "aCbz", "cost": "bazC",
        "labels": "baCz", "name": "abCz",
    }  # fmt: skip


def test_an_order_turned_round_keeps_what_is_not_known_last() -> None:
    """The other way round, runs of which it is not known stay at the end."""
    assert by(Order(Key.TIME).turned()) == "Cabz"
    assert by(Order(Key.FOUND).turned()) == "Czab"


def test_orders_are_cycled() -> None:
    """The next key follows until all were there; a blind session passes the outcome over."""
    seen, order = [], Order()
    for _ in Key:
        seen.append(order.key)
        order = order.next()
    assert (seen, order) == (list(Key), Order())
    assert Order().next(blind=True).key is Key.FAILURES


@given(
    st.lists(st.tuples(st.integers(0, 3), st.none() | st.floats(0, 9)), max_size=30),
    st.sampled_from(Key),
    st.booleans(),
)
def test_an_order_loses_no_run(made: list[tuple[int, float | None]], key: Key, turned: bool) -> None:
    """Every run stands once in every order, and equal ones as they were found."""
    runs = [run("x", failed=failed, duration_s=time) for failed, time in made]
    places = Order(key, turned).arranged(range(len(runs)), runs)
    assert sorted(places) == list(range(len(runs)))
    if key is Key.NAME:
        assert places == sorted(places)
