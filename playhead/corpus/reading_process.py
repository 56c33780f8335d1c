"""Runs read in a process of its own: the screen answers keys meanwhile, and a record that ends its reader ends only it.

The other end is `main`: a line of JSON asks for a run, a line answers it. It ends when nobody asks any more.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import BinaryIO

import playhead
from playhead.corpus.known import KnownRun, known_from
from playhead.corpus.reading import read_run
from playhead.errors import PlayheadError, UnreadableError
from playhead.formats.registry import own_files
from playhead.opening import RunEntry
from playhead.settings import RuleSettings, rule_settings
from playhead.storage.private_files import sweep
from playhead.storage.standard_input import readable

_PROGRAM = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from playhead.corpus.reading_process import main; sys.exit(main(sys.stdin.buffer, sys.stdout.buffer, sys.argv[2]))"
)
_LESS_URGENT = 5


class ReadingProcess:
    """Reads one run after another. `close` may be called from any thread and ends what is being read."""

    def __init__(self) -> None:
        self._child: subprocess.Popen[bytes] | None = None
        self._closed = False

    def read(self, entry: RunEntry, rules: RuleSettings | None = None) -> KnownRun:
        """Return what is known of a run, with `rules` what they find; where no process can be started it is read here.

        Raises:
            UnreadableError: it cannot be read, or ended the process that read it.

        """
        child = self._started()
        if self._closed:
            raise UnreadableError(f"{entry.path} is not read any more.")
        if child is None:
            return read_run(entry, rules)
        answer = self._ask(child, entry, rules)
        if "known" not in answer:
            raise UnreadableError(str(answer.get("error") or f"{entry.path} ended the process that read it."))
        known = known_from(answer["known"])
        if known is None:
            raise UnreadableError(f"{entry.path} was not read as a run.")
        return known

    def close(self) -> None:
        """End the process, for good."""
        self._closed = True
        self.rest()

    def rest(self) -> None:
        """End the process until there is something to read again."""
        child, self._child = self._child, None
        if child is not None:
            _end(child)

    def _started(self) -> subprocess.Popen[bytes] | None:
        if self._child is None and not self._closed:
            try:
                self._child = subprocess.Popen(
                    [sys.executable, "-P", "-c", _PROGRAM, str(Path(playhead.__file__).parents[1]), _maps()],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    start_new_session=True,
                )
            except OSError:
                return None
            if self._closed:  # meanwhile, by another thread
                self.rest()
        return self._child

    def _ask(self, child: subprocess.Popen[bytes], entry: RunEntry, rules: RuleSettings | None) -> dict[str, object]:
        assert child.stdin is not None
        assert child.stdout is not None
        wanted = {
            "path": os.fspath(readable(entry.path)),
            "key": entry.key,
            "format": entry.format,
            "rules": None if rules is None else asdict(rules),
        }
        answer: object = {}
        try:
            child.stdin.write(json.dumps(wanted).encode() + b"\n")
            child.stdin.flush()
            answer = json.loads(child.stdout.readline() or b"{}")
        except (OSError, ValueError):
            pass
        if not isinstance(answer, dict) or not answer:
            self._child = None
            _end(child)
            return {}
        return answer


def main(source: BinaryIO, sink: BinaryIO, maps: str = "[[], []]") -> int:
    """Answer until nobody asks any more. `maps` are the mapping files in use, named and kept, as JSON."""
    with contextlib.suppress(OSError):
        os.nice(_LESS_URGENT)
    named, kept = json.loads(maps)
    if named or kept:
        from playhead.formats.own.use import use_maps  # noqa: PLC0415 - most runs are of known formats

        with contextlib.suppress(PlayheadError):  # one that changed since it was named: the run says what it is then
            use_maps(named, kept)
    for line in source:
        wanted = json.loads(line)
        try:
            entry = RunEntry(Path(wanted["path"]), wanted["key"], wanted["format"])
            rules = None if wanted["rules"] is None else rule_settings(wanted["rules"])
            answer: dict[str, object] = {"known": read_run(entry, rules).to_json()}
        except PlayheadError as error:
            answer = {"error": str(error)}
        except Exception as error:  # noqa: BLE001 - a defect is told in the run's row, and the next run is read
            answer = {"error": f"playhead fails on it: {type(error).__name__}: {error}"}
        sink.write(json.dumps(answer).encode() + b"\n")
        sink.flush()
    return 0


def _maps() -> str:
    return json.dumps(own_files())


def _end(child: subprocess.Popen[bytes]) -> None:
    child.kill()
    for pipe in (child.stdin, child.stdout):
        if pipe is not None:
            with contextlib.suppress(OSError):
                pipe.close()
    child.wait()
    sweep()
