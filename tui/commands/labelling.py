"""Labelling: the panel behind `a`, label mode, spans, notes, undo, repeat."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from playhead.errors import BadUseError
from playhead.labels.choosing import RETRACT, after_press
from playhead.labels.definition import LabelDefinition
from playhead.labels.event import Event
from playhead.labels.schema_keys import bare_keys
from playhead.labels.store import LabelStore
from tui.commands.command import key_of
from tui.commands.declared import bare_told
from tui.commands.evidence import drops_lines, selects_lines
from tui.commands.handlers import handles
from tui.commands.labelling_decide import decided_in_shelf
from tui.commands.labelling_values import (
    BARE_KEYS,
    current_values,
    end_span,
    nothing_to_label,
    number_of,
    on_step,
    selection,
    set_value,
    target_of,
    when_named,
)
from tui.commands.moving import after_label
from tui.shelf_facts import action_here
from widgets.label_keys import LabelKeys
from widgets.label_shelf import LabelShelf
from widgets.present.values import each, words

if TYPE_CHECKING:
    from tui.screens.run import RunScreen


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
        run.say(f"label mode: {bare_told()} label" if run.labels.mode else "label mode is off")
        run.show_shelf()

    when_named(run, toggle)


def _bare(command_id: str) -> None:
    @handles(command_id)
    def press(run: RunScreen) -> None:
        press_bare(run, BARE_KEYS[command_id])


for _id in BARE_KEYS:
    _bare(_id)


@handles("label.span")
def begin_span(run: RunScreen) -> None:
    """Begin a span at this step, or give it up."""
    if selects_lines(run):
        return
    if run.span is not None:
        end_span(run)
        run.say("no span")
    elif not on_step(run):
        run.say("There is no step here to begin a span at.")
    else:
        run.span_start = run.cursor
        run.span = (run.cursor, run.cursor)
        run.say(f"span: move to its other end, then {key_of('label.panel')} and a label")
    run.show_shelf()


@handles("label.note")
def note(run: RunScreen) -> None:
    """Write a note on the label just set, else on the step or span."""

    def ask() -> None:
        target, key = run.last_label or (selection(run), None)
        step = f"step {number_of(run, run.cursor)}" if on_step(run) else "run"
        about = key or ("span" if run.span is not None else step)

        def answered(text: str) -> None:
            if text.strip():
                run.labels.store.note(target, key, text)
                run.labels_changed()

        run.foot.ask(f"note on {about}", answered)

    when_named(run, ask)


@handles("label.undo")
def undo(run: RunScreen) -> None:
    """Undo one's own last label, or all that were set at once."""
    _again(run, LabelStore.undo, "undone", "Nothing of yours to undo.")


@handles("label.redo")
def redo(run: RunScreen) -> None:
    """Set again what was undone."""
    _again(run, LabelStore.redo, "set again", "Nothing to set again.")


@handles("label.repeat")
def repeat(run: RunScreen) -> None:
    """Set the label that was set last, with its value, on the current step, span or run."""

    def go() -> None:
        key, value = run.session.repeatable or ("", None)
        definition = run.session.schema.definition(key)
        if definition is None:
            run.say(f"Nothing to repeat yet: {key_of('label.repeat')} sets the last label once more.")
            return
        target = target_of(run, definition)
        if target is None:
            run.say(nothing_to_label(definition))
        elif set_value(run, definition, target, value) and definition.bare is True and run.labels.mode:
            after_label(run)

    when_named(run, go)


@handles("escape")
def escape(run: RunScreen) -> None:
    """Close what is open, one thing a press: full screen, the span, marks, a sub-agent, then label mode."""
    marking = run.labelling.marking
    if _stops_waiting(run) or drops_lines(run):
        return
    if run.full_pane:
        run.full_pane = ""
    elif run.span is not None:
        end_span(run)
        run.show_shelf()
    elif run.finding.close():
        return
    elif marking.armed:
        marking.armed = False
        run.say("not on the marked steps; they stay marked")
    elif marking:
        marking.clear()
        run.labels_changed()
        run.say("no marks")
    elif run.branches.leave():
        return
    elif run.labels.mode:
        toggle_mode(run)


def _stops_waiting(run: RunScreen) -> bool:
    """Stop what looks in the background for an answer; return whether anything did."""
    if run.finding.stop_running():
        run.say("the search was stopped; what it found stays")
        return True
    if run.insight.stop_asked():
        run.say("not waiting for the rules any more")
        return True
    return False


def press_bare(run: RunScreen, key: str) -> None:
    """Set the label of a bare key in label mode; outside it, say so and write nothing."""
    if not run.labels.mode:
        on, reaches = key_of("label.mode"), key_of("label.panel")
        run.say(f"{_pressed_for(key)} labels in label mode: {on} switches it on. {reaches} reaches every label.")
    else:
        when_named(run, lambda: _press_bare_now(run, key))


def _press_bare_now(run: RunScreen, key: str) -> None:
    for definition in run.session.schema.labels:
        for bare, option in bare_keys(definition):
            if bare == key:
                on_marks = run.labelling.marking.armed
                if press(run, definition, option) and definition.bare is True and not on_marks:
                    after_label(run)
                return
    run.say(f"{_pressed_for(key)} is no label of {run.session.schema.id}.")


def _pressed_for(key: str) -> str:
    """Return the key that is bound to a key of a schema."""
    return key_of(next(command for command, bare in BARE_KEYS.items() if bare == key))


def press(run: RunScreen, definition: LabelDefinition, option_id: str) -> bool:
    """Set, change or take back a label by one of its options; return whether it is set now."""
    target = target_of(run, definition)
    if target is None:
        run.say(nothing_to_label(definition))
        return False
    on_marks = run.labelling.marking.armed and definition.on == "step"
    before = None if on_marks else run.labels.own_value(target, definition.id)
    return set_value(run, definition, target, after_press(definition, before, option_id))


def picked(run: RunScreen, message: LabelShelf.Picked) -> None:
    """Set what was picked in the shelf; a label without an option opens the panel at its options.

    The span that the row stands under is selected again. A row of a proposal, or of a conflict, decides on it.
    """
    if message.option is None and decided_in_shelf(run, message.event):
        return
    label_id, option_id, span = message.label_id, message.option, message.span
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
        run.say(f"{label_id} is no label." if definition is None else nothing_to_label(definition))
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
        run.say(nothing_to_label(definition))
        return
    if set_value(run, definition, target, RETRACT if value is None else value) and _wants_note(run, definition, value):
        note(run)


def _wants_note(run: RunScreen, definition: LabelDefinition, value: Any) -> bool:
    """Return whether one of the options that were chosen asks for a note, and there is none yet."""
    options = [definition.option(one) for one in each(value) if isinstance(one, str)]
    own = run.last_label and next(
        (one.event for one in run.labels.state.in_force if (one.target, one.key) == run.last_label), None
    )
    return any(one is not None and one.note for one in options) and not (own and own.note)


def _open(run: RunScreen, label_id: str | None) -> None:
    where = {"run": "run"}
    if run.labelling.marking.armed:
        where["step"] = f"{len(run.labelling.marking)} marked steps"
    elif on_step(run):
        action = action_here(run)
        where["step"] = f"step {number_of(run, run.cursor)}" if action is None else f"action {action}"
        where["action"] = where["step"]
    if run.span is not None:
        where["span"] = f"steps {number_of(run, run.span[0])}-{number_of(run, run.span[1])}"
    run.panel.open(LabelKeys(run.session.schema, current_values(run)), where=where, label_id=label_id)


def _pressed(run: RunScreen, definition: LabelDefinition, option_id: str) -> None:
    press(run, definition, option_id)


def _again(run: RunScreen, act: Callable[[LabelStore], tuple[Event, ...]], done: str, nothing: str) -> None:
    def go() -> None:
        events = act(run.labels.store)
        what = words(events[0].key or "done") if events else ""
        run.say(f"{what} {done}{f' on {len(events)} steps' if len(events) > 1 else ''}" if events else nothing)
        run.labels_changed()

    when_named(run, go)
