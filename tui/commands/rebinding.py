"""Keys of one's own: checked as a whole before any of them holds, then told to all who name or take keys."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from difflib import get_close_matches

from playhead.errors import BadUseError
from tui.commands import declared, declared_dialogs, declared_list
from tui.commands.command import Command, shown_key, shown_keys
from tui.commands.key_names import CHARACTERS, key_name, why_not

_NEEDED = ("asked.take", "asked.leave", "keys.leave", "decisions.leave", "list.quit", "list.open")
"""Commands that no palette reaches, and without which one could not go on."""


def contexts() -> tuple[tuple[Command, ...], ...]:
    """Return the commands by where they hold: a key can mean one thing in a run and another in the list."""
    return (
        declared.COMMANDS,
        declared_list.LIST_COMMANDS,
        declared_dialogs.DECISION_COMMANDS,
        declared_dialogs.KEYS_COMMANDS,
        declared_dialogs.CHECK_COMMANDS,
        declared_dialogs.ASKED_COMMANDS,
    )


def all_commands() -> tuple[Command, ...]:
    """Return every command there is."""
    return tuple(one for commands in contexts() for one in commands)


def rebind_all(keys: Mapping[str, tuple[str, ...]]) -> None:
    """Give commands, by id, other keys: once, before the screens are imported."""
    declared.rebind(keys)
    declared_list.rebind_list(keys)
    declared_dialogs.rebind_dialogs(keys)


def checked_keys(wanted: Mapping[str, object], where: Callable[[str], str]) -> dict[str, tuple[str, ...]]:
    """Return the library's key names by command id.

    `where` names the place of a command id in its file, for the sentence that says what is wrong there.

    Raises:
        BadUseError: an unknown command, a key that is none, a key that two commands of one place would have.

    """
    known = {one.id: one for one in all_commands()}
    own = {command_id: _keys(command_id, keys, where, known) for command_id, keys in wanted.items()}
    for commands in contexts():
        _check_clashes(commands, own, where)
    _check_typed(own, where)
    for command_id in _NEEDED:
        if own.get(command_id) == ():
            raise BadUseError(f"{where(command_id)}: it cannot be without a key.")
    return own


def _check_clashes(
    commands: tuple[Command, ...], own: Mapping[str, tuple[str, ...]], where: Callable[[str], str]
) -> None:
    holder: dict[str, Command] = {}
    for command in sorted(commands, key=lambda one: one.id in own):  # so that the sentence blames what was written
        for key in own.get(command.id, command.keys):
            other = holder.setdefault(key, command)
            if other is not command:
                raise BadUseError(
                    f"{where(command.id)}: {shown_key(key)} already means {other.id} ({other.title}); "
                    f"give {other.id} another key too."
                )


def _check_typed(own: Mapping[str, tuple[str, ...]], where: Callable[[str], str]) -> None:
    """Refuse characters for what holds while characters are typed."""
    for command in declared_dialogs.ASKED_COMMANDS:
        for key in own.get(command.id, ()):
            if len(key) == 1 or key in CHARACTERS or key == "space":
                raise BadUseError(
                    f"{where(command.id)}: {shown_key(key)} is typed here; ctrl with a letter or f5 is not."
                )


def _keys(command_id: str, keys: object, where: Callable[[str], str], known: Mapping[str, Command]) -> tuple[str, ...]:
    if command_id not in known:
        near = get_close_matches(command_id, known, n=1, cutoff=0.5)
        raise BadUseError(f"{where(command_id)}: there is no such command{f'; {near[0]} is one' if near else ''}.")
    listed = [keys] if isinstance(keys, str) else keys
    if not isinstance(listed, list) or not all(isinstance(one, str) for one in listed):
        example = shown_keys(known[command_id]).split(" ")[0]
        raise BadUseError(f'{where(command_id)}: keys are a list of strings, like ["{example}"].')
    names = []
    for key in listed:
        name = key_name(key)
        if name is None:
            raise BadUseError(f"{where(command_id)}: {key!r} {why_not(key)}.")
        names.append(name)
    return tuple(dict.fromkeys(names))
