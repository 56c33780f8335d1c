"""The patch of a run in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from playhead.edits.origin_values import HunkOrigin, Undone, Writer
from playhead.insight.patch_story import NOBODY, final_patch, numbers_of, origin_words, patch_origins, undone_words
from playhead.model import Layer, Tape
from tests.playhead.edits.test_history import bash, run_of
from tests.playhead.edits.test_hunk_origins import BASE, PATCH, edit, read

RUN = run_of(read(BASE), edit("return 1", "return 5"))


def tape_with(*layers: Layer) -> Tape:
    """Return a small run with these layers."""
    return Tape(Path("a.json"), "none", RUN, layers=layers)


def hunk(*writers: Writer, unwritten: int = 0, blind: tuple[int, ...] = ()) -> HunkOrigin:
    """Return a hunk of four lines."""
    return HunkOrigin("x.py", "@@ -1 +1 @@", 0, 1, 1, 2, 2, writers, unwritten, "", blind)


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (hunk(Writer(16, 1, 2, 2)), "written at 17"),
        (hunk(Writer(16, 1, 1, 2), Writer(22, 2, 1, 0)), "written at 17, changed at 23"),
        (hunk(Writer(16, 1, 1, 2, 3), Writer(22, 2, 1, 0)), "likely written at 17, changed at 23"),
        (hunk(*(Writer(at, at, 1, 0) for at in range(6))), "written at 1, changed at 2, 3, 4, 5 and 1 more"),
        (hunk(unwritten=4), NOBODY),
        (hunk(Writer(16, 1, 1, 0), unwritten=3), f"written at 17, 3 of 4 lines {NOBODY}"),
        (hunk(unwritten=4, blind=(11,)), f"{NOBODY}, changed without a diff at 12"),
    ],
)
def test_who_wrote_a_hunk(one: HunkOrigin, words: str) -> None:
    """The first step wrote it, later ones changed it; what is only likely, and what nobody wrote, is said as such."""
    assert origin_words(one, lambda position: str(position + 1)) == words


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (Undone("x", 0, 1, 3, 5, "", (7,)), "3 of 5 lines taken out at 8"),
        (Undone("x", 0, 1, 5, 5, "", (), (8,)), "all of 5 lines maybe taken out at 9"),
        (Undone("x", 0, 1, 1, 1), "its line gone, taken out by no edit in the record"),
    ],
)
def test_what_became_of_an_edit(one: Undone, words: str) -> None:
    """How many of its lines are gone, and by which step, as far as that is known."""
    assert undone_words(one, lambda position: str(position + 1)) == words


def test_the_final_patch_is_the_first_that_is_a_diff() -> None:
    """A gold patch is none, nor is an answer that is no diff."""
    layers = (Layer("gold patch", "", PATCH), Layer("patch", "", "flag{1}"), Layer("patch", "", PATCH, {"own": True}))
    assert final_patch(tape_with(*layers)) is layers[2]
    assert final_patch(tape_with(*layers[:2])) is None


def test_a_run_with_a_patch_and_one_without() -> None:
    """The record's own patch is told; without one, what the edits come to, and that it is so."""
    own, made = patch_origins(tape_with(Layer("patch", "", PATCH))), patch_origins(tape_with())
    assert (own.replayed, made.replayed) == (False, True)
    for found in (own, made):
        (one,) = found.hunks
        assert [by.position for by in one.writers] == [1]


def test_a_step_without_a_number_is_named_by_its_place() -> None:
    """A step that does not count is its place from 1, and so is one that is not there."""
    assert [numbers_of(run_of(bash("ls")))(position) for position in (0, 7)] == ["1", "8"]
