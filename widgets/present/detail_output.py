"""What an action printed, as blocks: folded where it is long, its failure marked, the harness's wrapping set apart."""

from __future__ import annotations

import re
from functools import cache, partial

from playhead.edits.languages import language_of
from playhead.formats.image_marks import image_text
from playhead.insight.best_line import best_line
from playhead.insight.feedback import of_action
from playhead.insight.telling_line import evidence_of
from playhead.model import Action, Kind, Mark
from playhead.text import clean
from widgets.blocks.fold import count_title
from widgets.blocks.look import Look
from widgets.blocks.text_block import TextBlock
from widgets.document import Part
from widgets.present.detail_options import Options, notice
from widgets.present.fit import cut
from widgets.present.output import LINE_SHARE, OPEN_LINES, Role, Stretch, inline_marks, lines_in, plan, told_cut
from widgets.present.palette import CUT_GLYPH, FAINT, NOTICE

EDIT_ANSWER_ROWS = 3
_SAYS = re.compile(r"\S")


def output_parts(action: Action, number: int, options: Options) -> list[Part]:
    """Return the blocks of an action's output; all of them are called `output N`, folds `output N at OFFSET`."""
    text = action.output
    if text is None:
        return []
    if not _SAYS.search(text):
        return [notice("no output", FAINT)] if action.command is not None else []
    evidence = telling_of(action, number, options)
    look = Look(
        terminal=True,
        language=language_of(action.path or "") if action.kind is Kind.READ and not action.failed else None,
        numbered=action.kind is Kind.READ,
        marked=evidence,
        dim=inline_marks(text, action.marks),
    )
    if action.edits and not action.failed and lines_in(text, 0, len(text)) <= OPEN_LINES:
        answer = options.text(text, look)
        fold = options.fold(f"output {number} at 0", answer, count_title(), keep=EDIT_ANSWER_ROWS)
        return [Part(f"output {number}", fold.block)]
    name = f"output {number}"
    parts = [_part(one, text, look, name, options) for one in plan(text, action.marks, evidence)]
    return [*parts, *options.picture_parts(text)]


def telling_of(action: Action, number: int, options: Options) -> tuple[int, int] | None:
    """Return the lines of an action's output that tell a failure, as the rules found them, else as it says itself."""
    key = f"output {number}"
    if key in options.told or not action.output:
        return options.told.get(key)
    alone = of_action(action)
    if alone is None or not alone.negative:
        return None
    return best_line(action, alone) or evidence_of(action.output, action.marks)


def _part(one: Stretch, text: str, look: Look, name: str, options: Options) -> Part:
    key = f"{name} at {one.start}"
    if one.role is Role.SHOWN:
        return Part(name, options.text(text, look, one.start, one.end))
    if one.role is Role.CUT:
        cut_look = Look(first=f" {CUT_GLYPH} ", prefix="   ", style=NOTICE, words=True)
        return Part("cut", TextBlock(told_cut(text, one), cut_look))
    if one.role is Role.IMAGE:
        block = options.text(text, Look(style=FAINT), one.start, one.end)
        said = partial(image_text, text, Mark(one.start, one.end, "image"))
        return Part(name, options.fold(key, block, count_title(said)).block)
    if one.role is Role.FOLDED:
        block = options.text(text, look, one.start, one.end)
        fold = options.fold(key, block, count_title(cache(partial(_amount, text, one))))
    else:
        block = options.text(text, Look(style=FAINT, terminal=True), one.start, one.end)
        title = count_title(cache(partial(_wrapping, text, one))) if one.role is Role.WRAPPER else None
        fold = options.fold(key, block, title)
    return Part(name, fold.block)


def _amount(text: str, one: Stretch) -> str:
    lines = lines_in(text, one.start, one.end)
    if one.end - one.start > lines * LINE_SHARE * 10:
        return f"{one.end - one.start:,} more characters"
    return f"{lines:,} more line{'s' if lines != 1 else ''}"


def _wrapping(text: str, one: Stretch) -> str:
    lines = lines_in(text, one.start, one.end)
    first = text[one.start : min(one.end, one.start + 200)].strip().split("\n", 1)[0]
    return f"{cut(clean(first), 40)}  {lines:,} line{'s' if lines != 1 else ''} of wrapping"
