"""What an ATIF trajectory says about its run as a whole: task, agent, times, tokens, cost, outcome."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from playhead.formats.atif.natives import Turns
from playhead.formats.atif.step import is_copied, message_of, usage_of
from playhead.formats.values import (
    bool_of,
    float_of,
    int_of,
    list_of,
    mapping_of,
    optional_text,
    seconds_between,
    time_text,
)
from playhead.model import Agent, Outcome, Snapshot, Status, Tokens


class Times(NamedTuple):
    """When a run began and ended, ISO 8601, and the seconds between."""

    started: str | None
    ended: str | None
    duration_s: float | None


def task_of(turns: Turns) -> str:
    """Return the first thing a person said."""
    for native in turns.natives:
        step = native.value
        if isinstance(step, Mapping) and step.get("source") == "user" and not is_copied(step):
            said = message_of(step)
            if said.strip():
                return said
    return ""


def model_of(turns: Turns) -> str | None:
    """Return the first model that a step names."""
    values = (native.value for native in turns.natives if isinstance(native.value, Mapping))
    return next((name for value in values if (name := optional_text(value.get("model_name")))), None)


def agent_of(root: Mapping[str, Any], model: str | None) -> Agent:
    """Return who made the run; `model`, that of a step, where the agent names none."""
    agent = mapping_of(root.get("agent"))
    return Agent(
        optional_text(agent.get("name")),
        optional_text(agent.get("version")),
        optional_text(agent.get("model_name")) or model,
    )


def snapshot_of(root: Mapping[str, Any]) -> Snapshot:
    """Return the branch that Harbor's Claude Code adapter notes, where it is one and no detached head."""
    branches = list_of(mapping_of(mapping_of(root.get("agent")).get("extra")).get("git_branches"))
    branch = optional_text(branches[0]) if len(branches) == 1 else None
    return Snapshot(branch=None if branch == "HEAD" else branch)


def environment_of(root: Mapping[str, Any]) -> dict[str, Any]:
    """Return the working directories and the names of the tools, as far as the trajectory has them."""
    agent = mapping_of(root.get("agent"))
    cwds = [cwd for one in list_of(mapping_of(agent.get("extra")).get("cwds")) if (cwd := optional_text(one))]
    tools = [name for one in list_of(agent.get("tool_definitions")) if (name := _tool_name(mapping_of(one)))]
    found: dict[str, Any] = {}
    if cwds:
        found["cwd"] = cwds[0] if len(cwds) == 1 else cwds
    if tools:
        found["tools"] = tools
    return found


def times_of(turns: Turns) -> Times:
    """Return the times of the first and last step that have one; copied context has that of another run."""
    found = [
        at
        for native in turns.natives
        if isinstance(native.value, Mapping) and not is_copied(native.value)
        if (at := time_text(native.value.get("timestamp"))) is not None
    ]
    return times_between(*((found[0], found[-1]) if found else (None, None)))


def times_between(started: str | None, ended: str | None) -> Times:
    """Return the times of a run that began and ended so."""
    return Times(started, ended, seconds_between(started, ended))


def usage_of_run(
    roots: Sequence[Mapping[str, Any]], summed: tuple[Tokens, float | None]
) -> tuple[Tokens, float | None]:
    """Return tokens and cost: of `final_metrics`, each field that it lacks `summed` over model turns, never both.

    A continuation's totals hold those of the files before it (terminus-2); where they are smaller they do not.
    """
    totals = [mapping_of(root.get("final_metrics")) for root in roots]
    tokens, cost = summed
    return (
        Tokens(
            _or_else(_total(totals, "total_prompt_tokens"), tokens.input),
            _or_else(_total(totals, "total_completion_tokens"), tokens.output),
            _or_else(_total(totals, "total_cached_tokens"), tokens.cached),
        ),
        _total_cost(totals, cost),
    )


def outcome_of(root: Mapping[str, Any]) -> Outcome:
    """Return the outcome that `extra` states in words of ours, a flag or a reward; ATIF itself has no field."""
    extra = mapping_of(root.get("extra"))
    stated = extra.get("outcome")
    status = optional_text(mapping_of(stated).get("status")) or optional_text(stated)
    if status in set(Status):
        reason = optional_text(mapping_of(stated).get("reason"))
        return Outcome(Status(str(status)), "extra.outcome", reason)
    resolved = bool_of(extra.get("resolved"))
    if resolved is not None:
        return Outcome(Status.RESOLVED if resolved else Status.FAILED, "extra.resolved")
    reward = float_of(extra.get("reward"))
    if reward is not None:
        return Outcome(status_of_reward(reward), "extra.reward")
    return Outcome()


def status_of_reward(reward: float) -> Status:
    """Return resolved for 1 and more, failed for 0 and less, partial between."""
    return Status.RESOLVED if reward >= 1 else Status.FAILED if reward <= 0 else Status.PARTIAL


def events_of(root: Mapping[str, Any]) -> tuple[Mapping[str, Any], ...]:
    """Return the label events folded into the trajectory."""
    folded = list_of(mapping_of(mapping_of(root.get("extra")).get("playhead")).get("events"))
    return tuple(one for one in folded if isinstance(one, Mapping))


def summed_usage(turns: Turns) -> tuple[Tokens, float | None]:
    """Return what all model turns used, copied context left out."""
    sums: dict[int, int] = {}
    costs: list[float] = []
    for group in turns.groups:
        objects = [one for one in turns.objects(group) if not is_copied(one)]
        tokens, cost = usage_of(objects)
        for place, number in enumerate((tokens.input, tokens.output, tokens.cached) if tokens else ()):
            if number is not None:
                sums[place] = sums.get(place, 0) + number
        if cost is not None:
            costs.append(cost)
    return Tokens(sums.get(0), sums.get(1), sums.get(2)), (sum(costs) if costs else None)


def _total(totals: Sequence[Mapping[str, Any]], key: str) -> int | None:
    total: int | None = None
    for one in totals:
        number = int_of(one.get(key))
        if number is not None:
            total = number if total is None or number >= total else total + number
    return total


def _total_cost(totals: Sequence[Mapping[str, Any]], summed: float | None) -> float | None:
    total: float | None = None
    for one in totals:
        number = float_of(one.get("total_cost_usd"))
        if number is not None:
            total = number if total is None or number >= total else total + number
    return summed if total is None else total


def _or_else(number: int | None, other: int | None) -> int | None:
    return other if number is None else number


def _tool_name(definition: Mapping[str, Any]) -> str | None:
    return optional_text(mapping_of(definition.get("function")).get("name")) or optional_text(definition.get("name"))
