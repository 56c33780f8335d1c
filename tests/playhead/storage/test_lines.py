from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playhead.storage import lines
from playhead.storage.lines import RecordFile, lines_between


@given(st.lists(st.binary(max_size=30).map(lambda data: data.replace(b"\n", b"")), max_size=30), st.booleans())
def test_lines_are_those_of_split(tmp_path_factory: pytest.TempPathFactory, parts: list[bytes], ended: bool) -> None:
    """Every line comes with its bytes and place, whatever the chunks cut through."""
    data = b"\n".join(parts) + (b"\n" if ended else b"")
    path = tmp_path_factory.getbasetemp() / "lines"
    path.write_bytes(data)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lines, "CHUNK", 7)
        found = list(lines_between(RecordFile(path), 0, len(data)))
    expected = data.split(b"\n")
    if expected[-1] == b"":
        expected.pop()
    assert [line.data for line in found] == expected
    assert all(data[line.offset : line.offset + line.length] == line.data for line in found)
    assert [line.ended for line in found[:-1]] == [True] * (len(found) - 1)
    assert not found or found[-1].ended == data.endswith(b"\n")


def test_a_huge_line_is_not_held(tmp_path: Path) -> None:
    """A line beyond a megabyte comes without its bytes, the ones around it with theirs."""
    path = tmp_path / "x"
    path.write_bytes(b"a\n" + b"x" * (lines.LONGEST + 1) + b"\nb\n")
    found = list(lines_between(RecordFile(path), 0, path.stat().st_size))
    assert [(line.length, line.data is None) for line in found] == [(1, False), (lines.LONGEST + 1, True), (1, False)]


def test_a_file_that_loses_its_name_stays_readable(tmp_path: Path) -> None:
    """What was open is read on after the name went to another file."""
    path = tmp_path / "x"
    path.write_bytes(b"first")
    file = RecordFile(path)
    (tmp_path / "y").write_bytes(b"second")
    (tmp_path / "y").rename(path)
    assert file.read(0, 100) == b"first"


def test_a_file_that_goes_with_the_process_is_closed_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At the end of a process, when the names of modules are gone, a held file still closes."""
    (tmp_path / "a").write_bytes(b"x")
    held = RecordFile(tmp_path / "a")
    descriptor = held._descriptor
    with monkeypatch.context() as ending:
        ending.setattr(lines, "os", None)
        held.__del__()
    held._descriptor = -1
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(descriptor)
