"""The runs of a file: the rows of an output, one JSON document, or the files of a folder."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

from playhead.errors import UnreadableError
from playhead.formats.element_ranges import element_ranges
from playhead.formats.findings import Findings
from playhead.formats.json_document import load
from playhead.formats.openhands_v0.facts import history_in, instance_of, is_row
from playhead.formats.registry import HEAD_BYTES
from playhead.formats.remembered import remembered
from playhead.formats.root_keys import starts_with
from playhead.formats.salvage import Damaged, salvage
from playhead.formats.values import mapping_of
from playhead.model import Diagnostic
from playhead.storage.decode import UndecodableError, decode
from playhead.storage.lines import RecordFile, lines_between
from playhead.storage.regular import read_file, read_range

_INSTANCE = re.compile(rb'\s*\{\s*"instance_id"\s*:\s*("(?:[^"\\\x00-\x1f]|\\.){1,400}")\s*,')
_HEAD = 4_096


@dataclass(frozen=True, slots=True)
class Row:
    """One run of a file: its fields, its events, and where those stand.

    `place` is the row's offset and length in a file of lines, `pointer` its JSON pointer in a document.
    """

    key: str
    fields: Mapping[str, Any]
    events: Sequence[Any]
    pointer: str
    place: tuple[int, int] | None = None
    ranges: Sequence[tuple[int, int]] | None = None
    diagnostics: tuple[Diagnostic, ...] = ()


class _Line(NamedTuple):
    """A line of a file of rows: the name of its task ("" where it is no row), where it stands, its number from 1."""

    name: str
    offset: int
    length: int
    number: int
    ended: bool


def keys_of(path: Path) -> Iterator[str]:
    """Yield the keys of the runs of a file in their order; a row that begins with its instance id is not decoded.

    Raises:
        UnreadableError: the file cannot be read.

    """
    found = _rows_in(_all_lines(path)) if _is_lines(path) else _document(path)
    yield from _unlike(one.name for one in found)


def row_named(path: Path, key: str | None) -> Row:
    """Return the run with a key, without a key the first; only its own row is decoded.

    Raises:
        UnreadableError: there is none.

    """
    if _is_lines(path):
        lines = _all_lines(path)
        rows = list(_rows_in(lines))
        for name, line in zip(_unlike(one.name for one in rows), rows, strict=True):
            if key in (None, name):
                row = _row(path, name, line)
                return replace(row, diagnostics=(*row.diagnostics, *_junk(lines)))
    else:
        documents = list(_document(path))
        for name, found in zip(_unlike(one.name for one in documents), documents, strict=True):
            if key in (None, name):
                return replace(found.row, key=name)
    raise UnreadableError(f"{path} holds no run that could be read." if key is None else f"{path} has no run {key!r}.")


def findings_of(row: Row) -> Findings:
    """Return findings that begin with what was wrong with the file itself."""
    findings = Findings()
    for one in row.diagnostics:
        findings.add(one.code, one.where, one.text)
    return findings


def _unlike(names: Iterator[str]) -> Iterator[str]:
    """Yield the names, one that was there before with a number behind it."""
    met: Counter[str] = Counter()
    for name in names:
        met[name] += 1
        yield name if met[name] == 1 else f"{name}.{met[name]}"


def _is_lines(path: Path) -> bool:
    """Return whether a file is JSON lines: its first line is a whole object. A document may lie in a .jsonl as well."""
    head = read_file(path, HEAD_BYTES)
    if starts_with(head) != "{":
        return False
    line, newline, rest = head.lstrip(b"\xef\xbb\xbf \t\r\n").partition(b"\n")
    if line.strip() == b"{":
        return False
    if not newline:
        return len(head) == HEAD_BYTES  # one long line; a document of 64 KiB in one line is a file of one row as well
    try:
        return isinstance(decode(line)[0], dict)
    except UndecodableError:
        return rest.lstrip()[:1] in (b"{", b"") and not line.rstrip().endswith((b",", b"{", b"["))


@remembered()
def _all_lines(path: Path) -> list[_Line]:
    return list(_lines(path))


def _lines(path: Path) -> Iterator[_Line]:
    """Yield the lines of a file that hold anything: a damaged row is a run as well, what is no object is none."""
    file = RecordFile(path)
    for number, line in enumerate(lines_between(file, 0, file.size), 1):
        head = file.read(line.offset, _HEAD) if line.data is None else line.data[:_HEAD]
        text = head.strip(b"\xef\xbb\xbf \t\r\n\0")
        if text:
            named = _named(head) or _named_by(file.read(line.offset, line.length)) or str(number)
            named = named if text.startswith(b"{") else ""
            yield _Line(named, line.offset, line.length, number, line.ended)


def _rows_in(lines: Iterable[_Line]) -> Iterator[_Line]:
    return (one for one in lines if one.name)


def _junk(lines: Iterable[_Line]) -> Iterator[Diagnostic]:
    for one in lines:
        if not one.name:
            yield Diagnostic("damaged_record", f"line {one.number}", f"{one.length:,} bytes are no row.")


def _named(head: bytes) -> str | None:
    found = _INSTANCE.match(head.removeprefix(b"\xef\xbb\xbf"))
    try:
        return instance_of({"instance_id": decode(found[1])[0]}) if found else None
    except UndecodableError:
        return None


def _named_by(data: bytes) -> str | None:
    try:
        return instance_of(mapping_of(decode(data)[0]))
    except UndecodableError:
        return instance_of(mapping_of(salvage(data)[0]))


def _row(path: Path, key: str, line: _Line) -> Row:
    """Return the run of a line: whole, or what is readable of it."""
    data = read_range(path, line.offset, line.length)
    where = f"line {line.number}"
    diagnostics: list[Diagnostic] = []
    if not line.ended and line.length and not data.rstrip().endswith(b"}"):
        diagnostics.append(
            Diagnostic("torn_line", where, f"The file ends in the middle of a row, after {len(data):,} bytes.")
        )
    try:
        root, _ = decode(data)
    except UndecodableError as error:
        root, _ = salvage(data)
        if not diagnostics:
            diagnostics.append(Diagnostic("damaged_record", where, f"Not valid JSON: {error.message}."))
    events, pointer = history_in(root)
    if not is_row(root) and not diagnostics:
        diagnostics.append(Diagnostic("wrong_type", where, "It is no row with a history."))
    placed = [replace(one, offset=one.offset + line.offset) if isinstance(one, Damaged) else one for one in events]
    ranges = [(line.offset + at, size) for at, size in element_ranges(data, "history")]
    place = (line.offset, line.length)
    return Row(key, mapping_of(root), placed, pointer, place, ranges, tuple(diagnostics))


class _Found(NamedTuple):
    """A row of a document and the name of its task."""

    name: str
    row: Row


def _document(path: Path) -> Iterator[_Found]:
    document = load(path)
    root = document.root
    if isinstance(root, list) and any(is_row(one) for one in root):
        for place, one in enumerate(root):
            if is_row(one):
                events, pointer = history_in(one)
                row = Row("", one, events, f"/{place}{pointer}", diagnostics=document.diagnostics)
                yield _Found(instance_of(one) or str(place + 1), row)
        return
    events, pointer = history_in(root)
    fields = document.fields if is_row(root) else {}
    yield _Found(instance_of(fields) or "1", Row("", fields, events, pointer, diagnostics=document.diagnostics))
