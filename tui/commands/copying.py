"""Copying: a letter says what, and the foot of the screen says how much went which way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.clipboard import send
from tui.commands.command import key_of
from tui.commands.handlers import handles
from tui.copying import LETTERS, Copy, copy_beside_steps, copy_of

if TYPE_CHECKING:
    from tui.screens.run import RunScreen


CLEANED = "codt"
"""What can be copied with its hidden characters visible."""


@handles("copy")
def copy(run: RunScreen) -> None:
    """Ask what to copy."""

    def answered(letter: str) -> None:
        if letter:
            _copy(run, letter)

    run.foot.ask_key("copy", (*LETTERS, (" ".join(CLEANED.upper()), "cleaned")), answered)


def _copy(run: RunScreen, letter: str) -> None:
    assert run.view is not None
    if run.place.on_step and len(run.steps):
        found = copy_of(letter.lower(), run.view, run.steps[run.cursor], run.place.action)
    else:
        found = copy_beside_steps(letter.lower(), run.view)
    if isinstance(found, str):
        run.say(found)
        return
    run.run_worker(lambda: _sent(run, found, letter), thread=True, group="copy")


def _sent(run: RunScreen, found: Copy, letter: str) -> None:
    safe = found.without_credentials()
    chosen = safe.cleaned() if letter.isupper() else safe

    def by_osc_52(text: str) -> None:
        run.app.call_from_thread(run.app.copy_to_clipboard, text)

    try:
        way = send(chosen.text, by_osc_52)
    except ValueError as error:
        run.app.call_from_thread(run.say, f"{chosen.what} not copied: {error}.", problem=True)
        return
    run.app.call_from_thread(run.say, f"{chosen.what}: {chosen.amount} {way}{carried_words(chosen, letter)}")


def carried_words(chosen: Copy, letter: str = "") -> str:
    """Return what a text carries that the eye does not see, "" for nothing.

    With the letter that copied it, how to get it without, and what Unicode could not carry.
    """
    said, lost = masked_words(chosen), chosen.surrogates if letter else 0
    if chosen.visible:
        return f"{said}; {_hidden(chosen.visible)} made visible"
    if chosen.hidden > lost:
        kept = chosen.hidden - lost
        way = f", {letter.upper()} copies {'it' if kept == 1 else 'them'} visible"
        said += f"; {_hidden(kept)} kept{way if letter and letter in CLEANED else ''}"
    return f"{said}; {lost:,} lone surrogate{'s' * (lost > 1)} as ?" if lost else said


def _hidden(count: int) -> str:
    return f"{count:,} hidden character{'s' * (count > 1)}"


def masked_words(chosen: Copy) -> str:
    """Return `; 2 credentials masked, M shows them`, nothing where none was."""
    if not chosen.masked:
        return ""
    many = chosen.masked > 1
    return f"; {chosen.masked:,} credential{'s' * many} masked, {key_of('secrets')} shows {'them' if many else 'it'}"
