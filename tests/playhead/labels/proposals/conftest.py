"""The shipped shelf, and what the rules propose of a sample run."""

from __future__ import annotations

from pathlib import Path

import pytest

from playhead import open_tape
from playhead.insight.checks import checks_of
from playhead.insight.run_insight import insight_of
from playhead.labels.proposals import proposals_of
from playhead.labels.schema import load_schema

SAMPLES = Path(__file__).parents[4] / "sample_runs"


@pytest.fixture(scope="session")
def shelf():
    return load_schema()


@pytest.fixture(scope="session")
def sample():
    """Return a function that opens a sample run by name, without its format's ending."""
    return lambda name: open_tape(SAMPLES / f"{name}.tape.jsonl")


@pytest.fixture(scope="session")
def proposed(sample, shelf):
    """Return a function that gives what is proposed of a sample run."""

    def of(name, schema=shelf):
        tape = sample(name)
        insight = insight_of(tape)
        return proposals_of(tape, insight, checks_of(tape, insight), schema)

    return of
