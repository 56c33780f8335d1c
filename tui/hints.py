"""What the key bar shows: the few keys that matter now, named as they are declared."""

from __future__ import annotations

from tui.commands.declared import BY_ID, shown_keys

_READING = (
    ("step.previous step.next", "step"),
    ("read.on", "read on"),
    ("failure.next", "failure"),
    ("label.panel", "label"),
    ("label.mode", "label mode"),
    ("label.undo", "undo"),
    ("go.to", "go to"),
    ("raw", "raw"),
    ("help", "keys"),
    ("quit", "quit"),
)
_LABELLING = (
    ("label.helps label.neutral label.harms", "value"),
    ("label.digit.1", "…9 flags"),
    ("label.root_cause", "root cause"),
    ("label.panel", "any label"),
    ("label.span", "span"),
    ("label.note", "note"),
    ("label.undo", "undo"),
    ("run.next", "next run"),
    ("label.mode", "leave label mode"),
    ("help", "keys"),
)


def run_hints(*, label_mode: bool) -> tuple[tuple[str, str], ...]:
    """Return (keys, title) pairs for the screen of a run, the most needed first."""
    rows = _LABELLING if label_mode else _READING
    return tuple((" ".join(_first_key(one) for one in ids.split()), title) for ids, title in rows)


def _first_key(command_id: str) -> str:
    return shown_keys(BY_ID[command_id]).split(" ")[0]
