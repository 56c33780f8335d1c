"""What is remembered of runs between two sittings."""

from __future__ import annotations

import json
import os
import sqlite3
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playhead.corpus import cache as cache_module
from playhead.corpus.cache import SummaryCache
from playhead.corpus.known import KnownRun, known_from
from playhead.corpus.reading import read_run
from playhead.corpus.stamps import run_stamp
from playhead.opening import RunEntry
from playhead.text.credentials import show_credentials
from tests.many_runs import install, write_many
from tests.playhead.corpus.making import write_tape
from tests.playhead.labels.making import an_event


@pytest.fixture
def tape(tmp_path: Path) -> Path:
    """Return the path of a run."""
    return write_tape(tmp_path / "a.tape.jsonl", 3)


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """Return where the cache is."""
    return tmp_path / "cache" / "runs.sqlite"


def remember(cache: SummaryCache, path: Path) -> KnownRun:
    """Read a run and put it into the cache."""
    stamp = run_stamp(path)
    known = read_run(RunEntry(path))
    cache.put(path, stamp, known)
    return known


def test_what_was_read_is_known_the_next_time(tape: Path, base: Path) -> None:
    """A run that has not changed is known in the next sitting without being read."""
    cache = SummaryCache(base)
    known = remember(cache, tape)
    cache.close()
    assert SummaryCache(base).get(tape) == known
    assert SummaryCache(base).get(tape.with_name("other")) is None


def test_a_run_that_changed_is_read_again(tape: Path, base: Path) -> None:
    """Another size, time or file under the name makes what was known worthless."""
    cache = SummaryCache(base)
    remember(cache, tape)
    data, status = tape.read_bytes(), tape.stat()
    tape.write_bytes(data + b"\n")
    assert cache.get(tape) is None
    tape.write_bytes(data)
    os.utime(tape, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert cache.get(tape) is not None
    os.utime(tape, ns=(status.st_atime_ns, status.st_mtime_ns + 1))
    assert cache.get(tape) is None
    tape.unlink()
    assert cache.get(tape) is None


def test_files_of_a_folder_that_is_one_run_count(tmp_path: Path, base: Path) -> None:
    """For a trial's folder every file in it counts, and journals of labels do not."""
    trial = tmp_path / "trial"
    (trial / "agent").mkdir(parents=True)
    (trial / "result.json").write_text('{"trial_name": "t"}')
    cache = SummaryCache(base)
    remember(cache, trial)
    assert cache.get(trial) is not None
    (trial / "playhead.labels").mkdir()
    (trial / "playhead.labels" / "ana@here.jsonl").write_text("{}")
    assert cache.get(trial) is not None
    (trial / "agent" / "log.txt").write_text("more")
    assert cache.get(trial) is None


def test_a_record_written_while_it_was_read_is_not_remembered(tape: Path, base: Path) -> None:
    """What was read of two states of a file is not kept."""
    cache = SummaryCache(base)
    stamp, known = run_stamp(tape), read_run(RunEntry(tape))
    tape.write_bytes(tape.read_bytes() + b"\n")
    cache.put(tape, stamp, known)
    assert cache.get(tape) is None


def test_another_reader_reads_again(tape: Path, base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What another version of playhead read is not believed."""
    cache = SummaryCache(base)
    remember(cache, tape)
    monkeypatch.setattr(cache_module, "reader_version", lambda: "another")
    assert cache.get(tape) is None


@pytest.mark.parametrize("damage", [b"no database at all " * 200, b"", b"SQLite format 3\x00" + b"\xff" * 4_000])
def test_a_damaged_cache_is_made_anew(tape: Path, base: Path, damage: bytes) -> None:
    """A file that is no cache is left out and begun anew."""
    base.parent.mkdir(parents=True)
    base.write_bytes(damage)
    cache = SummaryCache(base)
    known = remember(cache, tape)
    assert cache.get(tape) == known


def test_a_cache_of_another_make_is_made_anew(tape: Path, base: Path) -> None:
    """A table with other columns is left out and begun anew."""
    base.parent.mkdir(parents=True)
    with sqlite3.connect(base) as other:
        other.execute("CREATE TABLE runs (something TEXT)")
    other.close()
    cache = SummaryCache(base)
    assert remember(cache, tape) == cache.get(tape)


@pytest.mark.parametrize("made", ["folder", "locked", "file above"])
def test_a_cache_that_cannot_be_used_knows_nothing(tape: Path, base: Path, made: str) -> None:
    """Where there is no place for a cache, or another process holds it, runs are simply read."""
    holder = None
    if made == "file above":
        base.parent.write_text("in the way")
    elif made == "folder":
        base.mkdir(parents=True)
    else:
        SummaryCache(base).close()
        holder = sqlite3.connect(base)
        holder.execute("BEGIN EXCLUSIVE")
    cache = SummaryCache(base)
    remember(cache, tape)
    assert cache.get(tape) is None
    cache.close()
    if holder is not None:
        holder.close()
        assert base.exists()


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
        max_leaves=8,
    ),
    st.sampled_from(["summary", "record", "mirrors", "events", "title", "status", "steps", "cost_usd", "parts"]),
)
def test_hostile_contents_are_left_out(value: Any, where: str) -> None:
    """Whatever somebody wrote into the cache, it is a run with all its fields, or nothing."""
    summary = {
        "title": "t", "status": "failed", "steps": 1, "actions": 1, "failed": 0, "agent": "", "duration_s": None,
        "cost_usd": 0.5, "model": "", "task": "", "parts": [],
    }  # fmt: skip
    whole: dict[str, Any] = {"summary": summary, "record": None, "mirrors": [], "events": []}
    assert known_from(whole) is not None
    (whole if where in whole else summary)[where] = value
    known = known_from(whole)
    if known is not None:
        assert known_from(json.loads(json.dumps(known.to_json()))) == known
    assert known_from(value) is None or isinstance(value, dict)


def test_runs_of_one_file_are_remembered_by_key(tmp_path: Path, base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each run of a file of many is known by its key, until the file changes."""
    install(monkeypatch)
    path = write_many(tmp_path / "all.jsonl", one=["a"], two=["b", "c"])
    cache = SummaryCache(base)
    known = {}
    for key in ("one", "two"):
        stamp = run_stamp(path)
        known[key] = read_run(RunEntry(path, key))
        cache.put(path, stamp, known[key], key)
    assert {key: cache.get(path, key) for key in ("one", "two", "three", None)} == {**known, "three": None, None: None}
    assert known["one"].summary.steps != known["two"].summary.steps
    write_many(path, one=["a"], two=["b", "c", "d"])
    assert cache.get(path, "one") is None


def test_what_is_kept_of_a_run_holds_no_credential(tape: Path, base: Path) -> None:
    """Texts of a run, and notes and values of its labels, are masked in the cache's file, whatever is shown now."""
    secret = "ghp_" + "".join(chr(ord("A") + number * 7 % 26) + str(number % 10) for number in range(18))
    cache, known = SummaryCache(base), read_run(RunEntry(tape))
    texts = dict.fromkeys(("title", "agent", "model", "task"), f"use {secret}")
    summary = replace(known.summary, **texts)
    events = (an_event(note=f"use {secret}"), an_event(value=f"use {secret}"))
    show_credentials()
    try:
        cache.put(tape, run_stamp(tape), replace(known, summary=summary, events=events))
        cache.close()
    finally:
        show_credentials(False)
    assert b"use " in base.read_bytes()
    assert secret.encode() not in base.read_bytes()
