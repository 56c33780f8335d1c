"""What rules found, as a filter asks for it: the steps of `moment:`, `feedback:`, `check:`, `test:` and `decision:`.

And of `phase:recovery`: a step by itself does not know that it is one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from playhead.model import Tape
from playhead.settings import DEFAULTS, RuleSettings

if TYPE_CHECKING:
    from playhead.insight.checks import CheckResult
    from playhead.insight.ledger import Deed
    from playhead.insight.run_insight import RunInsight

FoundSteps = Callable[[str, str], frozenset[int]]
"""The positions of the steps for a key and a value (in lower case) of a filter."""


def nothing_found(_key: str, _value: str) -> frozenset[int]:
    """Return no step: nobody has looked at the run."""
    return frozenset()


class FoundInRun:
    """What `insight` finds, asked for at the first question only, from the thread of a filter."""

    def __init__(self, tape: Tape, insight: Callable[[], RunInsight], settings: RuleSettings = DEFAULTS) -> None:
        self._tape = tape
        self._look = insight
        self._settings = settings
        self._known: dict[tuple[str, str], frozenset[int]] = {}

    def __call__(self, key: str, value: str) -> frozenset[int]:
        """Return the positions of the steps that pass `key:value`."""
        if (key, value) not in self._known:
            rules = {"moment": self._moment, "feedback": self._feedback, "check": self._check, "test": self._test}
            rules["decision"] = self._decision
            rules["phase"] = self._phase
            self._known[key, value] = frozenset(rules[key](value))
        return self._known[key, value]

    @cached_property
    def insight(self) -> RunInsight:
        """What was found in the run."""
        return self._look()

    @cached_property
    def checks(self) -> tuple[CheckResult, ...]:
        """What the checks say."""
        from playhead.insight.checks import checks_of  # noqa: PLC0415 - few filters ask

        return checks_of(self._tape, self.insight, self._settings)

    def _moment(self, value: str) -> Iterator[int]:
        for one in self.insight.moments:
            if value == one.outcome or (value == "any" and one.outcome != "not_negative"):
                yield from range(one.trigger_position, one.end_position + 1)

    def _phase(self, value: str) -> Iterator[int]:
        from playhead.insight.run_phases import recovering  # noqa: PLC0415 - few filters ask

        del value  # there is but one that steps do not know themselves
        yield from recovering(self.insight.moments, len(self._tape.steps))

    def _feedback(self, value: str) -> Iterator[int]:
        for one in self.insight.negative:
            if value in {"any", one.feedback.rule.lower(), one.feedback.kind}:
                yield one.position if one.said_at is None else one.said_at

    def _check(self, value: str) -> Iterator[int]:
        for one in self.checks:
            if one.fired and value in {"any", one.id.lower()}:
                yield from one.positions

    def _decision(self, value: str) -> Iterator[int]:
        from playhead.insight.decisions import decisions_of  # noqa: PLC0415 - few filters ask

        known = self.insight.decisions
        for one in decisions_of(self._tape) if known is None else known:
            if value == "any" or (one.blind if value == "blind" else value in one.what.split("_")):
                yield one.position

    def _test(self, value: str) -> Iterator[int]:
        for deed in self.insight.deeds:
            passed = _passed(deed)
            if passed is not None and passed == (value == "passing"):
                yield deed.position


def _passed(deed: Deed) -> bool | None:
    """Return how a test run came out, None for what is none."""
    return deed.passed if deed.report is not None or deed.kind == "test" else None
