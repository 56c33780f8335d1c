from __future__ import annotations

import hashlib
import os
from array import array
from pathlib import Path

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playhead.storage import kept_columns
from playhead.storage.kept_columns import keep, kept

COLUMNS: list[bytearray | array[int]] = [
    bytearray(b"abc"),
    array("Q", range(70_000)),
    array("i", [-1, 2]),
    array("q"),
    array("I", [7]),
]
STATE = {"text": "é", "number": 2**63, "none": None, "list": [1, [2]]}


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep columns in a folder of the test's own."""
    monkeypatch.setattr(kept_columns, "folder", lambda: tmp_path / "cache" / "columns")
    return tmp_path / "cache" / "columns"


def file_of(place: Path) -> Path:
    """Return the only file there is."""
    (one,) = place.iterdir()
    return one


def test_what_is_kept_comes_back(tmp_path: Path, place: Path) -> None:
    """State and columns of a record come back as they were, to its own account only, and to no other record."""
    assert keep(tmp_path / "x", STATE, COLUMNS)
    assert kept(tmp_path / "x") == (STATE, COLUMNS)
    assert kept(tmp_path / "y") is None
    assert (place.stat().st_mode & 0o777, file_of(place).stat().st_mode & 0o777) == (0o700, 0o600)
    assert keep(tmp_path / "x", {}, [])
    assert kept(tmp_path / "x") == ({}, [])
    assert len(list(place.iterdir())) == 1


@given(st.data())
def test_damage_is_no_answer(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    """A file with any byte changed, cut off or added, or of any other bytes, is as if it were not there."""
    record = tmp_path_factory.getbasetemp() / "damaged"
    assert keep(record, STATE, [bytearray(b"abcdef"), array("Q", [1, 2, 3])])
    path = kept_columns.folder() / kept_columns._name(record)
    whole = path.read_bytes()
    how = data.draw(st.sampled_from(["flip", "cut", "add", "other"]))
    if how == "flip":
        at = data.draw(st.integers(0, len(whole) - 1))
        changed = whole[:at] + bytes([whole[at] ^ data.draw(st.integers(1, 255))]) + whole[at + 1 :]
    elif how == "cut":
        changed = whole[: data.draw(st.integers(0, len(whole) - 1))]
    elif how == "add":
        changed = whole + data.draw(st.binary(min_size=1, max_size=20))
    else:
        changed = whole[: data.draw(st.integers(0, 60))] + data.draw(st.binary(max_size=200))
    path.write_bytes(changed)
    assert kept(record) is None or changed == whole


@pytest.mark.parametrize("count", [2**63, 2**40, -1, 10**30, "7", None, 1.5, []])
def test_a_count_is_not_trusted(tmp_path: Path, place: Path, count: object) -> None:
    """A count of items that the file does not hold is refused before anything is made for it."""
    keep(tmp_path / "x", {}, [array("Q", [1])])
    path = file_of(place)
    data = path.read_bytes()
    head = b'{"state":{},"columns":[["Q",%b]]}' % orjson.dumps(str(count) if count == 10**30 else count)
    start = len(kept_columns._MAGIC) + kept_columns._DIGEST
    body = len(head).to_bytes(8, "little") + head + data[-8:]
    digest = hashlib.blake2b(body, digest_size=kept_columns._DIGEST).digest()
    path.write_bytes(data[: start - len(digest)] + digest + body)
    assert kept(tmp_path / "x") is None


@pytest.mark.parametrize("how", ["link", "folder", "pipe", "writable by others", "not readable as a path"])
def test_a_file_that_may_be_foreign_is_not_read(tmp_path: Path, place: Path, how: str) -> None:
    """A link, a folder, a pipe, or a file that others may write into is as if it were not there."""
    keep(tmp_path / "x", STATE, COLUMNS)
    path = file_of(place)
    if how == "writable by others":
        path.chmod(0o666)
    else:
        path.rename(tmp_path / "moved")
        if how == "link":
            path.symlink_to(tmp_path / "moved")
        elif how == "folder":
            path.mkdir()
        elif how == "pipe":
            os.mkfifo(path)
    record = Path("a\0b") if how == "not readable as a path" else tmp_path / "x"
    assert kept(record) is None


@pytest.mark.parametrize("how", ["a file in its place", "writable by others", "a link"])
def test_a_folder_that_is_not_ours_is_not_written(tmp_path: Path, place: Path, how: str) -> None:
    """Where the folder cannot be made or others may write into it nothing is kept, and nothing fails."""
    place.parent.mkdir()
    if how == "a file in its place":
        place.write_bytes(b"")
    elif how == "a link":
        (tmp_path / "elsewhere").mkdir(mode=0o700)
        place.symlink_to(tmp_path / "elsewhere")
    else:
        place.mkdir()
        place.chmod(0o777)
    assert not keep(tmp_path / "x", STATE, COLUMNS)
    assert kept(tmp_path / "x") is None


def test_the_least_used_go_first(tmp_path: Path, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond a number of files or of bytes those go that were not used for the longest time."""
    monkeypatch.setattr(kept_columns, "_MOST_FILES", 3)
    for number, name in enumerate("abc"):
        keep(tmp_path / name, {"name": name}, [])
        os.utime(place / kept_columns._name(tmp_path / name), (number, number))
    assert kept(tmp_path / "a") is not None  # used now
    keep(tmp_path / "d", {}, [])
    assert [kept(tmp_path / name) is not None for name in "abcd"] == [True, False, True, True]
    monkeypatch.setattr(kept_columns, "_MOST_BYTES", 0)
    keep(tmp_path / "e", {}, [])
    assert list(place.iterdir()) == []


def test_what_is_too_large_or_no_json_is_not_kept(tmp_path: Path, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A state that JSON cannot hold, or more bytes than one record may take, is not kept; nothing is left of it."""
    assert not keep(tmp_path / "x", {"a": "\ud800"}, [])
    assert not keep(tmp_path / "x", {"a": 2**70}, [])
    monkeypatch.setattr(kept_columns, "_LARGEST", 10)
    assert not keep(tmp_path / "x", {}, [bytearray(11)])
    assert not place.exists() or not list(place.iterdir())
