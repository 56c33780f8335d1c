"""The base of log formats: places, damage, steps built again from the file."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from playhead.formats.build import make_action, make_step
from playhead.formats.joined_log import Group, Log, Place, steps_of
from playhead.model import Step
from playhead.storage.source import iterate


def build(place: Place, records: Sequence[dict[str, Any]]) -> Step:
    """Return a step that says what its first record says and acts once for each of the others."""
    actions = [
        make_action(n=place.number(one), tool="bash", command=record["run"]) for one, record in enumerate(records[1:])
    ]
    return make_step(source="agent", text=records[0]["say"], actions=actions, **place.fields())


def tape_of(path: Path, groups: Sequence[tuple[int, ...]]) -> list[Step]:
    """Return the steps of a log whose records are grouped by hand."""
    log = Log(path)
    list(log.scan())
    made = [Group(log.name(numbers[0]), numbers, actions=len(numbers) - 1) for numbers in groups]
    return list(iterate(steps_of(log, made, build)))


def written(path: Path, *records: object, end: str = "\n") -> Path:
    """Write records as lines and return the path."""
    path.write_text("\n".join(json.dumps(record) for record in records) + end)
    return path


def test_steps_are_built_of_their_records(tmp_path: Path) -> None:
    """A step is made of its records wherever they stand; its actions are numbered over the run."""
    path = written(tmp_path / "a.jsonl", {"say": "one"}, {"say": "two"}, {"run": "ls"}, {"run": "make"}, {"run": "id"})
    first, second = tape_of(path, [(0, 2, 4), (1, 3)])
    assert [action.command for action in first.actions] == ["ls", "id"]
    assert [(action.n, action.command) for action in second.actions] == [(3, "make")]
    assert (second.id, second.text, second.n) == ("line-2", "two", 2)
    data = path.read_bytes()
    assert [json.loads(data[ref.offset : (ref.offset or 0) + (ref.length or 0)]) for ref in first.raw] == [
        {"say": "one"},
        {"run": "ls"},
        {"run": "id"},
    ]


def test_a_damaged_record_is_a_step_of_its_bytes(tmp_path: Path) -> None:
    """What no decoder can read is shown as it stands, with a finding that names its line."""
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"say": "one"}\n{"say": nothing}\n')
    log = Log(path)
    records = list(log.scan())
    assert [record.value for record in records] == [{"say": "one"}, None]
    steps = steps_of(log, [log.damaged(1)], build)
    assert (steps[0].damaged, steps[0].text) == (True, '{"say": nothing}')
    assert [(one.code, one.where) for one in log.findings.all()] == [("damaged_record", "line 2")]


def test_a_line_that_is_still_being_written_is_no_record_yet(tmp_path: Path) -> None:
    """A last line without its end that is no whole record is left for later, and told."""
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"say": "one"}\n{"say": "tw')
    log = Log(path)
    assert [record.value for record in log.scan()] == [{"say": "one"}]
    assert log.torn
    assert [one.code for one in log.findings.all()] == ["torn_line"]


def test_records_that_changed_on_disk_are_told(tmp_path: Path) -> None:
    """Where other bytes stand by now, the step says that it can no longer be read."""
    path = written(tmp_path / "a.jsonl", {"say": "one"})
    log = Log(path)
    list(log.scan())
    steps = steps_of(log, [Group("a", (0,))], build)
    path.write_text('{"say": "six"}\n')
    assert steps[0].damaged
    assert "changed on disk" in steps[0].text


@given(st.binary(max_size=200), st.integers(0, 3))
def test_no_bytes_stop_a_scan(tmp_path_factory: Any, junk: bytes, after: int) -> None:
    """Whatever stands between two records, both are found where it ends with its line."""
    path = tmp_path_factory.mktemp("log") / "a.jsonl"
    junk = junk.replace(b"\n", b"")
    path.write_bytes(b'{"say": "one"}\n' + junk + b"\n" * (1 + after) + b'{"say": "two"}\n')
    values = [record.value for record in Log(path).scan()]
    assert values[0] == {"say": "one"}
    assert values[-1] == {"say": "two"}


def test_two_records_in_one_line_are_two(tmp_path: Path) -> None:
    """A missing newline between records costs neither of them."""
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"say": "one"}{"say": "two"}\n{"say": "cut {"say": "three"}\n')
    values = [record.value for record in Log(path).scan()]
    assert [value["say"] if value else None for value in values] == ["one", "two", None, "three"]
