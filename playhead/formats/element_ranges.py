"""Where each element of a root list stands in the bytes of a JSON document, so that "view raw" is exact."""

from __future__ import annotations

from playhead.storage.json_parts import JsonParts, PartKind


def element_ranges(data: bytes, key: str) -> list[tuple[int, int]]:
    """Return (offset, length) of each element of the list under `key` of the root object.

    Empty when there is no such list. In a torn document the list ends with its last complete element. Where a key
    is repeated the last one counts, as it does for decoders.
    """
    found: list[tuple[int, int]] = []
    is_object = False
    for part in JsonParts(lambda offset, length: data[offset : offset + length], len(data)):
        if part.kind is PartKind.ROOT:
            is_object = part.key == "{"
        elif not is_object or part.key != key:
            continue
        elif part.kind is PartKind.LIST:
            found = []
        elif part.kind is PartKind.ELEMENT:
            found.append((part.start, part.end - part.start))
    return found
