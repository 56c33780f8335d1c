"""The terminal, taken and given back in pairs, however the program was stopped and continued."""

from __future__ import annotations

import contextlib
import os
import signal
from typing import IO, Any

from textual._ansi_sequences import SYNC_END
from textual.drivers.linux_driver import LinuxDriver

from tui.clipboard import OSC_52, is_in_screen, through_screen
from tui.early_terminal import EARLY, TAKE
from tui.ending import hold
from tui.terminal_frames import TerminalFrames


class _Lossy:
    """A file that takes everything: what cannot be written any more is lost."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file

    def write(self, text: str) -> None:
        """Write, if there is still somebody to read."""
        with contextlib.suppress(OSError):
            self._file.write(text)

    def flush(self) -> None:
        """Write what is not written yet, the same."""
        with contextlib.suppress(OSError):
            self._file.flush()

    def fileno(self) -> int:
        """Return the descriptor."""
        return self._file.fileno()


class TerminalDriver(LinuxDriver):
    """Textual's, but for these cases.

    What is stopped by SIGSTOP has given nothing back before it is continued. Textual takes the terminal a second time
    then: what it remembers as the terminal's state is its own, so that the shell gets a terminal that echoes nothing,
    and two threads read the keys.

    A terminal that hangs up sends SIGHUP and SIGCONT together: a program that is ending does not take it again, or a
    thread would read its keys for ever, of which there are none.

    A terminal that is gone ends Textual's thread that writes, and then whoever writes waits for it forever: the
    program would never end, nor close its labels.

    What is for the clipboard has to pass GNU screen.

    What the first picture has taken is taken over: in the end the terminal is as it was before that.

    Stopped in the middle of a frame, a terminal is left that shows it.

    A signal that ends the program waits from before the terminal is taken until the application hears it.
    """

    _continuing = False
    _has_picture = False
    _was_taken = False

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._file: Any = _Lossy(self._file)

    def run_input_thread(self) -> None:
        """Read keys; a terminal that cannot be read any more is a dropped line, whether or not the system tells so."""
        try:
            super().run_input_thread()
        except OSError:
            os.kill(os.getpid(), signal.SIGHUP)

    def start_application_mode(self) -> None:
        """Take the terminal; whatever it showed before is gone."""
        frames = getattr(self._app, "frames", None)
        if isinstance(frames, TerminalFrames):
            frames.forget()
        self._has_picture = EARLY.is_taken
        if not self._was_taken:
            self._was_taken = True
            hold()
        super().start_application_mode()  # type: ignore[no-untyped-call]
        before = EARLY.hand_over()
        if before is not None:
            self.attrs_before = before

    def stop_application_mode(self) -> None:
        """Give the terminal back; a frame that was begun and not ended would keep it from showing anything."""
        if self._app._sync_available:  # noqa: SLF001 - whether the terminal said that it holds frames back
            self.write(SYNC_END)
        super().stop_application_mode()

    def write(self, data: str) -> None:
        """Write to the terminal, and to the one around GNU screen what is for its clipboard.

        The alternate screen is not asked for where the first picture stands on it: that would clear it.
        """
        if self._has_picture and data == TAKE:
            self._has_picture = False
            return
        super().write(through_screen(data) if data.startswith(OSC_52) and is_in_screen() else data)

    def _sigtstp_application(self, *arguments: object) -> None:
        if self._writer_thread is None:  # nobody but the first picture has the terminal
            EARLY.stop()
            return
        super()._sigtstp_application(*arguments)

    def _sigcont_application(self, *_: object) -> None:
        if not self._auto_restart or self._continuing or self._app._exit:  # noqa: SLF001 - nothing public says so
            return
        self._continuing = True
        try:
            if not self._must_signal_resume:
                self.suspend_application_mode()
            self.resume_application_mode()
        finally:
            self._continuing = False
