from __future__ import annotations

import json
import os
from array import array
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from playhead.formats.run_tape import kept as run_tape_kept
from playhead.formats.run_tape import reader as run_tape
from playhead.formats.run_tape import record as run_tape_record
from playhead.model import Tape
from playhead.storage import kept_columns
from playhead.storage.lines import RecordFile
from playhead.storage.source import StepSource

HEADER: dict[str, Any] = {"tape": {"version": 1, "id": "t", "task": {"text": "Fix it"}}}


def step(number: object, calls: int = 1, **members: object) -> dict[str, Any]:
    """Return a step line's object."""
    call = {"tool_call_id": "c", "function_name": "bash", "arguments": {"command": "pytest -q"}}
    result = {"source_call_id": "c", "content": "out", "extra": {"exit_code": calls % 2}}
    base = {"step_id": number, "timestamp": "2026-01-01T00:00:01Z", "message": "m", "tool_calls": [call] * calls}
    return {"step": {**base, "observation": {"results": [result] * calls}, "metrics": {"cost_usd": 0.5}, **members}}


LINES = st.one_of(
    st.builds(step, st.integers(1, 9) | st.sampled_from(["a", None, 2**70, 1.5]), st.sampled_from([0, 1, 1, 2, 254])),
    st.builds(lambda number: step(number, is_copied_context=True), st.integers(1, 9)),
    st.builds(
        lambda name, number: {"subagent": {"trajectory_id": name, "of_step": 1, **step(number)}},
        st.sampled_from(["s", "t", None]),
        st.integers(1, 4),
    ),
    st.sampled_from(
        [
            HEADER,
            {"label": {"id": "l", "key": "k"}},
            {"review": {"by": "ann", "text": "no"}},
            {"verification": {"failed": 2}},
            {"later": {"x": 1}},
            {"outcome": {"status": "failed", "final_patch": "diff --git a/x b/x\n"}},
            {"step": 5},
            [],
        ]
    ),
)


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Path], Tape]]:
    """Read tapes as big ones, which are kept."""
    with monkeypatch.context() as patch:
        as_big(patch, tmp_path / "cache")
        yield read


def as_big(patch: pytest.MonkeyPatch, place: Path) -> None:
    """Have every tape read and kept as a big one."""
    patch.setattr(run_tape_record, "SMALL", -1)
    patch.setattr(run_tape_record, "KEPT_FROM", 0)
    patch.setattr(kept_columns, "folder", lambda: place)


def read(path: Path) -> Tape:
    """Return the tape with all of it indexed."""
    tape = run_tape.read(path)
    tape.steps.wait()
    return tape.refreshed()


def write(path: Path, *lines: Any) -> Path:
    """Write objects as lines."""
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return path


def told_of(steps: StepSource) -> list[Any]:
    """Return all that an index says of its steps, before and after they are decoded."""
    columns = steps.columns(0, len(steps))
    made = [steps[at] for at in range(len(steps))]
    found = [steps.find(one.id) for one in made]
    return [[len(steps), steps.counted, steps.actions], [*map(list, columns)], made, found]


def told(tape: Tape) -> list[Any]:
    """Return all that a tape says."""
    agents = [[one.id, one.of_step, told_of(one.steps)] for one in tape.subagents]
    facts = [tape.id, tape.task, tape.tokens, tape.cost_usd, tape.started, tape.ended, tape.outcome]
    return [told_of(tape.steps), agents, facts, tape.layers, tape.events, tape.diagnostics]


def bytes_read(patch: pytest.MonkeyPatch, read_it: Callable[[], object]) -> int:
    """Return how many bytes of the record are read meanwhile."""
    counts: list[int] = []
    before = RecordFile.read

    def counted(file: RecordFile, offset: int, length: int) -> bytes:
        data = before(file, offset, length)
        counts.append(len(data))
        return data

    with patch.context() as inner:
        inner.setattr(RecordFile, "read", counted)
        read_it()
    return sum(counts)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(LINES, max_size=14), st.lists(LINES, max_size=6))
def test_a_kept_index_tells_what_reading_tells(
    tmp_path_factory: pytest.TempPathFactory, lines: list[Any], more: list[Any]
) -> None:
    """Steps, sub-agents, layers, sums, labels and diagnostics are those of reading, also of a tape that has grown."""
    base = tmp_path_factory.mktemp("kept")
    path = write(base / "x", HEADER, *lines)
    with pytest.MonkeyPatch.context() as patch:
        as_big(patch, base / "none")
        expected = told(read(path))
        as_big(patch, base / "cache")
        read(path)
        assert told(read(path)) == expected
        write(base / "y", HEADER, *lines, *more)
        with path.open("ab") as stream:
            stream.write((base / "y").read_bytes()[path.stat().st_size :])
        grown = told(read(path))
        as_big(patch, base / "none")
        assert grown == told(read(path))


def test_a_kept_tape_is_not_read_again(
    tmp_path: Path, opened: Callable[[Path], Tape], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a tape that was read before only its start, its end and its other layers are read; what it grew by, once."""
    path = write(tmp_path / "x", HEADER, *(step(at, message="m" * 2000) for at in range(1, 3000)))
    size = path.stat().st_size
    assert bytes_read(monkeypatch, lambda: opened(path)) > size
    assert bytes_read(monkeypatch, lambda: opened(path)) < 2_000_000
    with path.open("a") as stream:
        stream.write(json.dumps(step(3000)) + "\n")
    assert bytes_read(monkeypatch, lambda: opened(path)) < 2_100_000
    assert len(opened(path).steps) == 3000


@pytest.mark.parametrize("how", ["time", "end", "start", "cut", "another file", "another reader"])
def test_another_state_of_the_file_is_read_anew(
    tmp_path: Path, opened: Callable[[Path], Tape], monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    """A tape that was written over, cut, or put in the place of another one is read, whatever was kept."""
    path = write(tmp_path / "x", HEADER, step(1), step(2), step(3))
    opened(path)
    times = (path.stat().st_atime_ns, path.stat().st_mtime_ns)
    data = path.read_bytes()
    if how == "time":
        os.utime(path, ns=(times[0], times[1] + 1))
    elif how == "cut":
        path.write_bytes(data[: data.rindex(b"\n", 0, -1) + 1])
    elif how == "another reader":
        monkeypatch.setattr("playhead.corpus.stamps.reader_version", lambda: "another")
    elif how == "another file":
        (tmp_path / "y").write_bytes(data.replace(b'"message": "m"', b'"message": "n"'))
        (tmp_path / "y").replace(path)
        os.utime(path, ns=times)
    else:
        changed = data.replace(b"Fix it", b"Fix at") if how == "start" else data.replace(b'_id": 3', b'_id": 9')
        path.write_bytes(changed)
        os.utime(path, ns=times)
    monkeypatch.setattr(run_tape_record, "KEPT_FROM", 2**40)
    record = run_tape_record.TapeRecord(path)
    record.progress.wait()
    assert record._kept_size == 0
    assert len(record.agents.steps) == (2 if how == "cut" else 3)


HOSTILE: list[Callable[[dict[str, Any], list[Any]], object]] = [
    lambda state, columns: columns[3].__setitem__(0, 2**63),
    lambda state, columns: columns[3].__setitem__(1, 10**6),
    lambda state, columns: columns[4].__setitem__(0, 2**32 - 1),
    lambda state, columns: columns[0].__setitem__(0, 200),
    lambda state, columns: columns[2].__setitem__(0, 255),
    lambda state, columns: columns[6].extend([2, 1]),
    lambda state, columns: columns[6].append(3),
    lambda state, columns: columns[7].append(1),
    lambda state, columns: columns[5].pop(),
    lambda state, columns: columns.pop(),
    lambda state, columns: columns.insert(0, columns.pop()),
    lambda state, columns: columns[8].extend([2**63, 2**63]),
    lambda state, columns: columns[8].extend([3, 9]),
    lambda state, columns: columns[8].append(3),
    lambda state, columns: columns[8].extend([0, 1] * 30_000),
    lambda state, columns: state.update(reached=[2**62, 1, 2**62, 0]),
    lambda state, columns: state["reached"].__setitem__(0, -1),
    lambda state, columns: state["reached"].__setitem__(1, 2**40),
    lambda state, columns: state.update(reached="none"),
    lambda state, columns: state["ids"][0].update(texts=[[9, "x"]]),
    lambda state, columns: state["ids"][0].update(texts=[[0, 5]]),
    lambda state, columns: state["ids"][0].update(first="x"),
    lambda state, columns: state.update(ids=[]),
    lambda state, columns: state.update(subagents=[["a", "b"]]),
    lambda state, columns: state.update(subagents=[5]),
    lambda state, columns: state.update(totals=["x", 1, 1, 1]),
    lambda state, columns: state.update(times=[1, 2]),
    lambda state, columns: state.update(times=["x"]),
    lambda state, columns: state["told"].update(diagnostics=[[1, 2, 3]]),
    lambda state, columns: state["told"].update(diagnostics=5),
    lambda state, columns: state["told"].update(untold="many"),
    lambda state, columns: state.clear(),
]


@pytest.mark.parametrize("change", HOSTILE)
def test_what_cannot_be_true_is_read_anew(
    tmp_path: Path,
    opened: Callable[[Path], Tape],
    monkeypatch: pytest.MonkeyPatch,
    change: Callable[[dict[str, Any], list[Any]], object],
) -> None:
    """Places behind the end, huge counts, wrong types, under a right checksum: the tape is read as if nothing was."""
    path = write(tmp_path / "x", HEADER, step(1), step(2), {"label": {"id": "l"}}, step(3))
    expected = told(opened(path))
    found = kept_columns.kept(path)
    assert found is not None
    change(found.state, found.columns)
    assert kept_columns.keep(path, found.state, [one for one in found.columns if isinstance(one, array | bytearray)])
    taken: list[Any] = []
    before = run_tape_kept.take_index

    def take(*given: Any) -> Any:
        taken.append(before(*given))
        return taken[-1]

    monkeypatch.setattr(run_tape_kept, "take_index", take)
    assert told(opened(path)) == expected
    assert taken == [None]


def test_a_tape_that_is_being_written_is_not_kept(tmp_path: Path, opened: Callable[[Path], Tape]) -> None:
    """A last line without an end may still become another one: nothing is kept."""
    path = write(tmp_path / "x", HEADER, step(1))
    with path.open("a") as stream:
        stream.write(json.dumps(step(2)))
    assert len(opened(path).steps) == 2
    assert kept_columns.kept(path) is None


def test_a_small_tape_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A tape that is indexed at once leaves nothing in the cache."""
    monkeypatch.setattr(kept_columns, "folder", lambda: tmp_path / "cache")
    read(write(tmp_path / "x", HEADER, step(1)))
    assert not (tmp_path / "cache").exists()
