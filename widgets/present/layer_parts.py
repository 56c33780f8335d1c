"""The layers of a run as blocks: patch, verification, exception, review, log."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual.content import Content

from playhead.edits.diff_index import DiffIndex
from playhead.insight.bookends import PATCHES, facts_of_verification, output_of_verification
from playhead.insight.record_facts import facts_of_mapping
from playhead.insight.telling_line import evidence_of
from playhead.insight.verdict import ReportedTest, is_bad, reported_tests
from playhead.model import Action, Edit, Kind, Layer
from playhead.text import clean
from widgets.blocks.block import Rows
from widgets.blocks.fold import Fold, count_title
from widgets.blocks.look import Look
from widgets.document import Part
from widgets.present.detail_edits import diff_parts
from widgets.present.detail_options import Options, blank, notice
from widgets.present.detail_output import output_parts
from widgets.present.fact_rows import fact_part
from widgets.present.fit import cut, shorten_path
from widgets.present.output import lines_in
from widgets.present.palette import (
    FAILED_GLYPH,
    FAILURE,
    FAINT,
    MUTED,
    PASSED_GLYPH,
)

SHORT_TRACE = 14
"""Traces of so many lines are shown whole; of longer ones the lines that tell the failure."""
LINES_BEFORE, LINES_AFTER = 4, 3
OPEN_FILES = 20
"""The files of a patch with more stand closed: their names are what is looked for first."""


def layer_parts(layer: Layer, key: str, options: Options) -> list[Part]:
    """Return the blocks of a layer, below its heading."""
    if layer.name in PATCHES:
        return patch_parts(layer.text, key, options)
    if layer.name == "verification":
        return _verification(layer, key, options)
    if layer.name == "exception":
        return [*_terminal(layer.text, options, mark=True)] or [notice(layer.title)]
    parts = fact_part(facts_of_mapping(layer.data), "facts") if not layer.text else []
    if layer.name == "log":
        return [*_terminal(layer.text, options)] or [notice("The log is empty.")]
    look = Look(words=True)
    return [*parts, *([Part("text", options.text(layer.text.strip("\n"), look))] if layer.text.strip() else [])]


def patch_parts(text: str, key: str, options: Options, notes: Mapping[int, str] | None = None) -> list[Part]:
    """Return a patch as diffs by file; what is no diff as it stands. `notes` stand in the heads of hunks."""
    index = DiffIndex(text)
    if not index.files:
        return [Part(key, options.text(text.strip("\n"), Look()))] if text.strip() else [notice("No patch.")]
    many = len(index.files) > OPEN_FILES
    parts = diff_parts(Edit("", text), key, options, notes=notes)
    for part in parts:
        if many and isinstance(part.block, Fold) and part.block.key not in options.folds:
            part.block.is_open = False
    return parts


def parts_of_tests(tests: Sequence[ReportedTest], key: str, options: Options) -> list[Part]:
    """Return failing tests with their traces, and the others as a fold of names."""
    failing = [one for one in tests if one.failed]
    others = [one for one in tests if not one.failed]
    parts: list[Part] = []
    for place, one in enumerate(failing):
        parts += [*([blank()] if place else []), *_failing(one, f"{key} failed {place}", options)]
    if others:
        names = "\n".join(f"{PASSED_GLYPH if one.status else ' '} {one.name}" for one in others)
        block = options.text(names, Look(prefix="   ", first="   ", style=MUTED))
        count = f"{len(others):,} other{'s' if len(others) != 1 else ''}" if failing else f"{len(others):,} tests"
        passed = sum(one.status.lower() in {"passed", "pass", "ok"} for one in others)
        said = f"{count}, {passed:,} passed" if passed else count
        parts += [blank()] if failing else []
        parts.append(options.fold(f"{key} others", block, count_title(lambda: said)))
    return parts


def _failing(test: ReportedTest, key: str, options: Options) -> list[Part]:
    """Return the row of a test, the lines that tell why it failed, and behind a fold the whole trace."""
    trace = test.trace.strip("\n")
    parts = [Part(f"name {key}", Rows(lambda width: [_test_row(test, width)]))]
    if not trace:
        return parts
    lines = lines_in(trace, 0, len(trace))
    evidence = evidence_of(trace)
    look = Look(terminal=True, marked=evidence)
    if lines <= SHORT_TRACE or evidence is None:
        return [*parts, Part(key, options.text(trace, look))]
    start, end = _around(trace, evidence)
    block = options.text(trace, look)
    fold = options.fold(f"{key} trace", block, count_title(lambda: f"the whole trace, {lines:,} lines"))
    return [*parts, Part(key, options.text(trace, look, start, end)), fold]


def _around(text: str, evidence: tuple[int, int]) -> tuple[int, int]:
    """Return the stretch of whole lines shown of a trace: its evidence with a few lines before and after."""
    start, end = evidence
    for _ in range(LINES_BEFORE + 1):
        start = max(0, text.rfind("\n", 0, max(0, start)))
    for _ in range(LINES_AFTER + 1):
        newline = text.find("\n", end + 1)
        end = len(text) if newline < 0 else newline
    return start + (text[start : start + 1] == "\n"), end


def _test_row(test: ReportedTest, width: int) -> Content:
    name = clean(test.name[:400])
    status = "" if test.status in {"failed", ""} else f"  {clean(test.status[:20])}"
    trace = "" if test.trace.strip() else "  no trace in the record"
    room = max(8, width - 5 - len(status) - len(trace))
    shown = name if len(name) <= room else shorten_path(name, room) if "/" in name else cut(name, room)
    return Content.assemble(f" {FAILED_GLYPH} ", (shown, FAILURE), (status, MUTED), (trace, FAINT))


def _verification(layer: Layer, key: str, options: Options) -> list[Part]:
    tests = reported_tests(layer)
    parts = fact_part(facts_of_verification(layer), "facts")
    parts += parts_of_tests(tests, key, options)
    text = output_of_verification(layer, tests)
    if not text:
        return parts or [notice("The verifier left no output.")]
    if not tests:
        told = Action(n=None, id=None, tool="", kind=Kind.TEST, output=text, is_error=is_bad(layer))
        return [*parts, *output_parts(told, 0, options)]
    block = options.text(text, Look(terminal=True))
    lines = lines_in(text, 0, len(text))
    return [
        *parts,
        options.fold(f"{key} output", block, count_title(lambda: f"output of the verifier, {lines:,} lines")),
    ]


def _terminal(text: str, options: Options, *, mark: bool = False) -> list[Part]:
    if not text.strip():
        return []
    shown = text.strip("\n")
    return [Part("text", options.text(shown, Look(terminal=True, marked=evidence_of(shown) if mark else None)))]
