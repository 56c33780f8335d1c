"""Which steps may hold what is searched for: never one too few."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from playhead import list_runs, open_tape
from playhead.insight.candidates import candidates, may_hold
from playhead.insight.fields import fields_of
from playhead.insight.pattern import Pattern
from playhead.insight.plain import without_colours
from playhead.insight.prefilter import prefilter
from playhead.storage.lines import RecordFile
from tests.shared_data import samples
from tests.tui.driver import write_tape
from tests.widgets.making import action, step, tape


@pytest.mark.parametrize("folder", ["atif", "mini-swe-agent", "sweagent", "claude-code", "codex"])
def test_every_word_that_is_shown_is_in_what_its_step_is_made_of(folder: str) -> None:
    """Of real records no word is shown, with its capitals or without, whose step a quick look refuses."""
    entries = [one for one in list_runs(samples() / folder) if one.reason is None]
    assert entries
    for entry in entries[:6]:
        steps = open_tape(entry.path, entry.key).steps
        for position in range(min(30, len(steps))):
            texts = " ".join(without_colours(field.text) for field in fields_of(steps[position]))
            for word in sorted(set(re.findall(r"\w+", texts)))[:150]:
                tests = prefilter(Pattern(word)), prefilter(Pattern(word.lower(), fold=True))
                assert all(test is None or may_hold(steps, position, test) for test in tests), (entry.path, word)


def test_lines_are_refused_many_at_a_time(tmp_path: Path) -> None:
    """Of a record of lines only the steps with the word are made; all of them are counted as done."""
    commands = tuple((f"echo {number}", "needle" if number % 50 == 7 else "hay", 0) for number in range(200))
    steps = open_tape(write_tape(tmp_path / "a.tape.jsonl", commands)).steps
    steps.wait()
    told: list[int] = []
    test = prefilter(Pattern("needle"))
    assert list(candidates(steps, range(10, 200), test, told.append)) == [57, 107, 157]
    assert sum(told) == 190
    assert list(candidates(steps, (7, 8, 57), test, told.append)) == [7, 57]


def test_without_a_test_or_without_bytes_every_step_may() -> None:
    """Where a quick look cannot tell, nothing is refused."""
    steps = tape([step(0, action(output="hay")), step(1)]).steps
    assert list(candidates(steps, range(2), None, lambda _: None)) == [0, 1]
    assert list(candidates(steps, range(2), prefilter(Pattern("needle")), lambda _: None)) == [0, 1]


def test_a_long_line_is_looked_at_a_block_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a line that is longer than a block no more than a block is read at once, and it can be stopped in between."""
    monkeypatch.setattr("playhead.insight.candidates.BLOCK", 4_096)
    monkeypatch.setattr("playhead.insight.candidates.OVERLAP", 256)
    commands = (("a", "hay " * 10_000 + "needle" + " hay" * 10_000, 0), ("b", "hay", 0), ("c", "hay " * 9_000, 0))
    steps = open_tape(write_tape(tmp_path / "a.tape.jsonl", commands)).steps
    steps.wait()
    read: list[int] = []
    whole = RecordFile.read
    monkeypatch.setattr(RecordFile, "read", lambda file, at, length: read.append(length) or whole(file, at, length))
    test = prefilter(Pattern("needle"))
    told: list[int] = []
    assert list(candidates(steps, range(3), test, told.append)) == [0]
    assert max(read) <= 4_096
    assert sum(told) == 3
    assert told.count(0) > 15, "it is asked whether to stop at every block"


def test_lines_that_took_the_place_of_earlier_ones_are_looked_at_in_order(tmp_path: Path) -> None:
    """A step whose line was written again further down is found by its last line, in its own place."""
    path = tmp_path / "a.tape.jsonl"
    said = [(1, "needle"), (2, "hay"), (3, "hay"), (1, "hay"), (4, "needle"), (2, "needle"), (5, "hay")]
    lines = [{"tape": {"version": 1, "id": "a"}}]
    lines += [{"step": {"step_id": number, "source": "agent", "message": text}} for number, text in said]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    steps = open_tape(path).steps
    steps.wait()
    assert list(candidates(steps, range(5), prefilter(Pattern("needle")), lambda _: None)) == [1, 3]
    assert list(candidates(steps, range(2, 4), prefilter(Pattern("needle")), lambda _: None)) == [3]
