"""From a path to a run, and from a folder to the runs in it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from pathlib import Path

from playhead.errors import SeveralRunsError, UnreadableError
from playhead.formats import registry
from playhead.formats.registry import HEAD_BYTES, TAIL_BYTES, Format, Probe
from playhead.model import Tape
from playhead.storage.folders import MAX_DEPTH, Found, walk
from playhead.storage.regular import opened, pread_all
from playhead.storage.standard_input import PIPED, REFUSAL, is_piped, piped_file

MAX_ENTRIES = 10_000


@dataclass(frozen=True, slots=True)
class RunEntry:
    """One run of a folder, not opened yet. `reason` is why it cannot be; `format` is then None."""

    path: Path
    key: str | None = None
    format: str | None = None
    reason: str | None = None


def open_tape(path: str | os.PathLike[str], key: str | None = None) -> Tape:
    """Return the run in a file, in a folder that is one run, or under `key` in a file of many (`FILE#KEY` too).

    An existing path that contains `#` is that path; `-` is what is piped in.

    Raises:
        UnreadableError: it is missing, empty, unreadable, or of no known kind (then it says what was looked for).
        SeveralRunsError: it holds several runs and no key was given.

    """
    place, key = _split_key(Path(path), key)
    if place == PIPED:
        return _piped(key)
    probe = probe_of(place)
    if not probe.is_dir and probe.size == 0 and not probe.head:
        raise UnreadableError(f"{place} is empty.")
    found = registry.detect(probe)
    if found is None:
        raise UnreadableError(_unknown(probe))
    try:
        return _read(found[0], place, key)
    except OSError as error:
        raise UnreadableError(f"{place} cannot be read: {error.strerror or error}.") from error


def keys_in(kind: Format, path: Path) -> tuple[str, ...]:
    """Return the keys of the runs in a record that holds several; none for a record that is one run.

    Raises:
        UnreadableError: the record cannot be read.

    """
    keys = tuple(islice(kind.runs(path), MAX_ENTRIES)) if kind.runs else ()
    return keys if len(keys) > 1 else ()


def _read(kind: Format, path: Path, key: str | None) -> Tape:
    if key is not None:
        if kind.read_run is None:
            raise UnreadableError(f"{path} holds one run of format {kind.name}; there is no run {key!r} in it.")
        tape = kind.read_run(path, key)
        return tape if tape.key == key else _always(tape, partial(replace, key=key))
    keys = keys_in(kind, path)
    if keys:
        raise SeveralRunsError(
            f"{path} holds {len(keys):,} runs; open one of them by its key, as {path}#{keys[0]}, or list them all."
        )
    return kind.read(path)


def _piped(key: str | None) -> Tape:
    """Return the run that is piped in: nothing of it is kept."""
    file = piped_file()
    try:
        tape = open_tape(file, key)
    except UnreadableError as error:
        raise type(error)(_of_the_pipe(str(error), file)) from error
    return _always(tape, partial(replace, path=PIPED, record=None, record_refusal=REFUSAL))


def _always(tape: Tape, change: Callable[[Tape], Tape]) -> Tape:
    from playhead.formats.watching import always  # noqa: PLC0415 - a file that is one run needs none

    return always(tape, change)


def _of_the_pipe(text: str, file: Path) -> str:
    return text.replace(f"{file} ", "Standard input ", 1).replace(str(file), str(PIPED))


def list_runs(
    path: str | os.PathLike[str], depth: int = MAX_DEPTH, too_deep: Callable[[Path], None] | None = None
) -> Iterator[RunEntry]:
    """Yield the runs under a folder as they are found, `depth` folders deep; a path that is a run is one.

    Dot folders, environments and label folders are left out, and files that are read as part of another run. What
    is meant as a run and cannot be opened comes with a reason. After 10,000 a last entry says that there are more.
    `too_deep` is told of each folder that was not looked into for its depth.

    Raises:
        UnreadableError: `path` is not there or may not be read.

    """
    root, key = _split_key(Path(path), None)
    if root == PIPED or not os.path.isdir(root):  # noqa: PTH112 - as in probe_of
        yield from _runs_named(root, key)
        return
    count = 0
    for found in walk(root, is_run=_is_run, depth=depth, too_deep=too_deep):
        for entry in _entries(found):
            if count == MAX_ENTRIES:
                reason = f"There are more than {MAX_ENTRIES:,} runs here; open a folder further down."
                yield RunEntry(root, reason=reason)
                return
            count += 1
            yield entry


def _runs_named(path: Path, key: str | None) -> Iterator[RunEntry]:
    """Yield the runs of a file that was named, all or the one with a key, or why there are none."""
    if path == PIPED:
        file = piped_file()
        for one in _runs_named(file, key):
            yield replace(one, path=PIPED, reason=one.reason and _of_the_pipe(one.reason, file))
        return
    probe = probe_of(path)
    kind = registry.detect(probe)
    if kind is None:
        yield RunEntry(path, reason=_unknown(probe))
    elif key is None:
        yield from _runs_of(path, kind[0])
    else:
        yield RunEntry(path, key, kind[0].name)


def probe_of(path: Path) -> Probe:
    """Return what detection may see of a file or folder.

    Raises:
        UnreadableError: it is not there, may not be read, or is neither file nor folder.

    """
    if os.path.isdir(path):  # noqa: PTH112 - a name that is too long is no folder; Path would raise
        try:
            return Probe(path, is_dir=True, names=frozenset(os.listdir(path)))  # noqa: PTH208 - names, not paths
        except OSError as error:
            raise UnreadableError(f"{path} cannot be listed: {error.strerror or error}.") from error
    with opened(path) as descriptor:
        size = os.fstat(descriptor).st_size
        head = pread_all(descriptor, 0, HEAD_BYTES, path)
        tail = pread_all(descriptor, max(0, size - TAIL_BYTES), TAIL_BYTES, path)
        return Probe(path, is_dir=False, head=head, tail=tail, size=size)


def _split_key(path: Path, key: str | None) -> tuple[Path, str | None]:
    if key is not None or "#" not in str(path) or os.path.lexists(path):
        return path, key
    text = str(path)
    if is_piped(text):
        return PIPED, text[2:]
    cut = text.rfind("#")
    while cut > 0:
        if os.path.lexists(text[:cut]):
            return Path(text[:cut]), text[cut + 1 :]
        cut = text.rfind("#", 0, cut)
    return path, None


def _is_run(path: Path) -> str | None:
    """Return the format of a folder that is one run, or None."""
    try:
        found = registry.detect(probe_of(path))
    except UnreadableError:
        return None
    return found[0].name if found else None


def _entries(found: Found) -> Iterator[RunEntry]:
    """Yield the runs of what a walk found; nothing where it is not meant as a run."""
    if found.problem is not None:
        yield RunEntry(found.path, reason=found.problem)
        return
    folder = registry.named(found.format) if found.format is not None else None
    if folder is not None:
        yield from _runs_of(found.path, folder)
        return
    try:
        probe = probe_of(found.path)
        kind = registry.detect(probe)
    except UnreadableError as error:
        yield RunEntry(found.path, reason=str(error))
        return
    if kind is not None and not (kind[0].name in _BESIDE_RUNS and _is_sidecar(found.path.name.lower())):
        yield from _runs_of(found.path, kind[0])
    elif kind is None and meant_as_run(probe):
        yield RunEntry(found.path, reason=_unknown(probe))


def _runs_of(path: Path, kind: Format) -> Iterator[RunEntry]:
    """Yield the runs of a record, each with its key where there are several."""
    try:
        keys = keys_in(kind, path)
    except UnreadableError as error:
        yield RunEntry(path, reason=str(error))
        return
    if not keys:
        yield RunEntry(path, format=kind.name)
    for key in keys:
        yield RunEntry(path, key, kind.name)


# Keys that runs have near their start in every format of reference tables, and settings and results do not.
_RUN_KEYS = (
    b'"trajectory"', b'"steps"', b'"messages"', b'"history"', b'"tool_calls"', b'"sessionId"',
    b'"role"', b'"observation"', b'"session_id"', b'"trajectory_format"', b'"tape"', b'"resourceSpans"',
    b'"samples"', b'"projectID"',
)  # fmt: skip
_RUN_NAMES = (".traj", ".traj.json", ".trajectory.json", ".tape.jsonl", ".eval", "chat.history.md")
_LINE_NAMES = (".jsonl", ".ndjson")
_BESIDE_RUNS = frozenset({"swe-bench-predictions"})
"""Formats whose files stand beside the runs that they sum up; such a file opens when it is named."""
_LOOKED_AT = 1024
"""So many bytes tell a text from a data base or an archive."""
# Files that stand beside runs and describe them: never runs themselves.
_SIDECAR_STEMS = frozenset(
    {"config", "meta", "metadata", "package", "lock", "preds", "predictions", "report", "result",
     "results", "settings", "tsconfig"}
)  # fmt: skip


def meant_as_run(probe: Probe) -> bool:
    """Return whether a file of no known format was to be a run: by its name, or by keys that runs have."""
    name = probe.path.name.lower()
    if name.endswith(_RUN_NAMES):
        return True
    if _is_sidecar(name):
        return False
    if b'"$schema"' in probe.head[:_LOOKED_AT] or b'"$defs"' in probe.head[:_LOOKED_AT]:
        return False  # a JSON schema names the keys of runs, and is none
    is_text = b"\0" not in probe.head[:_LOOKED_AT]
    return name.endswith(_LINE_NAMES) or (is_text and any(key in probe.head for key in _RUN_KEYS))


def _is_sidecar(name: str) -> bool:
    stem = name.partition(".")[0].replace("-", "_").rpartition("_")[2]
    return stem in _SIDECAR_STEMS or name.endswith((".meta.json", ".config.json", ".schema.json"))


def _unknown(probe: Probe) -> str:
    if not probe.is_dir and not probe.head:
        return f"{probe.path} is empty."
    what = "a folder that is not one run" if probe.is_dir else "of no kind that playhead knows"
    if probe.head.startswith(registry.ARCHIVES):
        what = f"compressed, and what is in it {what}"
    return f"{probe.path} is {what}. {registry.looked_for()}"
