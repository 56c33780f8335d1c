"""What the environment tells of a terminal."""

from __future__ import annotations

import fcntl
import os
import struct
import termios
from pathlib import Path

import pytest

from tui.terminal import colours, is_light, refusal, shows_unicode, tells_its_size, trust_the_terminal
from tui.theme_names import NAMES, is_theme, theme_name


@pytest.mark.parametrize(
    ("environment", "unicode"),
    [
        ({}, True),
        ({"LANG": "C.UTF-8"}, True),
        ({"LANG": "de_DE.utf8@euro"}, True),
        ({"LANG": "C"}, False),
        ({"LANG": "POSIX"}, False),
        ({"LANG": "de_DE.ISO-8859-1"}, False),
        ({"LANG": "C", "LC_ALL": "C.UTF-8"}, True),
        ({"LANG": "C.UTF-8", "LC_ALL": "C"}, False),
        ({"LANG": "C", "LC_CTYPE": "en_GB.UTF-8"}, True),
        ({"LANG": "C.UTF-8", "PLAYHEAD_ASCII": "1"}, False),
        ({"LANG": "C.UTF-8", "PLAYHEAD_ASCII": "0"}, True),
    ],
)
def test_unicode_by_the_locale(environment: dict[str, str], *, unicode: bool) -> None:
    """The locale says whether Unicode is shown; without one it is taken for granted."""
    assert shows_unicode(environment, python_chose_utf8=False) is unicode


def test_python_s_own_choice_says_nothing_about_the_terminal() -> None:
    """In the C locale Python sets LC_CTYPE to UTF-8 for itself; the terminal is still one of ASCII."""
    assert not shows_unicode({"LANG": "C", "LC_CTYPE": "C.UTF-8"}, python_chose_utf8=True)
    assert shows_unicode({"LC_CTYPE": "C.UTF-8"}, python_chose_utf8=True)


@pytest.mark.parametrize(
    ("environment", "known"),
    [
        ({"TERM": "xterm-256color"}, "many"),
        ({"TERM": "xterm", "COLORTERM": "truecolor"}, "many"),
        ({"TERM": "xterm"}, "ansi"),
        ({"TERM": "linux"}, "ansi"),
        ({"TERM": "rxvt-16color"}, "ansi"),
        ({"TERM": "vt220"}, "none"),
        ({"TERM": "screen.xterm-mono"}, "none"),
        ({"TERM": "xterm-256color", "NO_COLOR": "1"}, "none"),
        ({"TERM": "xterm-256color", "NO_COLOR": ""}, "many"),
        ({"TERM": "alacritty"}, "many"),
    ],
)
def test_colours_by_the_terminal(environment: dict[str, str], known: str) -> None:
    """TERM, COLORTERM and NO_COLOR say how many colours there are."""
    assert colours(environment) == known


def test_a_terminal_that_cannot_place_text_is_refused() -> None:
    """A dumb terminal gets a sentence instead of a screen."""
    assert "TERM=dumb" in (refusal({"TERM": "dumb"}) or "")
    assert refusal({"TERM": "xterm"}) is None
    assert refusal({}) is None


@pytest.mark.parametrize(
    ("asked", "wished", "environment", "theme"),
    [
        (None, "auto", {"TERM": "xterm-256color"}, "playhead-dark"),
        (None, "auto", {"TERM": "xterm-256color", "COLORFGBG": "0;15"}, "playhead-light"),
        (None, "auto", {"TERM": "linux"}, "ansi-dark"),
        (None, "auto", {"TERM": "linux", "NO_COLOR": "1"}, "none"),
        (None, "light", {"TERM": "xterm-256color"}, "playhead-light"),
        (None, "light", {"TERM": "xterm-256color", "NO_COLOR": "1"}, "none"),
        (None, "light", {"TEXTUAL_THEME": "contrast"}, "playhead-contrast"),
        ("dark", "light", {"NO_COLOR": "1"}, "playhead-dark"),
        ("nord", "auto", {}, "nord"),
    ],
)
def test_which_look_is_taken(asked: str | None, wished: str, environment: dict[str, str], theme: str) -> None:
    """The command line goes before NO_COLOR, the environment before the settings, the settings before the terminal."""
    assert theme_name(asked, wished, environment) == theme


def test_every_name_is_a_theme() -> None:
    """Each look that has a name of ours can be asked for; others cannot."""
    assert all(is_theme(name) for name in NAMES.values())
    assert not is_theme("drak")
    assert is_light({"COLORFGBG": "0;default;15"})


@pytest.mark.parametrize("columns", ["²", "9" * 30, "1000000", "-5", "0", "", "80.0", "12\n"])
def test_a_size_that_none_is_does_not_count(columns: str) -> None:
    """COLUMNS and LINES that are no size are not believed, wherever they come from; nor are drivers by name."""
    environment = {"COLUMNS": columns, "LINES": "24", "TEXTUAL_DRIVER": "os:system", "TEXTUAL_COLOR_SYSTEM": "zz"}
    trust_the_terminal(environment, tells_its_size=False)
    assert environment == {"LINES": "24"}


def test_what_the_terminal_says_of_its_size_counts() -> None:
    """Where the terminal tells its size, variables that a shell has exported do not stand in its way."""
    environment = {"COLUMNS": "80", "LINES": "24", "TERM": "xterm"}
    trust_the_terminal(environment, tells_its_size=True)
    assert environment == {"TERM": "xterm"}


def test_who_tells_a_size() -> None:
    """A terminal of no rows, as a serial line, and what is no terminal tell none."""
    ours, theirs = os.openpty()
    assert not tells_its_size(theirs)
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    assert tells_its_size(theirs)
    os.close(ours)
    os.close(theirs)
    with Path(os.devnull).open("rb") as nothing:
        assert not tells_its_size(nothing.fileno())
