"""Diffs read: as an index of lines for the screen, and as values."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from unidiff import PatchSet

from playhead.edits.diff_index import DiffIndex
from playhead.edits.hunks import FileDiff, parse_diff
from playhead.edits.unified import unified_diff

LINES = st.sampled_from(
    [
        "diff --git a/x.py b/x.py",
        "--- a/x.py",
        "+++ b/x.py",
        "@@ -1,2 +1,3 @@ def f",
        "@@ -1 +1 @@",
        "@@ -0,0 +1,99 @@",
        "@@@ -1,2 -1,2 +1,3 @@@",
        "@@ -999999999999 +1 @@",
        " context",
        "+added",
        "-removed",
        "--- removed",
        "+++ added",
        "\\ No newline at end of file",
        "",
        "prose",
        "Binary files a/x and b/x differ",
        "rename from x",
        "\x0c\r",
    ]
)
ANY_DIFF = st.lists(LINES | st.text(st.characters(exclude_characters="\n"), max_size=5), max_size=40)
TEXTS = st.lists(st.sampled_from(["a", "b", "c", "", "-- x", "++ y", "@@ -1 +1 @@"]), max_size=40).map("\n".join)


def sources(files: tuple[FileDiff, ...]) -> list[str]:
    """Return every line that the files hold, as it stood."""
    lines: list[str] = []
    for file in files:
        lines += [line.source for line in file.head]
        for hunk in file.hunks:
            lines += [hunk.header, *(line.source for line in (*hunk.lines, *hunk.after))]
    return lines


@given(ANY_DIFF)
def test_no_line_is_lost(lines: list[str]) -> None:
    """Whatever a diff holds, every line of it is there, in order, in the values and in the index."""
    text = "\n".join([*lines, "end"])
    whole = [line if line != " " else "" for line in [*lines, "end"]]  # an empty context line may lack its space
    assert [line if line != " " else "" for line in sources(parse_diff(text))] == whole
    index = DiffIndex(text)
    by_index = [index.line(number).source for number in range(index.line_count)]
    assert [line if line != " " else "" for line in by_index] == whole
    assert [index.source(number) for number in range(index.line_count)] == [*lines, "end"]


@given(ANY_DIFF)
def test_files_and_hunks_lie_in_order(lines: list[str]) -> None:
    """Parts of files follow each other without overlap, and each hunk lies within its file."""
    index = DiffIndex("\n".join(lines))
    edges = [edge for file in index.files for edge in (file.start, file.stop)]
    assert edges == sorted(edges)
    for file in index.files:
        assert all(file.start <= hunk.start < hunk.stop <= file.stop for hunk in file.hunks)
    assert sum(len(file.hunks) for file in index.files) == len(index.hunks)


@given(TEXTS, TEXTS)
def test_the_index_reads_what_unidiff_reads(old: str, new: str) -> None:
    """On a well formed diff kinds, numbers and texts of all lines are those of unidiff."""
    diff = unified_diff(old, new, "x.py")
    index = DiffIndex(diff)
    ours = [index.line(number) for hunk in index.hunks for number in range(hunk.start + 1, hunk.stop)]
    theirs = [line for file in PatchSet(diff) for hunk in file for line in hunk]
    assert [line.kind for line in ours if line.kind != "raw"] == [
        line.line_type for line in theirs if line.line_type != "\\"
    ]
    assert [(line.old_number, line.new_number) for line in ours if line.kind != "raw"] == [
        (line.source_line_no, line.target_line_no) for line in theirs if line.line_type != "\\"
    ]


@given(TEXTS, TEXTS)
def test_lines_can_be_asked_for_in_any_order(old: str, new: str) -> None:
    """The numbers of a line do not depend on which were asked for before."""
    diff = unified_diff(old, new, "x.py")
    index = DiffIndex(diff)
    forward = [index.line(number) for number in range(index.line_count)]
    backward = [index.line(number) for number in reversed(range(index.line_count))]
    assert forward == backward[::-1]


@given(TEXTS, TEXTS)
def test_values_and_index_agree(old: str, new: str) -> None:
    """What the screen draws is what scripts get."""
    diff = unified_diff(old, new, "x.py")
    index = DiffIndex(diff)
    by_index = [index.line(number) for hunk in index.hunks for number in range(hunk.start + 1, hunk.stop)]
    assert [line for file in parse_diff(diff) for hunk in file.hunks for line in hunk.lines] == by_index


GIT = "diff --git a/{0} b/{1}\n"
HUNK = "@@ -1 +1 @@\n-a\n+b\n"
SVN = "Index: x.c\n" + "=" * 67 + "\n"


@pytest.mark.parametrize(
    ("text", "path", "old_path", "status"),
    [
        (GIT.format("x", "x") + "--- a/x\n+++ b/x\n" + HUNK, "x", "x", "modified"),
        (GIT.format("x", "y") + "similarity index 100%\nrename from x\nrename to y\n", "y", "x", "renamed"),
        (GIT.format("x", "x") + "new file mode 100644\n--- /dev/null\n+++ b/x\n@@ -0,0 +1 @@\n+a\n", "x", "x", "added"),
        (GIT.format("x", "x") + "deleted file mode 1\n--- a/x\n+++ /dev/null\n@@ -1 +0,0 @@\n-\n", "x", "x", "deleted"),
        (GIT.format("x", "x") + "Binary files a/x and b/x differ\n", "x", "x", "binary"),
        (GIT.format("x", "x") + "old mode 100644\nnew mode 100755\n", "x", "x", "modified"),
        ('--- "a/\\303\\251\\t.py"\n+++ "b/\\303\\251\\t.py"\n@@ -1 +1 @@\n-a\n+b\n', "é\t.py", "é\t.py", "modified"),
        ("--- a/x y\t2020-01-01\n+++ b/x y\t2020-01-02\n" + HUNK, "x y", "x y", "modified"),
        ("--- old.txt\r\n+++ new.txt\r\n@@ -1 +1 @@\r\n-a\r\n+b\r\n", "new.txt", "old.txt", "modified"),
        (SVN + "--- x.c\t(revision 1)\n+++ x.c\t(working copy)\n" + HUNK, "x.c", "x.c", "modified"),
        ("diff --cc x\nindex 1,2..3\n--- a/x\n+++ b/x\n@@@ -1,1 -1,1 +1,2 @@@\n++a\n", "x", "x", "modified"),
    ],
)
def test_what_a_header_says(text: str, path: str, old_path: str, status: str) -> None:
    """Names, quoted or with time stamps, and what happened to a file are read from its header."""
    files = parse_diff(text)
    assert [(file.path, file.old_path, file.status) for file in files] == [(path, old_path, status)]


def test_prose_after_a_hunk_is_raw() -> None:
    """A sentence below a hunk belongs to none, though it starts with a sign of one."""
    files = parse_diff(
        "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n- and that was it\n--- a/y\n+++ b/y\n@@ -1 +1 @@\n-c\n+d\n"
    )
    assert [line.text for line in files[0].hunks[0].lines] == ["a", "b"]
    assert [(line.kind, line.text) for line in files[0].hunks[0].after] == [("raw", "- and that was it")]
    assert files[1].path == "y"


def test_lines_like_headers_inside_a_hunk() -> None:
    """A removed `-- a/x` followed by an added `++ b/x` opens no file."""
    text = "--- a/q.sql\n+++ b/q.sql\n@@ -1,2 +1,2 @@\n--- a/x\n+++ b/x\n same\n"
    (file,) = parse_diff(text)
    assert [(line.kind, line.text) for line in file.hunks[0].lines] == [("-", "-- a/x"), ("+", "++ b/x"), (" ", "same")]


def test_a_hunk_with_wrong_counts_keeps_its_lines() -> None:
    """A hunk that ends early or counts wrong is shown with its signs, up to the next header."""
    text = "--- a/x\n+++ b/x\n@@ -1,9 +1,9 @@\n a\n-b\n--- a/y\n+++ b/y\n@@ -1 +1 @@\n-c\n+d\n"
    first, second = parse_diff(text)
    assert [line.kind for line in first.hunks[0].lines] == [" ", "-"]
    assert second.path == "y"
    assert not DiffIndex(text).hunks[0].whole


def test_a_hunk_without_a_file() -> None:
    """A lone hunk is numbered, under no name."""
    (file,) = parse_diff("@@ -5,2 +7,2 @@\n a\n-b\n+c\n")
    assert (file.path, [(line.old_number, line.new_number) for line in file.hunks[0].lines]) == (
        "",
        [(5, 7), (6, None), (None, 8)],
    )


def test_a_context_line_that_lost_its_space() -> None:
    """An empty line within a hunk is context, as mailers leave it."""
    (file,) = parse_diff("--- a/x\n+++ b/x\n@@ -1,3 +1,3 @@\n a\n\n-b\n+c\n")
    assert [(line.kind, line.old_number) for line in file.hunks[0].lines] == [(" ", 1), (" ", 2), ("-", 3), ("+", None)]


def test_a_text_that_is_no_diff_is_raw() -> None:
    """Prose comes back as one raw part."""
    (file,) = parse_diff("hello\nworld")
    assert (file.status, [line.kind for line in file.head]) == ("raw", ["raw", "raw"])
    assert parse_diff("") == ()


def test_counts_of_a_file() -> None:
    """Added and removed lines are counted for each file."""
    index = DiffIndex("--- a/x\n+++ b/x\n@@ -1,2 +1 @@\n-a\n-b\n+c\n@@ -9 +8,2 @@\n d\n+e\n")
    assert [(file.added, file.removed) for file in index.files] == [(2, 2)]
    assert index.file_at(4) == index.files[0]
    assert index.hunk_at(6) == index.hunks[1]
