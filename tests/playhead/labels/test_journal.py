"""Journals: append-only, one writer a file, whole after any crash."""

from __future__ import annotations

import errno
import fcntl
import os

import pytest

from playhead.labels import append
from playhead.labels.event import Author
from playhead.labels.journal import Journal
from playhead.labels.reading import read_journals
from tests.playhead.labels.making import ANA, an_event


def _read(folder):
    return read_journals([folder])


def _ids(folder):
    return [one.id for one in _read(folder)[0]]


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "run.json.labels"


@pytest.fixture
def journal(folder):
    made = Journal(folder, ANA)
    yield made
    made.close()


def test_what_was_appended_is_read_back(folder, journal):
    """Events are read back as they were written, in order of their ids."""
    events = [an_event(value=number) for number in range(3)]
    journal.append(events[:1])
    journal.append(events[1:])
    assert _read(folder) == (events, ())
    assert journal.path.parent == folder


def test_a_file_only_grows(folder, journal):
    """Whatever is appended, what was there stays byte for byte."""
    sizes = []
    before = b""
    for _ in range(5):
        journal.append([an_event()])
        now = journal.path.read_bytes()
        assert now.startswith(before)
        before = now
        sizes.append(len(now))
    assert sizes == sorted(set(sizes))
    assert b"\n\n" not in before


def test_a_torn_end_is_closed_by_the_next_line_and_told_of(folder, journal):
    """After half a line the next event leads itself with a newline; the half line is skipped with a diagnostic."""
    first, second = an_event(), an_event()
    journal.append([first])
    journal.close()
    with journal.path.open("ab") as file:
        file.write(b'{"label": {"id": "torn')
    journal.append([second])
    events, problems = _read(folder)
    assert events == [first, second]
    assert [one.code for one in problems] == ["journal_line"]
    assert "line 2" in problems[0].where


def test_two_writers_of_one_author_have_two_files(folder):
    """A second journal of the same author is another file; both are read as one."""
    one, two = Journal(folder, ANA), Journal(folder, ANA)
    events = [an_event(), an_event()]
    one.append(events[:1])
    two.append(events[1:])
    assert one.path != two.path
    assert two.path.name.endswith("-2.jsonl")
    assert _read(folder)[0] == events
    one.close()
    three = Journal(folder, ANA)
    three.append([an_event()])
    assert three.path == one.path
    two.close()
    three.close()


def test_without_locks_a_file_gets_a_private_name(folder, journal, monkeypatch):
    """Where the file system has no locks, labels go into a file of this process alone."""

    def no_locks(*_):
        raise OSError(errno.ENOLCK, "no locks")

    monkeypatch.setattr(fcntl, "flock", no_locks)
    event = an_event()
    journal.append([event])
    assert str(os.getpid()) in journal.path.name
    assert _ids(folder) == [event.id]


@pytest.mark.parametrize("where", ["folder", "file", "fifo"])
def test_links_and_pipes_are_not_written_through(folder, journal, tmp_path, where):
    """A symbolic link or a pipe in the place of folder or file is refused, and what it leads to is untouched."""
    target = tmp_path / "elsewhere"
    journal.append([an_event()])
    journal.close()
    name = journal.path
    if where == "folder":
        folder.rename(target)
        folder.symlink_to(target)
        target = target / name.name
    else:
        target.write_bytes(name.read_bytes())
        name.unlink()
        if where == "file":
            name.symlink_to(target)
        else:
            os.mkfifo(name)
    before = target.read_bytes()
    with pytest.raises(OSError):
        journal.append([an_event()])
    assert target.read_bytes() == before


def test_a_short_write_is_no_success_and_hurts_nothing(folder, journal, monkeypatch):
    """When only half a line fits, the reason is told, the event is not acknowledged, and the next one is whole."""
    first, second, third = an_event(), an_event(), an_event()
    journal.append([first])
    real = os.write

    def half(file, data):
        if not data.startswith(b'{"label"'):
            raise OSError(errno.EFBIG, "no")
        return real(file, data[: len(data) // 2])

    with monkeypatch.context() as patched:
        patched.setattr(append.os, "write", half)
        with pytest.raises(OSError) as told:
            journal.append([second])
    assert told.value.errno == errno.EFBIG
    journal.append([third])
    assert _ids(folder) == [first.id, third.id]


def test_what_is_taken_in_parts_is_gone_on_with(folder, journal, monkeypatch):
    """A system that takes a few bytes at a time gets all of them, and no half line is left."""
    events = [an_event() for _ in range(3)]
    journal.append(events[:1])
    real = os.write
    monkeypatch.setattr(append.os, "write", lambda file, data: real(file, data[:100]))
    journal.append(events[1:])
    assert _read(folder) == (events, ())


def test_a_line_that_somebody_wrote_into_is_no_success(folder, journal, monkeypatch):
    """When another writer comes between two parts of a line, the event is not acknowledged, and is offered again."""
    first, second = an_event(), an_event()
    journal.append([first])
    real = os.write

    def parts(file, data):
        written = real(file, data[:100])
        with journal.path.open("ab", buffering=0) as other:
            real(other.fileno(), b"theirs\n")
        return written

    with monkeypatch.context() as patched:
        patched.setattr(append.os, "write", parts)
        with pytest.raises(OSError, match="in one piece"):
            journal.append([second])
    journal.append([second])
    assert _ids(folder) == [first.id, second.id]


def test_a_system_that_takes_nothing_is_not_asked_for_ever(folder, journal, monkeypatch):
    """A write that takes no byte and tells no error is an error."""
    event = an_event()
    real = os.write
    with monkeypatch.context() as patched:
        patched.setattr(append.os, "write", lambda file, data: real(file, data[: max(0, len(data) - 5)]))
        with pytest.raises(OSError, match="bytes were written"):
            journal.append([event])
    journal.append([event])
    assert _ids(folder) == [event.id]


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO, errno.EROFS, errno.EDQUOT])
def test_a_failed_write_is_told(folder, journal, monkeypatch, code):
    """An error of the write reaches the caller, and a later event is written."""
    first, second = an_event(), an_event()

    def fail(*_):
        raise OSError(code, "no")

    with monkeypatch.context() as patched:
        patched.setattr(append.os, "write", fail)
        with pytest.raises(OSError) as told:
            journal.append([first])
    assert told.value.errno == code
    journal.append([second])
    assert _ids(folder) == [second.id]


def test_after_a_failed_sync_the_file_is_not_used_again(folder, journal, monkeypatch):
    """What a failed fdatasync leaves is not trusted: the next event goes to another file."""
    first, second = an_event(), an_event()
    journal.append([first])
    poisoned = journal.path

    def fail(_):
        raise OSError(errno.EIO, "no")

    with monkeypatch.context() as patched:
        patched.setattr(append.os, "fdatasync", fail)
        with pytest.raises(append.PoisonedError):
            journal.append([second])
    journal.append([second])
    assert journal.path != poisoned
    assert _ids(folder) == [first.id, second.id]


def test_half_a_line_of_a_writer_without_a_lock_does_not_swallow_ours(folder, journal, monkeypatch):
    """When somebody leaves half a line between our look and our write, each of our events is readable, and once."""
    first, second, third = an_event(), an_event(), an_event()
    journal.append([first])
    real = os.write

    def torn_before(file, data):
        if not data.startswith(b"\n"):
            with journal.path.open("ab", buffering=0) as other:
                other.write(b'{"torn')
        return real(file, data)

    monkeypatch.setattr(append.os, "write", torn_before)
    journal.append([second, third])
    assert _ids(folder) == [first.id, second.id, third.id]
    lines = journal.path.read_bytes().splitlines(keepends=True)
    assert [lines.count(one.to_line()) for one in (first, second, third)] == [1, 1, 1]


@pytest.mark.parametrize("how", ["deleted", "replaced", "moved aside"])
def test_a_journal_that_was_taken_away_is_made_again(folder, journal, how):
    """When git or a person replaces the file, the next event goes into the one that readers find."""
    first, second = an_event(), an_event()
    journal.append([first])
    content = journal.path.read_bytes()
    if how == "moved aside":
        journal.path.rename(folder / "old.jsonl")
    else:
        journal.path.unlink()
    if how != "deleted":
        journal.path.write_bytes(content)
    journal.append([second])
    assert second.id in _ids(folder)
    assert second.id.encode() in journal.path.read_bytes()


def test_a_file_replaced_during_the_write_gets_the_event_again(folder, journal, monkeypatch):
    """An event written into a file that was replaced meanwhile is written into the new one."""
    first, second = an_event(), an_event()
    journal.append([first])
    real, path = os.fdatasync, journal.path
    content = path.read_bytes()

    def replace_once(file):
        real(file)
        monkeypatch.setattr(append.os, "fdatasync", real)
        path.unlink()
        path.write_bytes(content)

    monkeypatch.setattr(append.os, "fdatasync", replace_once)
    journal.append([second])
    assert _ids(folder) == [first.id, second.id]


def test_a_folder_that_moved_takes_its_labels_along(folder, journal, tmp_path):
    """When the run's folder is moved while it is open, labels go on into the journal that moved with it."""
    first, second = an_event(), an_event()
    journal.append([first])
    moved = tmp_path / "moved.labels"
    folder.rename(moved)
    journal.append([second])
    assert _ids(moved) == [first.id, second.id]
    assert not folder.exists()


def test_beside_a_record_only_the_last_folder_is_made(tmp_path):
    """Where the run itself is gone, its folder is not made up; in a tree of labels folders are made."""
    away = tmp_path / "gone" / "run.json.labels"
    with pytest.raises(FileNotFoundError):
        Journal(away, ANA).append([an_event()])
    tree = Journal(away, ANA, parents=True)
    tree.append([an_event()])
    tree.close()
    assert len(_ids(away)) == 1


def test_everything_else_in_the_folder_is_left_out_or_told(folder):
    """Foreign lines, a byte order mark, NULs, huge lines and other files never stop the reading of labels."""
    folder.mkdir()
    event = an_event()
    line = event.to_line()
    (folder / "a.jsonl").write_bytes(b"\xef\xbb\xbf" + line + b"\x00\x00\n[1]\n\n{}\n\xff\xfe\n" + b"x" * (17 << 20))
    (folder / "b.jsonl").write_bytes(line.rstrip(b"\n"))
    (folder / "notes.txt").write_text("hello")
    (folder / "c.jsonl").mkdir()
    os.mkfifo(folder / "d.jsonl")
    events, problems = _read(folder)
    assert events == [event]
    assert [one.code for one in problems] == ["journal_line"] * 5 + ["journal_unreadable"] * 2


def test_two_hosts_that_claim_one_id_agree_on_what_it_says(folder):
    """Of two events with one id the same one is kept, in whichever file it stands."""
    folder.mkdir()
    one, other = an_event(value="a", id="7"), an_event(value="b", id="7")
    for first, second in ((one, other), (other, one)):
        (folder / "a.jsonl").write_bytes(first.to_line())
        (folder / "b.jsonl").write_bytes(second.to_line())
        assert _read(folder)[0] == [one]


def test_names_of_authors_cannot_leave_the_folder(folder):
    """An author's name with slashes makes a file in the folder and nowhere else."""
    journal = Journal(folder, Author("human", "../../evil\n"))
    journal.append([an_event()])
    journal.close()
    assert journal.path.parent == folder
    assert len(list(folder.iterdir())) == 1


def test_a_folder_that_may_not_be_listed_is_not_one_without_labels(tmp_path, monkeypatch):
    """Labels that belong to somebody else are told of as unreadable; a folder that is not there has none."""

    def refused(path):
        raise PermissionError(errno.EACCES, "Permission denied", os.fspath(path))

    assert read_journals([tmp_path / "none", tmp_path / ("x" * 300)]) == ([], ())
    monkeypatch.setattr(os, "scandir", refused)
    events, told = read_journals([tmp_path])
    assert (events, [one.code for one in told]) == ([], ["journal_unreadable"])
    assert told[0].text == f"The labels in {tmp_path} cannot be read: Permission denied."
