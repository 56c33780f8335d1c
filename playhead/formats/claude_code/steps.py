"""How a session's steps are shown: lists and look-ups are answered from the light pass, without building a step."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from playhead.formats.claude_code.entries import Entry, What
from playhead.formats.claude_code.step import StepBuilder
from playhead.model import Kind, Step
from playhead.storage.log_steps import Builder, Light, LogSteps
from playhead.storage.source import KINDS

_PLACES = {kind: place for place, kind in enumerate(KINDS)}
_DAMAGED = (What.DAMAGED, What.ORPHAN)
_LOOKING = (Kind.READ, Kind.SEARCH)


class EntryView:
    """What `LogSteps` asks of entries."""

    def __init__(self, build: StepBuilder) -> None:
        self._build = build

    def state(self, entry: Entry) -> int:
        """Return how much is known of an entry."""
        return len(entry.pieces)

    def light(self, entry: Entry) -> Light:
        """Return its columns, as the pass saw them."""
        damaged = entry.what in _DAMAGED
        kind = _PLACES[_kind(entry)]
        if not entry.calls:
            return Light(kind, int(damaged), 0, None)
        codes = [call.exit_code for call in entry.calls if call.exit_code is not None]
        failed = sum(call.failed for call in entry.calls) + damaged
        return Light(kind, failed, len(entry.calls), codes[-1] if codes else None)

    def is_copied(self, entry: Entry) -> bool:  # noqa: ARG002 - the seam's
        """Return False: what a resumed session repeats of another is its own."""
        return False

    def ids(self, entry: Entry) -> Iterable[str]:
        """Return its id, then the ids of its records and of its message."""
        return entry.native_ids

    def builder(self, entry: Entry) -> Builder:
        """Return what makes its step of what is known now."""
        known, build = entry.copy(), self._build

        def make(index: int, n: int | None, first_action: int | None) -> Step:
            return build(index, n, first_action, known)

        return make

    def values(self, entry: Entry) -> object:
        """Return the bytes of its records."""
        return self._build.lines_of(entry)


def all_steps(entries: Sequence[Entry], build: StepBuilder, native_steps: int) -> LogSteps[Entry]:
    """Return the steps of an agent whose records are all there."""
    steps: LogSteps[Entry] = LogSteps(EntryView(build))
    steps.native_steps = native_steps
    steps.publish(entries)
    return steps


def _kind(entry: Entry) -> Kind:
    if entry.what is What.DAMAGED:
        return Kind.OTHER
    if not entry.calls:
        return Kind.MESSAGE
    telling = [call.kind for call in entry.calls if call.kind not in _LOOKING]
    return telling[-1] if telling else entry.calls[-1].kind
