"""The other tables: phases, verifiers, suspects, what it costs; each with a small set whose figures one can count."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.scores import marked, phase_scores, places, speed, study, suspects, verifier
from benchmarks.scores.histories import tape_of
from benchmarks.scores.layout import Table
from benchmarks.scores.marked import MarkedRun
from playhead import open_tape
from playhead.model import Layer, Outcome, Phase, Status, Tape
from tests.playhead.insight.moments.played import run_of
from tests.shared_data import labelled

ROOT = Path(__file__).resolve().parents[3]


def call(name: str, **arguments: str) -> str:
    """Return an action as the study writes it."""
    return repr({"arguments": json.dumps(arguments), "name": name})


def test_a_task_of_the_study_is_read_action_by_action(tmp_path: Path) -> None:
    """The n-th label stands for the n-th action; what has no partner is left out."""
    labels = tmp_path / "task.csv"
    labels.write_text("iteration,category\n1,Search\n2,Generate Fix\n3,Reproduce\n4,Run tests\n")
    edit = {"command": "str_replace", "old_str": "a", "new_str": "b"}
    acts = [
        call("execute_bash", command="grep -rn x src"),
        call("str_replace_editor", path="src/a.py", **edit),
        call("str_replace_editor", path="reproduce.py", **edit),
    ]
    run = study.study_run(labels, "\n".join(f"Action at iteration {nth}: {one}" for nth, one in enumerate(acts)))
    assert phase_scores.phase_pairs(run) == [(one, one) for one in ("localization", "edit", "verification")]
    assert phase_scores.category_pairs(run) == [(one, one) for one in ("Search", "Generate Fix", "Reproduce")]


def test_an_action_that_is_no_call_is_a_step_all_the_same(tmp_path: Path) -> None:
    """Labels behind it still stand for their own actions."""
    labels = tmp_path / "task.csv"
    labels.write_text("iteration,category\n1,Explore\n2,Explore\n")
    run = study.study_run(
        labels, f"Action at iteration 0: nonsense\nAction at iteration 1: {call('execute_bash', command='ls')}"
    )
    assert [step.phase for step in run.steps] == [Phase.NONE, Phase.LOCALIZATION]


def test_phases_agree_with_people_beyond_the_aim() -> None:
    """On the tasks whose labels fit their actions kappa is above .70, the aim, and shifted tasks are few."""
    labelled("llm-agents-study")
    runs = list(study.study_runs())
    assert len(runs) == 20
    sound = [pair for one in runs if one.task not in study.SHIFTED for pair in phase_scores.phase_pairs(one)]
    assert (phase_scores.agreement(sound).kappa or 0) > 0.7


def tape_with(failed: int, status: Status) -> Tape:
    """Return a run that a verifier judged."""
    tests = [{"name": f"t{nth}", "status": "failed"} for nth in range(failed)]
    layer = Layer("verification", "verifier", data={"passed": 1, "failed": failed, "tests": tests})
    return Tape(path=Path("x"), format="made", steps=run_of([]), layers=(layer,), outcome=Outcome(status))


def test_a_verifier_that_was_read_otherwise_is_told() -> None:
    """Counts, names and outcome are held against the files one by one."""
    said = verifier.Stated((2, 1), frozenset({"t0", "t1"}), 0.0)
    good = verifier.compared("good", tape_with(2, Status.FAILED), said)
    bad = verifier.compared("bad", tape_with(1, Status.RESOLVED), said)
    assert (good.counts, good.failing, good.outcome) == (True, True, True)
    assert (bad.counts, bad.failing, bad.outcome) == (False, False, False)
    first, _ = verifier.tables([good, bad], [])
    assert [row[1:] for row in first.rows] == [("2", "1")] * 3
    assert first.notes == ("Not equal: bad.",)


def test_every_verifier_of_the_trials_is_read_as_it_stands() -> None:
    """Forty-seven trials: their rewards, and the reports of those that have one."""
    labelled("codetracer", "trials")
    found, unread = verifier.scores()
    assert unread == []
    assert [len(found), sum(one.counts is not None for one in found)] == [47, 34]
    assert [one.name for one in found if False in (one.counts, one.failing, one.outcome)] == []


def test_positions_of_a_history_are_its_places() -> None:
    """An entry is a step, whoever speaks; a tool call is answered by the message that names it."""
    asked = {"id": "c", "function": {"name": "find", "arguments": "{}"}}
    history = [
        {"role": "human", "content": "task"},
        {"role": "Orchestrator (thought)", "content": "plan"},
        {"role": "assistant", "content": None, "tool_calls": [asked]},
        {"role": "tool", "tool_call_id": "c", "content": "Error: none"},
        {"role": "user", "name": "Expert", "content": "so"},
    ]
    steps = tape_of("x", history).steps
    assert [steps[place].source for place in range(5)] == ["user", "agent", "agent", "user", "agent"]
    assert [len(steps[place].actions) for place in range(5)] == [0, 0, 1, 0, 0]
    assert (steps[2].actions[0].output, steps[2].actions[0].is_error) == ("Error: none", True)


def ranked(proposed: tuple[int, ...], decisive: int, steps: int = 4) -> suspects.Ranked:
    """Return what is proposed for a run."""
    run = MarkedRun(tape_of("x", [{"role": "agent", "content": ""}] * steps), decisive, frozenset({decisive, 3}))
    return suspects.ranked([run], lambda _: proposed)[0]


def test_the_rank_of_the_marked_step_is_counted() -> None:
    """First, among three, nowhere; chance is one step of all; nothing proposed has no distance."""
    rows = suspects.table([("x", [ranked((1, 1, 2), 1), ranked((3, 0, 1), 1), ranked((0,), 2), ranked((), 0)])]).rows
    assert rows[0] == ("x", "4", "4.0", "3", "25.0%", "50.0%", "25.0%", "50.0%", "50.0%", "1.3")


def test_all_marked_runs_are_there_and_their_marks_lie_in_them() -> None:
    """184 runs of Who&When, 73 of AgentRx; every marked step is a place in its history."""
    labelled("whoandwhen")
    labelled("agentrx")
    halves = [marked.who_and_when("Algorithm-Generated"), marked.who_and_when("Hand-Crafted")]
    counts = []
    for some in (*halves, marked.agentrx_magentic(), marked.agentrx_tau()):
        runs = list(some)
        counts.append(len(runs))
        assert all(0 <= one.decisive < len(one.tape.steps) for one in runs)
    assert counts == [126, 58, 44, 29]


def test_a_long_run_of_sample_steps_is_a_run_tape(tmp_path: Path) -> None:
    """What costs are measured on opens without a complaint and has the steps that were asked for."""
    tape = open_tape(speed.repeated(tmp_path, 300))
    tape.steps.wait()
    assert tape.steps.counted == 300
    assert tape.diagnostics == ()


def test_a_table_is_aligned_and_its_notes_are_wrapped() -> None:
    """Heads stand over their columns, names left, figures right."""
    text = Table("T", ("name", "n"), (("a", "1"), ("bcd", "10")), ("word " * 40,)).text().splitlines()
    assert text[-3:] == ["  name   n", "  a      1", "  bcd   10"]
    assert max(map(len, text)) <= 118


def test_a_set_that_is_not_there_is_told_and_nothing_fails(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """On a machine without the labelled runs each table is a sentence."""
    monkeypatch.setattr(places, "LABELLED", tmp_path)
    with pytest.raises(places.NotHereError, match=r"codetracer/trials is not on this machine"):
        verifier.scores()


def test_the_command_exits_0_where_a_file_is_not_there(tmp_path: Path) -> None:
    """The sentence goes to stdout, in place of the table."""
    words = (sys.executable, "-m", "benchmarks.scores", "--only", "recovery", "--recovery", str(tmp_path / "none"))
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.startswith("Not scored here: there is no file")
