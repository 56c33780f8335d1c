"""Which run of a list is read next."""

from __future__ import annotations

import threading

from playhead.corpus.reading_order import ReadingOrder


def test_runs_in_sight_are_read_first_and_each_once() -> None:
    """Runs are given out as they were found, those in sight before; none twice unless it is asked for again."""
    order = ReadingOrder()
    order.add(*range(6))
    assert order.take() == 0
    order.prefer([4, 5, 0])
    assert [order.take() for _ in range(3)] == [4, 5, 1]
    order.add(4)
    assert [order.take() for _ in range(3)] == [2, 3, 4]


def test_what_is_being_read_is_still_to_come() -> None:
    """A run counts as left until it was read."""
    order = ReadingOrder()
    order.add(7)
    assert (order.left, order.take(), order.left) == (1, 7, 1)
    order.done(7)
    assert order.left == 0


def test_readers_wait_and_are_let_go() -> None:
    """A reader waits while nothing is there or reading is held, and goes home when the list is closed."""
    order, taken = ReadingOrder(), []
    order.hold()
    order.add(1)

    def read() -> None:
        while (place := order.take()) is not None:
            taken.append(place)
            order.done(place)
            if place == 2:
                order.close()

    reader = threading.Thread(target=read)
    reader.start()
    assert taken == []
    order.hold(False)
    order.add(2)
    reader.join(20)
    assert (taken, reader.is_alive(), order.take()) == ([1, 2], False, None)
