"""Pictures as type, size and dimensions: read off the first bytes, never unpacked.

Where the dimensions stand: PNG (RFC 2083, IHDR), GIF89a (logical screen), JPEG (ITU T.81, the first SOF), WebP (RIFF:
VP8, VP8L, VP8X).
"""

from __future__ import annotations

import binascii
import re
import struct
from pathlib import Path

from playhead.errors import UnreadableError
from playhead.storage.regular import inside, read_range

LOOKED_AT = 8_192
"""Bytes of a picture that are looked at; a JPEG whose preview stands before its dimensions has none."""
_TYPES = ((b"\x89PNG\r\n\x1a\n", "image/png"), (b"GIF8", "image/gif"), (b"\xff\xd8\xff", "image/jpeg"))
_ALPHABET = re.compile(r"[A-Za-z0-9+/_=\s-]*")
_NAMED = re.compile(
    r"\[image(?: image/[\w.+-]{1,40})? (?P<path>[^\s\[\]:]{1,400}\.(?:png|jpe?g|gif|webp))\]", re.IGNORECASE
)


def size_text(count: int) -> str:
    """Return a byte count as people read it: `512 B`, `12 kB`, `1.4 MB`."""
    if count < 1000:
        return f"{count} B"
    return f"{round(count / 1000)} kB" if count < 1_000_000 else f"{count / 1_000_000:.1f} MB"


def inline_words(media_type: str | None, data: str) -> list[str]:
    """Return type, dimensions and size of bytes in base64, as far as they tell: `image/png`, `640x640`, `37 kB`."""
    head = _decoded(data[: LOOKED_AT * 4 // 3])
    words = [media_type or type_of(head), dimensions_text(head)]
    return [*(word for word in words if word), size_text(len(data) * 3 // 4 - data[-2:].count("="))]


def dimensions_text(head: bytes) -> str:
    """Return `640x480` of the first bytes of a picture, "" where they do not tell."""
    found = dimensions(head)
    return f"{found[0]}x{found[1]}" if found else ""


def type_of(head: bytes) -> str:
    """Return the media type that the first bytes of a picture tell, "" for none that is known."""
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    return next((name for magic, name in _TYPES if head.startswith(magic)), "")


def dimensions(head: bytes) -> tuple[int, int] | None:
    """Return width and height in pixels by the first bytes of a picture, None where they do not tell."""
    try:
        match type_of(head):
            case "image/png":
                return struct.unpack(">II", head[16:24]) if head[12:16] == b"IHDR" else None
            case "image/gif":
                return struct.unpack("<HH", head[6:10])
            case "image/jpeg":
                return _jpeg(head)
            case "image/webp":
                return _webp(head)
    except (struct.error, IndexError):
        return None
    return None


def named_files(text: str, folder: Path, most: int = 8) -> list[tuple[str, str]]:
    """Return path and `1280x720 84 kB` of pictures that a text names as `[image TYPE PATH]`, files inside `folder`.

    At most 8 KiB of each are read. What leads out of the folder, is no regular file or cannot be read is left out.
    """
    told: list[tuple[str, str]] = []
    if "[image " not in text:
        return told
    for found in _NAMED.finditer(text):
        if len(told) == most:
            break
        file = inside(folder, found["path"])
        if file is None:
            continue
        try:
            head = read_range(file, 0, LOOKED_AT)
            size = size_text(file.stat().st_size)
        except (UnreadableError, OSError):
            continue
        told.append((found["path"], " ".join(word for word in (dimensions_text(head), size) if word)))
    return told


def _decoded(text: str) -> bytes:
    if not _ALPHABET.fullmatch(text):
        return b""
    plain = "".join(text.split()).replace("-", "+").replace("_", "/").rstrip("=")
    try:
        return binascii.a2b_base64(plain[: len(plain) // 4 * 4])
    except binascii.Error:
        return b""


def _jpeg(head: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 <= len(head) and head[at] == 0xFF:
        marker = head[at + 1]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", head[at + 5 : at + 9])
            return width, height
        at += 1 if marker == 0xFF else 2 + max(2, int.from_bytes(head[at + 2 : at + 4], "big"))
    return None


def _webp(head: bytes) -> tuple[int, int] | None:
    kind = head[12:16]
    if kind == b"VP8X":
        return 1 + int.from_bytes(head[24:27], "little"), 1 + int.from_bytes(head[27:30], "little")
    if kind == b"VP8L" and len(head) >= 25:
        bits = int.from_bytes(head[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if kind == b"VP8 " and len(head) >= 30:
        width, height = struct.unpack("<HH", head[26:30])
        return width & 0x3FFF, height & 0x3FFF
    return None
