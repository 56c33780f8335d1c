"""A process that is forked from one that has everything imported, heard through a pipe, and killed."""

from __future__ import annotations

import os
import signal
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass
class Child:
    """A running process: `said` is what it told so far."""

    role: str
    pid: int
    read: int
    said: bytearray = field(default_factory=bytearray)

    def hear(self) -> bool:
        """Take what it told meanwhile; return whether its end of the pipe is closed."""
        try:
            while part := os.read(self.read, 1 << 16):
                self.said += part
        except BlockingIOError:
            return False
        return True

    def kill(self) -> int:
        """End it at once, wait until it is gone, and return its exit code: -9 where it was still running."""
        os.kill(self.pid, signal.SIGKILL)
        return self.wait()

    def wait(self) -> int:
        """Wait until it is gone and hear the rest."""
        code = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        self.hear()
        os.close(self.read)
        return code


def forked(role: str, work: Callable[[int], None]) -> Child:
    """Return a child that does `work` with the descriptor it tells through; what it raises is told, behind a `!`."""
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            os.close(read)
            work(write)
            code = 0
        except BaseException:  # noqa: BLE001 - a forked process must never go on as its parent
            os.write(write, b"!" + traceback.format_exc().encode()[-2000:])
        finally:
            os._exit(code)
    os.close(write)
    os.set_blocking(read, False)
    return Child(role, pid, read)
