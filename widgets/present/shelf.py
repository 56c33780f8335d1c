"""The label shelf as rows: what can be said about this step, the span and the run, what was said, and by whom."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from playhead.labels.definition import LabelDefinition, Schema
from playhead.labels.event import NOTE, Event
from playhead.labels.finishing import suggested
from playhead.labels.proposed import proposed_here
from playhead.labels.state import LabelState, Standing
from playhead.text import clean
from widgets.bound_keys import named
from widgets.present.finished import finished
from widgets.present.values import each, value_names, words

REQUIRED = "required"
SUGGESTED = "suggested"
YOU = "you"
NO_STEP = -1
"""The position where there is no step: at a bookend of the run."""
_LOOKED_AT = 600


@dataclass(frozen=True, slots=True)
class ShelfRow:
    """One row. `role` is heading, label, options, option, value, note, evidence or meant.

    `options` are picked by bare keys, all in one row. `keys` reach it, `name` and `value` are printable, `who` set it
    where that was not oneself, `mark` is ● safe, ○ not yet, ≠ people disagree, ~ stale, ? proposed; `event` is the id
    of what says so. `label`, `option` and `on` say what enter sets, `span` which span is meant. `choices` are the key,
    name and presence of each option of an `options` row. `live`: its keys work without `a` just now. `answers` are the
    keys that decide on a proposal, where it is the next one.
    """

    role: str
    name: str = ""
    keys: str = ""
    value: str = ""
    who: str = ""
    mark: str = ""
    label: str | None = None
    option: str | None = None
    on: str = ""
    choices: tuple[tuple[str, str, bool], ...] = ()
    live: bool = False
    answers: str = ""
    span: tuple[int, int] | None = None
    event: str | None = None

    @property
    def pickable(self) -> bool:
        """Whether enter does something here."""
        return self.label is not None


@dataclass(frozen=True, slots=True)
class ShelfFacts:
    """What the shelf is about: the current step, the span being selected, and how the screen labels just now.

    `action` is the run-wide number of the action that is meant, None for the step. `waiting` are ids of events that
    are not durable yet, `me` the name that need not be told.
    """

    schema: Schema
    state: LabelState
    position: int = 0
    action: int | None = None
    span: tuple[int, int] | None = None
    label_mode: bool = False
    waiting: frozenset[str] = frozenset()
    me: str | None = None

    @property
    def proposal(self) -> str | None:
        """The event of the proposal that is decided on next: the first on the step, else the first on the run."""
        one = proposed_here(self.state, self.position)
        return None if one is None else one.event.id

    @property
    def suggested(self) -> frozenset[str]:
        """The labels that the schema suggests, by what one has said oneself."""
        mine = [one for one in self.state.of_run if one.event.by.id == self.me and one.state != "proposed"]
        return suggested(self.schema, {one.key: one.value for one in mine})


def shelf_rows(facts: ShelfFacts, number: Callable[[int], str]) -> tuple[ShelfRow, ...]:
    """Return the rows of the shelf; `number` gives the name of the step at a position."""
    at = facts.state.at(facts.position)
    rows: list[ShelfRow] = []
    if facts.position != NO_STEP:
        name = f"STEP {number(facts.position)}" + (f" ACTION {facts.action}" if facts.action is not None else "")
        rows.append(_heading(name, "label mode" if facts.label_mode else ""))
        rows += _section(facts, "step", [one for one in at if one.span is None])
    selected = (min(facts.span), max(facts.span)) if facts.span else None
    spans = dict.fromkeys([selected] if selected else [])
    spans.update(dict.fromkeys(one.span for one in at if one.span is not None))
    for span in spans:
        if span is None:
            continue
        rows.append(_heading(f"SPAN {number(span[0])}-{number(span[1])}"))
        stand = [one for one in at if one.span == span]
        rows += (replace(row, span=span) for row in _section(facts, "span", stand, only_set=span != selected))
    rows.append(_heading("RUN", _done(facts)))
    rows += _section(facts, "run", facts.state.of_run)
    lost = [one for one in facts.state.in_force if one.position is None and one not in facts.state.of_run]
    if lost:
        rows.append(_heading("STEPS NOT FOUND"))
        rows += [row for one in lost for row in _said(facts, one, name=words(one.key))]
    return tuple(rows)


def _section(facts: ShelfFacts, on: str, stand: Sequence[Standing], *, only_set: bool = False) -> Iterator[ShelfRow]:
    for definition in facts.schema.labels:
        if definition.on != on and (definition.on, on) != ("action", "step"):
            continue
        meant = facts.action if on == "step" else None
        mine = [one for one in stand if one.key == definition.id and one.action == meant]
        if not (definition.retired and not mine) and not (only_set and not mine):
            yield from _label(facts, definition, mine)
        if meant is None:
            of_actions = (one for one in stand if one.key == definition.id and one.action is not None)
            yield from (row for one in of_actions for row in _said(facts, one, name=words(one.key)))
    known = {one.id for one in facts.schema.labels if one.on == on or (one.on, on) == ("action", "step")}
    for one in stand:
        if on == "step" and facts.action not in (None, one.action):
            continue
        if one.key == NOTE:
            yield from _said(facts, one, role="note")
        elif one.key not in known:
            yield from _said(facts, one, name=words(one.key))


def _label(facts: ShelfFacts, definition: LabelDefinition, stand: Sequence[Standing]) -> Iterator[ShelfRow]:
    live = facts.label_mode and bool(definition.bare) and not definition.key
    row = ShelfRow("label", words(definition.id), _keys(definition), label=definition.id, on=definition.on, live=live)
    if definition.bare is True:
        yield from _bare_choice(facts, definition, stand, row)
        return
    if not stand:
        wanted = SUGGESTED if definition.id in facts.suggested else ""
        yield replace(row, value=REQUIRED if definition.required else wanted)
    for place, one in enumerate(stand):
        named = row if place == 0 else replace(row, role="value", name="", keys="", label=_decidable(one))
        yield from _with_value(facts, definition, one, named)
    if facts.label_mode:
        yield from _digits(facts, definition, stand)


def _with_value(facts: ShelfFacts, definition: LabelDefinition, one: Standing, row: ShelfRow) -> Iterator[ShelfRow]:
    who, mark = _who(facts, one), mark_of(one, facts.waiting)
    row = replace(row, event=one.event.id)
    by_digit = [option.id for option in definition.options if option.digit] if facts.label_mode else []
    names = value_names(definition, [value for value in each(one.value) if value not in by_digit])
    if by_digit:
        yield replace(row, who=who)
    else:
        asked = _asked(one, names[0] if names else "")
        yield replace(row, value=asked, who=who, mark=mark, answers=_answers(facts, one))
    for name in names if by_digit else names[1:]:
        yield ShelfRow("value", value=name, mark=mark)
    yield from _note(one)


def _bare_choice(
    facts: ShelfFacts, definition: LabelDefinition, stand: Sequence[Standing], row: ShelfRow
) -> Iterator[ShelfRow]:
    said = stand[0].value if stand else None
    # What is proposed, or what people disagree about, is told in rows of its own: nothing is chosen yet.
    first = stand[0] if stand and stand[0].state not in {"proposed", "conflict"} else None
    choices = tuple(
        (option.key or option.digit or "", words(option.id), first is not None and option.id == said)
        for option in definition.options
        if not option.retired
    )
    who, mark = (_who(facts, first), mark_of(first, facts.waiting)) if first else ("", "")
    yield replace(row, role="options", keys="", choices=choices, who=who, mark=mark)
    for one in stand[1:] if first else stand:
        yield from _said(facts, one, name="")
    if first:
        yield from _note(first)


def _digits(facts: ShelfFacts, definition: LabelDefinition, stand: Sequence[Standing]) -> Iterator[ShelfRow]:
    for option in definition.options:
        if not option.digit or option.retired:
            continue
        sets = [one for one in stand if option.id in each(one.value)]
        mark = mark_of(sets[0], facts.waiting) if sets else ""
        yield ShelfRow(
            "option",
            words(option.id),
            option.digit,
            mark=mark,
            label=definition.id,
            option=option.id,
            on=definition.on,
            live=True,
        )


def _said(facts: ShelfFacts, one: Standing, *, name: str = "", role: str = "value") -> Iterator[ShelfRow]:
    definition = facts.schema.definition(one.key)
    value = _asked(one, ", ".join(value_names(definition, one.value)))
    if one.action is not None:
        value = f"{value} (action {one.action})"
    label = _decidable(one) if definition else None
    on = definition.on if definition else ""
    row = ShelfRow(role, name, value=value, who=_who(facts, one), mark=mark_of(one, facts.waiting), label=label, on=on)
    yield replace(row, event=one.event.id, answers=_answers(facts, one))
    yield from _note(one)


def _asked(one: Standing, value: str) -> str:
    """Return a value as it is told: what is only proposed is a question."""
    return f"{value}?" if one.state == "proposed" else value


def _answers(facts: ShelfFacts, one: Standing) -> str:
    """Return the keys that decide on a proposal, where it is the next one."""
    return f"{named('label.accept')} {named('label.reject')}" if one.event.id == facts.proposal else ""


def _decidable(one: Standing) -> str | None:
    """Return the label that enter decides on in a row of its own: one of people's several values, a proposal."""
    return one.key if one.state in {"conflict", "proposed"} else None


def _note(one: Standing) -> Iterator[ShelfRow]:
    if isinstance(one.event.note, str) and one.event.note.strip():
        yield ShelfRow("note", value=clean(one.event.note.strip()[:_LOOKED_AT]))
    if one.event.evidence and (cites := _cites(one.event)):
        yield ShelfRow("evidence", value=cites)
    if one.state == "stale" and (was := meant(one.event)):
        yield ShelfRow("meant", value=f"was {was}")


def _cites(event: Event) -> str:
    """Return what a label cites, in a few words: `cites output, diff`; of a rule also which rules those are."""
    fields = [one.get("field") for one in event.evidence if isinstance(one, Mapping)]
    named = dict.fromkeys(clean(field[:_LOOKED_AT]) for field in fields if isinstance(field, str))
    if event.by.kind != "rule":
        return f"cites {', '.join(named) or 'something'}"
    saw = (str(one["rule"]).partition("@")[0] for one in event.evidence if isinstance(one, Mapping) and one.get("rule"))
    rules = ", ".join(dict.fromkeys(clean(rule[:_LOOKED_AT]) for rule in saw if rule != event.by.id))
    return " ".join(part for part in (f"cites {', '.join(named)}" if named else "", rules and f"({rules})") if part)


def meant(event: Event) -> str:
    """Return what an event's step was when it was labelled, its number and its row, as far as the event tells."""
    anchor = event.anchor or {}
    ends = [anchor.get("from"), anchor.get("to")] if "from" in anchor or "to" in anchor else [anchor]
    told = []
    for end in ends:
        if isinstance(end, Mapping):
            n, title = end.get("n"), end.get("title")
            parts = (str(n) if isinstance(n, int) else "", title if isinstance(title, str) else "")
            told.append(" ".join(part for part in parts if part))
    return clean(" to ".join(part for part in told if part)[:_LOOKED_AT])


def mark_of(one: Standing, waiting: frozenset[str]) -> str:
    """Return the sign of how a label stands."""
    if one.event.id in waiting:
        return "○"
    return {"set": "●", "conflict": "≠", "stale": "~", "proposed": "?"}.get(one.state, "●")


def _done(facts: ShelfFacts) -> str:
    """Return who is done with the run: `done`, `done: you, ben`, `skipped`."""
    done, skipped = ([YOU if name == facts.me else name[:20] for name in by] for by in _finishers(facts.state))
    if [*done, *skipped] == [YOU]:
        return "skipped" if skipped else "done"
    return finished(done, skipped, sign=":")


def _finishers(state: LabelState) -> tuple[Sequence[str], Sequence[str]]:
    return [name for name in state.done_by if name not in state.skipped_by], state.skipped_by


def _heading(name: str, value: str = "") -> ShelfRow:
    return ShelfRow("heading", name, value=value)


def _keys(definition: LabelDefinition) -> str:
    bare = definition.bare if isinstance(definition.bare, str) else ""
    return f"{named('label.panel')} {definition.key}" if definition.key else bare


def _who(facts: ShelfFacts, one: Standing) -> str:
    name = one.event.by.id
    if name == facts.me:
        return YOU if one.state == "conflict" else ""
    return clean(name[:40])
