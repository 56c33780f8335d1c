"""The folders of this account: what waits or is remembered, what can be read again, what is configured.

An account without a home (a container that runs as a number, HOME unset) has none. Then nothing is remembered, and
what must be kept says why it cannot: no folder is made up in the current one, or in one that everybody may write to.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

NOWHERE = Path(os.devnull) / "no home"
"""Where nothing is ever found and nothing can be made, whoever asks."""
NO_HOME = "this account has no home directory: set HOME"


def state_folder() -> Path:
    """Return where what must not be lost waits, and what was done here is remembered."""
    from platformdirs import user_state_dir  # noqa: PLC0415 - not every command asks

    return _folder(user_state_dir)


def cache_folder() -> Path:
    """Return where what can be read again is kept."""
    from platformdirs import user_cache_dir  # noqa: PLC0415 - not every command asks

    return _folder(user_cache_dir)


def config_folder() -> Path:
    """Return where the settings are looked for."""
    from platformdirs import user_config_dir  # noqa: PLC0415 - not every command asks

    return _folder(user_config_dir)


def is_nowhere(path: Path) -> bool:
    """Return whether a path is in a folder of an account that has none."""
    return path.is_relative_to(NOWHERE)


def _folder(named: Callable[..., str]) -> Path:
    try:
        path = Path(named("playhead", appauthor=False))
    except RuntimeError:  # no home can be found out; older versions of platformdirs return a name below `~`
        return NOWHERE
    return path if path.is_absolute() else NOWHERE
