"""One JSON document that is one run and too big to be decoded at once: gone through part by part, in the background."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from playhead.formats.elements import LARGE, HeldFile
from playhead.formats.json_document import stamp_of
from playhead.formats.salvage import Damaged, damaged_at, value_of
from playhead.formats.values import list_of, mapping_of
from playhead.model import Diagnostic, Tape
from playhead.storage.decode import MAX_DEPTH, UndecodableError, decode_part, is_watched, nests_too_deep
from playhead.storage.json_parts import JsonParts, Part, PartKind
from playhead.storage.json_walk import BLOCK

_TORN = (PartKind.TORN, PartKind.TORN_LIST)
_NONE = object()


def is_large(path: Path) -> bool:
    """Return whether a document is to be gone through part by part; not where every decoded value is watched."""
    stamp = stamp_of(path)
    return stamp is not None and stamp.size > LARGE and not is_watched()


class Found(NamedTuple):
    """An element of a list that was named, or what stands in its place; `key` is that of the list."""

    key: str
    value: Any
    start: int
    end: int


class RepeatedKeyError(Exception):
    """A list that was named came again, or something else under its key: the last one counts, as for decoders."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


class LargeDocument:
    """A pass over a document. The elements of the lists that `keys` name ("" for the root) are given out, and not kept.

    `root` is filled as members are passed. When the pass is over, `whole`, `diagnostics` and `damaged` say what
    `JsonDocument` says; `damaged` leaves out what stands in a list that was named. `skipped` tells of a key how many
    values are passed over, because a later one replaces them; `given` are the keys of lists that were met.
    """

    def __init__(
        self, file: HeldFile, keys: frozenset[str], skipped: Mapping[str, int] | None = None, block: int = BLOCK
    ) -> None:
        self.file = file
        self.root: Any = None
        self.whole = True
        self.damaged: list[Damaged] = []
        self.given: set[str] = set()
        self._keys = keys
        self._skipped = skipped or {}
        self._times: dict[str, int] = {}
        self._parts = JsonParts(file.read, file.stamp.size, block)
        self._lenient = False
        self._wrong: tuple[int, UndecodableError | None] | None = None
        self._all_damaged: list[Damaged] = []
        self._items: list[Any] | None = None
        self._current: str | None = None

    @property
    def offset(self) -> int:
        """Return how far the pass has come, in bytes."""
        return self._parts.offset

    @property
    def fields(self) -> Mapping[str, Any]:
        """Return the members of the root object that are known; those of lists that are named are empty."""
        return mapping_of(self.root)

    @property
    def refusal(self) -> str | None:
        """Return why labels cannot be folded into this file, or None."""
        if not self.whole:
            return "The file is damaged or still being written; labels stay in the journal beside it."
        if not isinstance(self.root, Mapping):
            return "The file is a bare list with no place for labels; they stay in the journal beside it."
        return None

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Return what is wrong with the document, when the pass is over."""
        name = self.file.path.name
        if self.whole:
            text = "Not strict JSON, read leniently."
            return (Diagnostic("lenient_json", name, text),) if self._lenient else ()
        at, error = self._wrong or (None, None)
        said = error.message if error else "something stands between its parts, or is missing there"
        place = name if at is None else f"byte {at + ((error.position or 0) if error else 0)}"
        return (
            Diagnostic("damaged_document", place, f"Not valid JSON: {said}."),
            *(
                Diagnostic("damaged_record", f"byte {one.offset}", f"{one.length} bytes could not be decoded.")
                for one in self._all_damaged
            ),
        )

    def events(self) -> tuple[Mapping[str, Any], ...]:
        """Return the label events that were folded into this file: the root key `playhead`."""
        folded = list_of(mapping_of(self.fields.get("playhead")).get("events"))
        return tuple(one for one in folded if isinstance(one, Mapping))

    def __iter__(self) -> Iterator[Found | None]:
        """Yield the elements of the lists that are named, None for any other part.

        Raises:
            RepeatedKeyError: what was given out does not count; begin again, with one more of its key skipped.
            UnreadableError: the file system failed.

        """
        for part in self._parts:
            if part.kind is PartKind.ROOT:
                self.root = {} if part.key == "{" else []
                if part.key == "[":
                    self._begin("")
            elif part.kind is PartKind.LIST:
                self._begin(part.key)
            else:
                yield self._taken(part)
        self.whole = self.whole and self._parts.regular
        self._lenient = self._lenient or self._parts.lenient
        if not self._parts.regular and self._parts.wrong_at is not None:
            self._note(self._parts.wrong_at, None)

    def _begin(self, key: str) -> None:
        """Begin a list: of elements to give out, to keep under its key, or to pass over."""
        self._current, self._items = None, None
        if key in self._keys:
            if not self._counts(key):
                return
            self._current = key
            self.given.add(key)
        items: list[Any] = []
        if not key:
            self.root = items
        elif isinstance(self.root, dict):
            self.root[key] = items
        self._items = items

    def _counts(self, key: str) -> bool:
        """Return whether what stands under a key that was named counts: not when a later one replaces it."""
        times = self._times[key] = self._times.get(key, 0) + 1
        if times <= self._skipped.get(key, 0):
            return False
        if key in self.given:
            raise RepeatedKeyError(key)
        return True

    def _taken(self, part: Part) -> Found | None:
        """Take a part with a value, and return it if it is to be given out."""
        in_list = part.kind in (PartKind.ELEMENT, PartKind.TORN_LIST)
        value = self._value(part)
        if value is _NONE:
            return None
        if isinstance(value, Damaged):
            self._all_damaged.append(value)
        if in_list and self._current is not None:
            return Found(self._current, value, part.start, part.end)
        if isinstance(value, Damaged):
            self.damaged.append(value)
        if in_list:
            if self._items is not None:
                self._items.append(value)
        elif (
            isinstance(self.root, dict)
            and not isinstance(value, Damaged)
            and (part.key not in self._keys or self._counts(part.key))
        ):
            self.root[part.key] = value
        return None

    def _value(self, part: Part) -> Any:
        if part.kind in _TORN:
            self._note(part.start, _error_in(self._parts, part))
            return damaged_at(self._parts, part)
        data = self._parts.bytes_of(part)
        found = value_of(data, part.start)
        if found is None:
            self._parts.give_up()
            return _NONE
        if found.error is not None:
            self._note(part.start, found.error)
        elif _may_nest(data) and nests_too_deep(found.value, MAX_DEPTH - 2 + (part.kind is PartKind.MEMBER)):
            self._note(part.start, UndecodableError(f"nested deeper than {MAX_DEPTH}"))
        self._lenient = self._lenient or found.lenient
        return found.value

    def _note(self, at: int, error: UndecodableError | None) -> None:
        self.whole = False
        if self._wrong is None or (error and at <= self._wrong[0]):
            self._wrong = (at, error)


def _may_nest(data: bytes) -> bool:
    return data.count(b"[") + data.count(b"{") > MAX_DEPTH - 3


def _error_in(parts: JsonParts, part: Part) -> UndecodableError:
    """Return what a decoder says of a torn part."""
    if part.end - part.start > LARGE:
        return UndecodableError("it ends in the middle")
    try:
        decode_part(parts.bytes_of(part))
    except UndecodableError as error:
        return error
    return UndecodableError("something follows the document", 0)


def growing(watched: Tape, *, complete: bool, again: Callable[[], Tape | None]) -> Tape:
    """Return a tape that is `again` once more of it is known, and is read anew, whole, when one of its files changed.

    `watched` tells of such a change by its own `reread`. `complete`: nothing more will be known of the files as they
    are.
    """

    def reread() -> Tape | None:
        fresh = watched.refreshed()
        if fresh is not watched:
            fresh.steps.wait_for_steps()
            return fresh.refreshed()
        return None if complete else again()

    return replace(watched, reread=reread)
