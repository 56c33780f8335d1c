"""JSON documents as any program may have written them: as bytes, with odd spaces, escapes and numbers."""

from __future__ import annotations

import json

from hypothesis import strategies as st

_SPACE = st.sampled_from(("", "", " ", "\n", "\r\n", "\t", "\n  ", " \n\n\t "))
_NUMBERS = st.sampled_from(
    ("0", "-0.0", "1e400", "12345678901234567890123", "1.10", "NaN", "-Infinity", "true", "null")
)
_names = st.text(max_size=5) | st.sampled_from(("a", "steps", 'quo"te', "extra", "back\\slash", "\u2028", "𝄞"))


@st.composite
def _strings(draw):
    text = draw(st.text(st.characters(codec=None), max_size=8) | st.sampled_from(('"', "\\", "}{][", '\\"', "\\" * 5)))
    return json.dumps(text, ensure_ascii=draw(st.booleans()) or not _encodable(text))


def _encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


@st.composite
def _arrays(draw, inner):
    parts = [draw(_SPACE) + one + draw(_SPACE) for one in draw(st.lists(inner, max_size=3))]
    return "[" + (",".join(parts) or draw(_SPACE)) + "]"


@st.composite
def _objects(draw, inner, names=_names, *, unique=False):
    keys = draw(st.lists(names, max_size=4, unique=unique))
    members = []
    for key in keys:
        spaces = [draw(_SPACE) for _ in range(4)]
        name = json.dumps(key) if draw(st.booleans()) else escaped(key)
        members.append(f"{spaces[0]}{name}{spaces[1]}:{spaces[2]}{draw(inner)}{spaces[3]}")
    return "{" + (",".join(members) or draw(_SPACE)) + "}"


def escaped(text: str) -> str:
    """Return a JSON string of nothing but escapes."""
    units = text.encode("utf-16-be", "surrogatepass")
    return '"' + "".join(f"\\u{units[at]:02x}{units[at + 1]:02X}" for at in range(0, len(units), 2)) + '"'


values = st.recursive(_strings() | _NUMBERS, lambda inner: _arrays(inner) | _objects(inner), max_leaves=8)
_plain_names = _names.filter(lambda name: name not in ("extra", "playhead"))


@st.composite
def documents(draw, *, extra: bool | None = None):
    """Draw the bytes of a document with an object at its root, without a key twice there; `extra`: with that key."""
    root = draw(_objects(values, _plain_names, unique=True))
    if draw(st.booleans()) if extra is None else extra:
        names = _names.filter(lambda name: name != "playhead")
        member = f'"extra"{draw(_SPACE)}:{draw(_SPACE)}{draw(_objects(values, names, unique=True))}{draw(_SPACE)}'
        inside = root[1:-1].strip()
        before = draw(st.booleans())
        root = "{" + (f"{member},{inside}" if before else f"{inside},{member}") + "}" if inside else "{" + member + "}"
    bom = draw(st.sampled_from((b"", b"", b"\xef\xbb\xbf")))
    return bom + (draw(_SPACE) + root + draw(_SPACE)).encode("utf-8", "surrogatepass")


def parsed(data: bytes):
    """Return a document's value as pairs, so that keys that stand twice and the order of keys are seen."""
    return json.loads(
        data.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "surrogatepass"),
        object_pairs_hook=lambda pairs: ("object", *pairs),
        parse_float=str,
        parse_int=str,
        parse_constant=str,
    )
