"""Folding into run tapes: label lines at the end, when nobody else is writing."""

from __future__ import annotations

import errno
import json
import os

import pytest

from playhead.labels import append
from playhead.labels.fold import fold_tape
from playhead.opening import open_tape
from playhead.writing.tape_writer import TapeWriter
from tests.playhead.labels.making import a_tape, an_event

HEAD = b'{"tape":{"version":1}}\n{"step":{"step_id":1,"message":"{\\"label\\": \\n{\\"outcome\\""}}\n'
OUTCOME = b'{"outcome":{"status":"failed"}}\n'


@pytest.fixture
def record(tmp_path):
    path = tmp_path / "run.tape.jsonl"
    path.write_bytes(HEAD + OUTCOME)
    return path


def _fold(record, events, progress=None):
    return fold_tape(a_tape(path=record, record=record, format="run-tape"), events, progress)


def _labels(record):
    lines = [json.loads(line) for line in record.read_bytes().splitlines()]
    return [line["label"]["id"] for line in lines if "label" in line]


def test_labels_are_lines_at_the_end(record):
    """Events are appended sorted by id; what stood in the tape is its unchanged beginning; twice is once."""
    events = [an_event(id="2"), an_event(id="1")]
    assert _fold(record, events).events == 2
    whole = record.read_bytes()
    assert whole.startswith(HEAD + OUTCOME)
    assert _labels(record) == ["1", "2"]
    assert _fold(record, events).status == "unchanged"
    assert record.read_bytes() == whole
    assert _fold(record, [*events, an_event(id="0")]).events == 1
    assert _labels(record) == ["1", "2", "0"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "middle of a line"),
        (HEAD, "no outcome"),
        (HEAD + OUTCOME[:-1], "middle of a line"),
        (HEAD + OUTCOME + b'{"step"', "middle of a line"),
        (HEAD.replace(b'"version"', b'"outcome"'), "no outcome"),
    ],
)
def test_a_tape_that_may_go_on_is_left_alone(record, content, says):
    """A tape without an outcome, or with half a line at its end, is refused and untouched."""
    record.write_bytes(content)
    result = _fold(record, [an_event()])
    assert result.status == "refused"
    assert says in result.sentence
    assert record.read_bytes() == content


@pytest.mark.parametrize("left", [1, 30, 3000, -1])
def test_a_fold_that_a_power_loss_cut_off_is_gone_on_with(record, left):
    """Where the tape ends in the middle of a label of ours, the next fold writes the rest of it, and the others."""
    events = [an_event(id=str(number), note="n" * 2000) for number in range(3)]
    whole = HEAD + OUTCOME + b"".join(one.to_line() for one in events)
    record.write_bytes(whole[: len(HEAD + OUTCOME) + left] if left > 0 else whole[:left])
    os.utime(record, (0, 0))
    assert _fold(record, events).status == "folded"
    assert record.read_bytes() == whole


def test_a_line_that_may_be_begun_now_is_nobody_s_to_end(record):
    """A brace at the end of a tape that was written just now may be a step that is coming."""
    record.write_bytes(HEAD + OUTCOME + b"{")
    assert _fold(record, [an_event()]).status == "refused"
    assert record.read_bytes() == HEAD + OUTCOME + b"{"


def test_half_a_label_that_nobody_here_knows_is_a_line_by_itself(record):
    """Half a label of a fold that is over is left as it is, behind it ours are whole; no step is made of it."""
    torn = an_event().to_line()[:50]
    record.write_bytes(HEAD + OUTCOME + torn)
    event = an_event()
    assert _fold(record, [event]).status == "refused"
    os.utime(record, (0, 0))
    assert _fold(record, [event]).status == "folded"
    assert record.read_bytes() == HEAD + OUTCOME + torn + b"\n" + event.to_line()
    assert len(open_tape(record).steps) == 1


@pytest.mark.parametrize("theirs", [b"\n", b'"theirs"}\n'])
def test_somebody_who_writes_behind_our_half_line_takes_nothing(record, monkeypatch, theirs):
    """When somebody without a lock writes behind the half line first, our label is written once more, whole."""
    event = an_event(note="n" * 500)
    record.write_bytes(HEAD + OUTCOME + event.to_line()[:200])
    real = os.write

    def write(file, data):
        monkeypatch.setattr(append.os, "write", real)
        with record.open("ab", buffering=0) as other:
            real(other.fileno(), theirs)
        return real(file, data)

    monkeypatch.setattr(append.os, "write", write)
    assert _fold(record, [event]).status == "folded"
    assert event.to_line() in record.read_bytes().splitlines(keepends=True)
    assert theirs in record.read_bytes()


def test_a_tape_in_the_hands_of_its_writer_is_left_alone(tmp_path):
    """While a TapeWriter has the tape, also after its outcome, nothing is folded; when it lets go, all is."""
    path = tmp_path / "live.tape.jsonl"
    writer = TapeWriter(path, id="r", task={"text": "t"})
    writer.step({"step_id": 1, "source": "agent", "message": "hi"})
    writer.outcome("failed")
    assert _fold(path, [an_event()]).status == "refused"
    writer.close()
    assert _fold(path, [an_event()]).status == "folded"


def test_a_folded_tape_gives_its_labels_back(record):
    """Reading the tape again gives the events that were folded into it."""
    event = an_event(note="\u2028 \x00 ü")
    _fold(record, [event])
    assert [one["id"] for one in open_tape(record).events] == [event.id]


def test_labels_across_chunks_and_broken_ones(record):
    """Labels are recognised wherever a chunk ends, and broken label lines are passed over."""
    events = [an_event(note="x" * 700) for _ in range(3000)]
    assert _fold(record, events).events == 3000
    with record.open("ab") as file:
        file.write(b'{"label":{"id":\n{"label":[]}\n{"label":' + b'"' + b"x" * (17 << 20) + b'"}\n')
    assert _fold(record, events).status == "unchanged"


def test_progress_reaches_the_end(record):
    """Progress is told in bytes of the tape."""
    told = []
    _fold(record, [an_event()], lambda done, whole: told.append((done, whole)))
    assert told[-1] == (len(HEAD + OUTCOME), len(HEAD + OUTCOME))


@pytest.mark.parametrize("how", ["short", "nothing", "sync"])
def test_a_full_disk_leaves_the_tape_as_it_was(record, monkeypatch, how):
    """When the disk is full or fails, the tape is byte for byte what it was, and the sentence tells why."""
    real = os.write

    def write(file, data):
        if how == "short" and data.startswith(b'{"label"'):
            return real(file, data[:20])
        raise OSError(errno.ENOSPC, "no")

    def sync(_):
        raise OSError(errno.EIO, "no")

    with monkeypatch.context() as patched:
        patched.setattr(append.os, *("fdatasync", sync) if how == "sync" else ("write", write))
        result = _fold(record, [an_event()])
    assert result.status == "refused"
    assert record.read_bytes() == HEAD + OUTCOME
    assert _fold(record, [an_event()]).status == "folded"


def test_bytes_of_somebody_else_are_never_cut_off(record, monkeypatch):
    """When somebody without a lock writes behind our half line, nothing of theirs is taken away."""
    real = os.write

    def write(file, data):
        written = real(file, data[:20])
        with record.open("ab", buffering=0) as other:
            real(other.fileno(), b'{"step":"theirs"}\n')
        return written

    with monkeypatch.context() as patched:
        patched.setattr(append.os, "write", write)
        assert _fold(record, [an_event()]).status == "refused"
    assert record.read_bytes().startswith(HEAD + OUTCOME)
    assert record.read_bytes().endswith(b'{"step":"theirs"}\n')


def test_half_a_line_of_somebody_else_does_not_swallow_a_label(record, monkeypatch):
    """When somebody without a lock leaves half a line between our look and our write, our labels are whole lines."""
    real = os.write

    def write(file, data):
        monkeypatch.setattr(append.os, "write", real)
        with record.open("ab", buffering=0) as other:
            real(other.fileno(), b'{"step": "torn')
        return real(file, data)

    monkeypatch.setattr(append.os, "write", write)
    event = an_event()
    assert _fold(record, [event]).status == "folded"
    assert event.to_line() in record.read_bytes().splitlines(keepends=True)
    assert record.read_bytes().startswith(HEAD + OUTCOME + b'{"step": "torn')
