"""A sub-agent as a run of its own: for panes that show it, and for rules that read it."""

from __future__ import annotations

from dataclasses import replace

from playhead.model import Snapshot, SubAgent, Tape, Tokens


def branch_tape(tape: Tape, one: SubAgent) -> Tape:
    """Return a sub-agent as a run of its own: its steps, its name before the run's; nothing that is the run's alone."""
    name = " ".join(part for part in (one.id[:12], one.title) if part)
    return replace(
        tape,
        steps=one.steps,
        id=f"{tape.id}:{one.id}",
        title=f"& {name} ‹ {tape.title or tape.id or tape.path.name}",
        task="",
        snapshot=Snapshot(),
        environment={},
        layers=(),
        subagents=(),
        duration_s=None,
        tokens=Tokens(),
        cost_usd=None,
        reread=None,
    )
