"""The record of a step as it stands on disk: its bytes as text, JSON laid out over lines without touching a literal."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from playhead.errors import UnreadableError
from playhead.model import RawRef
from playhead.storage.decode import UndecodableError, decode
from playhead.storage.regular import read_file, read_range
from playhead.text import clean
from widgets.blocks.look import Look
from widgets.blocks.text_block import TextBlock
from widgets.document import Document, Part
from widgets.present.code import Pace
from widgets.present.detail_options import blank, notice
from widgets.present.palette import FAINT

PRETTY_BYTES = 1_000_000
READ_BYTES = 64_000_000
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*+"|[\[\]{},:]|[^\s\[\]{},:"]+|"', re.DOTALL)


def raw_document(refs: Sequence[RawRef]) -> Document:
    """Return the bytes of a step's references, each below a row that says where it stands. Never raises for them."""
    pace = Pace()
    parts: list[Part] = []
    for ref in refs:
        parts += [*([blank()] if parts else []), notice(_where(ref), FAINT)]
        try:
            raw = raw_text(ref)
        except (UnreadableError, OSError) as error:
            parts.append(notice(clean(str(error))))
            continue
        look = Look(language="json" if raw.is_json else None)
        parts.append(Part("raw", TextBlock(raw.text, look, pace=pace)))
        if raw.more or not raw.text:
            parts.append(notice(raw.more or "Nothing stands there."))
    return Document(parts or [notice("The record keeps no bytes of this step.")], pace)


class RawText(NamedTuple):
    """The text of a reference; whether it is JSON that was laid out over lines; what is not shown of it, or why."""

    text: str
    is_json: bool = False
    more: str = ""


def raw_text(ref: RawRef) -> RawText:
    """Return the text of a reference.

    Raises:
        UnreadableError: The file cannot be read.
    """
    if ref.offset is None and ref.pointer is not None:
        return _pointed(ref.file, ref.pointer)
    data = read_range(ref.file, ref.offset or 0, min(READ_BYTES if ref.length is None else ref.length, READ_BYTES))
    text = data.decode("utf-8", "replace")
    more = ""
    if len(data) == READ_BYTES and ref.length != READ_BYTES:
        more = f"These are the first {READ_BYTES:,} bytes."
    elif ref.length is not None and len(data) < ref.length:
        more = f"The file ends after {len(data):,} of {ref.length:,} bytes."
    if len(data) > PRETTY_BYTES or not _is_json(data):
        return RawText(text, more=more)
    return RawText(laid_out(text), is_json=True, more=more)


def laid_out(text: str) -> str:
    """Return JSON text over indented lines, every literal as it was written."""
    pieces: list[str] = []
    depth = 0
    before = ""
    for found in _TOKEN.finditer(text):
        piece = found.group()
        if piece in "]}":
            depth -= 1
            pieces.append("" if before in "[{" and before else "\n" + "  " * depth)
        elif before in ("[", "{", ","):
            pieces.append("\n" + "  " * depth)
        elif before == ":":
            pieces.append(" ")
        if piece in "[{":
            depth += 1
        pieces.append(piece)
        before = piece
    return "".join(pieces)


def _is_json(data: bytes) -> bool:
    try:
        decode(data)
    except UndecodableError:
        return False
    return True


def _pointed(file: Path, pointer: str) -> RawText:
    try:
        value, _ = decode(read_file(file))
    except UndecodableError as error:
        text = read_range(file, 0, PRETTY_BYTES).decode("utf-8", "replace")
        return RawText(text, more=f"The file could not be decoded, this is how it begins: {error.message}")
    for step in pointer.split("/")[1:]:
        value = _child(value, step.replace("~1", "/").replace("~0", "~"))
    return RawText(_written(value), is_json=True)


def _child(value: Any, name: str) -> Any:
    if isinstance(value, dict):
        return value.get(name)
    if isinstance(value, list) and name.isascii() and name.isdecimal() and int(name) < len(value):
        return value[int(name)]
    return None


def _written(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2, default=str)


def _where(ref: RawRef) -> str:
    place = ref.pointer or ""
    if ref.offset is not None:
        length = f", {ref.length:,} bytes" if ref.length is not None else ""
        place = f"{place} at byte {ref.offset:,}{length}".strip()
    return clean(f"{ref.file.name} {place}".strip())
