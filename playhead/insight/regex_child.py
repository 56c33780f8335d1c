"""The other end of `regex_process`: a program of its own that matches regular expressions and can be killed.

Run by its path, without the rest of playhead: only the standard library, started in a few milliseconds. It reads a
head (flags, most matches, seconds, the pattern), then batches (seconds, texts), and answers each text with its spans
as soon as it has them. A batch that takes longer than its seconds ends the program by the system's own alarm; while
it works it looks whether the program that started it is still there, and ends with it.
"""

import os
import re
import signal
import struct
import sys
from array import array
from typing import BinaryIO

FAILED = 0xFFFFFFFF
_LOOK_EVERY = 0.25
"""Seconds of its own work."""


def main() -> int:
    """Serve until the input ends."""
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    _end_with(os.getppid())
    flags, most, seconds, length = struct.unpack(">IIdI", source.read(20))
    _alarm(seconds)
    try:
        pattern = re.compile(source.read(length).decode("utf-8", "surrogatepass"), flags)
    except (re.error, OverflowError, RecursionError, MemoryError, ValueError) as error:
        said = str(error).encode("utf-8", "replace")[:1000]
        sink.write(struct.pack(">II", FAILED, len(said)) + said)
        sink.flush()
        return 1
    sink.write(struct.pack(">I", 0))
    sink.flush()
    _alarm(0)
    while batch := _batch(source):
        for start, text in batch:
            spans = array("Q")
            for found in pattern.finditer(text, start):
                begin, end = found.span()
                if end > begin:
                    spans.extend((begin, end))
                    if len(spans) >= 2 * most:
                        break
            sink.write(struct.pack(">I", len(spans) // 2) + spans.tobytes())
            sink.flush()
        _alarm(0)
    return 0


def _batch(source: BinaryIO) -> list[tuple[int, str]]:
    """Return the next texts, each with the offset it is searched from; none at the end of the input.

    The time for them begins when the last one is here.
    """
    head = source.read(12)
    if len(head) < 12:
        return []
    texts = []
    seconds, count = struct.unpack(">dI", head)
    for _ in range(count):
        start, length = struct.unpack(">QQ", source.read(16))
        texts.append((start, source.read(length).decode("utf-8", "surrogatepass")))
    _alarm(seconds)
    return texts


def _end_with(parent: int) -> None:
    """End this program soon after another one: matching looks for signals, and this one comes while it works."""

    def look(*_: object) -> None:
        if os.getppid() != parent:
            os._exit(1)

    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGPROF, look)
        signal.setitimer(signal.ITIMER_PROF, _LOOK_EVERY, _LOOK_EVERY)


def _alarm(seconds: float) -> None:
    """End this program in so many seconds, whatever it is doing then; 0: not any more."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)


if __name__ == "__main__":
    sys.exit(main())
