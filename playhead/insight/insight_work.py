"""The rules over one run, in the background: what is found is there to be looked at while more comes."""

from __future__ import annotations

import threading
import time
from dataclasses import replace

from playhead.insight.decisions import decisions_of
from playhead.insight.run_insight import InsightPass, RunInsight
from playhead.model import Tape
from playhead.settings import DEFAULTS, RuleSettings
from playhead.storage.making_way import WAY

BY_ITSELF = 50_000
"""A longer run is looked at only when somebody asks: the pass would take a minute of the processor."""
PUBLISH_EVERY = 0.25
"""Seconds between two looks at what has been found, for whoever draws it."""


PUBLISH_RESTS = 20
"""How many times as long as such a look took to make the work goes on before the next one."""


class InsightWork:
    """`begin()` it; `found` is what there is by now, and `revision` grows with it. `problem` says what ended it."""

    def __init__(self, tape: Tape, settings: RuleSettings = DEFAULTS) -> None:
        self.found = RunInsight(complete=False)
        self.revision = 0
        self.problem: str | None = None
        self.running = True
        self._tape = tape
        self._settings = settings
        self._stopped = threading.Event()
        self._looked = 0
        self._publish_next = 0.0
        self._thread = threading.Thread(target=self._run, name="insight", daemon=True)

    @property
    def progress(self) -> tuple[int, int]:
        """How many steps have been looked at, of how many."""
        return self._looked, len(self._tape.steps)

    def begin(self) -> None:
        """Begin to look, in a thread."""
        self._thread.start()

    def stop(self) -> None:
        """Stop looking, from any thread; what has been found stays."""
        self._stopped.set()

    def wait(self, seconds: float | None = None) -> None:
        """Return when it has ended, or after so many seconds."""
        self._thread.join(seconds)

    def _run(self) -> None:
        try:
            self._look()
        except Exception as error:  # noqa: BLE001 - a thread has nobody above it: the screen tells what went wrong
            self.problem = str(error) or type(error).__name__
        self.running = False
        self.revision += 1

    def _look(self) -> None:
        steps = self._tape.steps
        one = InsightPass(self._tape.task, self._settings)

        def going(position: int) -> bool:
            self._looked = position
            WAY.pause()
            time.sleep(0)  # whoever waits for the interpreter, such as a screen, goes first
            if time.monotonic() >= self._publish_next:
                self._publish(one, complete=False)
            return not self._stopped.is_set()

        steps.wait_for_steps()
        complete = one.read(steps, len(steps), going)
        one.finish()
        self._looked = one.position
        self._publish(one, complete=complete)
        if complete:
            self.found = replace(self.found, decisions=decisions_of(self._tape, self._on_decisions))
            self.revision += 1

    def _on_decisions(self, _position: int) -> bool:
        WAY.pause()
        return not self._stopped.is_set()

    def _publish(self, one: InsightPass, *, complete: bool) -> None:
        """Show what there is by now; the longer that takes, the seldomer: it never is more than a part of the work."""
        began = time.monotonic()
        self.found = one.found(complete=complete)
        self.revision += 1
        ended = time.monotonic()
        self._publish_next = ended + max(PUBLISH_EVERY, PUBLISH_RESTS * (ended - began))
