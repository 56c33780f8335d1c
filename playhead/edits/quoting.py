"""File names in the header lines of a diff, as git writes them (quote.c in git/git)."""

from __future__ import annotations

import re

_ODD = re.compile(r'[\x00-\x1f\x7f"\\\ud800-\udfff]')
_NAMED = {"\a": "a", "\b": "b", "\t": "t", "\n": "n", "\v": "v", "\f": "f", "\r": "r", '"': '"', "\\": "\\"}
_CHARACTERS = {letter: character for character, letter in _NAMED.items()}
_ESCAPE = re.compile(r"((?:\\[0-3][0-7]{2})+)|\\(.)")


def quoted_name(name: str) -> str:
    """Return a name for a header line: in quotes with C escapes where the line could not hold it."""
    if not _ODD.search(name):
        return name
    escaped = _ODD.sub(lambda found: _escape(found[0]), name)
    return f'"{escaped}"'


def plain_name(name: str, *, prefixed: bool = True) -> str:
    """Return the name in a header line: quotes, a time stamp after a tab, and `a/` or `b/` taken away."""
    if name.startswith('"') and (end := name.rfind('"')) > 0:
        name = _ESCAPE.sub(_unescape, name[1:end])
    else:
        name = name.split("\t", 1)[0].rstrip()
    return name[2:] if prefixed and name.startswith(("a/", "b/")) else name


def _escape(character: str) -> str:
    if character in _NAMED:
        return "\\" + _NAMED[character]
    return "".join(f"\\{byte:03o}" for byte in character.encode("utf-8", "surrogatepass"))


def _unescape(found: re.Match[str]) -> str:
    if found[1]:
        data = bytes(int(number, 8) for number in found[1].split("\\")[1:])
        return data.decode("utf-8", "surrogateescape")
    return _CHARACTERS.get(found[2], found[2])
