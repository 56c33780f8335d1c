"""What is remembered of a run between two sittings: its summary, and where its labels are to be looked for."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from playhead.corpus.found_by_rules import FoundByRules, found_from
from playhead.labels.event import Event, event_from
from playhead.model import Status
from playhead.summary import RunSummary
from playhead.text import for_keeping

_TEXTS = ("title", "agent", "model", "task")
_STATUSES = tuple(str(one) for one in Status)


@dataclass(frozen=True, slots=True)
class KnownRun:
    """A run as it was read.

    `record` is the file that holds `events` (the labels that were folded into it); `mirrors` are the names its
    journals have in a tree of labels. What stands in journals is never remembered: it changes without the run. `found`
    is what rules found in it, None where nobody asked.
    """

    summary: RunSummary
    record: str | None = None
    mirrors: tuple[str, ...] = ()
    events: tuple[Event, ...] = ()
    found: FoundByRules | None = None

    def to_json(self) -> dict[str, Any]:
        """Return it as a JSON object, which is kept: what looks like a credential is masked whatever is shown now."""
        summary = asdict(self.summary)
        for name in _TEXTS:
            summary[name] = for_keeping(summary[name])
        return {
            "summary": summary,
            "record": self.record,
            "mirrors": self.mirrors,
            "events": [_safe(one.to_json()) for one in self.events],
            "found": None if self.found is None else self.found.to_json(),
        }


def _safe(event: dict[str, Any]) -> dict[str, Any]:
    """Return an event with what a person typed, or a rule quoted, masked."""
    inner = event.get("label")
    if isinstance(inner, dict):
        return {**event, "label": _safe(inner)}
    typed = {name: for_keeping(event[name]) for name in ("note", "value") if isinstance(event.get(name), str)}
    return event | typed


def known_from(decoded: Any) -> KnownRun | None:
    """Return what a decoded object says of a run; None when anything in it is not as `to_json` writes it."""
    if not isinstance(decoded, Mapping) or not isinstance(decoded.get("events"), list):
        return None
    summary = _summary(decoded.get("summary"))
    record, mirrors = decoded.get("record"), _texts(decoded.get("mirrors"))
    events = [event_from(one) for one in decoded["events"]]
    if summary is None or mirrors is None or not isinstance(record, str | None) or None in events:
        return None
    found = found_from(decoded.get("found"))
    return KnownRun(summary, record, mirrors, tuple(one for one in events if one is not None), found)


def _summary(value: Any) -> RunSummary | None:
    if not isinstance(value, Mapping) or set(value) != set(RunSummary.__slots__):
        return None
    texts = [value[name] for name in _TEXTS]
    counts = [value[name] for name in ("steps", "actions", "failed")]
    amounts = [value[name] for name in ("duration_s", "cost_usd")]
    parts = _texts(value["parts"])
    if (
        not all(isinstance(one, str) for one in texts)
        or not all(type(one) is int and one >= 0 for one in counts)
        or not all(map(_is_amount, amounts))
        or value["status"] not in _STATUSES
        or parts is None
    ):
        return None
    return RunSummary(**{**value, "status": Status(value["status"]), "parts": parts})


def _is_amount(value: Any) -> bool:
    return value is None or (isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value))


def _texts(value: Any) -> tuple[str, ...] | None:
    if not isinstance(value, Iterable) or isinstance(value, str) or not all(isinstance(one, str) for one in value):
        return None
    return tuple(value)
