"""Message content in parts (text, images, audio) as one text; pictures are named, never unpacked.

The parts are those of ATIF v1.6 (`source.path`), of Anthropic (`source.data`) and of OpenAI (`image_url.url`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from playhead.formats.images import inline_words
from playhead.formats.values import mapping_of, optional_text, text_of
from playhead.insight.rows import first_line

_TITLE_LENGTH = 120


_MEDIA = ("image", "audio", "document", "input_image", "image_url", "input_audio", "video", "file")
_LONGEST_PATH = 512


def content_text(content: Any) -> str:
    """Return message content as text: a string itself, parts one below the other, "" for nothing."""
    if isinstance(content, str):
        return content
    if isinstance(content, Mapping):
        return _part_text(content)
    if isinstance(content, list | tuple):
        return "\n".join(_part_text(part) for part in content)
    return text_of(content)


def _part_text(part: Any) -> str:
    if not isinstance(part, Mapping):
        return text_of(part)
    kind = optional_text(part.get("type")) or ""
    if kind in _MEDIA:
        return _media_text(kind, part)
    text = part.get("text")
    return text if isinstance(text, str) else text_of(part)


def _media_text(kind: str, part: Mapping[str, Any]) -> str:
    """Return `[image image/png images/a.png]`, or dimensions and size in place of a path where the bytes are inline."""
    source = mapping_of(part.get("source"))
    word = kind.removeprefix("input_").removesuffix("_url")
    media_type = optional_text(source.get("media_type"))
    place = optional_text(source.get("path")) or optional_text(source.get("url"))
    place = place or optional_text(mapping_of(part.get("image_url")).get("url")) or optional_text(part.get("image_url"))
    data = source.get("data")
    if place is not None and place.startswith("data:"):
        header, _, data = place.partition(",")
        media_type = media_type or header[5:].split(";")[0][:64] or None
        place = None
    elif place is not None and len(place) > _LONGEST_PATH:
        place = f"{place[:_LONGEST_PATH]}…"
    words = [media_type, place]
    if place is None and isinstance(data, str):
        words = [*inline_words(media_type, data)]
    return f"[{' '.join(one for one in (word, *words) if one)}]"


def title_of(text: str) -> str:
    """Return the first line that says something, at most 120 characters of it."""
    line = first_line(text)
    return line if len(line) <= _TITLE_LENGTH else f"{line[: _TITLE_LENGTH - 1]}…"
