"""The patch of a run with the steps that wrote each hunk, and in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import groupby

from playhead.edits.diff_index import DiffIndex
from playhead.edits.hunk_origins import hunk_origins
from playhead.edits.origin_values import HunkOrigin, PatchOrigins, Undone
from playhead.edits.replayed_origins import replayed_origins
from playhead.edits.so_far import patch_so_far
from playhead.model import Layer, Tape
from playhead.storage.source import StepSource

MOST_NAMED = 4
"""So many steps are named in a sentence."""
NOBODY = "not written by any edit in the record"
Number = Callable[[int], str]
"""Names the step at a position."""


def final_patch(tape: Tape) -> Layer | None:
    """Return the layer of the patch that the run handed in, None where the record has none that is a diff."""
    patches = (one for one in tape.layers if one.name == "patch" and one.text.strip())
    return next((one for one in patches if DiffIndex(one.text).files), None)


def patch_origins(tape: Tape, *, going: Callable[[int], bool] | None = None) -> PatchOrigins:
    """Return where the hunks of a run's final patch come from; without one, of what its edits come to."""
    layer = final_patch(tape)
    if layer is not None:
        return hunk_origins(tape.steps, layer.text, going=going)
    stop = len(tape.steps)
    return replayed_origins(tape.steps, patch_so_far(tape.steps, stop - 1, going=going), stop, going=going)


def numbers_of(steps: StepSource) -> Number:
    """Return what names a step by its number, one without a number by its place."""

    def number(position: int) -> str:
        n = steps[position].n if 0 <= position < len(steps) else None
        return str(n) if n is not None else str(position + 1)

    return number


def origin_words(one: HunkOrigin, number: Number) -> str:
    """Return who wrote a hunk: `written at 17, changed at 23`, and what nobody in the record wrote."""
    parts = []
    verb = "written"
    for likely, some in groupby(one.writers, lambda writer: writer.is_likely):
        at = list(dict.fromkeys(writer.position for writer in some))
        parts += [f"{'likely ' if likely else ''}{verb} at {number(at[0])}"] if verb == "written" else []
        at = at[1:] if verb == "written" else at
        parts += [f"{'likely ' if likely else ''}changed at {_named(at, number)}"] if at else []
        verb = "changed"
    if one.unwritten:
        share = "" if one.unwritten == one.changed else f"{one.unwritten} of {one.changed} lines "
        parts.append(f"{share}{NOBODY}")
        parts += [f"changed without a diff at {_named(one.blind, number)}"] if one.blind else []
    return ", ".join(parts)


def undone_words(one: Undone, number: Number) -> str:
    """Return what became of the lines of an edit that the patch does not have: which step took them out."""
    lines = "its line" if one.added == 1 else f"{'all' if one.lines == one.added else one.lines} of {one.added} lines"
    by = [f"taken out at {_named(one.removed_at, number)}"] if one.removed_at else []
    by += [f"maybe taken out at {_named(one.maybe_at, number)}"] if one.maybe_at else []
    return f"{lines} {', '.join(by) or 'gone, taken out by no edit in the record'}"


def _named(positions: Iterable[int], number: Number) -> str:
    named = [number(one) for one in positions]
    more = len(named) - MOST_NAMED
    return ", ".join(named[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
