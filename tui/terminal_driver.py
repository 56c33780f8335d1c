"""The terminal, taken and given back in pairs, however the program was stopped and continued."""

from __future__ import annotations

import contextlib
import errno
import os
import select
import signal
from collections.abc import Iterable
from typing import Any, TextIO

from textual._ansi_sequences import SYNC_END
from textual.drivers.linux_driver import LinuxDriver
from textual.events import Resize
from textual.geometry import Size
from textual.message import Message

from tui import job
from tui.clipboard import OSC_52, is_in_screen, through_screen
from tui.early_terminal import EARLY, TAKE
from tui.ending import hold
from tui.streams import to_the_terminal, write_all
from tui.terminal_frames import TerminalFrames
from tui.terminal_keys import TypedEvents

READ_AT_ONCE = 65536
READ_AGAIN_S = 0.1
"""Seconds after which escape is a key of its own at the latest, and the end of the program is seen."""


class _Screen:
    """The file behind the terminal: it takes all of a text at once, or loses what nobody can be shown any more.

    Python's own, without a buffer (PYTHONUNBUFFERED), loses what a terminal did not take at once.
    """

    def __init__(self, file: TextIO) -> None:
        self._file = file

    def write(self, text: str) -> None:
        """Write, if there is still somebody to read."""
        with contextlib.suppress(OSError):
            write_all(self.fileno(), text.encode(self._file.encoding, "replace"))

    def flush(self) -> None:
        """Do nothing: nothing waits."""

    def fileno(self) -> int:
        """Return the descriptor."""
        return self._file.fileno()


class TerminalDriver(LinuxDriver):
    """Textual's, but for these cases.

    What is stopped by SIGSTOP has given nothing back before it is continued. Textual takes the terminal a second time
    then: what it remembers as the terminal's state is its own, so that the shell gets a terminal that echoes nothing,
    and two threads read the keys.

    What ctrl+z stopped and `bg` continued may not have the terminal, and is stopped by the system when it takes it.
    Textual does not take it again when `fg` continues that. Where there is no shell, it stops for ever.

    A terminal that hangs up sends SIGHUP and SIGCONT together: a program that is ending does not take it again, or a
    thread would read its keys for ever, of which there are none.

    A terminal that is gone ends Textual's thread that writes, and then whoever writes waits for it forever: the
    program would never end, nor close its labels.

    A byte that is no UTF-8, or a sequence that its parser fails at, ends the program with a traceback; a terminal that
    hung up and of which no signal tells (under nohup) is read for ever.

    What is written goes to the stream for errors, even where that is a file and the terminal shows nothing.

    What is for the clipboard has to pass GNU screen.

    What the first picture has taken is taken over: in the end the terminal is as it was before that.

    Stopped in the middle of a frame, a terminal is left that shows it.

    A signal that ends the program waits from before the terminal is taken until the application hears it.
    """

    _continuing = False
    _taking = False
    _is_taken = False
    _is_asked_again = False
    _has_picture = False
    _was_taken = False

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._file: Any = _Screen(to_the_terminal() or self._file)

    def _run_input_thread(self) -> None:
        """Read keys, and let a defect end the program as any other does."""
        try:
            self.run_input_thread()
        except Exception as error:  # noqa: BLE001 - a thread has nobody above it
            self._loop.call_soon_threadsafe(self._app._handle_exception, error)  # noqa: SLF001 - nothing public does it

    def run_input_thread(self) -> None:
        """Read keys; a terminal that is gone is a dropped line, whether or not the system tells so by a signal."""
        events = TypedEvents(debug=self._debug)
        try:
            while not self.exit_event.is_set():
                if select.select([self.fileno], [], [], READ_AGAIN_S)[0]:
                    self._take(events.typed(self._read()))
                self._take(events.waited())
        except OSError:
            os.kill(os.getpid(), signal.SIGHUP)

    def _read(self) -> bytes:
        """Return what was typed; raise `OSError` where nothing can be typed any more."""
        data = os.read(self.fileno, READ_AT_ONCE)
        if not data and not os.isatty(self.fileno):  # a terminal that hung up gives nothing, as often as it is asked
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return data

    def _take(self, events: Iterable[Message]) -> None:
        for event in events:
            self.process_message(event)

    def start_application_mode(self) -> None:
        """Take the terminal; whatever it showed before is gone."""
        frames = getattr(self._app, "frames", None)
        if isinstance(frames, TerminalFrames):
            frames.forget()
        self._has_picture = EARLY.is_taken
        if not self._was_taken:
            self._was_taken = True
            hold()
        self._take_the_terminal()
        before = EARLY.hand_over()
        if before is not None:
            self.attrs_before = before

    def _take_the_terminal(self) -> None:
        """Take it, and try again whenever the program is continued after a stop that this trial brought about."""
        self._taking = True
        try:
            while not self._is_taken:
                self._is_asked_again = False
                before = self._writer_thread
                super().start_application_mode()  # type: ignore[no-untyped-call]
                self._is_taken = self._writer_thread is not before
                if not self._is_asked_again:
                    return
        finally:
            self._taking = False

    def stop_application_mode(self) -> None:
        """Give the terminal back; a frame that was begun and not ended would keep it from showing anything."""
        if self._app._sync_available:  # noqa: SLF001 - whether the terminal said that it holds frames back
            self.write(SYNC_END)
        super().stop_application_mode()
        self._is_taken = False

    def as_it_is(self, event: Resize) -> Resize:
        """Return a change of size as the terminal's size is by now.

        Of two signals that come at once Textual may tell the second first: the handler is interrupted by itself.
        """
        if self._in_band_window_resize:
            return event
        size = Size(*self._get_terminal_size())
        return event if event.size == size else Resize(size, size)

    def write(self, data: str) -> None:
        """Write to the terminal, and to the one around GNU screen what is for its clipboard.

        The alternate screen is not asked for where the first picture stands on it: that would clear it.
        """
        if self._has_picture and data == TAKE:
            self._has_picture = False
            return
        super().write(through_screen(data) if data.startswith(OSC_52) and is_in_screen() else data)

    def _sigtstp_application(self, *_: object) -> None:
        if self._writer_thread is None:  # nobody but the first picture has the terminal
            EARLY.stop()
            return
        if self._auto_restart:
            self.suspend_application_mode()
            self._must_signal_resume = True
        job.stop()
        if self._auto_restart and not self._app._exit:  # noqa: SLF001 - nothing public says so
            self.resume_application_mode()

    def _sigcont_application(self, *_: object) -> None:
        if self._taking:
            self._is_asked_again = True
            return
        if not self._auto_restart or self._continuing or self._app._exit:  # noqa: SLF001 - the same
            return
        self._continuing = True
        try:
            if self._is_taken:
                self.suspend_application_mode()
            self.resume_application_mode()
        finally:
            self._continuing = False
