"""Where the label events of a run live: beside its record, under a folder of one's own, and while they wait."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from playhead.labels.anchor import content_hash
from playhead.labels.event import Author
from playhead.model import Tape
from playhead.own_folders import state_folder

JOURNALS = "*.jsonl"
_LONGEST = 64
_ENDING, _LONGEST_NAME = ".labels", 255  # bytes: NAME_MAX of Linux and of macOS
_FOREIGN = re.compile(r"[^A-Za-z0-9._-]")
# So many first steps tell two runs with one id apart; a run with fewer is looked for under each count it had.
_FIRST_STEPS = 4


@dataclass(frozen=True, slots=True)
class Places:
    """Folders of one run's journals: where we write, where all is read from, and where what cannot be saved waits.

    `own_tree`: we write into a tree of labels, whose folders are made as needed.
    """

    journals: Path
    reading: tuple[Path, ...]
    waiting: Path
    own_tree: bool = False


def places_of(tape: Tape, labels_dir: Path | None = None) -> Places:
    """Return the folders for a run.

    Beside the record: `FILE.labels`, for a directory `DIR/playhead.labels`, for `FILE#KEY` the file's. With a
    `labels_dir`: a folder in it named by the run's id and the content of its first steps, so that it is found
    wherever the record lies; what lies beside the record is read as well.
    """
    return places_for(tape.path, tape.record, () if labels_dir is None else mirror_names(tape), labels_dir)


def places_for(path: Path, record: Path | None, mirrors: Iterable[str], labels_dir: Path | None) -> Places:
    """Return what `places_of` returns, from what it asks of a tape: `mirrors` are its `mirror_names`."""
    beside = beside_record(path)
    others = [beside_record(Path(os.path.realpath(path)))]
    if record is not None and record != path:
        others.append(beside_record(record))
    waiting = state_folder() / "waiting" / _path_name(path)
    if labels_dir is None:
        return Places(beside, _distinct(beside, *others), waiting)
    mirrored = [labels_dir / name for name in mirrors]
    return Places(mirrored[0], _distinct(*mirrored, beside, *others), waiting, own_tree=True)


def beside_record(path: Path) -> Path:
    """Return the folder of journals beside a record, or in a directory that is one run.

    Where the record's name leaves no room for an ending, the folder has its start and a hash of it.
    """
    if os.path.isdir(path):  # noqa: PTH112 - it never raises
        return path / "playhead.labels"
    name = os.fsencode(path.name)
    if len(name) > _LONGEST_NAME - len(_ENDING):
        mark = hashlib.blake2b(name, digest_size=8).hexdigest()
        start = name[: _LONGEST_NAME - len(_ENDING) - len(mark) - 1].decode("utf-8", "ignore")
        return path.with_name(f"{start}-{mark}{_ENDING}")
    return path.with_name(path.name + _ENDING)


def mirror_names(tape: Tape) -> Iterator[str]:
    """Yield the name of a run's folder in a tree of labels, then those it had when it was shorter.

    What folding changes (size, bytes, labels) is not part of it.
    """
    steps = tape.steps
    if len(steps) < _FIRST_STEPS:
        steps.wait()
    digest = hashlib.blake2b(digest_size=8)
    for part in (tape.format, tape.id, tape.key, tape.started, tape.agent.name, tape.agent.model):
        data = (part or "").encode("utf-8", "surrogatepass")
        digest.update(b"%d:" % len(data) + data)
    label = reduced(tape.key or tape.id or "run", 40)
    names = [f"{label}-{digest.hexdigest()}"]
    for position in range(min(_FIRST_STEPS, len(steps))):
        digest.update(content_hash(steps[position]).encode())
        names.append(f"{label}-{digest.hexdigest()}")
    yield from reversed(names)


def journal_name(author: Author, number: int = 1) -> str:
    """Return the file name of an author's journal on this machine; the second process of one author is number 2."""
    import socket  # noqa: PLC0415 - who only reads has no journal of its own

    host = reduced(socket.gethostname() or "host")
    return f"{reduced(author.id)}@{host}{'' if number == 1 else f'-{number}'}.jsonl"


def reduced(name: str, longest: int = _LONGEST) -> str:
    """Return a file name of 1 to `longest` characters out of A-Z a-z 0-9 . _ -, never hidden.

    A name that had to change ends in a hash of what it was, so that two names stay two.
    """
    plain = _FOREIGN.sub("-", name)
    plain = "_" + plain[1:] if plain.startswith(".") else plain
    if plain == name and 0 < len(plain) <= longest:
        return plain
    mark = hashlib.blake2b(name.encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()
    return f"{plain[: longest - 9]}-{mark}"


def _path_name(path: Path) -> str:
    """Return a name for a run that is the same by whichever links its path leads to it."""
    real = Path(os.path.realpath(path))
    mark = hashlib.blake2b(os.fsencode(real), digest_size=8).hexdigest()
    return f"{reduced(real.name, 40)}-{mark}"


def _distinct(*folders: Path) -> tuple[Path, ...]:
    """Return the folders without those that are one before them by another name: what is read twice is told twice."""
    return tuple({os.path.realpath(one): one for one in reversed(folders)}.values())[::-1]
