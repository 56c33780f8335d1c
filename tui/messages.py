"""What screens ask of the application."""

from __future__ import annotations

from dataclasses import dataclass

from textual.message import Message

from playhead.opening import RunEntry


@dataclass
class OpenRun(Message):
    """Open this run, in the place of the one that is shown."""

    entry: RunEntry


@dataclass
class LeaveRun(Message):
    """The run that is shown was left, and its labels are safe."""


@dataclass
class ShowKeys(Message):
    """Show the keys."""
