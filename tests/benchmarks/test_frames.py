"""What a stream of chunks means to the benchmarks: frames, and when the step under the cursor stood still."""

from __future__ import annotations

from benchmarks.frames import END, Frame, frames_of, last_change
from benchmarks.tapes import mark, seen
from benchmarks.terminal import Chunk


def drawn(row: int, timeline: str, detail: str) -> bytes:
    """Return what draws one row of both panes."""
    return f"\x1b[{row};1H{timeline:37}│ {detail:20}".encode()


def test_frames_end_at_their_marks() -> None:
    """Two frames in one chunk are two, one in two chunks is one, at the time of its end; a rest is a frame too."""
    chunks = [Chunk(1.0, b"ab" + END + b"c"), Chunk(2.0, b"d" + END), Chunk(3.0, b"rest")]
    assert frames_of(chunks) == [Frame(1.0, 2 + len(END)), Frame(2.0, 2 + len(END)), Frame(3.0, 4)]
    assert frames_of([]) == []


def test_the_step_stands_still_when_its_row_and_its_detail_do() -> None:
    """A header that goes on counting and a column that grows wider are no change of the step."""
    chunks = [
        Chunk(1.0, drawn(5, f" > 1 {mark(1)}", seen(1))),
        Chunk(2.1, drawn(5, f" > 2 {mark(2)}", seen(1))),
        Chunk(2.4, drawn(5, f" > 2 {mark(2)}", seen(2))),
        Chunk(3.0, b"\x1b[1;1H100,000 steps"),
        Chunk(4.0, drawn(5, f" >   2 {mark(2)}", seen(2))),
    ]
    changed, text = last_change(chunks, 2.0)
    assert round(changed, 6) == 0.4
    assert text.split()[:3] == ["2", "│", seen(2)] or text.split()[:2] == ["2", seen(2)]
