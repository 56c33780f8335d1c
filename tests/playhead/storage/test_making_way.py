"""Work in the background that makes way for keys."""

from playhead.storage.making_way import MakingWay


def test_nobody_rests_before_somebody_asked() -> None:
    """A command without a screen never rests."""
    way = MakingWay()
    way.pause()
    assert way.pauses == 0


def test_work_rests_while_it_was_asked_to_and_not_after() -> None:
    """Every pause in the time that was asked for is one; after it none is."""
    way = MakingWay()
    way.ask(60)
    way.pause()
    way.pause()
    assert way.pauses == 2
    way.ask(-1)
    way.pause()
    assert way.pauses == 2
