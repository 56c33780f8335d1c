"""The record of a coding agent's run and all judgement on it; nothing here draws.

`open_tape` and `list_runs` read, `TapeWriter` writes; the values are in `playhead.model`. Names are imported when
first asked for, so that `import playhead` costs nothing.
"""

from __future__ import annotations

from importlib import import_module

TYPE_CHECKING = False  # as in `typing`, which takes longer to import than the rest of `--help`
if TYPE_CHECKING:
    from typing import Any

    from playhead.errors import BadUseError, CannotSaveError, PlayheadError, UnreadableError
    from playhead.model import Action, Edit, Kind, Outcome, Phase, Status, Step, Tape
    from playhead.opening import RunEntry, list_runs, open_tape
    from playhead.writing.tape_writer import TapeWriter

_HOMES = {
    "open_tape": "playhead.opening",
    "list_runs": "playhead.opening",
    "RunEntry": "playhead.opening",
    "TapeWriter": "playhead.writing.tape_writer",
    "Tape": "playhead.model",
    "Step": "playhead.model",
    "Action": "playhead.model",
    "Edit": "playhead.model",
    "Outcome": "playhead.model",
    "Kind": "playhead.model",
    "Phase": "playhead.model",
    "Status": "playhead.model",
    "PlayheadError": "playhead.errors",
    "BadUseError": "playhead.errors",
    "UnreadableError": "playhead.errors",
    "CannotSaveError": "playhead.errors",
}

__all__ = [
    "Action",
    "BadUseError",
    "CannotSaveError",
    "Edit",
    "Kind",
    "Outcome",
    "Phase",
    "PlayheadError",
    "RunEntry",
    "Status",
    "Step",
    "Tape",
    "TapeWriter",
    "UnreadableError",
    "list_runs",
    "open_tape",
]


def __getattr__(name: str) -> Any:
    """Return a public name from the module it lives in (PEP 562)."""
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'playhead' has no attribute {name!r}")
    value = getattr(import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})
