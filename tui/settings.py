"""The settings file: one TOML in the configuration directory, every line of it with its default.

It is read from there or from where `--settings` says, never from the folder of a run.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from playhead.errors import BadUseError, UnreadableError
from playhead.labels.fold.preference import Preference
from playhead.own_folders import config_folder
from playhead.settings import DEFAULTS, RuleSettings, rule_settings
from playhead.storage.regular import read_file
from playhead.text import clean
from tui.commands.key_names import CHARACTERS
from tui.commands.rebinding import all_commands, checked_keys

THEMES = ("auto", "dark", "light", "contrast", "contrast-light", "ansi", "ansi-light", "none")


@dataclass(frozen=True, slots=True)
class Setting:
    """One line of the file: `choices` are all values there are; with none, any text, texts, or yes and no."""

    name: str
    default: str | bool | tuple[str, ...]
    help: str
    choices: tuple[str, ...] = ()


SETTINGS: tuple[Setting, ...] = (
    Setting("theme", "auto", "auto asks the terminal; none is without colour", THEMES),
    Setting("glyphs", "auto", "ascii where the terminal shows no Unicode", ("auto", "unicode", "ascii")),
    Setting("name", "", "the name your labels stand under; empty: the account's"),
    Setting("labels_dir", "", "keep label journals in this folder instead of beside the runs"),
    Setting("schema", "", "the vocabulary to label with, a TOML file; empty: the one that is shipped"),
    Setting(
        "fold",
        "ask",
        "write labels into records on leaving; what was chosen for a folder goes first",
        ("ask", "always", "only on w", "never"),
    ),
    Setting("maps", (), "mapping files of formats of your own, or folders of them"),
    Setting("label_mode", False, "start in label mode: digits and + 0 - ! label at once"),
    Setting("proposals", True, "show what rules propose as labels, to be accepted or rejected"),
    Setting("thoughts", False, "show thoughts whole"),
    Setting("wrap", True, "wrap long lines"),
    Setting(
        "secrets", "masked", "what looks like a credential, in view and in copies; a key shows it", ("masked", "shown")
    ),
)
_BY_NAME = {one.name: one for one in SETTINGS}


@dataclass(frozen=True, slots=True)
class Settings:
    """What the file says, or the defaults.

    `keys` are the library's key names by command id, `rules` the parameters of moments and checks.
    """

    theme: str = "auto"
    glyphs: str = "auto"
    name: str = ""
    labels_dir: str = ""
    schema: str = ""
    fold: str = "ask"
    maps: tuple[str, ...] = ()
    label_mode: bool = False
    proposals: bool = True
    thoughts: bool = False
    wrap: bool = True
    secrets: str = "masked"
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    rules: RuleSettings = DEFAULTS

    @property
    def folding(self) -> Preference | None:
        """What to do on leaving in a folder for which nothing was chosen; None: ask."""
        return None if self.fold == "ask" else Preference(self.fold)


def settings_path() -> Path:
    """Return where the settings file is looked for."""
    return config_folder() / "settings.toml"


def load_settings(path: Path | None = None) -> Settings:
    """Return what a settings file says; without a path the one in the configuration directory, if there is one.

    Raises:
        BadUseError: something in it makes no sense; the sentence names file, line, table and key.
        UnreadableError: a file that was named cannot be read.

    """
    file = path or settings_path()
    try:
        is_there = path is not None and os.path.exists(file)  # noqa: PTH110 - it never raises
        data = read_file(file) if is_there else file.read_bytes()  # never waits for a pipe
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadUseError(f"{file}: settings are UTF-8 text, byte {error.start} is none.") from error
    except (FileNotFoundError, NotADirectoryError) as error:
        if path is None:
            return Settings()
        raise UnreadableError(f"There is no settings file {file}.") from error
    except OSError as error:
        if path is None and not os.access(file.parent, os.X_OK):
            return Settings()  # HOME is still that of another account, as after `sudo -u`
        raise UnreadableError(f"{file} cannot be read: {error.strerror or error}.") from error
    import tomllib  # noqa: PLC0415 - most starts have no settings file

    try:
        found = tomllib.loads(f"{text}\n")  # so that what is wrong in the last line is told by its number
    except (ValueError, RecursionError) as error:  # a number of more digits than Python reads is a ValueError
        raise BadUseError(f"{file}: this is no TOML: {error}.") from error
    return _settings(found, text, file)


def default_text(file: Path) -> str:
    """Return a settings file in which every default stands as a comment."""
    lines = [f"# playhead settings: {clean(str(file))}", "# Take the # away from a line to change it.", ""]
    for one in SETTINGS:
        choices = f"  ({', '.join(one.choices)})" if one.choices else ""
        lines += [f"# {one.help}{choices}", f"# {one.name} = {_toml(one.default)}", ""]
    lines += ["# Keys of your own: a line replaces all keys of a command.", "# [keys]"]
    lines += [f'# "{one.id}" = {_toml([CHARACTERS.get(key, key) for key in one.keys])}' for one in all_commands()]
    lines += [
        "",
        "# Parameters of moments and checks: whole numbers from 1 on, and the checks that are mute everywhere.",
        "# [rules]",
    ]
    lines += [f"# {one.name} = {_toml(one.default)}" for one in fields(RuleSettings)]
    return "\n".join(lines) + "\n"


def _settings(found: dict[str, Any], text: str, file: Path) -> Settings:
    keys, rules = found.pop("keys", {}), found.pop("rules", {})
    values: dict[str, Any] = {}
    for name, value in found.items():
        place = f"{file}{_line(text, '', name)}: {name}"
        if name not in _BY_NAME:
            near = get_close_matches(name, [*_BY_NAME, "keys", "rules"], n=1)
            meant = f"; {near[0]} is one" if near else ""
            aside = "; settings stand above the first table" if isinstance(value, dict) and not near else ""
            raise BadUseError(f"{place}: there is no such setting{meant}{aside}.")
        values[name] = _value(_BY_NAME[name], value, place, file)
    if not isinstance(keys, dict):
        raise BadUseError(f"{file}{_line(text, '', 'keys')}: keys is a table: [keys].")
    assert set(values) <= {one.name for one in fields(Settings)}
    values["keys"] = checked_keys(keys, lambda one: f'{file}{_line(text, "keys", one)}: [keys] "{one}"')
    values["rules"] = _rules(rules, text, file)
    return Settings(**values)


def _rules(given: object, text: str, file: Path) -> RuleSettings:
    if not isinstance(given, dict):
        raise BadUseError(f"{file}{_line(text, '', 'rules')}: rules is a table: [rules].")
    for name, value in given.items():
        try:
            rule_settings({name: value})
        except BadUseError as error:
            raise BadUseError(f"{file}{_line(text, 'rules', name)}: {error}") from error
    return rule_settings(given)


def _value(setting: Setting, value: object, place: str, file: Path) -> str | bool | tuple[str, ...]:
    if isinstance(setting.default, tuple):
        if not isinstance(value, list) or not all(isinstance(one, str) and one for one in value):
            raise BadUseError(f"{place} is a list of texts in quotes.")
        return tuple(_path(one, file) for one in value)
    if isinstance(setting.default, bool):
        if not isinstance(value, bool):
            raise BadUseError(f"{place} is true or false.")
        return value
    if not isinstance(value, str):
        raise BadUseError(f"{place} is a text in quotes.")
    if setting.choices and value not in setting.choices:
        near = get_close_matches(value, setting.choices, n=1)
        meant = f"; {near[0]} is one" if near else ""
        raise BadUseError(f"{place}: {value!r} is none of {', '.join(setting.choices)}{meant}.")
    if setting.name in ("labels_dir", "schema") and value:
        return _path(value, file)
    return value


def _path(name: str, file: Path) -> str:
    """Return a path as it was meant in a file; a home that is not known stays as it is written."""
    return str(file.parent / os.path.expanduser(name))  # noqa: PTH111 - of Path, it raises where there is no home


def _line(text: str, table: str, key: str) -> str:
    """Return `, line 7` for the line that sets a key in a table, nothing where it is not found that simply."""
    name = rf"""(?:(?P<q>["']){re.escape(key)}(?P=q)|{re.escape(key)})\s*="""
    written, dotted = re.compile(rf"\s*{name}"), re.compile(rf"\s*{table}\s*\.\s*{name}")
    here = ""
    for number, line in enumerate(text.splitlines(), 1):
        heading = re.match(r"\s*\[\s*([^\[\]]+?)\s*\]", line)
        if heading:
            here = heading[1].strip("\"'")
            if not table and here == key:
                return f", line {number}"
        elif (here == table and written.match(line)) or (table and not here and dotted.match(line)):
            return f", line {number}"
    return _line(text, "", table) if table else ""


def _toml(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
