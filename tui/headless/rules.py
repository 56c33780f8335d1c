"""The parameters of rules that the settings file gives."""

from __future__ import annotations

from playhead.settings import DEFAULTS, RuleSettings


def used_settings() -> RuleSettings:
    """Return the parameters of rules that are in force."""
    return DEFAULTS
