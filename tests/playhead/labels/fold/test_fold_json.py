"""Folding into JSON documents: our key, and not one other byte."""

from __future__ import annotations

import itertools
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playhead.labels.event import event_from
from playhead.labels.fold.plan import AT_ROOT, IN_EXTRA, plan
from playhead.labels.fold.result import JournalOnlyError
from playhead.labels.fold.scan import scan
from playhead.labels.registers import unique
from tests.playhead.labels import strategies as drawn
from tests.playhead.labels.fold.documents import documents, escaped, parsed
from tests.playhead.labels.making import an_event

some_events = st.lists(drawn.events, min_size=1, max_size=3, unique_by=lambda one: one.id)
paths = st.sampled_from((IN_EXTRA, AT_ROOT))


def _spliced(data, path, events):
    def read(offset, length):
        return data[offset : offset + length]

    return plan(scan(read, path), path, unique(events), read)


def _folded(data, path, events):
    splice = _spliced(data, path, events)
    return data if splice is None else data[: splice.offset] + splice.new + data[splice.offset + splice.length :]


def _ours(data, path):
    value = json.loads(data.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "surrogatepass"))
    for key in path[:-1]:
        value = value[key]
    return value


@given(documents(), paths, some_events)
def test_a_fold_adds_our_key_and_nothing_else(data, path, events):
    """The folded document is the original with our member in it; taken out again, every byte is as it was."""
    splice = _spliced(data, path, events)
    folded = _folded(data, path, events)
    assert splice.length == 0
    assert folded[: splice.offset] + folded[splice.offset + len(splice.new) :] == data
    before, after = parsed(data), parsed(folded)
    if path[0] == "extra" and "extra" in dict(before[1:]):
        assert [pair for pair in after[1:] if pair[0] != "extra"] == [pair for pair in before[1:] if pair[0] != "extra"]
        before, after = dict(before[1:])["extra"], dict(after[1:])["extra"]
    assert after[:-1] == before
    assert after[-1][0] == ("extra" if folded.count(b'"extra"') > data.count(b'"extra"') else path[-2])
    ours = _ours(folded, path)
    assert ours["version"] == 1
    assert [event_from(one) for one in ours["events"]] == unique(events)


@given(documents(), paths, some_events)
def test_twice_is_once(data, path, events):
    """Folding what the record holds already changes nothing."""
    once = _folded(data, path, events)
    assert _spliced(once, path, events) is None
    assert _spliced(once, path, []) is None


@given(documents(), paths, st.lists(drawn.events, min_size=2, max_size=5, unique_by=lambda one: one.id), st.data())
def test_the_way_does_not_matter(data, path, events, chance):
    """In however many folds the events come, and in whatever order, the bytes at the end are the same."""
    shuffled = chance.draw(st.permutations(events))
    cuts = sorted(chance.draw(st.lists(st.integers(0, len(events)), max_size=3)))
    step = data
    for start, end in itertools.pairwise([0, *cuts, len(events)]):
        step = _folded(step, path, shuffled[start:end])
    assert step == _folded(data, path, events)


@given(
    st.dictionaries(st.sampled_from("abc"), drawn.json_values, min_size=1),
    st.sampled_from((None, 0, 1, 4, "\t")),
    st.booleans(),
    paths,
    some_events,
)
def test_in_an_indented_record_every_event_has_a_line(value, indent, has_extra, path, events):
    """Where the record is indented a diff shows a line for each event; elsewhere we add no line at all."""
    data = json.dumps({**value, "extra": {"x": 1}} if has_extra else value, indent=indent).encode()
    new = _spliced(data, path, events).new
    if indent is None:
        assert b"\n" not in new
        return
    lines = [line.strip().rstrip(b",") for line in new.split(b"\n")]
    own = [json.loads(line)["id"] for line in lines if line.startswith(b'{"id"')]
    assert own == [event.id for event in unique(events)]
    text = json.dumps(json.loads(_folded(data, path, events)), indent=indent)
    assert text.split("\n")[-1] == "}"
    assert max(_depth(line) for line in new.split(b"\n")) <= max(_depth(line) for line in text.encode().split(b"\n"))


def _depth(line):
    return len(line) - len(line.lstrip())


def test_what_others_wrote_into_our_list_is_carried(tmp_path):
    """Entries that are no events of ours, or are written differently, keep every byte."""
    foreign = b'{ "id" : "5", "op":"set","key":"k","value":1.10,"on":{},"by":{"id":"x"}, "more": 12345678901234567890 }'
    odd = b'[1, "two"]'
    data = b'{"extra":{"playhead":{"version":1,"events":[' + odd + b" , " + foreign + b'],"note":7}}}'
    folded = _folded(data, IN_EXTRA, [an_event(id="1"), an_event(id="9"), an_event(id="5", value="other")])
    first, last = (an_event(id=name).to_json() for name in ("1", "9"))
    entries = [
        json.dumps(first, separators=(",", ":")).encode(),
        foreign,
        json.dumps(last, separators=(",", ":")).encode(),
        odd,
    ]
    assert folded == data.replace(odd + b" , " + foreign, b",".join(entries))


@pytest.mark.parametrize(
    ("data", "path", "says"),
    [
        (b"[]", AT_ROOT, "no JSON object"),
        (b'"x"', IN_EXTRA, "no JSON object"),
        (b'{"extra":null}', IN_EXTRA, "extra"),
        (b'{"extra":[]}', IN_EXTRA, "extra"),
        (b'{"a":1,"a":2}', AT_ROOT, "twice"),
        (b'{"a":1,"a":2}', IN_EXTRA, "twice"),
        (f'{{"a":1,{escaped("a")}:2}}'.encode(), AT_ROOT, "twice"),
        (b'{"extra":{"a":1,"a":2}}', IN_EXTRA, "twice"),
        (b'{"playhead":3}', AT_ROOT, "did not write"),
        (b'{"playhead":{}}', AT_ROOT, "did not write"),
        (b'{"playhead":{"version":1}}', AT_ROOT, "did not write"),
        (b'{"playhead":{"version":1,"events":{}}}', AT_ROOT, "did not write"),
        (b'{"playhead":{"version":1,"events":[],"events":[]}}', AT_ROOT, "did not write"),
        (b'{"playhead":{"version":2,"events":[]}}', AT_ROOT, "later version"),
        (b'{"extra":{"playhead":[]}}', IN_EXTRA, "did not write"),
    ],
)
def test_a_record_without_a_place_for_labels_is_left_alone(data, path, says):
    """Where our key has no place, or something else stands there, the sentence says so and nothing is written."""
    with pytest.raises(JournalOnlyError, match=says):
        _spliced(data, path, [an_event()])


def test_duplicate_keys_elsewhere_are_none_of_our_business():
    """A key twice deep in the document is carried as it is."""
    data = b'{"steps":[{"a":1,"a":2}]}'
    assert _folded(data, AT_ROOT, [an_event()]).startswith(data[:-1])


def test_how_it_looks():
    """An indented record gets an indented member with an event on each line; a compact one stays compact."""
    event = an_event(id="1", key="k", value=True)
    line = '{"id":"1","op":"set","key":"k","value":true,"on":{},"by":{"kind":"human","id":"ana"}}'
    pretty = _folded(b'{\r\n  "a": 1\r\n}\r\n', IN_EXTRA, [event]).decode()
    assert pretty == (
        '{\r\n  "a": 1,\r\n  "extra": {\r\n    "playhead": {\r\n      "version": 1,\r\n      "events": [\r\n        '
        f"{line}\r\n      ]\r\n    }}\r\n  }}\r\n}}\r\n"
    )
    assert _folded(b'{"a": 1}', AT_ROOT, [event]).decode() == f'{{"a": 1,"playhead":{{"version":1,"events":[{line}]}}}}'


def test_the_plan_is_no_bigger_than_the_labels():
    """What is planned holds our bytes alone, never the record's."""
    data = b'{"a":"' + b"x" * 5_000_000 + b'"}'
    assert len(_spliced(data, AT_ROOT, [an_event()]).new) < 1000
