"""Piping: what is read goes to a command that the person types, with the screen given away meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported

from playhead.insight.fields import fields_of
from tui.commands.copying import carried_words
from tui.commands.handlers import handles
from tui.copying import Copy, copy_of
from tui.piping import default_command, run_with, told

if TYPE_CHECKING:
    from tui.screens.run import RunScreen

_COUNTED_BEFORE = 2_000_000
"""Characters of a text whose credentials are counted before it is asked where it goes; of a longer one after."""
_NAMES = {"text": "message", "thought": "thought", "command": "command", "output": "output"}


@handles("pipe")
def pipe(run: RunScreen) -> None:
    """Ask for a command, and give it what is read."""
    run.show_detail_now()
    found = _focused(run)
    if isinstance(found, str):
        run.say(found)
        return
    if len(found.text) <= _COUNTED_BEFORE:
        found = found.without_credentials()
    hidden = f", {found.hidden:,} hidden character{'s' * (found.hidden > 1)}" if found.hidden else ""

    def answered(command: str) -> None:
        if command.strip():
            _give(run, found.without_credentials(), command)

    masked = f", {found.masked:,} credential{'s' * (found.masked > 1)} masked" if found.masked else ""
    run.foot.ask(f"{found.what} ({found.size}{hidden}{masked}) to", answered, value=default_command())


def _give(run: RunScreen, found: Copy, command: str) -> None:
    try:
        with run.app.suspend():
            code = _code_or_reason(found.text, command)  # an error would leave the screen given away for good
    except SuspendNotSupported:
        run.say("This terminal cannot be given to another program.", problem=True)
        return
    if isinstance(code, str):
        run.say(f"No shell could be started: {code}.", problem=True)
        return
    run.say(f"{told(code)}: {found.what} to {command.strip()}{carried_words(found)}", problem=code != 0)


def _code_or_reason(text: str, command: str) -> int | str:
    """Return the exit code of a command, else why it could not be run: no such shell, what no shell can be told."""
    try:
        return run_with(text, command)
    except OSError as error:
        return f"{error.filename or 'the shell'}: {error.strerror or error}"
    except ValueError as error:  # a NUL in the command, or a character that this locale has no bytes for
        return str(error)


def _focused(run: RunScreen) -> Copy | str:
    """Return the text at the top of a focused detail, else the output of the step, else its diff, else its thought."""
    assert run.view is not None
    if not run.place.on_step or not len(run.steps):
        return "There is no step here."
    step = run.steps[run.cursor]
    if run.focused is run.detail and (read := _at_top(run)) is not None:
        return read
    for letter in "odt":
        found = copy_of(letter, run.view, step, run.place.action)
        if isinstance(found, Copy):
            return found
    return "This step has no output, no diff and no thought."


def _at_top(run: RunScreen) -> Copy | None:
    key = run.detail.field_at_top.partition(".")[0]
    for field in fields_of(run.steps[run.cursor]) if key else ():
        if field.key == key:
            what = "diff" if " edit " in key else _NAMES.get(key.partition(" ")[0], "text")
            return Copy(what, field.text)
    return None
