"""What a pass over a JSON document finds: where members stand, as offsets in the file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

Read = Callable[[int, int], bytes]
"""Returns up to so many bytes from an offset."""


class NotJsonError(ValueError):
    """The document is torn or is no JSON; the text says what and where."""


@dataclass(frozen=True, slots=True)
class Member:
    """Where a member of an object stands: white space before its key, the key, its value. Offsets in the file."""

    gap: int
    key: int
    key_end: int
    value: int
    end: int
    first: int

    @property
    def is_object(self) -> bool:
        """Whether the value is an object."""
        return self.first == ord("{")

    @property
    def is_array(self) -> bool:
        """Whether the value is an array."""
        return self.first == ord("[")


@dataclass(frozen=True, slots=True)
class Shape:
    """An object: the offset behind its `{`, its last member, its members of the names that matter.

    `inner` is the object that the path leads to next, `elements` are the ranges of the array it ends in. `twice` is
    a key that stands in it more than once.
    """

    inside: int
    last: Member | None = None
    named: dict[str, Member] = field(default_factory=dict)
    twice: str | None = None
    inner: Shape | None = None
    elements: tuple[tuple[int, int], ...] | None = None


@dataclass(frozen=True, slots=True)
class Scan:
    """What a pass found: the root object (None where the root is something else), size and hash of all bytes."""

    root: Shape | None
    size: int
    digest: bytes
