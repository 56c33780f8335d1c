"""All the ATIF documents of one run: the trajectory, its continuations, and those of its sub-agents."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from playhead.errors import UnreadableError
from playhead.formats.atif.natives import Names, Native, Ranges, Turns
from playhead.formats.elements import HeldFile
from playhead.formats.json_document import JsonDocument, Stamp, load
from playhead.formats.salvage import SHOWN, Damaged
from playhead.formats.values import optional_text, text_of
from playhead.formats.watching import stamp_of
from playhead.model import Diagnostic
from playhead.storage.regular import inside, read_range

_KNOWN = frozenset(f"ATIF-v1.{minor}" for minor in range(9))
_MOST_FILES = 1_000
_Document = TypeVar("_Document")


@dataclass(slots=True)
class Files:
    """The files of a run, read from inside one folder; what could not be read is a diagnostic."""

    folder: Path
    stamps: dict[Path, Stamp | None] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    read: set[Path | None] = field(default_factory=set)

    def load(self, path: Path) -> JsonDocument:
        """Return a document and remember the state it was read in.

        Raises:
            UnreadableError: the file cannot be read at all.

        """
        self.stamps[path] = stamp_of(path)
        self.read.add(inside(self.folder, path.absolute()))
        document = load(path)
        self.stamps[path] = document.stamp
        self.diagnostics += document.diagnostics
        return document

    def hold(self, path: Path) -> HeldFile:
        """Return a document that is too large to be decoded at once, and remember the state it is read in.

        Raises:
            UnreadableError: the file cannot be read at all.

        """
        self.stamps[path] = stamp_of(path)
        self.read.add(inside(self.folder, path.absolute()))
        file = HeldFile(path)
        self.stamps[path] = file.stamp
        return file

    def referenced(self, name: str, beside: Path) -> JsonDocument | None:
        """Return the document that `name` in the file `beside` refers to; None, with a diagnostic, if there is none."""
        return self._of(name, beside, self.load)

    def held(self, name: str, beside: Path) -> HeldFile | None:
        """Return the same, to be gone through part by part."""
        return self._of(name, beside, self.hold)

    def _of(self, name: str, beside: Path, read: Callable[[Path], _Document]) -> _Document | None:
        target = inside(self.folder, beside.parent / name)
        if target is None:
            self.problem("outside_folder", beside.name, f"{name!r} leads out of the run's folder and is not opened.")
            return None
        if target in self.read or len(self.read) >= _MOST_FILES:
            self.problem("repeated_file", beside.name, f"{name!r} has been read already, or is one file too many.")
            return None
        try:
            return read(target)
        except UnreadableError as error:
            self.problem("missing_file", beside.name, f"{name!r} is referred to and cannot be read: {error}")
            return None

    def problem(self, code: str, where: str, text: str) -> None:
        """Remember a diagnostic."""
        self.diagnostics.append(Diagnostic(code, where, text))


@dataclass(frozen=True, slots=True)
class Trajectory:
    """A trajectory object with the step objects of all its files, in order; `roots` are the files' own."""

    roots: Sequence[Mapping[str, Any]]
    natives: Sequence[Native]
    embedded: Sequence[tuple[str, Mapping[str, Any], Path]] = ()

    @property
    def root(self) -> Mapping[str, Any]:
        """Return the root object of the first file."""
        return self.roots[0] if self.roots else {}

    def turns(self) -> Turns:
        """Return the step objects joined by model turn."""
        return Turns(self.natives)


def trajectory_of(document: JsonDocument, files: Files, further: Sequence[tuple[str, JsonDocument]] = ()) -> Trajectory:
    """Return the trajectory in a document with its continuations, then those of `further` parts of the run by name.

    An element that is no object stays in its place.
    """
    roots: list[Mapping[str, Any]] = []
    natives: list[Native] = []
    embedded: list[tuple[str, Mapping[str, Any], Path]] = []
    names, prefix = Names(), ""
    waiting = deque(further)
    current: JsonDocument | None = document
    while current is not None:
        root = current.fields
        roots.append(root)
        natives += _natives_of_file(current, files, names, prefix)
        embedded += [(pointer, one, current.path) for pointer, one in embedded_in(root)]
        name = optional_text(root.get("continued_trajectory_ref"))
        current = files.referenced(name, current.path) if name is not None else None
        if current is not None:
            prefix = f"{part_name(current.path)}/"
        elif waiting:
            part, current = waiting.popleft()
            prefix = f"{part}/"
    return Trajectory(roots, natives, embedded)


def embedded_in(root: Mapping[str, Any], pointer: str = "") -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the trajectories embedded in one, and in those, with their JSON pointers."""
    waiting = [(pointer, root)]
    while waiting:
        at, one = waiting.pop(0)
        children = one.get("subagent_trajectories")
        for place, child in enumerate(children if isinstance(children, list) else ()):
            if isinstance(child, Mapping):
                below = f"{at}/subagent_trajectories/{place}"
                yield below, child
                waiting.append((below, child))


def natives_of(root: Mapping[str, Any], path: Path, pointer: str = "") -> list[Native]:
    """Return the step objects of an embedded trajectory."""
    names = Names()
    return [
        Native(value, names.of(value, f"{pointer}/steps/{place}"), path, f"{pointer}/steps", place)
        for place, value in enumerate(_elements(root))
    ]


def _elements(root: Mapping[str, Any]) -> Sequence[Any]:
    """Return the elements of `steps`; one that is no list is shown as one element."""
    steps = root.get("steps")
    return steps if isinstance(steps, list) else [] if steps is None else [text_of(steps)]


def _natives_of_file(document: JsonDocument, files: Files, names: Names, prefix: str) -> list[Native]:
    root, path = document.fields, document.path
    elements = _elements(root)
    tell_of_root(files, root, path, len(elements))
    ranges = Ranges(path, document.stamp, len(elements))
    natives = [
        Native(value, names.of(value, f"/steps/{place}", prefix), path, "/steps", place, ranges)
        for place, value in enumerate(elements)
    ]
    listed = {id(value) for value in elements}
    torn = [one for one in document.damaged if id(one) not in listed]
    if not elements and not torn and document.refusal is not None:
        torn = [whole_file(path, document.stamp)]
    natives += [
        Native(one, names.of(one, f"/damaged/{place}", prefix), path, "/damaged", place)
        for place, one in enumerate(torn)
    ]
    for native in natives:
        if not isinstance(native.value, Mapping):
            files.problem("damaged_step", f"{path.name} {native.steps}/{native.place}", "This step is no object.")
    return natives


def tell_of_root(files: Files, root: Mapping[str, Any], path: Path, steps: int) -> None:
    """Add what is odd about the root of a file with so many step objects."""
    version = root.get("schema_version")
    if version is not None and text_of(version) not in _KNOWN:
        files.problem("unknown_version", path.name, f"schema_version {text_of(version)[:80]} is read as ATIF-v1.8.")
    if not steps or not isinstance(root.get("steps"), list):
        files.problem("no_steps", f"{path.name} /steps", "There is no list of steps, or it is empty.")


def whole_file(path: Path, stamp: Stamp) -> Damaged:
    """Return a file that holds no trajectory as one damaged stretch, with the beginning of its text."""
    try:
        head = read_range(path, 0, SHOWN)
    except UnreadableError:
        head = b""
    return Damaged(head.decode("utf-8", "replace"), 0, stamp.size)


def part_name(path: Path) -> str:
    """Return what tells a continuation from the first file: `cont-1` of `trajectory.cont-1.json`."""
    stem = path.name.removesuffix(".json")
    return stem.rsplit(".", 1)[-1] or stem
