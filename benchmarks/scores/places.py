"""Where labelled runs stand: beside the checkout; most machines have none of them."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
LABELLED = SHARED / "labelled"
SAMPLES = SHARED / "samples"


class NotHereError(Exception):
    """A labelled set is not on this machine; the sentence says which."""


def labelled(*parts: str) -> Path:
    """Return a path under the labelled sets.

    Raises:
        NotHereError: it is not there.

    """
    path = LABELLED.joinpath(*parts)
    if not path.exists():
        raise NotHereError(f"Not scored here: {'/'.join(('../shared/labelled', *parts))} is not on this machine.")
    return path
