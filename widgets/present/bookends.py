"""The bookends of a run: its task above the steps; patch, verifier, exception and review below them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from textual.content import Content

from playhead.insight.bookends import (
    has_task,
    layer_fields,
    layer_key,
    layers_in_order,
    subagent_fields,
    task_fields,
    texts_by_key,
    unlinked,
)
from playhead.insight.record_facts import facts_of_mapping
from playhead.insight.rows import RowText
from playhead.insight.verdict import NAMED_LAYERS, row_of_layer
from playhead.model import Kind, Layer, SubAgent, Tape
from playhead.text import clean
from widgets.blocks.look import Look
from widgets.document import Part
from widgets.present.bookend_row import bookend_pieces, snapshot_words, task_row
from widgets.present.code import Pace
from widgets.present.detail_options import Options, notice
from widgets.present.fact_rows import fact_part, heading
from widgets.present.layer_parts import layer_parts
from widgets.present.page import Page, spaced
from widgets.present.row_pieces import RowPlace

_LOOKED_AT = 1_000


__all__ = ["Bookend", "Bookends", "bookend_content", "bookends_of", "snapshot_words", "task_parts"]


@dataclass(frozen=True, slots=True)
class Bookend:
    """A row of the timeline that is no step, and the page it opens; `subagent` where it stands for one."""

    name: str
    row: RowText
    page: Page
    subagent: str | None = None


class Bookends(NamedTuple):
    """What stands above the steps and below them."""

    before: tuple[Bookend, ...] = ()
    after: tuple[Bookend, ...] = ()

    def at(self, number: int) -> Bookend | None:
        """Return bookend `number`, those before the steps counted first; None where there is none."""
        both = (*self.before, *self.after)
        return both[number] if 0 <= number < len(both) else None


def bookends_of(tape: Tape) -> Bookends:
    """Return the bookends of a run: none above where nothing is known of the task, below one for each layer."""
    before = (_task(tape),) if has_task(tape) else ()
    layers = (_layer(one, place) for place, one in enumerate(layers_in_order(tape)))
    return Bookends(before, (*layers, *map(_subagent, unlinked(tape))))


def task_parts(tape: Tape, options: Options) -> list[Part]:
    """Return the task, the snapshot the run started from, and its environment."""
    snapshot = tape.snapshot
    facts = (("repository", snapshot.repo or ""), ("commit", snapshot.commit or ""), ("branch", snapshot.branch or ""))
    text = tape.task.strip("\n")
    task = [Part("task", options.text(text, Look(words=True)))] if text.strip() else []
    environment = fact_part(facts_of_mapping(tape.environment), "environment")
    known = fact_part(facts, "snapshot")
    return spaced(
        [heading("task"), *(task or [notice("The record does not hold the task.")])],
        [heading("snapshot"), *(known or [notice("The record names no repository and no commit.")])],
        [heading("environment"), *(environment or [notice("The record says nothing of the environment.")])],
    )


def bookend_content(bookend: Bookend, width: int, place: RowPlace) -> Content:
    """Return the row in exactly `width` cells; the figures at the right are never cut."""
    return Content.assemble(*bookend_pieces(bookend.name, bookend.row, width, place))


def _task(tape: Tape) -> Bookend:
    page = Page(
        "task",
        "task",
        lambda options, _pace: task_parts(tape, options),
        texts=lambda: texts_by_key(task_fields(tape)),
    )
    return Bookend("task", task_row(tape), page)


def _subagent(one: SubAgent) -> Bookend:
    count = one.steps.counted
    row = RowText(Kind.SUBAGENT, f"sub-agent {one.title or one.id}", f"{count} step{'s' if count != 1 else ''}")

    def parts(options: Options, pace: Pace) -> Sequence[Part]:
        del options, pace
        said = "The record does not say which step started this sub-agent."
        facts = fact_part([("id", one.id), ("title", one.title), ("steps", str(count))])
        return [heading(row.title, row.result, "heading"), *facts, notice(said)]

    page = Page(f"subagent {one.id}", row.title, parts, texts=lambda: texts_by_key(subagent_fields(one)))
    return Bookend("subagent", row, page, one.id)


def _layer(layer: Layer, place: int) -> Bookend:
    row = row_of_layer(layer)
    key = layer_key(layer, place)

    def parts(options: Options, pace: Pace) -> Sequence[Part]:
        del pace
        title = row.title if layer.name in NAMED_LAYERS else clean(layer.name[:_LOOKED_AT])
        return [heading(title, row.result, "heading"), *layer_parts(layer, key, options)]

    page = Page(key, row.title, parts, layer.raw, texts=lambda: texts_by_key(layer_fields(layer, place)))
    return Bookend(layer.name, row, page)
