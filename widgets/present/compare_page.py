"""Two outputs beside one another as a page: what differs, and what differs only by chance."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from textual.content import Content

from playhead.insight.compare import Comparison, compare, told_by
from playhead.insight.rows import row_of_action
from playhead.model import Action, Edit, Step
from playhead.text import clean
from widgets.blocks.block import Rows
from widgets.bound_keys import named
from widgets.document import Part
from widgets.present.amounts import counted
from widgets.present.code import Pace
from widgets.present.detail_edits import diff_parts
from widgets.present.detail_head import facts_of, rule_row, seconds
from widgets.present.detail_options import Options, notice
from widgets.present.fit import shorten
from widgets.present.page import Page, spaced
from widgets.present.palette import CHANGE, MUTED

Side = tuple[Step, Action]
"""An action and the step it is of."""


def compare_page(old: Side, new: Side) -> Page:
    """Return the page of what changed from an earlier output to a later one.

    As the page is read, noise is no change; as `raw`, every line is compared as it was printed.
    """
    quiet = compare(told_by(old[1]), told_by(new[1]))
    strict: list[Comparison] = []

    def exact(options: Options, pace: Pace) -> Sequence[Part]:
        if not strict:
            strict.append(compare(told_by(old[1]), told_by(new[1]), raw=True))
        said = f"Every character is compared, also durations and addresses. {named('raw')} leaves them out."
        return _parts(old, new, strict[0], said, options, pace)

    said = _told(quiet)
    return Page(
        f"compare {old[0].index} {old[1].n} {new[0].index} {new[1].n}",
        f"step {_number(old[0])} and step {_number(new[0])}: what the output says now that it did not",
        lambda options, pace: _parts(old, new, quiet, said, options, pace),
        links={"old": old[0].index, "new": new[0].index},
        exact=exact,
    )


def _parts(  # noqa: PLR0917 - what a page is made of
    old: Side, new: Side, found: Comparison, said: str, options: Options, pace: Pace
) -> list[Part]:
    heads = [Part("old", Rows(partial(side_head, "-", old))), Part("new", Rows(partial(side_head, "+", new)))]
    if not found.diff:
        return spaced(heads, [notice(f"The outputs say the same. {said}", MUTED)])
    edit = Edit("output", found.diff, found.added, found.removed)
    return spaced(heads, [notice(said, MUTED)], diff_parts(edit, "comparison", options, pace))


def _told(found: Comparison) -> str:
    if not found.quiet:
        how = "Lines are compared without durations, times, addresses and temporary paths"
        return f"{how}; {named('raw')} compares every character."
    lines = counted(found.quiet, "line")
    verb = "differs" if found.quiet == 1 else "differ"
    return f"{lines} {verb} only in durations, times, addresses or temporary paths: {named('raw')} compares these too."


def side_head(sign: str, side: Side, width: int) -> list[Content]:
    """Return what stands above an output that is compared: its step, what came of it, and its command."""
    step, action = side
    facts = facts_of(action)
    if action.duration_s is not None:
        facts.append((seconds(action.duration_s), MUTED))
    title = clean(row_of_action(action).title)
    lead = " $ " if action.command is not None else " "
    return [
        rule_row(f"{sign} step {_number(step)}", "", facts, width),
        Content.assemble((lead, CHANGE), shorten(title, max(8, width - len(lead) - 1), None)),
    ]


def _number(step: Step) -> str:
    return f"{step.n}" if step.n is not None else "(copied)"
