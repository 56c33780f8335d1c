"""Every state that a power loss may leave of a log: all prefixes, all subsets and torn parts of what was not synced."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from tests.soak.replay.disk import Disk, Picture
from tests.soak.replay.operations import SYNCS, WRITE, Operation

_CUTS = (512, 4096)
_MOST_CUTS = 24  # of one write, evenly spread where there are more
_ALL_SUBSETS = 10  # of so many loose operations; of more: none, all, each one alone or missing, each pair missing


@dataclass(frozen=True, slots=True)
class Crash:
    """What is found after a crash, what had been acknowledged before it, and when it was."""

    picture: Picture
    acknowledged: frozenset[str]
    when: str


def crashes(before: Disk, log: Sequence[Operation], told: Sequence[tuple[int, frozenset[str]]]) -> Iterator[Crash]:
    """Yield every state once: those that look the same with the same acknowledged are one."""
    seen: dict[Picture, set[frozenset[str]]] = {}
    for length in range(len(log) + 1):
        acknowledged = frozenset().union(*(ids for at, ids in told if at <= length))
        for parts, what in _fates(log[:length]):
            disk = before.copy()
            for number, operation in enumerate(log[:length]):
                part = parts.get(number, operation.data)
                if operation.kind not in SYNCS and part is not None:
                    disk.apply(operation, part)
            picture = disk.picture
            if acknowledged not in seen.setdefault(picture, set()):
                seen[picture].add(acknowledged)
                last = log[length - 1] if length else "nothing"
                yield Crash(picture, acknowledged, f"after {length} operations ({last}): {what}")


def _fates(log: Sequence[Operation]) -> Iterator[tuple[Mapping[int, bytes | None], str]]:
    """Yield what becomes of the loose operations: None where one is lost, else the part of its data that arrived."""
    loose = [at for at, one in enumerate(log) if one.kind not in SYNCS and not _is_durable(one, log[at + 1 :])]
    for lost in _subsets(loose):
        gone = ", ".join(str(log[at]) for at in lost)
        yield dict.fromkeys(lost), f"lost {gone}" if lost else "all arrived"
    for at in loose:
        if log[at].kind == WRITE and log[at].data:
            others = [one for one in loose if one != at]
            for part, how in _torn(log[at].data):
                for lost in ([], others, [one for one in others if one > at]):
                    yield {**dict.fromkeys(lost), at: part}, f"{log[at]} {how}, {len(lost)} others lost"


def _is_durable(one: Operation, later: Sequence[Operation]) -> bool:
    return any(one.is_made_durable_by(other) for other in later)


def _subsets(loose: Sequence[int]) -> Iterator[Sequence[int]]:
    most = len(loose)
    for size in range(most + 1):
        if most <= _ALL_SUBSETS or size in (0, 1, 2, most - 1, most):
            yield from combinations(loose, size)


def _torn(data: bytes) -> Iterator[tuple[bytes, str]]:
    """Yield parts of a write: its beginning up to a cut, and all of it with zeros where a block did not arrive."""
    size = len(data)
    cuts = sorted({cut for block in _CUTS for cut in range(block, size, block)} | {1, size - 1} - {0, size})
    for cut in cuts[:: -(-len(cuts) // _MOST_CUTS) or 1]:
        yield data[:cut], f"torn after {cut} bytes"
    for start in range(0, size, 4096)[:_MOST_CUTS]:
        missing = data[start : start + 4096]
        yield data[:start] + bytes(len(missing)) + data[start + 4096 :], f"with zeros from {start}"
