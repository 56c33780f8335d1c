"""What a step is for: by kind, by what an edit edits, and over a whole run."""

from __future__ import annotations

from pathlib import Path

import pytest

from playhead.formats.build import make_action, make_step
from playhead.insight.paths import is_check_path
from playhead.insight.phases import PHASES, phase_of_kind, phases_by_kind
from playhead.insight.run_insight import insight_of
from playhead.insight.run_phases import phases_of_run, with_verifying
from playhead.model import Kind, Phase, Tape
from playhead.storage.source import KINDS
from tests.playhead.insight.moments.played import edits, fails, passes, reads, run_of


@pytest.mark.parametrize(
    "path",
    [
        "tests/test_api.py",
        "reproduce.py",
        "/workspace/reproduce_issue.py",
        "repro.js",
        "edge_cases.py",
        "test_edge_cases.py",
        "debug_parser.py",
        "verify_fix.py",
        "check_output.sh",
        "src/a.spec.ts",
        "try-it.rb",
        "bug_repro.py",
    ],
)
def test_names_that_agents_give_to_checks_are_checks(path: str) -> None:
    """A test, and a script named as one that reproduces or tries something, is a check."""
    assert is_check_path(path)


@pytest.mark.parametrize(
    "path",
    [
        "src/debug.py",
        "pylint/checkers/name_checker.py",
        "checks.py",
        "reproject.py",
        "runner.py",
        "verifier.py",
        "tryst.py",
    ],
)
def test_source_that_is_called_alike_is_no_check(path: str) -> None:
    """A module whose name only begins so is source."""
    assert not is_check_path(path)


def edited(path: str):
    """Return an agent's step that edited a file."""
    arguments = {"command": "str_replace", "path": path, "old_str": "a", "new_str": "b"}
    action = make_action(n=1, tool="str_replace_editor", arguments=arguments, output="done")
    return make_step(index=0, n=1, id="1", source="agent", actions=[action])


def test_an_edit_of_a_check_is_verification() -> None:
    """A step that edits a test is there to verify; one that edits source is an edit, whatever its kind says alone."""
    assert edited("/repo/tests/test_api.py").phase is Phase.VERIFICATION
    assert edited("/repo/reproduce_issue.py").phase is Phase.VERIFICATION
    assert edited("/repo/src/api.py").phase is Phase.EDIT
    assert edited("/repo/tests/test_api.py").kind is Kind.EDIT


def test_a_step_that_edits_source_and_a_test_is_an_edit() -> None:
    """One file of the source among the edits decides."""
    arguments = {"command": "str_replace", "old_str": "a", "new_str": "b"}
    actions = [
        make_action(n=nth, tool="str_replace_editor", arguments={**arguments, "path": path}, output="done")
        for nth, path in enumerate(("test_a.py", "a.py"), 1)
    ]
    assert make_step(index=0, n=1, id="1", source="agent", actions=actions).phase is Phase.EDIT


def test_by_kind_alone_each_step_has_the_phase_of_its_kind() -> None:
    """What is shown before the rules have read a run is a table, one entry a kind."""
    kinds = bytes(range(len(KINDS)))
    assert [PHASES[place] for place in phases_by_kind(kinds)] == [phase_of_kind(kind) for kind in KINDS]


def phases(*acts) -> list[Phase]:
    """Return the phases of a run that the rules have read."""
    steps = run_of(acts)
    tape = Tape(path=Path("run"), format="made", steps=steps)
    kinds = steps.columns(0, len(steps)).kinds
    return [PHASES[place] for place in phases_of_run(kinds, insight_of(tape))]


def test_a_step_and_its_run_say_the_same() -> None:
    """What a step says of itself, its run says too when the rules have read it."""
    acts = [reads(), edits("tests/test_a.py"), edits("reproduce.py"), edits("a.py"), passes()]
    assert phases(*acts) == [step.phase for step in run_of(acts)]


def test_recovery_is_what_comes_after_a_trigger_up_to_its_end() -> None:
    """The failing test is verification, the way to the passing one is recovery, what comes then is not."""
    acts = (reads(), fails(), edits(), passes(), reads("b.py"))
    assert phases(*acts)[1:] == [Phase.VERIFICATION, Phase.RECOVERY, Phase.RECOVERY, Phase.LOCALIZATION]


def test_only_edits_become_verification_and_only_where_they_are_known() -> None:
    """A position that is no edit, or beyond what is shown, changes nothing."""
    kinds = bytes(KINDS.index(kind) for kind in (Kind.READ, Kind.EDIT, Kind.EDIT))
    told = with_verifying(phases_by_kind(kinds), (0, 2, 9))
    assert [PHASES[place] for place in told] == [Phase.LOCALIZATION, Phase.EDIT, Phase.VERIFICATION]
