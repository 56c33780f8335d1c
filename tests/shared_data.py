"""Where the real runs stand that tests may read: beside the checkout, absent on most machines."""

from __future__ import annotations

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"


def samples(*parts: str) -> Path:
    """Return a path under the sample runs; skip the test where they are not there."""
    return _there(SHARED.joinpath("samples", *parts))


def labelled(*parts: str) -> Path:
    """Return a path under the labelled runs; skip the test where they are not there."""
    return _there(SHARED.joinpath("labelled", *parts))


def _there(path: Path) -> Path:
    if not path.exists():
        pytest.skip(f"{path.name} is not on this machine")
    return path
