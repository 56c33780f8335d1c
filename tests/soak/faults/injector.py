"""A system that fails where it is told to: what the writing modules ask of `os` and `fcntl` is counted, and one fails.

Nothing is synced for real: no power is lost here, and a thousand cases take a second.
"""

from __future__ import annotations

import fcntl
import os
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Self
from unittest import mock

from playhead.labels import append, journal, spool
from playhead.labels.fold import into_tape, opened, rewrite

SHORT = 0
"""In place of an error: the system takes half of what it is given, and then says that the disk is full."""
_ON_DESCRIPTORS = frozenset(("write", "pread", "fstat", "lseek", "fdatasync", "fsync", "ftruncate", "fchmod", "flock"))
_CALLS = _ON_DESCRIPTORS | {"open", "stat", "rename", "unlink", "listdir", "close"}
_SYNCS = ("fdatasync", "fsync")


@dataclass(frozen=True)
class Fault:
    """The `at`-th call of a name fails with an error number, or SHORT.

    `lasting`: and every later one of that name; `stale`: and every later call with that descriptor, until it is
    closed, as where a file server has forgotten it.
    """

    call: str
    at: int
    error: int
    lasting: bool = False
    stale: bool = False

    def __str__(self) -> str:
        what = os.strerror(self.error) if self.error else "a short write"
        more = " and ever after" if self.lasting else " and on that descriptor" if self.stale else ""
        return f"{what} at {self.call} {self.at}{more}"


class Faults:
    """A context in which one fault happens. `seen` counts the calls, `retried` names those that trusted a descriptor
    again of which the system had said that it lost data.
    """  # noqa: D205 - two attributes, one sentence

    def __init__(self, fault: Fault | None = None, *, can_exchange: bool = True) -> None:
        self.seen: Counter[str] = Counter()
        self.retried: list[str] = []
        self._fault = fault
        self._poisoned: set[int] = set()
        self._stale: set[int] = set()
        self._lock = threading.RLock()
        system, locks = _Module(os, self), _Module(fcntl, self)
        places = [(one, "os", system) for one in (append, journal, spool, opened, rewrite, into_tape)]
        places += [(one, "fcntl", locks) for one in (journal, spool, opened)]
        self._patches: list[Any] = [mock.patch.object(where, name, what) for where, name, what in places]
        exchange = self.watched("exchange", rewrite.swapped) if can_exchange else lambda *_: False
        self._patches.append(mock.patch.object(rewrite, "swapped", exchange))

    def __enter__(self) -> Self:
        for one in self._patches:
            one.start()
        return self

    def __exit__(self, *_: object) -> None:
        for one in reversed(self._patches):
            one.stop()

    def watched(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        """Return a call that is counted, and fails where it is to."""

        def call(*args: Any, **named: Any) -> Any:
            with self._lock:
                self.seen[name] += 1
                descriptor = args[0] if name in _ON_DESCRIPTORS and args else None
                if descriptor in self._poisoned and name in ("write", *_SYNCS):
                    self.retried.append(name)
                if name == "close":
                    self._poisoned.discard(args[0])
                    self._stale.discard(args[0])
                elif descriptor in self._stale or self._hits(name):
                    return self._fail(name, real, descriptor, args)
                return None if name in _SYNCS else real(*args, **named)

        return call

    def _hits(self, name: str) -> bool:
        fault, count = self._fault, self.seen[name]
        return fault is not None and fault.call == name and (count >= fault.at if fault.lasting else count == fault.at)

    def _fail(self, name: str, real: Callable[..., Any], descriptor: int | None, args: tuple[Any, ...]) -> Any:
        assert self._fault is not None
        if descriptor is not None and name in _SYNCS:
            self._poisoned.add(descriptor)
        if descriptor is not None and self._fault.stale:
            self._stale.add(descriptor)
        if self._fault.error == SHORT:
            if self.seen[name] > self._fault.at:
                raise OSError(28, os.strerror(28))
            return real(args[0], args[1][: len(args[1]) // 2])
        raise OSError(self._fault.error, os.strerror(self._fault.error))


class _Module:
    def __init__(self, real: Any, faults: Faults) -> None:
        self._real = real
        self._faults = faults

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._real, name)
        return self._faults.watched(name, found) if name in _CALLS else found
