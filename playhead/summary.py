"""One run in one row: what a list of many runs tells of each."""

from __future__ import annotations

from dataclasses import dataclass

from playhead.model import Status, Tape


@dataclass(frozen=True, slots=True)
class RunSummary:
    """What is worth knowing of a run before it is opened. `failed` counts failed actions."""

    title: str
    status: Status
    steps: int
    actions: int
    failed: int
    agent: str
    duration_s: float | None
    cost_usd: float | None


def summary_of(tape: Tape) -> RunSummary:
    """Return the summary of a run, after waiting for its index; steps are counted without decoding where that goes."""
    tape.steps.wait()
    tape = tape.refreshed() if tape.reread is not None else tape
    columns = tape.steps.columns(0, len(tape.steps))
    agent = " ".join(part for part in (tape.agent.name, tape.agent.version) if part)
    return RunSummary(
        title=tape.title or tape.task.strip().partition("\n")[0] or tape.id or tape.path.name,
        status=tape.outcome.status,
        steps=tape.steps.counted,
        actions=tape.steps.actions,
        failed=sum(columns.failed),
        agent=agent,
        duration_s=tape.duration_s,
        cost_usd=tape.cost_usd,
    )
