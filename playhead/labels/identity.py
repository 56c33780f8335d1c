"""Which run labels are of, told so that it is found again on another machine, under another path."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

from playhead.labels.anchor import content_hash
from playhead.model import Tape

# As in the names of a tree of labels: so many first steps tell two runs apart.
_FIRST_STEPS = 4
_PATH_PARTS = 4


@dataclass(frozen=True, slots=True)
class RunIdentity:
    """A run by its native id, its key in a file of many, what its first steps hold, and where it lay.

    `contents[k]` is a hash of the first k + 1 steps: a run that has grown since has the old ones among them.
    """

    id: str
    key: str | None
    contents: tuple[str, ...]
    path: str

    def to_json(self) -> dict[str, Any]:
        """Return the `run` object of a packed line; `steps` is how many first steps `content` is a hash of."""
        content = self.contents[-1] if self.contents else None
        # The end of the path tells runs apart; the rest is nobody's business.
        path = "/".join(PurePath(self.path).parts[-_PATH_PARTS:])
        said = {"id": self.id, "key": self.key, "content": content, "steps": len(self.contents), "path": path}
        return {name: value for name, value in said.items() if value is not None}


def identity_of(tape: Tape) -> RunIdentity:
    """Return the identity of a run; reads its first four steps."""
    digest = hashlib.blake2b(digest_size=16)
    contents = []
    for position in range(min(_FIRST_STEPS, len(tape.steps))):
        digest.update(content_hash(tape.steps[position]).encode())
        contents.append(digest.hexdigest())
    return RunIdentity(tape.id, tape.key, tuple(contents), str(tape.path.absolute()))


@dataclass(frozen=True, slots=True)
class Unmatched:
    """Why no run is the one that was meant."""

    why: str


def match(run: Mapping[str, Any], known: Sequence[RunIdentity]) -> RunIdentity | Unmatched:
    """Return the run that the `run` object of a packed line means, among those that are known.

    What the first steps hold decides. Of several runs that begin alike the id does, then the key, then the path: the
    one whose last folders and name are those it had. A run whose beginning is another now is still meant where id
    and file name are the same.
    """
    content, count, name = run.get("content"), run.get("steps"), run.get("id")
    alike = [one for one in known if _begins(one, content, count)]
    if not alike:
        hint = PurePath(str(run.get("path", ""))).name
        alike = [one for one in known if name and one.id == name and Path(one.path).name == hint]
    alike = [one for one in alike if one.id == name] or alike
    alike = [one for one in alike if one.key == run.get("key")] or alike
    alike = _nearest(alike, str(run.get("path", "")))
    if len(alike) == 1:
        return alike[0]
    if not alike:
        return Unmatched("no run here has its first steps, or its id and file name")
    return Unmatched(f"{len(alike)} runs here could be meant: {', '.join(one.path for one in alike[:3])}")


def _begins(one: RunIdentity, content: Any, count: Any) -> bool:
    if not isinstance(content, str) or not isinstance(count, int) or not 0 < count <= len(one.contents):
        return False
    return one.contents[count - 1] == content


def _nearest(alike: list[RunIdentity], path: str) -> list[RunIdentity]:
    """Return those whose paths end most like the one given."""
    if len(alike) < 2:
        return alike
    ends = {one: _common_end(one.path, path) for one in alike}
    best = max(ends.values())
    return [one for one in alike if ends[one] == best]


def _common_end(first: str, second: str) -> int:
    pairs = zip(reversed(PurePath(first).parts), reversed(PurePath(second).parts), strict=False)
    count = 0
    for one, other in pairs:
        if one != other:
            break
        count += 1
    return count
