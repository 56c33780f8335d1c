"""The mapping files in use without a screen: those that were named, and those that the settings file names."""

from __future__ import annotations

import re
from collections.abc import Sequence


def use(named: Sequence[str]) -> None:
    """Use mapping files; where none was named and no settings name any, nothing is imported.

    Raises:
        BadUseError: a mapping, or the settings file that names some, makes no sense.
        UnreadableError: one cannot be read.

    """
    kept = _of_settings()
    if named or kept:
        from playhead.formats.own.use import use_maps  # noqa: PLC0415 - most starts have no mapping

        use_maps(named, kept)


def _of_settings() -> Sequence[str]:
    """Return what the settings file says of mappings; a file without a word of them is not judged here."""
    from playhead.own_folders import config_folder  # noqa: PLC0415 - not needed for `--help`

    file = config_folder() / "settings.toml"
    try:
        if re.search(rb"^\s*maps\s*=", file.read_bytes(), re.MULTILINE) is None:
            return ()
    except OSError:
        return ()
    from tui.settings import load_settings  # noqa: PLC0415 - heavy, and seldom needed

    return load_settings().maps
