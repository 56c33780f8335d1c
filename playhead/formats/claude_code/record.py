"""One decoded line of a Claude Code session, read as what it is: a model message, a person's, a result, or nothing.

There is no published schema; the line types are those found in real sessions of versions 1.0 to 2.1 and in the
readers of claude-code-log, Harbor and inspect_scout.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Any

from playhead.formats.claude_code.blocks import text_of_blocks
from playhead.formats.values import float_of, int_of, mapping_of, optional_text, text_of, time_text
from playhead.model import Tokens

# Line types that are no step: what the program notes for itself.
NOTES = frozenset(
    {"system", "progress", "summary", "attachment", "file-history-snapshot", "file-history-delta", "queue-operation",
     "permission-mode", "mode", "ai-title", "custom-title", "agent-name", "agent-color", "agent-setting", "last-prompt",
     "pr-link", "tag", "relocated", "worktree-state", "bridge-session", "started", "result", "task-summary",
     "content-replacement", "attribution-snapshot"}
)  # fmt: skip

_SYNTHETIC = "<synthetic>"
_BEYOND = 2**53  # no count of tokens: a number that JavaScript could not have written exactly


class Role(Enum):
    """What a line is to the timeline."""

    MODEL = "model"
    PERSON = "person"
    BOUNDARY = "boundary"
    NOTE = "note"
    UNKNOWN = "unknown"


class Record:
    """One line. `line` is the object on it, `body` the record in it: the same, but for a sub-agent's progress.

    `results` counts the tool results among `blocks`; `wrong` says what is not as it should be. `uuid` is the record's
    id, `message` an empty object where there is none.
    """

    __slots__ = ("blocks", "body", "line", "message", "results", "role", "uuid", "wrong")

    def __init__(
        self,
        role: Role,
        line: Mapping[str, Any],
        body: Mapping[str, Any],
        blocks: Sequence[Any] = (),
        wrong: str | None = None,
        *,
        results: int = 0,
    ) -> None:
        self.role = role
        self.line = line
        self.body = body
        self.blocks = blocks
        self.wrong = wrong
        self.results = results
        self.uuid = optional_text(body.get("uuid"))
        self.message = mapping_of(body.get("message"))

    @property
    def message_id(self) -> str | None:
        """Return the id that all lines of one message share."""
        return optional_text(self.message.get("id"))

    @property
    def model(self) -> str | None:
        """Return the model's name, None for what the program wrote in its place."""
        name = optional_text(self.message.get("model"))
        return None if name == _SYNTHETIC else name

    @property
    def at(self) -> str | None:
        """Return when it was written, as the record has it."""
        return time_text(self.body.get("timestamp")) or time_text(self.line.get("timestamp"))

    @property
    def sidechain(self) -> bool:
        """Return whether it belongs to a sub-agent."""
        return self.line is not self.body or self.body.get("isSidechain") is True

    @property
    def agent(self) -> str | None:
        """Return the sub-agent's id, None where the record does not say."""
        if self.line is not self.body:
            return optional_text(mapping_of(self.line.get("data")).get("agentId"))
        return optional_text(self.body.get("agentId"))

    @property
    def spawned_by(self) -> str | None:
        """Return the id of the call that started this sub-agent, where progress names it."""
        return optional_text(self.line.get("parentToolUseID")) if self.line is not self.body else None

    @property
    def meta(self) -> bool:
        """Return whether the program wrote it for the model, unseen by people."""
        return self.body.get("isMeta") is True

    @property
    def compact_summary(self) -> bool:
        """Return whether it sums up what a compaction left out."""
        return self.body.get("isCompactSummary") is True

    @property
    def from_harness(self) -> bool:
        """Return whether a user line was written by the program: `origin.kind`, or a task notification."""
        kind = optional_text(mapping_of(self.body.get("origin")).get("kind"))
        if kind is not None:
            return kind != "human"
        return text_of_blocks(self.blocks[:1]).lstrip().startswith("<task-notification>")

    @property
    def detail(self) -> Any:
        """Return the tool's own result object, None where several results share the line."""
        return self.body.get("toolUseResult") if self.results == 1 else None

    @property
    def usage(self) -> Tokens | None:
        """Return the tokens this line repeats for its whole message; `input` includes cache reads and writes."""
        usage = mapping_of(self.message.get("usage"))
        if not usage:
            return None
        fresh, output = _count(usage.get("input_tokens")), _count(usage.get("output_tokens"))
        read, written = _count(usage.get("cache_read_input_tokens")), _count(usage.get("cache_creation_input_tokens"))
        if fresh is None and read is None and written is None:
            return None if output is None else Tokens(None, output, read)
        return Tokens((fresh or 0) + (read or 0) + (written or 0), output, read)

    @property
    def cost(self) -> float | None:
        """Return what versions before 1.0.9 wrote as `costUSD`."""
        return float_of(self.body.get("costUSD"))


def record_of(line: Mapping[str, Any]) -> Record:
    """Return what a decoded line is. Never raises: what cannot be read is UNKNOWN, or has `wrong` set."""
    kind = line.get("type")
    if kind == "progress":
        return _progress(line)
    if kind == "attachment":
        return _attachment(line)
    if kind == "system" and line.get("subtype") == "compact_boundary":
        return Record(Role.BOUNDARY, line, line, ({"type": "text", "text": text_of(line.get("content"))},))
    if kind in ("tool_use", "tool_result"):  # before 1.0 a block could be a line of its own
        role = Role.MODEL if kind == "tool_use" else Role.PERSON
        return Record(role, line, line, (line,), results=int(kind == "tool_result"))
    speaker = kind if kind in ("user", "assistant") else _role_of_message(line, kind)
    if speaker is None:
        known = isinstance(kind, str) and kind in NOTES
        return Record(Role.NOTE if known else Role.UNKNOWN, line, line)
    return _message(Role.MODEL if speaker == "assistant" else Role.PERSON, line, line)


def is_call(block: Any) -> bool:
    """Return whether a block of a model's message is a tool call."""
    return (type(block) is dict or isinstance(block, Mapping)) and block.get("type") == "tool_use"


def is_result(block: Any) -> bool:
    """Return whether a block of a user line is a tool's result."""
    return (type(block) is dict or isinstance(block, Mapping)) and block.get("type") == "tool_result"


def _role_of_message(line: Mapping[str, Any], kind: Any) -> str | None:
    """Return the role of a line of unknown type that carries a message, None where there is none."""
    if isinstance(kind, str) and kind in NOTES:
        return None
    role = mapping_of(line.get("message")).get("role")
    return role if role in ("user", "assistant") else None


def _message(role: Role, line: Mapping[str, Any], body: Mapping[str, Any]) -> Record:
    message = body.get("message")
    if isinstance(message, str):
        return Record(role, line, body, ({"type": "text", "text": message},))
    if not isinstance(message, Mapping):
        return Record(Role.UNKNOWN, line, body, wrong="its message is no object")
    content = message.get("content")
    if isinstance(content, list):
        role = Role.MODEL if any(map(is_call, content)) else role
        return Record(role, line, body, content, results=sum(map(is_result, content)))
    if content is None:
        return Record(role, line, body)
    wrong = None if isinstance(content, str) else "its content is neither text nor a list"
    return Record(role, line, body, ({"type": "text", "text": text_of(content)},), wrong)


def _progress(line: Mapping[str, Any]) -> Record:
    """Return the message of a sub-agent that its progress carries (2.1 and later), else a note."""
    data = mapping_of(line.get("data"))
    body = data.get("message")
    if data.get("type") != "agent_progress" or not isinstance(body, Mapping):
        return Record(Role.NOTE, line, line)
    kind = body.get("type")
    if kind not in ("user", "assistant"):
        return Record(Role.NOTE, line, line)
    return _message(Role.MODEL if kind == "assistant" else Role.PERSON, line, body)


def _attachment(line: Mapping[str, Any]) -> Record:
    """Return what a person typed while the agent worked, which has no user line of its own, else a note."""
    attachment = mapping_of(line.get("attachment"))
    origin = optional_text(mapping_of(attachment.get("origin")).get("kind"))
    prompt = attachment.get("prompt")
    typed = (
        attachment.get("type") == "queued_command"
        and attachment.get("commandMode", "prompt") == "prompt"
        and attachment.get("isMeta") is not True
        and origin in (None, "human")
    )
    if not typed or not prompt or not isinstance(prompt, str | list):
        return Record(Role.NOTE, line, line)
    return Record(Role.PERSON, line, line, [{"type": "text", "text": prompt}] if isinstance(prompt, str) else prompt)


def _count(value: Any) -> int | None:
    count = value if type(value) is int else int_of(value)
    return count if count is not None and 0 <= count < _BEYOND else None
