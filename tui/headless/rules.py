"""The parameters of rules that the settings file gives, for commands without a screen."""

from __future__ import annotations

import os

from playhead.settings import DEFAULTS, RuleSettings


def used_settings() -> RuleSettings:
    """Return the parameters of rules that are in force: those of the settings file, where there is one.

    Raises:
        BadUseError: the settings file makes no sense.

    """
    from playhead.own_folders import config_folder  # noqa: PLC0415 - only commands that use rules ask

    if not os.path.exists(config_folder() / "settings.toml"):  # noqa: PTH110 - it never raises
        return DEFAULTS
    from tui.settings import load_settings  # noqa: PLC0415 - heavy, and there seldom is a file

    return load_settings().rules
