"""What a store shows: each event is looked at once, however many there are and however often one looks."""

from __future__ import annotations

import pytest

from playhead.labels import anchor
from playhead.labels.event import StepTarget
from playhead.labels.kept_state import KeptState
from playhead.labels.schema import load_schema
from playhead.labels.store import LabelStore
from tests.playhead.labels.making import ANA, BEN, a_tape, an_event


@pytest.fixture
def counted(monkeypatch):
    """Return how often steps were hashed and told, and how many events were taken into the state."""
    calls = {"hash": 0, "title": 0, "placed": 0, "taken": 0}

    def count(owner, attribute, name, by=lambda *_: 1):
        real = getattr(owner, attribute)

        def counting(*args, **named):
            calls[name] += by(*args)
            return real(*args, **named)

        monkeypatch.setattr(owner, attribute, counting)

    count(anchor, "content_hash", "hash")
    count(anchor, "title_of", "title")
    count(anchor.Finder, "_place", "placed")
    count(KeptState, "add", "taken", lambda _self, events: len(events))
    return calls


@pytest.mark.parametrize("many", [0, 400])
def test_a_label_costs_the_same_however_many_there_are(tmp_path, counted, many):
    """One more label, its state, what the record lacks and its undo look at no other event again."""
    path = tmp_path / "run.json"
    path.write_text("{}")
    held = [an_event(f"k{number % 7}", number, on=number % 5, by=(ANA, BEN)[number % 2]) for number in range(many)]
    tape = a_tape(path=path, record=path, events=[one.to_json() for one in held])
    store = LabelStore.open(tape, author=ANA, schema=load_schema())
    store.set(StepTarget("s3"), "flag", "x")
    store.flush()
    assert len(store.state.in_force) > many // 200
    assert store.not_in_record == 1
    before = dict(counted)
    store.set(StepTarget("s3", 4), "phase", "edit")
    store.flush()
    assert store.state.on_step(3)
    assert store.not_in_record == 2
    store.undo()
    store.flush()
    assert store.not_in_record == 3
    assert store.state.on_step(3)
    spent = {name: number - before[name] for name, number in counted.items()}
    assert spent == {"hash": 0, "title": 0, "placed": 2, "taken": 2}
    store.close()
