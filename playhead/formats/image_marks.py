"""Pictures that a harness wrote into an output as JSON text: where each stands, and what it is in a few words.

Harbor's Claude adapter keeps what `Read` of a picture returned so:
`{"type": "image", "source": {"type": "base64", "data": "...", "media_type": "image/png"}, ...}`.
"""

from __future__ import annotations

from collections.abc import Iterator

from playhead.formats.images import inline_words
from playhead.late_pattern import late_pattern
from playhead.model import Mark

MOST = 50
IMAGE = "image"
_OPENING = late_pattern(r'\{\s{0,8}"type":\s{0,8}"image",\s{0,8}"(?:source|file)":\s{0,8}\{')
_DATA = late_pattern(r'"(?:data|base64)":\s{0,8}"(?=[A-Za-z0-9+/])')
_TYPE = late_pattern(r'"(?:media_type|mimeType|type)":\s{0,8}"(image/[\w.+-]{1,40})"')
_METADATA = late_pattern(r"\n?\[metadata\] \Z")
_LABEL = 16
_AROUND = 2_000
_CLOSING = late_pattern(r'[{}]|"(?:[^"\\]|\\.)*+"')


def image_marks(output: str) -> Iterator[Mark]:
    """Yield the stretches of an output that are pictures in base64, without overlap; at most 50.

    What the adapter calls metadata of a picture is the picture again: that one is wrapping.
    """
    at = count = 0
    while count < MOST and (found := _OPENING.search(output, at)) is not None:
        at = found.end()
        data = _DATA.search(output, at, at + _AROUND)
        if data is None:
            continue
        closed = output.find('"', data.end())
        end = _end(output, closed + 1) if closed >= 0 else len(output)
        again = _METADATA.search(output, max(0, found.start() - _LABEL), found.start())
        yield Mark(again.start(), end, "wrapper") if again else Mark(found.start(), end, IMAGE)
        at = end
        count += 1


def image_text(output: str, mark: Mark) -> str:
    """Return what a picture in an output is: `[image image/png 640x640 37 kB]`."""
    data = _DATA.search(output, mark.start, mark.end)
    if data is None:
        return "[image]"
    closed = output.find('"', data.end(), mark.end)
    closed = mark.end if closed < 0 else closed
    before, after = min(data.end(), mark.start + _AROUND), min(mark.end, closed + _AROUND)
    named = _TYPE.search(output[mark.start : before] + output[closed:after])
    return f"[{' '.join(('image', *inline_words(named[1] if named else None, output[data.end() : closed])))}]"


def _end(output: str, at: int) -> int:
    """Return where the object ends whose picture's bytes end at `at`: two braces are open there."""
    depth = 2
    for found in _CLOSING.finditer(output, at, at + _AROUND):
        depth += {"{": 1, "}": -1}.get(found[0], 0)
        if depth == 0:
            return found.end()
    return min(len(output), at + _AROUND)
