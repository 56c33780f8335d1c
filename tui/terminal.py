"""What the terminal can show, as far as its environment tells: characters, colours, light or dark."""

from __future__ import annotations

import locale
import os
import re
import sys
from collections.abc import Mapping, MutableMapping

_MONO = {"vt52", "vt100", "vt102", "vt220", "vt320", "vt420"}
_SIXTEEN = {"linux", "xterm", "screen", "tmux", "ansi", "rxvt", "cygwin", "konsole", "putty", "console"}
_MEASURED = ("COLUMNS", "LINES")
_SIZE = re.compile(r"[1-9][0-9]{0,2}")
_OF_THE_LIBRARY = ("TEXTUAL_DRIVER", "TEXTUAL_COLOR_SYSTEM")
_COERCED = {"C.UTF-8", "C.utf8", "UTF-8"}


def refusal(environment: Mapping[str, str] = os.environ) -> str | None:
    """Return the sentence why no screen can be drawn on this terminal, None where one can."""
    term = environment.get("TERM", "")
    if term in ("dumb", "unknown"):
        return (
            f"the terminal says that it cannot place text (TERM={term}); "
            "`playhead info`, `steps` and `labels` work without a screen."
        )
    return None


def trust_the_terminal(environment: MutableMapping[str, str] = os.environ, *, tells_its_size: bool) -> None:
    """Take out of an environment what libraries would believe before the terminal, or fail at.

    COLUMNS and LINES are a size that was, or none: they count where the terminal tells none, and are whole numbers
    that a screen may have. TEXTUAL_DRIVER and TEXTUAL_COLOR_SYSTEM name what the screen library is to use: ours.
    """
    for name in _MEASURED:
        if tells_its_size or not _SIZE.fullmatch(environment.get(name, "")):
            environment.pop(name, None)
    for name in _OF_THE_LIBRARY:
        environment.pop(name, None)


def tells_its_size(descriptor: int) -> bool:
    """Return whether the terminal of a descriptor says how large it is: a serial line may not."""
    try:
        return min(os.get_terminal_size(descriptor)) > 0
    except OSError:
        return False


def shows_unicode(
    environment: Mapping[str, str] = os.environ, *, python_chose_utf8: bool = bool(sys.flags.utf8_mode)
) -> bool:
    """Return whether the locale is one of UTF-8; where none is set at all, it is taken for one.

    `python_chose_utf8`: in the C locale Python sets `LC_CTYPE` to UTF-8 by itself (PEP 538), which says nothing
    about the terminal.
    """
    if environment.get("PLAYHEAD_ASCII", "") not in ("", "0"):
        return False
    coerced = python_chose_utf8 and "PYTHONUTF8" not in environment
    kind = environment.get("LC_CTYPE", "")
    named = environment.get("LC_ALL") or ("" if coerced and kind in _COERCED else kind) or environment.get("LANG", "")
    if not named:
        return True
    if named.partition(".")[0] in ("C", "POSIX") and "." not in named:
        return False
    charset = named.partition(".")[2].partition("@")[0] or locale.getencoding()
    return charset.lower().replace("-", "") == "utf8"


def colours(environment: Mapping[str, str] = os.environ) -> str:
    """Return `none`, `ansi` (the sixteen of the terminal) or `many`."""
    term = environment.get("TERM", "")
    if environment.get("NO_COLOR"):
        return "none"
    if environment.get("COLORTERM") or "256" in term or "direct" in term:
        return "many"
    if term in _MONO or term.endswith(("-m", "-mono")):
        return "none"
    few = term in _SIXTEEN or term.endswith(("-16color", "-8color", "-color"))
    return "ansi" if few else "many"


def is_light(environment: Mapping[str, str] = os.environ) -> bool:
    """Return whether the terminal says that its background is light (`COLORFGBG`, set by rxvt, Konsole and others)."""
    background = environment.get("COLORFGBG", "").rpartition(";")[2]
    return background in ("7", "15")
