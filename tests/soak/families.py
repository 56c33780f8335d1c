"""The families of the soak: a name, and the function that runs it.

A function takes the scale (1.0 is what `make soak` runs, within thirty minutes on two cores together; the suite runs a
thousandth of it) and returns the lines of the table that it tried.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module

from tests.soak.promise import Promise

FAMILIES: Mapping[str, str] = {
    "replay": "replay.family:run",
    "text": "text.family:promises",
    "mutations": "mutations.family:run",
    "kills": "kills.family:run",
    "people": "people.family:run",
    "files": "files.family:run",
    "formats": "formats:run",
    "secrets": "secrets:run",
    "faults": "faults.family:faults",
    "signals": "signals.family:signals",
}


def family(name: str) -> Callable[[float], Sequence[Promise]]:
    """Return the function of a family."""
    module, function = FAMILIES[name].split(":")
    return getattr(import_module(f"tests.soak.{module}"), function)
