"""From a step to the blocks of its detail: thought, text, then each action's command, edits and output."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from textual.content import Content

from playhead.model import Action, Kind, Step
from widgets.blocks.block import Rows
from widgets.blocks.fold import count_title
from widgets.blocks.look import Look
from widgets.blocks.text_block import TextBlock
from widgets.document import Document, Part
from widgets.present.arguments import argument_parts
from widgets.present.code import Pace
from widgets.present.detail_edits import edit_parts
from widgets.present.detail_head import action_head, step_head
from widgets.present.detail_options import Options, blank, notice
from widgets.present.detail_output import output_parts
from widgets.present.palette import CHANGE, MUTED

THOUGHT_ROWS = 3
COMMAND_ROWS = 12
ROWS_BESIDE_DIFF = 3
EDIT_ROWS_BESIDE_DIFF = 1


def document_of(step: Step, options: Options) -> Document:
    """Return the detail of a step."""
    pace = Pace()
    parts = [Part("head", Rows(lambda width: [step_head(step, width)]))]
    for group in _groups(step, options, pace):
        if group:
            parts += [*([blank()] if len(parts) > 1 else []), *group]
    if len(parts) == 1:
        parts.append(notice("Nothing was said and nothing was done in this step."))
    return Document(parts, pace)


def _groups(step: Step, options: Options, pace: Pace) -> Iterator[Sequence[Part]]:
    if step.damaged:
        yield [
            notice("No decoder could read this record. It is shown as it stands."),
            Part("text", TextBlock(step.text, Look(), pace=pace)),
        ]
        return
    if step.copied:
        yield [notice("Copied context: shown, not counted.")]
    if step.thought.strip() and step.thought.strip() != step.text.strip():
        look = Look(style=MUTED, words=True)
        thought = TextBlock(step.thought.strip("\n"), look, pace=pace)
        yield [options.fold("thought", thought, count_title(), keep=THOUGHT_ROWS, is_open=options.thoughts)]
    if step.text.strip():
        yield [Part("text", TextBlock(step.text.strip("\n"), Look(words=True), pace=pace))]
    for number, action in enumerate(step.actions):
        groups = [group for group in _action(action, number, options, pace) if group]
        if len(step.actions) > 1:
            head = Part(f"action {number}", Rows(_head_of(action)))
            groups[:1] = [[head, *groups[0]]] if groups else [[head]]
        yield from groups


def _action(action: Action, number: int, options: Options, pace: Pace) -> Iterator[Sequence[Part]]:
    asked = [*_command(action, number, options, pace), *argument_parts(action, number, options, pace)]
    if not action.executed:
        asked.append(notice("The harness did not execute this."))
    yield asked
    for place, edit in enumerate(action.edits):
        yield edit_parts(options.complete(edit), f"{number} edit {place}", options, pace)
    yield output_parts(action, number, options, pace)


def _command(action: Action, number: int, options: Options, pace: Pace) -> list[Part]:
    if action.command is None:
        return []
    key = f"command {number}"
    look = Look(first=" $ ", prefix="   ", prefix_style=CHANGE, language="bash")
    keep = COMMAND_ROWS
    if any(edit.diff for edit in action.edits):
        keep = EDIT_ROWS_BESIDE_DIFF if action.kind is Kind.EDIT else ROWS_BESIDE_DIFF
    return [options.fold(key, TextBlock(action.command.strip("\n"), look, pace=pace), count_title(), keep=keep)]


def _head_of(action: Action) -> Callable[[int], list[Content]]:
    return lambda width: [action_head(action, width)]
