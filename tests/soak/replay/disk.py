"""A disk as it is after a power loss: files by number, names in folders, and nothing that the kernel had in memory."""

from __future__ import annotations

import os
import shutil
import stat
from pathlib import Path

from tests.soak.replay.operations import CREATE, EXCHANGE, LINK, MODE, RENAME, TRUNCATE, UNLINK, WRITE, Operation

ROOT = 0
Picture = tuple[tuple[str, int, bytes | None], ...]


class Disk:
    """Files and folders below one folder, whose number is ROOT."""

    def __init__(self) -> None:
        self.names: dict[int, dict[str, int]] = {ROOT: {}}
        self.files: dict[int, bytes] = {}
        self.modes: dict[int, int] = {}

    def copy(self) -> Disk:
        """Return another one that is the same."""
        other = Disk()
        other.names = {number: dict(names) for number, names in self.names.items()}
        other.files, other.modes = dict(self.files), dict(self.modes)
        return other

    def apply(self, what: Operation, data: bytes | None = None) -> None:
        """Do what an operation does; `data` in place of what it writes, where only a part of it arrived."""
        if what.kind == WRITE:
            self._write(what.holder, what.offset, what.data if data is None else data)
        elif what.kind == TRUNCATE:
            self._truncate(what.holder, what.offset)
        elif what.kind == MODE:
            self.modes[what.holder] = what.offset
        else:
            self._name(what)

    def _write(self, number: int, offset: int, data: bytes) -> None:
        old = self.files.get(number, b"").ljust(offset, b"\0")
        self.files[number] = old[:offset] + data + old[offset + len(data) :]

    def _truncate(self, number: int, size: int) -> None:
        self.files[number] = self.files.get(number, b"")[:size].ljust(size, b"\0")

    def _name(self, what: Operation) -> None:
        here = self.names.setdefault(what.holder, {})
        there = self.names.setdefault(what.beside, {}) if what.kind in (RENAME, LINK) else here
        if what.kind == CREATE:
            here[what.name] = what.file
            if what.is_folder:
                self.names.setdefault(what.file, {})
            else:
                self.files.setdefault(what.file, b"")
            self.modes.setdefault(what.file, what.offset)
        elif what.kind == UNLINK:
            here.pop(what.name, None)
        elif what.kind == EXCHANGE:
            here[what.name], here[what.other] = what.beside, what.file
        else:
            if what.kind == RENAME and here.get(what.name) == what.file:
                del here[what.name]
            there[what.other] = what.file

    @property
    def picture(self) -> Picture:
        """Everything that is found from the root: paths, modes and bytes; None for a folder."""
        return tuple(sorted(self._seen(ROOT, ""), key=lambda one: one[0]))

    def _seen(self, folder: int, path: str) -> list[tuple[str, int, bytes | None]]:
        found: list[tuple[str, int, bytes | None]] = []
        for name, number in self.names.get(folder, {}).items():
            mode = self.modes.get(number, 0)
            if number in self.names:
                found += [(path + name, mode, None), *self._seen(number, f"{path}{name}/")]
            else:
                found.append((path + name, mode, self.files.get(number, b"")))
        return found


def lay_out(picture: Picture, root: Path) -> None:
    """Make a folder hold what is in a picture and nothing else."""
    for one in list(root.iterdir()):
        shutil.rmtree(one) if one.is_dir() and not one.is_symlink() else one.unlink()
    for path, mode, data in picture:
        at = root / path
        if data is None:
            at.mkdir()
        else:
            at.write_bytes(data)
        at.chmod(mode or (0o755 if data is None else 0o644))


def scanned(root: Path) -> tuple[Disk, dict[int, int]]:
    """Return the disk that a folder is, and the numbers of its files and folders by those the system gives them."""
    disk, known = Disk(), {root.stat().st_ino: ROOT}
    for folder, folders, files in os.walk(root):
        holder = known[Path(folder).stat().st_ino]
        for name in sorted(folders + files):
            path = Path(folder) / name
            status, number = path.stat(follow_symlinks=False), len(known)
            known[status.st_ino] = number
            data = path.read_bytes() if stat.S_ISREG(status.st_mode) else b""
            is_folder = stat.S_ISDIR(status.st_mode)
            mode = stat.S_IMODE(status.st_mode)
            disk.apply(Operation(CREATE, holder, mode, name=name, file=number, is_folder=is_folder))
            if not is_folder:
                disk.files[number] = data
    return disk, known
