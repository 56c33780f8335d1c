"""The patch up to a step as a page: one diff a file where that is known, else the edits as they were made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from playhead.edits.diff_index import DiffIndex
from playhead.edits.origin_values import PatchOrigins
from playhead.edits.replayed_origins import diff_starts
from playhead.edits.so_far import FileSoFar
from playhead.insight.patch_story import numbers_of
from playhead.model import Edit
from playhead.storage.source import StepSource
from widgets.document import Part
from widgets.present.amounts import counted
from widgets.present.code import Pace
from widgets.present.detail_edits import diff_parts
from widgets.present.detail_options import Options, blank, notice
from widgets.present.fact_rows import heading
from widgets.present.page import Page, spaced
from widgets.present.palette import FAINT
from widgets.present.patch_page import notes_of, step_at, undone_parts

REPLACED = "written whole; what it replaced is not in the record, so every line shows as new"


def so_far_page(
    files: Sequence[FileSoFar], steps: StepSource, position: int, origins: PatchOrigins | None = None
) -> Page:
    """Return the page; each diff leads to the step that made it, each hunk of a net diff to the last that wrote it."""
    added, removed = sum(one.added for one in files), sum(one.removed for one in files)
    partial = "" if all(one.whole for one in files) else ", as far as the record holds it"
    figures = f"{counted(len(files), 'file')} +{added} -{removed}{partial}" if files else "nothing yet"
    title = f"patch up to step {_n(steps, position)}: {figures}"
    keys = [
        (f"diff {number} {place}", at, diff)
        for number, one in enumerate(files)
        for place, (at, diff) in enumerate(one.diffs)
    ]
    links = {key: at for key, at, _ in keys} | {f"file {number}": _first(one) for number, one in enumerate(files)}
    by_line = origins.by_line if origins is not None else {}
    starts = diff_starts(files)
    leads = {
        key: step_at(DiffIndex(diff), by_line, start)
        for (key, _, diff), start in zip(keys, starts, strict=True)
        if by_line
    }
    notes = {key: _notes(origins, steps, start, diff) for (key, _, diff), start in zip(keys, starts, strict=True)}
    undone = origins.undone if origins is not None else ()
    links |= {f"undone {place}": one.position for place, one in enumerate(undone)}

    def parts(options: Options, pace: Pace) -> Sequence[Part]:
        if not files:
            return [blank(), notice(f"Up to step {_n(steps, position)} the record holds no edit.")]
        told = (_file(one, number, steps, notes, (options, pace)) for number, one in enumerate(files))
        return [*spaced(*told), *undone_parts(undone, numbers_of(steps))]

    return Page(f"patch up to {position}", title, parts, links=links, leads=leads)


def _notes(origins: PatchOrigins | None, steps: StepSource, start: int, diff: str) -> Mapping[int, str]:
    stop = start + diff.count("\n")
    hunks = [one for one in origins.hunks if start <= one.line < stop] if origins is not None else []
    return notes_of(hunks, numbers_of(steps), start)


def _file(
    one: FileSoFar, number: int, steps: StepSource, notes: Mapping[str, Mapping[int, str]], look: tuple[Options, Pace]
) -> list[Part]:
    figures = f"+{one.added} -{one.removed}" if one.diffs else ""
    how = "" if one.edits < 2 else f"{one.edits} edits, net" if one.net else f"{one.edits} edits, one after another"
    parts = []
    if len(one.diffs) != 1 or how:
        parts.append(heading(one.path, " · ".join(part for part in (how, figures) if part), key=f"file {number}"))
    if one.net and not one.diffs:
        parts.append(notice("Its edits undid one another: it is as it was.", FAINT))
    for place, (at, diff) in enumerate(one.diffs):
        key = f"diff {number} {place}"
        parts += [Part(key, notice(f"step {_n(steps, at)}", FAINT).block)] if len(one.diffs) > 1 else []
        if at in one.replaced:
            parts.append(notice(f"step {_n(steps, at)}: {REPLACED}"))
        told = diff_parts(Edit(one.path, diff), key, *look, notes[key])
        parts += [Part(key, part.block) for part in told]
    parts += _not_there("edited, but the diff is not in the record", one.unknown, steps)
    parts += _not_there("may have been changed by a command, without a trace in the record", one.unseen, steps)
    return parts


def _not_there(what: str, positions: Sequence[int], steps: StepSource) -> list[Part]:
    if not positions:
        return []
    numbers = ", ".join(_n(steps, one) for one in dict.fromkeys(positions))
    return [notice(f"step{'s' if ',' in numbers else ''} {numbers}: {what}")]


def _first(one: FileSoFar) -> int:
    return min([*(at for at, _ in one.diffs), *one.unknown, *one.unseen], default=0)


def _n(steps: StepSource, position: int) -> str:
    n = steps[position].n if 0 <= position < len(steps) else None
    return str(n) if n is not None else str(position + 1)
