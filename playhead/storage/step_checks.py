"""Whether columns that come from a cache can be those of an index of steps; nothing of them is trusted before."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from operator import add, ge, gt
from typing import Any

from playhead.storage.source import KINDS

_CODES = "QIiQq"  # of the arrays
_MANY = 255
_AT_ONCE = 16 * 1024  # steps: more would hold the interpreter for too long


def check_columns(columns: Sequence[Any], size: int) -> None:
    """Check the columns of an index of steps, for a record whose lines were read up to `size` bytes.

    Raises:
        ValueError: they are none: other ones, of different lengths, or a step would stand behind the end.

    """
    if [type(one) for one in columns] != [bytearray] * 3 + [array] * 5:
        raise ValueError("other columns")
    if "".join(one.typecode for one in columns[3:]) != _CODES:
        raise ValueError("other columns")
    kinds, failed, actions, offsets, lengths, codes, copied, _ = columns
    if {len(failed), len(actions), len(offsets), len(lengths), len(codes)} != {len(kinds)}:
        raise ValueError("columns of different lengths")
    if not rise(copied) or (copied and copied[-1] >= len(kinds)):
        raise ValueError("copied steps that are none")
    for at in range(0, len(kinds), _AT_ONCE):
        part = slice(at, at + _AT_ONCE)
        if max(kinds[part]) >= len(KINDS) or max(actions[part]) == _MANY:
            raise ValueError("no kind, or more actions than are told here")
        if max(map(add, offsets[part], lengths[part])) > size:
            raise ValueError("a step behind the end")


def rise(numbers: array[int], *, strictly: bool = True) -> bool:
    """Return whether each number is greater than the one before; not less is enough unless `strictly`."""
    wrong = ge if strictly else gt
    return not any(
        any(map(wrong, numbers[at : at + _AT_ONCE], numbers[at + 1 : at + 1 + _AT_ONCE]))
        for at in range(0, len(numbers), _AT_ONCE)
    )
