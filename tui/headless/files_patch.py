"""`playhead files --patch`: the steps that wrote each hunk of the patch, and the edits that were undone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from playhead.edits.origin_values import HunkOrigin, PatchOrigins, Undone
from playhead.insight.patch_story import numbers_of, origin_words, patch_origins, undone_words
from playhead.model import Tape
from playhead.storage.source import StepSource
from tui.headless.json_lines import print_json
from tui.headless.table import print_table, say


def print_origins(tape: Tape, *, as_json: bool) -> None:
    """Print the hunks in the order of the patch, then what was undone."""
    found = patch_origins(tape)
    if as_json:
        for hunk in found.hunks:
            print_json(_hunk_json(hunk, found, tape.steps))
        for one in found.undone:
            print_json(_undone_json(one, tape.steps))
        return
    number = numbers_of(tape.steps)
    if found.replayed:
        say("The record holds no patch of its own: this is what its edits come to.")
    hunks = [
        (one.path, str(one.new_start), f"+{one.added} -{one.removed}", origin_words(one, number)) for one in found.hunks
    ]
    if hunks:
        print_table([("FILE", "LINE", "CHANGED", "BY STEPS"), *hunks], flexible=0, right=frozenset({1}))
        say(f"{found.explained} of {len(found.hunks)} hunks are written by edits of the record, every line of them.")
    for path, status in found.without_lines:
        say(f"{path}: {status}, without lines.")
    gone = [(one.path, number(one.position), undone_words(one, number)) for one in found.undone]
    if gone:
        print_table([("UNDONE", "STEP", ""), *gone], flexible=0, right=frozenset({1}))


def _hunk_json(one: HunkOrigin, found: PatchOrigins, steps: StepSource) -> dict[str, Any]:
    return {
        "what": "hunk",
        "path": one.path,
        "header": one.header,
        "old_start": one.old_start,
        "new_start": one.new_start,
        "added": one.added,
        "removed": one.removed,
        "steps": _numbers((writer.position for writer in one.writers), steps),
        "writers": [
            {
                "step": steps[writer.position].n,
                "action": writer.number,
                "added": writer.added,
                "removed": writer.removed,
                "likely": writer.likely,
            }
            for writer in one.writers
        ],
        "unwritten": one.unwritten,
        "first_unwritten": one.first_unwritten,
        "unknown_steps": _numbers(one.blind, steps),
        "derived": found.replayed,
    }


def _undone_json(one: Undone, steps: StepSource) -> dict[str, Any]:
    return {
        "what": "undone",
        "path": one.path,
        "step": steps[one.position].n,
        "action": one.number,
        "lines": one.lines,
        "added": one.added,
        "example": one.example,
        "removed_at": _numbers(one.removed_at, steps),
        "maybe_at": _numbers(one.maybe_at, steps),
    }


def _numbers(positions: Iterable[int], steps: StepSource) -> list[int | None]:
    return list(dict.fromkeys(steps[one].n for one in positions))
