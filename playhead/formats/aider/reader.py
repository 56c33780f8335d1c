"""Aider chat histories: every session of `.aider.chat.history.md` is a run, opened by the time it started.

A session is read whole, and nothing but it. The history of an exercise of Aider's benchmark has the results beside it:
they are its verification.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from playhead.errors import UnreadableError
from playhead.formats.aider.blocks import blocks_of
from playhead.formats.aider.detection import detect
from playhead.formats.aider.sessions import Session, sessions
from playhead.formats.aider.steps import steps_of
from playhead.formats.aider.told import Announced, run_cost
from playhead.formats.aider.turns import Turn, turns_of
from playhead.formats.aider_results.facts import results_beside
from playhead.formats.parts import title_of
from playhead.formats.registry import Format, Told
from playhead.formats.watching import stamps_of, watching
from playhead.model import Agent, Diagnostic, Outcome, Tape, Tokens
from playhead.storage.regular import read_range

NAME = "aider"
REFUSAL = "Labels stay in the journal: a chat history is text without a place for them, and Aider reads it back."


def runs(path: Path) -> Iterator[str]:
    """Yield the keys of the sessions: when each started, and a number behind it where several did in that second."""
    return (session.key for session in sessions(path))


def read(path: Path) -> Tape:
    """Return the only session of a history; one that holds none is a run without steps.

    Raises:
        UnreadableError: it is no regular file, or the file system failed.

    """
    session = next(iter(sessions(path)), Session("", None, 0, 0, last=True))
    return _tape(path, session, None)


def read_run(path: Path, key: str) -> Tape:
    """Return the session with a key.

    Raises:
        UnreadableError: there is none, or the file cannot be read.

    """
    session = next((one for one in sessions(path) if one.key == key), None)
    if session is None:
        raise UnreadableError(f"{path} holds no session {key!r}; a session's key is the time it started.")
    return _tape(path, session, key)


def _tape(path: Path, session: Session, key: str | None) -> Tape:
    results = results_beside(path) if session.last else None  # those of the run that was made last
    stamps = stamps_of([path, *([results.path] if results else [])])
    data = read_range(path, session.offset, session.length)
    found = list(turns_of(blocks_of(data)))
    turns = found or [_nothing_said(data)]
    announced = _announced(turns)
    used = [one for turn in turns for one in turn.used]
    tokens = [one.tokens for one in used if one.tokens]
    task = next((turn.asked for turn in turns if turn.asked and not turn.asked.startswith(("/", "!"))), "")
    first = next((turn.asked for turn in turns if turn.asked), "")
    tape = Tape(
        path=path,
        format=NAME,
        steps=steps_of(path, session, turns, NAME),
        format_version=announced.version,
        key=key,
        id=session.key or path.name,
        title=title_of(task or first or _unasked(announced.command_line if found else None)),
        task=task,
        agent=Agent(NAME, announced.version, announced.model or (results.model if results else None)),
        environment={**announced.environment(), **(results.environment() if results else {})},
        outcome=results.outcome() if results else Outcome(),
        started=session.started,
        duration_s=results.duration_s if results else None,
        tokens=_sum(tokens),
        cost_usd=run_cost(used),
        layers=results.layers() if results else (),
        diagnostics=(*_torn(data, session, path), *(results.diagnostics if results else ())),
        record_refusal=REFUSAL,
    )
    return watching(tape, stamps, read if key is None else lambda place: read_run(place, key))


def _unasked(command_line: str | None) -> str:
    """Return what a session is called in which nobody asked for anything: that, and how it was begun."""
    return f"no request: {command_line}" if command_line else "no request"


def _nothing_said(data: bytes) -> Turn:
    """Return the turn of a session in which nothing happened: what stands there, mostly its heading alone."""
    return Turn("system", 0, len(data), data.decode("utf-8", "replace").strip("# \r\n"))


def _announced(turns: list[Turn]) -> Announced:
    """Return what is announced before anybody says something."""
    announced = Announced()
    for turn in turns:
        if turn.source != "system":
            break
        lines = turn.text.split("\n")
        announced.command_line = announced.command_line or (lines[0] if "aider" in lines[0].split(" ")[0] else None)
        for line in lines:
            announced.see(line)
    return announced


def _sum(tokens: list[Tokens]) -> Tokens:
    def total(numbers: list[int | None]) -> int | None:
        known = [number for number in numbers if number is not None]
        return sum(known) if known else None

    return Tokens(
        total([one.input for one in tokens]),
        total([one.output for one in tokens]),
        total([one.cached for one in tokens]),
    )


def _torn(data: bytes, session: Session, path: Path) -> tuple[Diagnostic, ...]:
    """Return that the file ends within a line: every line that Aider writes has an end."""
    if not data or data.endswith(b"\n") or data.rstrip().endswith(b"```"):
        return ()
    place = f"byte {session.offset + len(data)}"
    return (Diagnostic("torn_line", place, f"{path.name} ends in the middle of a line; what there is of it is shown."),)


FORMAT = Format(
    NAME,
    "an Aider chat history (lines `# aider chat started at ...`)",
    detect,
    read,
    runs,
    read_run,
    told=Told(
        step="what the model said with what Aider told of it; what a person typed; what Aider told by itself",
        action="a file that the model changed, a command (`/run`, `/test`, `/git`, `!`, one that Aider ran)",
        exit_codes="`exited with status N`, which Aider told for a time; linters are told of only where they failed",
        labels="journal only",
    ),
)
