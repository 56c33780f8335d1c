"""A mapping file: what may stand in it, and every sentence about what may not."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path as File
from typing import Any

from playhead.errors import BadUseError
from playhead.formats.own.paths import ROOT, Path, path_of
from playhead.model import Status
from playhead.storage.regular import read_file

STEP_KEYS = (
    "id", "role", "text", "thought", "tool", "command", "arguments", "call", "answers", "output", "exit_code", "failed",
    "time", "duration", "duration_ms", "turn", "input_tokens", "output_tokens", "cost",
)  # fmt: skip
RUN_KEYS = (
    "id", "title", "task", "agent", "version", "model", "outcome", "reason", "repo", "commit", "branch", "patch",
    "cost",
)  # fmt: skip
ROLES = ("user", "agent", "system", "result", "none")
OUTCOMES = tuple(one.value for one in Status)
_TABLES = {"run": RUN_KEYS, "step": ("each", *STEP_KEYS), "roles": ROLES, "outcomes": OUTCOMES}
_ROOT_KEYS = ("name", "marks", *_TABLES)
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._-]{0,39}")


@dataclass(frozen=True, slots=True)
class Mapping:
    """Where things are: `step` paths lead on from a record, `run` paths from the root (of lines: from any line).

    `each` leads to the records of a document; None where every line is one. `calls` leads on from a record to its
    calls, and paths in `call` on from one of these; None where a record is at most one call.
    """

    file: File
    name: str
    each: Path | None
    step: AnyMapping[str, Path]
    calls: Path | None = None
    call: AnyMapping[str, Path] = field(default_factory=dict)
    run: AnyMapping[str, Path] = field(default_factory=dict)
    roles: AnyMapping[str, str] = field(default_factory=dict)
    outcomes: AnyMapping[str, str] = field(default_factory=dict)
    marks: tuple[str, ...] = ()


def load_mapping(file: File) -> Mapping:
    """Return the mapping in a TOML file.

    Raises:
        BadUseError: something in it makes no sense; the sentence names file, line and key.
        UnreadableError: the file cannot be read.

    """
    data = read_file(file)
    try:
        text = data.decode("utf-8-sig")
        found = tomllib.loads(f"{text}\n")
    except UnicodeDecodeError as error:
        raise BadUseError(f"{file}: a mapping is UTF-8 text, byte {error.start} is none.") from error
    except (ValueError, RecursionError) as error:  # a number of more digits than Python reads is a ValueError
        raise BadUseError(f"{file}: this is no TOML: {error}.") from error
    return _Reading(file, text, found).mapping()


_OF_CALLS = ("tool", "command", "arguments", "call", "output", "exit_code", "failed", "duration", "duration_ms")


@dataclass(frozen=True, slots=True)
class _Reading:
    """A file while it is read: every refusal tells its place."""

    file: File
    text: str
    found: dict[str, Any]

    def mapping(self) -> Mapping:
        self._known(self.found, _ROOT_KEYS, "")
        tables = {name: self._table(name) for name in _TABLES}
        name = self.found.get("name", self.file.stem)
        if not isinstance(name, str) or not _NAME.fullmatch(name):
            raise self._refused("", "name", "is letters, digits, space, dot, dash; at most 40 of them")
        step = {key: self._path("step", key, value) for key, value in tables["step"].items()}
        each = step.pop("each", None)
        if not step.keys() & {"text", "command", "output", "thought", "tool"}:
            raise BadUseError(f"{self.file}: [step] says neither where text is nor where a command, tool or output is.")
        inside = {key: self._inside(key, path, each) for key, path in step.items()}
        calls, call = self._calls(inside)
        return Mapping(
            self.file,
            name,
            each,
            {key: path for key, path in inside.items() if key not in call},
            calls,
            call,
            {key: self._path("run", key, value) for key, value in tables["run"].items()},
            self._turned("roles", tables["roles"]),
            self._turned("outcomes", tables["outcomes"]),
            self._marks(),
        )

    def _inside(self, key: str, path: Path, each: Path | None) -> Path:
        below = path.below(each or ROOT)
        if below is None:
            raise self._refused("step", key, f"does not begin with the path of the steps, {str(each)!r}")
        return below

    def _calls(self, step: AnyMapping[str, Path]) -> tuple[Path | None, dict[str, Path]]:
        """Return where the calls of a record are, if it has a list of them, and the paths inside one."""
        lists = {key: pair for key in _OF_CALLS if key in step and (pair := step[key].split()) is not None}
        leading = next((lists[key] for key in ("command", "tool", "arguments") if key in lists), None)
        if leading is None:  # what else is in lists are parts of one text
            return None, {}
        calls = leading[0]
        for key, (outer, _) in lists.items():
            if outer != calls:
                raise self._refused("step", key, f"is in another list than the other parts of a call, {str(calls)!r}")
        return calls, {key: inner for key, (_, inner) in lists.items()}

    def _table(self, name: str) -> dict[str, Any]:
        table = self.found.get(name, {})
        if not isinstance(table, dict):
            raise self._refused("", name, f"is a table: [{name}]")
        self._known(table, _TABLES[name], name)
        return table

    def _known(self, table: AnyMapping[str, Any], names: tuple[str, ...], of: str) -> None:
        for key in table:
            if key not in names:
                near = get_close_matches(key, names, n=1)
                meant = f"; {near[0]} is one" if near else f"; there are {', '.join(names)}"
                raise self._refused(of, key, f"is no key{f' of [{of}]' if of else ''}{meant}")

    def _path(self, table: str, key: str, value: Any) -> Path:
        if not isinstance(value, str):
            raise self._refused(table, key, 'is a path in quotes, such as "events[].data.text"')
        try:
            return path_of(value)
        except ValueError as error:
            raise self._refused(table, key, f"{error}; a path is such as events[].data.text") from error

    def _turned(self, name: str, table: AnyMapping[str, Any]) -> dict[str, str]:
        """Return what each value in the record means, from what each meaning lists."""
        turned: dict[str, str] = {}
        for meaning, values in table.items():
            for one in values if isinstance(values, list) else [values]:
                if not isinstance(one, str | int | bool):
                    raise self._refused(name, meaning, "is a value of the record, or a list of them")
                turned[word_of(one)] = meaning
        return turned

    def _marks(self) -> tuple[str, ...]:
        marks = self.found.get("marks", [])
        if not isinstance(marks, list) or not all(isinstance(one, str) and one for one in marks):
            raise self._refused("", "marks", "is a list of texts that stand in the first 64 KiB of a record")
        return tuple(marks)

    def _refused(self, table: str, key: str, why: str) -> BadUseError:
        place = f"{self.file}{_line(self.text, table, key)}"
        return BadUseError(f"{place}: {f'[{table}] ' if table else ''}{key} {why}.")


def word_of(value: Any) -> str:
    """Return a value of a record as roles and outcomes are compared: text in lower case, true and false as words."""
    return str(value).strip().lower()


def _line(text: str, table: str, key: str) -> str:
    """Return `, line 7` for the line that sets a key of a table, nothing where it is not found that simply."""
    here = ""
    for number, line in enumerate(text.splitlines(), 1):
        heading = re.match(r"\s*\[\s*([^\[\]]+?)\s*\]\s*(?:#.*)?$", line)
        if heading:
            here = heading[1].strip("\"'")
            if not table and here == key:
                return f", line {number}"
        elif here == table and re.match(rf"""\s*["']?{re.escape(key)}["']?\s*=""", line):
            return f", line {number}"
    return ""
