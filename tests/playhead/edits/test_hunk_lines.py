"""Lines of a diff for a screen: unidiff's reading of a hunk, the index's where there is none."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from playhead.edits import hunk_lines
from playhead.edits.diff_index import DiffIndex
from playhead.edits.hunk_lines import HunkLines

GOOD = "--- a/x.py\n+++ b/x.py\n@@ -1,2 +1,3 @@ def f\n a\n-b\n+c\n+d\n@@ -9 +10 @@\n-e\n+f\n"
WRONG_COUNT = "--- a/x.py\n+++ b/x.py\n@@ -1,9 +1,9 @@\n a\n-b\nprose after it\n"


@given(st.one_of(st.sampled_from([GOOD, WRONG_COUNT]), st.text(alphabet="@ -+1,2ab\\\n", max_size=80)))
def test_a_line_is_the_same_whoever_reads_it(text: str) -> None:
    """Whether unidiff or the index reads a hunk, every line has the same kind, numbers and text."""
    index = DiffIndex(text)
    lines = HunkLines(index)
    assert [lines.line(number) for number in range(index.line_count)] == [
        index.line(number) for number in range(index.line_count)
    ]


def test_only_the_hunk_in_sight_is_parsed(monkeypatch) -> None:
    """Looking at one hunk parses that hunk, once."""
    seen = []
    real = hunk_lines.hunks_by_unidiff
    monkeypatch.setattr(
        hunk_lines, "hunks_by_unidiff", lambda index, spans: seen.append(spans[0].start) or real(index, spans)
    )
    lines = HunkLines(DiffIndex(GOOD))
    assert [lines.line(number).kind for number in (3, 4, 5)] == [" ", "-", "+"]
    assert seen == [2]
