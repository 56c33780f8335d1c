"""A label event: one thing that one author said about a run. All labels that are shown are computed from these."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from playhead.labels.plain import compact, plain
from playhead.labels.target import RunTarget, SpanTarget, StepTarget, Target, is_known_target, target_from

__all__ = ["NOTE", "Author", "Event", "RunTarget", "SpanTarget", "StepTarget", "Target", "event_from", "target_from"]

NOTE = "note"
"""The key of a free note: its value is the text. Several people's notes never conflict."""

SET, RETRACT, ACCEPT, REJECT, DONE = "set", "retract", "accept", "reject", "done"
ATTACH = "attach"
"""The op of evidence that came after the run: the key names its layer, the value is the layer's object."""
SKIPPED = "skipped"
"""The value of a done event for a run that was put aside, with the reason as its note; True for one that is done."""

_KNOWN_OPS = frozenset((SET, RETRACT, ACCEPT, REJECT, DONE, ATTACH))
_TEXTS = ("key", "note", "at", "tool", "proposal")


@dataclass(frozen=True, slots=True)
class Author:
    """Who says it: `kind` is human, model or rule; `id` a person's name, a model's or a rule's id."""

    kind: str
    id: str
    version: str | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the `by` object of an event."""
        named = {"kind": self.kind, "id": self.id}
        return named if self.version is None else {**named, "version": self.version}


@dataclass(frozen=True, slots=True)
class Event:
    """One label event (design 3.3).

    `op` is set, retract, accept, reject, done or attach; a later version may know more. `anchor` finds the step again
    when ids moved, `supersedes` are the ids of the events this one replaces, `proposal` is the one it accepts or
    rejects. `adjudicates` are the ids of the events, of others too, that this one decides between: they stand back
    until one of their authors says something new. `unknown` holds fields that this version does not know or that had
    a wrong type; they are written back as they were. An event that says more than this version knows is `written`
    back as it was read, its fields in their order.
    """

    id: str
    op: str
    on: Target
    by: Author
    key: str | None = None
    value: Any = None
    evidence: tuple[Any, ...] = ()
    note: str | None = None
    at: str | None = None
    schema: Mapping[str, Any] | None = None
    tool: str | None = None
    anchor: Mapping[str, Any] | None = None
    supersedes: tuple[str, ...] = ()
    proposal: str | None = None
    blind: bool = False
    elapsed_ms: int | None = None
    adjudicates: tuple[str, ...] = ()
    unknown: Mapping[str, Any] = field(default_factory=dict)
    written: Mapping[str, Any] | None = field(default=None, init=False, compare=False, repr=False)

    def __hash__(self) -> int:
        return hash(self.id)

    @property
    def understood(self) -> bool:
        """Whether this version knows the op and the kind of target: what it does not is kept, and shown nowhere."""
        return self.op in _KNOWN_OPS and ("on" not in self.unknown or is_known_target(self.unknown["on"]))

    def to_json(self) -> dict[str, Any]:
        """Return the event as a JSON object; fields that say nothing are left out."""
        if self.written is not None:
            return dict(self.written)
        named: dict[str, Any] = {"id": self.id, "op": self.op, "key": self.key}
        if self.value is not None or self.op == SET:
            named["value"] = self.value
        named["on"] = self.on.to_json()
        named |= {"evidence": self.evidence or None, "note": self.note, "by": self.by.to_json(), "at": self.at}
        named |= {"schema": self.schema, "tool": self.tool, "anchor": self.anchor}
        named |= {"supersedes": self.supersedes or None, "proposal": self.proposal}
        named |= {"blind": self.blind or None, "elapsed_ms": self.elapsed_ms, "adjudicates": self.adjudicates or None}
        said = {name: value for name, value in named.items() if value is not None or name == "value"}
        whole: dict[str, Any] = plain({**said, **self.unknown})
        return whole

    def to_line(self) -> bytes:
        """Return the line of a journal or a run tape, ending in a newline: ASCII, valid for every JSON reader."""
        return compact({"label": self.to_json()}).encode("ascii") + b"\n"


def event_from(decoded: Any) -> Event | None:
    """Return the event that a decoded object (`{"label": {...}}` or what is inside) holds; None when it is none.

    An event has an id, an op, a target and an author. Wrong types in other fields are kept in `unknown`.
    """
    if not isinstance(decoded, Mapping):
        return None
    if "id" not in decoded and isinstance(decoded.get("label"), Mapping):
        decoded = decoded["label"]
    fields: dict[str, Any] = plain(decoded)
    target, author = _target(fields.get("on")), _author(fields.get("by"))
    if not _is_text(fields.get("id")) or not _is_text(fields.get("op")) or target is None or author is None:
        return None
    known = _known(fields) | {"id": fields["id"], "op": fields["op"], "on": target, "by": author}
    event = Event(**known, unknown=_left_over(fields, known))
    if event.unknown or not event.understood:
        object.__setattr__(event, "written", fields)
    return event


def _known(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields that may be left out, as far as they have the right type; and the value."""
    known = {name: fields[name] for name in _TEXTS if isinstance(fields.get(name), str)}
    known |= {name: fields[name] for name in ("schema", "anchor") if isinstance(fields.get(name), dict)}
    for name in ("evidence", "supersedes", "adjudicates"):
        if isinstance(fields.get(name), tuple):
            known[name] = fields[name]
    for name in ("supersedes", "adjudicates"):
        if not all(isinstance(one, str) for one in known.get(name, ())):
            del known[name]
    if isinstance(fields.get("blind"), bool):
        known["blind"] = fields["blind"]
    if isinstance(fields.get("elapsed_ms"), int) and not isinstance(fields["elapsed_ms"], bool):
        known["elapsed_ms"] = fields["elapsed_ms"]
    return known | {"value": fields.get("value")}


def _target(on: Any) -> Target | None:
    """Return the target of an event; the run for a kind that this version does not know, which `written` still says."""
    target = target_from(on)
    return target_from({"run": on.get("run")}) if target is None and isinstance(on, Mapping) else target


def _left_over(fields: Mapping[str, Any], known: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the known fields do not say; `on` and `by` as written where they say more than we know."""
    left = {name: value for name, value in fields.items() if name not in known and value is not None}
    return left | {name: fields[name] for name in ("on", "by") if known[name].to_json() != fields[name]}


def _author(value: Any) -> Author | None:
    if not isinstance(value, Mapping) or not _is_text(value.get("id")):
        return None
    kind, version = value.get("kind"), value.get("version")
    named = kind if isinstance(kind, str) and kind else "human"
    return Author(named, value["id"], version if isinstance(version, str) else None)


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and value != ""
