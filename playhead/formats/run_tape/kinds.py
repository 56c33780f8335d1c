"""Kinds for the index of a run tape: by rule, or quickly, by what a like command turned out to be."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, TypeVar

import orjson

from playhead.formats.commands import command_of_call, is_shell_tool
from playhead.formats.values import mapping_of, text_of
from playhead.insight.kinds import WITH_MORE, kind_by_first_word, kind_of_action, kind_of_tool
from playhead.model import Kind
from playhead.storage.source import KINDS

_PLACES = {kind: place for place, kind in enumerate(KINDS)}
_OPERATORS = re.compile(r"[|&;\n]+")
_WITH_SCRIPT = re.compile(r"(?:.*/)?(?:python[\d.]*|pypy3?|node|ruby|bash|sh)$")
_LOOKED_AT = 400
_MOST = 10_000
_BY_COMMAND = -1

_likely: dict[tuple[str, ...], int] = {}
_of_tool: dict[bytes, int] = {}  # _BY_COMMAND where a tool's name does not decide
_of_start: dict[bytes, int] = {}  # of commands of one program


def kind_of_call(call: Any, *, quick: bool) -> int:
    """Return the place in KINDS of a tool call's kind, of whatever type it is; if `quick`, the likely one."""
    if not quick or (type(call) is dict and "extra" in call):
        return _by_rule(call)
    try:
        tool, arguments = call["function_name"], call["arguments"]
        key = (tool, *_outline(arguments.get("command")))
        found = _likely.get(key)
    except (KeyError, TypeError, AttributeError):
        return _by_rule(call)
    return _remember(_likely, key, _by_rule(call)) if found is None else found


def likely_kinds(starts: Sequence[bytes], rests: Sequence[bytes], scripts: Sequence[bytes]) -> bytes:
    """Return the places in KINDS of the likely kinds of steps that have one call at most, its only argument `command`.

    `starts` hold JSON from the tool's name to the command's first word, nothing where there is no call; the rest of
    the command, with the quote at its end, is in `scripts` if it has a shell's operators or escapes, else in `rests`.
    """
    kinds = list(map(_of_start.get, starts))
    if None in kinds or any(scripts):
        for at in [at for at, (kind, script) in enumerate(zip(kinds, scripts, strict=True)) if kind is None or script]:
            kinds[at] = _likely_kind(starts[at], scripts[at] or rests[at], simple=not scripts[at])
    return bytes(kinds)  # type: ignore[arg-type]


def _likely_kind(start: bytes, rest: bytes, *, simple: bool) -> int:
    if not start:
        return _remember(_of_start, start, _PLACES[Kind.MESSAGE])
    tool = start[: start.find(b'"')]
    kind = _of_tool.get(tool)
    if kind is None:
        kind = _remember(_of_tool, tool, _kind_of_tool(tool))
    if kind != _BY_COMMAND:
        return _remember(_of_start, start, kind)
    command = start[start.rfind(b'"') + 1 :]
    if simple:
        kind = _kind_by_first_word(command.lstrip())
        if kind != _BY_COMMAND:
            return _remember(_of_start, start, kind)
    try:
        name, text = orjson.loads(b'["%b","%b%b]' % (tool, command, rest))
    except ValueError:
        return _PLACES[Kind.OTHER]
    return kind_of_call({"function_name": name, "arguments": {"command": text}}, quick=True)


def _by_rule(call: Any) -> int:
    tool = text_of(mapping_of(call).get("function_name"))
    arguments = mapping_of(mapping_of(call).get("arguments"))
    return _PLACES[kind_of_action(tool, command_of_call(mapping_of(call)), arguments)]


def _outline(command: Any) -> tuple[str, ...]:
    """Return what a command's kind mostly depends on: its programs, their first words, whether it writes."""
    if type(command) is not str:
        return ()
    head = command[:_LOOKED_AT]
    here = head.find("<<")
    if here >= 0:
        head = head[: head.find("\n", here)]
    found = [">"] if ">" in head.replace("2>&1", "").replace(">/dev/null", "") else []
    for part in _OPERATORS.split(head):
        words = part.split(None, 3)[:3]
        if not words or words[0] == "cd":
            continue
        program = words[0]
        found.append(program)
        if program in ("sed", "perl"):
            found.append("-i" if " -i" in part else "")
        elif _WITH_SCRIPT.match(program):
            found += _script_outline(words[1:])
        elif program in WITH_MORE or "=" in program:
            found += words[1:]
    return tuple(found)


def _script_outline(words: list[str]) -> list[str]:
    if words and words[0] == "-m":
        return words
    return [words[0] if "test" in words[0] or "manage" in words[0] else words[0][:1]] if words else []


def _kind_of_tool(tool: bytes) -> int:
    try:
        name = tool.decode()
    except UnicodeDecodeError:
        return _PLACES[Kind.OTHER]
    kind = kind_of_tool(name, shell=is_shell_tool(name))
    return _BY_COMMAND if kind is None else _PLACES[kind]


def _kind_by_first_word(word: bytes) -> int:
    kind = kind_by_first_word(word.decode("ascii", "replace"))
    return _BY_COMMAND if kind is None else _PLACES[kind]


_Key = TypeVar("_Key")


def _remember(known: dict[_Key, int], key: _Key, value: int) -> int:
    if len(known) > _MOST:
        known.clear()
    known[key] = value
    return value
