"""The commands of what opens over a run or the list: one's decisions, the keys, and whatever asks at the foot."""

from __future__ import annotations

from collections.abc import Mapping

from tui.commands.command import Command, declare, rebound, shown_keys, spelled

DECIDED, KEYS, ASKED = "Your decisions", "The keys", "While something is asked or typed"
CHECKED = "On the page of checks"

DECISION_COMMANDS: tuple[Command, ...] = declare(
    Command("decisions.go", ("enter", "l", "right"), "go there", "To the run and step of this decision.", DECIDED),
    Command("decisions.change", ("a",), "change", "Another value; a digit sets that option at once.", DECIDED),
    Command(
        "decisions.take_back",
        ("x", "delete", "backspace"),
        "take back",
        "Take it back.",
        DECIDED,
    ),
    Command("decisions.down", ("j", "down"), "down", "The decision before, further down.", DECIDED),
    Command("decisions.up", ("k", "up"), "up", "The one after, further up.", DECIDED),
    Command("decisions.page_down", ("space", "d", "pagedown"), "page down", "Half a page down.", DECIDED),
    Command("decisions.page_up", ("u", "pageup"), "page up", "Half a page up.", DECIDED),
    Command("decisions.first", ("g", "home"), "newest", "The newest decision.", DECIDED),
    Command("decisions.last", ("G", "end"), "oldest", "The oldest decision.", DECIDED),
    Command("decisions.help", ("question_mark",), "keys", "These keys.", DECIDED),
    Command("decisions.leave", ("escape", "q", "B"), "back", "Back to where one was.", DECIDED),
)

KEYS_COMMANDS: tuple[Command, ...] = declare(
    Command("keys.search", ("slash", "f"), "search", "Only the keys whose line has some words.", KEYS),
    Command("keys.down", ("j", "down"), "down", "A line down.", KEYS),
    Command("keys.up", ("k", "up"), "up", "A line up.", KEYS),
    Command("keys.page_down", ("space", "d", "pagedown"), "page on", "A page down.", KEYS),
    Command("keys.page_up", ("backspace", "u", "pageup"), "page back", "A page up.", KEYS),
    Command("keys.first", ("g", "home"), "top", "The first keys.", KEYS),
    Command("keys.last", ("G", "end"), "end", "The last keys.", KEYS),
    Command(
        "keys.leave",
        ("escape", "q", "question_mark", "enter"),
        "back",
        "Back to where one was; after a search, all keys again first.",
        KEYS,
    ),
)

CHECK_COMMANDS: tuple[Command, ...] = declare(
    Command("checks.mute", ("x",), "mute", "Mute this check in this run, or let it speak again.", CHECKED),
)

ASKED_COMMANDS: tuple[Command, ...] = declare(
    Command("asked.take", ("enter",), "take", "Takes the line, the chosen row, the options that are set.", ASKED),
    Command("asked.leave", ("escape",), "leave", "Leaves a line, a question, the label panel; nothing is done.", ASKED),
    Command("asked.complete", ("tab",), "complete", "Takes the chosen row over into the line.", ASKED),
    Command("asked.down", ("down", "ctrl+n"), "row down", "The row below: in palette and filter.", ASKED),
    Command("asked.up", ("up", "ctrl+p", "shift+tab"), "row up", "The row above.", ASKED),
    Command("asked.back", ("backspace",), "back", "In the label panel: from the options back to all labels.", ASKED),
)
"""Where these hold every character is typed, or names a label: only keys that are no characters can be theirs."""

DIALOG_BY_ID = {one.id: one for one in (*DECISION_COMMANDS, *KEYS_COMMANDS, *CHECK_COMMANDS, *ASKED_COMMANDS)}


def rebind_dialogs(keys: Mapping[str, tuple[str, ...]]) -> None:
    """Give these commands, by id, other keys: once, before the screens are imported."""
    global DECISION_COMMANDS, KEYS_COMMANDS, CHECK_COMMANDS, ASKED_COMMANDS  # noqa: PLW0603 - the declarations are what everybody reads
    DECISION_COMMANDS = rebound(DECISION_COMMANDS, keys)
    KEYS_COMMANDS = rebound(KEYS_COMMANDS, keys)
    CHECK_COMMANDS = rebound(CHECK_COMMANDS, keys)
    ASKED_COMMANDS = rebound(ASKED_COMMANDS, keys)
    commands = (*DECISION_COMMANDS, *KEYS_COMMANDS, *CHECK_COMMANDS, *ASKED_COMMANDS)
    DIALOG_BY_ID.update({one.id: one for one in commands})


def rows_of(commands: tuple[Command, ...]) -> tuple[tuple[str, str, str, str], ...]:
    """Return (group, keys, title, help) of commands, as the help shows them."""
    return tuple((one.group, shown_keys(one), one.title, spelled(one.help)) for one in commands)


def asked_rows() -> tuple[tuple[str, str, str, str], ...]:
    """Return what holds while something is asked, for the help of every screen."""
    return rows_of(ASKED_COMMANDS)


def decision_rows() -> tuple[tuple[str, str, str, str], ...]:
    """Return the help of the decisions."""
    return (*rows_of(DECISION_COMMANDS), *asked_rows())


def keys_rows() -> tuple[tuple[str, str, str, str], ...]:
    """Return the keys of the help itself."""
    return rows_of(KEYS_COMMANDS)
