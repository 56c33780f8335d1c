"""What a session says about itself on every line: id, version, folder, branch, model, times, title, task."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

from playhead.formats.claude_code.record import Record, Role
from playhead.formats.parts import title_of
from playhead.formats.values import optional_text, time_text

_COMMAND = re.compile(r"<command-name>\s*(.*?)\s*</command-name>", re.DOTALL)
_ARGUMENTS = re.compile(r"<command-args>\s*(.*?)\s*</command-args>", re.DOTALL)
_SEARCHED = 4_096
_TITLE_KEYS = {"custom-title": "customTitle", "ai-title": "aiTitle"}


class Facts:
    """Gathers them in file order; the first that is there wins, of models the most frequent."""

    def __init__(self) -> None:
        self.session_ids: dict[str, None] = {}
        self.version: str | None = None
        self.folder: str | None = None
        self.branch: str | None = None
        self.agent: str | None = None
        self.started: str | None = None
        self.ended: str | None = None
        self.task: str | None = None
        self._aside: str | None = None
        self._last_session: object = None
        self._models: Counter[str] = Counter()
        self._titles: dict[str, str] = {}
        self._summaries: dict[str, str] = {}

    @property
    def model(self) -> str | None:
        """Return the model of most messages' lines, None if no line names one."""
        return self._models.most_common(1)[0][0] if self._models else None

    def see(self, record: Record, *, main: bool) -> None:
        """Take in one line; `main`: it is of the main thread."""
        line = record.line
        session_id = line.get("sessionId")
        if session_id != self._last_session and (name := optional_text(session_id)) is not None:
            self._last_session = session_id
            self.session_ids.setdefault(name)
        if record.role is Role.NOTE:
            self._see_note(line)
        self.version = self.version or optional_text(line.get("version"))
        self.folder = self.folder or optional_text(line.get("cwd"))
        self.branch = self.branch or optional_text(line.get("gitBranch"))
        self.agent = self.agent or optional_text(line.get("agentId"))
        at = time_text(line.get("timestamp"))
        if main and at is not None and record.role is not Role.UNKNOWN and line.get("type") != "queue-operation":
            self.started = self.started or at
            self.ended = at
        if main and record.role is Role.MODEL and record.model is not None:
            self._models[record.model] += 1

    def see_person(self, text: str) -> None:
        """Take in what a person wrote in the main thread: the first that is no local command is the task."""
        if self.task is not None or not text.strip():
            return
        if text.lstrip().startswith("<local-command-") or (_COMMAND.search(text[:_SEARCHED]) and not _argued(text)):
            self._aside = self._aside or text
        else:
            self.task = text

    def task_text(self) -> str:
        """Return the task, else the first command given without arguments, else nothing."""
        return self.task or self._aside or ""

    def title(self, uuids: set[str]) -> str:
        """Return the title: as set, as generated, a summary of this session's own records, the task's first line.

        Summary lines at the top of a file are often those of other sessions of the folder: `leafUuid` tells.
        """
        own = [text for leaf, text in self._summaries.items() if leaf in uuids]
        for title in (self._titles.get("custom-title"), self._titles.get("ai-title"), *own[-1:]):
            if title:
                return title
        return _title_of(self.task_text())

    def _see_note(self, line: Mapping[str, Any]) -> None:
        kind = line.get("type")
        if kind == "summary":
            leaf, text = optional_text(line.get("leafUuid")), optional_text(line.get("summary"))
            if leaf and text:
                self._summaries[leaf] = text
        elif isinstance(kind, str) and kind in _TITLE_KEYS:
            text = optional_text(line.get(_TITLE_KEYS[kind])) or optional_text(line.get("title"))
            if text:
                self._titles[kind] = text


def _argued(text: str) -> bool:
    match = _ARGUMENTS.search(text[:_SEARCHED])
    return match is not None and bool(match.group(1))


def _title_of(text: str) -> str:
    """Return the first line of a text; a slash command is `/name arguments`."""
    name = _COMMAND.search(text[:_SEARCHED])
    if name:
        arguments = _ARGUMENTS.search(text[:_SEARCHED])
        text = f"{name.group(1)} {arguments.group(1) if arguments else ''}"
    return title_of(text)
