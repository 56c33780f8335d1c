"""What is kept and not shown, in sentences."""

from __future__ import annotations

from playhead.labels.left_out import left_out
from playhead.labels.reading import read_journals
from tests.playhead.labels.making import an_event


def test_nothing_is_said_of_what_is_understood(tmp_path):
    """Events of this version, blank lines and a byte order mark are nothing to tell of."""
    (tmp_path / "ana.jsonl").write_bytes(b"\xef\xbb\xbf\r\n \n" + an_event().to_line() + b"\r\n")
    events, problems = read_journals([tmp_path])
    assert (len(events), left_out(events, problems)) == (1, ())


def test_later_events_foreign_lines_and_unreadable_journals_are_counted(tmp_path):
    """One sentence for the events of a later version, one for lines that are none, one for each unreadable file."""
    line = an_event(op="amend").to_line()
    (tmp_path / "ana.jsonl").write_bytes(line + b"# seen by Ben\n" + line[:40] + b"\n")
    (tmp_path / "ben.jsonl").mkdir()
    events, problems = read_journals([tmp_path])
    later, lines, unreadable = left_out(events, problems)
    assert later == "1 label event is of a later version of playhead: kept, and not shown."
    assert lines == "2 lines in the journals are no label event (torn, or foreign): left there."
    assert "ben.jsonl" in unreadable
