"""Labels and their values as words: what a schema calls `output_read_right` is read as `output read right`."""

from __future__ import annotations

from typing import Any

from playhead.labels.definition import LabelDefinition
from playhead.text import clean

_LOOKED_AT = 200


def words(name: str) -> str:
    """Return the id of a label or option as words, printable."""
    return clean(name[:_LOOKED_AT].replace("_", " "))


def value_names(definition: LabelDefinition | None, value: Any) -> list[str]:
    """Return what to call each part of a label's value: one name, several of a multi-choice, none for nothing."""
    return [_name(definition, one) for one in each(value)]


def each(value: Any) -> list[Any]:
    """Return the parts of a value: those of a multi-choice (a hundred at most), else itself, nothing of None."""
    if value is None:
        return []
    return list(value[:100]) if isinstance(value, (list, tuple)) else [value]


def _name(definition: LabelDefinition | None, value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        is_option = definition is not None and definition.type in {"choice", "multi"}
        return words(value) if is_option else clean(value[:_LOOKED_AT])
    return clean(str(value)[:_LOOKED_AT])
