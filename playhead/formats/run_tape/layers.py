"""From the layer objects of a run tape to what a screen shows of them. Wrong types read as missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from playhead.formats.patch_layer import patch_layer
from playhead.formats.values import int_of, list_of, mapping_of, optional_text, text_of
from playhead.model import Agent, Layer, Outcome, RawRef, Snapshot, Status

_STATUS = {
    **{status.value: status for status in Status},
    "passed": Status.RESOLVED,
    "success": Status.RESOLVED,
    "unresolved": Status.FAILED,
}


def outcome_of(outcome: Mapping[str, Any]) -> Outcome:
    """Return how the run ended; a status that is none of ours is unknown, and stays readable in the reason."""
    given = optional_text(outcome.get("status"))
    status = _STATUS.get((given or "").lower())
    reason = optional_text(outcome.get("reason"))
    if status is None and given:
        reason = f"{given}: {reason}" if reason else given
    return Outcome(status or Status.UNKNOWN, "outcome", reason)


def final_patch(outcome: Mapping[str, Any], raw: RawRef) -> Layer | None:
    """Return the final patch of an outcome, None without one."""
    patch = optional_text(outcome.get("final_patch"))
    return None if patch is None else patch_layer(patch, (raw,))


def layer_of(name: str, inner: Mapping[str, Any], raw: RawRef) -> Layer:
    """Return a verification or review as a layer."""
    title, text = _verification(inner) if name == "verification" else _review(inner)
    return Layer(name, title, text, inner, (raw,))


def governance_layers(header: Mapping[str, Any]) -> tuple[Layer, ...]:
    """Return what a tape's header says about licence and use, as a layer; none without."""
    governance = mapping_of(header.get("governance"))
    if not governance:
        return ()
    shown = [f"{key} {_words(value)}" for key, value in governance.items() if value not in (None, "")]
    return (Layer("governance", " · ".join(shown), "\n".join(shown), governance),)


def unknown_layer(name: str, raws: Sequence[RawRef]) -> Layer:
    """Return what stands for the lines of a layer that this version does not know."""
    count = len(raws)
    return Layer(
        name, f"{count} line{'' if count == 1 else 's'} of a layer this version does not know", raw=tuple(raws[:100])
    )


def task_of(header: Mapping[str, Any]) -> tuple[str, str]:
    """Return the title, one line, and the whole text of the task."""
    task = header.get("task")
    if isinstance(task, Mapping):
        keys = ("text", "description", "instruction", "problem_statement", "title")
        text = next((found for key in keys if (found := optional_text(task.get(key)))), "")
        return _first_line(optional_text(task.get("title")) or text), text
    text = text_of(task)
    return _first_line(text), text


def agent_of(header: Mapping[str, Any]) -> Agent:
    """Return who made the run."""
    agent = mapping_of(header.get("agent"))
    model = optional_text(agent.get("model")) or optional_text(agent.get("model_name"))
    return Agent(optional_text(agent.get("name")), optional_text(agent.get("version")), model)


def snapshot_of(header: Mapping[str, Any]) -> Snapshot:
    """Return the state of the repository the run started from."""
    snapshot = mapping_of(header.get("snapshot"))
    return Snapshot(*(optional_text(snapshot.get(key)) for key in ("repo", "commit", "branch")))


def _verification(inner: Mapping[str, Any]) -> tuple[str, str]:
    tests = list_of(inner.get("tests"))
    failed, passed = _count(inner.get("failed")), _count(inner.get("passed"))
    words = [word for word in (optional_text(inner.get("by")), optional_text(inner.get("kind"))) if word]
    if failed is not None or passed is not None:
        total = (failed or 0) + (passed or 0)
        words.append(f"{failed} failed of {total}" if failed else f"{passed or 0} passed")
    shown = [_test_text(test) for test in tests] or [
        f"{word} {text_of(name)}"
        for word, key in (("failed", "failed"), ("passed", "passed"))
        for name in list_of(inner.get(key))
    ]
    output = optional_text(inner.get("output"))
    return " · ".join(words), "\n".join([*shown, *([output] if output else [])])


def _test_text(test: Any) -> str:
    if not isinstance(test, Mapping):
        return text_of(test)
    status = next((word for key in ("status", "outcome", "result") if (word := optional_text(test.get(key)))), "")
    detail = next((word for key in ("trace", "message", "text") if (word := optional_text(test.get(key)))), "")
    head = f"{status} {text_of(test.get('name') or test.get('id'))}".strip()
    return f"{head}\n{detail}" if detail else head


def _review(inner: Mapping[str, Any]) -> tuple[str, str]:
    words = [word for word in (optional_text(inner.get("verdict")), optional_text(inner.get("by"))) if word]
    return " · ".join(words), text_of(inner.get("text"))


def _words(value: Any) -> str:
    return ", ".join(map(text_of, value)) if isinstance(value, list) else text_of(value)


def _count(value: Any) -> int | None:
    return len(value) if isinstance(value, list) else int_of(value)


def _first_line(text: str) -> str:
    return next((line.strip() for line in text.splitlines() if line.strip()), "")
