"""Marks: a list imports the readers it meets, and no record is refused for what is asked before."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playhead.errors import UnreadableError
from playhead.formats import marks, registry
from playhead.formats.marks import may_be
from playhead.formats.registry import HEAD_BYTES, TAIL_BYTES, Probe
from playhead.opening import probe_of
from tests.shared_data import samples

_NAMES = dict(zip(registry._MODULES, registry.formats(), strict=True))
_WORDS = (
    b"{", b"[", b",", b"}", b'"tape"', b'"step"', b'"ATIF-v1.0"', b'"schema_version":', b'"messages":', b'"info":',
    b'"role":"user"', b'"type":"user"', b'"sessionId":"x"', b'"parts"', b'"payload":{}', b'"session_id"', b'"data":{}',
    b'"kind"', b'"id"', b'"trajectory":', b'"history":', b'"action"', b'"observation"',
    b"diff --git a b", b">>>>> Start Test Output",
    b'"version":2', b'"width":1,"height":1', b"SQLite format 3\0", b"PAR1", b"PK\x03\x04", b"\n", b":", b" ",
    b'"eval"', b'"model_patch":"x"', b'"instance_id":"y"', b'"ts":1700000000000', b'"content"', b'"timestamp"',
)  # fmt: skip


def test_no_sample_is_refused_by_its_marks() -> None:
    """Whatever a format takes of all that programs have written, its marks let through: files and folders."""
    taken = set()
    for path in sorted(samples().rglob("*")):
        try:
            probe = probe_of(path)
        except UnreadableError:
            continue
        for name, one in _NAMES.items():
            if one.detect(probe) is not None:
                taken.add(name)
                assert may_be(name, probe), (name, path)
    assert len(taken) > 15


@given(st.lists(st.sampled_from(_WORDS), max_size=14), st.lists(st.sampled_from(_WORDS), max_size=4))
def test_no_text_is_refused_by_marks_that_its_format_takes(head: list[bytes], tail: list[bytes]) -> None:
    """Words of records in any order: where a format takes the file, its marks are there."""
    begin, end = b"".join(head), b"".join(tail)
    probe = Probe(Path("a.json"), is_dir=False, head=begin, tail=end or begin[-TAIL_BYTES:], size=HEAD_BYTES)
    for name, one in _NAMES.items():
        if name != "cursor" and one.detect(probe) is not None:  # a database is looked into at its path
            assert may_be(name, probe), name


@given(st.frozensets(st.sampled_from(("events", "0.json", "message", "part", "agent", "panes", "sessions", "a.traj"))))
def test_no_folder_is_refused_by_names_that_its_format_takes(names: frozenset[str]) -> None:
    """Names of records in any number: where a format takes the folder, its marks are there."""
    probe = Probe(Path("nowhere"), is_dir=True, names=names)
    for name, one in _NAMES.items():
        if one.detect(probe) is not None:
            assert may_be(name, probe), name


def test_marks_are_of_formats_that_there_are() -> None:
    """A format that is renamed takes its marks along."""
    assert {*marks._FILES, *marks._FOLDERS} <= set(registry._MODULES)


@pytest.mark.parametrize(
    ("name", "line", "reader"),
    [
        ("a.tape.jsonl", b'{"tape":{"version":1}}\n{"step":{"id":"1"}}\n', "run_tape"),
        ("a.jsonl", b'{"type":"session_meta","payload":{"id":"x","cwd":"/"},"timestamp":"t"}\n', "codex"),
    ],
)
def test_a_list_imports_the_readers_of_the_runs_it_meets(tmp_path: Path, name: str, line: bytes, reader: str) -> None:
    """Of thirty readers those are imported that the runs of a folder could be of; no other one is waited for."""
    for number in range(3):
        folder = tmp_path / f"f{number}"
        folder.mkdir()
        (folder / name).write_bytes(line)
    code = (
        "import sys; from playhead.opening import list_runs\n"
        "print(*(one.format for one in list_runs(sys.argv[1])))\n"
        "print(*(name.split('.')[2] for name in sys.modules if name.startswith('playhead.formats.')\n"
        "        and name.endswith('.reader')))"
    )
    ran = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True)
    formats, readers = ran.stdout.splitlines()
    assert formats.split() == [_NAMES[reader].name] * 3
    assert reader in readers.split()
    assert len(readers.split()) <= 4
