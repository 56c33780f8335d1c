"""What a tool that is no command was asked: its line, and the arguments that the line does not tell."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from textual.content import Content

from playhead.insight.rows import row_of_action
from playhead.model import Action, Kind
from playhead.text import clean
from widgets.blocks.block import Rows
from widgets.blocks.fold import count_title
from widgets.blocks.look import Look
from widgets.blocks.text_block import TextBlock
from widgets.document import Part
from widgets.present.detail_options import Options
from widgets.present.fit import shorten
from widgets.present.palette import EMPHASIS, MUTED

ARGUMENT_ROWS = 6
TOLD = {Kind.READ, Kind.SEARCH, Kind.EDIT}
"""Kinds whose line tells what was asked; of an edit the diff tells the rest."""
MOST_ARGUMENTS = 40


def argument_parts(action: Action, number: int, options: Options) -> list[Part]:
    """Return the line of a tool, and its arguments one below the other where the line cannot tell them."""
    if action.command is not None:
        said = action.arguments.get("description")
        if not isinstance(said, str) or not said.strip():
            return []
        return [Part("", TextBlock(said.strip(), Look(first=" # ", prefix="   ", style=MUTED, words=True)))]
    if action.kind is Kind.EDIT and action.edits and all(edit.diff for edit in action.edits):
        return []
    parts = [Part(f"tool {number}", Rows(lambda width: [tool_line(action, width)]))]
    if action.kind in TOLD:
        return parts
    for place, (name, value) in enumerate(action.arguments.items()):
        if place == MOST_ARGUMENTS:
            break
        text = _text_of(value)
        label = f" {clean(str(name)[:40])}: "
        look = Look(first=label, prefix="   ", prefix_style=MUTED, words="\n" in text or len(text) > 200)
        key = f"argument {number} {place}"
        parts.append(options.fold(key, options.text(text, look), count_title(), keep=ARGUMENT_ROWS))
    return parts


def tool_line(action: Action, width: int) -> Content:
    """Return the row `Read web/checkout.js 1-120`."""
    row = row_of_action(action)
    tool = clean(action.tool)[:40]
    title = clean(row.title)
    if title.lower().startswith(tool.lower()):
        title = title[len(tool) :].lstrip()
    path = clean(row.path) if row.path else None
    return Content.assemble(" ", (tool, EMPHASIS), " ", shorten(title, max(0, width - len(tool) - 3), path))


def _text_of(value: Any) -> str:
    if isinstance(value, str):
        return value.strip("\n")
    if isinstance(value, Mapping | list):
        try:
            return json.dumps(value, ensure_ascii=False, indent=2, default=str)
        except (ValueError, RecursionError):
            return str(value)[:1000]
    return json.dumps(value) if value is None or isinstance(value, bool) else str(value)
