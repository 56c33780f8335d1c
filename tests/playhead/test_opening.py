from __future__ import annotations

import os
from pathlib import Path

import pytest

from playhead.errors import UnreadableError
from playhead.formats import registry
from playhead.formats.registry import Format, Probe
from playhead.model import Tape
from playhead.opening import MAX_ENTRIES, RunEntry, list_runs, open_tape
from playhead.storage.joined_steps import JoinedSteps


def _read(path: Path) -> Tape:
    return Tape(path=path, format="fake", steps=JoinedSteps([], lambda *_: None, action_counts=[]))  # type: ignore[arg-type, return-value]


def _detect(probe: Probe) -> str | None:
    if probe.is_dir:
        return "" if "fake_trial" in probe.names else None
    return "1" if b"FAKE" in probe.head else None


@pytest.fixture(autouse=True)
def one_fake_format(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let these tests stand on one small format, so that they are about opening alone."""
    fake = Format("fake", "the word FAKE at the start", _detect, _read)
    monkeypatch.setattr(registry, "_each", lambda _names: iter((fake,)))


def names(root: Path) -> list[tuple[str, str | None, bool]]:
    """Return what a folder lists: path below it, format, whether there is a reason."""
    return [
        (entry.path.relative_to(root).as_posix(), entry.format, entry.reason is not None) for entry in list_runs(root)
    ]


def put(path: Path, text: str = "FAKE") -> Path:
    """Write a file and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def test_a_file_opens_by_content(tmp_path: Path) -> None:
    """A file opens by what is in it, whatever its name."""
    assert open_tape(put(tmp_path / "x.txt")).format == "fake"


def test_unknown_content_says_what_was_looked_for(tmp_path: Path) -> None:
    """An unknown file is refused with a sentence that lists what was looked for, and exit code 3."""
    with pytest.raises(UnreadableError, match="Looked for: the word FAKE at the start") as caught:
        open_tape(put(tmp_path / "x.json", "{}"))
    assert caught.value.exit_code == 3


@pytest.mark.parametrize("make", ["missing", "empty", "pipe", "folder", "too long a name"])
def test_what_cannot_be_opened_is_a_sentence(tmp_path: Path, make: str) -> None:
    """A missing file, an empty one, a pipe, too long a name, a folder that is no run: refused in words."""
    path = tmp_path / ("x" * 5_000 if make == "too long a name" else "x")
    if make == "empty":
        path.touch()
    elif make == "pipe":
        os.mkfifo(path)
    elif make == "folder":
        path.mkdir()
    with pytest.raises(UnreadableError, match="x"):
        open_tape(path)


def test_an_existing_path_with_a_hash_wins(tmp_path: Path) -> None:
    """`a#b` opens the file of that name when there is one, else asks file `a` for run `b`."""
    put(tmp_path / "a#b")
    assert open_tape(tmp_path / "a#b").path == tmp_path / "a#b"
    put(tmp_path / "a")
    with pytest.raises(UnreadableError, match="no run 'c'"):
        open_tape(tmp_path / "a#c")


def test_a_folder_lists_runs_in_order_and_leaves_the_rest(tmp_path: Path) -> None:
    """Runs are listed by name; sources, notes, settings and tool folders are not runs."""
    put(tmp_path / "b.json")
    put(tmp_path / "a" / "x.jsonl")
    for other in (
        "README.md",
        "setup.py",
        "pyproject.toml",
        "package.json",
        "metadata.json",
        "a/config.json",
        "x_metadata.json",
    ):
        put(tmp_path / other, '{"messages": []}')
    for hidden in (".git/x.json", "venv/x.json", "node_modules/x.json", "b.json.labels/me@here.jsonl"):
        put(tmp_path / hidden)
    put(tmp_path / "playhead.labels" / "me@here.jsonl")
    put(tmp_path / "python" / "pyvenv.cfg")
    put(tmp_path / "python" / "x.json")
    assert names(tmp_path) == [("a/x.jsonl", "fake", False), ("b.json", "fake", False)]


def test_a_folder_that_is_one_run_is_one_entry(tmp_path: Path) -> None:
    """A trial folder is one entry and is not entered; given itself, it is the only one."""
    put(tmp_path / "job" / "trial" / "fake_trial")
    put(tmp_path / "job" / "trial" / "agent" / "x.json")
    assert names(tmp_path) == [("job/trial", "fake", False)]
    trial = tmp_path / "job" / "trial"
    assert list(list_runs(trial)) == [RunEntry(trial, format="fake")]


def test_what_was_meant_as_a_run_is_never_dropped(tmp_path: Path) -> None:
    """A file that was to be a run and is of no known kind, empty, or not to be read comes with a reason."""
    put(tmp_path / "a.traj", "")
    put(tmp_path / "b.jsonl", "torn")
    put(tmp_path / "c.json", '{"messages": [')
    os.mkfifo(tmp_path / "d.jsonl")
    (tmp_path / "e.jsonl").symlink_to(tmp_path / "gone")
    put(tmp_path / "f.json", '{"unrelated": 1}')
    assert names(tmp_path) == [
        (f"{name}", None, True) for name in ("a.traj", "b.jsonl", "c.json", "d.jsonl", "e.jsonl")
    ]


def test_depth_ends_after_three_folders(tmp_path: Path) -> None:
    """Three folders down are looked into, a fourth is not."""
    put(tmp_path / "1/2/3/x.json")
    put(tmp_path / "1/2/3/4/y.json")
    assert names(tmp_path) == [("1/2/3/x.json", "fake", False)]


def test_a_folder_that_links_to_itself_ends(tmp_path: Path) -> None:
    """A folder reached again through a link is listed once."""
    put(tmp_path / "a" / "x.json")
    (tmp_path / "a" / "again").symlink_to(tmp_path)
    assert names(tmp_path) == [("a/x.json", "fake", False)]


def test_the_listing_is_a_stream_with_an_end(tmp_path: Path) -> None:
    """Ten thousand runs are listed, and a last entry says that there are more."""
    source = put(tmp_path / "x")
    for number in range(MAX_ENTRIES + 5):
        os.link(source, tmp_path / f"{number}.json") if number < 60_000 else None
    entries = list(list_runs(tmp_path))
    assert len(entries) == MAX_ENTRIES + 1
    assert entries[-1].reason
    assert all(entry.format for entry in entries[:-1])


def test_one_file_lists_as_itself(tmp_path: Path) -> None:
    """A file given by name is listed even when it is no run, with the reason."""
    (only,) = list_runs(put(tmp_path / "README.md", "hello"))
    assert only.format is None
    assert only.reason
    with pytest.raises(UnreadableError):
        list(list_runs(tmp_path / "missing"))


def test_a_sub_agent_is_no_run_of_its_own_in_a_list(tmp_path: Path) -> None:
    """A list shows a Claude Code session once: its sub-agents are opened with it, wherever their files stand."""
    line = b'{"type":"user","uuid":"u","sessionId":"s","message":{"role":"user","content":"hi"}}\n'
    (tmp_path / "s" / "subagents").mkdir(parents=True)
    for name in ("s.jsonl", "agent-a1.jsonl", "s/subagents/agent-a2.jsonl"):
        (tmp_path / name).write_bytes(line)
    assert [entry.path.name for entry in list_runs(tmp_path)] == ["s.jsonl"]


def test_folders_that_were_not_looked_into_are_told(tmp_path: Path) -> None:
    """Depth is a choice: with one, less is looked into, and what was left out for its depth is told."""
    put(tmp_path / "1/x.json")
    put(tmp_path / "1/2/y.json")
    deeper: list[Path] = []
    assert [entry.path.name for entry in list_runs(tmp_path, 1, deeper.append)] == ["x.json"]
    assert deeper == [tmp_path / "1" / "2"]
    assert [entry.path.name for entry in list_runs(tmp_path, 2)] == ["y.json", "x.json"]


def test_a_dot_folder_is_looked_into_when_it_is_named(tmp_path: Path) -> None:
    """Dot folders are left out below a folder, and listed when they are asked for."""
    put(tmp_path / ".claude" / "projects" / "-home-ana-shop" / "x.jsonl")
    assert list(list_runs(tmp_path)) == []
    assert names(tmp_path / ".claude") == [("projects/-home-ana-shop/x.jsonl", "fake", False)]


def test_a_sub_agent_without_its_session_is_listed(tmp_path: Path) -> None:
    """A sub-agent's file is left out for its session only where that is there: nothing is dropped in silence."""
    line = '{"type":"user","sessionId":"gone","message":{"role":"user","content":"hi"}} FAKE'
    put(tmp_path / "agent-a1.jsonl", line)
    put(tmp_path / "other.jsonl")
    put(tmp_path / "gone" / "subagents" / "agent-a2.jsonl", line)
    assert [name for name, _, _ in names(tmp_path)] == [
        "agent-a1.jsonl", "gone/subagents/agent-a2.jsonl", "other.jsonl",
    ]  # fmt: skip
    put(tmp_path / "gone.jsonl")
    assert [name for name, _, _ in names(tmp_path)] == ["gone.jsonl", "other.jsonl"]


def test_a_continuation_is_part_of_the_run_that_names_it(tmp_path: Path) -> None:
    """`NAME.cont-N.json` is no run of its own where the part before it names it, and one where none does."""
    put(tmp_path / "a.json", 'FAKE {"continued_trajectory_ref": "a.cont-1.json"}' + " " * 3_000_000)
    put(tmp_path / "a.cont-1.json", 'FAKE {"continued_trajectory_ref": "a.cont-2.json"}')
    put(tmp_path / "a.cont-2.json")
    put(tmp_path / "a.cont-3.json")
    put(tmp_path / "b.cont-1.json")
    assert [name for name, _, _ in names(tmp_path)] == ["a.cont-3.json", "a.json", "b.cont-1.json"]


def test_what_is_meant_as_a_run_and_is_none_is_listed_with_the_reason(tmp_path: Path) -> None:
    """A file that by its name is a run is in the list and says why it does not open."""
    put(tmp_path / "log.eval", "x")
    put(tmp_path / ".aider.chat.history.md", "x")
    reasons = {entry.path.name: entry.reason or "" for entry in list_runs(tmp_path)}
    assert set(reasons) == {".aider.chat.history.md", "log.eval"}
    assert all("Looked for" in reason for reason in reasons.values())


@pytest.mark.parametrize(
    "name", ["a.json", "a.ndjson", "a.eval", "a.traj", "a.cast", "a.db", "a.sqlite", "state.vscdb", "a.parquet",
             "a.zip", "a.jsonl.gz", "a.TRAJ.zst", ".aider.chat.history.md", ".aider.results.json"],
)  # fmt: skip
def test_a_walk_looks_at_what_files_of_runs_end_in(tmp_path: Path, name: str) -> None:
    """A file with an ending that runs have is listed where it is a run; with any other content it is not."""
    put(tmp_path / name)
    put(tmp_path / ("none-" + name.lstrip(".").replace("chat.history", "chat")), 'SQLite format 3\0 "role"')
    found = [name for name, known, _ in names(tmp_path) if known]
    assert found == [name]


@pytest.mark.parametrize("name", ["a.md", "a.txt", "a.tar.gz", "a.gz", ".hidden.json", "a.db-wal"])
def test_a_walk_leaves_other_files_alone(tmp_path: Path, name: str) -> None:
    """Texts, other archives and hidden files are not opened at all."""
    put(tmp_path / name)
    assert names(tmp_path) == []


def test_a_folder_that_may_not_be_read_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that cannot be listed is one entry with the reason, and the others are listed."""
    put(tmp_path / "a" / "x.json")
    put(tmp_path / "b" / "y.json")
    real = os.scandir

    def scandir(path: str | os.PathLike[str]) -> object:
        if Path(path).name == "a":
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    assert names(tmp_path) == [("a", None, True), ("b/y.json", "fake", False)]
