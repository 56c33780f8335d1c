"""Summaries of runs, kept in the cache directory: a list of runs is whole at once the next time it is opened.

Nothing depends on it. What is damaged, locked, written by another version or no longer true is left out, and read
from the runs again.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sqlite3
import threading
from pathlib import Path

import orjson

from playhead.corpus.known import KnownRun, known_from
from playhead.corpus.stamps import reader_version, run_stamp
from playhead.own_folders import cache_folder

_TABLE = "CREATE TABLE IF NOT EXISTS runs (path TEXT PRIMARY KEY, reader TEXT, stamp TEXT, parts TEXT, value BLOB)"
_MOST_ROWS = 50_000
_MOST_BYTES = 256 * 1024
_WAITS_S = 0.2
_DIGEST = 16
_Row = tuple[str, str, str, bytes]


class SummaryCache:
    """What was read of runs, by path. Any thread may ask and tell; a cache that cannot be used knows nothing."""

    def __init__(self, path: Path | None = None) -> None:
        """Open the cache at `path`, else the user's; a file that is none is begun anew."""
        self._path = path or cache_folder() / "runs.sqlite"
        self._lock = threading.Lock()
        self._base = self._open() or self._open_anew()

    def get(self, path: Path, key: str | None = None) -> KnownRun | None:
        """Return what is known of a run whose files have not changed since; None when it must be read."""
        row = self._row(_name(path, key))
        if row is None or row[0] != reader_version():
            return None
        try:
            parts = orjson.loads(row[2])
            known = known_from(orjson.loads(_unsealed(row)))
        except (ValueError, TypeError):
            return None
        if known is None or list(known.summary.parts) != parts or row[1] != run_stamp(path, known.summary.parts):
            return None
        return known

    def put(self, path: Path, stamp: str | None, known: KnownRun, key: str | None = None) -> None:
        """Remember a run; `stamp` is that of its own files as it was taken before they were read."""
        if stamp is None or stamp != run_stamp(path):
            return  # it was written meanwhile: what was read may be half of one state and half of another
        whole = run_stamp(path, known.summary.parts)
        try:
            parts = orjson.dumps(known.summary.parts).decode()
            value = json.dumps(known.to_json()).encode()
        except (TypeError, ValueError):
            return
        if len(value) <= _MOST_BYTES:
            row = (_name(path, key), reader_version(), whole, parts, _sealed(value, whole))
            self._run("INSERT OR REPLACE INTO runs VALUES (?, ?, ?, ?, ?)", *row)

    def close(self) -> None:
        """Write what is not written yet; the oldest entries go when there are too many."""
        self._run("DELETE FROM runs WHERE rowid <= (SELECT max(rowid) FROM runs) - ?", _MOST_ROWS)
        with self._lock, contextlib.suppress(sqlite3.Error):
            if self._base is not None:
                self._base.commit()
                self._base.close()
            self._base = None

    def save(self) -> None:
        """Write what is not written yet."""
        with self._lock, contextlib.suppress(sqlite3.Error):
            if self._base is not None:
                self._base.commit()

    def _row(self, name: str) -> _Row | None:
        with self._lock:
            if self._base is None:
                return None
            try:
                found = self._base.execute("SELECT reader, stamp, parts, value FROM runs WHERE path = ?", (name,))
                row: _Row | None = found.fetchone()
            except sqlite3.Error:
                return None
        return row

    def _run(self, statement: str, *values: object) -> None:
        with self._lock, contextlib.suppress(sqlite3.Error):
            if self._base is not None:
                self._base.execute(statement, values)

    def _open(self) -> sqlite3.Connection | None:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            if not self._path.is_file() and self._path.exists():
                return None
            base = sqlite3.connect(self._path, timeout=_WAITS_S, check_same_thread=False)
        except (OSError, sqlite3.Error):
            return None
        try:
            base.execute("PRAGMA synchronous = OFF")
            base.execute(_TABLE)
            base.execute("SELECT reader, stamp, parts, value FROM runs LIMIT 1").fetchone()
        except sqlite3.OperationalError as error:
            base.close()
            # Locked by another process is no damage; columns of another version are.
            if "locked" not in str(error):
                self._discard()
            return None
        except sqlite3.Error:
            base.close()
            self._discard()
            return None
        return base

    def _discard(self) -> None:
        with contextlib.suppress(OSError):
            self._path.unlink()

    def _open_anew(self) -> sqlite3.Connection | None:
        return None if self._path.exists() else self._open()


def _sealed(value: bytes, stamp: str | None) -> bytes:
    """Return a value behind its digest: a power loss may leave pages of the base as they were before, others not."""
    return hashlib.blake2b(value, digest_size=_DIGEST, key=(stamp or "").encode()).digest() + value


def _unsealed(row: _Row) -> bytes:
    """Return the value of a row.

    Raises:
        ValueError: it is not the one that was written with this stamp.

    """
    value = row[3][_DIGEST:]
    if _sealed(value, row[1]) != row[3]:
        raise ValueError("pages of several times")
    return value


def _name(path: Path, key: str | None) -> str:
    """Return what a run is remembered by: its absolute path and its key in it, printable whatever their bytes."""
    name = os.path.realpath(path) if key is None else f"{os.path.realpath(path)}\0{key}"
    return name.encode("utf-8", "backslashreplace").decode()
