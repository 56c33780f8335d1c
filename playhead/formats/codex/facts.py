"""What a rollout tells about the whole run, noted as its records pass by."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from playhead.formats.codex.items import is_injected
from playhead.formats.parts import content_text, title_of
from playhead.formats.values import int_of, list_of, mapping_of, optional_text, text_of, time_text
from playhead.model import Diagnostic, Layer, RawRef, Snapshot, Tokens

_MOST_REVIEWS = 1000
_RULES = ("approval_policy", "sandbox_policy", "effort")
_USED = ("input_tokens", "output_tokens", "cached_input_tokens")


@dataclass(slots=True)
class Facts:
    """The facts so far.

    `total` is the running total of tokens that the program last told, `inherited` what of it is a fork's parent's;
    `ghost` the first commit that the program made of the working tree for undoing.
    """

    meta: Mapping[str, Any] = field(default_factory=dict)
    model: str | None = None
    rules: Mapping[str, Any] = field(default_factory=dict)
    task: str = ""
    title: str = ""
    started: str | None = None
    ended: str | None = None
    total: Mapping[str, Any] = field(default_factory=dict)
    inherited: Mapping[str, Any] = field(default_factory=dict)
    ghost: Mapping[str, Any] = field(default_factory=dict)
    reviews: list[Layer] = field(default_factory=list)
    end: str | None = None
    spawned: dict[str, tuple[str, str]] = field(default_factory=dict)

    def see(self, record: Mapping[str, Any], raw: Callable[[], RawRef]) -> None:
        """Note what a record says of the run."""
        at = time_of(record)
        self.started = self.started or at
        self.ended = at or self.ended
        payload = mapping_of(record.get("payload"))
        kind = record.get("type")
        if kind == "session_meta":
            self.meta = self.meta or payload
        elif kind == "turn_context":
            self.model = optional_text(payload.get("model")) or self.model
            self.rules = self.rules or {name: payload[name] for name in _RULES if payload.get(name)}
        elif kind == "event_msg":
            self._event(payload, raw)
        elif payload.get("type") == "ghost_snapshot":
            self.ghost = self.ghost or mapping_of(payload.get("ghost_commit"))
        elif kind is None and "instructions" in record:
            self.meta = self.meta or record
        if not self.task:
            self._see_task(payload or record)

    def spends(self, record: Mapping[str, Any]) -> bool:
        """Return whether a count of tokens is a new one; the program tells the same one again with rate limits."""
        info = mapping_of(mapping_of(record.get("payload")).get("info"))
        total = mapping_of(info.get("total_token_usage"))
        if not any(total.values()) or {**total} == {**self.total}:
            return False
        self.total = total
        return True

    def tokens(self) -> Tokens:
        """Return the tokens of the run: the last running total, without what a fork's parent had used."""
        return Tokens(*(self._used(name) for name in _USED))

    def snapshot(self) -> Snapshot:
        """Return the repository's state at the start."""
        git = mapping_of(self.meta.get("git"))
        names = ("repository_url", "commit_hash", "branch")
        repo, commit, branch = (optional_text(git.get(name)) for name in names)
        return Snapshot(repo, commit or optional_text(self.ghost.get("parent")), branch)

    def environment(self) -> dict[str, Any]:
        """Return where it ran and by what rules, as far as the record says."""
        names = ("cwd", "originator", "source", "model_provider", "forked_from_id", "parent_thread_id")
        ghost = {"working_tree_commit": self.ghost["id"]} if self.ghost.get("id") else {}
        return {**{name: self.meta[name] for name in names if self.meta.get(name)}, **self.rules, **ghost}

    def _used(self, name: str) -> int | None:
        total, before = int_of(self.total.get(name)), int_of(self.inherited.get(name)) or 0
        # Where the total began anew it is smaller than what the parent had told.
        return None if total is None else total - before if total >= before else total

    def _event(self, event: Mapping[str, Any], raw: Callable[[], RawRef]) -> None:
        kind = event.get("type")
        if kind == "thread_name_updated":
            self.title = text_of(event.get("thread_name")) or self.title
        elif kind == "exited_review_mode":
            self._review(mapping_of(event.get("review_output")), raw())
        elif kind == "guardian_assessment":
            self._guardian(event, raw())
        elif kind in ("task_complete", "turn_aborted", "task_started"):
            reason = optional_text(event.get("reason"))
            self.end = None if kind == "task_started" else reason if kind == "turn_aborted" else "task complete"
        elif kind == "collab_agent_spawn_end":
            thread, call = optional_text(event.get("new_thread_id")), optional_text(event.get("call_id"))
            words = (text_of(event.get("new_agent_nickname")), text_of(event.get("new_agent_role")))
            if thread and call:
                self.spawned[thread] = (call, ": ".join(word for word in words if word))

    def _review(self, review: Mapping[str, Any], raw: RawRef) -> None:
        findings = [mapping_of(one) for one in list_of(review.get("findings"))]
        texts = [text_of(review.get("overall_explanation"))]
        texts += ["\n".join((text_of(one.get("title")), _place(one), text_of(one.get("body")))) for one in findings]
        verdict = text_of(review.get("overall_correctness"))
        title = f"{verdict or 'review'} · {len(findings)} findings"
        self.reviews.append(Layer("review", title, "\n\n".join(text for text in texts if text), review, (raw,)))

    def _guardian(self, event: Mapping[str, Any], raw: RawRef) -> None:
        """Note what the program's guardian judged of an action; that it begins to judge is no judgement."""
        status, risk = text_of(event.get("status")), text_of(event.get("risk_level"))
        if status in ("", "in_progress") or len(self.reviews) >= _MOST_REVIEWS:
            return
        action = mapping_of(event.get("action"))
        what = text_of(action.get("command") or action.get("files") or action.get("tool_name") or action.get("type"))
        verdict = f"guardian: {status}" + (f" · {risk} risk" if risk else "")
        title = " · ".join(word for word in (verdict, title_of(what)) if word)
        self.reviews.append(Layer("review", title, text_of(event.get("rationale")), event, (raw,)))

    def _see_task(self, item: Mapping[str, Any]) -> None:
        if item.get("role") == "user":
            text = content_text(item.get("content"))
        elif item.get("type") == "user_message":
            text = text_of(item.get("message"))
        else:
            return
        if not is_injected(text):
            self.task = text


def _place(finding: Mapping[str, Any]) -> str:
    """Return where a finding is (`a.py:3-5`), with its priority."""
    location = mapping_of(finding.get("code_location"))
    lines = mapping_of(location.get("line_range"))
    first, last = text_of(lines.get("start")), text_of(lines.get("end"))
    place = f"{text_of(location.get('absolute_file_path'))}:{first}" + (f"-{last}" if last != first else "")
    priority = int_of(finding.get("priority"))
    return place if priority is None else f"{place} · priority {priority}"


def time_of(record: Mapping[str, Any]) -> str | None:
    """Return when a record was written."""
    return time_text(record.get("timestamp", record.get("created_at")))


def unknown(counts: Mapping[str, int]) -> tuple[Diagnostic, ...]:
    """Return a diagnostic for each type of record that this reader does not know."""
    return tuple(
        Diagnostic("unknown_type", f"type {kind}", f"{count:,} lines are of a type that is not known.")
        for kind, count in counts.items()
    )
