"""From a step to the blocks of its detail: thought, text, then each action's command, edits and output."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from textual.content import Content

from playhead.model import Action, Edit, Kind, Step
from playhead.storage.lines import TOO_LONG
from widgets.blocks.block import Rows
from widgets.blocks.fold import count_title
from widgets.blocks.look import Look
from widgets.document import Document, Part
from widgets.present.arguments import argument_parts
from widgets.present.detail_edits import edit_parts
from widgets.present.detail_head import action_head, step_head
from widgets.present.detail_message import message_parts, said
from widgets.present.detail_options import RECOVERING, TEXT_ONLY, Options, blank, notice
from widgets.present.detail_output import output_parts
from widgets.present.palette import CHANGE, MUTED

THOUGHT_ROWS = 3
COMMAND_ROWS = 12
ROWS_BESIDE_DIFF = 3
EDIT_ROWS_BESIDE_DIFF = 1


def document_of(step: Step, options: Options) -> Document:
    """Return the detail of a step."""
    beside = [one for one in (RECOVERING, TEXT_ONLY) if one in options.told]
    parts = [Part("head", Rows(lambda width: [step_head(step, width, beside)]))]
    for group in _groups(step, options):
        if group:
            parts += [*([blank()] if len(parts) > 1 else []), *group]
    if len(parts) == 1:
        parts.append(notice("Nothing was said and nothing was done in this step."))
    return Document(parts, options.pace)


def _groups(step: Step, options: Options) -> Iterator[Sequence[Part]]:
    if step.damaged:
        size = sum(ref.length or 0 for ref in step.raw)
        yield [
            notice(
                f"This record is {size:,} bytes long, too long to be read whole: this is its beginning."
                if size > TOO_LONG
                else "No decoder could read this record. It is shown as it stands."
            ),
            Part("text", options.text(step.text, Look())),
        ]
        return
    if step.copied:
        yield [notice("Copied context: shown, not counted.")]
    if step.thought.strip() and step.thought.strip() != step.text.strip():
        look = Look(style=MUTED, words=True, markdown=True)
        thought = options.text(step.thought, look, *said(step.thought))
        yield [options.fold("thought", thought, count_title(), keep=THOUGHT_ROWS, is_open=options.thoughts)]
    if step.text.strip():
        yield message_parts(step.text, options)
    for number, action in enumerate(step.actions):
        groups = [group for group in _action(action, number, options) if group]
        if len(step.actions) > 1:
            head = Part(f"action {number}", Rows(_head_of(action)))
            groups[:1] = [[head, *groups[0]]] if groups else [[head]]
        yield from groups


def _action(action: Action, number: int, options: Options) -> Iterator[Sequence[Part]]:
    edits = [options.complete(edit) for edit in action.edits]
    asked = [*_command(action, number, options, edits), *argument_parts(action, number, options)]
    if not action.executed:
        asked.append(notice("The harness did not execute this."))
    yield asked
    for place, edit in enumerate(edits):
        yield edit_parts(edit, f"{number} edit {place}", options)
    yield output_parts(action, number, options)


def _command(action: Action, number: int, options: Options, edits: Sequence[Edit]) -> list[Part]:
    if action.command is None:
        return []
    key = f"command {number}"
    look = Look(first=" $ ", prefix="   ", prefix_style=CHANGE, language="bash")
    keep = COMMAND_ROWS
    if any(edit.diff for edit in edits):
        keep = EDIT_ROWS_BESIDE_DIFF if action.kind is Kind.EDIT else ROWS_BESIDE_DIFF
    command = options.text(action.command, look, *said(action.command))
    return [options.fold(key, command, count_title(), keep=keep)]


def _head_of(action: Action) -> Callable[[int], list[Content]]:
    return lambda width: [action_head(action, width)]
