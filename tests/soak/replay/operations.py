"""What a program asks of a disk, as values: the log that the recorder writes and the crashes are made of."""

from __future__ import annotations

from dataclasses import dataclass

# Data of a file, durable with a sync of the file.
WRITE, TRUNCATE, MODE = "write", "truncate", "mode"
# Names in a folder, durable with a sync of the folder.
CREATE, UNLINK, RENAME, EXCHANGE, LINK = "create", "unlink", "rename", "exchange", "link"
# What makes them so: all of a file or folder, or the data and size of a file alone.
SYNC, DATASYNC = "sync", "datasync"

SYNCS = frozenset((SYNC, DATASYNC))
NAMES = frozenset((CREATE, UNLINK, RENAME, EXCHANGE, LINK))


@dataclass(frozen=True, slots=True)
class Operation:
    """One call. `holder` is the number of the file or folder whose sync makes it durable (for a sync: that it syncs).

    A write puts `data` at `offset`; a truncation cuts to `offset` bytes; a mode is in `offset` too. Names: `name` in
    the folder `holder`, `other` where a second one is meant, in the folder `beside`; `file` is what is so named. Two
    names that are exchanged: `file` has the first one before, `beside` the other.
    """

    kind: str
    holder: int
    offset: int = 0
    data: bytes = b""
    name: str = ""
    other: str = ""
    beside: int = 0
    file: int = 0
    is_folder: bool = False

    def is_made_durable_by(self, later: Operation) -> bool:
        """Return whether a later sync covers this."""
        if later.kind not in SYNCS or later.holder != self.holder:
            return False
        return later.kind == SYNC or self.kind in (WRITE, TRUNCATE)

    def __str__(self) -> str:
        """Return it in a few words."""
        if self.kind == WRITE:
            return f"write {len(self.data)} bytes at {self.offset}"
        return " ".join(word for word in (self.kind, self.name, self.other) if word)
