"""Decision points: the first edit of each file and each test run, with what had come before them, or that nothing had.

One pass over a run for all of them: what was named, listed, searched, read or printed in a trace is noted for the
files that will be edited or tested, and for no others (2604.02547: context before an edit predicts success).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from playhead.edits.reads import same_file
from playhead.insight.before import Came, Mention, lines_naming, mention_by
from playhead.insight.feedback.lines import parts_of
from playhead.insight.files import tested_paths
from playhead.insight.moves import moves_of
from playhead.insight.paths import may_be_same, naming, squeezed
from playhead.model import Action, Edit, Kind, Step, Tape

MOST_MENTIONS = 12
"""So many are kept of each file: the first ones. How it came up at all is known of all."""
MOST_FILES = 2_000
"""Of a run that edits more files the first ones are looked at."""
ASKED_EVERY = 256
FEW = 64
"""So many names are looked for one by one; more of them are looked up word by word."""
_WORD = re.compile(r"[\w@+~%.-]+")
_TESTS = re.compile(r"\btests?\b|\bspecs?\b", re.IGNORECASE)
_ATTACHED = re.compile(r"\s*[\[<](?:attached )?(?:file|file_content|file_contents|open_file)\b", re.IGNORECASE)
"""How an editor puts a file into a person's message: `[file PATH]`, `<file_content path="PATH">`."""
_MOST_SAID = 20_000


@dataclass(frozen=True, slots=True)
class DecisionPoint:
    """An action that needs evidence before it: `what` is `first_edit` or `test_run`, `path` its file ("" for none).

    `mentions` are how the file came up before, in reading order, the first few of `count`; of a test run also what had
    been edited since the one before. `hows` are all the ways it came up. `made`: the edit made a new file, of which
    nothing can be known before. `shown`: its content had been seen before, all or some lines.
    """

    position: int
    number: int
    what: str
    path: str
    mentions: tuple[Mention, ...] = ()
    count: int = 0
    hows: frozenset[Came] = frozenset()
    made: bool = False
    shown: bool = False

    @property
    def blind(self) -> bool:
        """Return whether nothing came before: no read, hit, trace, listing, output, and no line of the task."""
        return not self.count and not self.made


def decisions_of(tape: Tape, going: Callable[[int], bool] | None = None) -> tuple[DecisionPoint, ...]:
    """Return the decision points of a run whose steps are all known, in reading order.

    `going` is told how far the look has come and stops it by returning False. The steps are read twice: first for the
    files, then for what names them.
    """
    wanted = _Files()
    moves: list[tuple[str, str]] = []
    for _, _, action in _actions(tape, going):
        for path in (*(edit.path for edit in action.edits), *tested_paths(action)):
            wanted.want(path)
        moves += moves_of(action)
    for source, target in reversed(moves):
        if any(wanted.placed(target)):
            wanted.want(source)
    looking = _Looking(wanted, tape.task)
    for position, step, action in _actions(tape, going, said=looking.hear):
        if step.copied:
            looking.see(action, position)
        else:
            looking.decide(action, position)
    return tuple(looking.found)


def _actions(
    tape: Tape,
    going: Callable[[int], bool] | None,
    said: Callable[[Step, int], object] | None = None,
) -> Iterator[tuple[int, Step, Action]]:
    for position in range(len(tape.steps)):
        if going is not None and position % ASKED_EVERY == 0 and not going(position):
            return
        step = tape.steps[position]
        if said is not None:
            said(step, position)
        for action in step.actions:
            yield position, step, action


@dataclass(slots=True)
class _File:
    """A file that is edited or tested at some time, and how it has come up by now."""

    path: str
    mentions: list[Mention] = field(default_factory=list)
    count: int = 0
    hows: set[Came] = field(default_factory=set)
    shown: bool = False
    edited: bool = False

    def take(self, mention: Mention, *, shown: bool) -> None:
        self.count += 1
        self.hows.add(mention.how)
        self.shown = self.shown or shown
        if len(self.mentions) < MOST_MENTIONS:
            self.mentions.append(_light(mention))


class _Files:
    """The files of a run by their paths, and by their names those of which it still matters how they come up."""

    def __init__(self) -> None:
        self._by_path: dict[str, _File | None] = {}
        self._by_name: dict[str, list[_File]] = {}
        self._count = 0

    def want(self, path: str) -> None:
        """Take up a file, once however its path is written."""
        if path in self._by_path or self._count >= MOST_FILES:
            return
        beside = self._by_name.setdefault(_name(path), [])
        known = next((one for one in beside if same_file(one.path, path)), None)
        if known is None:
            known = _File(path)
            beside.append(known)
            self._count += 1
        self._by_path[path] = known

    def at(self, path: str) -> _File | None:
        """Return the file of a path, None for one that was not taken up."""
        return self._by_path.get(path)

    def named_in(self, text: str) -> Iterator[_File]:
        """Yield the files whose names are in a text."""
        names: Iterable[str] = self._by_name
        if len(self._by_name) > FEW:
            names = [name for name in dict.fromkeys(_WORD.findall(text)) if name in self._by_name]
        for name in names:
            if name in text:
                yield from self._by_name[name]

    def loosely_in(self, text: str) -> Iterator[_File]:
        """Yield the files whose squeezed names are in a squeezed text, where there are few to look for."""
        for name, beside in self._by_name.items() if len(self._by_name) <= FEW else ():
            if squeezed(name) in text:
                yield from beside

    def placed(self, path: str) -> list[_File]:
        """Return the files that a command may mean by a path and of which it still matters how they come up."""
        return [one for one in self._by_name.get(_name(path), ()) if may_be_same(one.path, path)]

    def decided(self, one: _File) -> None:
        """Forget the name of a file whose first edit is behind."""
        name = _name(one.path)
        self._by_name[name] = [each for each in self._by_name[name] if each is not one]
        if not self._by_name[name]:
            del self._by_name[name]


class _Looking:
    """The pass: files by their names, and what has been decided."""

    def __init__(self, wanted: _Files, task: str) -> None:
        self.found: list[DecisionPoint] = []
        self._wanted = wanted
        self._edits: list[Mention] = []
        self._task = task[:_MOST_SAID]
        self._test_line = next((line for line in self._task.split("\n") if _TESTS.search(line)), None)
        for one in list(self._wanted.named_in(self._task)):
            said = lines_naming(self._task, naming(one.path))
            if said:
                one.take(Mention(None, Came.TASK, None, *said), shown=_hands_over(said[0]))

    def hear(self, step: Step, position: int) -> None:
        """Take what a person or the agent says in a step; the task, said again as the first message, is told once."""
        how = Came.TASK if step.source == "user" else Came.SAID
        text = f"{step.text[:_MOST_SAID]}\n{step.thought[:_MOST_SAID]}"
        if step.source not in {"user", "agent"} or (how is Came.TASK and self._task and self._task[:200] in text):
            return
        for one in list(self._wanted.named_in(text)):
            said = lines_naming(text, naming(one.path))
            if said:
                one.take(Mention(position, how, None, *said), shown=how is Came.TASK and _hands_over(said[0]))
        if how is Came.TASK:
            self._hear_loosely(text, position)

    def _hear_loosely(self, text: str, position: int) -> None:
        """Take what a person means who writes a name from memory: `truncatedtext.ts` for `truncated-text.ts`."""
        loose = squeezed(text)
        for one in list(self._wanted.loosely_in(loose)):
            name = squeezed(_name(one.path))
            said = lines_naming(text, lambda line, name=name: name in squeezed(line))  # type: ignore[misc]  # bound now
            if said and _name(one.path) not in text:
                one.take(Mention(position, Came.TASK, None, *said), shown=False)

    def see(self, action: Action, position: int) -> None:
        """Take how an action brought files up."""
        for source, target in moves_of(action):
            known = self._wanted.at(source)
            for one in self._wanted.placed(target):
                one.take(
                    _light(Mention(position, Came.MOVED, action)),
                    shown=known is not None and (known.shown or known.edited),
                )
        texts = [part.text for part in parts_of(action)]
        asked = f"{action.command or ''}\n{action.path or ''}"[:_MOST_SAID]
        for one in list(self._wanted.named_in("\n".join((asked, *texts)))):
            mention = mention_by(action, one.path, position, naming(one.path))
            if mention is not None:
                one.take(mention, shown=_shows(mention, action))

    def decide(self, action: Action, position: int) -> None:
        """Take an action: first what it decides, then what it brought up."""
        number = action.n or 0
        done = action.executed and not (action.failed and action.kind is Kind.EDIT)
        for edit in action.edits if done else ():
            one = self._wanted.at(edit.path)
            if one is not None and not one.edited:
                self.found.append(_first_edit(one, edit, position, number))
                one.edited = True
                self._wanted.decided(one)
            mention = _light(Mention(position, Came.EDIT, action))
            if len(self._edits) < MOST_MENTIONS:
                self._edits.append(mention)
        if action.kind is Kind.TEST:
            self._test_run(action, position, number)
        self.see(action, position)

    def _test_run(self, action: Action, position: int, number: int) -> None:
        path = next(iter(tested_paths(action)), "")
        one = self._wanted.at(path) if path else None
        mentions = [*(one.mentions if one is not None else ()), *self._edits]
        count = (one.count if one is not None else 0) + len(self._edits)
        if not mentions and self._test_line is not None:
            mentions, count = [Mention(None, Came.TASK, None, (self._test_line.strip()[:1_000],), 1)], 1
        hows = frozenset(mention.how for mention in mentions)
        shown = one is not None and one.shown
        kept = tuple(mentions[:MOST_MENTIONS])
        self.found.append(DecisionPoint(position, number, "test_run", path, kept, count, hows, shown=shown))
        self._edits = []


def _first_edit(one: _File, edit: Edit, position: int, number: int) -> DecisionPoint:
    there = one.hows & {Came.READ, Came.SEARCH, Came.LISTING, Came.TRACE}
    new = edit.written is not None or (edit.diff or "").startswith("--- /dev/null")
    made = new and not there
    kept = tuple(one.mentions)
    return DecisionPoint(
        position, number, "first_edit", one.path, kept, one.count, frozenset(one.hows), made, one.shown
    )


def _hands_over(lines: Iterable[str]) -> bool:
    return any(_ATTACHED.match(line) for line in lines)


def _shows(mention: Mention, action: Action) -> bool:
    if mention.how in {Came.READ, Came.SEARCH, Came.TRACE, Came.EDIT}:
        return not (mention.how is Came.EDIT and action.failed)
    return (
        mention.how is Came.OUTPUT
        and action.kind is Kind.VCS
        and any(line.startswith(("+++ ", "--- ", "diff --git")) for line in mention.lines)
    )


def _light(mention: Mention) -> Mention:
    """Return a mention whose action is without its output: many are kept."""
    if mention.action is None:
        return mention
    return replace(mention, action=replace(mention.action, output=None, marks=(), edits=()))


def _name(path: str) -> str:
    return path.rstrip("/").rsplit("/", 1)[-1]


def of_position(found: Sequence[DecisionPoint]) -> dict[int, tuple[DecisionPoint, ...]]:
    """Return decision points by the position of their step, for whoever marks rows."""
    by: dict[int, tuple[DecisionPoint, ...]] = {}
    for one in found:
        by[one.position] = (*by.get(one.position, ()), one)
    return by
