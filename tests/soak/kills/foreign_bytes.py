"""Whether a record still holds exactly what its program wrote, once what we folded in is taken out."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from tests.soak.kills.records import Document

_OURS = re.compile(rb'\{"label":\{"id":"([0-9a-f-]{36})"')
_START = b'{"label":{"id":"'
_SHARED = 2  # every line of a log begins so, ours and theirs
_PAGE = 4096  # a killed write is torn between pages of the file


@dataclass
class Found:
    """What a record holds of ours, by id: how many whole lines or entries of each; and what is wrong with the rest."""

    ours: dict[str, int] = field(default_factory=dict)
    torn: int = 0
    wrong: str | None = None


@dataclass(frozen=True)
class Piece:
    """What a program wrote at once. One that was killed meanwhile may not have written it, or a part of it."""

    data: bytes
    certain: bool = True


def in_log(data: bytes, pieces: Sequence[Piece], own: Mapping[str, bytes]) -> Found:
    """Walk through a log: every piece in order and whole, and between them nothing but lines of `own`, by id."""
    found = Found()
    at = _past_ours(data, 0, own, found)
    for number, piece in enumerate(pieces):
        following = pieces[number + 1].data if number + 1 < len(pieces) else b""
        if not piece.certain and following and data.startswith(following, at):
            continue  # it was not written: the next one may begin with the same words
        if data.startswith(piece.data, at):
            at += len(piece.data)
        elif piece.certain:
            found.wrong = f"byte {at:,} of the log is not what its program wrote there (piece {number:,})"
            return found
        else:
            end = at + _same(data[at : at + len(piece.data)], piece.data)
            at = max(at, end // _PAGE * _PAGE)
        at = _past_ours(data, at, own, found)
    if at != len(data):
        found.wrong = f"{len(data) - at:,} bytes from byte {at:,} of the log are neither its program's nor ours"
    return found


def _past_ours(data: bytes, at: int, own: Mapping[str, bytes], found: Found) -> int:
    """Return where the lines of ours end that stand at an offset: led by a newline, whole, or torn by a kill."""
    while True:
        start = at + (data[at : at + 1] == b"\n")
        match = _OURS.match(data, start)
        line = own.get(match[1].decode()) if match else None
        if match and line is None:
            return at
        if line is not None and data.startswith(line, start):
            if start == 0 or data[start - 1 : start] == b"\n":
                name = match[1].decode() if match else ""
                found.ours[name] = found.ours.get(name, 0) + 1
            at = start + len(line)
            continue
        torn = _torn(data[start : start + (1 << 16)], own.values() if line is None else [line])
        if torn <= _SHARED:
            return at
        found.torn += 1
        at = start + torn


def _torn(data: bytes, lines: Iterable[bytes]) -> int:
    """Return how much of one of our lines stands at the start of `data`."""
    if data[: _SHARED + 1] != _START[: _SHARED + 1]:
        return 0
    return max((_same(data, line) for line in lines), default=0)


def in_document(data: bytes, contents: Iterable[bytes], record: Document) -> Found:
    """Compare a document with those that its program may have written last: it is one of them, but for our member."""
    found = Found(wrong="the document is none that its program may have written last")
    for content in contents:
        if data == content:
            found.wrong = None
            return found
        same = _same(data, content)
        rest = len(content) - same
        if len(data) > len(content) and data[len(data) - rest :] == content[same:]:
            found.wrong = _wrong_member(data, content, record, found)
            return found
    return found


def _wrong_member(data: bytes, content: bytes, record: Document, found: Found) -> str | None:
    """Return what is wrong with what we put into a document, None for nothing; its events go into `found`."""
    try:
        whole, theirs = json.loads(data), json.loads(content)
    except ValueError:
        return "the document is no JSON any more"
    holder, inside = whole, theirs
    for name in record.place[:-2]:
        if name not in inside:
            inside[name] = {}
        holder, inside = holder.get(name, {}), inside[name]
    ours = holder.pop(record.place[-2], None)
    if ours is None or whole != theirs:
        return "something else than our member was added to the document"
    for one in ours["events"]:
        found.ours[one["id"]] = found.ours.get(one["id"], 0) + 1
    return None


def torn_by_its_writer(data: bytes, meant: bytes, *, in_place: bool) -> bool:
    """Return whether a document is what a writer leaves that was killed while it wrote it."""
    if not in_place:
        return meant.startswith(data)
    return _same(data, meant) >= min(len(meant), _PAGE)


def _same(one: bytes, other: bytes) -> int:
    """Return how many bytes two texts begin with together."""
    return len(os.path.commonprefix([one, other]))  # noqa: RUF071 - these are no paths: byte by byte is what is meant
