"""ATIF, Harbor's Agent Trajectory Interchange Format, v1.0 to v1.8: one JSON document a run (Harbor RFC 0001)."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playhead.formats.atif.reader import FORMAT, detect, read

__all__ = ["FORMAT", "detect", "read"]


def __getattr__(name: str) -> Any:
    """Return what is public from the reader (PEP 562): parts of this room are used by readers of other formats."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.reader"), name)
    globals()[name] = value
    return value
