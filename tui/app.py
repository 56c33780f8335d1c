"""The application: themes, screens, and a way out that loses nothing. It composes and routes, nothing more."""

from __future__ import annotations

import signal
from pathlib import Path
from typing import ClassVar

from textual import work
from textual.app import App
from textual.binding import BindingType
from textual.worker import get_current_worker

from playhead.errors import PlayheadError
from playhead.model import Tape
from playhead.opening import RunEntry, open_tape
from playhead.text import clean
from tui.screens.keys import KeysScreen
from tui.screens.run import RunScreen
from tui.screens.runs import RunsScreen
from tui.session import Session
from tui.themes import OWN


class PlayheadApp(App[None]):
    """playhead on a terminal."""

    TITLE = "playhead"
    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = []
    HORIZONTAL_BREAKPOINTS: ClassVar[list[tuple[int, str]] | None] = [(0, "-narrow"), (100, "-wide")]
    VERTICAL_BREAKPOINTS: ClassVar[list[tuple[int, str]] | None] = [(0, "-low"), (25, "-high")]

    def __init__(self, session: Session, *, tape: Tape | None, folders: tuple[Path, ...] = ()) -> None:
        super().__init__()
        self.session = session
        self._tape = tape
        self._folders = folders
        self.animation_level = "none"
        for theme in OWN:
            self.register_theme(theme)
        self.theme = session.theme if session.theme in self.available_themes else OWN[0].name

    def on_mount(self) -> None:
        """Show the run or the list, and leave in order when the line drops."""
        import asyncio  # noqa: PLC0415 - loaded by Textual anyway

        loop = asyncio.get_running_loop()
        for name in ("SIGHUP", "SIGTERM"):
            loop.add_signal_handler(getattr(signal, name), self._hung_up)
        if self._folders:
            self.push_screen(RunsScreen(self.session, self._folders))
        if self._tape is not None:
            self.push_screen(RunScreen(self._tape, self.session))

    def open_entry(self, entry: RunEntry) -> None:
        """Open a run of the list or queue on a screen of its own, in the place of the run that is shown."""
        self._open(entry)

    def close_run(self) -> None:
        """Leave the run that is shown: to the list it came from, else altogether."""
        if isinstance(self.screen, RunScreen):
            self.screen.labels.close()
        if len(self.screen_stack) > 2:  # the default screen, and the list below
            self.pop_screen()
        else:
            self.exit()

    def push_help(self) -> None:
        """Show the keys."""
        self.push_screen(KeysScreen())

    async def action_quit(self) -> None:
        """Leave by ctrl+q as by `q`."""
        if isinstance(self.screen, RunScreen):
            self.screen.action_command("quit")
        else:
            self.exit()

    @work(thread=True, exclusive=True, group="open")
    def _open(self, entry: RunEntry) -> None:
        worker = get_current_worker()
        try:
            tape = open_tape(entry.path, entry.key)
        except PlayheadError as error:
            self.call_from_thread(self._tell, str(error))
            return
        if not worker.is_cancelled:
            self.call_from_thread(self._show, entry, tape)

    def _show(self, entry: RunEntry, tape: Tape) -> None:
        self.session.move_to(entry)
        screen = RunScreen(tape, self.session)
        if isinstance(self.screen, RunScreen):
            self.screen.labels.close()
            self.switch_screen(screen)
        else:
            self.push_screen(screen)

    def _tell(self, sentence: str) -> None:
        screen = self.screen
        if isinstance(screen, RunScreen | RunsScreen):
            screen.say(sentence, problem=True)
        else:
            self.notify(clean(sentence), markup=False, severity="error")

    def _hung_up(self) -> None:
        for screen in self.screen_stack:
            if isinstance(screen, RunScreen):
                screen.labels.close()
        self.exit()
