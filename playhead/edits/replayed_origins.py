"""Where the hunks of a replayed patch come from: the record holds no patch of its own, so the edits make one."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import replace

from playhead.edits.hunk_origins import hunk_origins
from playhead.edits.origin_values import HunkOrigin, PatchOrigins, Writer
from playhead.edits.so_far import FileSoFar
from playhead.storage.source import StepSource


def replayed_origins(
    steps: StepSource, files: Sequence[FileSoFar], stop: int, *, going: Callable[[int], bool] | None = None
) -> PatchOrigins:
    """Return the origins of the patch that the files so far come to; `patch` are their diffs, one below the other.

    The diff of a file whose content is not known is that of one step, which wrote it.
    """
    diffs = [(None if one.net else at, diff) for one in files for at, diff in one.diffs]
    found = hunk_origins(steps, "".join(diff for _, diff in diffs), stop=stop, going=going)
    starts = diff_starts(files)
    hunks = tuple(_by(one, diffs[bisect_right(starts, one.line) - 1][0]) for one in found.hunks)
    return replace(found, hunks=hunks, replayed=True, by_line={one.line: one for one in hunks})


def diff_starts(files: Sequence[FileSoFar]) -> list[int]:
    """Return the line of the replayed patch on which each diff begins, in the order of files and diffs."""
    starts: list[int] = []
    line = 0
    for one in files:
        for _, diff in one.diffs:
            starts.append(line)
            line += diff.count("\n")
    return starts


def _by(one: HunkOrigin, at: int | None) -> HunkOrigin:
    if at is None:
        return one
    number = next((writer.number for writer in one.writers if writer.position == at), None)
    return replace(one, writers=(Writer(at, number, one.added, one.removed),), unwritten=0, first_unwritten="")
