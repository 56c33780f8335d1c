"""The gate as everybody passes it: visible, safe to print, and without what looks like a credential."""

from __future__ import annotations

from playhead.text.credentials import without_credentials
from playhead.text.glyphs import clean as visible
from playhead.text.terminal import split_lines


def clean(text: str) -> str:
    """Return `text` as one line that is safe to print: `visible`, with credentials masked unless they are shown."""
    return without_credentials(text if text.isascii() and text.isprintable() else visible(text))


def clean_lines(text: str) -> list[str]:
    """Return the lines of `text`, each safe to print by itself."""
    return [clean(line) for line in split_lines(text)]
