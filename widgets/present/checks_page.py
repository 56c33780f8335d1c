"""The process checks of a run as a page: what fired with its steps, what did not, what came before each decision."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from rich.cells import cell_len
from textual.content import Content

from playhead.insight.before import Came
from playhead.insight.checks.standing import moments_told, standing
from playhead.insight.checks.values import CheckResult, Severity
from playhead.insight.decisions import DecisionPoint
from playhead.insight.moments.values import Moment
from playhead.insight.rows import row_of_action
from playhead.model import Status, Tape
from playhead.storage.source import StepSource
from playhead.text import clean
from widgets.blocks.block import Rows
from widgets.blocks.wrapping import word_rows
from widgets.document import Part
from widgets.present.amounts import counted
from widgets.present.code import Pace
from widgets.present.detail_options import Options, notice
from widgets.present.fact_rows import heading
from widgets.present.fit import pad, pad_left, shorten, shorten_path
from widgets.present.page import Page, spaced
from widgets.present.palette import EMPHASIS, FAILURE, FAINT, MUTED, PLAIN, SUCCESS, WARNING

_STYLES = {Severity.SERIOUS: FAILURE, Severity.WARNING: WARNING, Severity.INFO: MUTED}
_MARKS = {Severity.SERIOUS: "!!", Severity.WARNING: "! ", Severity.INFO: "i "}
_MARGIN = 7
_MOST = 12
"""So many steps of one check's evidence have a row each."""
_WHAT = {"first_edit": "edit", "test_run": "tests"}


def checks_page(
    tape: Tape,
    results: Sequence[CheckResult],
    decisions: Sequence[DecisionPoint],
    moments: Sequence[Moment],
) -> Page:
    """Return the page; rows of evidence and of decisions lead to their steps. Muted checks stand by themselves."""
    steps = tape.steps
    fired = sorted(
        (one for one in results if one.fired and not one.muted), key=lambda one: list(_STYLES).index(one.severity)
    )
    held = [one for one in results if one.fired is False and not one.muted]
    untold = [one for one in results if one.fired is None and not one.muted]
    quiet = [one for one in results if one.muted]
    links = {
        f"{one.id} {place}": position
        for one in (*fired, *held, *quiet)
        for place, position in enumerate(one.positions[:_MOST])
        if position < len(steps)
    }
    links |= {f"decision {place}": one.position for place, one in enumerate(decisions)}

    def parts(options: Options, pace: Pace) -> Sequence[Part]:
        del options, pace
        return spaced(
            _standing(tape, results, moments),
            [
                heading("fired", str(len(fired)) if fired else "none"),
                *(part for one in fired for part in _fired(one, steps)),
            ],
            [heading("muted", str(len(quiet))), *(_held(one, steps) for one in quiet)] if quiet else [],
            [heading("did not fire", str(len(held))), *(_held(one, steps) for one in held)],
            [heading("cannot be told", str(len(untold))), *(_held(one, steps) for one in untold)] if untold else [],
            _decisions(decisions, steps),
        )

    title = f"checks: {len(fired)} fired, {len(held)} did not, {len(untold)} cannot be told"
    title += f", {len(quiet)} muted" if quiet else ""
    return Page("checks", title, parts, links=links)


def _standing(tape: Tape, results: Sequence[CheckResult], moments: Sequence[Moment]) -> list[Part]:
    said = standing(tape.outcome.status, results)
    passed = tape.outcome.status is Status.RESOLVED
    style = WARNING if "missing" in said else SUCCESS if passed else PLAIN
    told = moments_told(moments)
    return [_text(said, style), *([_text(told, MUTED)] if told else [])]


def _text(said: str, style: str) -> Part:
    return Part("", Rows(lambda width: [Content.styled(" " + said[a:b], style) for a, b in word_rows(said, width - 2)]))


def _fired(one: CheckResult, steps: StepSource) -> list[Part]:
    rows = [Part(f"{one.id} 0", Rows(_head(one)))]
    for place, position in enumerate(one.positions[:_MOST]):
        if position < len(steps):
            rows.append(Part(f"{one.id} {place}", Rows(_step(steps, position, one.actions))))
    more = len(one.positions) - _MOST
    return [*rows, *([notice(f"and {counted(more, 'step')} more", FAINT)] if more > 0 else [])]


def _head(one: CheckResult) -> Callable[[int], list[Content]]:
    style = _STYLES[one.severity]

    def rows(width: int) -> list[Content]:
        aside = f"{one.severity}{_figures(one)}"
        room = max(1, width - _MARGIN - cell_len(aside) - 2)
        lead = f" {_MARKS[one.severity]}{pad(one.id, 4)}"
        made = [Content.assemble((lead, style), (pad(one.title, room), EMPHASIS), " ", (aside, style)).truncate(width)]
        said = clean(one.why)
        for start, end in word_rows(said, max(1, width - _MARGIN - 1)):
            made.append(Content.assemble(" " * _MARGIN, (said[start:end], PLAIN)))
        return made

    return rows


def _figures(one: CheckResult) -> str:
    if one.value is None or one.threshold is None or one.threshold == 1:
        return ""
    return f" · {one.value:g} of {one.threshold:g}"


def _step(steps: StepSource, position: int, numbers: Sequence[int]) -> Callable[[int], list[Content]]:
    def rows(width: int) -> list[Content]:
        step = steps[position]
        action = next((one for one in step.actions if one.n in numbers), None)
        title = step.text or step.thought if action is None else row_of_action(action).title
        result = "" if action is None else row_of_action(action).result
        lead = f" {pad_left('' if step.n is None else str(step.n), _MARGIN + 1)}  "
        room = max(1, width - cell_len(lead) - cell_len(result) - 2)
        shown = pad(shorten(clean(title[:1_000].split("\n")[0]), room), room)
        style = FAILURE if action is not None and action.failed else MUTED
        return [Content.assemble((lead, MUTED), (shown, PLAIN), " ", (clean(result), style)).truncate(width)]

    return rows


def _held(one: CheckResult, steps: StepSource) -> Part:
    numbers = [str(steps[position].n or "") for position in one.positions[:3] if position < len(steps)]

    def rows(width: int) -> list[Content]:
        title = pad(one.title, min(38, max(8, width // 2 - _MARGIN)))
        said = ("fired: " if one.fired else "") + clean(one.why)
        said += f" (step {', '.join(numbers)})" if any(numbers) else ""
        lead = f"   {pad(one.id, 4)}"
        beside = cell_len(lead) + cell_len(title) + 1
        starts = [Content.assemble((lead, FAINT), (title, MUTED), " ")]
        lines = [said[start:end] for start, end in word_rows(said, max(8, width - beside - 1))]
        starts += [Content(" " * beside)] * (len(lines) - 1)
        return [
            Content.assemble(start, (line, FAINT)).truncate(width) for start, line in zip(starts, lines, strict=True)
        ]

    return Part(f"{one.id} 0", Rows(rows))


def check_of_part(key: str) -> str | None:
    """Return the id of the check that a part of the page is about, None for another part."""
    name = key.partition(" ")[0]
    return name if name[:1] == "C" and name[1:].isdigit() else None


def _decisions(decisions: Sequence[DecisionPoint], steps: StepSource) -> list[Part]:
    if not decisions:
        return [
            heading("decisions", "none"),
            notice("No step edits a file or runs a test, as far as the record tells."),
        ]
    blind = sum(one.blind for one in decisions)
    aside = f"{counted(len(decisions), 'first edit or test run', 'first edits and test runs')}"
    aside += f", {blind} with nothing before" if blind else ""
    rows = [Part(f"decision {place}", Rows(_decision(one, steps))) for place, one in enumerate(decisions)]
    return [heading("what came before each decision", aside), *rows]


def _decision(one: DecisionPoint, steps: StepSource) -> Callable[[int], list[Content]]:
    evidence = evidence_words(one)
    style = WARNING if one.blind else MUTED if one.shown or one.made or one.what == "test_run" else PLAIN

    def rows(width: int) -> list[Content]:
        n = steps[one.position].n if one.position < len(steps) else None
        lead = f" {pad_left('' if n is None else str(n), 5)} {pad(_WHAT.get(one.what, one.what), 6)}"
        room = max(8, min(44, (width - cell_len(lead)) // 2))
        path = clean(one.path[-400:]) or _command(one, steps)
        shown = pad(shorten_path(path, room) if one.path else shorten(path, room), room)
        rest = max(1, width - cell_len(lead) - room - 2)
        line = Content.assemble((lead, MUTED), (shown, PLAIN), " ", (shorten(evidence, rest), style))
        return [line.truncate(width)]

    return rows


def _command(one: DecisionPoint, steps: StepSource) -> str:
    """Return what a test run without a file ran."""
    actions = steps[one.position].actions if one.position < len(steps) else ()
    action = next((each for each in actions if each.n == one.number), None)
    return clean(row_of_action(action).title[:400]) if action is not None else ""


def evidence_words(one: DecisionPoint) -> str:
    """Return what had come before a decision: `task, read 2, search hit`; `nothing came before`; `a new file`."""
    if one.made:
        return "a new file"
    if one.blind:
        return "nothing came before"
    counts = Counter(mention.how for mention in one.mentions)
    told = [_counted(str(how), count) for how in Came if (count := counts[how])]
    if one.what == "test_run" and counts[Came.EDIT] and set(counts) == {Came.EDIT}:
        return f"after {counted(counts[Came.EDIT], 'edit')}"
    unseen = "" if one.shown or one.what == "test_run" else "; never looked into"
    return ", ".join(told) + unseen


def _counted(how: str, count: int) -> str:
    return how if count == 1 else f"{how} {count}"
