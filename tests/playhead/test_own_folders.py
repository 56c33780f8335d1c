"""Folders of an account, and of one that has no home."""

from __future__ import annotations

import os
import pwd

import pytest

from playhead.errors import CannotSaveError
from playhead.labels.journal import Journal
from playhead.labels.saver import Saver
from playhead.own_folders import NOWHERE, cache_folder, config_folder, is_nowhere, state_folder
from tests.playhead.labels.making import ANA, an_event


@pytest.fixture
def homeless(monkeypatch, tmp_path):
    """An account that the system does not know, with nothing set: a container run as a number."""
    for name in ("HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)

    def unknown(_number):
        raise KeyError

    monkeypatch.setattr(pwd, "getpwuid", unknown)
    monkeypatch.chdir(tmp_path)


def test_each_has_a_folder_of_its_own(monkeypatch, tmp_path):
    """With a home, state, cache and configuration are three folders below it."""
    for name in ("XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    found = {state_folder(), cache_folder(), config_folder()}
    assert len(found) == 3
    assert all(one.is_relative_to(tmp_path) for one in found)


@pytest.mark.usefixtures("homeless")
def test_without_a_home_nothing_is_found_and_nothing_is_made(tmp_path):
    """An account without a home has folders in which nothing is, and in which not even root can make anything."""
    for folder in (state_folder(), cache_folder(), config_folder()):
        assert is_nowhere(folder)
        assert not folder.exists()
        with pytest.raises(NotADirectoryError):
            folder.mkdir(parents=True, exist_ok=True)
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("home", ["", "relative/home", "~"])
def test_a_home_that_is_no_path_is_none(home, homeless, monkeypatch, tmp_path):
    """A HOME that leads nowhere definite makes no folder in the current one."""
    monkeypatch.setenv("HOME", home)
    assert state_folder().is_absolute()
    assert not state_folder().is_relative_to(tmp_path)


@pytest.mark.usefixtures("homeless")
def test_a_label_that_finds_no_place_says_what_to_set(tmp_path):
    """Where the run's folder takes no label and there is no home, the sentence names both, and HOME."""
    (tmp_path / "run.labels").write_text("in the way")
    saver = Saver(Journal(tmp_path / "run.labels", ANA), Journal(NOWHERE / "waiting", ANA, parents=True))
    saver.submit([an_event()])
    with pytest.raises(CannotSaveError) as told:
        saver.flush()
    assert str(told.value) == (
        f"1 label could not be saved in {tmp_path / 'run.labels'}: something else stands where its folder "
        "should be. Held in memory only (this account has no home directory: set HOME), and lost when playhead ends."
    )
    (tmp_path / "run.labels").unlink()
    saver.flush()
    assert saver.waiting == frozenset()
    saver.close()
