"""What the rules hold for the evidence in a step, for the bar in the detail: the very lines that one is led to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playhead.insight.best_line import best_line
from playhead.insight.run_phases import recovering
from playhead.model import Step
from tui.landing import evidence_at
from widgets.present.detail_options import RECOVERING, TEXT_ONLY

if TYPE_CHECKING:
    from playhead.insight.run_insight import RunInsight
    from tui.screens.run import RunScreen

Marks = dict[str, tuple[int, int] | None]


class EvidenceMarks:
    """Answers for one screen which characters of a step's parts are marked; what was said is looked up once."""

    def __init__(self, run: RunScreen) -> None:
        self._run = run
        self._found: RunInsight | None = None
        self._said: dict[int, tuple[int, int]] = {}
        self._in: tuple[RunInsight, frozenset[int]] | None = None

    def __call__(self, step: Step) -> Marks:
        """Return the marks by the keys of parts; nothing while the rules have found nothing, or in a blind sitting."""
        insight = self._run.insight
        if insight.hidden or not insight.found.feedback:
            return {}
        marks: Marks = {}
        if step.index in self._recovering(insight.found):
            marks[RECOVERING] = None
        for seen in insight.found.at(step.index):
            if seen.feedback.source == "output" and seen.place < len(step.actions):
                counts = seen.feedback.excluded is None
                marks[f"output {seen.place}"] = best_line(step.actions[seen.place], seen.feedback) if counts else None
        if (said := self._messages(insight.found).get(step.index)) is not None:
            marks["text"] = said
        if insight.text_only and any(mark is not None for mark in marks.values()):
            marks[TEXT_ONLY] = None
        return marks

    def _recovering(self, found: RunInsight) -> frozenset[int]:
        """Return the steps that are recovery: what came after a failure, up to what came of it."""
        if self._in is None or self._in[0] is not found:
            self._in = found, recovering(found.moments, len(self._run.steps))
        return self._in[1]

    def _messages(self, found: RunInsight) -> dict[int, tuple[int, int]]:
        """Return where in messages something was said against the agent, by their positions."""
        if self._found is not found:
            self._found, self._said = found, {}
            for seen in found.negative:
                if seen.feedback.source == "output":
                    continue
                position, evidence = evidence_at(self._run.steps, seen)
                if evidence is not None:
                    self._said[position] = evidence["start"], evidence["end"]
        return self._said
