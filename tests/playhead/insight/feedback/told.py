"""Actions in their place, as short as a test can say them."""

from __future__ import annotations

from typing import Any

from playhead.formats.build import make_action
from playhead.insight.feedback.happenings import Happening


def told(
    command: str | None = None,
    output: str = "",
    *,
    tool: str = "bash",
    next_thought: str = "",
    person: str = "",
    thought: str = "",
    **rest: Any,
) -> Happening:
    """Return one action with its result and what was said around it."""
    action = make_action(n=1, tool=tool, command=command, output=output, **rest)
    return Happening(0, 0, 1, action, thought, next_thought, person, 1 if person else None)
