from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from playhead.errors import UnreadableError
from playhead.storage.regular import inside, open_regular, read_file, read_range


def test_reads_a_whole_file_and_a_range(tmp_path: Path) -> None:
    """A regular file is read whole, up to a limit, or a range at a time, fewer bytes at its end."""
    path = tmp_path / "a"
    path.write_bytes(b"0123456789")
    assert read_file(path) == b"0123456789"
    assert read_file(path, 4) == b"0123"
    assert read_range(path, 8, 100) == b"89"
    assert read_range(path, 100, 5) == b""


def test_a_pipe_is_refused_without_waiting(tmp_path: Path) -> None:
    """A FIFO without a writer is refused at once, with a sentence that says what it is."""
    path = tmp_path / "pipe"
    os.mkfifo(path)
    with pytest.raises(UnreadableError, match="is a pipe"):
        open_regular(path)


@pytest.mark.parametrize(("path", "what"), [("/dev/zero", "a device"), ("/", "a folder")])
def test_devices_and_folders_are_refused(path: str, what: str) -> None:
    """A device and a folder are refused by name of what they are."""
    with pytest.raises(UnreadableError, match=what):
        open_regular(path)


def test_a_socket_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A socket is refused."""
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("s")
        with pytest.raises(UnreadableError, match="a socket"):
            open_regular("s")


@pytest.mark.parametrize("name", ["missing", "nul\0byte", "x" * 300, "file/below"])
def test_a_path_that_cannot_be_is_a_sentence(tmp_path: Path, name: str) -> None:
    """A missing file, a NUL in a name, a name too long and a file used as a folder are clear errors."""
    (tmp_path / "file").write_text("")
    with pytest.raises(UnreadableError, match=r"\.$"):
        open_regular(tmp_path / name)


def test_descriptors_are_not_leaked_by_refusals(tmp_path: Path) -> None:
    """Refusing a file leaves no descriptor open."""
    before = len(list(Path("/proc/self/fd").glob("*")))
    for _ in range(20):
        with pytest.raises(UnreadableError):
            open_regular(tmp_path)
    after = len(list(Path("/proc/self/fd").glob("*")))
    assert after == before


def test_inside_follows_links_and_refuses_what_leads_out(tmp_path: Path) -> None:
    """A reference stays in the run's folder after links are resolved, or is None."""
    root = tmp_path / "run"
    root.mkdir()
    (tmp_path / "secret").write_text("")
    (root / "ok").write_text("")
    (root / "out").symlink_to(tmp_path / "secret")
    (root / "in").symlink_to(root / "ok")
    (root / "loop").symlink_to(root / "loop")
    assert inside(root, "ok") == (root / "ok").resolve()
    assert inside(root, "in") == (root / "ok").resolve()
    for candidate in ("../secret", "out", "/etc/passwd", "a\0b"):
        assert inside(root, candidate) is None
    inside(root, "loop")  # raises nothing
