"""The page of a run: the verdict and why, failing tests, the patch, where it ran, what a replay would lack."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from playhead.diagnostics import Severity, in_words, severity_of, worst_first
from playhead.insight.bookends import ORDER
from playhead.insight.record_facts import value_text
from playhead.insight.replay import missing_to_replay
from playhead.insight.verdict import row_of_layer
from playhead.labels.state import LabelState
from playhead.model import Layer, Tape
from widgets.document import Part
from widgets.present.amounts import counted, duration, money
from widgets.present.bookends import snapshot_words, task_parts
from widgets.present.code import Pace
from widgets.present.detail_options import Options, notice
from widgets.present.fact_rows import Fact, fact_part, heading
from widgets.present.finished import finished
from widgets.present.layer_parts import layer_parts
from widgets.present.page import Page, spaced
from widgets.present.palette import FAILURE, MUTED, PLAIN, STATUS_STYLES, SUCCESS, WARNING
from widgets.present.values import value_names, words

if TYPE_CHECKING:
    from widgets.present.how_it_went import HowItWent

MOST_LABELS = 40
MOST_DIAGNOSTICS = 20
_COLUMN = len("verification")
_SEVERITY_STYLES = {Severity.ERROR: FAILURE, Severity.WARNING: WARNING, Severity.NOTE: MUTED}


def run_page(
    tape: Tape, labels: LabelState, failed: int, told: HowItWent | None = None, *, reading: bool = False
) -> Page:
    """Return the page; `failed` is how many actions failed, as far as known.

    `told` is what the rules found, None where they were not asked, or with `reading` have not yet answered.
    """

    def parts(options: Options, pace: Pace) -> Sequence[Part]:
        del pace
        layers = [one for name in ORDER for one in tape.layers if one.name == name]
        return spaced(
            _verdict(tape, layers),
            _how(tape, told) if not reading else [heading("how it went", "the rules read this run …")],
            *(_layer(one, place, options) for place, one in _in_order(layers)),
            [heading("run", snapshot_words(tape)), *fact_part(_facts(tape, failed))],
            _labels(tape, labels),
            [heading("missing to replay"), *_missing(tape)],
            task_parts(tape, options),
            _diagnostics(tape),
        )

    links = told.links if told is not None else {}
    return Page("run", f"the run: {tape.title or tape.id}", parts, links=links)


def _how(tape: Tape, told: HowItWent | None) -> list[Part]:
    if told is None:
        return []
    from widgets.present.how_it_went import how_it_went  # noqa: PLC0415 - rules, when they were asked

    return how_it_went(tape, told, _COLUMN)


def _verdict(tape: Tape, layers: Sequence[Layer]) -> list[Part]:
    outcome = tape.outcome
    facts: list[Fact] = [("outcome", str(outcome.status), STATUS_STYLES[outcome.status])]
    facts += [("reason", outcome.reason or "", PLAIN), ("source", outcome.source or "", MUTED)]
    for layer in layers:
        row = row_of_layer(layer)
        if layer.name == "exception" and outcome.reason and outcome.reason in row.title:
            continue
        style = FAILURE if row.failed else SUCCESS if layer.name == "verification" else PLAIN
        title = row.title.removeprefix("final patch").removeprefix("exception").strip()
        facts.append((layer.name, " · ".join(part for part in (title, row.result) if part), style))
    return [heading("verdict", str(outcome.status)), *fact_part(facts)]


def _in_order(layers: Sequence[Layer]) -> list[tuple[int, Layer]]:
    """Return the layers as they are read on: what went wrong before what was handed in."""
    wanted = ("exception", "verification", "review", "patch", "gold patch")
    return [(place, one) for name in wanted for place, one in enumerate(layers) if one.name == name]


def _layer(layer: Layer, place: int, options: Options) -> list[Part]:
    row = row_of_layer(layer)
    title = "exception" if layer.name == "exception" and layer.text.strip() else row.title
    return [heading(title, row.result), *layer_parts(layer, f"layer {place} {layer.name}", options)]


def _facts(tape: Tape, failed: int) -> list[Fact]:
    agent = " ".join(one for one in (tape.agent.name, tape.agent.version, tape.agent.model) if one)
    version = f" {tape.format_version}" if tape.format_version else ""
    steps = f"{counted(tape.steps.counted, 'step')}, {counted(tape.steps.actions, 'action')}"
    times = [one for one in (tape.started, tape.ended) if one]
    tokens = (("in", tape.tokens.input), ("out", tape.tokens.output), ("cached", tape.tokens.cached))
    inner = [f"{one.id} {counted(one.steps.counted, 'step')}" for one in tape.subagents]
    return [
        ("title", tape.title, PLAIN),
        ("agent", agent, PLAIN),
        ("steps", steps + ("" if tape.steps.complete else ", so far"), PLAIN),
        ("failed", counted(failed, "action") if failed else "", FAILURE),
        ("sub-agents", ", ".join(inner), PLAIN),
        ("time", duration(tape.duration_s), PLAIN),
        ("from, to", " – ".join(times), MUTED),
        ("tokens", ", ".join(f"{count:,} {name}" for name, count in tokens if count is not None), PLAIN),
        ("cost", money(tape.cost_usd), PLAIN),
        ("record", f"{tape.format}{version}  {tape.path}", MUTED),
        ("id", tape.id, MUTED),
    ]


def _missing(tape: Tape) -> list[Part]:
    missing = missing_to_replay(tape)
    if not missing:
        return fact_part(
            [("nothing", "task, repository, commit, environment, test command and agent are there", SUCCESS)]
        )
    return fact_part([("", ", ".join(missing), WARNING)])


def _labels(tape: Tape, labels: LabelState) -> list[Part]:
    stand = [one for one in labels.in_force if one.state != "proposed"]
    if not stand:
        return []
    facts: list[Fact] = []
    for one in stand[:MOST_LABELS]:
        where = "run"
        if one.span is not None:
            where = f"steps {_n(tape, one.span[0])}-{_n(tape, one.span[1])}"
        elif one.position is not None:
            where = f"step {_n(tape, one.position)}"
        elif one not in labels.of_run:
            where = "elsewhere"
        value = ", ".join(value_names(None, one.value)) or value_text(one.value)
        state = "" if one.state == "set" else f"  {one.state}"
        facts.append((where, f"{words(one.key)}: {value}  {one.event.by.id}{state}", PLAIN))
    if len(stand) > MOST_LABELS:
        facts.append(("", f"and {len(stand) - MOST_LABELS:,} more", MUTED))
    done = finished(labels.done_by, labels.skipped_by)
    return [heading(counted(len(stand), "label"), done), *fact_part(facts)]


def _n(tape: Tape, position: int) -> str:
    known = 0 <= position < len(tape.steps)
    n = tape.steps[position].n if known else None
    return str(n) if n is not None else str(position + 1)


def _diagnostics(tape: Tape) -> list[Part]:
    if not tape.diagnostics:
        return []
    shown = worst_first(tape.diagnostics)[:MOST_DIAGNOSTICS]
    told = [
        (one.where, f"{severity}: {one.text} [{one.code}]", _SEVERITY_STYLES[severity])
        for one, severity in ((one, severity_of(one.code)) for one in shown)
    ]
    more = len(tape.diagnostics) - len(told)
    rest = [notice(f"and {more:,} more")] if more > 0 else []
    return [heading("what is wrong with the record", in_words(tape.diagnostics)), *fact_part(told), *rest]
