"""Evidence that was attached to a run afterwards, as layers of it: computed from events, like all labels.

An `attach` event has the layer's name as its key and the layer's object as its value, with the name of the file it
came from under `source`. A later one of the same author, key and source takes its place; one that holds nothing but
its source takes it back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from playhead.formats.parts import title_of
from playhead.formats.patch_layer import patch_layer
from playhead.formats.values import bool_of, mapping_of, optional_text, text_of
from playhead.insight.verdict import counts_of
from playhead.labels.event import ATTACH, Event
from playhead.labels.registers import Slot, attached_slot, in_force
from playhead.model import Layer, Outcome, Status, Tape

GOLD_PATCH = "gold patch"
"""The layer of a patch that solves the task: not the run's own, and never taken for it."""


def attachments(events: Iterable[Event], run: str | None = None) -> list[Event]:
    """Return the attachments in force, by id: of the run with a key, where the record holds several."""
    written: dict[Slot, list[Event]] = {}
    for event in events:
        if event.op == ATTACH and event.key and event.on.run == run and event.understood:
            written.setdefault(attached_slot(event), []).append(event)
    last = [one for ones in written.values() if (one := in_force(ones)) is not None]
    return sorted((one for one in last if _holds(one)), key=lambda one: one.id)


def with_attached(tape: Tape, events: Iterable[Event]) -> Tape:
    """Return the run with what was attached to it, behind its own layers.

    Where the record does not say how the run ended, the first report that was attached does.
    """
    found = [(event, _layer(event)) for event in attachments(events, tape.key)]
    if not found:
        return tape
    outcome = tape.outcome
    for event, layer in found:
        if outcome.status is Status.UNKNOWN and layer.name == "verification":
            outcome = _judged(layer, outcome, _source(event))
    return replace(tape, layers=(*tape.layers, *(layer for _, layer in found)), outcome=outcome)


def _holds(event: Event) -> bool:
    return any(name != "source" for name in mapping_of(event.value))


def _source(event: Event) -> str:
    return optional_text(mapping_of(event.value).get("source")) or ""


def _layer(event: Event) -> Layer:
    value = mapping_of(event.value)
    told = {**value, "attached by": event.by.id, **({"attached at": event.at} if event.at else {})}
    text = text_of(value.get("text"))
    if event.key == "patch":
        layer = patch_layer(text, ())
        return replace(layer, name=GOLD_PATCH, data={**layer.data, **_without(told, "text")})
    if event.key == "verification":
        layer = Layer("verification", "", text_of(value.get("output")), told)
        return replace(layer, title=_title(layer, value))
    words = (optional_text(value.get("verdict")), optional_text(value.get("by")) or event.by.id, title_of(text))
    return Layer(event.key or "", " · ".join(word for word in words if word), text, told)


def _title(layer: Layer, value: Mapping[str, Any]) -> str:
    words = [word for name in ("by", "source") if (word := optional_text(value.get(name)))]
    resolved = bool_of(value.get("resolved"))
    if resolved is not None:
        words.append("resolved" if resolved else "not resolved")
    counts = counts_of(layer)
    if counts is not None:
        failed, passed = counts
        words.append(f"{failed} failed of {failed + passed}" if failed else f"{passed} passed of {passed}")
    return " · ".join(words)


def _judged(layer: Layer, known: Outcome, source: str) -> Outcome:
    """Return how a report that was attached judges the run; as before where it does not."""
    resolved = bool_of(layer.data.get("resolved"))
    counts = counts_of(layer)
    if resolved is None and counts is not None and any(counts):
        resolved = counts[0] == 0
    if resolved is None:
        return known
    status = Status.RESOLVED if resolved else Status.FAILED
    return Outcome(status, f"attached {source}".strip(), known.reason)


def _without(value: Mapping[str, Any], name: str) -> dict[str, Any]:
    return {key: part for key, part in value.items() if key != name}
