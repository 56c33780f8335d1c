"""Keys as a person writes them in settings, and as the screen library names them."""

from __future__ import annotations

import string
import unicodedata

NAMED = frozenset(
    (
        *("up", "down", "left", "right", "home", "end", "pageup", "pagedown", "insert", "delete", "backspace"),
        *("enter", "escape", "tab", "shift+tab", "space"),
        *(f"f{number}" for number in range(1, 13)),
        *(f"ctrl+{letter}" for letter in string.ascii_lowercase),
    )
)
SWALLOWED = frozenset(("ctrl+i", "ctrl+m", "ctrl+h", "ctrl+s", "ctrl+q", "ctrl+z", "ctrl+c", "ctrl+j"))
"""What terminals keep for themselves, send as another key, or what stops a program."""

# As Textual names them, where its name is not the one of Unicode.
_OTHER_NAMES = {
    "solidus": "slash",
    "reverse_solidus": "backslash",
    "commercial_at": "at",
    "hyphen_minus": "minus",
    "plus_sign": "plus",
    "low_line": "underscore",
}
_SHORT = {"esc": "escape", "pgup": "pageup", "pgdn": "pagedown", "←": "left", "→": "right", "↑": "up", "↓": "down"}


def key_name(text: str) -> str | None:
    """Return the library's name of a key written as `n`, `?`, `ctrl+r`, `PgDn`; None where it can be no binding."""
    if len(text) == 1 and text not in _SHORT:
        return _name_of_character(text)
    name = _SHORT.get(text.lower(), text.lower())
    if name in NAMED:
        return None if name in SWALLOWED else name
    return name if name in CHARACTERS else None


def _name_of_character(character: str) -> str | None:
    if character == " ":
        return "space"
    if not character.isprintable():
        return None
    if character.isalnum():
        return character
    name = unicodedata.name(character, "").lower().replace("-", "_").replace(" ", "_")
    return _OTHER_NAMES.get(name, name) or None


CHARACTERS: dict[str, str] = {str(_name_of_character(one)): one for one in string.punctuation}
"""The characters of punctuation by their names: `question_mark` is `?`."""
