"""What several people may have said of one run, as lines; and the files these may have come to stand in."""

from __future__ import annotations

import json
from collections.abc import Sequence
from random import Random
from typing import Any

_PEOPLE = (
    {"kind": "human", "id": "ana"},
    {"kind": "human", "id": "ben"},
    {"kind": "human", "id": "chloé"},
    {"kind": "model", "id": "judge-1", "version": "3"},
    {"kind": "rule", "id": "C1"},
    {"kind": "team", "id": "a kind of a later version"},
)
_PLACES = (
    {},
    {"step": "s1", "n": 2},
    {"step": "s1"},
    {"step": "s2", "n": 3, "action": 3},
    {"from": "s1", "to": "s3"},
    {"step": "gone", "n": 99},
)
_LATER_PLACES = (
    {"file": "a.py", "line": 3},
    {"step": {"id": 1}},
    {"step": "s1", "pane": "left"},
    {"run": None, "x": 1},
)
_VALUES = ("x", "y", True, 1, 1.0, None, ["a", "b"], {"b": 1, "a": [0.5]}, "ü\u2028")
_OPS = ("set", "set", "set", "set", "retract", "accept", "reject", "done", "attach")
NO_EVENT = (
    b"# a comment",
    b"// and another",
    b"{",
    b'{"label":{"version":9,"what":{"do":"set"}}}',
    b'{"label":{"version":9,"id":"9","op":{"do":"set"},"on":{},"by":{"id":"ana"}}}',
    b'{"label":{"id":"1","op":"set","on":{},"by":["ana","ben"]}}',
    b"[1,2]",
)


def said(chance: Random, most: int = 14) -> list[bytes]:
    """Return lines of events: clocks that stand still and go back, ids that collide, words of later versions."""
    lines: list[bytes] = []
    names: list[str] = []
    for _ in range(chance.randrange(1, most)):
        name = _id(chance)
        event = _event(chance, name, names)
        names.append(name)
        lines.append(_line(event))
        if chance.random() < 0.1:  # the same id and something else, as when a line is copied by hand
            lines.append(_line({**event, "value": chance.choice(_VALUES)}))
    return lines


def _id(chance: Random) -> str:
    """Return an id of one of few milliseconds, now and then one that somebody else has as well."""
    return f"0192aaaa-{chance.randrange(3):04x}-7000-8000-{chance.randrange(40):012x}"


def _event(chance: Random, name: str, names: Sequence[str]) -> dict[str, Any]:
    later = chance.random() < 0.25
    event: dict[str, Any] = {
        "id": name,
        "op": chance.choice(("amend", "merge")) if later and chance.random() < 0.4 else chance.choice(_OPS),
        "key": chance.choice(("phase", "phase", "flag", "note")),
        "value": chance.choice(_VALUES),
        "on": dict(chance.choice(_LATER_PLACES if later and chance.random() < 0.5 else _PLACES)),
        "by": dict(chance.choice(_PEOPLE)),
        "at": f"20{chance.randrange(20, 30)}-01-01T00:00:00.000Z",
    }
    if names and chance.random() < 0.4:
        event["supersedes"] = chance.sample(list(names), min(len(names), chance.randrange(1, 3)))
    if names and event["op"] in ("accept", "reject"):
        event["proposal"] = chance.choice(names)
    if names and chance.random() < 0.1:
        event["adjudicates"] = [chance.choice(names)]
    if later:
        event |= {"confidence": 0.5, "seen": None, "more": {"z": 1, "a": [1.0, None]}}
        event = dict(chance.sample(list(event.items()), len(event)))
    return event


def _line(event: dict[str, Any]) -> bytes:
    return json.dumps({"label": event}, separators=(",", ":")).encode()


def files(lines: Sequence[bytes], chance: Random) -> list[bytes]:
    """Return journals that hold these lines: dealt out, copied, in any order, and edited by hand."""
    journals: list[list[bytes]] = [[] for _ in range(chance.randrange(1, 5))]
    for line in lines:
        for journal in chance.sample(journals, chance.randrange(1, len(journals) + 1)):
            journal.extend([line] * chance.choice((1, 1, 1, 2)))
    return [_edited(journal, chance) for journal in journals]


def _edited(lines: list[bytes], chance: Random) -> bytes:
    """Return a journal as an editor may leave it: other order, comments, blank lines, CRLF, a BOM, no newline."""
    chance.shuffle(lines)
    for _ in range(chance.choice((0, 0, 1, 3))):
        lines.insert(chance.randrange(len(lines) + 1), chance.choice((*NO_EVENT, b"", b"  \t")))
    end = chance.choice((b"\n", b"\n", b"\r\n"))
    whole = end.join(lines) + (end if chance.random() < 0.7 else b"")
    return (b"\xef\xbb\xbf" if chance.random() < 0.1 else b"") + whole
