"""The strip of a pass: which label, how far, its options on digits, and what enter would agree with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rich.cells import cell_len
from textual.content import Content

from playhead.labels.definition import LabelDefinition
from playhead.text import clean
from widgets.present.palette import EMPHASIS, FAINT, KEY, LABEL, MUTED, PLAIN, PROPOSED
from widgets.present.values import each, words

_DIGITS = "1234567890"
MOST_ROWS = 3
Piece = tuple[str, str]


@dataclass(frozen=True, slots=True)
class StripOption:
    """An option of the pass: the digit that sets it, its name, and the value it stands for."""

    key: str
    name: str
    value: Any


@dataclass(frozen=True, slots=True)
class StripFacts:
    """What a pass shows: its label, `37/100`, the step's own value, and the proposal on it in words."""

    label: LabelDefinition
    progress: str
    current: Any = None
    proposal: str = ""


def strip_options(label: LabelDefinition) -> tuple[StripOption, ...]:
    """Return the options of a label on digits in the order of its schema: ten at most, the tenth on 0."""
    if label.type == "bool":
        return StripOption("1", "yes", True), StripOption("2", "no", False)
    if label.type == "rating":
        numbers = [one for one in range(label.min, label.max + 1) if 0 <= one <= 9]
        return tuple(StripOption(str(one), "", one) for one in numbers)
    options = [one for one in label.options if not one.retired]
    return tuple(StripOption(key, words(one.id), one.id) for key, one in zip(_DIGITS, options, strict=False))


def strip_rows(facts: StripFacts, width: int) -> tuple[Content, ...]:
    """Return the strip in as many rows as its pieces need at this width, three at most."""
    groups: list[list[Piece]] = [
        [
            (f"PASS {words(facts.label.id)}", EMPHASIS),
            (f"  {facts.progress}", LABEL),
        ]
    ]
    chosen = each(facts.current)
    for one in strip_options(facts.label):
        is_set = any(value == one.value and isinstance(value, bool) == isinstance(one.value, bool) for value in chosen)
        groups.append([(one.key, KEY), (f" {one.name}" if one.name else "", PLAIN), (" ●" if is_set else "", LABEL)])
    if facts.proposal:
        groups.append([("enter", KEY), (" agrees: ", MUTED), (clean(facts.proposal[:60]), PROPOSED)])
    elif facts.label.type == "multi" and chosen:
        groups.append([("enter", KEY), (" next", MUTED)])
    groups += [[("space", KEY), (" skip", MUTED)], [("esc", KEY), (" leave", FAINT)]]
    return _flowed(groups, width)


def _flowed(groups: Sequence[Sequence[Piece]], width: int) -> tuple[Content, ...]:
    """Return the groups in rows, none broken in two; what does not fit in the last row is cut there."""
    rows: list[list[Piece]] = [[(" ", PLAIN)]]
    used = 1
    for group in groups:
        cells = sum(cell_len(text) for text, _ in group)
        if used > 1 and used + 2 + cells > width and len(rows) < MOST_ROWS:
            rows.append([(" ", PLAIN)])
            used = 1
        gap = "  " if used > 1 else ""
        rows[-1] += [(gap, PLAIN), *group]
        used += len(gap) + cells
    return tuple(Content.assemble(*pieces).truncate(max(0, width), ellipsis=True) for pieces in rows)
