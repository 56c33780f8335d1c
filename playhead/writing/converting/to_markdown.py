"""A run as Markdown, for a report or an issue: what was asked, each step with its output, labels, the patch."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from playhead.insight.rows import row_of
from playhead.labels.state import LabelState, Standing
from playhead.model import Action, Layer, Step, Tape
from playhead.text import split_lines, terminal_line, visible

_FENCE = re.compile(r"`{3,}")
_ACTIVE = re.compile(r"([\\`*_\[\]<>|#])")


def markdown_of(tape: Tape, state: LabelState, positions: Sequence[int], most_lines: int) -> Iterator[str]:
    """Yield the text of a run piece by piece: the steps at `positions`, of each output at most `most_lines` lines.

    What is left out of an output is counted where it is left out. Control characters are shown as signs.
    """
    yield f"# {_words(tape.title or tape.id or tape.path.name)}\n\n"
    yield "".join(f"- **{name}** {_words(text)}\n" for name, text in _facts(tape) if text)
    if tape.task:
        yield f"\n## Task\n\n{_quoted(tape.task)}\n"
    if state.of_run:
        yield "\n## Labels of the run\n\n" + "".join(map(_label, state.of_run))
    yield "\n## Steps\n\n"
    for position in positions:
        yield from _step(tape.steps[position], state.at(position), most_lines)
    for layer in tape.layers:
        yield _layer(layer, most_lines)


def _facts(tape: Tape) -> tuple[tuple[str, str], ...]:
    agent = " ".join(part for part in (tape.agent.name, tape.agent.version, tape.agent.model) if part)
    snapshot = " ".join(part for part in (tape.snapshot.repo, tape.snapshot.branch, tape.snapshot.commit) if part)
    outcome = ", ".join(part for part in (str(tape.outcome.status), tape.outcome.reason) if part)
    return (
        ("outcome", outcome),
        ("agent", agent),
        ("repository", snapshot),
        ("steps", f"{tape.steps.counted:,}, {tape.steps.actions:,} actions"),
        ("time", " · ".join(part for part in (tape.started, _seconds(tape.duration_s)) if part)),
        ("cost", "" if tape.cost_usd is None else f"${tape.cost_usd:.4f}"),
        ("record", f"{tape.path.name}{'' if tape.key is None else '#' + tape.key} ({tape.format})"),
    )


def _step(step: Step, labels: Sequence[Standing], most: int) -> Iterator[str]:
    row = row_of(step)
    number = "copied" if step.n is None else str(step.n)
    result = f" · {_words(row.result)}" if row.result else ""
    yield f"### {number} · {_words(row.title)}{result}\n\n"
    yield "".join(map(_label, labels)) + ("\n" if labels else "")
    if step.thought:
        yield f"{_quoted(step.thought)}\n\n"
    if step.text:
        yield f"{_fenced(step.text, '', most)}\n"
    for action in step.actions:
        yield from _action(action, most)


def _action(action: Action, most: int) -> Iterator[str]:
    if action.command is not None:
        yield f"{_fenced(action.command, 'console', most)}\n"
    else:
        yield f"`{visible(action.tool)}` {_words(action.path or '')}\n\n"
    for edit in action.edits:
        if edit.diff:
            yield f"{_fenced(edit.diff, 'diff', most)}\n"
    if action.output:
        yield f"{_fenced(action.output, '', most)}\n"
    ended = [
        "" if action.exit_code is None else f"exit code {action.exit_code}",
        "error" if action.is_error else "",
        "" if action.executed else "not executed",
        _seconds(action.duration_s),
    ]
    words = ", ".join(word for word in ended if word)
    yield f"{words}\n\n" if words else ""


def _layer(layer: Layer, most: int) -> str:
    language = "diff" if layer.name == "patch" else ""
    text = f"\n{_fenced(layer.text, language, most)}" if layer.text else ""
    return f"## {_words(layer.name.capitalize())}: {_words(layer.title)}\n{text}\n"


def _label(standing: Standing) -> str:
    note = f": {_words(standing.event.note)}" if standing.event.note else ""
    stale = " (stale)" if standing.state == "stale" else ""
    value = "" if standing.value is True else f" = {standing.value}"
    return f"- **{_words(standing.key)}**{_words(value)} by {_words(standing.event.by.id)}{stale}{note}\n"


def _fenced(text: str, language: str, most: int) -> str:
    """Return text in a fence that nothing in it closes; colours are left out, other controls are signs."""
    lines = [terminal_line(line)[0].text for line in split_lines(text)]
    left = len(lines) - most
    if left > 0:
        head = most // 2
        lines = [*lines[:head], f"[... {left:,} lines left out ...]", *lines[len(lines) - (most - head) :]]
    body = "\n".join(lines)
    longest = max((len(found) for found in _FENCE.findall(body)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}{language}\n{body}\n{fence}\n"


def _quoted(text: str) -> str:
    return "\n".join(f"> {_words(line)}".rstrip() for line in split_lines(text))


def _words(text: str) -> str:
    return _ACTIVE.sub(r"\\\1", visible(text))


def _seconds(duration: float | None) -> str:
    return "" if duration is None else f"{duration:,.1f} s"
