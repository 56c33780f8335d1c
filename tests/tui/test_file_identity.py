"""A file that changes between reading it and watching it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from playhead.labels.schema import load_schema
from playhead.opening import open_tape
from tui.file_identity import identity
from tui.following import Watch
from tui.session import Session

RUN = Path(__file__).parents[2] / "sample_runs" / "careful-diagnosis.tape.jsonl"


def test_what_happened_before_the_watch_began_is_told(tmp_path):
    """A record that was touched after it was read, and before the screen was there, is noticed at the first look."""
    path = Path(shutil.copy(RUN, tmp_path / RUN.name))
    before = identity(path)
    tape = open_tape(path)
    os.utime(path, (0, 0))
    assert Watch(tape, before).changed() == "rewritten"
    assert Watch(tape).changed() is None


def test_the_state_at_reading_is_given_once_and_for_its_own_run(tmp_path):
    """The second run of a sitting, and a run of another file, are watched from when they are shown."""
    path = Path(shutil.copy(RUN, tmp_path / RUN.name))
    tape, known = open_tape(path), identity(path)
    session = Session(schema=load_schema(None))
    session.opened = (path, known)
    assert session.take_opened(tape) == known
    assert session.take_opened(tape) is None
    session.opened = (RUN, known)
    assert session.take_opened(tape) is None


def test_what_is_not_there_has_no_state(tmp_path):
    """There is nothing to know of a missing file."""
    assert identity(tmp_path / "none") is None
    assert identity(None) is None
