"""`playhead propose` and `stats`: proposals without a screen, and what became of them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from playhead import open_tape
from playhead.labels.event import Author
from playhead.labels.schema import load_schema
from playhead.labels.store import LabelStore

SAMPLES = Path(__file__).parents[3] / "sample_runs"
NAMES = ("same-test-again.tape.jsonl", "careful-diagnosis.tape.jsonl")


@pytest.fixture
def folder(tmp_path):
    for name in NAMES:
        shutil.copy(SAMPLES / name, tmp_path)
    return tmp_path


def decide(path, op, count=1, key="flag"):
    """Accept or reject some proposals of a run under a name."""
    store = LabelStore.open(open_tape(path), author=Author("human", "ana"), schema=load_schema())
    for one in [one for one in store.state.in_state("proposed") if one.key == key][:count]:
        getattr(store, op)(one.event)
    store.close()


def test_proposals_are_printed_and_nothing_is_written(playhead, folder):
    """Each open proposal is a line with its steps, label, value and reason; phases only with `--all`."""
    result = playhead("propose", folder / NAMES[0])
    assert b"spiralled" in result.out
    assert b"steps 7-18" in result.out
    assert not list(folder.glob("*.labels"))
    rows = playhead("propose", folder / NAMES[0], "--json").rows
    assert {row["key"] for row in rows} >= {"moment", "root_cause", "flag", "outcome"}
    assert "phase" not in {row["key"] for row in rows}
    whole = playhead("propose", folder / NAMES[0], "--json", "--all").rows
    assert "phase" in {row["key"] for row in whole}
    assert all(row["by"]["kind"] == "rule" and row["by"]["version"] for row in whole)
    assert [row["span"] for row in rows if row["value"] == "spiralled"] == [[7, 18]]


def test_the_same_is_printed_twice(playhead, folder):
    """The ids and everything else are the same whenever and wherever it is worked out."""
    assert playhead("propose", folder, "--json").out == playhead("propose", folder, "--json").out


def test_written_once_in_a_journal_of_the_rules(playhead, folder):
    """`--write` puts them into `rules@HOST`, a second time nothing; `labels` tells them as proposed."""
    playhead("propose", folder, "--write")
    journals = {path.name: path.read_bytes() for path in folder.glob("*.labels/*")}
    assert {name.split("@")[0] for name in journals} == {"rules"}
    playhead("propose", folder, "--write")
    assert {path.name: path.read_bytes() for path in folder.glob("*.labels/*")} == journals
    rows = playhead("labels", folder / NAMES[0], "--json").rows
    assert {row["state"] for row in rows} == {"proposed"}


def test_what_is_decided_is_no_longer_printed(playhead, folder):
    """Accepted and rejected ones are gone, also after the rules have run again."""
    playhead("propose", folder, "--write")
    flags = len([row for row in playhead("propose", folder / NAMES[0], "--json").rows if row["key"] == "flag"])
    decide(folder / NAMES[0], "accept")
    decide(folder / NAMES[0], "reject")
    playhead("propose", folder, "--write")
    left = [row for row in playhead("propose", folder / NAMES[0], "--json").rows if row["key"] == "flag"]
    assert len(left) == flags - 2


def test_stats_tell_precision_by_rule_and_labels_by_author(playhead, folder):
    """Over a folder: accepted, rejected and open of each rule, and how many labels each person has."""
    playhead("propose", folder, "--write")
    decide(folder / NAMES[0], "accept", 2)
    decide(folder / NAMES[0], "reject", 1)
    rows = playhead("stats", folder, "--json").rows
    checks = next(row for row in rows if row.get("rule") == "checks")
    assert (checks["accepted"], checks["rejected"]) == (2, 1)
    assert checks["precision"] == pytest.approx(2 / 3)
    assert checks["proposed"] == 3 + checks["open"] + checks["answered"]
    assert next(row for row in rows if row.get("label") == "flag") == {
        "label": "flag",
        "count": 2,
        "authors": {"ana": 2},
    }
    told = playhead("stats", folder).out.decode()
    assert "PRECISION" in told
    assert "0.67" in told


def test_stats_count_what_nobody_has_written(playhead, folder):
    """Without a journal everything that the rules propose now is open, and nobody has labelled anything."""
    rows = playhead("stats", folder / NAMES[0], "--json").rows
    assert rows
    assert all(row["open"] == row["proposed"] and row["precision"] is None for row in rows)
    assert not list(folder.glob("*.labels"))
