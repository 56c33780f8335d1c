"""Content blocks of a message as text: what is no text is named, never unpacked, never left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from playhead.formats.images import inline_words, size_text
from playhead.formats.values import mapping_of, optional_text, text_of

_MEDIA = frozenset({"image", "document", "audio"})
_THOUGHTS = frozenset({"thinking", "redacted_thinking"})


def text_of_content(content: Any) -> str:
    """Return the content of a tool's result as text: a string itself, blocks one below the other."""
    if isinstance(content, list):
        return "\n".join(text_of_block(block) for block in content)
    return text_of_block(content) if isinstance(content, Mapping) else text_of(content)


def text_of_blocks(blocks: Sequence[Any]) -> str:
    """Return what a message says, without its thoughts, calls and results: paragraphs apart, repeated ones once."""
    return _paragraphs(
        text_of_block(block) for block in blocks if _type_of(block) not in _THOUGHTS | {"tool_use", "tool_result"}
    )


def thought_of_blocks(blocks: Sequence[Any]) -> str:
    """Return what the model thought; a thought that was withheld says so."""
    return _paragraphs(_thought(block) for block in blocks if _type_of(block) in _THOUGHTS)


def text_of_block(block: Any) -> str:
    """Return one block as text; an image is `[image image/png 640x480 12 kB]`."""
    if not isinstance(block, Mapping):
        return text_of(block)
    kind = _type_of(block)
    if kind == "text":
        return text_of(block.get("text"))
    if kind in _MEDIA:
        return _media(kind, mapping_of(block.get("source")))
    if kind == "tool_reference":
        return f"[tool {text_of(block.get('tool_name'))}]"
    text = block.get("text")
    return text if isinstance(text, str) else text_of(block)


def _media(kind: str, source: Mapping[str, Any]) -> str:
    data = source.get("data")
    media_type = optional_text(source.get("media_type"))
    words = [media_type or ""]
    if isinstance(data, str):
        is_text = source.get("type") == "text"
        words = [media_type or "", size_text(len(data))] if is_text else inline_words(media_type, data)
    place = optional_text(source.get("url")) or optional_text(source.get("file_id")) or ""
    return f"[{' '.join(word for word in (kind, *words, place[:512]) if word)}]"


def _thought(block: Mapping[str, Any]) -> str:
    if block.get("type") == "redacted_thinking":
        return f"[thought withheld by the provider, {size_text(len(text_of(block.get('data'))))}]"
    return text_of(block.get("thinking"))


def _type_of(block: Any) -> str:
    return text_of(block.get("type")) if isinstance(block, Mapping) else ""


def _paragraphs(texts: Any) -> str:
    return "\n\n".join(dict.fromkeys(text for text in texts if text))
