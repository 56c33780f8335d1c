"""Writing a run tape while the run goes on: line by line, so that a killed run leaves all it did so far."""

from __future__ import annotations

import json
import os
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from playhead.errors import BadUseError, CannotSaveError
from playhead.model import Status
from playhead.writing.appending import AppendFile
from playhead.writing.last_step import is_tape, last_step_id

VERSION = 1


class TapeWriter:
    """Writes `NAME.tape.jsonl`: a header at the start, then a line for each step as it happens.

    A step is an ATIF-v1.7 step object (`step_id`, `timestamp`, `source`, `message`, `tool_calls`, `observation` ...);
    exit code, error flag and duration go into the result's `extra` as `exit_code`, `is_error` and `duration_s`.
    Writing the last step's id again replaces that step: a command that was running and has ended. An existing tape
    is continued. While open the file is locked (`flock`), so that nobody folds labels into it.

    With `sync` every line is on the disk when its call returns; without, at `outcome` and `close`, and a crash of the
    machine (not of the program) can lose the last lines.

    Raises:
        BadUseError: step_ids that go down, values that JSON does not have, anything after `close`.
        CannotSaveError: the file cannot be written, is no tape, or is open in another writer.

    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        id: str | None = None,  # noqa: A002 - the field's word
        task: str | Mapping[str, Any] | None = None,
        snapshot: Mapping[str, Any] | None = None,
        environment: Mapping[str, Any] | None = None,
        agent: Mapping[str, Any] | None = None,
        governance: Mapping[str, Any] | None = None,
        sync: bool = False,
    ) -> None:
        self._sync = sync
        self._file: AppendFile | None = AppendFile(Path(path))
        self._last_id: int | None = None
        try:
            if self._file.size:
                self._continue(self._file)
                return
            header = {
                "version": VERSION,
                "id": id or str(uuid.uuid4()),
                "created": datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
                "task": {"text": task} if isinstance(task, str) else task,
                "snapshot": snapshot,
                "environment": environment,
                "agent": agent,
                "governance": governance,
            }
            self._write("tape", {key: value for key, value in header.items() if value is not None})
        except BaseException:
            self.close(sync=False)
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def step(self, step: Mapping[str, Any]) -> int:
        """Write a step and return its id; without `step_id` it gets the next one."""
        given = step.get("step_id")
        if given is None:
            given = (self._last_id or 0) + 1
            step = {"step_id": given, **{key: value for key, value in step.items() if key != "step_id"}}
        if not isinstance(given, int) or isinstance(given, bool):
            raise BadUseError(f"A step_id is a whole number, not {given!r}.")
        if self._last_id is not None and given < self._last_id:
            raise BadUseError(f"step_ids go up: {given} comes after {self._last_id}.")
        self._write("step", step)
        self._last_id = given
        return given

    def subagent(self, trajectory_id: str, step: Mapping[str, Any], *, of_step: int | None = None) -> None:
        """Write a step of a sub-agent that step `of_step` started."""
        self._write("subagent", {"trajectory_id": trajectory_id, "of_step": of_step, "step": step})

    def verification(self, **fields: Any) -> None:
        """Write what a verifier found: `by`, `kind`, `passed`, `failed`, `tests` (name, status, trace)."""
        self._write("verification", fields)

    def review(self, **fields: Any) -> None:
        """Write what a reviewer said: `by`, `text`, `verdict`."""
        self._write("review", fields)

    def outcome(self, status: str, final_patch: str | None = None, reason: str | None = None) -> None:
        """Write how the run ended (resolved, failed, partial, error, unknown) and bring all to the disk."""
        try:
            known = Status(status)
        except ValueError:
            raise BadUseError(f"{status!r} is no outcome; there are {', '.join(Status)}.") from None
        fields = {"status": str(known), "final_patch": final_patch, "reason": reason}
        self._write("outcome", {key: value for key, value in fields.items() if value is not None})
        self._opened.sync()

    def close(self, *, sync: bool = True) -> None:
        """Bring all to the disk and give the file free; closing again does nothing."""
        file, self._file = self._file, None
        if file is None:
            return
        try:
            if sync:
                file.sync()
        finally:
            file.close()

    @property
    def _opened(self) -> AppendFile:
        if self._file is None:
            raise BadUseError("This tape is closed; nothing more can be written to it.")
        return self._file

    def _write(self, layer: str, value: Mapping[str, Any]) -> None:
        file = self._opened
        file.append(line_of({layer: value}))
        if self._sync:
            file.sync()

    def _continue(self, file: AppendFile) -> None:
        if not is_tape(file):
            raise CannotSaveError(f"{file.path} is there already and is no run tape; it is left as it is.")
        self._last_id = last_step_id(file)


def line_of(value: Mapping[str, Any]) -> bytes:
    """Return the value as one line of JSON without its end; integers stay exact, a lone surrogate is escaped.

    Raises:
        BadUseError: it holds NaN, an infinity, or what JSON has no word for, or nests too deep.

    """
    try:
        try:
            return json.dumps(value, ensure_ascii=False, allow_nan=False).encode()
        except UnicodeEncodeError:
            return json.dumps(value, allow_nan=False).encode()
    except (TypeError, ValueError, RecursionError) as error:
        raise BadUseError(f"This cannot be written as JSON: {error}.") from error
