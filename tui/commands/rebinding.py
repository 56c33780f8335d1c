"""Keys of one's own: checked as a whole before any of them holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from difflib import get_close_matches

from playhead.errors import BadUseError
from tui.commands.declared import COMMANDS, SHOWN, Command, shown_keys
from tui.commands.declared_list import LIST_COMMANDS
from tui.commands.key_names import CHARACTERS, key_name

_ALL = {command.id: command for command in (*COMMANDS, *LIST_COMMANDS)}


def checked_keys(wanted: Mapping[str, object], where: Callable[[str], str]) -> dict[str, tuple[str, ...]]:
    """Return the library's key names by command id.

    `where` names the place of a command id in its file, for the sentence that says what is wrong there.

    Raises:
        BadUseError: an unknown command, a key that is none, a key that two commands would have.

    """
    own = {command_id: _keys(command_id, keys, where) for command_id, keys in wanted.items()}
    for screen in (COMMANDS, LIST_COMMANDS):
        _check_clashes(screen, own, where)
    return own


def _check_clashes(
    commands: tuple[Command, ...], own: Mapping[str, tuple[str, ...]], where: Callable[[str], str]
) -> None:
    holder: dict[str, Command] = {}
    for command in sorted(commands, key=lambda one: one.id in own):  # so that the sentence blames what was written
        for key in own.get(command.id, command.keys):
            other = holder.setdefault(key, command)
            if other is not command:
                shown = SHOWN.get(key) or CHARACTERS.get(key, key)
                raise BadUseError(
                    f"{where(command.id)}: {shown} already means {other.id} ({other.title}); "
                    f"give {other.id} another key too."
                )


def _keys(command_id: str, keys: object, where: Callable[[str], str]) -> tuple[str, ...]:
    if command_id not in _ALL:
        near = get_close_matches(command_id, _ALL, n=1)
        raise BadUseError(f"{where(command_id)}: there is no such command{f'; {near[0]} is one' if near else ''}.")
    listed = [keys] if isinstance(keys, str) else keys
    if not isinstance(listed, list) or not all(isinstance(one, str) for one in listed):
        example = shown_keys(_ALL[command_id]).split(" ")[0]
        raise BadUseError(f'{where(command_id)}: keys are a list of strings, like ["{example}"].')
    names = []
    for key in listed:
        name = key_name(key)
        if name is None:
            raise BadUseError(f"{where(command_id)}: {key!r} is no key that can be bound.")
        names.append(name)
    return tuple(dict.fromkeys(names))
