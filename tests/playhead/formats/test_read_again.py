"""Records that are read again: one that is many steps is decoded as good as once."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from playhead.formats import joined_log
from playhead.formats.claude_code import step as claude_step
from playhead.formats.read_again import ReadAgain
from playhead.opening import open_tape
from playhead.storage.source import iterate
from tests.playhead.formats import cursor_record
from tests.playhead.formats.claude_session import Lines

RESULTS: list[dict[str, Any]] = [
    {"type": "tool_result", "tool_use_id": "t", "content": f"result {number}"} for number in range(400)
]
"""Of calls that nobody made: each is a step."""


def test_what_is_wanted_twice_in_a_row_is_made_twice_and_no_more() -> None:
    """The second time a record is kept, since it was wanted before; another record lets it go."""
    made: list[bytes] = []

    def make(data: bytes) -> str:
        made.append(data)
        return data.decode()

    again = ReadAgain(make)
    for _ in range(5):
        assert again.made({1: b"one", 2: b"two"}) == {1: "one", 2: "two"}
    assert made == [b"one", b"two"] * 2
    assert again.made({1: b"one", 3: b"three"}) == {1: "one", 3: "three"}
    again.made({4: b"four"})
    assert again.made({1: b"one"}) == {1: "one"}
    assert made[4:] == [b"three", b"four", b"one"]


def test_other_bytes_of_the_same_number_are_made_anew() -> None:
    """A record that changed on disk is never answered with what it was."""
    again = ReadAgain(bytes.decode)
    for data in (b"old", b"old", b"old", b"new"):
        assert again.made({1: data}) == {1: data.decode()}


def claude(path: Path) -> ModuleType:
    """Write a session with a line of many results; return the module that decodes its lines."""
    lines = Lines()
    lines.person("Start")
    lines.person(RESULTS)
    path.write_text(lines.text())
    return claude_step


def cursor(path: Path) -> ModuleType:
    """Write a transcript with the same."""
    said = [cursor_record.line("user", "Start"), cursor_record.line("assistant", "Yes", cursor_record.use("Bash"))]
    path.write_text(cursor_record.text_of([*said, cursor_record.line("user", *RESULTS)]))
    return joined_log


@pytest.mark.parametrize("write", [claude, cursor])
def test_a_line_of_many_steps_is_decoded_a_few_times(write: Any, tmp_path: Path, monkeypatch: Any) -> None:
    """Going through the steps of one line costs as much as the line, not as much as the line for each of them."""
    module = write(tmp_path / "a.jsonl")
    tape = open_tape(tmp_path / "a.jsonl")
    decode, decoded = module.decode_piece, []

    def counted(data: bytes) -> Any:
        decoded.append(data)
        return decode(data)

    monkeypatch.setattr(module, "decode_piece", counted)
    assert sum(1 for _ in iterate(tape.steps)) > len(RESULTS) // 2
    assert len(decoded) < 10
