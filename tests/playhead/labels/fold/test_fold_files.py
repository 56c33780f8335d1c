"""Folding into files: whole or not at all, beside whoever else is at work."""

from __future__ import annotations

import errno
import fcntl
import json
import os
import stat
import subprocess
import sys
import tracemalloc
from bisect import bisect_left
from dataclasses import replace

import pytest

from playhead.labels.fold import fold_tape, rewrite
from playhead.labels.fold import opened as opening
from playhead.labels.fold.preference import Preference, preference_of, remember
from playhead.labels.fold.quiet import is_settled
from playhead.labels.journal import Journal
from playhead.labels.schema import load_schema
from playhead.labels.store import LabelStore
from playhead.model import Outcome
from tests.playhead.labels.making import ANA, BEN, a_tape, an_event
from tests.shared_data import labelled, samples

DOCUMENT = b'{\n  "schema_version": "ATIF-v1.7",\n  "steps": [1.10, "\\u00e9"]\n}\n'


@pytest.fixture
def record(tmp_path):
    path = tmp_path / "run.json"
    path.write_bytes(DOCUMENT)
    return path


def _fold(record, events=None, *, format="atif", progress=None):  # noqa: A002 - the field's word
    tape = a_tape(path=record, record=record, format=format)
    return fold_tape(tape, [an_event()] if events is None else events, progress)


def _only(record):
    """Return whether nothing else stands in the record's folder."""
    return [one.name for one in record.parent.iterdir()] == [record.name]


def test_a_fold_says_what_it_did(record):
    """A fold tells how many events it wrote, and the next one that there is nothing to do."""
    events = [an_event(), an_event()]
    first = _fold(record, events)
    assert (first.status, first.events) == ("folded", 2)
    assert "run.json" in first.sentence
    bytes_then = record.read_bytes()
    again = _fold(record, events)
    assert (again.status, again.events) == ("unchanged", 0)
    assert record.read_bytes() == bytes_then
    assert _only(record)


def test_mode_owner_and_attributes_stay(record):
    """The folded record has the mode, the owner and the extended attributes of the one before."""
    record.chmod(0o640)
    if os.geteuid() == 0:
        os.chown(record, 1234, 4321)
    before = record.stat()
    try:
        os.setxattr(record, "user.origin", b"here")
    except OSError:
        pytest.skip("this file system has no extended attributes")
    assert _fold(record).status == "folded"
    after = record.stat()
    assert stat.S_IMODE(after.st_mode) == 0o640
    assert (after.st_uid, after.st_gid) == (before.st_uid, before.st_gid)
    assert os.getxattr(record, "user.origin") == b"here"


def test_a_link_is_followed_once_and_stays_a_link(record, tmp_path):
    """A record behind a symbolic link is written where it is; the link stays."""
    (tmp_path / "names").mkdir()
    link = tmp_path / "names" / "link.json"
    link.symlink_to(record)
    assert _fold(link).status == "folded"
    assert link.is_symlink()
    assert b"playhead" in record.read_bytes()
    assert [one.name for one in link.parent.iterdir()] == ["link.json"]


def test_a_file_of_several_names_is_not_parted(record, tmp_path):
    """A record with hard links is refused: a rename would part its names."""
    os.link(record, tmp_path / "other.json")
    result = _fold(record)
    assert result.status == "refused"
    assert "hard links" in result.sentence
    assert record.read_bytes() == DOCUMENT


@pytest.mark.parametrize("what", ["gone", "fifo", "folder"])
def test_what_is_no_file_is_refused(record, what):
    """A record that is gone, a pipe or a folder is refused without waiting."""
    record.unlink()
    if what == "fifo":
        os.mkfifo(record)
    elif what == "folder":
        record.mkdir()
    assert _fold(record).status == "refused"


def test_a_torn_record_is_refused(record):
    """A record that is being written at the moment is left alone."""
    record.write_bytes(DOCUMENT[:-3])
    result = _fold(record)
    assert result.status == "refused"
    assert "torn" in result.sentence
    assert record.read_bytes() == DOCUMENT[:-3]


def test_one_fold_at_a_time(record):
    """While somebody holds the record's lock a fold is refused."""
    with record.open("rb") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        result = _fold(record)
    assert result.status == "refused"
    assert "holds" in result.sentence
    assert _fold(record).status == "folded"


def test_nobody_may_have_it_open_for_writing(record):
    """While another program has the record open for writing a fold is refused, reading does not matter."""
    if not os.path.isdir("/proc/self/fd"):  # noqa: PTH112 - /proc is no place for Path to resolve
        pytest.skip("this system does not tell who has a file open")
    code = "import sys\nfile = open(sys.argv[1], sys.argv[2])\nprint(flush=True)\nsys.stdin.read()"
    for mode, status in (("r+b", "refused"), ("ab", "refused"), ("rb", "folded")):
        with subprocess.Popen(
            [sys.executable, "-c", code, str(record), mode], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        ) as other:
            other.stdout.readline()
            result = _fold(record)
            other.stdin.close()
        assert result.status == status
        assert status == "folded" or f"Process {other.pid}" in result.sentence


def _at(monkeypatch, module, name, act):
    """Let something happen once, right before a function runs."""
    real = getattr(module, name)

    def wrapped(*arguments, **options):
        monkeypatch.setattr(module, name, real)
        act()
        return real(*arguments, **options)

    monkeypatch.setattr(module, name, wrapped)


_OTHER = b'{"theirs": true}'


def _by_rename(record):
    fresh = record.with_name("fresh")
    fresh.write_bytes(_OTHER)
    fresh.rename(record)


def _in_place(record):
    status = record.stat()
    record.write_bytes(DOCUMENT.replace(b"1.10", b"1.11"))
    os.utime(record, ns=(status.st_atime_ns, status.st_mtime_ns))


def _appended(record):
    with record.open("ab") as file:
        file.write(b" ")


# A change that keeps inode, size and time can only be seen while the bytes are read.
_CHANGES = [(one, moment) for one in (_by_rename, _appended) for moment in ("_copy", "_dress", "swapped")]


@pytest.mark.parametrize(("change", "moment"), [*_CHANGES, (_in_place, "_copy")])
def test_a_change_of_somebody_else_is_never_overwritten(record, monkeypatch, change, moment):
    """A record that is rewritten while we fold, even at the last moment, stays as the other program left it."""
    _at(monkeypatch, rewrite, moment, lambda: change(record))
    result = _fold(record)
    assert result.status == "refused"
    assert "changed while folding" in result.sentence
    expected = {_by_rename: _OTHER, _in_place: DOCUMENT.replace(b"1.10", b"1.11"), _appended: DOCUMENT + b" "}
    assert record.read_bytes() == expected[change]
    assert _only(record)
    assert _fold(record).status == "folded"


@pytest.mark.parametrize("change", [_by_rename, _appended])
def test_before_a_rename_the_record_is_looked_at(record, monkeypatch, change):
    """Where names cannot be exchanged, a change up to the last moment is seen before the copy is renamed."""
    monkeypatch.setattr(rewrite, "swapped", lambda *_: False)
    _at(monkeypatch, rewrite, "_dress", lambda: change(record))
    assert _fold(record).status == "refused"
    assert record.read_bytes() == (_OTHER if change is _by_rename else DOCUMENT + b" ")
    assert _only(record)


def test_without_an_exchange_of_names_a_rename_serves(record, monkeypatch):
    """Where the system cannot exchange two names, the copy is renamed over the record."""
    monkeypatch.setattr(rewrite, "swapped", lambda *_: False)
    assert _fold(record).status == "folded"
    assert b"playhead" in record.read_bytes()
    assert _only(record)


@pytest.mark.parametrize("call", ["write", "fsync", "rename", "open", "fchmod"])
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO, errno.EROFS, errno.EACCES])
def test_any_failure_leaves_the_record_and_no_copy(record, monkeypatch, call, code):
    """Whatever fails while folding, the record is as it was, no copy stays, and the sentence tells why."""
    monkeypatch.setattr(rewrite, "swapped", lambda *_: False)
    real = getattr(os, call)

    def fail(*arguments, **options):
        if call == "open" and not (len(arguments) > 1 and arguments[1] & os.O_EXCL):
            return real(*arguments, **options)
        raise OSError(code, os.strerror(code))

    with monkeypatch.context() as patched:
        patched.setattr(os, call, fail)
        result = _fold(record)
    assert result.status == "refused"
    assert "labels are safe" in result.sentence
    assert record.read_bytes() == DOCUMENT
    assert _only(record)


def test_a_fold_can_be_stopped(record):
    """What progress raises ends the fold, and the record is as it was."""

    def stop(done, whole):
        if done > len(DOCUMENT):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        _fold(record, progress=stop)
    assert record.read_bytes() == DOCUMENT
    assert _only(record)


def test_what_a_killed_fold_left_is_cleared(record):
    """The copy of a fold that was killed is removed by the next one, other files are not."""
    (record.parent / f".{record.name}.playhead-0123.tmp").write_bytes(b"half")
    (record.parent / ".other.json.playhead-0123.tmp").write_bytes(b"theirs")
    assert _fold(record).status == "folded"
    assert sorted(one.name for one in record.parent.iterdir()) == [".other.json.playhead-0123.tmp", record.name]


def test_what_a_killed_fold_left_is_cleared_when_there_is_nothing_to_fold(record):
    """A fold killed behind its rename leaves the former record under the copy's name: the next one removes it."""
    events = [an_event()]
    _fold(record, events)
    (record.parent / f".{record.name}.playhead-0123.tmp").write_bytes(DOCUMENT)
    assert _fold(record, events).status == "unchanged"
    assert _only(record)


class Killed(BaseException):
    """A process ends here, and tidies nothing up."""


def _killed_behind_the_exchange(record, monkeypatch):
    """Fold as a process that is killed right behind the exchange; return the path that the former record has."""
    whole = rewrite.swapped

    def killed(*names):
        assert whole(*names)
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(rewrite, "swapped", killed)
        with pytest.raises(Killed):
            _fold(record)
    return next(one for one in record.parent.iterdir() if one.suffix == ".tmp")


def test_the_former_record_of_a_killed_fold_is_removed_where_nobody_wrote_into_it(record, monkeypatch):
    """Killed behind the exchange, a fold is done: the next one finds the labels there and removes what was before."""
    left = _killed_behind_the_exchange(record, monkeypatch)
    assert left.read_bytes() == DOCUMENT
    assert _fold(record).status in ("folded", "unchanged")
    assert _only(record)


def test_what_was_written_into_the_former_record_of_a_killed_fold_comes_back(record, monkeypatch):
    """What somebody who had opened the record before the exchange wrote into it later is in the record."""
    left = _killed_behind_the_exchange(record, monkeypatch)
    with left.open("ab") as file:
        file.write(b"\ntheirs")
    told = _fold(record)
    assert told.status == "refused"
    assert "in place again" in told.sentence
    assert record.read_bytes() == DOCUMENT + b"\ntheirs"
    assert _only(record)


def test_a_program_that_is_about_to_write_into_the_former_record_gets_it_back(record, monkeypatch):
    """A former record that is still open for writing is the record again before anything is written."""
    left = _killed_behind_the_exchange(record, monkeypatch)
    with left.open("ab", buffering=0) as file:
        assert _fold(record).status == "refused"
        file.write(b"theirs")
    assert record.read_bytes() == DOCUMENT + b"theirs"
    assert _only(record)


def test_what_cannot_be_the_record_again_stands_beside_it(record, monkeypatch):
    """Where the record has changed since, too, what was written into the former one is kept under a name to see."""
    left = _killed_behind_the_exchange(record, monkeypatch)
    with left.open("ab") as file:
        file.write(b"\nearlier")
    with record.open("ab") as file:
        file.write(b"\n")
    later = record.read_bytes()
    told = _fold(record)
    kept = next(one for one in record.parent.iterdir() if ".kept-" in one.name)
    assert told.status == "refused"
    assert kept.name in told.sentence
    assert kept.read_bytes() == DOCUMENT + b"\nearlier"
    assert record.read_bytes() == later
    assert _fold(record, [an_event()]).status == "folded"
    assert sorted(record.parent.iterdir()) == sorted((record, kept))


def test_who_opened_the_record_while_it_was_copied_keeps_it(record, monkeypatch):
    """A program that opened the record right before the exchange writes into the record, not into what it was."""
    whole, files = rewrite.swapped, []

    def opened_first(*names):
        files.append(record.open("ab", buffering=0)) if not files else None
        return whole(*names)

    monkeypatch.setattr(rewrite, "swapped", opened_first)
    assert _fold(record).status == "refused"
    files[0].write(b"theirs")
    files[0].close()
    assert record.read_bytes() == DOCUMENT + b"theirs"
    assert _only(record)


def test_progress_rises_to_the_end(record, monkeypatch):
    """Progress is told in bytes, never falls, and ends at the whole."""
    record.write_bytes(b'{"a":"' + b"x" * 5_000_000 + b'"}')
    told = []
    _fold(record, progress=lambda done, whole: told.append((done, whole)))
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert len({whole for _, whole in told}) == 1
    assert told[-1][0] == told[-1][1]
    assert len(told) > 5


def test_memory_does_not_grow_with_the_record(record):
    """A record of 40 MB, one escaped string of 30 MB in it, folds within a few megabytes."""
    steps = b",".join(b'{"step_id":%d,"message":"say \\"%d\\""}' % (number, number) for number in range(250_000))
    with record.open("wb") as file:
        file.write(b'{"steps":[' + steps + b'],"big":"')
        for _ in range(30):
            file.write(b'\\"\\n\\\\ x' * (1 << 17))
        file.write(b'"}')
    size = record.stat().st_size
    del steps
    tracemalloc.start()
    assert _fold(record).status == "folded"
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert size > 40_000_000
    assert peak < 12_000_000
    assert record.stat().st_size > size


def test_records_without_a_place_say_so(record):
    """A record of another kind, or one its reader refuses, is journal only with the reader's sentence."""
    tape = a_tape(path=record, record=None, format="claude-code")
    assert fold_tape(tape, [an_event()]).status == "journal_only"
    refused = fold_tape(replace(tape, record_refusal="because"), [an_event()])
    assert (refused.status, refused.sentence) == ("journal_only", "because")
    record.write_bytes(b'{"extra": null}')
    assert _fold(record).status == "journal_only"
    assert record.read_bytes() == b'{"extra": null}'


def _sample_records():
    for folder, form in (
        ("atif", "atif"),
        ("atif-fixtures", "atif"),
        ("mini-swe-agent", "mini-swe-agent"),
        ("sweagent", "swe-agent"),
    ):
        for path in sorted(samples(folder).iterdir()):
            yield path, form
    for path in sorted(labelled("codetracer", "trials").glob("*/agent/trajectory.json")):
        yield path, "harbor"


def _common(one, other):
    """Return how many first bytes are the same."""
    return bisect_left(range(min(len(one), len(other))), True, key=lambda at: one[: at + 1] != other[: at + 1])


def test_real_records_keep_every_byte(tmp_path):
    """In a copy of every real ATIF, Harbor, mini and SWE-agent record only our member is added, and twice is once."""
    folded = 0
    for source, form in _sample_records():
        data = source.read_bytes()
        record = tmp_path / f"{folded}.json"
        record.write_bytes(data)
        events = [an_event(note="\u2028\x00 ü"), an_event(value=("a", "b"))]
        result = _fold(record, events[:1], format=form)
        if not isinstance(json.loads(data), dict):
            assert result.status == "journal_only"
            continue
        assert result.status == "folded", source
        _fold(record, events, format=form)
        after = record.read_bytes()
        assert _fold(record, events, format=form).status == "unchanged"
        # Where exactly an insertion begins is not unique: what follows may begin with the bytes it begins with.
        before, behind = _common(data, after), _common(data[::-1], after[::-1])
        assert before + behind >= len(data), source
        value = json.loads(after)
        ours = value.get("extra", {}).get("playhead") if form in ("atif", "harbor") else value["playhead"]
        assert [one["id"] for one in ours["events"]] == [one.id for one in events]
        folded += 1
    assert folded > 50


def test_atif_with_labels_is_still_atif(tmp_path):
    """The `atif` package takes every folded ATIF document that it took before."""
    atif = pytest.importorskip("atif")
    judged = 0
    for source, form in _sample_records():
        data = source.read_bytes()
        if form not in ("atif", "harbor"):
            continue
        try:
            atif.Trajectory.model_validate_json(data)
        except ValueError:
            continue  # a redacted fixture that was never valid
        record = tmp_path / f"{judged}.json"
        record.write_bytes(data)
        assert _fold(record, [an_event(note="\ud800 lone")]).status == "folded"
        read = atif.Trajectory.model_validate_json(record.read_bytes())
        assert read.extra["playhead"]["events"][0]["note"] == "\ufffd lone"
        judged += 1
    assert judged > 5


def test_the_store_folds_all_journals(record):
    """Folding from the store writes the events of all authors, and then nothing is left to write."""
    shelf = load_schema()
    tape = a_tape(path=record, record=record, format="atif")
    with_ben = LabelStore.open(tape, author=BEN, schema=shelf)
    with_ben.done()
    with_ben.flush()
    store = LabelStore.open(tape, author=ANA, schema=shelf)
    store.done()
    assert store.fold().events == 2
    assert store.not_in_record == 0
    ids = [one["id"] for one in json.loads(record.read_bytes())["extra"]["playhead"]["events"]]
    assert ids == [one.id for one in store.events]
    store.done(False)
    store.flush()
    assert store.not_in_record == 1
    store.close()
    with_ben.close()


def test_labels_that_cannot_be_journalled_are_not_folded(record, monkeypatch):
    """First into the journal, always: where that fails the fold is refused with its reason."""
    tape = a_tape(path=record, record=record, format="atif")
    store = LabelStore.open(tape, author=ANA, schema=load_schema())

    def fail(*_):
        raise OSError(errno.ENOSPC, "no")

    with monkeypatch.context() as patched:
        patched.setattr(Journal, "append", fail)
        store.done()
        result = store.fold()
    assert result.status == "refused"
    assert "disk is full" in result.sentence
    assert record.read_bytes() == DOCUMENT
    store.close()


def test_a_settled_record_has_an_end_and_rest(record):
    """A record is settled when the run has its final state and was not written for 60 seconds."""
    tape = a_tape(path=record, record=record)
    written = record.stat().st_mtime
    assert is_settled(tape, written + 60)
    assert not is_settled(tape, written + 59)
    assert not is_settled(tape, written - 10_000)
    assert not is_settled(replace(tape, outcome=Outcome()), written + 99)
    assert not is_settled(replace(tape, record=None), written + 99)
    record.unlink()
    assert not is_settled(tape, written + 99)


def test_what_was_chosen_for_a_folder_holds_below_it(tmp_path):
    """A choice is remembered for a folder and those below it, the nearest one counts, and nobody else's is touched."""
    near, far = tmp_path / "runs" / "a" / "one.json", tmp_path / "runs" / "two.json"
    assert preference_of(near) is None
    remember(far, Preference.ALWAYS)
    assert preference_of(near) is Preference.ALWAYS
    remember(near, Preference.NEVER)
    assert preference_of(near) is Preference.NEVER
    assert preference_of(far) is Preference.ALWAYS
    assert preference_of(tmp_path / "x.json") is None


@pytest.mark.parametrize("text", ["", "[]", "{", '{"folders": 3}', '{"folders": {"/": "sometimes"}}', "\x00"])
def test_a_broken_configuration_asks_again(tmp_path, text):
    """A configuration that makes no sense is as if nothing had been chosen, and can be replaced."""
    remember(tmp_path / "run.json", Preference.ALWAYS)
    path = next((tmp_path.__class__(os.environ["XDG_CONFIG_HOME"])).rglob("folding.json"))
    path.write_text(text)
    assert preference_of(tmp_path / "run.json") is None
    remember(tmp_path / "run.json", Preference.ON_W)
    assert preference_of(tmp_path / "run.json") is Preference.ON_W


def test_a_record_that_is_replaced_before_we_hold_it_is_taken_anew(record, monkeypatch):
    """When another fold put a new file in place while we waited for its lock, the new one is folded into."""
    _at(monkeypatch, opening, "_lock", lambda: _by_rename(record))
    assert _fold(record).status == "folded"
    assert record.read_bytes().startswith(b'{"theirs": true')
