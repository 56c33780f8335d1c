"""Conversations of SWE-agent before 1.0, as nebius/SWE-agent-trajectories holds them.

The last fence is the action line, the next message its output, with the state of the shell and a prompt at its end.
Only where the first message of a person ends in that prompt: a fence alone may be an illustration.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from playhead.formats.parts import content_text
from playhead.formats.rows.answered import result_in
from playhead.formats.rows.messages import AGENTS, PEOPLE, at_of, begins, id_of, parts_of, role_of
from playhead.formats.swe_agent.actions import arguments_of, tool_of, was_executed
from playhead.formats.turn_parts import Answer, Call, Part, Said
from playhead.formats.turns import Dialect
from playhead.formats.values import mapping_of

_PROMPT = re.compile(r"\(Open file: [^\n]*\)\s*\n\(Current directory: [^\n]*\)\s*\nbash-\$\s*\Z")
_TAIL = 4_096
# ThoughtActionParser of SWE-agent 0.x (sweagent/agent/parsing.py): the last block that stands in no other one.
_FENCE = re.compile(r"^```(\S*)\s*\n|^```\s*$", re.MULTILINE)


def is_prompted(messages: Sequence[Any]) -> bool:
    """Return whether the first message of a person ends in SWE-agent's prompt, and a model answers it."""
    first = next((mapping_of(one) for one in messages if role_of(mapping_of(one)) in PEOPLE), None)
    return first is not None and _PROMPT.search(_text(first)[-_TAIL:]) is not None


def acts(message: Mapping[str, Any]) -> bool:
    """Return whether a message is a model's with an action."""
    return role_of(message) in AGENTS and action_in(_text(message)) is not None


def action_in(text: str) -> tuple[str, str] | None:
    """Return the action line in a model's answer and what is said around it, None where there is no block."""
    open_blocks: list[re.Match[str]] = []
    block: tuple[re.Match[str], re.Match[str]] | None = None
    for fence in _FENCE.finditer(text):
        if open_blocks and not fence[1]:
            start = open_blocks.pop()
            if not open_blocks:
                block = (start, fence)
        elif fence[1] is not None:
            open_blocks.append(fence)
    if block is None:
        return None
    start, end = block
    return text[start.end() : end.start()], (text[: start.start()] + text[end.end() :]).strip()


def _parts_of(message: Mapping[str, Any]) -> Sequence[Part]:
    result = result_in(message)
    if result is not None:
        output = _text(result)
        return [Answer(None, output, executed=None if was_executed("-", output) else False)]
    action = action_in(_text(message)) if role_of(message) in AGENTS else None
    if action is None:
        return parts_of(message)
    line, said = action
    tool = tool_of(line)
    call = Call(None, tool, arguments_of(tool, line, {}), line, executed=bool(line.strip()))
    return [*([Said(said)] if said else ()), call]


def _text(message: Mapping[str, Any]) -> str:
    return content_text(message.get("text") or message.get("content"))


PROMPTED = Dialect("swe-agent", _parts_of, at_of, id_of, begins)
