"""Folding: label events written into the record itself, every other byte unchanged (design 3.3).

Names are imported when first asked for: the settings need one small part of this room, at every start.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playhead.labels.fold.result import FoldResult, Progress
    from playhead.labels.fold.tape import fold_tape

__all__ = ["FoldResult", "Progress", "fold_tape"]


def __getattr__(name: str) -> Any:
    """Return a public name from the module it lives in (PEP 562)."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{'tape' if name == 'fold_tape' else 'result'}"), name)
    globals()[name] = value
    return value
