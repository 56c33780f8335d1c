"""Reading a label shelf from its file, with every field checked: a wrong one is named with its file and label."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import fields
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NoReturn

from playhead.errors import BadUseError
from playhead.labels.definition import SCOPES, TYPES, LabelDefinition, Option, Schema
from playhead.labels.plain import plain
from playhead.labels.schema_keys import clash_of
from playhead.storage.regular import read_file

__all__ = ["LabelDefinition", "Option", "Schema", "load_schema"]

FORM = "playhead.labels/1"
_SHIPPED = Path(__file__).with_name("default_schema.toml")
_MOST_BYTES = 4 << 20
_LABEL_FIELDS = tuple(one.name for one in fields(LabelDefinition))
_OPTION_FIELDS = tuple(one.name for one in fields(Option))


def load_schema(path: Path | None = None) -> Schema:
    """Return the label shelf of a TOML or JSON file, the shipped one for None.

    Raises:
        BadUseError: the file is no label shelf, or two of its labels clash; it names file and label id.
        UnreadableError: the file cannot be read.

    """
    source = _SHIPPED if path is None else path
    data = read_file(source, _MOST_BYTES)
    name = source.name if path is None else str(path)
    root = _decoded(data, name, is_json=source.suffix.lower() == ".json")
    form = root.get("schema")
    if not isinstance(form, str) or form.partition("/")[0] != FORM.partition("/")[0]:
        raise BadUseError(f'{name} is no label schema: it has no line schema = "{FORM}".')
    if form.partition("/")[2].partition(".")[0] != "1":
        raise BadUseError(f"{name} is {form}; this version of playhead reads {FORM}.")
    entries = root.get("label")
    if not isinstance(entries, (list, tuple)) or not entries:
        raise BadUseError(f"{name} defines no [[label]].")
    try:
        labels = _labels(entries, name)
    except BadUseError as error:
        raise BadUseError(_with_line(str(error), name, data)) from error
    head = _Entry(name, root, 0)
    return Schema(head.text("id"), head.text("version"), hashlib.sha256(data).hexdigest(), labels)


def _labels(entries: Sequence[Any], name: str) -> tuple[LabelDefinition, ...]:
    labels = tuple(_Entry(name, entry, place).label() for place, entry in enumerate(entries, 1))
    clash = clash_of(labels)
    if clash:
        raise BadUseError(f"{name}, label {clash}.")
    return labels


def _with_line(sentence: str, name: str, data: bytes) -> str:
    """Return a sentence about a label with the line where the label's id stands in the file, if it is found."""
    start = f"{name}, label "
    label = re.match(r"[^\s,:]+", sentence.removeprefix(start)) if sentence.startswith(start) else None
    text = data.decode("utf-8-sig", "replace")
    found = label and re.search(rf"^[\s{{]*[\"']?id[\"']?\s*[=:]\s*[\"']{re.escape(label[0])}[\"']", text, re.MULTILINE)
    if not found:
        return sentence
    line = text.count("\n", 0, found.end()) + 1
    return f"{name}, line {line}, label {sentence.removeprefix(start)}"


def _decoded(data: bytes, name: str, *, is_json: bool) -> Mapping[str, Any]:
    try:
        text = data.decode("utf-8-sig")
        root = json.loads(text) if is_json else tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadUseError(f"{name} is no {'JSON' if is_json else 'TOML'}: {error}.") from error
    if not isinstance(root, dict):
        raise BadUseError(f"{name} is no label schema: its root is no object.")
    safe: Mapping[str, Any] = plain(root)
    return safe


class _Entry:
    """One table of the file, read field by field; what is wrong is raised with the file and the label's id."""

    def __init__(self, file: str, table: Any, place: int) -> None:
        self.file, self.place = file, place
        self.table: Mapping[str, Any] = table if isinstance(table, Mapping) else {}
        if not isinstance(table, Mapping):
            self.wrong("is no table")

    def wrong(self, what: str) -> NoReturn:
        named = self.table.get("id")
        label = f", label {named if isinstance(named, str) else f'number {self.place}'}" if self.place else ""
        raise BadUseError(f"{self.file}{label}: {what}.")

    def known(self, names: Sequence[str]) -> None:
        """Refuse a field that looks like a misspelt one; others may be of a later version, and stay unread."""
        for name in self.table:
            near = [] if name in names else get_close_matches(name[:40], names, 1)
            if near:
                self.wrong(f"{name} is no field; did you mean {near[0]}")

    def label(self) -> LabelDefinition:
        self.known(_LABEL_FIELDS)
        options = tuple(self.option(one) for one in self.sequence("options"))
        kind = self.one_of("type", TYPES)
        if bool(options) != (kind in ("choice", "multi")):
            self.wrong(f"type = {kind!r} {'has no options of its own' if options else 'needs options'}")
        low, high, most = self.number("min", 1), self.number("max", 5), self.number("most_per_run")
        if low is None or high is None or low >= high:
            self.wrong("min must be less than max")
        if most is not None and most < 1:
            self.wrong("most_per_run must be 1 or more")
        return LabelDefinition(
            id=self.text("id"),
            on=self.one_of("on", SCOPES),
            type=kind,
            key=self.key("key"),
            bare=self.bare(kind),
            digit=self.key("digit"),
            layer=self.text("layer", ""),
            required=self.flag("required"),
            help=self.text("help", ""),
            options=options,
            most_per_run=most,
            min=low,
            max=high,
            suggests=self.suggests(),
            eligible=self.eligible(),
            retired=self.flag("retired"),
            aliases=self.texts("aliases"),
        )

    def one_of(self, field: str, allowed: Sequence[str]) -> str:
        value = self.text(field)
        if value not in allowed:
            self.wrong(f"{field} = {value!r} is none of {', '.join(allowed)}")
        return value

    def bare(self, kind: str) -> str | bool:
        given = self.table.get("bare", False)
        value = given if isinstance(given, bool) else self.key("bare") or False
        allowed = value is False or (kind in ("choice", "multi") if value is True else kind == "bool")
        if not allowed:
            self.wrong("bare is true for a label with options, or a key for a yes/no label")
        return value

    def option(self, table: Any) -> Option:
        if not isinstance(table, Mapping) or not isinstance(table.get("id"), str):
            self.wrong("every option is a table with an id")
        one = _Entry(self.file, {**table, "id": f"{self.table.get('id')}, option {table['id']}"}, self.place)
        one.known(_OPTION_FIELDS)
        value = table.get("value")
        if isinstance(value, bool) or not isinstance(value, (int, float, type(None))):
            one.wrong("value is a number")
        if not table["id"]:
            one.wrong("id is empty")
        return Option(
            id=table["id"],
            key=one.key("key"),
            digit=one.key("digit"),
            value=value,
            help=one.text("help", ""),
            maps=one.texts("maps"),
            note=one.flag("note"),
            exclusive=one.flag("exclusive"),
            retired=one.flag("retired"),
            aliases=one.texts("aliases"),
        )

    def text(self, field: str, default: str | None = None) -> str:
        value = self.table.get(field, default)
        if not isinstance(value, str) or (default is None and not value):
            self.wrong(f"{field} is missing" if value is None else f"{field} is no text")
        return value

    def key(self, field: str) -> str | None:
        value = self.table.get(field)
        if value is None:
            return None
        if not isinstance(value, str) or len(value) != 1 or not value.isprintable() or value.isspace():
            self.wrong(f"{field} = {value!r} is not one printable key")
        return value

    def flag(self, field: str) -> bool:
        value = self.table.get(field, False)
        if not isinstance(value, bool):
            self.wrong(f"{field} is true or false")
        return value

    def number(self, field: str, default: int | None = None) -> int | None:
        value = self.table.get(field, default)
        if isinstance(value, bool) or not isinstance(value, (int, type(None))):
            self.wrong(f"{field} is a whole number")
        return value

    def sequence(self, field: str) -> tuple[Any, ...]:
        value = self.table.get(field, ())
        if not isinstance(value, (list, tuple)):
            self.wrong(f"{field} is a list")
        return tuple(value)

    def texts(self, field: str) -> tuple[str, ...]:
        values = self.sequence(field)
        if not all(isinstance(one, str) and one for one in values):
            self.wrong(f"{field} is a list of texts")
        return values

    def suggests(self) -> dict[str, str]:
        value = self.table.get("suggests", {})
        if not isinstance(value, Mapping) or not all(isinstance(one, str) for one in value.values()):
            self.wrong("suggests names labels and their values")
        return dict(value)

    def eligible(self) -> tuple[str, ...]:
        filters = self.texts("eligible")
        if filters and self.table.get("on") not in ("step", "action"):
            self.wrong(f"eligible is for labels of steps and actions, this one is on a {self.table.get('on')}")
        if not filters:
            return filters
        from playhead.labels.eligible import filter_terms  # noqa: PLC0415 - few schemas say who is eligible

        try:
            filter_terms(filters)
        except BadUseError as error:
            self.wrong(f"eligible: {str(error).rstrip('.')}")
        return filters
