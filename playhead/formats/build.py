"""From what a reader found to the model: kinds, phases and edits are judged here, once for every format."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from playhead.edits.recognize import edits_of
from playhead.edits.tools import is_edit_tool
from playhead.insight.kinds import kind_of_action, kind_of_step, path_of_action
from playhead.insight.phases import phase_of_step
from playhead.model import Action, Edit, Kind, Mark, RawRef, Step, Tokens


def make_action(
    *,
    n: int | None,
    tool: str,
    id: str | None = None,  # noqa: A002 - the field's word
    command: str | None = None,
    arguments: Mapping[str, Any] | None = None,
    output: str | None = None,
    marks: Sequence[Mark] = (),
    exit_code: int | None = None,
    is_error: bool | None = None,
    duration_s: float | None = None,
    at: str | None = None,
    edits: Sequence[Edit] | None = None,
    executed: bool = True,
    subagent: str | None = None,
) -> Action:
    """Return an action with its kind, path and edits judged by rule; `edits` overrides what the rules would find."""
    given = dict(arguments or {})
    kind = kind_of_action(tool, command, given)
    found = tuple(edits) if edits is not None else edits_of(tool, command, given, output)
    if is_error and (command is None or is_edit_tool(tool)):  # a refused edit changed nothing; a script had begun
        found = ()
    path = path_of_action(command, given) or (found[0].path if found else None)
    return Action(
        n=n,
        id=id,
        tool=tool,
        kind=kind,
        command=command,
        path=path,
        arguments=given,
        output=output,
        marks=tuple(marks),
        exit_code=exit_code,
        is_error=is_error,
        duration_s=duration_s,
        at=at,
        edits=found,
        executed=executed,
        subagent=subagent,
    )


def make_step(
    *,
    index: int,
    n: int | None,
    id: str,  # noqa: A002 - the field's word
    source: str,
    text: str = "",
    thought: str = "",
    actions: Sequence[Action] = (),
    native_ids: Sequence[str] = (),
    agent: str = "main",
    parent: str | None = None,
    at: str | None = None,
    duration_s: float | None = None,
    tokens: Tokens | None = None,
    cost_usd: float | None = None,
    copied: bool = False,
    damaged: bool = False,
    raw: Sequence[RawRef] = (),
) -> Step:
    """Return a step with its kind and phase judged by rule."""
    kind = kind_of_step(tuple(actions))
    return Step(
        index=index,
        n=n,
        id=id,
        source=source,
        kind=kind,
        phase=phase_of_step(kind, source, tuple(actions)),
        native_ids=tuple(native_ids) or (id,),
        agent=agent,
        parent=parent,
        text=text,
        thought=thought,
        actions=tuple(actions),
        at=at,
        duration_s=duration_s,
        tokens=tokens,
        cost_usd=cost_usd,
        copied=copied,
        damaged=damaged,
        raw=tuple(raw),
    )


def damaged_step(
    *,
    index: int,
    n: int | None,
    id: str,  # noqa: A002 - the field's word
    text: str,
    raw: Sequence[RawRef],
    source: str = "agent",
) -> Step:
    """Return the step shown for a record that no decoder could read: its bytes as text, marked damaged."""
    return Step(
        index=index,
        n=n,
        id=id,
        source=source,
        kind=Kind.OTHER,
        phase=phase_of_step(Kind.OTHER, source, ()),
        native_ids=(id,),
        text=text,
        damaged=True,
        raw=tuple(raw),
    )
