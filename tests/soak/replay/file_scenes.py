"""Scenes of the other files that playhead writes: what may be lost is never half believed, what is written is whole."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from playhead.corpus.cache import SummaryCache
from playhead.corpus.known import KnownRun
from playhead.corpus.stamps import run_stamp
from playhead.errors import UnreadableError
from playhead.labels.decisions import Decisions
from playhead.labels.fold.preference import Preference, preference_of, remember
from playhead.model import Status
from playhead.storage.kept_columns import keep, kept
from playhead.summary import RunSummary
from playhead.writing.converting.convert import write_whole
from playhead.writing.tape_writer import TapeWriter
from tests.playhead.labels.making import ANA, a_tape, an_event
from tests.soak.replay.label_judge import opened
from tests.soak.replay.operations import TRUNCATE, WRITE, Operation
from tests.soak.replay.recorder import Recorder
from tests.soak.replay.records import TAPE
from tests.soak.replay.scene import Scene
from tui.stopped import Stop, Stops

_PAGE = 4096
_SUMMARY = RunSummary("run", Status.FAILED, 2, 1, 0, "agent", None, None)


def _nothing(_root: Path) -> None:
    """Begin with an empty folder."""


def choices() -> Scene:
    """Return: where labels are folded on leaving, chosen for two folders."""
    folders = {"a": Preference.ALWAYS, "b": Preference.NEVER}

    def act(root: Path, recorder: Recorder) -> None:
        for name, choice in folders.items():
            remember(root / name / "run.json", choice)
            recorder.tell([name])

    def judge(root: Path, acknowledged: frozenset[str]) -> Iterator[str]:
        for name, choice in folders.items():
            found = preference_of(root / name / "run.json")
            if found not in (choice, None) or (found is None and name in acknowledged):
                yield f"for {name} {found} was chosen"
        before = {name: preference_of(root / name / "run.json") for name in folders}
        remember(root / "c" / "run.json", Preference.ON_W)
        after = {name: preference_of(root / name / "run.json") for name in folders}
        if preference_of(root / "c" / "run.json") is not Preference.ON_W or after != before:
            yield "the next choice is not remembered beside the others"

    return Scene("what was chosen for a folder", _nothing, act, judge)


def stops() -> Scene:
    """Return: where one stopped, twice."""
    steps = ("4", "7")

    def act(root: Path, recorder: Recorder) -> None:
        for step in steps:
            Stops([root]).stop(root / "run.json", None, step)

    def judge(root: Path, _acknowledged: frozenset[str]) -> Iterator[str]:
        last = Stops([root]).last
        if last not in (None, *(Stop(str(root / "run.json"), None, step) for step in steps)):
            yield f"one stopped at {last}"
        Stops([root]).stop(root / "run.json", None, "9")
        if Stops([root]).last != Stop(str(root / "run.json"), None, "9"):
            yield "where one stops next is not remembered"

    return Scene("where one stopped", _nothing, act, judge)


def last_decisions() -> Scene:
    """Return: the list of one's last decisions, three of them."""
    events = [an_event(key=f"k{number}", note="n" * 700) for number in range(4)]

    def act(root: Path, recorder: Recorder) -> None:
        for one in events[:3]:
            Decisions(ANA).add([one], a_tape(path=root / "run.json"))

    def judge(root: Path, _acknowledged: frozenset[str]) -> Iterator[str]:
        made = {one.id: one.to_line() for one in events}
        found = Decisions(ANA).last()
        if any(made.get(one.event.id) != one.event.to_line() for one in found):
            yield "a decision is shown that was not made so"
        Decisions(ANA).add([events[3]], a_tape(path=root / "run.json"))
        if not {events[3].id, *(one.event.id for one in found)} <= {one.event.id for one in Decisions(ANA).last()}:
            yield "the next decision is not in the list, or one is gone from it"

    return Scene("the list of last decisions", _nothing, act, judge)


def index() -> Scene:
    """Return: what is kept of a big record, twice, the second time otherwise."""
    told = [({"version": 1}, [bytearray(b"a" * 9000)]), ({"version": 2}, [array("Q", range(1500))])]

    def act(root: Path, recorder: Recorder) -> None:
        for state, columns in told:
            assert keep(root / "run.json", state, columns)

    def judge(root: Path, _acknowledged: frozenset[str]) -> Iterator[str]:
        found = kept(root / "run.json")
        if found is not None and (found.state, found.columns) not in told:
            yield "an index is believed that nobody wrote"
        if not keep(root / "run.json", *told[0]) or kept(root / "run.json") is None:
            yield "the next index is not kept"

    return Scene("the index of a record", _nothing, act, judge)


def converted() -> Scene:
    """Return: a file written by `convert`, over another one."""
    old, pieces = b"old", [b"x" * 5000, b"y" * 5000]

    def prepare(root: Path) -> None:
        (root / "out").write_bytes(old)

    def act(root: Path, recorder: Recorder) -> None:
        write_whole(root / "out", pieces, replace=True, record=root / "run.json")
        recorder.tell(["written"])

    def judge(root: Path, acknowledged: frozenset[str]) -> Iterator[str]:
        found = (root / "out").read_bytes()
        if found not in ({b"".join(pieces)} if acknowledged else {old, b"".join(pieces)}):
            yield f"{len(found)} bytes stand in the file that was written"
        write_whole(root / "out", pieces, replace=True, record=root / "run.json")

    return Scene("a file that was converted", prepare, act, judge)


def recorded_tape() -> Scene:
    """Return: a run tape that is written line by line, and synced when it is closed."""

    def act(root: Path, recorder: Recorder) -> None:
        with TapeWriter(root / "run.tape.jsonl", id="r") as writer:
            for number in range(1, 4):
                writer.step({"step_id": number, "source": "agent", "message": "m" * 1000 * number})
            writer.outcome("failed")
        recorder.tell("123")

    def judge(root: Path, acknowledged: frozenset[str]) -> Iterator[str]:
        record = root / "run.tape.jsonl"
        found: set[str] = set()
        with suppress(UnreadableError):  # its first line may not be there yet
            found = {one.id for one in opened(record).steps}
        if not acknowledged <= found:
            yield f"steps {sorted(acknowledged - found)} are lost"

    return Scene("a run tape that is recorded", _nothing, act, judge)


def summaries() -> Scene:
    """Return: what the list remembers of a run, written again by SQLite, page by page and without a sync."""
    runs: dict[str, KnownRun] = {}

    def put(root: Path, letter: str) -> Path:
        run = root.parent / "run.tape.jsonl"
        run.write_bytes(TAPE + letter.encode() * 10)
        notes = tuple(an_event(id=str(number), note=letter * 2000) for number in range(4))
        known = KnownRun(_SUMMARY, str(run), (), notes)
        runs["now"] = known
        base = root / "runs.sqlite"
        cache = SummaryCache(base)
        cache.put(run, run_stamp(run), known)
        cache.close()
        return base

    def prepare(root: Path) -> None:
        put(root, "a")

    def act(root: Path, recorder: Recorder) -> None:
        before = (root / "runs.sqlite").read_bytes()
        base = put(root, "b")
        now = base.read_bytes()
        number = recorder.found(base)
        assert number is not None
        for at in range(0, len(now), _PAGE):
            if now[at : at + _PAGE] != before[at : at + _PAGE]:
                recorder.log.append(Operation(WRITE, number, at, now[at : at + _PAGE]))
        if len(now) < len(before):
            recorder.log.append(Operation(TRUNCATE, number, len(now)))

    def judge(root: Path, _acknowledged: frozenset[str]) -> Iterator[str]:
        run = root.parent / "run.tape.jsonl"
        cache = SummaryCache(root / "runs.sqlite")
        if cache.get(run) not in (None, runs["now"]):
            yield "half of what was remembered is believed"
        cache.put(run, run_stamp(run), runs["now"])
        cache.close()

    return Scene("what the list remembers of runs", prepare, act, judge)


ALL = (choices, stops, last_decisions, index, converted, recorded_tape, summaries)
