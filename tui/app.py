"""The application: themes, screens, and a way out that loses nothing. It composes and routes, nothing more."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from rich.color import ColorSystem
from rich.console import RenderableType
from rich.text import Text
from textual import events, on, work
from textual._ansi_sequences import SYNC_END, SYNC_START
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.app import App
from textual.binding import Binding, BindingType
from textual.driver import Driver
from textual.drivers.linux_driver import LinuxDriver
from textual.filter import LineFilter, Monochrome, NoColor
from textual.screen import Screen
from textual.worker import get_current_worker

from playhead.errors import INTERRUPTED, PlayheadError
from playhead.model import Tape
from playhead.opening import RunEntry, open_tape
from playhead.storage.making_way import WAY
from playhead.text import is_only_ascii
from tui import collecting, defects
from tui.commands.command import key_of
from tui.ending import ENDING, release
from tui.messages import LeaveRun, OpenRun, ShowKeys
from tui.screens.kinds import is_reading, is_run
from tui.session import Session
from tui.terminal_driver import TerminalDriver
from tui.terminal_frames import TerminalFrames
from tui.theme_names import NO_COLOUR
from tui.themes import OWN
from widgets.line_filters import NoColours, OnlyAscii

if TYPE_CHECKING:
    from tui.first_start import FirstKeys

LABELS_ARE_SAFE = "Labels that were acknowledged are safe."
ENDS_WITHIN_S = 3.0  # after a signal; labels are closed by then
RUN_SCREEN_AFTER = 0.2
"""Seconds after a list was shown until what shows a run is imported, so that the first one opens at once."""
AFTER_A_KEY_S = 0.15
"""Seconds that reading in the background makes way for what a key does."""
_NO_COLOURS, _ONLY_ASCII = NoColours(), OnlyAscii()


class PlayheadApp(App[None]):
    """playhead on a terminal."""

    TITLE = "playhead"
    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+z", "suspend_process", show=False),
        Binding("ctrl+l", "draw_again", show=False),
    ]
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 - Textual declares it so
        (0, "-single"),
        (50, "-narrow"),
        (100, "-middle"),
        (120, "-wide"),
        (160, "-huge"),
    ]
    VERTICAL_BREAKPOINTS = [(0, "-tiny"), (18, "-low"), (25, "-high")]  # noqa: RUF012 - the same

    def __init__(self, session: Session, *, tape: Tape | None, folders: tuple[Path, ...] = ()) -> None:
        super().__init__()
        self.session = session
        self._tape = tape
        self._folders = folders
        self._first_keys: FirstKeys | None = None
        self.ended_by: int | None = None
        self.defects: list[str] = []
        self.frames = TerminalFrames()
        self.animation_level = "none"
        for theme in OWN:
            self.register_theme(theme)
        self.no_color = session.theme == NO_COLOUR
        wanted = "ansi-dark" if self.no_color else session.theme
        self.theme = wanted if wanted in self.available_themes else OWN[0].name

    def get_driver_class(self) -> type[Driver]:
        """Return what takes the terminal: our own for Textual's of a terminal."""
        wanted = super().get_driver_class()
        return TerminalDriver if wanted is LinuxDriver else wanted

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Return what rows pass last: nothing is sent in a colour, or beyond ASCII, where that was not wanted."""
        filters = [one for one in super().get_line_filters() if not isinstance(one, Monochrome | NoColor)]
        if self.no_color:
            filters.append(_NO_COLOURS)
        if is_only_ascii():
            filters.append(_ONLY_ASCII)
        return filters

    def on_mount(self) -> None:
        """Show the run or the list, and leave in order when the line drops."""
        self.call_after_refresh(collecting.begin)
        loop = asyncio.get_running_loop()
        for number in ENDING:
            loop.add_signal_handler(number, self._ended, number)
        release()
        defects.tell_of_threads(lambda told: loop.call_soon_threadsafe(self._keep_defect, told))
        if self._folders:
            from tui.screens.runs import RunsScreen  # noqa: PLC0415 - a start imports the screen that it shows

            self.push_screen(RunsScreen(self.session, self._folders))
            self.set_timer(RUN_SCREEN_AFTER, self._import_run_screen)
        if self._tape is not None:
            from tui.screens.run import RunScreen  # noqa: PLC0415 - the same

            self.push_screen(RunScreen(self._tape, self.session))
            self.call_after_refresh(self._show_first_keys)

    async def on_event(self, event: events.Event) -> None:
        """Take the first keys away at any key, which then does what it does."""
        if isinstance(event, events.Key) and self._first_keys is not None:
            first, self._first_keys = self._first_keys, None
            await first.remove()
        if isinstance(event, events.Resize):
            self.frames.forget()
            event = self._driver.as_it_is(event) if isinstance(self._driver, TerminalDriver) else event
        elif isinstance(event, events.Key):
            WAY.ask(AFTER_A_KEY_S)
        await super().on_event(event)

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        """Send what looks different from what the terminal shows, whatever Textual would draw again."""
        driver = None if self._closed or self._batch_count or self.is_headless or not self._running else self._driver
        if driver is None or not isinstance(renderable, LayoutUpdate | ChopsUpdate):
            super()._display(screen, renderable)
            return
        if not self.frames.known:
            renderable = screen._compositor.render_full_update()  # noqa: SLF001 - as the screen itself asks for it
        sequence = self.frames.frame(renderable, self.console._color_system or ColorSystem.TRUECOLOR)  # noqa: SLF001
        if sequence:
            x, y = screen.outer_size.clamp_offset(self.cursor_position)
            drawn = f"{sequence}\x1b[{y + 1};{x + 1}H"
            driver.write(f"{SYNC_START}{drawn}{SYNC_END}" if self._sync_available else drawn)
        self.post_display_hook()

    def _show_first_keys(self) -> None:
        if not self.session.first_start or not is_run(self.screen):
            return
        from tui.first_start import FirstKeys, is_first_start  # noqa: PLC0415 - once in a sitting

        self.session.first_start = False
        if is_first_start():
            self._first_keys = FirstKeys()
            self.screen.mount(self._first_keys, before="FootRoom")

    @on(OpenRun)
    def _open_wanted(self, message: OpenRun) -> None:
        self._open(message.entry)

    @on(LeaveRun)
    def _leave_wanted(self) -> None:
        if is_run(self.screen):
            self.screen.labels.close()
        if len(self.screen_stack) > 2:  # the default screen, and the list below
            self.pop_screen()
        else:
            self.exit()

    @on(ShowKeys)
    def _keys_wanted(self) -> None:
        from tui.screens.keys import KeysScreen  # noqa: PLC0415 - when they are asked for

        self.push_screen(KeysScreen())

    def on_key(self, event: events.Key) -> None:
        """Give a key that was typed ahead to the strip that the key before it has opened meanwhile.

        Keys are sent to the focused pane when they are read, so several that come at once all go to the old one.
        """
        taker = getattr(self.screen, "key_taker", None)
        if taker is not None:
            event.stop()
            event.prevent_default()
            taker.post_message(events.Key(event.key, event.character))

    def action_draw_again(self) -> None:
        """Send the whole screen: somebody else has written on the terminal."""
        self.frames.forget()
        self.screen.refresh()

    async def action_quit(self) -> None:
        """Leave by ctrl+q as by `q`, from the keys too."""
        if is_reading(self.screen):
            self.pop_screen()
        if is_run(self.screen):
            self.screen.action_command("quit")
        else:
            self.exit()

    def action_help_quit(self) -> None:
        """Say on ctrl+c how to leave: habit presses it, and labels in the making should not go by habit."""
        self._tell(f"ctrl+c stops nothing here: {key_of('quit')} leaves, labels are saved first.")

    def _fatal_error(self) -> None:
        """Tell of a defect through the gate: Textual's own traceback prints a record's text as it is."""
        self.bell()
        error = sys.exception() or self._exception  # the first is nearer to where it happened
        told = "" if error is None else f"{defects.told(error)}\n"
        self._exit_renderables.append(Text(f"{told}playhead stopped on a defect. {LABELS_ARE_SAFE}"))
        self._close_messages_no_wait()

    def _keep_defect(self, told: str) -> None:
        """Keep the defect of a thread for when the screen is left: what it was to find is not found."""
        self.defects.append(told)
        self._tell("A part of playhead stopped on a defect, which is told when you leave.", problem=True)

    @work(thread=True, group="imports")
    def _import_run_screen(self) -> None:
        import_module("tui.screens.run")

    @work(thread=True, exclusive=True, group="open")
    def _open(self, entry: RunEntry) -> None:
        worker = get_current_worker()
        try:
            tape = open_tape(entry.path, entry.key)
        except PlayheadError as error:
            self.call_from_thread(self._tell, str(error), problem=True)
            return
        if not worker.is_cancelled:
            self.call_from_thread(self._show, entry, tape)

    def _show(self, entry: RunEntry, tape: Tape) -> None:
        from tui.screens.run import RunScreen  # noqa: PLC0415 - a list has imported it since

        self.session.move_to(entry)
        screen = RunScreen(tape, self.session)
        if is_run(self.screen):
            self.screen.labels.close()
            self.switch_screen(screen)
        else:
            self.push_screen(screen)
        self.call_after_refresh(self._show_first_keys)

    def _tell(self, sentence: str, *, problem: bool = False) -> None:
        say = getattr(self.screen, "say", None)
        if say is not None:
            say(sentence, problem=problem)

    def _ended(self, number: int) -> None:
        self.ended_by = number
        asyncio.get_running_loop().call_later(ENDS_WITHIN_S, self._end_at_once)
        try:
            for screen in self.screen_stack:
                if is_run(screen):
                    screen.labels.close()
        finally:  # whatever goes wrong, a signal that ends is not lost
            self.exit()

    def _end_at_once(self) -> None:
        """End although a screen does not: labels are safe by now, the terminal is still to be given back."""
        if self._driver is not None:
            self._driver.stop_application_mode()
            self._driver.close()
        os._exit(INTERRUPTED if self.ended_by == signal.SIGINT else 0)
