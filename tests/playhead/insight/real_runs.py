"""Real runs that examples point at by a short name, opened once a process: shipped ones, and those in the samples."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

from playhead import open_tape
from playhead.insight.feedback.happenings import Happening, happenings
from playhead.insight.feedback.values import Feedback
from playhead.insight.moments.values import Moment
from playhead.insight.reports import TestReport
from playhead.insight.run_insight import RunInsight, insight_of
from playhead.model import Tape
from tests.shared_data import labelled, samples

_SWEAGENT = "sweagent/{}.traj"
_SWE_GYM = "hf-datasets/swe-gym_openhands_sampled_trajectories__sample_raw.json"
_NEBIUS = "hf-datasets/nebius_SWE-agent-trajectories__sample_raw.json"
_PONY = "openhands-v0/multi_swe_bench_output.jsonl"
_INSPECT = "inspect-eval/docent__log.eval"
_EASY = "t__gpt4__swe-bench-dev-easy_first_only__default__t-0.00__p-0.95__c-3.00__install-1__pydicom__pydicom-1458"
_QUIET = "__lcb__t-0.00__p-0.95__c-4.00__install-0__humanevalfix-python-0"
_LITELLM = "openhands-v1/llm-logs/litellm_proxy__anthropic__claude-sonnet-4-20250514-1757015029.090.json"

# By format: the file under the samples, and the key of the run in a file of many.
SAMPLES: dict[str, tuple[str, str | None]] = {
    # Claude Code
    "entire 20": ("claude-code/entire_20_02395c1048_0_full.jsonl", None),
    "entire 68": ("claude-code/entire_68_60e2316a8a_0_full.jsonl", None),
    "entire bc": ("claude-code/entire_bc_cb77bb88fa_1_full.jsonl", None),
    "entire c0": ("claude-code/entire_c0_70516b3fa9_0_full.jsonl", None),
    "entire cd": ("claude-code/entire_cd_95adddad32_0_full.jsonl", None),
    "entire ce": ("claude-code/entire_ce_aea776cdb0_0_full.jsonl", None),
    "entire d3": ("claude-code/entire_d3_7d736cbc10_0_full.jsonl", None),
    "entire ec": ("claude-code/entire_ec_6d3a8b5152_0_full.jsonl", None),
    "simonw": ("claude-code/simonw_sample_session.json", None),
    # pi
    "pi large": ("other/pi/pi_large-session.jsonl", None),
    "pi before": ("other/pi/pi_before-compaction.jsonl", None),
    # mini-swe-agent
    "mini matplotlib": ("mini-swe-agent/matplotlib__matplotlib-24570.traj.json", None),
    "mini django": ("mini-swe-agent/django__django-16255.traj.json", None),
    "mini requests": ("mini-swe-agent/psf__requests-1142.traj.json", None),
    "mini issue": ("mini-swe-agent/github_issue.traj.json", None),
    # SWE-agent
    "pandas 53652": (_SWEAGENT.format("pandas-dev__pandas.95280573.pr_53652"), None),
    "pandas 53856": (_SWEAGENT.format("pandas-dev__pandas.95280573.pr_53856"), None),
    "pydantic 8316": (_SWEAGENT.format("pydantic__pydantic.acb0f10f.pr_8316"), None),
    "pydicom 1458": (_SWEAGENT.format(_EASY), None),
    "ctf eps": (_SWEAGENT.format("demo__ctf__crypto__eps"), None),
    "ctf katy": (_SWEAGENT.format("demo__ctf__crypto__katy"), None),
    "ctf encryption": (_SWEAGENT.format("demo__ctf__crypto__BabyEncryption"), None),
    "ctf capsule": (_SWEAGENT.format("demo__ctf__crypto__BabyTimeCapsule"), None),
    "quiet script": (_SWEAGENT.format(f"man_thought__swe-bench-HumanEvalFix-python{_QUIET}"), None),
    "oqupy 74": (_NEBIUS, "tempoCollaboration__OQuPy-74_55"),
    "treon 25": (_NEBIUS, "ReviewNB__treon-25_38"),
    # OpenHands
    "ponyc 4588": (_PONY, "ponylang__ponyc-4588"),
    "ponyc 4593": (_PONY, "ponylang__ponyc-4593"),
    "ponyc 4595": (_PONY, "ponylang__ponyc-4595"),
    "mypy 15976": (_SWE_GYM, "python__mypy-15976_0"),
    "openhands events": ("openhands-v1/events.jsonl", None),
    "openhands hello": (_LITELLM, None),
    # others
    "aider repomap": ("aider/aider.chat.history.md", "2024-08-06T08:47:10"),
    "cline webview": ("cline/session__session.messages.json", None),
    "gemini large": ("gemini-cli/as_large.json", None),
    "opencode large": ("opencode/as_storage_v2", "s_stage0_large"),
    "opencode cleanup": ("opencode/letta_cleanup_input.json", None),
    "otlp": ("otel-genai/generated_trace.otlp.json", None),
    "inspect 15": (_INSPECT, "15_epoch_1"),
    "inspect 56": (_INSPECT, "56_epoch_1"),
    "inspect 86": (_INSPECT, "86_epoch_1"),
    "inspect whois": ("inspect-json/docent_ctf.json", "59_epoch_1"),
}
# Harbor trials of an ATIF trajectory, by the end of their folder's name.
TRIALS = {
    "adaptive": "adaptive-rejection-sampler__8swhKXC",
    "break filter": "break-filter-js-from-html__U92hUwr",
    "caffe": "caffe-cifar-10__incQ5z3",
    "compcert": "compile-compcert__s8VSGqn",
    "git multibranch": "git-multibranch__jtDQTyU",
    "git webserver": "configure-git-webserver__RDfH8Xr",
    "heap crash": "custom-memory-heap-crash__PonxSXG",
    "merge diff": "merge-diff-arc-agi-task__yBSGZPs",
    "path tracing": "path-tracing-reverse__nAM5B4v",
    "polyglot": "polyglot-c-py__3z6k7TU",
    "query": "query-optimize__xcBWV57",
    "windows": "install-windows-3.11__sVtnj8d",
}


# Runs that are shipped, by their names in `sample_runs`.
SHIPPED = {
    "shipped careful": "careful-diagnosis.traj",
    "shipped lucky": "lucky-pass.traj",
    "shipped hard-coded": "hard-coded-special-case.traj.json",
    "shipped review": "ignored-review.trajectory.json",
    "shipped same test": "same-test-again.traj.json",
    "shipped wrong place": "wrong-place-first.traj",
}
SAMPLE_RUNS = Path(__file__).resolve().parents[3] / "sample_runs"


class Read(NamedTuple):
    """A run, and what the rules found in it."""

    tape: Tape
    insight: RunInsight


@cache
def run(name: str) -> Read:
    """Return a run by its short name; the test is skipped where the samples are not beside the checkout."""
    file, key = SAMPLES.get(name, (None, None))
    if name in SHIPPED:
        path = SAMPLE_RUNS / SHIPPED[name]
    else:
        path = samples(file) if file is not None else labelled("codetracer", "trials", TRIALS[name])
    tape = open_tape(path, key)
    tape.steps.wait_for_steps()
    tape = tape.refreshed()
    return Read(tape, insight_of(tape))


def feedback(name: str, number: int) -> Feedback | None:
    """Return what the rules say against an action."""
    found = run(name).insight
    assert any(one.number == number for one in found.deeds), f"{name} has no action {number}"
    return next((one.feedback for one in found.feedback if one.number == number), None)


def moment(name: str, number: int) -> Moment | None:
    """Return the moment that an action begins."""
    return next((one for one in run(name).insight.moments if one.trigger_action == number), None)


def report(name: str, number: int) -> TestReport | None:
    """Return the test report of an action."""
    return next((one.report for one in run(name).insight.deeds if one.number == number), None)


@cache
def _by_number(name: str) -> dict[int, Happening]:
    return {one.number: one for one in happenings(run(name).tape.steps)}


def happening(name: str, number: int) -> Happening:
    """Return an action in its place."""
    return _by_number(name)[number]
