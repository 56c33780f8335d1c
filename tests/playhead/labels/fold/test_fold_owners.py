"""Folding beside other people and other names: a record stays whose it is, and what is not ours stays."""

from __future__ import annotations

import hashlib
import os
import struct

import pytest

from playhead.labels.fold import fold_tape, rewrite
from playhead.labels.fold.left import begun_name, whole_name
from tests.playhead.labels.making import a_tape, an_event

DOCUMENT = b'{"schema_version": "ATIF-v1.7", "steps": []}'
NO_TEXT = os.fsdecode(b"run\xff.json")


@pytest.fixture
def record(tmp_path):
    path = tmp_path / "run.json"
    path.write_bytes(DOCUMENT)
    return path


def _fold(record):
    return fold_tape(a_tape(path=record, record=record, format="atif"), [an_event()])


def _acl(*entries):
    return struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *one) for one in entries)


def test_a_record_of_another_account_is_left_to_it(record, monkeypatch):
    """Where the copy cannot be given to the record's owner the record stays as it is, and the sentence says why."""
    monkeypatch.setattr(rewrite.os, "fchown", _may_not)
    ours = record.stat()
    monkeypatch.setattr(rewrite.os, "fstat", _of_another(rewrite.os.fstat, ours))
    told = _fold(record)
    assert told.status == "refused"
    assert "another account" in told.sentence
    assert record.read_bytes() == DOCUMENT
    assert [one.name for one in record.parent.iterdir()] == [record.name]


def _may_not(*_):
    raise PermissionError(1, "Operation not permitted")


def _of_another(whole, record):
    """Return an `fstat` by which every other file than the record belongs to somebody else."""

    def told(descriptor):
        status = whole(descriptor)
        if status.st_ino == record.st_ino:
            return status
        return os.stat_result((*status[:4], status.st_uid + 1, *status[5:]))

    return told


def test_who_may_not_give_a_file_away_gives_it_to_the_group(record, monkeypatch):
    """A member of the record's group leaves it that group, though only root may choose the owner."""
    whole = os.fchown

    def as_member(descriptor, user, group):
        return whole(descriptor, user, group) if user == -1 else _may_not()

    monkeypatch.setattr(rewrite.os, "fchown", as_member)
    if os.geteuid() == 0:
        os.chown(record, -1, 4321)
    before = record.stat()
    assert _fold(record).status == "folded"
    assert record.stat().st_gid == before.st_gid
    assert record.stat().st_ino != before.st_ino


def test_what_a_folder_grants_on_new_files_is_not_granted_on_a_record(record):
    """A folded record gets no access list that it did not have before, whatever its folder gives to new files."""
    entries = [(1, 7, 0xFFFFFFFF), (2, 7, 4242), (4, 7, 0xFFFFFFFF), (16, 7, 0xFFFFFFFF), (32, 5, 0xFFFFFFFF)]
    record.chmod(0o644)
    try:
        os.setxattr(record.parent, "system.posix_acl_default", _acl(*entries))
    except (OSError, AttributeError):
        pytest.skip("this file system has no access lists")
    assert _fold(record).status == "folded"
    assert os.listxattr(record) == []
    assert record.stat().st_mode & 0o777 == 0o644


def _left(record, name, content):
    """Leave what a fold that was killed behind the exchange and another program would have left."""
    path = record.with_name(name)
    path.write_bytes(content)
    return path


def test_what_was_written_beside_a_name_that_is_no_text_is_kept(tmp_path):
    """What another program wrote stands beside a record whose name is no UTF-8, too, and the next fold is made."""
    record = tmp_path / NO_TEXT
    record.write_bytes(DOCUMENT)
    _left(record, whole_name(record, b"12345678", b"abcdefgh"), b"theirs")
    told = _fold(record)
    (kept,) = (one for one in tmp_path.iterdir() if ".kept-" in one.name)
    assert told.status == "refused"
    assert kept.name in told.sentence
    assert kept.read_bytes() == b"theirs"
    assert _fold(record).status == "folded"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("run.json", NO_TEXT),
        ("a" * 200 + "b", "a" * 200 + "c"),
        ("run.json", "run.json.playhead-0"),
        ("r", "r.playhead-x"),
    ],
)
def test_a_fold_leaves_what_the_folds_of_other_records_are_at(one, other, tmp_path):
    """Two records whose names begin alike have nothing in common: no copy of the one is removed, or put in place."""
    mine, theirs = tmp_path / one, tmp_path / other
    mine.write_bytes(DOCUMENT)
    now = hashlib.blake2b(DOCUMENT, digest_size=8).digest()
    names = {begun_name(theirs), whole_name(theirs, b"12345678", now)}
    for name in names:
        _left(mine, name, b"theirs")
    assert _fold(mine).status == "folded"
    assert {path.name for path in tmp_path.iterdir()} == {one, *names}
    assert all((tmp_path / name).read_bytes() == b"theirs" for name in names)


def test_what_is_only_named_like_our_copies_is_left(record):
    """A hidden file whose name begins like that of a copy, and does not go on like one, is nobody's business."""
    other = _left(record, f".{record.name}.playhead-notes.tmp", b"mine")
    assert _fold(record).status == "folded"
    assert other.read_bytes() == b"mine"


@pytest.mark.parametrize("length", [150, 151, 255])
def test_the_names_of_copies_fit_into_any_folder(length, tmp_path):
    """However long the name of a record is, the names that a fold needs are not longer than names may be."""
    record = tmp_path / ("n" * length)
    assert len(os.fsencode(begun_name(record))) <= 255
    assert len(os.fsencode(whole_name(record, b"12345678", b"abcdefgh"))) <= 255
