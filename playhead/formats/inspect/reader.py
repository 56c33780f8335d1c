"""Inspect AI logs: `.eval` (a zip of samples) and `.json`. A run is one sample in one epoch: `FILE#ID_epoch_N`.

A step is a model call with the tools it called; messages of persons and of the harness are steps of their own. The
steps come from the events, which hold the whole course; the messages are only what the last call knew.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playhead.errors import UnreadableError
from playhead.formats.element_log import ElementLog
from playhead.formats.inspect.contents import Contents
from playhead.formats.inspect.detection import detect
from playhead.formats.inspect.elements import Element, parts_of, time_of
from playhead.formats.inspect.facts import agent_of, broken, environment_of, outcome_of, task_of
from playhead.formats.inspect.log import EvalLog, Sample, keys_of, open_log
from playhead.formats.inspect.own_score import events_in, refusal_of
from playhead.formats.inspect.scores import layers_of, of_correctness
from playhead.formats.inspect.threads import Thread, Threads, messages_of
from playhead.formats.inspect.times import in_utc
from playhead.formats.inspect.usage import of_models
from playhead.formats.joined_log import steps_of
from playhead.formats.parts import title_of
from playhead.formats.registry import Format, Told
from playhead.formats.turns import Dialect, Turns
from playhead.formats.values import float_of, mapping_of, optional_text, seconds_between, text_of, time_text
from playhead.formats.watching import watching
from playhead.model import Diagnostic, Layer, Outcome, RawRef, Status, SubAgent, Tape
from playhead.storage.source import StepSource

NAME = "inspect"
_HARMLESS = frozenset({"lenient_json"})  # Inspect writes NaN and Infinity


def read(path: Path) -> Tape:
    """Return the only sample of a log, or a run without steps where it has none.

    Raises:
        UnreadableError: it is no regular file, or cannot be unpacked.

    """
    log = open_log(path)
    return _tape(log, log.keys[0]) if log.keys else _empty(log)


def read_run(path: Path, key: str) -> Tape:
    """Return the sample of a key.

    Raises:
        UnreadableError: there is none, or it cannot be unpacked.

    """
    return _tape(open_log(path), key)


def _tape(log: EvalLog, key: str) -> Tape:
    sample = log.sample(key)
    root = sample.root
    threads = Threads(root, sample.pointer)
    contents = Contents(mapping_of(root.get("attachments")), threads.ran)
    run = _Run(log, sample, threads, contents)
    task = task_of(root, contents)
    tokens, cost = of_models(root.get("model_usage"))
    first, last = threads.times
    started = in_utc(time_text(root.get("started_at")) or first)
    ended = in_utc(time_text(root.get("completed_at")) or last)
    taken = float_of(root.get("total_time"))
    refusal = _refusal(log, sample)
    tape = Tape(
        path=log.path,
        format=NAME,
        format_version=optional_text(log.header.get("version")),
        steps=run.steps(),
        key=key,
        id=optional_text(root.get("uuid")) or key,
        title=title_of(task) or key,
        task=task,
        agent=agent_of(log.header),
        environment=environment_of(log.header, root, contents),
        outcome=outcome_of(log, root),
        subagents=run.subagents(),
        started=started,
        ended=ended,
        duration_s=taken if taken is not None else seconds_between(started, ended),
        tokens=tokens,
        cost_usd=cost,
        layers=_layers(log, sample, contents),
        diagnostics=(*log.diagnostics, *sample.diagnostics, *run.log.findings.all(), *_unfinished(log)),
        record=None if refusal else log.path,
        record_refusal=refusal,
        events=events_in(root),
    )
    return watching(tape, {log.path: log.stamp}, lambda path: read_run(path, key))


def _layers(log: EvalLog, sample: Sample, contents: Contents) -> tuple[Layer, ...]:
    whole = RawRef(log.path, pointer=sample.pointer, entry=sample.entry)
    scores = RawRef(log.path, pointer=f"{sample.pointer}/scores", entry=sample.entry)
    judged = layers_of(sample.root, contents, of_correctness(log.header), scores)
    return (*judged, *broken(log, sample.root, contents, whole))


def _refusal(log: EvalLog, sample: Sample) -> str | None:
    whole = all(one.code in _HARMLESS for one in (*log.diagnostics, *sample.diagnostics))
    return refusal_of(is_zip=log.is_zip, finished=log.status != "started", whole=whole)


class _Run:
    """The steps of a sample, for each of its agents."""

    def __init__(self, log: EvalLog, sample: Sample, threads: Threads, contents: Contents) -> None:
        self.threads = threads
        main = threads.main
        if not threads.has_turns:
            main.elements += messages_of(sample.root, sample.pointer)
        elif log.is_zip:  # a `.json` is decoded once for all its samples, and kept
            threads.forget()
        every = [main, *threads.others]
        elements = [element for thread in every for element in thread.elements]
        values = [element.facts.get("damaged", {"element": element}) for element in elements]
        pointers = [element.pointer for element in elements]
        self.log = ElementLog(log.path, values, pointers=pointers, entry=sample.entry)
        self._records = iter(self.log.scan())
        self._dialect = _dialect(contents)
        self._turns = {thread.id: self._joined(thread) for thread in every}

    def steps(self) -> StepSource:
        """Return the steps of the main agent."""
        return self._turns[self.threads.main.id].steps()

    def subagents(self) -> tuple[SubAgent, ...]:
        """Return the others that did something, each with the step that started it."""
        found = []
        for thread in self.threads.others:
            step = None if thread.call is None else self._turns[thread.parent].step_id_of(thread.call)
            steps = self._turns[thread.id].steps(agent=thread.id, parent=step)
            if len(steps):
                found.append(SubAgent(thread.id, steps, step, thread.title))
        return tuple(found)

    def _joined(self, thread: Thread) -> Turns:
        turns = Turns(self.log, self._dialect)
        for place in range(len(thread.elements)):
            turns.take(next(self._records), copied=place in thread.copied)
        return turns


def _dialect(contents: Contents) -> Dialect:
    def element_of(record: dict[str, Any]) -> Element | None:
        found = record.get("element")
        return found if isinstance(found, Element) else None

    return Dialect(
        NAME,
        lambda record: () if (one := element_of(record)) is None else parts_of(one, contents),
        lambda record: None if (one := element_of(record)) is None else time_of(one),
        lambda record: None if (one := element_of(record)) is None else one.id,
    )


def _empty(log: EvalLog) -> Tape:
    """Return the run of a log without samples: what it was to be, and what became of it."""
    none = ElementLog(log.path, ())
    contents = Contents({})
    place = RawRef(log.path)
    reason = f"The log holds no sample; its status is {log.status}."
    status = Status.ERROR if log.status == "error" else Status.UNKNOWN
    spec = mapping_of(log.header.get("eval"))
    layers: tuple[Layer, ...] = tuple(broken(log, {}, contents, place))
    tape = Tape(
        path=log.path,
        format=NAME,
        format_version=optional_text(log.header.get("version")),
        steps=steps_of(none, (), lambda _place, _records: _never()),
        id=optional_text(spec.get("eval_id")) or optional_text(spec.get("run_id")) or log.path.stem,
        title=text_of(spec.get("task")) or log.path.stem,
        agent=agent_of(log.header),
        environment=environment_of(log.header, {}, contents),
        outcome=Outcome(status, "status", reason),
        started=time_text(spec.get("created")),
        layers=layers,
        diagnostics=(*log.diagnostics, Diagnostic("no_samples", log.path.name, reason), *_unfinished(log)),
    )
    return watching(tape, {log.path: log.stamp}, read)


def _never() -> Any:
    raise UnreadableError("A log without samples has no steps.")


def _unfinished(log: EvalLog) -> tuple[Diagnostic, ...]:
    if log.status != "started":
        return ()
    text = "The evaluation is still running, or it broke off: the log has no end. Samples that are done are there."
    return (Diagnostic("unfinished_log", log.path.name, text),)


FORMAT = Format(
    NAME,
    "an Inspect AI log (.eval, or JSON with version, eval and plan)",
    detect,
    read,
    keys_of,
    read_run,
    Told(
        step="a model call with the tools it called; a message, a limit, an error by itself",
        action="a tool call of the model",
        exit_codes="the command that the tool ran in the sandbox, where it was one",
        labels="score `playhead` of the sample in a `.eval`, written by Inspect itself where it is installed",
    ),
)
