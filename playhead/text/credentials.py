"""The last thing the gate does: values that look like credentials are masked, unless a person asked to see them.

The rules (`playhead.secrets`) are imported when a line is near that may hold one: most runs never need them.
"""

from __future__ import annotations

from functools import lru_cache

from playhead.text.candidates import may_hold

KEY_SAYS = "PRIVATE KEY"
_LOOK_BACK = 16_384
_SHORT, _KEPT = 400, 2_048
"""Rows are drawn again and again: what was said of so many short lines is remembered."""
_LONGEST_VALUE, _LONGEST_NAME = 512, 80
_state = {"shown": False, "changes": 0, "masked": False}


def show_credentials(on: bool = True) -> None:
    """Say whether what looks like a credential is shown from now on; what was made before is made anew."""
    if _state["shown"] != on:
        _state["shown"] = on
        _state["changes"] += 1


def credentials_are_shown() -> bool:
    """Return whether they are shown."""
    return bool(_state["shown"])


def credential_changes() -> int:
    """Return how often that was changed: what keeps lines that were drawn asks, and forgets them."""
    return int(_state["changes"])


def something_is_masked() -> bool:
    """Return whether anything was masked so far, and still is."""
    return bool(_state["masked"]) and not _state["shown"]


def without_credentials(line: str) -> str:
    """Return one line as it may be shown now: as many cells, and the same but for what looks like a credential."""
    if _state["shown"]:
        return line
    return _short_line(line) if len(line) <= _SHORT else _line(line)


def _line(line: str) -> str:
    if not (may_hold(line) or KEY_SAYS in line):
        return line
    from playhead.secrets import masked  # noqa: PLC0415 - when one may be near

    shown = masked(line)
    _state["masked"] = _state["masked"] or shown != line
    return shown


_short_line = lru_cache(_KEPT)(_line)


def for_keeping(text: str) -> str:
    """Return a text as it may be written to a file of ours: masked, whatever is shown."""
    if not (may_hold(text) or KEY_SAYS in text):
        return text
    from playhead.secrets import masked  # noqa: PLC0415 - when one may be near

    return masked(text)


def text_without_credentials(text: str) -> tuple[str, int]:
    """Return a text of any number of lines as it may leave the program now, and how many values were masked in it."""
    if _state["shown"] or not (KEY_SAYS in text or len(text) > _LOOK_BACK or may_hold(text)):
        return text, 0
    from playhead.secrets import masked_and_counted  # noqa: PLC0415 - when one may be near

    return masked_and_counted(text)


def value_without_credentials(name: str, value: str) -> str:
    """Return the value that stands under a name, as it may be shown now: `hunter2` says nothing, `password` does."""
    if _state["shown"]:
        return value
    value, _ = text_without_credentials(value)
    if not 5 < len(value) <= _LONGEST_VALUE or "\n" in value or '"' in value:
        return value
    lead = f'{name[:_LONGEST_NAME]}="'
    return without_credentials(f'{lead}{value}"')[len(lead) : -1]


def line_without_credentials(text: str, start: int, end: int, line: str) -> str:
    """Return a line as it may be shown now, where it is characters `start` to `end` of a longer text.

    What spans lines is masked too: private keys, and values that a terminal's edge has broken.
    """
    if _state["shown"]:
        return line
    line = without_credentials(line)
    back = max(0, start - _LOOK_BACK)
    key = text.find(KEY_SAYS, back, end + _LOOK_BACK) >= 0
    if not key and not _is_broken(text, start, end):
        return line
    from playhead.secrets.between import masked_between  # noqa: PLC0415 - when one may be near

    return masked_between(text, start, end, line)


def _is_broken(text: str, start: int, end: int) -> bool:
    """Return whether a line goes on from the one before, or in the one after, within a word."""
    after = end if text[end - 1 : end] == "\n" else end + 1
    return _joined(text, start) or _joined(text, after)


def _joined(text: str, at: int) -> bool:
    before, after = text[at - 2 : at - 1], text[at : at + 1]
    return (
        at > 1
        and before not in _APART
        and after not in _APART
        and at - 2 - text.rfind("\n", max(0, at - 62), at - 1) > 58
    )


_APART = ("", *" \t\r\n\"'`,;:(){}[]<>|")
