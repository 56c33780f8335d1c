"""Files of our own for what no reader can read where it stands: unpacked records, what was piped in.

They lie in a folder that only this account can enter, and go with the process; one that was killed leaves a folder
that the next one finds without its lock, and removes.
"""

from __future__ import annotations

import atexit
import contextlib
import fcntl
import os
import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

_PREFIX, _NEW, _LOCK = "playhead-", "new-playhead-", "lock"
_FOLDERS: dict[int, Path] = {}  # of this process: a forked one makes its own
_SHOWN: dict[Path, str] = {}


@dataclass(frozen=True)
class PrivateFile:
    """A file that goes when nobody holds it any more, at the latest with the process. `shown` is what it is called."""

    path: Path
    shown: str
    _mark: list[int] = field(default_factory=list)

    def __del__(self) -> None:
        try:
            _SHOWN.pop(self.path, None)
            shutil.rmtree(self.path.parent, ignore_errors=True)
        except Exception:  # noqa: BLE001, S110 - at the end of the process all is gone already, what is imported too
            pass


def private_file(name: str, shown: str) -> PrivateFile:
    """Return a new empty file of this name, alone in its folder, that is called `shown` where it is told of.

    Raises:
        OSError: it cannot be made.

    """
    path = Path(tempfile.mkdtemp(dir=_folder())) / name
    path.touch(mode=0o600)
    _SHOWN[path] = shown
    return PrivateFile(path, shown)


def shown_path(path: Path) -> str:
    """Return what a file is called to people and scripts: an unpacked one by its archive, any other by its path."""
    return _SHOWN.get(path) or str(path) if _SHOWN else str(path)


def live_files() -> int:
    """Return how many files of ours there are now."""
    return len(_SHOWN)


def is_private(path: Path) -> bool:
    """Return whether it is a file of ours."""
    return path in _SHOWN


def _folder() -> Path:
    own = os.getpid()
    if own not in _FOLDERS:
        sweep()
        new = Path(tempfile.mkdtemp(prefix=_NEW))
        lock = os.open(new / _LOCK, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        fcntl.flock(lock, fcntl.LOCK_EX)  # held until the process ends, however it does
        folder = new.with_name(_PREFIX + new.name.removeprefix(_NEW))
        new.rename(folder)  # under this name it is locked, or left
        _FOLDERS[own] = folder
        atexit.register(_remove, own, folder)
    return _FOLDERS[own]


def _remove(owner: int, folder: Path) -> None:
    if os.getpid() == owner:
        shutil.rmtree(folder, ignore_errors=True)


def sweep() -> None:
    """Remove what killed processes of this account left."""
    with contextlib.suppress(OSError), os.scandir(tempfile.gettempdir()) as entries:
        for entry in entries:
            if entry.name.startswith(_PREFIX) and entry.is_dir(follow_symlinks=False):
                with contextlib.suppress(OSError):
                    _remove_left(Path(entry.path), entry.stat(follow_symlinks=False))


def _remove_left(folder: Path, status: os.stat_result) -> None:
    if status.st_uid != os.getuid():
        return
    lock = os.open(folder / _LOCK, os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(folder, ignore_errors=True)
    finally:
        os.close(lock)
