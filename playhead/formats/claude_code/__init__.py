"""Claude Code session JSONL: `~/.claude/projects/<folder>/<sessionId>.jsonl` and its sub-agents' files."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playhead.formats.claude_code.detection import detect
    from playhead.formats.claude_code.reader import FORMAT, read

__all__ = ["FORMAT", "detect", "read"]


def __getattr__(name: str) -> Any:
    """Return what is public from the reader (PEP 562): parts of this room are used by readers of other formats."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.reader"), name)
    globals()[name] = value
    return value
