"""Checks in real runs, read in place: what fires there was read by a person, and so was what does not."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from playhead import open_tape
from playhead.insight.checks import CheckResult
from tests.playhead.insight.checks.checking import checked
from tests.shared_data import labelled, samples

TRIALS = "codetracer/trials"
SAMPLE_RUNS = Path(__file__).resolve().parents[4] / "sample_runs"
GYM = "hf-datasets/swe-gym_openhands_sampled_trajectories__sample_raw.json"
REAL: tuple[tuple[str, str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("claude-code/entire_ce_aea776cdb0_0_full.jsonl", "", ("C2",), ("C1", "C10", "C11", "C12", "C20")),
    ("claude-code/entire_c0_70516b3fa9_0_full.jsonl", "", ("C10",), ("C2", "C12", "C13", "C20")),
    ("claude-code/entire_cd_95adddad32_0_full.jsonl", "", ("C3",), ("C1", "C6", "C11", "C12", "C13", "C15")),
    ("claude-code/entire_bc_cb77bb88fa_1_full.jsonl", "", ("C3", "C10"), ("C1", "C6", "C20")),
    ("mini-swe-agent/psf__requests-1142.traj.json", "", ("C10",), ("C1", "C2", "C11", "C20")),
    ("mini-swe-agent/matplotlib__matplotlib-24570.traj.json", "", ("C3",), ("C6", "C9", "C12", "C13")),
    ("sweagent/pandas-dev__pandas.95280573.pr_53652.traj", "", ("C3",), ("C1", "C11", "C12", "C17")),
    ("openhands-v0/multi_swe_bench_output.jsonl", "ponylang__ponyc-4588", ("C2", "C11"), ("C1", "C12", "C20")),
    ("openhands-v0/multi_swe_bench_output.jsonl", "ponylang__ponyc-4593", ("C3", "C5", "C11"), ("C1", "C12")),
    ("openhands-v0/multi_swe_bench_output.jsonl", "ponylang__ponyc-4595", ("C5", "C18"), ("C1", "C2", "C10")),
    (GYM, "Project-MONAI__MONAI-3715_4", ("C5", "C7"), ("C10", "C13", "C14")),
    (GYM, "getmoto__moto-6387_0", (), ("C7", "C9", "C18")),
    ("other/pi/pi_large-session.jsonl", "", ("C10",), ("C1", "C9", "C11", "C15", "C20")),
    ("other/pi/pi_before-compaction.jsonl", "", ("C6", "C10"), ("C1", "C11", "C13")),
    (f"{TRIALS}/mteb-retrieve__Z9jgSzu", "", ("C1", "C2", "C20"), ("C10", "C12")),
    (f"{TRIALS}/adaptive-rejection-sampler__8swhKXC", "", ("C3", "C20"), ("C1", "C2", "C14")),
    (f"{TRIALS}/fix-git__cCozJVA", "", ("C20",), ("C1", "C12", "C13")),
    (f"{TRIALS}/kv-store-grpc__QNnX7xy", "", ("C5", "C20"), ("C1", "C2", "C19")),
)
STORIES = {
    "careful-diagnosis": (),
    "wrong-place-first": ("C10",),
    "lucky-pass": ("C7",),
    "hard-coded-special-case": ("C13", "C14"),
    "same-test-again": ("C1", "C2", "C4", "C5"),
    "ignored-review": ("C6", "C14", "C15"),
}


@cache
def _found(path: Path, key: str) -> dict[str, CheckResult]:
    return checked(open_tape(path, key or None))


@pytest.mark.parametrize(("name", "key", "fire", "hold"), REAL)
def test_checks_of_a_real_run_say_what_its_reader_says(
    name: str, key: str, fire: tuple[str, ...], hold: tuple[str, ...]
) -> None:
    """In a run that was read, the checks fire that its reader would, and those do not that only seem to fit."""
    found = _found(labelled(name) if name.startswith(TRIALS) else samples(name), key)
    assert [one for one in fire if not found[one].fired] == []
    assert [found[one].why for one in hold if found[one].fired] == []


@pytest.mark.parametrize(("name", "fire"), STORIES.items())
def test_the_stories_of_the_sample_runs_are_told_by_their_checks(name: str, fire: tuple[str, ...]) -> None:
    """Careful, recovered, lucky, hard-coded, spiral, ignored: each sample run fires exactly the checks of its story."""
    found = _found(SAMPLE_RUNS / f"{name}.tape.jsonl", "")
    assert tuple(one.id for one in found.values() if one.fired) == fire


def test_the_lucky_pass_lacks_the_schema() -> None:
    """The run that passed by luck is told what it never opened: the schema that its edited code goes through."""
    assert "shop/schema/order.py" in _found(SAMPLE_RUNS / "lucky-pass.tape.jsonl", "")["C7"].why
