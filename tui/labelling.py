"""What labelling needs beside the labels themselves: marks, a pass, and an eye on what others write meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from playhead.labels.left_out import left_out
from tui.commands.evidence import cited_here
from tui.marking import Marking
from tui.passing import Pass
from tui.proposing import ProposalsOfRun

if TYPE_CHECKING:
    from tui.screens.run import RunScreen

OTHERS_EVERY = 1.0
"""Seconds between two looks at the journals of others."""


class Labelling:
    """The labelling tools of one run screen."""

    def __init__(self, run: RunScreen) -> None:
        self._run = run
        self.marking = Marking(run)
        self.passing = Pass(run)
        self.proposing = ProposalsOfRun(run)
        self._shown_at: int | None = None
        self._rereading = False
        self._told_left_out = ""

    def start(self) -> None:
        """Begin to look for what others write, and for what rules propose; tell what of the labels is not shown."""
        self.proposing.start()
        self._tell(self._left_out())
        self._run.set_interval(OTHERS_EVERY, self._look)

    def takes(self, command_id: str) -> bool:
        """Note that somebody is there; return whether a command was for the pass that goes on."""
        self._run.labels.pace.touch()
        return self.passing.takes(command_id)

    def dots(self, dots: Mapping[int, str]) -> Mapping[int, str]:
        """Return the dots of the timeline, with the marks."""
        return self.marking.over(dots)

    def show(self) -> None:
        """Show where the pass has come to; another step in view starts the clock."""
        if self._shown_at != self._run.cursor:
            self._shown_at = self._run.cursor
            self._run.labels.pace.start()
        self._run.detail.cited = cited_here(self._run)
        self.passing.show()

    def _look(self) -> None:
        """Read the journals again when somebody else wrote into one; nothing is drawn while nothing is new."""
        run = self._run
        if not self._rereading and run.labels.store.written_elsewhere():
            self._rereading = True
            run.run_worker(self._reread, thread=True, group="labels")

    def _reread(self) -> None:
        run = self._run
        try:
            fresh = run.labels.store.reread()
        finally:
            self._rereading = False
        said = self._left_out()
        if run.is_running:
            if fresh:
                run.app.call_from_thread(run.labels_changed)
            run.app.call_from_thread(self._tell, said)

    def _left_out(self) -> str:
        store = self._run.labels.store
        return " ".join(left_out(store.events, store.diagnostics))

    def _tell(self, said: str) -> None:
        """Say what is kept and not shown, where that is something else than was said before."""
        if said and said != self._told_left_out:
            self._run.say(said)
        self._told_left_out = said
