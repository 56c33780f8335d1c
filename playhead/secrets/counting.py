"""How many values of a file look like credentials."""

from __future__ import annotations

from pathlib import Path

from playhead.secrets.masking import masked_and_counted

MOST_BYTES = 64_000_000
_AT_ONCE = 1_000_000


def credentials_in(path: Path) -> tuple[int, bool]:
    """Return the number of values in a text file, and whether all of it was read.

    Raises:
        OSError: it cannot be read.

    """
    count = read = 0
    with path.open("rb") as file:
        while read < MOST_BYTES:
            lines = file.readlines(_AT_ONCE)
            if not lines:
                return count, True
            read += sum(map(len, lines))
            count += masked_and_counted(b"".join(lines).decode("utf-8", "replace"))[1]
        return count, not file.read(1)
