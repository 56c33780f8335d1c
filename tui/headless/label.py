"""`playhead label`: set a label on a run, a step, an action or a span of steps."""

# ruff: noqa: PLC0415 - what is heavy is imported when a command runs, so that --help is instant

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from playhead.errors import BadUseError
from tui.headless.label_store import add_event_arguments

if TYPE_CHECKING:
    from playhead.labels.event import Event, Target
    from playhead.labels.schema import LabelDefinition, Schema
    from playhead.labels.store import LabelStore
    from playhead.model import Step, Tape

NOTE = "note"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("run_path", metavar="RUN", help="a run, or FILE#KEY")
    target = parser.add_mutually_exclusive_group(required=True)
    target.add_argument("--run", action="store_true", dest="on_run", help="label the run")
    target.add_argument("--step", metavar="N", help="label step N, or id:ID for the step of that native id")
    target.add_argument("--span", metavar="N", nargs=2, help="label the steps from N to N")
    parser.add_argument("--action", metavar="N", help="label action N of the step (its number over the run)")
    parser.add_argument("setting", metavar="KEY=VALUE", help="a label of the schema; several choices by commas")
    parser.add_argument("--retract", action="store_true", help="take your own label back: KEY alone")
    add_event_arguments(parser, note="why", by="who says so")


def run(arguments: argparse.Namespace) -> int:
    """Set the label, wait until it is durable, say so, and return the exit code.

    Raises:
        PlayheadError: the run cannot be opened, the label makes no sense, or it cannot be saved.

    """
    from tui.headless.label_store import author_of, schema_of, store_of
    from tui.headless.runs import one_run

    author = author_of(arguments)
    schema = schema_of(arguments)
    key, value = _setting(schema, arguments)
    tape = one_run(arguments.run_path)
    target = _target(tape, arguments)
    with store_of(tape, arguments, author) as store:
        event = _write(store, target, key, value, arguments)
        store.flush()
        _report(event, tape, arguments)
    return 0


def _write(store: LabelStore, target: Target, key: str, value: Any, arguments: argparse.Namespace) -> Event:
    from playhead.labels.limits import over_limit

    if arguments.retract:
        event = store.retract(target, key)
        if event is None:
            raise BadUseError(f"{store.author.id} has no label {key} there to take back.")
        return event
    definition = store.schema.definition(key)
    problem = over_limit(definition, store.state, target, store.author) if definition else None
    if problem is not None:
        raise BadUseError(problem)
    return store.set(target, key, value, note=arguments.note)


def _setting(schema: Schema, arguments: argparse.Namespace) -> tuple[str, Any]:
    """Return the label's id and the value to store; no value where it is taken back."""
    name, sign, text = arguments.setting.partition("=")
    definition = _definition(schema, name.strip(), arguments)
    key = NOTE if definition is None else definition.id
    if arguments.retract:
        if sign:
            raise BadUseError(f"--retract takes {key} alone, without a value.")
        return key, None
    if not sign:
        raise BadUseError(f"{arguments.setting!r} is no KEY=VALUE.")
    return key, text if definition is None else schema.value_of(definition, text)


def _definition(schema: Schema, key: str, arguments: argparse.Namespace) -> LabelDefinition | None:
    """Return the label of this name, None for a free note, and refuse one that is on something else."""
    found = schema.definition(key)
    if found is None and key == NOTE:
        return None
    if found is None:
        known = ", ".join(one.id for one in schema.labels if not one.retired)
        raise BadUseError(f"{key!r} is no label of {schema.id} {schema.version} ({known}; note).")
    given = "run" if arguments.on_run else "span" if arguments.span else "action" if arguments.action else "step"
    if found.on != given and (found.on, given) != ("step", "action"):
        options = {"run": "--run", "step": "--step N", "action": "--step N --action N", "span": "--span N N"}
        named, not_of = (f"an {one}" if one == "action" else f"a {one}" for one in (found.on, given))
        raise BadUseError(f"{found.id} is a label of {named}, not of {not_of}: use {options[found.on]}.")
    return found


def _target(tape: Tape, arguments: argparse.Namespace) -> Target:
    from playhead.labels.target import RunTarget, span_target, step_target

    if arguments.action is not None and not arguments.step:
        raise BadUseError("--action N needs --step N.")
    if arguments.on_run:
        return RunTarget(tape.key)
    if arguments.span:
        first, last = (_step(tape, name) for name in arguments.span)
        return span_target(first, last, run=tape.key)
    step = _step(tape, arguments.step)
    action = None if arguments.action is None else _action(step, arguments.action)
    return step_target(step, action, run=tape.key)


def _step(tape: Tape, name: str) -> Step:
    """Return the step of a number, of `id:ID`, or of a sub-agent's `id:AGENT:N`."""
    if name.startswith("id:"):
        position = tape.steps.find(name[3:])
        if position is not None:
            return tape.steps[position]
        agent, _, number = name[3:].rpartition(":")
        source = next((one.steps for one in tape.subagents if one.id == agent), None)
        inner = source.position(_number(number)) if source is not None and number.isdigit() else None
        if source is None or inner is None:
            raise BadUseError(f"There is no step with the id {name[3:]!r} in {tape.path}.")
        return source[inner]
    position = tape.steps.position(_number(name))
    if position is None:
        raise BadUseError(f"There is no step {name}: the run has {tape.steps.counted} steps.")
    return tape.steps[position]


def _action(step: Step, name: str) -> int:
    numbers = [action.n for action in step.actions if action.n is not None]
    wanted = _number(name)
    if wanted in numbers:
        return wanted
    held = f"actions {', '.join(map(str, numbers))}" if len(numbers) > 1 else f"action {numbers[0]}" if numbers else ""
    raise BadUseError(f"Action {wanted} is not in step {step.n or step.id}: it holds {held or 'no actions'}.")


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise BadUseError(f"{text!r} is no number from 1.")
    return int(text)


def _report(event: Event, tape: Tape, arguments: argparse.Namespace) -> None:
    from tui.headless.json_lines import print_json
    from tui.headless.label_store import event_json
    from tui.headless.table import say

    if arguments.json:
        print_json(event_json(event))
    done = "taken back" if arguments.retract else "saved"
    later = "" if tape.record is None else "; `playhead fold` writes it into the record"
    say(f"{event.key} is {done} by {event.by.id} for {tape.path}{later}.")
