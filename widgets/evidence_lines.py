"""Lines of a step's detail as evidence of a label: which field and which characters they are, and back again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from textual.content import Content, Span

from playhead.model import Action, Edit, Step
from widgets.blocks.fold import Fold
from widgets.document import Document, Position
from widgets.present.palette import BAR_GLYPH, LABEL

BAR = "▌"
_MESSAGE = ("text", "thought")
_OF_ACTION = ("command", "output")


class Lines(NamedTuple):
    """Characters `start` to `end` of the blocks called `key`; of a diff that is shown, its line numbers."""

    key: str
    start: int
    end: int


def lines_of(document: Document, first: int, last: int) -> list[Lines]:
    """Return what stands on rows `first` to `last`, a stretch for each field; what is playhead's own is left out."""
    found: list[Lines] = []
    for row in range(first, last + 1):
        here = _on_row(document, row)
        if here is None:
            continue
        if found and found[-1].key == here.key:
            before = found.pop()
            here = Lines(here.key, min(before.start, here.start), max(before.end, here.end))
        found.append(here)
    return found


def evidence_of_lines(step: Step, lines: Iterable[Lines]) -> tuple[dict[str, Any], ...]:
    """Return lines as a label's event keeps them: step, action number, field, characters of that field."""
    return tuple(one for line in lines if (one := _evidence(step, line)) is not None)


def lines_of_evidence(step: Step, evidence: Iterable[Any]) -> Iterator[Lines]:
    """Yield the lines that an event's evidence means in the detail of `step`; what fits nowhere is left out."""
    for one in evidence:
        if not isinstance(one, Mapping) or one.get("step") not in (step.id, *step.native_ids):
            continue
        start, end = _offset(one.get("start")), _offset(one.get("end"))
        key = _key(step, one)
        if key is not None and 0 <= start < end:
            yield from _as_shown(step, Lines(key, start, end))


class Cited:
    """The lines of a document that labels cite, for a bar before each."""

    def __init__(self, document: Document, lines: Iterable[Lines]) -> None:
        self._document = document
        self._lines: dict[str, list[Lines]] = {}
        for one in lines:
            self._lines.setdefault(one.key, []).append(one)

    def __bool__(self) -> bool:
        return bool(self._lines)

    def mark(self, block: int, row: int, content: Content) -> Content:
        """Return a row with the bar, where a label cites it."""
        wanted = self._lines.get(_name(self._document.parts[block].key))
        if wanted is None:
            return content
        here = _on_row(self._document, row)
        if here is None or not any(one.start < here.end and one.end > here.start for one in wanted):
            return content
        return Content(BAR_GLYPH + content.plain[1:], [*content.spans, Span(0, 1, LABEL)])


def position_of(document: Document, lines: Lines) -> Position | None:
    """Return the place where lines begin, None where the document does not show them."""
    found = None
    for number, part in enumerate(document.parts):
        inner = part.block.inner if isinstance(part.block, Fold) else part.block
        if _name(part.key) == lines.key and (found is None or getattr(inner, "start", 0) <= lines.start):
            found = Position(number, lines.start, 0)
    return found


def _on_row(document: Document, row: int) -> Lines | None:
    place = document.position(row)
    if place is None or place.line < 0:
        return None
    part = document.parts[place.block]
    inside = row - document.first_row_of(place.block)
    block = part.block
    if isinstance(block, Fold):
        inside -= block.title_row(document.width) == 0
        block = block.inner
    stretch = getattr(block, "stretch", None)
    if stretch is None or not _is_field(part.key):
        return None
    return Lines(_name(part.key), *stretch(inside, document.width))


def _is_field(key: str) -> bool:
    return key in _MESSAGE or key.partition(" ")[0] in _OF_ACTION or " edit " in key


def _name(key: str) -> str:
    """Return what a block's field is called: of a diff of several files, each has a block."""
    return key.partition(".")[0] if " edit " in key else key


def _evidence(step: Step, lines: Lines) -> dict[str, Any] | None:
    if lines.key in _MESSAGE:
        return {"step": step.id, "field": lines.key, "start": lines.start, "end": lines.end}
    action, edit = _meant(step, lines.key)
    if action is None:
        return None
    start, end = lines.start, lines.end
    named: dict[str, Any] = {"step": step.id, "action": action.n, "field": lines.key.partition(" ")[0]}
    if edit is not None:
        named |= {"field": "diff" if edit.diff else "written", "path": edit.path}
        start, end = _characters(edit.diff, start, end) if edit.diff else (start, end)
    return {**{name: value for name, value in named.items() if value is not None}, "start": start, "end": end}


def _meant(step: Step, key: str) -> tuple[Action | None, Edit | None]:
    words = key.split(" ")
    number = int(words[0] if " edit " in key else words[1])
    action = step.actions[number] if number < len(step.actions) else None
    if action is None or " edit " not in key:
        return action, None
    return action, action.edits[int(words[2])] if int(words[2]) < len(action.edits) else None


def _key(step: Step, one: Mapping[str, Any]) -> str | None:
    field = one.get("field")
    if field in _MESSAGE:
        return str(field)
    numbers = [number for number, action in enumerate(step.actions) if action.n == one.get("action")]
    number = numbers[0] if numbers else 0 if len(step.actions) == 1 else None
    if number is None:
        return None
    if field in _OF_ACTION:
        return f"{field} {number}"
    if field not in ("diff", "written"):
        return None
    edits = enumerate(step.actions[number].edits)
    place = next((place for place, edit in edits if edit.path == one.get("path", edit.path)), None)
    return None if place is None else f"{number} edit {place}"


def _as_shown(step: Step, lines: Lines) -> Iterator[Lines]:
    """Yield characters of a diff as its lines, everything else as it is."""
    edit = _meant(step, lines.key)[1] if " edit " in lines.key else None
    if edit is None or not edit.diff:
        yield lines
        return
    first = edit.diff.count("\n", 0, lines.start)
    yield Lines(lines.key, first, first + max(1, edit.diff.count("\n", lines.start, lines.end)))


def _characters(diff: str, first: int, last: int) -> tuple[int, int]:
    """Return the characters of lines `first` to before `last` of a diff."""
    at = 0
    for _ in range(first):
        at = diff.find("\n", at) + 1
    end = at
    for _ in range(last - first):
        newline = diff.find("\n", end)
        end = len(diff) if newline < 0 else newline + 1
    return at, end


def _offset(value: Any) -> int:
    """Return an offset, -1 for what is none."""
    return value if isinstance(value, int) and not isinstance(value, bool) else -1
