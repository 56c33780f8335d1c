"""What a tool that is no command was asked: its line, and the arguments that the line does not tell."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from textual.content import Content

from playhead.insight.rows import first_line, row_of_action
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
    if action.kind in TOLD:
        return [Part(f"tool {number}", Rows(lambda width: [tool_line(action, width)]))]
    line, told = _line_and_told(action)
    parts = [Part(f"tool {number}", line)]
    for place, (name, value) in enumerate(action.arguments.items()):
        if place == MOST_ARGUMENTS:
            break
        if name == told:
            continue
        text = _text_of(value)
        label = f" {clean(str(name)[:40])}: "
        words = "\n" in text or len(text) > 200
        look = Look(first=label, prefix="   ", prefix_style=MUTED, words=words, named=str(name))
        key = f"argument {number} {place}"
        parts.append(options.fold(key, options.text(text, look), count_title(), keep=ARGUMENT_ROWS))
    return parts


def tool_line(action: Action, width: int) -> Content:
    """Return the row `Read web/checkout.js 1-120`."""
    row = row_of_action(action)
    tool, title = clean(action.tool)[:40], clean(_title(action))
    path = clean(row.path) if row.path else None
    return Content.assemble(" ", (tool, EMPHASIS), " ", shorten(title, max(0, width - len(tool) - 3), path))


def _line_and_told(action: Action) -> tuple[Rows | TextBlock, str | None]:
    """Return the line of a tool, and the name of an argument that it tells whole: nothing is said twice."""
    title, tool = _title(action), clean(action.tool)[:40]
    for name, value in action.arguments.items():
        if isinstance(value, str) and title and value.strip() == title:
            return TextBlock(title, Look(first=f" {tool} ", prefix="   ", prefix_style=EMPHASIS, words=True)), name
        if isinstance(value, str) and title and first_line(value) == title:
            return Rows(lambda _: [Content.assemble(" ", (tool, EMPHASIS))]), None
    return Rows(lambda width: [tool_line(action, width)]), None


def _title(action: Action) -> str:
    """Return what a tool's line says besides its name."""
    title = row_of_action(action).title
    if any(isinstance(value, str) and first_line(value) == title for value in action.arguments.values()):
        return title
    for name in (action.tool, action.tool.rpartition("__")[2]):
        if name and title.lower().startswith(name.lower()):
            return title[len(name) :].lstrip()
    return title


def _text_of(value: Any) -> str:
    if isinstance(value, str):
        return value.strip("\n")
    if isinstance(value, Mapping | list):
        try:
            return json.dumps(value, ensure_ascii=False, indent=2, default=str)
        except (ValueError, RecursionError):
            return str(value)[:1000]
    return json.dumps(value) if value is None or isinstance(value, bool) else str(value)
