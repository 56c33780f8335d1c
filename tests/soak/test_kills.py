"""The kill loops: a few kills in the suite, and judges that find what is broken."""

from __future__ import annotations

import pytest

from tests.soak.kills.family import lines, start, verdict_of
from tests.soak.kills.foreign_bytes import Piece, in_document, in_log
from tests.soak.kills.judge import DOUBLED, FOREIGN, LEFT, LOST
from tests.soak.kills.records import RECORDS

_OURS = b'{"label":{"id":"00000000-0000-0000-0000-000000000001","op":"set"}}\n'
_OWN = {"00000000-0000-0000-0000-000000000001": _OURS}
_LOG = [Piece(b'{"step":1}\n'), Piece(b'{"step'), Piece(b'":2}\n')]


def test_kills_break_no_promise():
    """Annotators, folds and a writer killed at random on two records: nothing lost, doubled, changed or left behind."""
    found = lines([verdict_of(start(1, 26, 12))])
    assert [one.failures for one in found] == [()] * 5
    assert all(one.cases > 20 for one in found)


def test_the_judge_sees_what_is_broken():
    """Few kills find a saver that writes late and twice, and a fold that writes the record anew and leaves copies."""
    broken = ("write-later", "write-twice", "write-anew", "leave-copies")
    failures = verdict_of(start(1, 11, 11, *(f"--broken={name}" for name in broken)))["failures"]
    assert all(failures[promise] for promise in (LOST, DOUBLED, FOREIGN, LEFT))


def test_a_killed_write_is_torn_between_pages_of_the_file():
    """What a killed program was about to write may be there up to the end of a page, and nothing else of it."""
    before, torn, after = b"x" * 4000, b'{"step":"' + b"y" * 900, b'{"step":3}\n'
    pieces = [Piece(before), Piece(torn, certain=False), Piece(after)]
    assert in_log(before + torn[:96] + after, pieces, _OWN).wrong is None
    assert in_log(before + after, pieces, _OWN).wrong is None
    assert in_log(before + torn[:97] + after, pieces, _OWN).wrong is not None


def test_what_was_not_written_is_not_taken_from_what_was():
    """A piece that a killed program did not write may be the beginning of the next one, which it did."""
    pieces = [Piece(b'{"step', certain=False), *_LOG]
    assert in_log(b"".join(one.data for one in _LOG), pieces, _OWN).wrong is None
    assert in_log(b"".join(one.data for one in pieces), pieces, _OWN).wrong is None


@pytest.mark.parametrize("between", [b"", _OURS, b"\n" + _OURS, b"\n" + _OURS[:30] + b"\n" + _OURS])
def test_what_is_ours_in_a_log_is_told_from_what_is_not(between):
    """Lines of ours may stand between what a program writes at once: whole, led by a newline, or torn by a kill."""
    found = in_log(_LOG[0].data + _LOG[1].data + between + _LOG[2].data, _LOG, _OWN)
    assert found.wrong is None
    assert found.torn == (len(between) - len(_OURS) > 30)


@pytest.mark.parametrize(
    "data",
    [
        b'{"step":1}\n{"step":2}',
        b'{"step":1}\n\n{"step":2}\n',
        b'{"step":1}\n{"step":3}\n',
        b'{"step":1}\n{"step":2}\n?',
    ],
)
def test_a_changed_byte_of_a_log_is_found(data):
    """A byte that is gone, new or another one is found."""
    assert in_log(data, _LOG, _OWN).wrong is not None


def test_a_changed_byte_of_a_document_is_found():
    """A document is its program's but for our member: nothing else was added, gone or written anew."""
    record = RECORDS[2]
    content = record.content(1)
    folded = content[:-2] + b', "playhead": {"events": [{"id": "a"}, {"id": "a"}]}' + content[-2:]
    assert in_document(folded, [record.content(2), content], record).ours == {"a": 2}
    for wrong in (content[:-2] + b', "else": {"events": []}' + content[-2:], folded.replace(b"Fix", b"Fox"), b"{}"):
        assert in_document(wrong, [record.content(2), content], record).wrong is not None
