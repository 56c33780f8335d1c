"""A mapping proposed for a file of a kind that nobody knows: by the names of its keys and what their values are."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path as File
from typing import Any

from playhead.errors import UnreadableError
from playhead.formats.joined_log import Log
from playhead.formats.json_document import load
from playhead.formats.own.observe import Leaf, leaves_of, lists_of
from playhead.formats.own.paths import EACH, ROOT, Path, first
from playhead.formats.rows.messages import AGENTS, PEOPLE, RESULTS, SYSTEMS
from playhead.formats.values import float_of, int_of, optional_text, time_of, time_text

_SAMPLED = 300
_MOST_ROLES = 16

# The names people give to each part of a step, the surest first.
_NAMES: dict[str, tuple[str, ...]] = {
    "id": ("step_id", "event_id", "id", "uuid"),
    "role": ("role", "actor", "speaker", "source", "author", "from", "kind", "type", "event", "who"),
    "thought": ("thought", "thinking", "reasoning", "reasoning_content", "thoughts"),
    "command": ("command", "cmd", "shell", "shell_command", "bash", "script", "action"),
    "tool": ("tool_name", "tool", "function_name", "function", "name"),
    "arguments": ("arguments", "args", "params", "parameters", "tool_input", "input"),
    "answers": ("tool_call_id", "call_id", "tool_use_id", "correlation_id", "in_reply_to"),
    "output": ("output", "stdout", "observation", "result", "response", "printed", "out"),
    "exit_code": ("exit_code", "exitcode", "returncode", "return_code", "exit_status", "rc", "code"),
    "failed": ("is_error", "failed", "error", "errored"),
    "text": ("text", "content", "message", "msg", "body", "value", "prompt", "say", "answer", "response"),
    "time": ("timestamp", "time", "ts", "at", "created_at", "datetime", "date", "started_at"),
    "duration": ("duration_s", "duration_seconds", "seconds", "elapsed", "duration"),
    "duration_ms": ("duration_ms", "elapsed_ms", "took_ms", "latency_ms"),
    "input_tokens": ("input_tokens", "prompt_tokens", "tokens_in"),
    "output_tokens": ("output_tokens", "completion_tokens", "tokens_out"),
    "cost": ("cost_usd", "cost"),
}  # fmt: skip
_OF_RUN: dict[str, tuple[str, ...]] = {
    "id": ("run_id", "session_id", "trajectory_id", "id"), "task": ("task", "problem", "instruction", "goal", "prompt"),
    "agent": ("agent", "agent_name", "framework"), "model": ("model", "model_name"),
    "outcome": ("outcome", "resolved", "success", "status", "verdict"), "repo": ("repo", "repository"),
    "commit": ("commit", "base_commit"), "patch": ("patch", "diff", "model_patch"),
}  # fmt: skip
_TEXTS: dict[str, Callable[[Leaf], bool]] = {
    "role": lambda leaf: leaf.are(str) and 0 < len(leaf.values) <= _MOST_ROLES and len(leaf.values) < leaf.count + 1,
    "exit_code": lambda leaf: all(int_of(one) is not None for one in leaf.samples),
    "failed": lambda leaf: leaf.are(bool, str),
    "time": lambda leaf: all(time_of(time_text(one)) is not None for one in leaf.samples),
    "arguments": lambda leaf: leaf.are(dict) or all(isinstance(one, str) and one[:1] == "{" for one in leaf.samples),
    "command": lambda leaf: leaf.are(str, list),
    "output": lambda leaf: leaf.are(str, list),
    "text": lambda leaf: leaf.are(str),
    "thought": lambda leaf: leaf.are(str),
    "tool": lambda leaf: leaf.are(str) and len(leaf.values) > 0,
    "id": lambda leaf: all(optional_text(one) is not None for one in leaf.samples),
    "answers": lambda leaf: all(optional_text(one) is not None for one in leaf.samples),
}
_NUMBERS = ("duration", "duration_ms", "input_tokens", "output_tokens", "cost")


def guess(file: File) -> str:
    """Return a mapping file (TOML) for a record: a proposal to look through.

    Raises:
        UnreadableError: it cannot be read, or holds no records that could be steps.

    """
    each, records, root = _records(file)
    step, role = _step(records)
    if not step.keys() & {"text", "command", "output", "thought", "tool"}:
        raise UnreadableError(f"{file} holds no list of objects, and no lines, in which a text or a command stands.")
    prefix = each.parts if each is not None else ()
    paths = {name: Path((*prefix, *path.parts)) for name, path in step.items()}
    lines = [
        f"# Proposed for {_comment(file.name)}: look through it, then `playhead --map THIS_FILE RECORD`.",
        f"name = {_quoted(_name_of(file))}",
        "",
        *_run(root, records, paths),
        "[step]",
        *([f"each = {_quoted(str(each))}"] if each is not None else ["# every line is a record"]),
        *(f"{name} = {_quoted(str(path))}" for name, path in paths.items()),
        *_roles(role, records, step),
    ]
    return "\n".join(lines) + "\n"


def _records(file: File) -> tuple[Path | None, list[Any], Any]:
    """Return where the records of a file are (None: in its lines), the first of them, and the document."""
    log = Log(file)
    found = [record.value for record, _ in zip(log.scan(), range(_SAMPLED), strict=False)]
    lines = [one for one in found if one is not None]
    if len(lines) > 1 and len(lines) * 2 > len(found):
        return None, lines, {}
    root = load(file).root
    lists = lists_of(root)
    if not lists:
        return None, lines, {}
    best = max(lists, key=lambda pair: (len(_step(pair[1])[0]), len(pair[1])))
    return best[0], best[1], root


def _step(records: Sequence[Any]) -> tuple[dict[str, Path], Leaf | None]:
    """Return the path of each part of a step that is found, and what the role is."""
    leaves = leaves_of(records)
    taken: set[Path] = set()
    found: dict[str, Path] = {}
    for part, names in _NAMES.items():
        leaf = _best(leaves, part, names, taken)
        if leaf is not None:
            found[part] = leaf.path
            taken.add(leaf.path)
    if "text" not in found:
        texts = [
            one for one in leaves.values() if one.are(str) and one.path not in taken and one.characters > one.count * 20
        ]
        if texts:
            found["text"] = max(texts, key=lambda one: one.characters).path
    if "command" not in found and "arguments" not in found:
        found.pop("tool", None)
    if "command" in found or "tool" in found:
        _in_one_list(found)
        _ids_of_calls(found, leaves)
    if "call" not in found:
        found.pop("answers", None)
    return found, leaves.get(found.get("role", ROOT))


def _is_number(leaf: Leaf) -> bool:
    return all(float_of(one) is not None for one in leaf.samples)


def _best(leaves: Mapping[Path, Leaf], part: str, names: Sequence[str], taken: set[Path]) -> Leaf | None:
    """Return the leaf that a part is most likely at: the surest name, then the least deep, then the most frequent."""
    fits = _TEXTS.get(part, _is_number)
    alike = [one for one in leaves.values() if one.name in names and one.path not in taken and fits(one)]
    if part in ("role", "id", "time", "answers", *_NUMBERS):
        alike = [one for one in alike if EACH not in one.path.parts]
    return min(alike, key=lambda one: (names.index(one.name), len(one.path.parts), -one.count), default=None)


def _in_one_list(found: dict[str, Path]) -> None:
    """Take out what is in another list than the calls are."""
    leading = found.get("command") or found["tool"]
    calls = leading.split()
    for part in ("tool", "arguments", "call", "output", "exit_code", "failed", "duration", "duration_ms"):
        path = found.get(part)
        split = path.split() if path is not None else None
        if calls is not None and split is not None and split[0] != calls[0]:
            found.pop(part)


def _ids_of_calls(found: dict[str, Path], leaves: Mapping[Path, Leaf]) -> None:
    """Add where a call has its id: beside the tool or the command, or where its result is said to have it."""
    calls = (found.get("tool") or found["command"]).split()
    if calls is None:
        if "answers" in found:
            found["call"] = found.pop("answers")
        return
    names = ("call_id", "tool_call_id", "tool_use_id", "id")
    inside = (Path((*calls[0].parts, name)) for name in names)
    call = next((path for path in inside if path in leaves), None)
    if call is not None:
        found["call"] = call


def _roles(role: Leaf | None, records: Sequence[Any], step: Mapping[str, Path]) -> list[str]:
    """Return the table of roles: what each value that was seen is taken for, those that need no saying as well."""
    if role is None:
        return []
    by_meaning: dict[str, list[str]] = {"user": [], "agent": [], "system": [], "result": [], "none": []}
    shown = [path for name, path in step.items() if name in ("text", "thought", "command", "tool", "output")]
    for value in filter(_is_sayable, role.values):
        own = [record for record in records if first(record, role.path) == value]
        empty = not any(first(record, path) is not None for record in own for path in shown)
        by_meaning["none" if empty else _meaning(value.lower())].append(value)
    lines = [
        f"{meaning} = [{', '.join(_quoted(one) for one in values)}]" for meaning, values in by_meaning.items() if values
    ]
    return ["", "[roles]", *lines]


def _meaning(word: str) -> str:
    if word in PEOPLE or any(part in word for part in ("user", "human", "person", "prompt", "task", "instruction")):
        return "user"
    if word in SYSTEMS or "system" in word:
        return "system"
    parts = ("result", "observation", "output", "tool_response", "env")
    if word in RESULTS or (word not in AGENTS and any(part in word for part in parts)):
        return "result"
    return "agent"


def _run(root: Any, records: Sequence[Any], step: Mapping[str, Path]) -> list[str]:
    """Return the table of the run: of a document what stands beside its records, of lines what only some have."""
    values = root if isinstance(root, Mapping) else {}
    leaves = leaves_of([values]) if values else leaves_of(records)
    lines = []
    for part, names in _OF_RUN.items():
        alike = [
            one
            for one in leaves.values()
            if one.name in names and EACH not in one.path.parts and one.are(str, int, float, bool)
            if one.path not in step.values() and (values or part != "id" or len(one.values) == 1)
        ]
        best = min(alike, key=lambda one: (names.index(one.name), len(one.path.parts)), default=None)
        if best is not None:
            lines.append(f"{part} = {_quoted(str(best.path))}")
    return ["[run]", *lines, ""] if lines else []


def _name_of(file: File) -> str:
    name = "".join(
        one if one.isascii() and (one.isalnum() or one in "._-") else "-" for one in file.name.partition(".")[0]
    )
    return name.strip("-._")[:40].rstrip("-._") or "mine"


def _comment(text: str) -> str:
    return text.encode("ascii", "backslashreplace").decode().replace("\n", " ")


def _quoted(text: str) -> str:
    """Return a TOML string: as in JSON, but no character is told in two halves, and DEL is told by its number."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")


def _is_sayable(text: str) -> bool:
    """Return whether a TOML file can hold a text: half a character it cannot."""
    return not any("\ud800" <= one <= "\udfff" for one in text)
