"""A command run in this process, and small records for it."""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from playhead.errors import PlayheadError
from tests.playhead.formats.documents import MINI, SWE_AGENT, write


@dataclass(frozen=True)
class Result:
    """What a command came to: its exit code, its stdout, and the sentence of the error it raised."""

    code: int
    out: bytes
    err: str

    @property
    def rows(self) -> list[Any]:
        """Return stdout read as JSON Lines."""
        return [json.loads(line) for line in self.out.decode("utf-8").splitlines()]


@pytest.fixture
def playhead(capsysbinary):
    """Return a function that runs `playhead COMMAND WORDS...` as the command line does."""

    def run(command: str, *words: str | Path) -> Result:
        module = import_module(f"tui.headless.{command}")
        parser = argparse.ArgumentParser()
        module.add_arguments(parser)
        error = ""
        try:
            code = module.run(parser.parse_args([str(word) for word in words]))
        except PlayheadError as raised:
            code, error = raised.exit_code, str(raised)
        captured = capsysbinary.readouterr()
        return Result(code, captured.out, captured.err.decode() + error)

    return run


@pytest.fixture(autouse=True)
def own_state(tmp_path_factory, monkeypatch):
    """Keep what waits to be saved out of the account's own folders, and give the account a name."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
    monkeypatch.setenv("PLAYHEAD_BY", "anna")


@pytest.fixture
def mini_run(tmp_path):
    """Return a mini-swe-agent 2.x record without labels."""
    return write(tmp_path / "run.traj.json", {key: value for key, value in MINI.items() if key != "playhead"})


@pytest.fixture
def swe_run(tmp_path):
    """Return a SWE-agent 1.x record without labels, of a retrying agent."""
    return write(tmp_path / "run.traj", {key: value for key, value in SWE_AGENT.items() if key != "playhead"})
