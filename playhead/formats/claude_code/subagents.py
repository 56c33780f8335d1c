"""Sub-agents of a session: inline side chains, messages in progress lines, files of their own."""

from __future__ import annotations

import os
import re
from bisect import bisect_left
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from playhead.errors import UnreadableError
from playhead.formats.claude_code.entries import Spawn
from playhead.formats.claude_code.joining import Session, join
from playhead.formats.claude_code.step import StepBuilder
from playhead.formats.claude_code.steps import all_steps
from playhead.formats.claude_code.threads import Thread
from playhead.formats.findings import Findings
from playhead.formats.json_document import Stamp, stamp_of
from playhead.formats.record_places import Places
from playhead.formats.values import mapping_of, optional_text
from playhead.model import Diagnostic, SubAgent
from playhead.storage.decode import UndecodableError, decode
from playhead.storage.regular import inside, read_file

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,127}")
_FILE = re.compile(r"agent-(.+)\.jsonl")
_MOST_FILES = 1_000
_META_BYTES = 64 * 1024


Files = dict[Path, tuple[Stamp | None, Session]]
"""Sub-agents' files that were read already, with their state then."""


@dataclass(frozen=True, slots=True)
class SubAgents:
    """The sub-agents of a session in the order they were started, and what was wrong with them."""

    agents: tuple[SubAgent, ...]
    diagnostics: tuple[Diagnostic, ...]


NO_SUBAGENTS = SubAgents((), ())


@dataclass(slots=True)
class _Found:
    """A sub-agent with its steps, what its `.meta.json` calls it, and the call that started it once that is known."""

    id: str
    thread: Thread
    places: Places
    inline: bool
    title: str = ""
    spawn: Spawn | None = None


@dataclass(slots=True)
class _Search:
    found: dict[str, _Found]
    findings: Findings = field(default_factory=Findings)


def subagents_of(session: Session, path: Path, known: set[str], files: Files) -> SubAgents:
    """Return the sub-agents of the session at `path`; `known` is filled with their ids, `files` with what was read.

    A sub-agent's own file is taken before what the session repeats of it.
    """
    inline = {key: _Found(key, thread, session.places, inline=True) for key, thread in session.inline.items()}
    search = _Search(inline)
    if _FILE.fullmatch(path.name) is None:
        for identity, file in _files(session, path, search):
            _read(search, identity, file, files)
    known.update(search.found)
    spawns = [*session.main.spawns, *(spawn for one in search.found.values() for spawn in one.thread.spawns)]
    for spawn in spawns:
        spawn.call.agent = spawn.call.told
    _link(search.found, spawns)
    for spawn in spawns:
        if spawn.call.agent is not None and spawn.call.agent not in known:
            text = f"The steps of sub-agent {spawn.call.agent} are not in the record."
            search.findings.add("subagent_missing", f"step {spawn.entry.id}", text)
    order = {id(spawn): place for place, spawn in enumerate(spawns)}
    ranked = sorted(search.found.values(), key=lambda one: order.get(id(one.spawn), len(order)))
    return SubAgents(tuple(_subagent(one, known) for one in ranked), search.findings.all())


def _subagent(one: _Found, known: set[str]) -> SubAgent:
    of_step = one.spawn.entry.id if one.spawn else None
    builder = StepBuilder(one.places, known, agent=one.id, parent=of_step)
    steps = all_steps(one.thread.entries, builder, one.thread.native_steps)
    return SubAgent(one.id, steps, of_step, (one.spawn.title if one.spawn else "") or one.title)


def _read(search: _Search, identity: str, file: Path, files: Files) -> None:
    stamp = stamp_of(file)
    read = files.get(file)
    try:
        own = read[1] if read is not None and read[0] == stamp else join(file, flat=True)
        files[file] = stamp, own
    except UnreadableError as error:
        search.findings.add("subagent_unreadable", file.name, str(error))
        return
    key = own.facts.agent or identity
    search.found[key] = _Found(key, own.main, own.places, inline=False, title=_title_beside(file))
    for finding in own.diagnostics:
        search.findings.add(finding.code, f"{file.name} {finding.where}", finding.text)


def _link(found: Mapping[str, _Found], spawns: list[Spawn]) -> None:
    """Give each sub-agent the call that started it.

    Its result names the sub-agent, its progress names the call, its prompt is the sub-agent's first text, or it is
    the nearest call before an inline side chain.
    """
    by_agent: dict[str, Spawn] = {}
    by_call: dict[str, Spawn] = {}
    for spawn in spawns:
        if spawn.call.agent is not None:
            by_agent.setdefault(spawn.call.agent, spawn)
        if spawn.call.id is not None:
            by_call.setdefault(spawn.call.id, spawn)
    for one in found.values():
        one.spawn = by_agent.get(one.id) or by_call.get(one.thread.spawned_by or "")
        if one.spawn is not None:
            one.spawn.call.agent = one.id
    _link_unnamed([one for one in found.values() if one.spawn is None], [s for s in spawns if s.call.agent is None])


def _link_unnamed(rest: list[_Found], spawns: list[Spawn]) -> None:
    """Link by the prompt, each call once; a side chain whose prompt nobody gave to the last call before it."""
    by_prompt: dict[int, deque[Spawn]] = {}
    for spawn in spawns:
        by_prompt.setdefault(spawn.prompt, deque()).append(spawn)
    before = sorted((spawn.call.piece, place) for place, spawn in enumerate(spawns))
    for one in rest:
        same = by_prompt.get(one.thread.prompt or 0)
        if one.thread.prompt and same:
            one.spawn = same.popleft()
        elif one.inline and one.thread.entries:
            at = bisect_left(before, (one.thread.entries[0].pieces[0], 0))
            one.spawn = spawns[before[at - 1][1]] if at else None
        if one.spawn is not None and one.spawn.call.agent is None:
            one.spawn.call.agent = one.id


def _files(session: Session, path: Path, search: _Search) -> Iterator[tuple[str, Path]]:
    """Yield id and file of the sub-agents that stand beside a session or in its folder, none outside of it."""
    folder = path.parent
    seen: set[str] = set()
    for candidate in (*_of_session(session, path), *_named_by_results(session, folder)):
        match = _FILE.fullmatch(candidate.name)
        if match is None or match.group(1) in seen or len(seen) >= _MOST_FILES:
            continue
        seen.add(match.group(1))
        if inside(folder, candidate) is None:
            text = "The sub-agent's file leads out of the run's folder: it was not opened."
            search.findings.add("outside_folder", candidate.name, text)
        else:
            yield match.group(1), candidate


def _of_session(session: Session, path: Path) -> Iterator[Path]:
    """Yield what stands in `<session>/subagents` (version 2.1 and later)."""
    names = dict.fromkeys((path.stem, *(name for name in session.facts.session_ids if _ID.fullmatch(name))))
    for name in names:
        folder = path.parent / name / "subagents"
        try:
            found = sorted(os.listdir(folder))  # noqa: PTH208 - names, not paths
        except (OSError, ValueError):
            continue
        yield from (folder / one for one in found)


def _named_by_results(session: Session, folder: Path) -> Iterator[Path]:
    """Yield the `agent-<id>.jsonl` beside the session that its results name (version 2.0)."""
    for spawn in session.main.spawns:
        name = spawn.call.agent
        if name is not None and _ID.fullmatch(name):
            candidate = folder / f"agent-{name}.jsonl"
            if os.path.lexists(candidate):
                yield candidate


def _title_beside(file: Path) -> str:
    """Return what `agent-<id>.meta.json` calls a sub-agent: its type and its description."""
    meta = file.with_suffix(".meta.json")
    if inside(file.parent, meta) is None:
        return ""
    try:
        value, _ = decode(read_file(meta, _META_BYTES))
    except (UndecodableError, UnreadableError):
        return ""
    words = (optional_text(mapping_of(value).get(name)) for name in ("agentType", "description"))
    return ": ".join(word for word in words if word)
