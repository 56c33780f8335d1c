"""What a key means after `a`: pure, without a screen. Every label of a schema is reached in at most two keys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from playhead.labels.choosing import RETRACT, after_press
from playhead.labels.definition import LabelDefinition, Schema
from playhead.labels.schema_keys import bare_keys

YES, NO = "y", "n"


@dataclass(frozen=True, slots=True)
class Entry:
    """A key that can follow: of which label, of which of its options (`""`: of the label), and whether it is set."""

    key: str
    label: LabelDefinition
    option: str = ""
    is_set: bool = False


@dataclass(frozen=True, slots=True)
class Pending:
    """More keys are needed: go on with `keys`. `toggled` where a multi-choice has changed and stays open."""

    keys: LabelKeys
    toggled: bool = False


@dataclass(frozen=True, slots=True)
class Chosen:
    """A label has its value; None takes it back."""

    label_id: str
    value: Any


@dataclass(frozen=True, slots=True)
class TextAsked:
    """The value has to be typed: a text, or a number beyond one digit."""

    label_id: str


@dataclass(frozen=True, slots=True)
class Closed:
    """Nothing is to be set."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """The key means nothing here; the panel stays."""

    key: str


Pressed = Pending | Chosen | TextAsked | Closed | Unknown


@dataclass(frozen=True, slots=True)
class LabelKeys:
    """The state behind `a`: first any label of `schema`, then the options of `label`.

    `values` are one's own labels in force at what will be labelled, by label id. `picked` is what a multi-choice
    would be set to.
    """

    schema: Schema
    values: Mapping[str, Any] = field(default_factory=dict)
    label: LabelDefinition | None = None
    picked: Any = None

    def opened(self, label_id: str) -> Pressed:
        """Return what follows the letter of a label."""
        definition = self.schema.definition(label_id)
        if definition is None or definition.retired:
            return Unknown(label_id)
        if definition.type == "text" or not any(_options(definition)):
            return TextAsked(definition.id)
        return Pending(replace(self, label=definition, picked=self.values.get(definition.id)))

    def press(self, key: str) -> Pressed:
        """Return what a key makes of this: a printable character, or escape, enter, backspace."""
        if key == "escape":
            return Closed()
        if self.label is None:
            return self._first(key)
        if key == "backspace":
            return Pending(replace(self, label=None, picked=None))
        if key == "enter":
            return self._entered(self.label)
        return self._option(self.label, key)

    def entries(self) -> tuple[Entry, ...]:
        """Return the keys that can follow, in the order of the schema."""
        if self.label is None:
            return tuple(self._all())
        chosen = self.picked if isinstance(self.picked, (list, tuple)) else (self.picked,)
        entries = []
        for key, value in _options(self.label):
            is_set = any(one == value and isinstance(one, bool) == isinstance(value, bool) for one in chosen)
            entries.append(Entry(key, self.label, str(value), is_set))
        return tuple(entries)

    def _all(self) -> Iterator[Entry]:
        for label in self.schema.labels:
            if label.retired:
                continue
            is_set = self.values.get(label.id) is not None
            if label.key is not None:
                yield Entry(label.key, label, "", is_set)
            else:
                for key, option in bare_keys(label):
                    yield Entry(key, label, option, self.values.get(label.id) == (option or True))

    def _first(self, key: str) -> Pressed:
        for label in self.schema.labels:
            if label.retired:
                continue
            if label.key == key:
                return self.opened(label.id)
            for bare, option in bare_keys(label):
                if bare == key:
                    return _chosen(label, after_press(label, self.values.get(label.id), option))
        return Closed() if key == "backspace" else Unknown(key)

    def _entered(self, label: LabelDefinition) -> Pressed:
        if label.type != "multi" or self.picked == self.values.get(label.id):
            return Closed()
        return _chosen(label, self.picked)

    def _option(self, label: LabelDefinition, key: str) -> Pressed:
        if label.type == "bool" and key == label.key:
            key = YES
        for wanted, value in _options(label):
            if wanted != key:
                continue
            if label.type == "bool":
                return Chosen(label.id, None if self.picked is value else value)
            after = after_press(label, self.picked, value)
            if label.type == "multi":
                return Pending(replace(self, picked=None if after is RETRACT else after), toggled=True)
            return _chosen(label, after)
        return Unknown(key)


def _chosen(label: LabelDefinition, value: Any) -> Chosen:
    return Chosen(label.id, None if value is RETRACT else value)


def _options(label: LabelDefinition) -> Iterator[tuple[str, Any]]:
    """Yield the keys of a label's options with the value each stands for; none where it must be typed."""
    if label.type == "bool":
        yield from ((YES, True), (NO, False))
    elif label.type == "rating":
        if 0 <= label.min <= label.max <= 9:
            yield from ((str(number), number) for number in range(label.min, label.max + 1))
    else:
        yield from ((option.key, option.id) for option in label.options if option.key and not option.retired)
