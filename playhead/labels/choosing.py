"""What one more key press makes of a label's value: set, changed, or taken back. Pure; the screen only asks."""

from __future__ import annotations

from typing import Any

from playhead.labels.definition import LabelDefinition

RETRACT = object()
"""The answer that takes the label back."""


def after_press(definition: LabelDefinition, current: Any, option_id: str) -> Any:
    """Return the value of a label after one of its options was pressed, RETRACT where that takes it back.

    A pressed choice replaces the one before; pressed again it is taken back, and so is a yes/no label (whose option
    is ""). In a multi-choice it is added after the others (the first stays the primary one) or removed; an exclusive
    option stands alone.
    """
    if definition.type == "bool":
        return RETRACT if current is True else True
    if definition.type != "multi":
        return RETRACT if current == option_id else option_id
    chosen = [one for one in current if isinstance(one, str)] if isinstance(current, list | tuple) else []
    if option_id in chosen:
        left = tuple(one for one in chosen if one != option_id)
        return left or RETRACT
    exclusive = {one.id for one in definition.options if one.exclusive}
    if option_id in exclusive:
        return (option_id,)
    return (*(one for one in chosen if one not in exclusive), option_id)
