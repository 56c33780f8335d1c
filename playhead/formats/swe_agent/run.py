"""What a SWE-agent record tells about the whole run: task, agent, snapshot, environment, reviews."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from playhead.formats.parts import content_text, title_of
from playhead.formats.values import list_of, mapping_of, optional_text, text_of
from playhead.model import Agent, Layer, RawRef, Snapshot

_ISSUE_BEGINS, _ISSUE_ENDS = "ISSUE:\n", "\n\nINSTRUCTIONS:"


def task_of(fields: Mapping[str, Any], replay: Mapping[str, Any]) -> tuple[str, str]:
    """Return the task and a title for it: the problem statement, else the first message to the agent."""
    statement = mapping_of(replay.get("problem_statement"))
    name = optional_text(statement.get("id")) or ""
    text = statement.get("text") or statement.get("problem_statement")
    if isinstance(text, str) and text.strip():
        return text, name or title_of(text)
    for message in list_of(fields.get("history")):
        one = mapping_of(message)
        if is_prompt(one):
            task = _issue_in(content_text(one.get("content")))
            return task, name or title_of(task)
    return "", name


def agent_of(info: Mapping[str, Any], replay: Mapping[str, Any]) -> Agent:
    """Return SWE-agent with its version and the model that drove it."""
    model = mapping_of(mapping_of(replay.get("agent")).get("model")).get("name")
    return Agent("SWE-agent", optional_text(info.get("swe_agent_version")), optional_text(model))


def snapshot_of(replay: Mapping[str, Any]) -> Snapshot:
    """Return the repository and the commit the run started from, as far as the replay configuration says."""
    repo = mapping_of(mapping_of(replay.get("env")).get("repo"))
    name = next((repo[key] for key in ("github_url", "path", "repo_name") if optional_text(repo.get(key))), None)
    return Snapshot(optional_text(name), optional_text(repo.get("base_commit")))


def environment_of(fields: Mapping[str, Any], replay: Mapping[str, Any]) -> dict[str, Any]:
    """Return the container image, what ran in it before the agent, and the agent's tools; only what is there."""
    given = mapping_of(replay.get("env"))
    bundles = list_of(mapping_of(mapping_of(replay.get("agent")).get("tools")).get("bundles"))
    found = {
        "name": fields.get("environment"),
        "image": mapping_of(given.get("deployment")).get("image"),
        "setup": given.get("post_startup_commands"),
        "tools": [mapping_of(bundle).get("path") for bundle in bundles],
    }
    return {key: value for key, value in found.items() if value}


def layers_of(path: Path, info: Mapping[str, Any]) -> tuple[Layer, ...]:
    """Return what SWE-agent's own reviewer said about the submission."""
    review = info.get("review")
    if not review:
        return ()
    text = text_of(review)
    return (Layer("review", title_of(text), text, mapping_of(review), (RawRef(path, pointer="/info/review"),)),)


def is_prompt(message: Mapping[str, Any]) -> bool:
    """Return whether a message is a person's own, and no demonstration of another run."""
    if message.get("role") != "user":
        return False
    return not message.get("is_demo") and message.get("message_type") != "demonstration"


def _issue_in(text: str) -> str:
    begins = text.find(_ISSUE_BEGINS)
    ends = text.find(_ISSUE_ENDS, begins)
    return text[begins + len(_ISSUE_BEGINS) : ends] if 0 <= begins < ends else text
