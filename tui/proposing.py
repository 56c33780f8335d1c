"""What rules propose of the run on the screen: worked out in the background once all of it was looked at."""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playhead.insight.run_insight import RunInsight
    from playhead.labels.proposed import Proposed
    from playhead.model import Tape
    from tui.screens.run import RunScreen

MOST_STEPS = 50_000
"""Of a longer run nothing is proposed by itself; `playhead propose` does it."""


class ProposalsOfRun:
    """Proposals of the run's own steps and of its sub-agents'; written with the first decision about them.

    Nothing is proposed in a blind sitting, nor where the settings say so.
    """

    def __init__(self, run: RunScreen) -> None:
        self._run = run
        self._of: RunInsight | None = None

    def start(self) -> None:
        """Begin to listen to what the rules find."""
        session = self._run.session
        if session.settings.proposals and not session.blind:
            self._run.insight.on_change(self._found)

    def _found(self) -> None:
        run, found = self._run, self._run.insight.found
        if run.tape is None or run.branches.agent is not None or not found.complete or found is self._of:
            return
        if len(run.tape.steps) > MOST_STEPS:
            return
        self._of = found
        run.run_worker(partial(self._work, run.tape, found), thread=True, group="proposals")

    def _work(self, tape: Tape, found: RunInsight) -> None:
        from playhead.insight.checks import checks_of  # noqa: PLC0415 - after the first picture
        from playhead.labels.proposals import events_of, proposals_of  # noqa: PLC0415 - the same
        from playhead.labels.proposals.of_subagents import of_subagents  # noqa: PLC0415 - the same

        def going(_: int = 0) -> bool:
            time.sleep(0)  # whoever waits for the interpreter, such as a screen, goes first
            return self._of is found and self._run.is_running

        schema, rules = self._run.session.schema, self._run.session.settings.rules
        checks = checks_of(tape, found, rules)
        proposed = events_of(tape, proposals_of(tape, found, checks, schema, going=going), schema, going=going)
        proposed += of_subagents(tape, schema, rules, going=going)
        if self._of is found and self._run.is_running:
            self._run.app.call_from_thread(self._show, found, proposed)

    def _show(self, found: RunInsight, proposed: tuple[Proposed, ...]) -> None:
        if self._of is found and self._run.labels.propose(proposed):
            self._run.labels_changed()
