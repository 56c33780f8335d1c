"""How our key is laid out: like its neighbours, so that a person reads it and a diff of it is one line a label.

A document whose last root member stands on a line of its own is taken as indented: our objects are indented by the
same unit, each event on a line. In any other document everything of ours is written without white space. Only the
root's last member decides, and it stays what it is when we fold again: the same events give the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from playhead.labels.fold.found import Member, Read, Shape

_LONGEST_GAP = 1024


@dataclass(frozen=True, slots=True)
class Layout:
    """`newline` is empty in a compact document, else `unit` is the indentation of one level."""

    newline: bytes = b""
    unit: bytes = b""

    def line(self, depth: int) -> bytes:
        """Return the white space that begins a line at a depth; nothing in a compact document."""
        return self.newline + self.unit * depth if self.newline else b""

    def key(self, name: bytes) -> bytes:
        """Return a key with its colon."""
        return b'"' + name + (b'": ' if self.newline else b'":')

    def labels(self, entries: Sequence[bytes], depth: int) -> bytes:
        """Return the value of the key `playhead` that stands at a depth."""
        version = self.line(depth + 1) + self.key(b"version") + b"1,"
        events = self.line(depth + 1) + self.key(b"events") + self.array(entries, depth + 1)
        return b"{" + version + events + self.line(depth) + b"}"

    def array(self, entries: Sequence[bytes], depth: int) -> bytes:
        """Return the list of events that stands at a depth."""
        lines = b",".join(self.line(depth + 1) + entry for entry in entries)
        return b"[" + lines + self.line(depth) + b"]"


def layout_of(root: Shape, read: Read) -> Layout:
    """Return the layout of a document by its root's last member."""
    gap = _gap(root.last, read)
    if b"\n" not in gap:
        return Layout()
    newline = b"\r\n" if b"\r\n" in gap else b"\n"
    return Layout(newline, gap.rpartition(b"\n")[2])


def appended(shape: Shape, member: bytes, closing: bytes, opening: bytes, read: Read) -> tuple[int, bytes]:
    """Return where and what to insert so that an object gets a last member, set off as the one before it is.

    In an empty object it is set off by `opening`, and the closing bracket by `closing`.
    """
    if shape.last is None:
        return shape.inside, opening + member + closing
    return shape.last.end, b"," + _gap(shape.last, read) + member


def _gap(member: Member | None, read: Read) -> bytes:
    """Return the white space before a member; nothing where it is beyond reason."""
    if member is None or member.key - member.gap > _LONGEST_GAP:
        return b""
    return read(member.gap, member.key - member.gap)
