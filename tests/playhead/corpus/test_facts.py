"""What a list tells of each run: what was read or remembered, and its labels as they stand now."""

from __future__ import annotations

from math import isfinite
from pathlib import Path

import pytest

from playhead import open_tape
from playhead.corpus.cache import SummaryCache
from playhead.corpus.facts import FactsReader
from playhead.corpus.found_by_rules import FoundByRules, found_from
from playhead.corpus.known import KnownRun
from playhead.corpus.reading import read_run
from playhead.corpus.reading_process import ReadingProcess
from playhead.errors import UnreadableError
from playhead.labels.event import SKIPPED, Author
from playhead.labels.schema import load_schema
from playhead.labels.store import LabelStore
from playhead.labels.target import StepTarget
from playhead.opening import RunEntry
from playhead.settings import DEFAULTS, RuleSettings, rule_settings
from tests.playhead.corpus.making import write_tape


def label(path: Path, name: str, *, done: bool = True, labels_dir: Path | None = None, fold: bool = False) -> None:
    """Label the first step of a run, and be done with it."""
    store = LabelStore.open(
        open_tape(path), author=Author("human", name), schema=load_schema(None), labels_dir=labels_dir
    )
    store.set(StepTarget("1", 1, None), "step_value", "helps")
    if done:
        store.done()
    store.flush()
    if fold:
        assert store.fold().status == "folded"
    store.close()


@pytest.fixture
def tape(tmp_path: Path) -> Path:
    """Return the path of a run."""
    return write_tape(tmp_path / "a.tape.jsonl", 3)


@pytest.mark.parametrize("mirrored", [False, True])
def test_labels_are_never_remembered(tape: Path, tmp_path: Path, mirrored: bool) -> None:
    """A run that is known from the cache shows the labels that were set since, beside it or in a tree of labels."""
    folder = tmp_path / "labels" if mirrored else None
    cache = SummaryCache(tmp_path / "cache.sqlite")
    reader = FactsReader(cache, author="ana", labels_dir=folder)
    assert reader.facts(RunEntry(tape), "a").labels.labels == 0
    label(tape, "ana", labels_dir=folder)
    label(tape, "ben", done=False, labels_dir=folder)

    def read_no_more(entry: RunEntry) -> None:
        raise AssertionError("it is known")

    tally = reader.facts(RunEntry(tape), "a", read_no_more).labels  # type: ignore[arg-type]
    assert (tally.labels, tally.mine, tally.done, tally.done_by) == (2, 1, True, ("ana",))


def test_a_run_that_was_skipped_is_not_done(tape: Path) -> None:
    """Who put a run aside is counted apart from who is done with it; for oneself neither is left to do."""
    label(tape, "ben")
    store = LabelStore.open(open_tape(tape), author=Author("human", "ana"), schema=load_schema())
    store.done(SKIPPED, note="no diff in it")
    store.close()
    mine, bens, eves = (
        FactsReader(None, author=who).facts(RunEntry(tape), "a").labels for who in ("ana", "ben", "eve")
    )
    assert (mine.done, mine.skipped, mine.left, mine.done_by, mine.skipped_by) == (
        False,
        True,
        False,
        ("ben",),
        ("ana",),
    )
    assert (bens.done, bens.skipped, bens.left) == (True, False, False)
    assert (eves.done, eves.skipped, eves.left) == (False, False, True)


def test_labels_in_the_record_are_remembered_with_it(tape: Path, tmp_path: Path) -> None:
    """Labels that were folded into the record count too, once, whether the record was read or remembered."""
    label(tape, "ana", fold=True)
    reader = FactsReader(SummaryCache(tmp_path / "cache.sqlite"), author="ben")
    for _ in range(2):
        tally = reader.facts(RunEntry(tape), "a").labels
        assert (tally.labels, tally.mine, tally.done, tally.done_by) == (1, 0, False, ("ana",))


def test_a_blind_tally_is_ones_own(tape: Path) -> None:
    """Blind, only one's own labels and one's own done are counted."""
    label(tape, "ben")
    label(tape, "ana", done=False)
    tally = FactsReader(None, author="ana", blind=True).facts(RunEntry(tape), "a").labels
    assert (tally.labels, tally.mine, tally.done_by) == (1, 1, ())


def test_what_cannot_be_read_says_why(tmp_path: Path) -> None:
    """A run that is gone, or on which a reader fails, stays in the list with the reason."""
    reader = FactsReader(None)
    assert "cannot be read" in (reader.facts(RunEntry(tmp_path / "gone"), "gone").reason or "")

    def fails(entry: RunEntry) -> None:
        raise RecursionError("deep")

    assert "playhead fails on it: RecursionError" in (
        reader.facts(RunEntry(tmp_path), "x", fails).reason or ""  # type: ignore[arg-type]
    )


def test_a_process_reads_as_we_do(tape: Path, tmp_path: Path) -> None:
    """A process of its own tells the same of a run, and in the same words why there is none."""
    process = ReadingProcess()
    try:
        label(tape, "ana", fold=True)
        assert process.read(RunEntry(tape)) == read_run(RunEntry(tape))
        with pytest.raises(UnreadableError, match="cannot be read"):
            process.read(RunEntry(tmp_path / "go\udc80ne"))
        assert process.read(RunEntry(tape)).summary.steps == 3
    finally:
        process.close()


def test_a_record_that_ends_its_reader_ends_only_it(tape: Path) -> None:
    """Where the reading process dies, the run says so and the next one is read by another process."""
    process = ReadingProcess()
    try:
        process.read(RunEntry(tape))
        assert process._child is not None
        process._child.kill()
        process._child.wait()
        with pytest.raises(UnreadableError, match="ended the process that read it"):
            process.read(RunEntry(tape))
        assert process.read(RunEntry(tape)).summary.steps == 3
    finally:
        process.close()


def test_a_process_that_has_nothing_to_do_ends(tape: Path) -> None:
    """A process rests until there is something to read again, and reads nothing once it was closed."""
    process = ReadingProcess()
    process.read(RunEntry(tape))
    process.rest()
    assert process._child is None
    assert process.read(RunEntry(tape)).summary.steps == 3
    process.close()
    with pytest.raises(UnreadableError, match="not read any more"):
        process.read(RunEntry(tape))
    assert process._child is None


def test_where_no_process_can_be_started_it_is_read_here(tape: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a process a run is read all the same."""

    def fails(*_: object, **__: object) -> None:
        raise OSError("no more processes")

    monkeypatch.setattr("playhead.corpus.reading_process.subprocess.Popen", fails)
    assert ReadingProcess().read(RunEntry(tape)) == read_run(RunEntry(tape))


def test_what_rules_find_is_read_once_and_remembered_by_their_parameters(tmp_path: Path) -> None:
    """A process reads it when it is asked for; it is known from then on, until a parameter of the rules is another."""
    story = Path(__file__).parents[3] / "sample_runs" / "same-test-again.tape.jsonl"
    cache, process = SummaryCache(tmp_path / "cache.sqlite"), ReadingProcess()
    asked: list[int] = []

    def read(entry: RunEntry, *rules: RuleSettings) -> KnownRun:
        asked.append(len(rules))
        return process.read(entry, *rules)

    reader = FactsReader(cache)
    assert reader.facts(RunEntry(story), "a", read).found is None
    reader.rules = DEFAULTS
    for _ in range(2):
        found = reader.facts(RunEntry(story), "a", read).found
        assert found is not None
        assert found.looked
        assert "spiralled" in found.moments
        assert {"C1", "C2"} <= set(found.checks)
    reader.rules = rule_settings({"muted": ["C1"]})
    changed = reader.facts(RunEntry(story), "a", read).found
    assert changed is not None
    assert "C1" not in changed.checks
    assert asked == [0, 1, 1]
    process.close()
    cache.close()


@pytest.mark.parametrize("value", [None, 7, True, "text", ["text"], [7], float("nan"), {}])
def test_what_is_remembered_of_rules_is_as_it_was_written_or_nothing(value: object) -> None:
    """A damaged memory of what rules found is none; an undamaged one comes back as it was."""
    found = FoundByRules("x", ("spiralled",), ("C1",), search=4.0, task="y")
    assert found_from(found.to_json()) == found
    for name in FoundByRules.__slots__:
        other = found_from(found.to_json() | {name: value})
        if other is not None:
            assert all(isinstance(one, str) for one in (*other.moments, *other.checks, other.by, other.task))
            assert other.search is None or isfinite(other.search)


def test_a_defect_of_the_rules_takes_no_run_from_the_list(tape: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the rules fail on a run it is read all the same, and nobody knows what they would have found."""

    def fails(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("playhead.corpus.reading.found_in", fails)
    found = read_run(RunEntry(tape), DEFAULTS).found
    assert found is not None
    assert not found.looked
