"""The parameters of rules that commands without a screen use."""

from __future__ import annotations

from pathlib import Path

import pytest

from playhead.errors import BadUseError
from playhead.settings import DEFAULTS
from tui.headless.rules import used_settings


def _written(folder: Path, text: str) -> None:
    (folder / "playhead").mkdir()
    (folder / "playhead" / "settings.toml").write_text(text, encoding="utf-8")


def test_without_a_settings_file_defaults_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No settings file, no other parameters."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert used_settings() == DEFAULTS


def test_the_settings_file_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What stands under [rules] holds without a screen too."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    _written(tmp_path, "[rules]\nspiral_repeats = 5\n")
    assert used_settings().spiral_repeats == 5


def test_a_settings_file_that_makes_no_sense_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A rule never runs with other parameters than those that were asked for."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    _written(tmp_path, "[rules]\nspiral = 5\n")
    with pytest.raises(BadUseError):
        used_settings()
