"""Real runs and sample runs as examples of checks: which fire there and which do not, as one who read the tapes says.

What does not fire is told only where the record can tell, and mostly where it looks so. `FEWER` says openly of which
checks the runs that are here hold fewer than three examples of one kind; `cases.py` has made ones of all.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

from playhead import open_tape
from playhead.insight.checks import CheckResult
from tests.playhead.insight.checks.checking import checked
from tests.playhead.insight.checks.study import study_tape
from tests.shared_data import labelled, samples

SAMPLE_RUNS = Path(__file__).resolve().parents[4] / "sample_runs"
GYM = "hf-datasets/swe-gym_openhands_sampled_trajectories__sample_raw.json"
NEBIUS = "hf-datasets/nebius_SWE-agent-trajectories__sample_raw.json"
PONY = "openhands-v0/multi_swe_bench_output.jsonl"
TRIALS = "codetracer/trials/"
STUDY = "study of 20 runs"
SAMPLES = "sample_runs"


class Read(NamedTuple):
    """A run that was read: where it is, the checks that fire in it, and those that do not."""

    name: str
    key: str
    fire: str
    hold: str


READ: tuple[Read, ...] = (
    Read("claude-code/entire_ce_aea776cdb0_0_full.jsonl", "", "C2", "C1 C6 C10 C11 C12 C16 C17 C20"),
    Read("claude-code/entire_c0_70516b3fa9_0_full.jsonl", "", "C4 C10", "C2 C5 C11 C12 C13 C16 C20"),
    Read("claude-code/entire_68_60e2316a8a_0_full.jsonl", "", "", "C2 C8 C12 C17 C19"),
    Read("claude-code/entire_cd_95adddad32_0_full.jsonl", "", "C3 C8", "C1 C6 C9 C11 C12 C13 C15 C16 C17"),
    Read("claude-code/entire_bc_cb77bb88fa_1_full.jsonl", "", "C3 C10 C12", "C1 C6 C15 C20"),
    Read("claude-code/simonw_sample_session.json", "", "C6 C12", "C1 C11 C20"),
    Read("mini-swe-agent/psf__requests-1142.traj.json", "", "C10", "C1 C2 C11 C20"),
    Read("mini-swe-agent/django__django-16255.traj.json", "", "", "C3 C5 C6 C9 C18"),
    Read("mini-swe-agent/matplotlib__matplotlib-24570.traj.json", "", "C3", "C6 C9 C12 C13"),
    Read("sweagent/pandas-dev__pandas.95280573.pr_53652.traj", "", "C3", "C1 C11 C12"),
    Read("sweagent/pandas-dev__pandas.95280573.pr_53856.traj", "", "", "C2 C3 C4 C5 C8 C12"),
    Read("sweagent/pydantic__pydantic.acb0f10f.pr_8316.traj", "", "", "C2 C4 C8 C12 C13 C19"),
    Read(
        "sweagent/t__gpt4__swe-bench-dev-easy_first_only__default__t-0.00__p-0.95__c-3.00__install-1__pydicom__pydicom-1458.traj",
        "",
        "C11",
        "C4 C5 C10",
    ),
    Read("cline/session__session.messages.json", "", "C5", "C6 C9"),
    Read("openhands-v1/generated_conversation/467cefc1c5cc4e92afbf2c959b5a33ba", "", "C4", "C5 C6 C9"),
    Read("aider/aider.chat.history.md", "2024-08-06T09:06:27", "C12", "C17"),
    Read(PONY, "ponylang__ponyc-4588", "C2 C4 C11", "C1 C12 C20"),
    Read(PONY, "ponylang__ponyc-4593", "C3 C5 C11", "C1 C12"),
    Read(PONY, "ponylang__ponyc-4595", "C4 C5 C18", "C1 C2 C10"),
    Read(GYM, "Project-MONAI__MONAI-3715_4", "C5 C7", "C10 C13"),
    Read(GYM, "getmoto__moto-6387_0", "", "C7 C9 C18"),
    Read(NEBIUS, "tomerfiliba__plumbum-366_17", "C4", "C3 C5 C6 C7 C13"),
    Read(NEBIUS, "marshmallow-code__apispec-811_21", "C4 C5", "C6 C7"),
    Read(NEBIUS, "brightway-lca__brightway2-analyzer-19_23", "C4", "C5 C7 C14"),
    Read(NEBIUS, "ReviewNB__treon-25_38", "C7 C11", "C1 C10"),
    Read("other/pi/pi_large-session.jsonl", "", "C10 C12", "C1 C6 C9 C11 C15 C19 C20"),
    Read("other/pi/pi_before-compaction.jsonl", "", "C6 C10 C19", "C1 C11 C13 C15"),
    Read(TRIALS + "mteb-retrieve__Z9jgSzu", "", "C1 C2 C20", "C10 C12"),
    Read(TRIALS + "mailman__azhsPLd", "", "C1", "C2 C20"),
    Read(TRIALS + "adaptive-rejection-sampler__8swhKXC", "", "C3 C20", "C1 C2"),
    Read(TRIALS + "fix-git__cCozJVA", "", "C20", "C1 C12 C13"),
    Read(TRIALS + "kv-store-grpc__QNnX7xy", "", "C5 C20", "C1 C2 C19"),
    Read(STUDY, "mwaskom__seaborn-3407", "C2", "C1 C11 C18 C19"),
    Read(STUDY, "scikit-learn__scikit-learn-13142", "C2", "C1 C8 C19"),
    Read(STUDY, "sympy__sympy-17655", "", "C2 C8 C10 C19"),
    Read(STUDY, "pytest-dev__pytest-8365", "", "C3 C11 C20"),
    Read(SAMPLES, "careful-diagnosis", "", "C4 C5 C7 C14 C17 C18"),
    Read(SAMPLES, "wrong-place-first", "C10", "C1 C7 C8 C14 C17"),
    Read(SAMPLES, "lucky-pass", "C7", "C5 C14 C16"),
    Read(SAMPLES, "hard-coded-special-case", "C13 C14", "C5 C12 C16"),
    Read(SAMPLES, "same-test-again", "C1 C2 C4 C5", "C13 C14"),
    Read(SAMPLES, "ignored-review", "C6 C14 C15", "C1 C16"),
)
FEWER = {
    "C8": "one real run answers a single failing test with an edit that stands out",
    "C9": "in no run that is here was a file edited that nothing led to",
    "C13": "one sample run; no real run that is here has a special case for a test",
    "C14": "two sample runs; no real run that is here passes its own tests and fails hidden ones",
    "C15": "one sample run; in the real ones what people named was taken up",
    "C16": "no run that is here closes with a claim that its last checks belie",
    "C17": "no run that is here ends worse than it had been",
    "C18": "one real run reads the same lines three times",
    "C19": "one real run drops a check that would not start; a test that a person stopped is none",
}
"""Of these checks the runs that are here have fewer than three that fire, and why."""


@cache
def found_in(read: Read) -> dict[str, CheckResult]:
    """Return what each check says of a run, by its id; looked at once."""
    if read.name == STUDY:
        return checked(study_tape(read.key))
    if read.name == SAMPLES:
        return checked(open_tape(SAMPLE_RUNS / f"{read.key}.tape.jsonl"))
    path = labelled(read.name) if read.name.startswith(TRIALS) else samples(read.name)
    return checked(open_tape(path, read.key or None))
