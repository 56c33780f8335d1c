"""OTLP/JSON files: an export request in one document, or one a line as the collector's file exporter writes them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from playhead.errors import UnreadableError
from playhead.formats.element_log import ElementLog
from playhead.formats.findings import Findings
from playhead.formats.joined_log import Log
from playhead.formats.json_document import load, stamp_of
from playhead.formats.json_lines import pieces_of_text
from playhead.formats.otlp.facts import agent_of, evaluations, outcome_of, session_of, times_of, tokens_of_run
from playhead.formats.otlp.joining import NAME, Joined, turns_of
from playhead.formats.otlp.spans import BATCHES, Span, is_bare, spans_of
from playhead.formats.otlp.threads import Thread, Tree, traces_of, tree_of
from playhead.formats.otlp.values import seconds, time_text
from playhead.formats.parts import title_of
from playhead.formats.registry import Format, Probe, Told
from playhead.formats.rescue import Rescue
from playhead.formats.root_keys import root_keys
from playhead.formats.turns import Turns
from playhead.formats.values import mapping_of
from playhead.formats.watching import watching
from playhead.model import SubAgent, Tape
from playhead.storage.decode import UndecodableError, decode
from playhead.storage.regular import read_file

REFUSAL = "Labels stay in the journal: a trace is never changed; an evaluation of it is an event of its own."
_FIRST_LINE = 64 * 1024 * 1024
# Inside a damaged request each span is looked for by itself.
_RESCUE = Rescue(
    re.compile(r'\{\s*"(?:resourceSpans|resource_spans|traceId|trace_id|spanId|span_id)"'),
    lambda value, _: is_bare(value) or any(name in value for name in BATCHES),
)


def detect(probe: Probe) -> str | None:
    """Return "" for a file of spans in OTLP/JSON, None for anything else."""
    if probe.is_dir or not any(name.encode() in probe.head for name in BATCHES):
        return None
    return "" if root_keys(probe.head) & frozenset(BATCHES) else None


def read(path: Path) -> Tape:
    """Return the one run in a file.

    Raises:
        UnreadableError: the file cannot be read, or no span of it is of an agent's run.

    """
    return _read(path, None)


def read_run(path: Path, key: str) -> Tape:
    """Return the run in the trace with an id.

    Raises:
        UnreadableError: the file cannot be read, or there is no such trace.

    """
    return _read(path, key)


def runs(path: Path) -> Iterable[str]:
    """Return the ids of the traces in which a model was called or a tool was used.

    Raises:
        UnreadableError: the file cannot be read.

    """
    return traces_of(_spans(path, Findings()))


def _spans(path: Path, findings: Findings) -> Iterator[Span]:
    """Yield the spans of a file, whatever it puts into one line; `findings` are told what is damaged."""
    if not _is_lines(path):
        document = load(path)
        for one in document.diagnostics:
            findings.add(one.code, one.where, one.text)
        if document.whole:
            for root in document.root if isinstance(document.root, list) else [document.root]:
                yield from spans_of(mapping_of(root))
            return
        for piece in pieces_of_text(read_file(path), _RESCUE):
            yield from spans_of(piece.value or {}, (piece.offset, piece.length))
        return
    log = Log(path, _RESCUE, findings)
    for record in log.scan():
        if record.value is not None:
            raw = log.places.raw([record.number])[0]
            yield from spans_of(record.value, (raw.offset or 0, raw.length or 0))


def _is_lines(path: Path) -> bool:
    """Return whether a file is lines of JSON: its first line is an object by itself."""
    first = read_file(path, _FIRST_LINE).partition(b"\n")[0]
    try:
        return isinstance(decode(first)[0], dict)
    except UndecodableError:
        return False


def _read(path: Path, key: str | None) -> Tape:
    stamps = {path: stamp_of(path)}
    findings = Findings()
    traces = traces_of(_spans(path, findings))
    spans = next(iter(traces.values()), None) if key is None else traces.get(key)
    if spans is None:
        what = "no span in it is of a model, a tool or an agent" if key is None else f"there is no trace {key!r} in it"
        raise UnreadableError(f"{path} holds no such run: {what}.")
    tape = _tape(path, key, spans, findings)
    return watching(tape, stamps, lambda changed: _read(changed, key))


def _tape(path: Path, key: str | None, spans: Sequence[Span], findings: Findings) -> Tape:
    tree = tree_of(spans)
    main = Joined(tree.main, tree)
    turns = _turns(path, main, findings)
    nested = {name: Joined(thread, tree) for name, thread in tree.nested.items()}
    made = {name: _turns(path, joined, findings) for name, joined in nested.items()}
    every = [main, *nested.values()]
    _tell(findings, every, tree)
    started, ended = times_of(spans)
    model_agent = agent_of(tree.main, spans)
    task = main.task or next((one.task for one in nested.values() if one.task), "")
    name = session_of(spans) or spans[0].trace or path.stem
    return Tape(
        path=path,
        key=key,
        format=NAME,
        steps=turns.steps(),
        id=name,
        title=title_of(task) or model_agent.name or name,
        task=task,
        agent=model_agent,
        environment=dict(spans[0].resource),
        outcome=outcome_of(tree.main),
        subagents=tuple(_subagent(one, tree, made[one], every, {"": turns, **made}) for one in nested),
        started=time_text(started),
        ended=time_text(ended),
        duration_s=seconds(started, ended),
        tokens=tokens_of_run(spans),
        layers=evaluations(path, spans),
        diagnostics=findings.all(),
        record_refusal=REFUSAL,
    )


def _turns(path: Path, joined: Joined, findings: Findings) -> Turns:
    entries = joined.entries()
    placed = [entry.span.place for entry in entries]
    ranges = [place for place in placed if place is not None]
    log = ElementLog(
        path,
        [entry.record() for entry in entries],
        findings=findings,
        ranges=ranges if len(ranges) == len(entries) else None,
        pointers=[entry.span.pointer for entry in entries],
    )
    return turns_of(log, entries, len(joined.thread.spans))


def _subagent(name: str, tree: Tree, turns: Turns, every: Sequence[Joined], by: dict[str, Turns]) -> SubAgent:
    """Return a nested agent, with the step that invoked it where a thread tells of the call."""
    agent = tree.nested[name].agent
    step = None
    for joined in every:
        call = joined.made.get(name)
        if call is not None:
            step = by[_name_of(joined.thread, tree)].step_id_of(call) or step
    title = (agent.text("gen_ai.agent.name", "agent.name") or agent.name) if agent is not None else ""
    return SubAgent(name, turns.steps(agent=name, parent=step), step, title)


def _name_of(thread: Thread, tree: Tree) -> str:
    return "" if thread is tree.main or thread.agent is None else thread.agent.id


def _tell(findings: Findings, threads: Sequence[Joined], tree: Tree) -> None:
    silent = sum(one.silent for one in threads)
    if silent:
        text = f"{silent:,} model calls hold no messages (capturing them is opt-in): times and tokens are all there is."
        findings.add("content_absent", "spans", text)
    if tree.others:
        text = f"{tree.others:,} spans are no model call, no tool and no agent; they are no steps."
        findings.add("spans_left_out", "spans", text)


FORMAT = Format(
    NAME,
    "an OpenTelemetry trace in OTLP/JSON (resourceSpans)",
    detect,
    read,
    runs,
    read_run,
    Told(
        step="a span of a model call with the tools it led to; a new message of its input by itself",
        action="an `execute_tool` span, or a call in the model's output",
        exit_codes="none in the record; else what the agent's harness wrote around the output",
        labels="journal only",
    ),
)
