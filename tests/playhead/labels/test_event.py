"""Events: what is written is what is read, by any reader."""

from __future__ import annotations

import json
import uuid

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playhead.labels import ids
from playhead.labels.event import Author, Event, RunTarget, SpanTarget, StepTarget, event_from, target_from
from playhead.labels.ids import new_id
from playhead.labels.state import state_of
from tests.playhead.labels.making import ANA, an_event
from tests.playhead.labels.strategies import any_text, events, json_values, scalars


@given(events)
def test_an_event_read_back_is_the_event_written(event):
    """An event that was written and read again equals itself, whatever it says."""
    assert event_from(json.loads(event.to_line())) == event


@given(events)
def test_a_line_is_one_line_for_every_reader(event):
    """A line is ASCII, has one newline at its end, and the strictest reader takes it."""
    line = event.to_line()
    assert line.isascii()
    assert line.count(b"\n") == 1
    assert line.endswith(b"\n")
    assert len(line.decode().splitlines()) == 1
    if len(str(event.value)) < 19:  # orjson refuses nothing else here but long integers
        assert orjson.loads(line)["label"]["id"] == event.id


@given(any_text)
def test_a_note_of_any_characters_is_valid_json_and_keeps_what_unicode_knows(note):
    """A note of any code points is stored; only lone surrogates, which no file can hold, become U+FFFD."""
    read = orjson.loads(an_event(note=note).to_line())["label"]["note"]
    if note.isascii() or "\ufffd" not in read:
        assert read == note.encode("utf-16", "surrogatepass").decode("utf-16")


def test_hostile_notes_are_kept_exactly():
    """Newline, tab, NUL, U+2028, emoji and 20 kB are kept in a note as they are."""
    note = "a\nb\tc\x00d\u2028e\x1b[2J 🎬 " + "x" * 20_000
    assert event_from(json.loads(an_event(note=note).to_line())).note == note


@given(json_values)
def test_anything_decoded_is_an_event_or_none(decoded):
    """No decoded value makes reading fail."""
    assert event_from(decoded) is None or isinstance(event_from(decoded), Event)


_FIELDS = "id op key value on evidence note by at schema tool anchor supersedes proposal blind elapsed_ms more"


@given(events, st.dictionaries(st.sampled_from(tuple(_FIELDS.split(" "))), json_values | scalars, max_size=4))
def test_unknown_and_wrong_fields_survive(event, foreign):
    """What another program wrote into an event is written back as it was, known to us or not."""
    mixed = {**event.to_json(), **foreign}
    read = event_from(mixed)
    if read is None:
        return
    again = event_from(json.loads(read.to_line()))
    assert again == read
    assert again.to_line() == read.to_line()
    for name in ("more", "note", "elapsed_ms", "anchor"):
        written = json.loads(an_event(value=[mixed.get(name)]).to_line())["label"]["value"][0]
        assert read.to_json().get(name) == event_from(an_event(value=[written]).to_json()).value[0]


def test_other_fields_inside_target_and_author_survive():
    """Fields we do not know inside `on` and `by` are written back."""
    raw = {
        "id": "1",
        "op": "set",
        "key": "k",
        "value": 1,
        "on": {"step": 3, "pane": "x"},
        "by": {"id": "ana", "orcid": 7},
    }
    read = event_from(raw)
    assert read.on == StepTarget("3")
    assert read.by == Author("human", "ana")
    assert json.loads(read.to_line())["label"] == raw


@pytest.mark.parametrize(
    "later",
    [
        b'{"op":"amend","id":"1","by":{"id":"ana","kind":"human"},"on":{"step":"s1"},"key":null}',
        b'{"id":"1","op":"set","key":"k","value":1.0,"on":{"file":"a.py","line":3},"by":{"kind":"team","id":"us"}}',
        b'{"id":"1","op":"set","on":{"step":{"id":1}},"key":"k","value":1,"by":{"id":"ana"}}',
        b'{"id":"1","op":"set","on":{"run":"b","pane":"left"},"key":"k","value":1,"by":{"id":"ana"}}',
    ],
)
def test_an_event_of_a_later_version_is_written_back_byte_for_byte_and_shown_nowhere(later):
    """An op or a kind of target that this version does not know is kept as it was written, and stands on nothing."""
    line = b'{"label":' + later + b"}\n"
    read = event_from(orjson.loads(line))
    assert not read.understood
    assert read.to_line() == line
    assert state_of([read]).in_force == ()


def test_what_is_no_event():
    """Without an id, an op, a target or an author there is no event."""
    whole = an_event().to_json()
    assert event_from(whole) is not None
    for missing in ("id", "op", "on", "by"):
        assert event_from({name: part for name, part in whole.items() if name != missing}) is None


def test_targets_as_they_are_written():
    """The three targets have the written forms of the format."""
    assert RunTarget("b").to_json() == {"run": "b"}
    assert StepTarget("s3", 4, 9).to_json() == {"step": "s3", "n": 4, "action": 9}
    assert SpanTarget("s1", "s4").to_json() == {"from": "s1", "to": "s4"}
    assert target_from({"from": "s1"}) is None
    assert target_from({"step": None, "n": 3}) is None
    assert target_from([]) is None


def test_ids_rise_even_when_the_clock_falls(monkeypatch):
    """Ids are version 7 UUIDs and sort in the order they were made, also when the clock goes back."""
    now = iter([10**18, 10**18, 9 * 10**17, 8 * 10**17, 10**18 + 10**7])
    monkeypatch.setattr(ids, "_last", 0)
    monkeypatch.setattr(ids.time, "time_ns", lambda: next(now))
    made = [new_id() for _ in range(5)]
    assert made == sorted(set(made))
    assert all(uuid.UUID(one).version == 7 and uuid.UUID(one).variant == uuid.RFC_4122 for one in made)
    assert uuid.UUID(made[0]).int >> 80 == 10**12


def test_an_author_without_a_version_says_none():
    """What an author or an event does not say is left out of the line."""
    written = json.loads(an_event(by=ANA).to_line())["label"]
    assert written["by"] == {"kind": "human", "id": "ana"}
    assert "note" not in written
    assert "blind" not in written
