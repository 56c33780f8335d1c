"""An ATIF run whose document is too big to be decoded at once: gone through in the background, joined on the way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from playhead.errors import UnreadableError
from playhead.formats.atif.agents import Embedded, further_subagents, inlined_in, unique_name
from playhead.formats.atif.facts import Times, times_between
from playhead.formats.atif.growing import GrowingAgent, Learnt, NamedElements
from playhead.formats.atif.run import Files, embedded_in, part_name, tell_of_root, whole_file
from playhead.formats.elements import AT_ONCE, HeldFile
from playhead.formats.large_document import Found, LargeDocument, RepeatedKeyError
from playhead.formats.salvage import Damaged
from playhead.formats.values import optional_text, text_of
from playhead.model import Diagnostic, SubAgent, Tokens
from playhead.storage.background import begin
from playhead.storage.growing_steps import GrowingSteps
from playhead.storage.line_steps import Progress
from playhead.storage.source import StepSource

_STEPS = frozenset({"steps"})
_MOST_TOLD = 1_000
"""So many steps that are no objects are told one by one."""


@dataclass(frozen=True, slots=True)
class RunTold:
    """What a tape is made of, however the document was read. `roots` are those of its files, as far as known."""

    path: Path
    roots: Sequence[Mapping[str, Any]]
    steps: StepSource
    task: str
    model: str | None
    times: Times
    usage: tuple[Tokens, float | None]
    subagents: tuple[SubAgent, ...]
    refusal: str | None
    diagnostics: tuple[Diagnostic, ...] = ()


class _AgainError(Exception):
    """What was read so far was read wrongly: it has to be gone through once more, from the beginning."""


class LargeRun:
    """A run while its documents are gone through. `told` says what is known by now."""

    def __init__(self, path: Path, files: Files) -> None:
        self.files = files
        self.progress = Progress()
        self._path = path
        self._first = files.hold(path)
        self._skipped: dict[Path, dict[str, int]] = {}
        self._splits = True
        self._steps: GrowingSteps | None = None
        self._forget()
        begin(self._work(), self.progress, AT_ONCE)

    def told(self) -> RunTold:
        """Return what the run's tape is made of."""
        known = self._learnt
        found = [SubAgent(one.name, one.steps, one.parent, one.title) for one in list(self._inlined.values())]
        return RunTold(
            path=self._path,
            roots=[one.fields for one in self._documents],
            steps=self._main.steps,
            task=known.task,
            model=known.model,
            times=times_between(known.started, known.ended),
            usage=known.usage,
            subagents=tuple(found) if self._subagents is None else self._subagents,
            refusal=self._documents[0].refusal,
            diagnostics=tuple(self.files.diagnostics),
        )

    def _forget(self) -> None:
        self._records = NamedElements()
        self._learnt = Learnt()
        self._documents: list[LargeDocument] = []
        self._inlined: dict[str, GrowingAgent] = {}
        self._embedded: list[Embedded] = []
        self._subagents: tuple[SubAgent, ...] | None = None
        self._of_main = 0
        self._main = GrowingAgent(self._records, self.progress, "main", self._steps)
        self._steps = self._main.steps

    def _work(self) -> Iterator[int]:
        before = replace(self.files, stamps=dict(self.files.stamps), diagnostics=[*self.files.diagnostics])
        read = set(self.files.read)
        while True:
            try:
                yield from self._through_files()
                break
            except _AgainError:
                self.files.diagnostics[:] = before.diagnostics
                self.files.read.intersection_update(read)
                self._forget()
        self._learnt.add_usage(self._main.finish())
        for agent in self._inlined.values():
            agent.finish()
        self._subagents = self._all_subagents()

    def _through_files(self) -> Iterator[int]:
        file: HeldFile | None = self._first
        prefix = ""
        while file is not None:
            document = LargeDocument(file, _STEPS, self._skipped.setdefault(file.path, {}))
            self._documents.append(document)
            yield from self._through(document, prefix)
            name = optional_text(document.fields.get("continued_trajectory_ref"))
            file = self.files.held(name, file.path) if name is not None else None
            prefix = f"{part_name(file.path)}/" if file is not None else ""
        if self._inlined and not self._of_main:
            self._splits = False  # every step is a sub-agent's: the file is that sub-agent's own
            raise _AgainError

    def _through(self, document: LargeDocument, prefix: str) -> Iterator[int]:
        """Take the step objects of a document, then what stands in it beside them."""
        file, first, untold = document.file, len(self._records.elements), 0
        odd: list[str] = []
        self._records.elements.begin(file, "/steps")
        try:
            for found in document:
                if found is not None:
                    pointer = f"/steps/{len(self._records.elements) - first}"
                    is_torn = found.end == file.stamp.size and isinstance(found.value, Damaged)
                    self._add(file, found, prefix, pointer, keep=is_torn)
                    if not isinstance(found.value, Mapping):
                        untold += len(odd) >= _MOST_TOLD
                        odd += [pointer] if len(odd) < _MOST_TOLD else []
                yield document.offset
        except RepeatedKeyError as error:
            skipped = self._skipped[file.path]
            skipped[error.key] = skipped.get(error.key, 0) + 1
            raise _AgainError from error
        except UnreadableError as error:
            self.files.problem("damaged_document", file.path.name, f"It could not be read to its end: {error}")
        for pointer in [*odd, *self._add_rest(document, len(self._records.elements) - first, prefix)]:
            self.files.problem("damaged_step", f"{file.path.name} {pointer}", "This step is no object.")
        if untold:
            self.files.problem("damaged_step", f"{file.path.name} /steps", f"{untold:,} more steps are no objects.")
        self._embedded += [(pointer, one, file.path) for pointer, one in embedded_in(document.fields)]

    def _add_rest(self, document: LargeDocument, count: int, prefix: str) -> list[str]:
        """Add what is shown of a document beside its `count` steps, each a damaged step; return where it stands."""
        file, root = document.file, document.fields
        given, added = root.get("steps"), []
        if given is not None and not isinstance(given, list):
            count = 1
            added.append("/steps/0")
            self._add(file, Found("steps", text_of(given), 0, 0), prefix, "/steps/0", keep=True)
        self.files.diagnostics += document.diagnostics
        tell_of_root(self.files, root, file.path, count)
        torn = list(document.damaged)
        if not count and not torn and document.refusal is not None:
            torn = [whole_file(file.path, file.stamp)]
        self._records.elements.begin(file, "/damaged")
        for place, one in enumerate(torn):
            added.append(f"/damaged/{place}")
            self._add(file, Found("", one, one.offset, one.offset + one.length), prefix, added[-1], keep=True)
        return added

    def _add(self, file: HeldFile, found: Found, prefix: str, pointer: str, *, keep: bool) -> None:
        elements, value = self._records.elements, found.value
        number = elements.add(found.start, found.end, value if keep else None)
        self._records.names.of(value, pointer, prefix)
        name = inlined_in(value) if self._splits else None
        if name is not None:
            self._agent(name).take(number, value)
            return
        self._of_main += 1
        self._learnt.take(number, value, file.path)
        self._learnt.add_usage(self._main.take(number, value))

    def _agent(self, name: str) -> GrowingAgent:
        """Return an inlined sub-agent; each has a name of its own."""
        known = self._inlined.get(name)
        if known is None:
            unique = unique_name(name, {one.name for one in self._inlined.values()})
            known = self._inlined[name] = GrowingAgent(self._records, self.progress, unique)
        return known

    def _all_subagents(self) -> tuple[SubAgent, ...]:
        found: dict[str, SubAgent] = {}
        for name, agent in self._inlined.items():
            number = self._learnt.inlined.get(name)
            agent.belongs_to(None if number is None else self._main.head_of(number))
            found[agent.name] = SubAgent(agent.name, agent.steps, agent.parent, agent.title)
        references = {
            name: replace(reference, of_step=self._main.head_of(number) or "")
            for name, (number, reference) in self._learnt.references.items()
        }
        return further_subagents(found, self._embedded, references, self.files)
