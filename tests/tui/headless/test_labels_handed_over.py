"""`playhead labels pack` and `merge`: labels go to somebody else and are found again with their runs."""

from __future__ import annotations

import io
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.tui.driver import write_tape
from tui.headless import labels_merge

OTHER: tuple[tuple[str, str, int], ...] = (("make", "", 2), ("ls", "a\n", 0))


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """Return a folder with two runs, without labels."""
    folder = tmp_path / "mine"
    folder.mkdir()
    write_tape(folder / "a.tape.jsonl")
    write_tape(folder / "b.tape.jsonl", OTHER)
    return folder


@pytest.fixture
def theirs(mine: Path, tmp_path: Path) -> Path:
    """Return a copy of the runs in another place, under other names."""
    folder = tmp_path / "theirs" / "deeper"
    folder.mkdir(parents=True)
    for name in ("a", "b"):
        shutil.copy(mine / f"{name}.tape.jsonl", folder / f"renamed-{name}.tape.jsonl")
    return folder


def packed(playhead: Any, folder: Path, to: Path, *words: str) -> list[Any]:
    """Pack into a file and return its lines."""
    result = playhead("labels_pack", folder, *words)
    assert result.code == 0
    to.write_bytes(result.out)
    return result.rows


def test_labels_are_handed_over_and_merged(playhead: Any, mine: Path, theirs: Path, tmp_path: Path) -> None:
    """What one person packs, another merges into copies of the runs under other names; conflicts are shown then."""
    playhead("label", mine / "a.tape.jsonl", "--run", "outcome=failed")
    playhead("label", mine / "b.tape.jsonl", "--step", "1", "root_cause=yes")
    playhead("label", mine / "b.tape.jsonl", "--step", "2", "phase=setup", "--by", "ben")
    lines = packed(playhead, mine, tmp_path / "mine.jsonl")
    assert [line["label"]["by"]["id"] for line in lines] == ["anna", "anna"]
    playhead("label", theirs / "renamed-a.tape.jsonl", "--run", "outcome=partial", "--by", "ben")
    merged = playhead("labels_merge", tmp_path / "mine.jsonl", theirs)
    assert (merged.code, "2 new, 0 there already, in 2 of 2 runs" in merged.err) == (0, True)
    rows = playhead("labels", theirs, "--json").rows
    assert sorted((row["key"], row["value"], row["state"], row["by"]["id"]) for row in rows) == [
        ("outcome", "failed", "conflict", "anna"),
        ("outcome", "partial", "conflict", "ben"),
        ("root_cause", True, "set", "anna"),
    ]


def test_journals_are_named_after_their_authors(playhead: Any, mine: Path, theirs: Path, tmp_path: Path) -> None:
    """Merging writes each author's events into a journal of that author's name."""
    playhead("label", mine / "a.tape.jsonl", "--run", "outcome=failed")
    playhead("label", mine / "a.tape.jsonl", "--run", "outcome=partial", "--by", "ben")
    packed(playhead, mine, tmp_path / "all.jsonl", "--all")
    playhead("labels_merge", tmp_path / "all.jsonl", theirs)
    names = {path.name.partition("@")[0] for path in (theirs / "renamed-a.tape.jsonl.labels").iterdir()}
    assert names == {"anna", "ben"}


def test_merging_twice_changes_nothing(playhead: Any, mine: Path, theirs: Path, tmp_path: Path) -> None:
    """A second merge of the same file writes no byte and says that all was there."""
    playhead("label", mine / "a.tape.jsonl", "--step", "2", "flag=test_edited")
    playhead("label", mine / "a.tape.jsonl", "--step", "2", "flag", "--retract")
    packed(playhead, mine, tmp_path / "mine.jsonl")
    playhead("labels_merge", tmp_path / "mine.jsonl", theirs)
    before = {path: path.read_bytes() for path in theirs.rglob("*") if path.is_file()}
    again = playhead("labels_merge", tmp_path / "mine.jsonl", theirs)
    assert (again.code, "0 new, 2 there already" in again.err) == (0, True)
    assert {path: path.read_bytes() for path in theirs.rglob("*") if path.is_file()} == before
    assert playhead("labels", theirs, "--json").rows == []


def test_what_matches_no_run_is_told_and_the_rest_is_merged(
    playhead: Any, mine: Path, theirs: Path, tmp_path: Path
) -> None:
    """Events of a run that is not there, and lines that are none, are named; exit code 1."""
    playhead("label", mine / "a.tape.jsonl", "--run", "outcome=failed")
    playhead("label", mine / "b.tape.jsonl", "--run", "outcome=failed")
    packed(playhead, mine, tmp_path / "mine.jsonl")
    with (tmp_path / "mine.jsonl").open("ab") as file:
        file.write(b'{"half a li')
    (theirs / "renamed-b.tape.jsonl").unlink()
    merged = playhead("labels_merge", tmp_path / "mine.jsonl", theirs, "--json")
    assert merged.code == 1
    assert [row["written"] for row in merged.rows] == [1]
    assert "1 event of small" in merged.err
    assert "1 line is no packed label" in merged.err


def test_runs_that_begin_alike_are_told_apart_by_their_place(playhead: Any, tmp_path: Path) -> None:
    """Of two equal runs the one whose path ends alike is meant; where nothing tells them apart nothing is written."""
    for side in ("here", "there"):
        for trial in ("t1", "t2"):
            (tmp_path / side / trial).mkdir(parents=True)
            write_tape(tmp_path / side / trial / "run.tape.jsonl")
    playhead("label", tmp_path / "here" / "t2" / "run.tape.jsonl", "--run", "outcome=failed")
    packed(playhead, tmp_path / "here", tmp_path / "mine.jsonl")
    assert playhead("labels_merge", tmp_path / "mine.jsonl", tmp_path / "there").code == 0
    assert (tmp_path / "there" / "t2" / "run.tape.jsonl.labels").is_dir()
    assert not (tmp_path / "there" / "t1" / "run.tape.jsonl.labels").exists()
    (tmp_path / "there" / "t1").rename(tmp_path / "there" / "x")
    (tmp_path / "there" / "t2").rename(tmp_path / "there" / "y")
    refused = playhead("labels_merge", tmp_path / "mine.jsonl", tmp_path / "there")
    assert (refused.code, "2 runs here could be meant" in refused.err) == (1, True)


def test_a_run_that_has_grown_is_still_found(playhead: Any, tmp_path: Path) -> None:
    """Labels of the first steps of a run find the longer run."""
    early, late = tmp_path / "early", tmp_path / "late"
    early.mkdir()
    late.mkdir()
    steps = (*OTHER, ("cat a", "a\n", 0), ("make", "", 0), ("ls", "", 0))
    write_tape(early / "run.tape.jsonl", steps[:2])
    write_tape(late / "other.tape.jsonl", steps)
    playhead("label", early / "run.tape.jsonl", "--step", "1", "root_cause=yes")
    packed(playhead, early, tmp_path / "mine.jsonl")
    assert playhead("labels_merge", tmp_path / "mine.jsonl", late).code == 0
    (row,) = playhead("labels", late, "--json").rows
    assert (row["n"], row["state"]) == (1, "set")


def test_a_folder_that_cannot_be_written_loses_nothing(playhead: Any, mine: Path, theirs: Path, tmp_path: Path) -> None:
    """Where a journal cannot be written the exit code is 4, and the other runs are merged."""
    for name in ("a", "b"):
        playhead("label", mine / f"{name}.tape.jsonl", "--run", "outcome=failed")
    packed(playhead, mine, tmp_path / "mine.jsonl")
    (theirs / "renamed-a.tape.jsonl.labels").write_text("in the way")
    merged = playhead("labels_merge", tmp_path / "mine.jsonl", theirs)
    assert (merged.code, "1 new" in merged.err) == (4, True)


def test_packed_lines_name_their_run(playhead: Any, mine: Path, tmp_path: Path) -> None:
    """Each line holds the event whole and the run's id, content and the end of its path, nothing above it."""
    playhead("label", mine / "a.tape.jsonl", "--run", "outcome=failed", "--note", "ünd\n")
    (line,) = packed(playhead, mine, tmp_path / "mine.jsonl")
    assert set(line["run"]) == {"id", "content", "steps", "path"}
    assert line["run"]["path"].endswith("mine/a.tape.jsonl")
    assert str(tmp_path) not in json.dumps(line)
    (event,) = playhead("labels", mine / "a.tape.jsonl", "--events", "--json").rows
    assert {name: value for name, value in event.items() if value is not None and value is not False} == line["label"]


def test_no_more_labels_than_the_schema_allows_from_a_script(playhead: Any, mine: Path) -> None:
    """The fourth root cause of one author is refused with exit code 2."""
    for step in ("1", "2", "3"):
        assert playhead("label", mine / "a.tape.jsonl", "--step", step, "root_cause=yes").code == 0
    refused = playhead("label", mine / "a.tape.jsonl", "--step", "4", "root_cause=yes")
    assert (refused.code, "at most 3 in a run" in refused.err) == (2, True)


def test_an_unknown_account_is_asked_whose_events_are_meant(
    playhead: Any, mine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Under a shared account `pack` wants --by or --all."""
    monkeypatch.delenv("PLAYHEAD_BY")
    monkeypatch.setattr("getpass.getuser", lambda: "root")
    assert playhead("labels_pack", mine).code == 2
    assert playhead("labels_pack", mine, "--all").code == 0


def test_an_event_that_says_something_else_under_a_known_id_is_told(
    playhead: Any, mine: Path, theirs: Path, tmp_path: Path
) -> None:
    """Of two events with one id the one that is there stays, and the merge says so and ends with 1."""
    playhead("label", mine / "a.tape.jsonl", "--run", "outcome=failed")
    packed(playhead, mine, tmp_path / "mine.jsonl")
    playhead("labels_merge", tmp_path / "mine.jsonl", theirs)
    changed = (tmp_path / "mine.jsonl").read_text().replace('"failed"', '"partial"')
    (tmp_path / "changed.jsonl").write_text(changed)
    merged = playhead("labels_merge", tmp_path / "changed.jsonl", theirs)
    assert merged.code == 1
    assert "1 event says something else than the one of the same id" in merged.err
    assert [row["value"] for row in playhead("labels", theirs, "--json").rows] == ["failed"]


@pytest.mark.parametrize("length", [99, 100, 101, 201, 202, 1000])
def test_a_line_without_end_is_never_held_whole(length: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a line that is longer than labels are a part is read at a time, and the lines around it are found."""
    monkeypatch.setattr(labels_merge, "_LONGEST_LINE", 100)
    for end in (b"", b"\n", b"\nlast\n"):
        lines = list(labels_merge._filled(io.BytesIO(b"first\n\n" + b"x" * length + end)))
        assert (lines[0], lines[2:]) == (b"first\n", [b"last\n"] if b"last" in end else [])
        assert max(map(len, lines)) <= 101
        assert (len(lines[1]) > 100) == (length + (end != b"") > 100)


def test_a_line_that_is_too_long_is_left_out_of_a_merge(
    playhead: Any, mine: Path, theirs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A line that is no label for its length is told of as one, and the labels around it are merged."""
    playhead("label", mine / "a.tape.jsonl", "--run", "note=first", "--by", "ana")
    playhead("label", mine / "a.tape.jsonl", "--run", "note=second", "--by", "ben")
    sent = tmp_path / "sent.jsonl"
    packed(playhead, mine, sent, "--all")
    first, second = sent.read_bytes().splitlines(keepends=True)
    sent.write_bytes(first + b"{" * 20_000 + b"\n" + second)
    monkeypatch.setattr(labels_merge, "_LONGEST_LINE", 5000)
    result = playhead("labels_merge", sent, theirs)
    assert "2 new" in result.err
    assert "1 line is no packed label" in result.err
