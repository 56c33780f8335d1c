"""Crash replay in the suite: all that is saved, a fixed part of the folds; and the replay sees what is wrong."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor

import pytest

from playhead.corpus import cache
from playhead.labels import append, journal
from playhead.labels.fold import rewrite
from playhead.labels.saver import Saver
from playhead.writing.converting import convert
from tests.soak.replay import family
from tests.soak.replay.file_scenes import converted, summaries
from tests.soak.replay.label_scenes import folding, headless, labels
from tests.soak.replay.scene import Replayed

_SAVES = {one.name: one for one in family.saves()}
_OTHERS = {one.name: one for one in family.others()}
_FOLDS = {one.name: one for one in family.folds()}


@pytest.mark.parametrize("name", _SAVES)
def test_no_acknowledged_label_is_lost_to_a_power_loss(name):
    """Whatever a crash leaves of a save, what was acknowledged is read, and the next save works."""
    found = family.replayed(_SAVES[name], 2)
    assert found.cases > 3
    assert found.failures == ()


@pytest.mark.parametrize("name", _FOLDS)
def test_a_fold_leaves_the_record_old_or_new(name):
    """Whatever a crash leaves of a fold, the record has all its bytes, it opens, and the next fold ends the work."""
    found = family.replayed(_FOLDS[name], 9)
    assert found.cases > 2
    assert found.failures == ()


@pytest.mark.parametrize("name", _OTHERS)
def test_other_files_are_whole_or_not_believed(name):
    """Whatever a crash leaves of another file, what is read of it was written so, and the next write is whole."""
    found = family.replayed(_OTHERS[name], 40 if name == "the index of a record" else 3)
    assert found.cases > 3
    assert found.failures == ()


def test_a_second_power_loss_takes_no_more_than_the_first():
    """Where the program begins anew after a crash and power is lost again, what was acknowledged stays."""
    once, twice = (family.replayed(headless(), again=again) for again in (0, 4))
    assert twice.cases > once.cases
    assert twice.failures == ()


def test_the_family_tells_a_line_for_each_promise(monkeypatch):
    """Scenes of one promise are one line of the table, their states and failures added up."""
    monkeypatch.setattr(family, "_one", _fake)
    monkeypatch.setattr(family, "ProcessPoolExecutor", ThreadPoolExecutor)
    lines = family.run(1.0)
    assert [one.cases for one in lines] == [2 * len(some) for some in (_SAVES, _FOLDS, _OTHERS)]
    assert [len(one.failures) for one in lines] == [len(_SAVES), 0, 0]


def _fake(promise, number, every, again):
    return Replayed(2, ("lost",) if "acknowledged" in promise else ())


def test_the_replay_is_the_same_each_time():
    """Two replays of one scene look at as many states."""
    assert family.replayed(headless()).cases == family.replayed(headless()).cases


def _nothing(*_args, **_named):
    """Do nothing, where something should be done."""


class _WithoutSync:
    fsync = staticmethod(_nothing)

    def __getattr__(self, name):
        return getattr(os, name)


def _early(real):
    def save(self, events):
        for one in events:
            self._pending.pop(one.id, None)
        return real(self, events)

    return save


@pytest.mark.parametrize(
    ("where", "name", "instead", "scene"),
    [
        (append, "_sync", _nothing, labels),
        (append, "_ends_line", lambda *_: True, labels),
        (journal, "sync_folder", _nothing, labels),
        (Saver, "_save", _early(Saver._save), labels),
        (rewrite, "sync_folder", _nothing, lambda: folding("run.json")),
        (rewrite, "os", _WithoutSync(), lambda: folding("run.json")),
        (cache, "_unsealed", lambda row: row[3][16:], summaries),
        (convert, "sync_folder", _nothing, converted),
        (rewrite, "_spliced", lambda chunk, *_: chunk + b" ", lambda: folding("run.json")),
    ],
)
def test_the_replay_sees_what_is_wrong(monkeypatch, where, name, instead, scene):
    """Without a sync, without a look at the last byte, with an early word of success, the replay fails."""
    made = scene()
    monkeypatch.setattr(where, name, instead)
    assert family.replayed(made, most_failures=1).failures
