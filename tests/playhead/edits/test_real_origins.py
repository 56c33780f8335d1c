"""The hunks of real final patches, checked against the edits of the steps that are named."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from playhead.edits.hunk_origins import hunk_origins
from playhead.edits.origin_values import HunkOrigin
from playhead.insight.patch_story import final_patch
from playhead.model import Action, Tape
from playhead.opening import list_runs, open_tape
from tests.shared_data import samples

FOLDERS = ("sweagent", "mini-swe-agent", "openhands-v0", "hf-datasets")
MADE_BY_A_BUILD = "build/lib/"
"""One run's patch holds 65 files that `setup.py build` copied: no edit wrote them, and the record shows none."""


def runs_of(folder: str) -> Iterator[tuple[Tape, str]]:
    """Yield the runs of a folder that handed in a diff, with it."""
    for entry in list_runs(samples(folder)):
        if entry.reason is None:
            tape = open_tape(entry.path, entry.key)
            tape.steps.wait_for_steps()
            if (layer := final_patch(tape)) is not None:
                yield tape, layer.text


def changed_of(patch: str, hunk: HunkOrigin) -> list[str]:
    """Return the added and removed lines of a hunk, by the patch's text alone."""
    lines = patch.split("\n")[hunk.line + 1 :]
    stop = next((place for place, line in enumerate(lines) if line.startswith(("@@ ", "diff --git "))), len(lines))
    return [line[1:].rstrip("\r") for line in lines[:stop] if line[:1] in ("+", "-")]


def texts_of(action: Action) -> str:
    """Return everything that an action was given."""
    given = [action.command or "", *(value for value in action.arguments.values() if isinstance(value, str))]
    return "\n".join([*given, *(edit.diff or edit.written or "" for edit in action.edits)])


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_step_that_is_named_holds_a_line_of_its_hunk(folder: str) -> None:
    """What is told without `likely` stands, letter by letter, in an edit of that step's actions."""
    named = 0
    for tape, patch in runs_of(folder):
        for hunk in hunk_origins(tape.steps, patch).hunks:
            changed = changed_of(patch, hunk)
            for by in (by for by in hunk.writers if not by.is_likely):
                given = {line for action in tape.steps[by.position].actions for line in lines_of(action)}
                assert any(line in given or holds(given, line) for line in changed), (hunk.header, by)
                named += 1
    assert named or folder == "mini-swe-agent"  # its runs edit by `sed -i` and scripts: nothing but `likely`


def lines_of(action: Action) -> list[str]:
    """Return the lines of everything that an action was given, those of diffs without their signs."""
    lines = [line.rstrip("\r") for line in texts_of(action).split("\n")]
    return lines + [line[1:] for line in lines if line[:1] in ("+", "-", " ")]


def holds(given: set[str], line: str) -> bool:
    """Return whether a line holds one that was given, or is held by one."""
    one = line.strip()
    return any(one in text or text.strip() in line for text in given if one and len(text.strip()) > 3)


@pytest.mark.parametrize(
    ("folder", "hunks", "explained"), [("sweagent", 10, 10), ("mini-swe-agent", 3, 3), ("openhands-v0", 8, 6)]
)
def test_most_hunks_are_explained(folder: str, hunks: int, explained: int) -> None:
    """Of the hunks of real patches the record explains so many; what is copied by a build stands aside."""
    found = [
        hunk
        for tape, patch in runs_of(folder)
        for hunk in hunk_origins(tape.steps, patch).hunks
        if not hunk.path.startswith(MADE_BY_A_BUILD)
    ]
    assert (len(found), sum(hunk.explained for hunk in found)) == (hunks, explained)


def test_lines_add_up() -> None:
    """Every changed line of a hunk has a writer or is counted as nobody's, and none has two."""
    for tape, patch in runs_of("sweagent"):
        for hunk in hunk_origins(tape.steps, patch).hunks:
            assert sum(by.added for by in hunk.writers) + sum(by.removed for by in hunk.writers) + hunk.unwritten == (
                len(changed_of(patch, hunk))
            )
