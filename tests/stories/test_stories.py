"""The stories of a working day, each with the keys it may take."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import orjson

from playhead import TapeWriter
from tests.stories.driver import ROOT, person
from tests.stories.runs import CAUSE, edited_run, long_failed_run, noisy_run, run_with_moments, short_run, step


def labels_of(run: Path) -> list[tuple[str, object, object]]:
    """Return (key, value, step number or "run") of the labels in force, as another program reads them."""
    told = subprocess.run(
        [sys.executable, "-m", "tui", "labels", str(run), "--json"], cwd=ROOT, capture_output=True, check=True
    )
    found = [orjson.loads(line) for line in told.stdout.splitlines()]
    return [(one["key"], one["value"], one["on"].get("n", "run")) for one in found]


def find_and_mark(size: tuple[int, int], home: Path, story: str) -> None:
    """Find why a failed run of 200 steps failed, mark its cause and its outcome."""
    run = long_failed_run(home / "long.tape.jsonl")
    with person(run, home=home, size=size) as ana:
        ana.opened("Express checkout", "failed")
        ana.press("i").sees("verdict", "1 of 6 tests fails", "test_express")
        ana.press("escape", "e").sees("assert 490 == 1250")
        ana.press("h", "h").sees("s/1250/490/")
        ana.press("a", "!").sees("root cause")
        ana.press("a", "o", "2").sees("saved")
        ana.told(story, at_most=12)
        ana.leave()
    assert sorted(labels_of(run), key=str) == [("outcome", "failed", "run"), ("root_cause", True, CAUSE)]


def test_why_a_run_failed_is_found_and_marked(tmp_path: Path) -> None:
    """From opening a failed 200-step run to its cause and outcome marked takes at most twelve keys."""
    find_and_mark((120, 40), tmp_path, "Find why a failed 200-step run failed; mark cause and outcome")


def test_the_same_in_eighty_columns(tmp_path: Path) -> None:
    """On 80 x 24 the same is seen and done with the same keys."""
    find_and_mark((80, 24), tmp_path, "The same in eighty columns")


def test_a_hundred_step_values(tmp_path: Path) -> None:
    """A hundred steps get their value with at most 110 keys, every one of them in the journal."""
    run = long_failed_run(tmp_path / "long.tape.jsonl", steps=100)
    with person(run, home=tmp_path) as ana:
        ana.opened("100 steps")
        ana.press("A")
        for number in range(1, 101):
            ana.press("-" if number == 50 else "0" if number % 3 else "+")
        ana.sees("100 labels", "saved")
        ana.told("Give 100 steps a value", at_most=110)
        ana.leave()
    values = labels_of(run)
    assert [n for _, _, n in values] == list(range(1, 101))
    assert [n for _, value, n in values if value == "harms"] == [50]


def test_a_label_of_two_runs_ago_is_corrected(tmp_path: Path) -> None:
    """A value set two runs ago is changed from the list of decisions, without going back."""
    folder = tmp_path / "runs"
    folder.mkdir()
    runs = [short_run(folder / f"{name}.tape.jsonl") for name in ("one", "two", "three")]
    with person(folder, home=tmp_path) as ana:
        ana.opened("3 runs", "three.tape")
        ana.press("enter").sees("1/3")
        ana.press("a", "+").sees("1 label")
        ana.press("L").sees("2/3").press("a", "+").sees("1 label")
        ana.press("L").sees("3/3")
        ana.from_here().press("B").sees("Your decisions")
        ana.press("j", "a", "-").sees("harms")
        ana.press("q").sees("3/3")
        ana.told("Correct a label set two runs ago", at_most=6)
    assert [value for run in runs for _, value, _ in labels_of(run)].count("harms") == 1


def test_a_long_output_with_progress_bars(tmp_path: Path) -> None:
    """A 5,000-line output with progress bars opens at what went wrong, and can be read to both ends."""
    run = noisy_run(tmp_path / "noisy.tape.jsonl")
    with person(run, home=tmp_path) as ana:
        ana.opened("Build")
        ana.press("e").sees("make: *** [all] Error 2", "more lines")
        ana.press("tab", "g").sees("downloading 100%", "package 0", "built unit 1 ")
        assert "downloading  50%" not in ana.screen
        ana.press("O").press("G").sees("built unit 4990", "error: unit 4999 does not link")
        ana.press("/").type("package 2500").sees("package 2500", "1/1")
        ana.told("Read a 5,000-line output with progress bars: its error, both ends, a line in it", at_most=24)
        ana.leave()


def test_a_failing_output_before_and_after_the_edit(tmp_path: Path) -> None:
    """The failing output after an edit is compared with the one before it: what differs, without times."""
    run = edited_run(tmp_path / "edited.tape.jsonl")
    with person(run, home=tmp_path) as ana:
        ana.opened("Fee")
        ana.press("e").sees("1250 == 1300")
        ana.press("=").sees("compare", "490 == 1250", "1250 == 1300")
        ana.told("Compare a failing output before and after the edit", at_most=3)
        ana.press("escape").leave()


def test_labels_go_to_another_person(tmp_path: Path) -> None:
    """What one person labelled is packed, sent as a file, merged into another's copy, and seen there by name."""
    mine, theirs = tmp_path / "mine", tmp_path / "theirs"
    for folder in (mine, theirs):
        folder.mkdir()
        edited_run(folder / "run.tape.jsonl")
    theirs.joinpath("run.tape.jsonl").write_bytes(mine.joinpath("run.tape.jsonl").read_bytes())
    with person(mine / "run.tape.jsonl", home=tmp_path) as ana:
        ana.opened("Fee")
        ana.press("e", "a", "!").sees("1 label", "saved")
        ana.told("Hand labels over: label, to be packed", at_most=3)
        ana.leave()
    program = [sys.executable, "-m", "tui", "labels"]
    packed = subprocess.run([*program, "pack", str(mine), "--by", "ana"], cwd=ROOT, capture_output=True, check=True)
    sent = tmp_path / "labels.jsonl"
    sent.write_bytes(packed.stdout)
    subprocess.run([*program, "merge", str(sent), str(theirs)], cwd=ROOT, capture_output=True, check=True)
    with person(theirs / "run.tape.jsonl", home=tmp_path, name="ben") as ben:
        ben.opened("Fee", "1 label")
        ben.press("e").sees("root cause", "ana")
        ben.told("Hand labels over: see them, merged, by name", at_most=1)
        ben.leave()


def test_a_growing_run_is_followed(tmp_path: Path) -> None:
    """Steps that an agent adds while one looks are there, and the end of the run is told."""
    path = tmp_path / "live.tape.jsonl"
    with TapeWriter(path, id="live", task={"title": "Live", "text": "Live"}) as tape:
        for number in range(1, 4):
            tape.step(step(number, f"cat part_{number}.py", "text\n"))
        with person(path, home=tmp_path) as ana:
            ana.opened("Live", "3 steps")
            tape.step(step(4, "pytest -q", "E   assert 1 == 2\n1 failed\n", 1))
            ana.sees("4 steps")
            ana.press("e").sees("assert 1 == 2")
            tape.step(step(5, "cat part_5.py", "text\n"))
            tape.outcome("failed")
            ana.sees("failed", "5 steps")
            ana.press("l").sees("cat part_5.py")
            ana.told("Follow a growing run", at_most=2)
            ana.leave()


def test_the_third_moment_of_a_long_run(tmp_path: Path) -> None:
    """From opening a run of 300 steps to the picture of its third moment takes four keys."""
    run = run_with_moments(tmp_path / "moments.tape.jsonl")
    with person(run, home=tmp_path) as ana:
        ana.opened("Express fees")
        ana.press("]", "]", "]", "m").sees(
            "moment 3 of 4", "recovered", "what was tried", "again, nothing changed", "the same check, before and after"
        )
        ana.told("From opening a 300-step run to the picture of its third moment", at_most=4)
        ana.press("m").sees("4 moments").press("enter").sees("moment 3 of 4").press("escape")
        ana.press("escape").leave()
