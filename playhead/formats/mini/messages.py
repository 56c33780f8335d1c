"""mini-swe-agent's messages: which of them act, what answers them, and the commands in them.

Shapes follow mini-swe-agent's own writers: fenced blocks in the content (1.x, `actions_text.py`), `extra.actions` with
tool calls (2.x, `actions_toolcall.py`), and whole Responses API objects without role or content.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from playhead.formats.parts import content_text
from playhead.formats.values import list_of, mapping_of, optional_text, text_of
from playhead.storage.decode import UndecodableError, decode

# The first that a message has fences of counts: 2.x asks for its own, and `bash` may then be an illustration.
_FENCES = ("```mswea_bash_command", "```bash")
# Items of a Responses object that are no speech; they are shown as thought and as actions.
_UNSAID = ("reasoning", "function_call")


@dataclass(frozen=True, slots=True)
class Command:
    """One command of a message. `text` is None where there is none; `executed` is False where none could be run."""

    text: str | None
    id: str | None = None
    executed: bool = True


class Joiner:
    """Joins messages to steps as they come: an acting message with what answers it, any other by itself."""

    def __init__(self) -> None:
        self._acting: Any = None
        self._start = self._end = 0

    def take(self, message: Any) -> tuple[tuple[int, int], ...]:
        """Take the next message; return the step that nothing can be added to any more, as a range of messages."""
        first = self._end == self._start + 1
        if self._acting is not None and _answers(message, self._acting, first=first):
            self._end += 1
            return ()
        done = self.finish()
        self._start, self._end = self._end, self._end + 1
        self._acting = message if acts(message) else None
        return done

    def finish(self) -> tuple[tuple[int, int], ...]:
        """Return the step that is left: no message follows."""
        return ((self._start, self._end),) if self._end > self._start else ()


def groups(messages: Sequence[Any]) -> list[tuple[int, int]]:
    """Return the steps as ranges of messages: an acting message with what answers it, any other by itself."""
    joiner = Joiner()
    found = [one for message in messages for one in joiner.take(message)]
    return [*found, *joiner.finish()]


def acts(message: Any) -> bool:
    """Return whether a message is the agent's turn: an assistant's, a Responses object, or a person's own command."""
    one = mapping_of(message)
    if one.get("role") == "assistant" or one.get("object") == "response":
        return True
    return one.get("role") == "user" and bool(list_of(mapping_of(one.get("extra")).get("actions")))


def commands_of(message: Mapping[str, Any]) -> tuple[Command, ...]:
    """Return the commands of an acting message, at least one: where it has none, one that was not executed."""
    actions = mapping_of(message.get("extra")).get("actions")
    if isinstance(actions, list):
        found = tuple(_command_of(one) for one in actions)
        return found or (Command("\n\n".join(fenced(content_of(message))) or None, executed=False),)
    calls = tuple(_call(one) for one in (*list_of(message.get("tool_calls")), *_function_calls(message)))
    if calls:
        return calls
    blocks = fenced(content_of(message))
    return (Command("\n\n".join(blocks) if blocks else None, executed=len(blocks) == 1),)


def content_of(message: Mapping[str, Any]) -> str:
    """Return what a message says: its content, the text of its parts, or what a Responses object puts out."""
    content = message.get("content")
    if content is not None:
        return content_text(content)
    output = message.get("output")
    if not isinstance(output, list):
        return text_of(output)
    items = [mapping_of(one) for one in output]
    said = [content_text(one.get("content", one)) for one in items if one.get("type") not in _UNSAID]
    return "\n".join(said)


def fenced(content: str) -> list[str]:
    """Return the commands in fenced blocks, those that mini-swe-agent's own pattern (`action_regex`) finds."""
    for fence in _FENCES:
        found = [content[start:end].strip() for _, start, end in fence_places(content, fence)]
        if found:
            return found
    return []


def fence_places(content: str, fence: str) -> list[tuple[int, int, int]]:
    """Return (begin of the block, begin and end of the command) of every block; linear, unlike the pattern."""
    places: list[tuple[int, int, int]] = []
    at = content.find(fence)
    while at >= 0:
        start = at + len(fence)
        body = start
        while body < len(content) and content[body].isspace():
            body += 1
        newline = content.rfind("\n", start, body)
        close = content.find("\n```", newline) if newline >= 0 else -1
        if close >= 0:
            places.append((at, min(newline + 1, close), close))
            at = content.find(fence, close + 4)
        elif newline >= 0:
            break  # No block closes after this one.
        else:
            at = content.find(fence, start)
    return places


def without_fence(content: str) -> str:
    """Return the prose around the command, without the `THOUGHT:` that mini-swe-agent asks for."""
    for fence in _FENCES:
        places = fence_places(content, fence)
        if places:
            begin, _, end = places[0]
            content = f"{content[:begin].rstrip()}\n\n{content[end + 4 :].lstrip()}".strip()
            break
    return content.strip().removeprefix("THOUGHT:").strip()


def reasoning_of(message: Mapping[str, Any]) -> str:
    """Return what the model thought apart from what it said: a reasoning field, or reasoning items."""
    given = message.get("reasoning_content") or message.get("reasoning")
    if isinstance(given, str):
        return given
    items = [mapping_of(one) for one in list_of(message.get("output"))]
    parts = [part for one in items if one.get("type") == "reasoning" for part in list_of(one.get("summary"))]
    return "\n\n".join(text_of(mapping_of(part).get("text")) for part in parts).strip()


def _answers(message: Any, acting: Mapping[str, Any], *, first: bool) -> bool:
    one, extra = mapping_of(message), mapping_of(mapping_of(message).get("extra"))
    if one.get("role") == "tool" or one.get("type") == "function_call_output":
        return True
    if one.get("role") != "user" or acts(one):
        return False
    if "interrupt_type" in extra:
        # A person who steps in speaks for himself; a format error answers a message without a command.
        return first and not any(command.executed for command in commands_of(acting))
    return first or "returncode" in extra or "raw_output" in extra


def _command_of(action: Any) -> Command:
    if isinstance(action, Mapping):
        given = action.get("command")
        text = None if given is None else text_of(given)
        return Command(text, optional_text(action.get("tool_call_id")), executed=text is not None)
    return Command(text_of(action) or None, executed=isinstance(action, str))


def _call(call: Any) -> Command:
    one = mapping_of(call)
    function = mapping_of(one.get("function")) or one
    given = function.get("arguments")
    if isinstance(given, str):
        try:
            given = decode(given.encode("utf-8", "surrogatepass"))[0]
        except UndecodableError:
            return Command(given, optional_text(one.get("call_id") or one.get("id")), executed=False)
    command = mapping_of(given).get("command")
    text = None if command is None else text_of(command)
    return Command(text, optional_text(one.get("call_id") or one.get("id")), executed=text is not None)


def _function_calls(message: Mapping[str, Any]) -> list[Any]:
    return [one for one in list_of(message.get("output")) if mapping_of(one).get("type") == "function_call"]
