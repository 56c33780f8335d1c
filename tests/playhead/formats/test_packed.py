"""Compressed records: opened by their bytes, unpacked where nobody else looks, with limits, and gone after."""

from __future__ import annotations

import gc
import gzip
import json
import os
import stat
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

import pytest

from playhead import open_tape
from playhead.errors import SeveralRunsError, UnreadableError
from playhead.opening import list_runs
from playhead.storage import private_files
from playhead.storage.private_files import shown_path, sweep
from playhead.storage.source import iterate
from tests.many_runs import install, write_many
from tests.tui.driver import write_tape


@pytest.fixture
def tape(tmp_path: Path) -> Path:
    """Return the path of a run."""
    (tmp_path / "plain").mkdir()
    return write_tape(tmp_path / "plain" / "run.tape.jsonl")


def zstd(data: bytes) -> bytes:
    """Return bytes as zstd."""
    found: bytes = pytest.importorskip("zstandard").compress(data)
    return found


def packed(tape: Path, kind: str) -> Path:
    """Return a compressed copy of a run, under a name that says nothing."""
    path = tape.parents[1] / "x"
    if kind == "zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.write(tape, "runs/a.jsonl")
    else:
        path.write_bytes(gzip.compress(tape.read_bytes()) if kind == "gzip" else zstd(tape.read_bytes()))
    return path


@pytest.mark.parametrize("kind", ["gzip", "zstd", "zip"])
def test_a_compressed_run_is_that_run(tape: Path, kind: str) -> None:
    """Steps and facts are those of the record inside; path, labels and refusal are those of the archive."""
    path = packed(tape, kind)
    whole, found = open_tape(tape), open_tape(path)
    assert (found.format, found.id, found.title, found.path) == (whole.format, whole.id, whole.title, path)
    texts = [(step.id, step.text, [action.output for action in step.actions]) for step in iterate(found.steps)]
    assert texts == [(step.id, step.text, [one.output for one in step.actions]) for step in iterate(whole.steps)]
    assert (found.record, found.refreshed() is found) == (None, True)
    assert "is compressed" in (found.record_refusal or "")
    file = found.steps[0].raw[0].file
    assert file.read_bytes() == tape.read_bytes()
    assert shown_path(file) == (f"{path}#runs/a.jsonl" if kind == "zip" else str(path))
    folder = file.parents[1]
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert list(path.parent.iterdir()) == [tape.parent, path] or sorted(path.parent.iterdir()) == [tape.parent, path]


def test_members_of_a_zip_are_runs_by_name(tape: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A zip lists its members that are runs, those of a member of many with both keys; other members are left out."""
    install(monkeypatch)
    many = write_many(tape.parent / "all.jsonl", one=["a"], two=["b", "c"])
    path = tape.parents[1] / "runs.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(tape, "../../etc/run.jsonl", zipfile.ZIP_STORED)
        archive.write(many, "all#1.jsonl")
        archive.writestr("notes.json", "{}")
        archive.writestr("README.md", "no run")
    keys = [entry.key for entry in list_runs(path)]
    assert keys == ["../../etc/run.jsonl", "all#1.jsonl#one", "all#1.jsonl#two"]
    with pytest.raises(SeveralRunsError):
        open_tape(path)
    assert len(open_tape(f"{path}#../../etc/run.jsonl").steps) == 5
    tape_of_two = open_tape(f"{path}#all#1.jsonl#two")
    assert (tape_of_two.key, len(tape_of_two.steps)) == ("all#1.jsonl#two", 2)
    with pytest.raises(UnreadableError, match="no member 'x'"):
        open_tape(path, "x")


def test_a_compressed_file_of_many_lists_its_keys(tape: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The keys of a compressed record are those of the record; it is unpacked once for all of them."""
    install(monkeypatch)
    many = write_many(tape.parent / "all.jsonl", one=["a"], two=["b", "c"])
    path = tape.parents[1] / "all.jsonl.gz"
    path.write_bytes(gzip.compress(many.read_bytes()))
    entries = list(list_runs(path.parent, 0))
    assert [(entry.key, entry.reason) for entry in entries] == [("one", None), ("two", None)]
    tapes = [open_tape(entry.path, entry.key) for entry in entries]
    assert len({tape.steps[0].raw[0].file for tape in tapes}) == 1


def test_an_archive_in_an_archive_is_refused(tape: Path) -> None:
    """What is compressed twice is told of, and not unpacked."""
    path = tape.parents[1] / "x.gz"
    path.write_bytes(gzip.compress(gzip.compress(tape.read_bytes())))
    with pytest.raises(UnreadableError, match="compressed once more"):
        open_tape(path)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("run.jsonl.gz", gzip.compress(tape.read_bytes()))
    with pytest.raises(UnreadableError, match="compressed once more"):
        open_tape(path)


@pytest.mark.parametrize("kind", ["gzip", "zstd", "zip"])
def test_a_bomb_is_refused_with_the_figures(tape: Path, kind: str) -> None:
    """What unpacks to far more than records do is refused before it fills the disk, and the sentence says how much."""
    head = tape.read_bytes()
    path = tape.parents[1] / "x"
    size = 100 << 20
    if kind == "gzip":
        path.write_bytes(gzip.compress(head + bytes(size)))
    elif kind == "zstd":
        path.write_bytes(zstd(head + bytes(size)))
    else:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("a.jsonl", head + bytes(size))
    with pytest.raises(UnreadableError, match=r"unpacks to .*[\d,]+ bytes"):
        open_tape(path)


def test_what_is_torn_is_shown_as_far_as_it_goes(tape: Path) -> None:
    """A compressed file that was cut is unpacked up to there, and says so; a wrong checksum is told too."""
    path = tape.parents[1] / "x"
    packer = zlib.compressobj(6, zlib.DEFLATED, 31)
    whole = packer.compress(tape.read_bytes()) + packer.flush()
    path.write_bytes(whole[: len(whole) * 3 // 4])
    cut = open_tape(path)
    cut.steps.wait()
    assert 0 < len(cut.steps) < 5
    assert cut.diagnostics[0].code == "damaged_entry"
    path.write_bytes(whole[:-8] + b"\0" * 8)
    assert [one.code for one in open_tape(path).diagnostics] == ["damaged_entry"]


@pytest.mark.parametrize(
    "data",
    [gzip.compress(b"hello", mtime=0), gzip.compress(b"", mtime=0), b"\x1f\x8b\x08", b"PK\x03\x04 no", b"PK\x05\x06"],
    ids=["text", "empty", "torn gzip", "torn zip", "torn end"],
)
def test_what_holds_no_run_is_refused(tape: Path, data: bytes) -> None:
    """An archive without a run is of no known kind, and no entry of a list unless its name says that it is a run."""
    path = tape.parents[1] / "x.zip"
    path.write_bytes(data)
    with pytest.raises(UnreadableError):
        list(iterate(open_tape(path).steps))
    assert [entry.path for entry in list_runs(path.parent) if entry.path == path and entry.reason is None] == []


def test_nothing_is_left(tape: Path, tmp_path: Path) -> None:
    """What was unpacked goes with the tape, with the process, and after a process that was killed with the next."""
    path = packed(tape, "gzip")
    found = open_tape(path)
    file = found.steps[0].raw[0].file
    other = write_tape(tape.with_name("other.tape.jsonl"))
    second = tape.parents[1] / "y"
    second.write_bytes(gzip.compress(other.read_bytes()))
    del found
    open_tape(second)
    gc.collect()
    assert not file.exists()
    program = f"import os, playhead; playhead.open_tape({str(path)!r}).steps.wait(); {{}}"
    environment = {**os.environ, "TMPDIR": str(tmp_path / "temporary")}
    (tmp_path / "temporary").mkdir()
    for end, left in (("", 0), ("os.kill(os.getpid(), 9)", 1)):
        subprocess.run([sys.executable, "-c", program.format(end)], env=environment, check=False)
        assert len(list((tmp_path / "temporary").iterdir())) == left
    private_files.tempfile.tempdir, before = str(tmp_path / "temporary"), private_files.tempfile.tempdir
    try:
        sweep()
    finally:
        private_files.tempfile.tempdir = before
    assert list((tmp_path / "temporary").iterdir()) == []


def piped(tape: bytes, *words: str, cwd: Path) -> subprocess.CompletedProcess[bytes]:
    """Run a command with a record piped in."""
    command = [sys.executable, "-m", "tui", *words]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3]), "XDG_STATE_HOME": str(cwd)}
    return subprocess.run(command, input=tape, capture_output=True, cwd=cwd, env=environment, check=False)


def test_what_is_piped_in_is_read_and_takes_no_labels(tape: Path, tmp_path: Path) -> None:
    """`-` is standard input, compressed or not; a label on it is refused, and nothing is written."""
    for data in (tape.read_bytes(), gzip.compress(tape.read_bytes())):
        result = piped(data, "info", "-", "--json", cwd=tmp_path)
        assert result.stderr == b""
        found = json.loads(result.stdout)
        assert (found["format"], found["steps"]) == ("run-tape", 5)
    refused = piped(tape.read_bytes(), "label", "-", "--run", "outcome=failed", "--by", "ana", cwd=tmp_path)
    assert (refused.returncode, b"piped in" in refused.stderr) == (2, True)
    assert piped(b"", "info", "-", cwd=tmp_path).returncode == 3
    assert [path.name for path in tmp_path.iterdir()] == ["plain"]
