"""OpenHands V1 (software-agent-sdk): a conversation's folder, a file of its events in lines, or an exported list.

A step is a model response with what answers it (`llm_response_id` joins parallel calls); a message by itself. The
active path of the tree is the run; branches that were left are sub-agents titled `branch`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playhead.errors import UnreadableError
from playhead.formats.element_log import ElementLog
from playhead.formats.event_files import EventFiles
from playhead.formats.joined_log import Log, RecordLog
from playhead.formats.json_document import load
from playhead.formats.openhands_v1.detection import EVENT_NAME, KINDS, LISTS, detect, event_folder
from playhead.formats.openhands_v1.events import Names, parts_of_event
from playhead.formats.openhands_v1.facts import Facts, time_of
from playhead.formats.openhands_v1.tree import Branch, Node, tree_of
from playhead.formats.parts import title_of
from playhead.formats.registry import HEAD_BYTES, Format, Told
from playhead.formats.root_keys import root_keys, starts_with
from playhead.formats.turn_parts import Part
from playhead.formats.turns import Dialect, Turns
from playhead.formats.values import mapping_of, optional_text, seconds_between, text_of
from playhead.formats.watching import stamps_of, watching
from playhead.model import Agent, Diagnostic, RawRef, SubAgent, Tape
from playhead.storage.regular import inside, read_file

NAME = "openhands-v1"
REFUSAL = "Labels stay in the journal: OpenHands refuses a whole conversation in which one event has a key more."

MakeLog = Callable[[], RecordLog]


def read(path: Path) -> Tape:
    """Return the run in a conversation's folder, or in a file of its events.

    Raises:
        UnreadableError: it cannot be read.

    """
    return _read_folder(path) if path.is_dir() else _read_file(path)


def _read_file(path: Path) -> Tape:
    stamps = stamps_of([path])
    head = read_file(path, HEAD_BYTES)
    diagnostics: tuple[Diagnostic, ...] = ()
    if starts_with(head) == "{" and not root_keys(head) & {*LISTS}:
        make: MakeLog = lambda: Log(path)  # noqa: E731 - a log anew for each pass
    else:
        document = load(path)
        elements, pointer = _list_in(document.root)
        diagnostics = document.diagnostics
        make = lambda: ElementLog(path, elements, pointer)  # noqa: E731
    return watching(_tape(path, _Run(make), diagnostics), stamps, read)


def _list_in(root: Any) -> tuple[Sequence[Any], str]:
    if isinstance(root, list):
        return root, ""
    for name in LISTS:
        found = mapping_of(root).get(name)
        if isinstance(found, list):
            return found, f"/{name}"
    return ([root], "") if isinstance(root, Mapping) and "kind" in root else ((), "")


def _read_folder(path: Path) -> Tape:
    folder = event_folder(path)
    if folder is None:
        raise UnreadableError(f"{path}/events leads out of the conversation's folder and is not opened.")
    state_file = path / "base_state.json"
    stamps = stamps_of([state_file, folder])
    try:
        files = sorted(one for one in folder.iterdir() if EVENT_NAME.fullmatch(one.name))
    except OSError as error:
        raise UnreadableError(f"{folder} cannot be listed: {error.strerror or error}.") from error
    run = _Run(lambda: EventFiles(folder, files))
    diagnostics = [*_gaps(files)]
    if inside(path, state_file.name) is not None and state_file.exists():
        try:
            document = load(state_file)
            run.facts.take_state(document.fields)
            run.state = document.fields
            diagnostics += document.diagnostics
        except UnreadableError as error:
            diagnostics.append(Diagnostic("missing_file", state_file.name, str(error)))
    return watching(_tape(path, run, tuple(diagnostics)), stamps, read)


def _gaps(files: Sequence[Path]) -> list[Diagnostic]:
    """Return a diagnostic for each gap in the numbers of event files: OpenHands itself reads no further than there."""
    found: list[Diagnostic] = []
    expected = 0
    for file in files:
        match = EVENT_NAME.fullmatch(file.name)
        number = int(match[1]) if match else expected
        if number > expected:
            text = f"{number - expected} events are not there; OpenHands itself does not read beyond such a gap."
            found.append(Diagnostic("missing_events", f"event-{expected:05}", text))
        expected = number + 1
    return found


@dataclass(slots=True)
class _Run:
    """A conversation in two passes: what its events are to each other, then its steps."""

    make: MakeLog
    facts: Facts = field(default_factory=Facts)
    names: Names = field(default_factory=Names)
    state: Mapping[str, Any] = field(default_factory=dict)
    log: RecordLog = field(init=False)
    turns: Turns = field(init=False)
    branches: list[tuple[Branch, Turns]] = field(default_factory=list)

    def join(self) -> None:
        """Make both passes."""
        nodes: list[Node] = []
        known: set[str | None] = set()
        for record in self.make().scan():
            own = _id_of(record.value or {})
            if record.value is None or (own is not None and own in known):
                continue
            known.add(own)
            self.names.see(record.value)
            self.facts.see(record.value, record.number)
            nodes.append(Node(record.number, own, optional_text(record.value.get("parent_id"))))
        self.facts.take_state(self.state)
        tree = tree_of(nodes, optional_text(self.state.get("leaf_event_id")))
        self.log = self.make()
        dialect = Dialect(NAME, self._parts_of, time_of, _id_of)
        self.turns = Turns(self.log, dialect)
        self.branches = [(branch, Turns(self.log, dialect)) for branch in tree.branches]
        threads = {number: turns for branch, turns in self.branches for number in branch.numbers}
        met: set[str] = set()
        for record in self.log.scan():
            if record.value is not None and self._is_again(record.value, record.where, met):
                continue
            threads.get(record.number, self.turns).take(record)
        for name in tree.missing:
            self.log.findings.add("missing_parent", name[:80], "An event follows one that is nowhere in the record.")

    def subagents(self) -> tuple[SubAgent, ...]:
        """Return the branches that were left, each from the step it left the path at."""
        found = []
        for branch, turns in self.branches:
            step = None if branch.left_at is None else self.turns.step_id_at(branch.left_at)
            steps = turns.steps(agent=branch.id, parent=step)
            if len(steps):
                found.append(SubAgent(branch.id, steps, step, "branch"))
        return tuple(found)

    def _is_again(self, event: Mapping[str, Any], where: str, met: set[str]) -> bool:
        """Return whether an event was there before, by its id; says so, and names a kind that is not known."""
        own, kind = optional_text(event.get("id")), text_of(event.get("kind"))
        if own is not None and own in met:
            self.log.findings.add("repeated_records", where, f"The event {own[:80]} is there again; it is shown once.")
            return True
        met.add(own or "")
        if kind not in KINDS:
            self.log.findings.add("unknown_type", where, f"Events of kind {kind[:80] or '(none)'} are not known.")
        return False

    def _parts_of(self, event: dict[str, Any]) -> Sequence[Part]:
        return parts_of_event(event, self.names)


def _tape(path: Path, run: _Run, diagnostics: tuple[Diagnostic, ...]) -> Tape:
    run.join()
    facts = run.facts
    steps = run.turns.steps()
    subagents = run.subagents()
    if not len(steps):
        run.log.findings.add("no_steps", path.name, "There is no event that makes a step.")
    name = optional_text(facts.state.get("id")) or (path.name if path.is_dir() else path.stem)
    return Tape(
        path=path,
        format=NAME,
        steps=steps,
        id=name,
        title=optional_text(facts.state.get("title")) or title_of(facts.task) or name,
        task=facts.task,
        agent=Agent("OpenHands", None, facts.model),
        environment=facts.environment(),
        outcome=facts.outcome(),
        subagents=subagents,
        started=facts.started,
        ended=facts.ended,
        duration_s=seconds_between(facts.started, facts.ended),
        tokens=facts.tokens(),
        cost_usd=facts.cost(),
        layers=facts.layers(_raws(run)),
        diagnostics=(*diagnostics, *run.log.findings.all()),
        record_refusal=REFUSAL,
    )


def _raws(run: _Run) -> dict[int, tuple[RawRef, ...]]:
    """Return where the errors that the program told of stand."""
    wanted = [number for _, _, number in run.facts.errors]
    if isinstance(run.log, EventFiles):
        return {number: run.log.raw((number,)) for number in wanted}
    if isinstance(run.log, Log):
        return {number: tuple(run.log.places.raw([number])) for number in wanted}
    return {}


def _id_of(event: Mapping[str, Any]) -> str | None:
    return optional_text(event.get("id"))


FORMAT = Format(
    NAME,
    "OpenHands V1 (a conversation's folder with base_state.json and events, or its events with a `kind`)",
    detect,
    read,
    told=Told(
        step="a model response with what answers it (`llm_response_id`); a message by itself",
        action="an `ActionEvent`; of the events of one ACP tool call the last",
        exit_codes="`observation.exit_code`, else its `metadata`; -1 is none",
        labels="journal only",
    ),
)
