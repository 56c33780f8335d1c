"""Places that belong to somebody else: what may not be looked at is told in a sentence, and bars nothing else."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from playhead.errors import CannotSaveError, UnreadableError
from tests.tui.driver import write_tape
from tui.cli import main
from tui.settings import Settings, load_settings


@pytest.fixture
def closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder that may not be entered, whoever runs the tests."""
    folder = tmp_path / "closed"
    folder.mkdir()
    for name in ("stat", "open", "listdir", "scandir"):
        real = getattr(os, name)

        def refused(path: object, *told: object, real: object = real, **named: object) -> object:
            if isinstance(path, str | bytes | os.PathLike) and str(os.fsdecode(path)).startswith(f"{folder}/"):
                raise PermissionError(13, "Permission denied", os.fsdecode(path))
            return real(path, *told, **named)  # type: ignore[operator]

        monkeypatch.setattr(os, name, refused)
    monkeypatch.setattr(os, "access", lambda path, *_told: not str(path).startswith(str(folder)))
    return folder


def test_a_run_that_may_not_be_looked_at(closed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A run in somebody else's folder is a sentence and exit code 3."""
    assert main(["info", str(closed / "a.tape.jsonl")]) == UnreadableError.exit_code
    assert capsys.readouterr().err == f"playhead: {closed / 'a.tape.jsonl'} cannot be read: Permission denied.\n"


def test_a_tape_that_may_not_be_written(closed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A recording into somebody else's folder is a sentence and exit code 4."""
    out = closed / "x.tape.jsonl"
    assert main(["record", "--out", str(out), "--", "true"]) == CannotSaveError.exit_code
    assert f"{out} cannot be written: Permission denied." in capsys.readouterr().err


def test_the_home_of_another_account_has_no_settings(closed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where HOME is still that of somebody else, as after `sudo -u`, the defaults hold."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(closed / "config"))
    assert load_settings() == Settings()


def test_rules_need_no_home_of_one_s_own(
    closed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Commands that use rules work there as well."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(closed / "config"))
    assert main(["moments", str(write_tape(tmp_path / "a.tape.jsonl"))]) == 0
    assert capsys.readouterr().err == ""
