"""Moments against labelled episodes: what counts as found, invented, missed, and how the table says it."""

from __future__ import annotations

import json
from pathlib import Path

from benchmarks.scores import recovery
from benchmarks.scores.episodes import LABELLED, SAMPLES, LabelledRun, labelled_runs, run_from
from benchmarks.scores.errors import mistakes, told
from playhead.insight.run_insight import insight_of
from playhead.model import Tape
from tests.playhead.insight.moments.played import edits, fails, passes, reads, run_of
from tests.shared_data import labelled

ACTS = [reads(), fails(), edits(), passes(), reads("b.py")]


def episode(trigger: int, end: int, outcome: str | None = "recovered", **more: object) -> dict[str, object]:
    """Return an episode as it stands in a file."""
    return {"trigger": trigger, "end": end, "outcome": outcome, "kind": "test", "evidence": "e", "why": "w", **more}


def labels(*episodes: dict[str, object], read: int = 5, file: str = "mini/run.traj.json") -> LabelledRun:
    """Return a labelled run."""
    return run_from({"run": "a", "file": file, "actions_read": read, "episodes": list(episodes)})


def score(*episodes: dict[str, object], read: int = 5) -> recovery.RunScore:
    """Return the score of a run with one failing test that is put right."""
    tape = Tape(path=Path("run"), format="made", steps=run_of(ACTS), task="")
    return recovery.score_of(labels(*episodes, read=read), tape, insight_of(tape).moments)


def test_a_moment_that_is_labelled_is_found_with_its_outcome_and_span() -> None:
    """The failing test at 2 is put right at 4."""
    found = score(episode(2, 4))
    assert (found.hits.found, found.hits.invented, found.hits.missed, found.hits.places) == (1, 0, 0, 5)
    assert found.outcomes == [("recovered", "recovered")]
    assert found.overlaps == [1.0]
    assert mistakes([found]) == []


def test_an_episode_that_only_one_reader_saw_is_left_out_of_everything() -> None:
    """Matched or not, it is neither a hit nor a false alarm."""
    found = score(episode(2, 4, optional=True), episode(5, 5, optional=True))
    assert (found.hits.found, found.hits.invented, found.hits.missed) == (0, 0, 0)
    assert found.outcomes == found.overlaps == []


def test_what_was_not_read_is_not_judged() -> None:
    """A moment behind the last action that was read is no false alarm, an end behind it is cut there."""
    assert score(read=1).hits.invented == 0
    assert score(episode(2, 3), read=3).overlaps == [1.0]


def test_of_ends_that_readers_differ_about_the_nearest_counts() -> None:
    """An end between those of two readers is right."""
    assert score(episode(2, 3, end_range=[3, 5])).overlaps == [1.0]
    assert score(episode(2, 5, end_range=[5, 5])).overlaps == [0.75]


def test_an_outcome_without_agreement_is_left_out_of_the_outcomes_only() -> None:
    """Its trigger counts."""
    found = score(episode(2, 4, None))
    assert found.hits.found == 1
    assert found.outcomes == []


def test_the_worst_error_is_what_misleads_longest() -> None:
    """What spans three actions comes before what spans two, each with the tape's words around it."""
    found = mistakes([score(episode(4, 5)), score(episode(2, 4, "spiralled"))])
    assert [(one.what, one.cost) for one in found] == [("invented", 3), ("another outcome", 3), ("missed", 2)]
    text = told(1, found[1])
    assert "label: spiralled" in text
    assert "rule:  recovered" in text
    assert "did:     pytest -q" in text
    assert "why:   met at 2; ended at 4 (the same check passes), which the readers take otherwise" in text


def test_an_error_says_what_the_rules_made_of_it() -> None:
    """What was missed says what was read at its trigger; what was invented, where the readers count it."""
    nothing, within = score(episode(4, 5)), score(episode(1, 4, "spiralled"))
    missed = next(one for one in mistakes([nothing]) if one.what == "missed")
    assert "why:   nothing is read against action 4: its exit code is 0, and no phrase fits" in told(1, missed)
    invented = [one for one in mistakes([nothing]) if one.what == "invented"]
    assert "why:   the readers say nothing about these actions" in told(1, invented[0])
    assert [one.what for one in mistakes([within])] == ["another outcome"]


def test_a_table_has_a_row_for_each_format_and_one_for_all() -> None:
    """Figures that cannot be told are called none."""
    rows = recovery.table("x", [score(episode(2, 4))]).rows
    assert [row[0] for row in rows] == ["made", "all"]
    assert rows[0][1:] == ("1", "1", "1.00", "1.00", "1.00", "1.00", "1.00", "undefined (one category)", "0.00")
    assert recovery.table("x", []).rows[0][3:6] == ("none", "none", "none")


def test_files_are_absolute_or_under_samples_or_labelled() -> None:
    """Each shape of a name leads where the labels say."""
    assert labels(file="/x/run.json").path == Path("/x/run.json")
    assert labels(file="codetracer/t/run.json").path == LABELLED / "codetracer/t/run.json"
    assert labels().path == SAMPLES / "mini/run.traj.json"


def test_a_run_that_cannot_be_opened_is_told(tmp_path: Path) -> None:
    """The others are scored all the same."""
    path = tmp_path / "labels.jsonl"
    path.write_text(json.dumps({"run": "gone", "file": str(tmp_path / "gone"), "actions_read": 1, "episodes": []}))
    scores, unread = recovery.scored(path)
    assert scores == []
    assert unread == ["Not scored: gone could not be opened."]


def test_every_run_of_the_first_set_is_scored() -> None:
    """Nineteen runs open and give the actions that their readers counted."""
    path = labelled("recovery", "dev.jsonl")
    scores, unread = recovery.scored(path)
    assert unread == []
    assert len(scores) == len(list(labelled_runs(path))) == 19
