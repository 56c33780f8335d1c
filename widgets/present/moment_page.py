"""The page of a moment: what it was and how it came out, the evidence, what was tried, the check before and after."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from rich.cells import cell_len
from textual.content import Content

from playhead.insight.compare import compare, told_by
from playhead.insight.feedback.values import RULES
from playhead.insight.moments.story import MomentStory, Tried
from playhead.insight.moments.values import MomentOutcome
from playhead.insight.rows import row_of_action
from playhead.model import Edit
from playhead.text import clean
from widgets.blocks.block import Rows
from widgets.blocks.fold import Fold
from widgets.document import Part
from widgets.present.amounts import counted, duration
from widgets.present.code import Pace
from widgets.present.compare_page import side_head
from widgets.present.detail_edits import edit_parts
from widgets.present.detail_options import Options, notice
from widgets.present.fact_rows import Fact, fact_part, heading
from widgets.present.fit import cut, pad, pad_left, shorten
from widgets.present.outcome_looks import SIGNS, STYLES, WORDS, weight_words
from widgets.present.page import Page, spaced
from widgets.present.palette import CHANGE, EVIDENCE, FAILURE, FAINT, KIND_GLYPHS, MUTED, PLAIN, SUCCESS, WARNING

_LOOKED_AT = 1_000
_QUOTED = 480
"""So many cells of what was said are shown: some rows; all of it stands in its step."""
_NOTE_CELLS = 24
_NOTES_FROM = 70
_RESPONSES = {
    "rerun": "ran the same again",
    "edit": "edited",
    "read": "read",
    "search": "searched",
    "run": "ran something",
    "install": "installed something",
    "ask": "asked",
    "give up": "gave up",
}


def moment_page(
    story: MomentStory, place: tuple[int, int], *, text_only: bool = False, said_at: int | None = None
) -> Page:
    """Return the page. `place` is which moment of how many; `said_at` is where a person said it."""
    moment = story.moment
    links = {f"tried {number}": one.position for number, one in enumerate(story.tried)}
    links |= {"evidence": moment.trigger_position if said_at is None else said_at}
    if story.last is not None:
        links |= {"old": moment.trigger_position, "new": story.last.position}
    links |= {edit_key(one, place): one.position for one in story.changes for place in range(len(one.edits))}
    outcome = str(moment.outcome)

    def parts(options: Options, pace: Pace) -> Sequence[Part]:
        del pace
        return spaced(
            [heading(f"{SIGNS[outcome]} {WORDS[outcome]}", weight_words(story.weight)), *fact_part(_facts(story))],
            _evidence(story, text_only=text_only),
            [heading("what was tried", _counts(story)), *_tried(story)],
            _outputs(story, options),
            _edits(story, options),
        )

    title = f"moment {place[0]} of {place[1]}: {story.quote or _what(story)}"
    return Page(f"moment {moment.trigger_action}", title, parts, links=links)


def _what(story: MomentStory) -> str:
    return str(story.moment.kind).replace("_", " ")


def _subject(key: str) -> str:
    """Return what a problem is about, "" where its kind says all that is known: `path:` names no path."""
    _, colon, subject = key.partition(":")
    return subject if colon else key


def _facts(story: MomentStory) -> list[Fact]:
    moment, features = story.moment, story.features
    outcome = str(moment.outcome)
    circles = "; it went in circles on the way" if moment.spiral_inside else ""
    tokens = features.get("tokens")
    seconds, actions = features.get("seconds"), features.get("actions")
    weight = (
        counted(story.weight.steps, "step"),
        f"{counted(actions, 'action')} after it" if actions else "",
        duration(seconds) if seconds else "",
    )
    spent = (*weight, f"{tokens:,} tokens" if tokens else "")
    response = features.get("first_response")
    return [
        ("came out as", f"{WORDS[outcome]}: {moment.settled_by or 'nothing says why'}{circles}", STYLES[outcome]),
        ("about", " · ".join(part for part in (_what(story), _subject(moment.key)) if part), PLAIN),
        ("took", " · ".join(part for part in spent if part), PLAIN),
        ("first response", _RESPONSES.get(response, response) if response else "none", PLAIN),
        ("again", _repeats(features), WARNING if features.get("repeats_without_change") else PLAIN),
        ("failing tests", " → ".join(str(one) for one in features.get("failing") or ()), PLAIN),
        ("file it names", _read(features), PLAIN),
    ]


def _repeats(features: dict[str, object]) -> str:
    same, changed = features.get("repeats_without_change"), features.get("repeats_after_change")
    told = [f"{same} without a change" if same else "", f"{changed} after a change" if changed else ""]
    return ", ".join(part for part in told if part)


def _read(features: dict[str, object]) -> str:
    """Return whether what the error names was opened, "" where it names no file."""
    after = features.get("read_what_failed_after")
    if features.get("read_what_failed") is None:
        return ""
    return f"opened, {after} {'action' if after == 1 else 'actions'} later" if after else "not opened"


def _evidence(story: MomentStory, *, text_only: bool) -> list[Part]:
    feedback = story.moment.feedback
    said = story.quote or "(no output)"
    where = "a person said" if feedback.source == "said" else f"step {_number(story)}"
    rule = f"{feedback.rule} · {RULES.get(feedback.rule, '')}{' · text evidence only' if text_only else ''}"
    style = EVIDENCE if story.quote else FAINT
    return [
        heading("evidence"),
        *fact_part(
            [(where, cut(said, _QUOTED), style), ("rule", rule, MUTED), ("wanted so", feedback.expected or "", MUTED)],
            key="evidence",
        ),
    ]


def _number(story: MomentStory) -> str:
    trigger = story.trigger
    n = trigger.step.n if trigger is not None else None
    return str(n) if n is not None else str(story.moment.trigger_position + 1)


def _counts(story: MomentStory) -> str:
    again = sum(one.role == "again" for one in story.tried)
    changed = counted(len(story.changes), "change") if story.changes else "no change"
    told = (counted(again, "attempt") if again else "", changed)
    return " · ".join(part for part in told if part)


def _tried(story: MomentStory) -> Iterator[Part]:
    for number, one in enumerate(story.tried):
        yield Part(f"tried {number}", Rows(_row(one, str(story.moment.outcome))))
    if story.left_out > 0:
        yield notice(f"and {story.left_out:,} more", MUTED)


def _row(one: Tried, outcome: str) -> Callable[[int], list[Content]]:
    row = row_of_action(one.action)
    title, result = clean(row.title[:_LOOKED_AT]), clean(row.result[:_LOOKED_AT])
    path = clean(row.path[:_LOOKED_AT]) if row.path else None
    sign, note, style = _told(one, outcome)

    def rows(width: int) -> list[Content]:
        noted = _NOTE_CELLS if width >= _NOTES_FROM else 0
        room = max(8, width - 10 - noted - cell_len(result) - 3)
        line = Content.assemble(
            (f" {sign} ", style),
            (pad_left("·" if one.step.n is None else str(one.step.n), 4), MUTED),
            f" {KIND_GLYPHS[row.kind]} ",
            pad(shorten(title, room, path), room),
            (f" {result}  ", FAILURE if row.failed else SUCCESS if result.endswith("✓") else MUTED),
            (note if noted else "", style if one.role != "change" else MUTED),
        )
        return [line.truncate(width)]

    return rows


def _told(one: Tried, outcome: str) -> tuple[str, str, str]:
    """Return the sign of a row, what is noted beside it, and the style of both."""
    if one.role == "trigger":
        return "✗", "it began", FAILURE
    if one.role == "again":
        if one.attempt is not None and one.attempt.repeat and not one.attempt.changed:
            return "✗", "again, nothing changed", WARNING
        return "✗", "again, after a change" if one.attempt and one.attempt.changed else "again", FAILURE
    if one.role == "change":
        return "±", "a change", CHANGE
    return SIGNS[outcome], WORDS[outcome], STYLES[outcome]


def _outputs(story: MomentStory, options: Options) -> list[Part]:
    """Return the output of the trigger and of the same check in the end, and what differs."""
    trigger, last = story.trigger, story.last
    if trigger is None or last is None:
        return []
    old, new = (trigger.step, trigger.action), (last.step, last.action)
    found = compare(told_by(trigger.action), told_by(last.action))
    parts = [
        heading(_compared(story, last)),
        Part("old", Rows(partial(side_head, "-", old))),
        Part("new", Rows(partial(side_head, "+", new))),
    ]
    if not found.diff:
        return [*parts, notice("Both outputs say the same, but for durations, times and addresses.", MUTED)]
    return [*parts, *edit_parts(Edit("output", found.diff, found.added, found.removed), "comparison", options)]


def _compared(story: MomentStory, last: Tried) -> str:
    if last.role != "end":
        return "the same check again"
    instead = story.moment.outcome is MomentOutcome.WORKED_AROUND
    return "what failed, and what worked instead" if instead else "the same check, before and after"


def _edits(story: MomentStory, options: Options) -> list[Part]:
    """Return the edits in between, each folded behind its name."""
    parts = [
        part
        for one in story.changes
        for place, edit in enumerate(one.edits)
        for part in edit_parts(edit, edit_key(one, place), options)
    ]
    for part in parts:
        if isinstance(part.block, Fold):
            part.block.is_open = options.folds.get(part.block.key, False)
    count = sum(len(one.edits) for one in story.changes)
    return [heading("the edits between", counted(count, "edit")), *parts] if parts else []


def edit_key(one: Tried, place: int) -> str:
    """Return what the part of an edit is called."""
    return f"edit {one.action.n} {place}"
