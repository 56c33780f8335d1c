"""Fuzzing: records of every format, made and real, damaged in every way; a few cases here, minutes by `make soak`.

A case is a whole record, a kind of damage and a number (tests/playhead/formats/fuzzing); the same case is always the
same bytes. Each opens with what is wrong told, or is a sentence, within its time and memory.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from playhead.formats import registry
from tests.playhead.formats.fuzzing.seeds import Seed, made, real
from tests.playhead.formats.fuzzing.trial import DAMAGES, tried
from tests.shared_data import SHARED

FORMATS = tuple(one.name for one in registry.formats())
QUICK = tuple(kind for kind in DAMAGES if kind != "grown")


@cache
def seeds_of(name: str) -> tuple[Seed, ...]:
    """Return the records made for tests of a format."""
    return tuple(seed for seed in made() if seed.format == name)


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_has_a_record_to_damage(name: str) -> None:
    """No format is left out: a new one brings a record of its own."""
    assert seeds_of(name)


@pytest.mark.parametrize("name", FORMATS)
def test_a_damaged_record_is_told_or_refused(name: str, tmp_path: Path) -> None:
    """The first cases of each kind of damage to each made record open, or are a sentence."""
    for seed in seeds_of(name):
        there = [tried(seed, kind, number, tmp_path) for kind in QUICK for number in (0, 1, 2)]
        assert sum(there) > len(there) / 3


def test_a_damaged_real_run_is_told_or_refused(tmp_path: Path) -> None:
    """One case of each small real run, of another kind of damage each, opens, or is a sentence."""
    if not SHARED.exists():
        pytest.skip("there are no real runs on this machine")
    there = [tried(seed, QUICK[place % len(QUICK)], place, tmp_path) for place, seed in enumerate(real())]
    assert sum(there) > len(there) / 2
