"""Copying: a letter says what, and the foot of the screen says how much went which way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.clipboard import send
from tui.commands.command import key_of
from tui.commands.handlers import handles
from tui.copying import LETTERS, Copy, copy_beside_steps, copy_of

if TYPE_CHECKING:
    from tui.screens.run import RunScreen


@handles("copy")
def copy(run: RunScreen) -> None:
    """Ask what to copy."""

    def answered(letter: str) -> None:
        if letter:
            _copy(run, letter)

    run.foot.ask_key("copy", (*LETTERS, ("C O D T", "cleaned")), answered)


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

    size = len(chosen.text.encode("utf-8", "replace"))
    try:
        way = send(chosen.text, by_osc_52)
    except ValueError as error:
        run.app.call_from_thread(run.say, f"{chosen.what} not copied: {error}.", problem=True)
        return
    run.app.call_from_thread(run.say, f"{chosen.what}: {size:,} bytes {way}{_warning(chosen, letter)}")


def _warning(chosen: Copy, letter: str) -> str:
    hidden = chosen.hidden
    said = masked_words(chosen)
    if not hidden:
        return said
    return f"{said}; holds {hidden:,} control character{'s' * (hidden > 1)}, {letter.upper()} copies it cleaned"


def masked_words(chosen: Copy) -> str:
    """Return `; 2 credentials masked, M shows them`, nothing where none was."""
    if not chosen.masked:
        return ""
    many = chosen.masked > 1
    return f"; {chosen.masked:,} credential{'s' * many} masked, {key_of('secrets')} shows {'them' if many else 'it'}"
