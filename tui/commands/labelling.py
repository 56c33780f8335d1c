"""Labelling: the panel behind `a`, label mode, spans, notes, undo."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from playhead.errors import BadUseError
from playhead.labels.choosing import RETRACT, after_press
from playhead.labels.definition import LabelDefinition
from playhead.labels.event import Event
from playhead.labels.schema_keys import bare_keys
from playhead.labels.store import LabelStore
from playhead.labels.target import RunTarget, Target, span_target, step_target
from tui.commands.handlers import handles
from widgets.label_keys import LabelKeys

if TYPE_CHECKING:
    from tui.screens.run import RunScreen

_BARE = {"label.helps": "+", "label.neutral": "0", "label.harms": "-", "label.root_cause": "!"}
_BARE |= {f"label.digit.{digit}": str(digit) for digit in range(1, 10)}


@handles("label.panel")
def open_panel(run: RunScreen) -> None:
    """Open the panel of all labels."""
    when_named(run, lambda: _open(run, None))


@handles("label.mode")
def toggle_mode(run: RunScreen) -> None:
    """Switch label mode on or off."""

    def toggle() -> None:
        run.labels.mode = not run.labels.mode
        run.show_hints()
        run.say("label mode: digits and + 0 - ! label" if run.labels.mode else "label mode is off")
        run.show_shelf()

    when_named(run, toggle)


def _bare(command_id: str) -> None:
    @handles(command_id)
    def press(run: RunScreen) -> None:
        press_bare(run, _BARE[command_id])


for _id in _BARE:
    _bare(_id)


@handles("label.span")
def begin_span(run: RunScreen) -> None:
    """Begin a span at this step, or give it up."""
    if run.span is not None:
        end_span(run)
        run.say("no span")
    elif not on_step(run):
        run.say("There is no step here to begin a span at.")
    elif run.branches.agent is not None:
        run.say("Spans are on the run's own steps; here single steps can be labelled.")
    else:
        run.span_start = run.cursor
        run.span = (run.cursor, run.cursor)
        run.say("span: move to its other end, then a and a label")
    run.show_shelf()


@handles("label.note")
def note(run: RunScreen) -> None:
    """Write a note on the label just set, else on the step or span."""

    def ask() -> None:
        target, key = run.last_label or (selection(run), None)
        about = key or ("span" if run.span is not None else "step" if on_step(run) else "run")

        def answered(text: str) -> None:
            if text.strip():
                run.labels.store.note(target, key, text)
                run.labels_changed()

        run.foot.ask(f"note on {about}", answered)

    when_named(run, ask)


@handles("label.undo")
def undo(run: RunScreen) -> None:
    """Undo one's own last label."""
    _again(run, LabelStore.undo, "undone", "Nothing of yours to undo.")


@handles("label.redo")
def redo(run: RunScreen) -> None:
    """Set again what was undone."""
    _again(run, LabelStore.redo, "set again", "Nothing to set again.")


@handles("escape")
def escape(run: RunScreen) -> None:
    """Close what is open, one thing a press: full screen, then the span, then label mode."""
    if run.full_pane:
        run.full_pane = ""
    elif run.span is not None:
        end_span(run)
        run.show_shelf()
    elif run.branches.leave():
        return
    elif run.labels.mode:
        toggle_mode(run)


def when_named(run: RunScreen, then: Callable[[], None]) -> None:
    """Go on if it is known who labels, else ask for a name first; a read-only session says so."""
    if run.labels.read_only:
        run.say("Read-only: nothing is written.", problem=True)
    elif run.labels.named:
        then()
    else:

        def answered(text: str) -> None:
            if text.strip():
                run.labels.name(text.strip())
                run.labels_changed()
                then()

        run.foot.ask("your name (this account is shared)", answered)


def press_bare(run: RunScreen, key: str) -> None:
    """Set the label of a bare key in label mode; outside it, say so and write nothing."""
    if not run.labels.mode:
        run.say(f"{key} labels in label mode: A switches it on. a reaches every label.")
        return
    for definition in run.session.schema.labels:
        for bare, option in bare_keys(definition):
            if bare == key:
                if press(run, definition, option) and definition.bare is True:
                    run.move_to(run.cursor + 1)
                return
    run.say(f"{key} is no label of {run.session.schema.id}.")


def press(run: RunScreen, definition: LabelDefinition, option_id: str) -> bool:
    """Set, change or take back a label by one of its options; return whether it is set now."""
    target = target_of(run, definition)
    if target is None:
        run.say(_nothing_to_label(definition))
        return False
    value = after_press(definition, run.labels.own_value(target, definition.id), option_id)
    set_value(run, definition, target, value)
    return value is not RETRACT


def picked(run: RunScreen, label_id: str, option_id: str | None, span: tuple[int, int] | None) -> None:
    """Set what was picked in the shelf; a label without an option opens the panel at its options.

    `span` is the span that the row stands under: it is selected again.
    """
    definition = run.session.schema.definition(label_id)
    if definition is None:
        return
    if span is not None and run.span is None:
        run.span = span
    if option_id is None and definition.type != "bool":
        when_named(run, lambda: _open(run, definition.id))
    else:
        when_named(run, lambda: _pressed(run, definition, option_id or ""))


def type_value(run: RunScreen, label_id: str) -> None:
    """Ask for a value that has to be typed, and set it; a wrong one is told and nothing is written."""
    definition = run.session.schema.definition(label_id)
    target = target_of(run, definition) if definition is not None else None
    if definition is None or target is None:
        run.say(f"{label_id} is no label." if definition is None else _nothing_to_label(definition))
        return

    def answered(text: str) -> None:
        try:
            set_value(run, definition, target, run.session.schema.value_of(definition, text))
        except BadUseError as error:
            run.say(str(error), problem=True)

    run.foot.ask(definition.id, answered)


def chosen(run: RunScreen, label_id: str, value: Any) -> None:
    """Set the value that the panel came to; None takes the label back."""
    definition = run.session.schema.definition(label_id)
    target = target_of(run, definition) if definition is not None else None
    if definition is None:
        return
    if target is None:
        run.say(_nothing_to_label(definition))
    else:
        set_value(run, definition, target, RETRACT if value is None else value)


def set_value(run: RunScreen, definition: LabelDefinition, target: Target, value: Any) -> None:
    """Set a label to a value, or take it back, and show it."""
    if value is RETRACT:
        run.labels.store.retract(target, definition.id)
        run.say(f"{definition.id} taken back")
    else:
        run.labels.store.set(target, definition.id, value)
        run.last_label = (target, definition.id)
        run.say(f"{definition.id}: {_told(value)}")
    if definition.on == "span":
        end_span(run)
    run.labels_changed()


def _open(run: RunScreen, label_id: str | None) -> None:
    where = {"run": "run"}
    if on_step(run):
        where["step"] = f"step {_number(run, run.cursor)}"
    if run.span is not None:
        where["span"] = f"steps {_number(run, run.span[0])}-{_number(run, run.span[1])}"
    run.panel.open(LabelKeys(run.session.schema, current_values(run)), where=where, label_id=label_id)


def _number(run: RunScreen, position: int) -> str:
    n = run.steps[position].n
    return str(n) if n is not None else "(copied)"


def _pressed(run: RunScreen, definition: LabelDefinition, option_id: str) -> None:
    press(run, definition, option_id)


def target_of(run: RunScreen, definition: LabelDefinition) -> Target | None:
    """Return what a label would be on now: the run, the current step, the open span; None where there is none."""
    assert run.tape is not None
    if definition.on == "run":
        return RunTarget(run.tape.key)
    if definition.on == "step":
        return step_target(run.steps[run.cursor], run=run.tape.key) if on_step(run) else None
    return selection(run) if run.span is not None else None


def on_step(run: RunScreen) -> bool:
    """Return whether there is a current step: at a bookend of the run there is none."""
    return run.place.on_step and len(run.steps) > 0


def _nothing_to_label(definition: LabelDefinition) -> str:
    if definition.on == "step":
        return f"{definition.id} is on a step, and there is none here."
    return f"{definition.id} is on a span: v begins one."


def selection(run: RunScreen) -> Target:
    """Return the open span, else the current step, else (there are no steps) the run."""
    assert run.tape is not None
    if not on_step(run) and run.span is None:
        return RunTarget(run.tape.key)
    if run.span is None:
        return step_target(run.steps[run.cursor], run=run.tape.key)
    return span_target(run.steps[run.span[0]], run.steps[run.span[1]], run=run.tape.key)


def current_values(run: RunScreen) -> dict[str, Any]:
    """Return this author's value of every label on what is selected now."""
    values = {}
    for definition in run.session.schema.labels:
        target = target_of(run, definition)
        if target is not None:
            values[definition.id] = run.labels.own_value(target, definition.id)
    return values


def end_span(run: RunScreen) -> None:
    """Close the open span."""
    run.span_start = None
    run.span = None


def _again(run: RunScreen, act: Callable[[LabelStore], tuple[Event, ...]], done: str, nothing: str) -> None:
    def go() -> None:
        events = act(run.labels.store)
        what = (events[0].key or "done") if events else ""
        run.say(f"{what} {done}{f' on {len(events)}' if len(events) > 1 else ''}" if events else nothing)
        run.labels_changed()

    when_named(run, go)


def _told(value: Any) -> str:
    if value is True:
        return "yes"
    return ", ".join(str(one) for one in value) if isinstance(value, list | tuple) else str(value)
