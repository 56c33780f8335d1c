"""What was heard of a session, as steps of a run tape: a command, what it printed, its exit code and its time."""

from __future__ import annotations

import re
import secrets
import shlex
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from playhead.errors import CannotSaveError
from playhead.reasons import reason_of
from playhead.recording.bash import is_bash, start_file
from playhead.recording.broken_off import SignalledError, ending_in_order
from playhead.recording.marks import Begin, End, MarkReader
from playhead.recording.session import run_in_terminal
from playhead.recording.surroundings import environment_of, patch_of, snapshot_of
from playhead.writing.tape_writer import TapeWriter

MOST_OUTPUT = 16 * 1024 * 1024
"""Bytes kept of one command's output; the rest is counted in the record, and passed on all the same."""


def record(
    out: Path, words: Sequence[str], *, task: str | None = None, stdin: int = 0, stdout: int = 1, version: str = ""
) -> int:
    """Run a program, or bash with a step for each command typed into it, and write its tape; return its exit code.

    A step is written when its command begins and again when it has ended, so a tape that broke off holds all before.
    Where a signal ends the recording, or nobody reads any more, the tape holds what was heard until then.

    Raises:
        CannotSaveError: the tape cannot be written, or what the program prints cannot be passed on.

    """
    folder = Path.cwd()
    snapshot = snapshot_of(folder)
    agent = {"name": "playhead record", "version": version}
    with TapeWriter(out, task=task, snapshot=snapshot, environment=environment_of(folder), agent=agent) as writer:
        heard = Heard(writer)
        run = _in_bash if is_bash(list(words)) else partial(_alone, words)
        try:
            with ending_in_order():
                code = run(heard, stdin, stdout)
            reason = f"ended with exit code {code}"
        except CannotSaveError:
            raise
        except SignalledError as error:
            code, reason = 128 + error.number, _broken_off(heard, error)
        except BaseException as error:
            writer.outcome("unknown", reason=_broken_off(heard, error))
            if isinstance(error, OSError) and not isinstance(error, BrokenPipeError):
                raise CannotSaveError(f"The recording ended early: {reason_of(error)}.") from error
            raise
        writer.outcome("unknown", final_patch=patch_of(folder, snapshot.get("commit")), reason=reason)
    return code


def _broken_off(heard: Heard, error: BaseException) -> str:
    """Write what was heard of the command that ran, and return what is said of the end."""
    heard.end(None)
    if isinstance(error, BrokenPipeError):
        why = "nobody reads what it prints"
    elif isinstance(error, KeyboardInterrupt):
        why = "it was interrupted"
    else:
        why = reason_of(error) if isinstance(error, OSError) else str(error)
    return f"the recording ended before the program: {why}"


def _alone(words: Sequence[str], heard: Heard, stdin: int, stdout: int) -> int:
    heard.begin(shlex.join(words))
    code = run_in_terminal(words, heard.output, stdin=stdin, stdout=stdout)
    heard.end(code)
    return code


def _in_bash(heard: Heard, stdin: int, stdout: int) -> int:
    reader = MarkReader(secrets.token_hex(16))

    def hear(data: bytes) -> bytes:
        return b"".join(heard.take(part) for part in reader.feed(data))

    with tempfile.NamedTemporaryFile("w", prefix="playhead-", suffix=".bashrc") as start:
        start.write(start_file(reader.word))
        start.flush()
        code = run_in_terminal(["bash", "--rcfile", start.name, "-i"], hear, stdin=stdin, stdout=stdout)
    heard.output(reader.rest())
    heard.end(code)
    return code


_PASTING = re.compile(rb"\x1b\[\?2004[hl]\r?")  # the shell's own line editor switches it around each command


@dataclass(slots=True)
class Heard:
    """A command that runs, and how it is written down."""

    writer: TapeWriter
    _command: str | None = None
    _number: int = 0
    _at: str = ""
    _began: float = 0.0
    _parts: list[bytes] = field(default_factory=list)
    _kept: int = 0
    _left_out: int = 0

    def take(self, part: bytes | Begin | End) -> bytes:
        """Take a part of the stream and return what a person is to see of it."""
        if isinstance(part, Begin):
            self.begin(part.command)
        elif isinstance(part, End):
            self.end(part.exit_code)
        else:
            return self.output(part)
        return b""

    def begin(self, command: str) -> None:
        """Write the step of a command that begins now."""
        self._command, self._number = command, self._number + 1
        self._at, self._began = _now(), time.monotonic()
        self._parts, self._kept, self._left_out = [], 0, 0
        self.writer.step(self._step({}))

    def output(self, data: bytes) -> bytes:
        """Keep what a running command printed, and return it."""
        if self._command is not None:
            kept = data[: max(0, MOST_OUTPUT - self._kept)]
            self._parts.append(kept)
            self._kept += len(kept)
            self._left_out += len(data) - len(kept)
        return data

    def end(self, exit_code: int | None) -> None:
        """Write the step of the command that has ended, None: nobody knows how; without one (an empty line) nothing."""
        if self._command is None:
            return
        text = _PASTING.sub(b"", b"".join(self._parts)).decode("utf-8", "replace").replace("\r\n", "\n")
        if self._left_out:
            text += f"\n[... {self._left_out:,} bytes more were printed and are not in the record ...]"
        extra: dict[str, Any] = {} if exit_code is None else {"exit_code": exit_code}
        extra["duration_s"] = round(time.monotonic() - self._began, 3)
        result = {"source_call_id": f"c{self._number}", "content": text, "extra": extra}
        self.writer.step(self._step({"observation": {"results": [result]}}))
        self._command = None

    def _step(self, more: Mapping[str, Any]) -> dict[str, Any]:
        arguments = {"command": self._command}
        call = {"tool_call_id": f"c{self._number}", "function_name": "bash", "arguments": arguments}
        said = {"step_id": self._number, "timestamp": self._at, "source": "agent", "message": "", "tool_calls": [call]}
        return said | dict(more)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
