"""Every test of labels has a state directory of its own."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _own_directories(tmp_path_factory, monkeypatch):
    """Keep what waits, and what is preferred, out of the account that runs the tests."""
    base = tmp_path_factory.mktemp("account")
    monkeypatch.setenv("XDG_STATE_HOME", str(base / "state"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(base / "config"))
