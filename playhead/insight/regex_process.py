"""Regular expressions in a process of their own, so that one that runs away can be stopped at once."""

from __future__ import annotations

import contextlib
import os
import re
import selectors
import struct
import subprocess
import sys
import time
from array import array
from collections.abc import Iterator, Sequence
from pathlib import Path

from playhead.insight.pattern import Pattern
from playhead.insight.regex_child import FAILED

DEADLINE = 3.0
"""Seconds after which a pattern has run away, and one more for every so many characters it has to read."""
CHARACTERS_A_SECOND = 10_000_000
_CHILD = Path(__file__).with_name("regex_child.py")


class PatternError(Exception):
    """The pattern cannot be used: it is no regular expression, or it ran away. Its text is a sentence."""


class RanAwayError(PatternError):
    """A text took longer than the deadline. `index` is its place in the batch."""

    def __init__(self, index: int) -> None:
        super().__init__("The pattern ran away.")
        self.index = index


class StoppedError(Exception):
    """It was stopped from outside."""


class RegexProcess:
    """Finds one pattern in batches of texts. `stop` may be called from any thread and ends it at once."""

    def __init__(self, pattern: Pattern, *, most: int, deadline: float = DEADLINE) -> None:
        self._deadline = deadline
        self._stopped = False
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-S", str(_CHILD)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        except OSError as error:
            raise PatternError(f"No process for the pattern could be started: {error}.") from error
        assert self._process.stdout is not None
        self._answers = selectors.DefaultSelector()
        self._answers.register(self._process.stdout, selectors.EVENT_READ)
        flags = re.MULTILINE | (re.IGNORECASE if pattern.fold else 0)
        try:
            self._compile(pattern.text, int(flags), most)
        except (PatternError, StoppedError):
            self.close()
            raise

    def find(self, texts: Sequence[tuple[int, str]]) -> Iterator[list[tuple[int, int]]]:
        """Yield the spans of each text, searched from its offset; raises RanAwayError, StoppedError.

        An empty match is none.
        """
        seconds = self._deadline + sum(len(text) for _, text in texts) / CHARACTERS_A_SECOND
        pieces = [struct.pack(">dI", seconds + 1.0, len(texts))]
        for start, text in texts:
            data = text.encode("utf-8", "surrogatepass")
            pieces += [struct.pack(">QQ", start, len(data)), data]
        self._write(b"".join(pieces))
        until = time.monotonic() + seconds
        for index in range(len(texts)):
            (count,) = struct.unpack(">I", self._read(4, until, index))
            numbers = array("Q", self._read(16 * count, until, index))
            yield list(zip(numbers[::2], numbers[1::2], strict=True))

    def stop(self) -> None:
        """End the process, in whatever it is."""
        self._stopped = True
        self._process.kill()

    def close(self) -> None:
        """End the process and let go of it."""
        self.stop()
        self._answers.close()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        self._process.wait()

    def _compile(self, text: str, flags: int, most: int) -> None:
        source = text.encode("utf-8", "surrogatepass")
        until = time.monotonic() + self._deadline
        try:
            self._write(struct.pack(">IIdI", flags, most, self._deadline + 1.0, len(source)) + source)
            (answer,) = struct.unpack(">I", self._read(4, until, 0))
            if answer != FAILED:
                return
            (length,) = struct.unpack(">I", self._read(4, until, 0))
            said = self._read(length, until, 0).decode("utf-8", "replace")
        except RanAwayError as error:
            raise PatternError("The pattern takes too long to be read as a regular expression.") from error
        raise PatternError(f"No regular expression: {said}.")

    def _write(self, data: bytes) -> None:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(data)
            self._process.stdin.flush()
        except OSError as error:
            raise self._ended(0) from error

    def _read(self, length: int, until: float, index: int) -> bytes:
        """Return the next `length` bytes of the answer; the deadline, and an end of the process, end it."""
        assert self._process.stdout is not None
        pieces: list[bytes] = []
        while length:
            ready = self._answers.select(max(0.0, until - time.monotonic()))
            data = os.read(self._process.stdout.fileno(), min(length, 1 << 20)) if ready else b""
            if not data:
                raise self._ended(index)
            pieces.append(data)
            length -= len(data)
        return b"".join(pieces)

    def _ended(self, index: int) -> Exception:
        if self._stopped:
            return StoppedError()
        self._process.kill()
        return RanAwayError(index)
