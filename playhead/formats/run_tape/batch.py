"""The quick way into the index: plain steps with rising ids, many at a time. Anything else goes the careful way."""

from __future__ import annotations

from typing import Any

import orjson

from playhead.formats.run_tape.facts import MESSAGE, WHOLE, cut_decoded, facts_of_calls
from playhead.formats.run_tape.totals import Totals
from playhead.storage.step_index import Row


class Batch:
    """Facts of consecutive steps, gathered to be put into the index at once.

    A step is taken when its id is an integer above the one before, its metrics are plain numbers, and it is no copied
    context; `take` tells, and has changed nothing otherwise.
    """

    def __init__(self, last_id: int | None, *, quick: bool) -> None:
        self._quick = quick
        self._last_id = -1 if last_id is None else last_id
        self.rows: list[Row] = []
        self.totals = Totals()
        self.started: Any = None
        self.ended: Any = None

    def take(self, data: bytes, offset: int) -> bool:
        """Take a line, given without its end; False where it must go the careful way."""
        try:
            value = None if len(data) < WHOLE else cut_decoded(data, data)
            step = (orjson.loads(data) if value is None else value)["step"]
            number = step["step_id"]
            calls = step.get("tool_calls")
            if type(number) is not int or not self._last_id < number < 2**63 or "is_copied_context" in step:
                return False
            metrics = step.get("metrics")
            if metrics is not None and not self.totals.add_plain(metrics):
                return False
        except (ValueError, KeyError, TypeError, AttributeError):
            return False
        if calls is None:
            self.rows.append((number, offset, len(data), MESSAGE, 0, 0, None))
        else:
            facts = facts_of_calls(calls, step.get("observation"), quick=self._quick)
            self.rows.append((number, offset, len(data), *facts))
        self._last_id = number
        at = step.get("timestamp")
        if at is not None:
            self.ended = at
            self.started = self.started or at
        return True
