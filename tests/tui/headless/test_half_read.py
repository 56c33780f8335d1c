"""Records of which the disk gave only a part: no command takes the part for the run."""

from __future__ import annotations

import pytest

from playhead.errors import UnreadableError
from playhead.formats.run_tape import record
from tests.tui.driver import write_tape


@pytest.fixture
def half(tmp_path, monkeypatch):
    """Return a tape that cannot be read behind its first lines."""

    def failing(*_):
        raise UnreadableError("a.tape.jsonl cannot be read at byte 99: Input/output error.")
        yield

    run = write_tape(tmp_path / "a.tape.jsonl")
    monkeypatch.setattr(record, "chunks_between", failing)
    return run


@pytest.mark.parametrize("command", ["steps", "moments", "tests", "checks", "files", "convert", "labels", "propose"])
def test_a_part_is_not_taken_for_the_run(playhead, half, tmp_path, command):
    """What scripts would count, judge or convert is refused with the place and the reason, and nothing is written."""
    more = [tmp_path / "out.tape.jsonl"] if command == "convert" else []
    result = playhead(command, half, *more)
    assert result.code == UnreadableError.exit_code
    assert result.out == b""
    assert result.err.endswith("only: a.tape.jsonl cannot be read at byte 99: Input/output error.")
    assert not (tmp_path / "out.tape.jsonl").exists()


@pytest.mark.parametrize("command", ["info", "validate"])
def test_what_is_wrong_with_it_is_shown(playhead, half, command):
    """Commands that tell what is wrong with a record show the part, and this as an error of it."""
    result = playhead(command, half)
    assert b"cannot be read at byte 99" in result.out
    assert result.err == ""
