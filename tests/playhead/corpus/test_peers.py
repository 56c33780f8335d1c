"""How long the runs of one task looked before they edited, from what is remembered of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from playhead import open_tape
from playhead.corpus.cache import SummaryCache
from playhead.corpus.facts import FactsReader
from playhead.corpus.peers import searches_beside
from playhead.opening import RunEntry
from playhead.settings import DEFAULTS, rule_settings

STORIES = Path(__file__).parents[3] / "sample_runs"
NAMES = ("careful-diagnosis", "lucky-pass", "same-test-again", "wrong-place-first")


@pytest.fixture
def entries() -> list[RunEntry]:
    """Return runs of one task."""
    return [RunEntry(STORIES / f"{name}.tape.jsonl") for name in NAMES]


def test_only_what_rules_found_before_is_known_of_the_others(entries: list[RunEntry]) -> None:
    """Of runs of its task that the rules have read the length of the search is told, of all others nothing."""
    tape = open_tape(entries[0].path)
    assert searches_beside(tape, entries, 0) == ()
    cache = SummaryCache()
    reader = FactsReader(cache, rules=DEFAULTS)
    found = [reader.facts(entry, "x").found for entry in entries[:3]]
    cache.close()
    lengths = [one.search for one in found if one is not None]
    assert searches_beside(tape, entries, 0) == tuple(lengths[1:])
    assert searches_beside(tape, entries, 3) == tuple(lengths)
    assert searches_beside(tape, entries, 0, rule_settings({"no_ops": 9})) == ()
    assert searches_beside(replace(tape, task="Something else."), entries, 3) == ()
