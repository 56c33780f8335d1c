"""What the key bar shows: the few keys that matter now, named as they are declared."""

from __future__ import annotations

from tui.commands.declared import BY_ID, shown_keys

_READING = (
    ("step.previous step.next", "step"),
    ("read.on", "read on"),
    ("failure.next", "failure"),
    ("search.open", "find"),
    ("filter.open", "filter"),
    ("label.panel", "label"),
    ("label.mode", "label mode"),
    ("help", "keys"),
    ("quit", "quit"),
    ("label.undo", "undo"),
    ("go.to", "go to"),
    ("pane.next", "pane"),
    ("raw", "raw"),
    ("save", "save"),
)
_LABELLING = (
    ("label.mode", "label mode off"),
    ("help", "keys"),
    ("label.panel", "any label"),
    ("label.note", "note"),
    ("label.undo", "undo"),
    ("label.span", "span"),
    ("run.next", "next run"),
    ("save", "save"),
    ("quit", "quit"),
)
_PASSING = (
    ("step.previous", "back"),
    ("page.half_down", "scroll"),
    ("label.undo", "undo"),
    ("label.note", "note"),
    ("label.panel", "any label"),
    ("go.to", "go to"),
    ("help", "keys"),
)


def run_hints(*, label_mode: bool, passing: bool = False) -> tuple[tuple[str, str], ...]:
    """Return (keys, title) pairs for the screen of a run, the most needed first; the strip of a pass tells its own."""
    rows = _PASSING if passing else _LABELLING if label_mode else _READING
    return tuple((" ".join(_first_key(one) for one in ids.split()), title) for ids, title in rows)


def _first_key(command_id: str) -> str:
    return shown_keys(BY_ID[command_id]).split(" ")[0]
