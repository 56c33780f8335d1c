"""Event messages: what the program tells of calls it ran. Messages in them repeat response items."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from typing import Any

from playhead.edits.unified import count_changes, unified_diff
from playhead.formats.codex.outputs import seconds_of
from playhead.formats.parts import content_text
from playhead.formats.turn_parts import Answer, Part, Said, Spent, Thought
from playhead.formats.values import bool_of, int_of, mapping_of, optional_text, text_of
from playhead.model import Edit, Tokens

_NOTICES = frozenset({"error", "turn_aborted", "stream_error", "undo_completed", "entered_review_mode"})
_REFUSED = frozenset({"denied", "rejected"})
_ITEM_MESSAGES = {"UserMessage": "user", "AgentMessage": "agent"}
_ITEM_EVENTS = {
    "CommandExecution": "exec_command_end", "FileChange": "patch_apply_end", "McpToolCall": "mcp_tool_call_end",
}  # fmt: skip
_MESSAGES = {"user_message": "user", "agent_message": "agent"}


def parts_of_event(event: Mapping[str, Any], lacks: Container[str]) -> Sequence[Part]:
    """Return the parts of an event. `lacks` are the types of response item that the file has none of."""
    kind = text_of(event.get("type"))
    alone = "message" in lacks
    if kind in _MESSAGES:
        return [Said(text_of(event.get("message")), _MESSAGES[kind])] if alone else ()
    if kind == "agent_reasoning":
        return [Thought(text_of(event.get("text")))] if "reasoning" in lacks else ()
    if kind == "turn.completed":
        return [Said(text_of(event.get("message")) or "turn completed", "system")] if alone else ()
    if kind == "token_count":
        return _spent(mapping_of(event.get("info")).get("last_token_usage"))
    if kind == "item_completed":
        return _item(mapping_of(event.get("item")), lacks)
    if kind in _NOTICES:
        return [Said(_notice(kind, event), "system")]
    answer = _answer(kind, event, alone=alone)
    return () if answer is None else [answer]


def _answer(kind: str, event: Mapping[str, Any], *, alone: bool) -> Answer | None:
    call = optional_text(event.get("call_id"))
    if kind == "guardian_assessment" and text_of(event.get("status")) in _REFUSED:
        return Answer(optional_text(event.get("target_item_id")), executed=False)
    if call is None:
        return None
    if kind == "exec_command_end":
        return Answer(
            call,
            text_of(event.get("aggregated_output")) if alone else None,
            exit_code=int_of(event.get("exit_code")),
            duration_s=seconds_of(event.get("duration")),
        )
    if kind == "patch_apply_end":
        succeeded = bool_of(event.get("success"))
        edits = tuple(_edits(mapping_of(event.get("changes"))))
        return Answer(call, is_error=None if succeeded is None else not succeeded, edits=edits if succeeded else None)
    if kind == "mcp_tool_call_end":
        return _mcp(call, event, alone=alone)
    if kind == "collab_agent_spawn_end":
        return Answer(call, subagent=optional_text(event.get("new_thread_id")))
    return None


def _item(item: Mapping[str, Any], lacks: Container[str]) -> Sequence[Part]:
    """Return the parts of an item that ended: newer programs tell in these what they told in events of their own."""
    kind, call, alone = text_of(item.get("type")), optional_text(item.get("id")), "message" in lacks
    if kind in _ITEM_MESSAGES:
        return [Said(content_text(item.get("content")), _ITEM_MESSAGES[kind])] if alone else ()
    name = _ITEM_EVENTS.get(kind)
    if name is None or call is None:
        return ()
    told = {**item, "call_id": call, "success": {"completed": True, "failed": False}.get(text_of(item.get("status")))}
    answer = _answer(name, told, alone=alone)
    return () if answer is None else [answer]


def _mcp(call: str, event: Mapping[str, Any], *, alone: bool) -> Answer:
    result = mapping_of(event.get("result"))
    good = mapping_of(result.get("Ok")) or result
    failed = "Err" in result or bool_of(good.get("isError"))
    text = (text_of(result["Err"]) if "Err" in result else content_text(good.get("content"))) if alone else None
    return Answer(call, text, is_error=failed, duration_s=seconds_of(event.get("duration")))


def _edits(changes: Mapping[str, Any]) -> Iterable[Edit]:
    """Yield the edits of a patch that was applied: the record holds a diff, or a whole file."""
    for path, given in changes.items():
        change = mapping_of(given)
        # Older programs nest by the kind of change: {"add": {"content": ...}}.
        kind = optional_text(change.get("type")) or next(iter(change), "")
        body = change if "type" in change else mapping_of(change.get(kind))
        diff, content = body.get("unified_diff"), body.get("content")
        if isinstance(diff, str):
            yield _edit(optional_text(body.get("move_path")) or path, f"--- a/{path}\n+++ b/{path}\n{diff}")
        elif isinstance(content, str):
            old, new = (content, "") if kind == "delete" else ("", content)
            yield _edit(path, unified_diff(old, new, path))


def _edit(path: str, diff: str) -> Edit:
    added, removed = count_changes(diff)
    return Edit(path, diff, added=added, removed=removed)


def _spent(usage: Any) -> Sequence[Part]:
    one = mapping_of(usage)
    if not one:
        return ()
    tokens = Tokens(
        int_of(one.get("input_tokens")), int_of(one.get("output_tokens")), int_of(one.get("cached_input_tokens"))
    )
    return [Spent(tokens)]


def _notice(kind: str, event: Mapping[str, Any]) -> str:
    said = text_of(event.get("message") or event.get("reason") or event.get("user_facing_hint"))
    return f"{kind.replace('_', ' ')}: {said}" if said else kind.replace("_", " ")
