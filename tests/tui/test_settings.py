"""The settings file: every line has a default, and what makes no sense is told by file, line and key."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from playhead.errors import BadUseError, PlayheadError
from playhead.labels.fold.preference import Preference
from playhead.settings import DEFAULTS
from tui.commands.rebinding import all_commands
from tui.settings import SETTINGS, Settings, default_text, load_settings

ROOT = Path(__file__).resolve().parents[2]
FAST = {"LANG": "C.UTF-8"}


def written(folder: Path, text: str) -> Path:
    """Write a settings file and return its path."""
    path = folder / "settings.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_default_file_taken_at_its_word_changes_nothing(tmp_path: Path) -> None:
    """Every default of the printed file, uncommented, is what holds without a file."""
    lines = default_text(tmp_path).splitlines()
    plain = [re.sub(r'^# (?="|\[|\w+ = )', "", line) for line in lines]
    loaded = load_settings(written(tmp_path, "\n".join(plain)))
    assert loaded.keys == {command.id: command.keys for command in all_commands()}
    for one in SETTINGS:
        assert (getattr(loaded, one.name) or one.default) == one.default or one.name in ("labels_dir", "schema")


def test_without_a_file_defaults_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No settings file is no problem, and nothing is bound anew."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert load_settings() == Settings()
    assert load_settings().folding is None


def test_what_is_set_holds(tmp_path: Path) -> None:
    """Values are taken as written; folders and schemas stand relative to the file."""
    text = 'theme = "light"\nlabels_dir = "labels"\nfold = "never"\nwrap = false\n'
    text += '[keys]\n"raw" = ["f5", "f2"]\nhelp = "f1"'
    loaded = load_settings(written(tmp_path, text))
    assert (loaded.theme, loaded.labels_dir, loaded.wrap) == ("light", str(tmp_path / "labels"), False)
    assert loaded.folding is Preference.NEVER
    assert loaded.keys == {"raw": ("f5", "f2"), "help": ("f1",)}


def test_two_commands_can_change_places(tmp_path: Path) -> None:
    """Keys may be swapped: what counts is the whole."""
    loaded = load_settings(written(tmp_path, '[keys]\n"step.next" = ["h"]\n"step.previous" = ["l"]\n'))
    assert loaded.keys == {"step.next": ("h",), "step.previous": ("l",)}


@pytest.mark.parametrize(
    ("text", "place", "says"),
    [
        ('theem = "dark"', ", line 1: theem", "theme is one"),
        ('\ntheme = "drak"', ", line 2: theme", "contrast-light"),
        ("wrap = 1", ", line 1: wrap", "true or false"),
        ("name = 3", ", line 1: name", "text in quotes"),
        ("[theme]\na = 1", ", line 1: theme", "text in quotes"),
        ("keys = 3", ", line 1", "[keys]"),
        ('[keys]\n"step.nxt" = ["n"]', ', line 2: [keys] "step.nxt"', "step.next is one"),
        ('[keys]\n"step.next" = ["h"]', ', line 2: [keys] "step.next"', "h already means step.previous"),
        ('[keys]\n"list.open" = ["j"]', ', line 2: [keys] "list.open"', "j already means list.down"),
        ('[keys]\n"raw" = ["f9"]\n"help" = ["f9"]', ", line ", "f9 already means"),
        ('[keys]\n"decisions.go" = ["x"]', ', line 2: [keys] "decisions.go"', "x already means decisions.take_back"),
        ('[keys]\n"keys.down" = ["k"]', ', line 2: [keys] "keys.down"', "k already means keys.up"),
        ('[keys]\n"asked.up" = ["x"]', ', line 2: [keys] "asked.up"', "x is typed here"),
        ('[keys]\n"asked.leave" = []', ', line 2: [keys] "asked.leave"', "cannot be without a key"),
        ('[keys]\nraw = ["ctrl+z"]', ', line 2: [keys] "raw"', "cannot be bound: it suspends the program"),
        ('[keys]\nraw = ["ctrl+["]', ', line 2: [keys] "raw"', "cannot be bound: a terminal sends escape"),
        ('[keys]\nraw = ["ctrl+1"]', ', line 2: [keys] "raw"', "terminals send ctrl with a letter"),
        ('keys.raw = ["n"]', ', line 1: [keys] "raw"', "n already means search.next"),
        ('\nkeys = {raw = ["n"]}', ', line 2: [keys] "raw"', "n already means search.next"),
        ("[settings]\nwrap = true", ", line 1: settings", "settings stand above the first table"),
        ('name = "a"\nname = "b"', "", "line 2"),
        ('[keys]\nraw = ["alt+x"]', ', line 2: [keys] "raw"', "cannot be bound: what arrives for it differs"),
        ('[keys]\nraw = ["shift+1"]', ', line 2: [keys] "raw"', "write the character that it types"),
        ('[keys]\nraw = ["escap"]', ', line 2: [keys] "raw"', "is no key; escape is one"),
        ('[kyes]\nraw = ["n"]', ", line 1: kyes", "keys is one"),
        ('theme = "drak"', ", line 1: theme", "dark is one"),
        ("[keys]\nraw = 3", ', line 2: [keys] "raw"', "a list of strings"),
        ("a = [", "", "no TOML"),
        ("a = " + "[" * 5_000, "", "no TOML"),
    ],
)
def test_what_makes_no_sense_is_told_where_it_stands(text: str, place: str, says: str, tmp_path: Path) -> None:
    """A typo, an unknown command, a clash: one sentence with file, line, table and key, and exit code 2."""
    path = written(tmp_path, text)
    with pytest.raises(BadUseError) as told:
        load_settings(path)
    assert str(told.value).startswith(f"{path}{place}")
    assert says in str(told.value)
    assert "\n" not in str(told.value)


def test_a_settings_file_that_is_not_there(tmp_path: Path) -> None:
    """A file that was named must be readable text."""
    with pytest.raises(PlayheadError, match="no settings file"):
        load_settings(tmp_path / "nothing.toml")
    (tmp_path / "latin.toml").write_bytes(b"name = '\xe9'")
    with pytest.raises(BadUseError, match="UTF-8"):
        load_settings(tmp_path / "latin.toml")


def test_the_command_prints_a_file_that_works(tmp_path: Path) -> None:
    """`playhead settings` prints where the file belongs and a commented default; a wrong file ends with 2."""
    environment = {"XDG_CONFIG_HOME": str(tmp_path), "PATH": "/usr/bin:/bin", "HOME": str(tmp_path)}
    program = [sys.executable, "-m", "tui", "settings"]
    told = subprocess.run(program, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    path = tmp_path / "playhead" / "settings.toml"
    assert told.stdout == default_text(path)
    assert str(path) in told.stdout.splitlines()[0]
    path.parent.mkdir()
    path.write_text("wrap = 1")
    wrong = subprocess.run(program, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert wrong.returncode == 2
    assert "line 1: wrap is true or false." in wrong.stderr


def test_parameters_of_rules_can_be_set(tmp_path: Path) -> None:
    """What stands under [rules] replaces the default, all else stays."""
    loaded = load_settings(written(tmp_path, "[rules]\npatience = 20\n"))
    assert (loaded.rules.patience, loaded.rules.comes_back) == (20, DEFAULTS.comes_back)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("wrap = true\n[rules]\npatienze = 3\n", "line 3: [rules] has no parameter 'patienze'; patience is one."),
        ("[rules]\npatience = 0\n", "line 2: [rules] patience must be a whole number from 1 on, not 0."),
        ("[rules]\npatience = true\n", "line 2: [rules] patience must be a whole number"),
        ('[rules]\nmuted = ["C21"]\n', "line 2: [rules] muted is a list of checks"),
        ('[rules]\nmuted = "C1"\n', "line 2: [rules] muted is a list of checks"),
        ("rules = 3\n", "rules is a table: [rules]."),
    ],
)
def test_a_parameter_of_rules_that_makes_no_sense_is_told_by_line(tmp_path: Path, text: str, told: str) -> None:
    """A name that is none and a value that is no whole number from 1 on are refused, with the place."""
    with pytest.raises(BadUseError, match=re.escape(told)):
        load_settings(written(tmp_path, text))


def test_settings_that_are_no_file_are_refused_without_waiting(tmp_path: Path) -> None:
    """A pipe that is named as settings is one sentence; a number of too many digits too."""
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(PlayheadError, match="is a pipe"):
        load_settings(tmp_path / "pipe")
    with pytest.raises(BadUseError, match="is no TOML"):
        load_settings(written(tmp_path, "a = " + "9" * 5_000))
