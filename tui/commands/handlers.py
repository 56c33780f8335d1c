"""Which function answers which command: filled by the modules of handlers, asked by the screen."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

from tui.commands.declared import BY_ID

if TYPE_CHECKING:
    from tui.screens.run import RunScreen

Handler = Callable[["RunScreen"], None]

_HANDLERS: dict[str, Handler] = {}
_MODULES = (
    "moving",
    "branching",
    "pages",
    "same",
    "finding",
    "moments",
    "searching",
    "reading",
    "labelling",
    "labelling_many",
    "labelling_decide",
    "labelling_done",
    "labelling_recent",
    "leaving",
    "detail",
    "checking",
    "testing",
    "comparing",
    "piping",
    "copying",
    "masking",
)


def handles(*ids: str) -> Callable[[Handler], Handler]:
    """Return a decorator that makes a function the handler of these commands."""

    def register(handler: Handler) -> Handler:
        for one in ids:
            if one not in BY_ID or one in _HANDLERS:
                raise ValueError(f"{one} is not declared, or has a handler already")
            _HANDLERS[one] = handler
        return handler

    return register


def handler_of(command_id: str) -> Handler:
    """Return the handler of a declared command."""
    if command_id not in _HANDLERS:
        for name in _MODULES:
            import_module(f"tui.commands.{name}")
    return _HANDLERS[command_id]
