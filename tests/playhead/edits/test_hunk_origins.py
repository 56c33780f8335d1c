"""Which steps wrote the hunks of a patch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playhead.edits.hunk_origins import hunk_origins
from playhead.edits.origin_values import HunkOrigin
from playhead.edits.unified import Hunk, diff_of_hunks, unified_diff
from playhead.formats.build import make_action
from playhead.model import Action, Edit
from tests.playhead.edits.test_history import bash, call, run_of

BASE = "import os\n\ndef one():\n    return 1\n\ndef two():\n    return 2\n"


def read(text: str) -> Action:
    """Return a whole read of x.py."""
    return bash("cat x.py", text)


def edit(old: str, new: str, path: str = "x.py") -> Action:
    """Return a replacement."""
    return call("Edit", "updated", file_path=path, old_string=old, new_string=new)


def written(one: HunkOrigin) -> list[tuple[int, int, int, int]]:
    """Return position, added, removed and likely lines of each writer."""
    return [(by.position, by.added, by.removed, by.likely) for by in one.writers]


def test_two_steps_wrote_one_hunk() -> None:
    """Each line has the last step that wrote it: a line that was changed again is the second one's."""
    run = run_of(read(BASE), edit("return 1", "return 10"), edit("    return 10", "    return 11\n    # sure"))
    final = BASE.replace("    return 1\n", "    return 11\n    # sure\n")
    (hunk,) = hunk_origins(run, unified_diff(BASE, final, "x.py")).hunks
    assert written(hunk) == [(1, 0, 1, 0), (2, 2, 0, 0)]
    assert hunk.explained


@pytest.mark.parametrize("path", ["/testbed/x.py", "x.py", "./x.py", "/x.py"])
def test_a_prefix_of_the_path_is_no_other_file(path: str) -> None:
    """The patch names the file from the repository's root, the tool by its absolute path."""
    (hunk,) = hunk_origins(run_of(edit("return 1", "return 5", path)), PATCH).hunks
    assert [by.position for by in hunk.writers] == [0]


PATCH = unified_diff(BASE, BASE.replace("return 1", "return 5"), "x.py")


def test_a_line_of_another_file_is_not_its_writer() -> None:
    """The same line written into another file explains nothing."""
    (hunk,) = hunk_origins(run_of(edit("    return 1", "    return 5", "y.py")), PATCH).hunks
    assert (hunk.writers, hunk.unwritten, hunk.first_unwritten) == ((), 2, "-    return 1")


def test_what_a_script_wrote_is_likely_and_what_nobody_wrote_is_said() -> None:
    """A line that stands in a script which names the file is likely its own; another has no writer."""
    script = bash("python - <<'E'\nt = open('x.py').read()\nt = t.replace('return 1', '''    return 55555''')\nE")
    final = BASE.replace("return 1", "return 55555").replace("return 2", "return 66666")
    one, two = hunk_origins(run_of(script), unified_diff(BASE, final, "x.py", context=0)).hunks
    assert [(by.position, by.is_likely) for by in one.writers] == [(0, True)]
    assert (two.writers, two.unwritten) == ((), 2)


def test_an_edit_without_a_diff_is_told_where_lines_have_no_writer() -> None:
    """`sed -i` names its step as one that changed the file in a way the record does not hold."""
    (hunk,) = hunk_origins(run_of(read(BASE), bash("sed -i 3,5s/1/5/ x.py")), PATCH).hunks
    assert hunk.blind == (1,)


def test_a_windowed_edit_wrote_the_lines_that_it_was_given() -> None:
    """SWE-agent's `edit N:M` has no diff: its own lines are told for sure, what stood there before as likely."""
    block = bash("edit 4:4\n    return 5\nend_of_edit", "[File: /w/x.py (7 lines total)]\n1:import os\n")
    (hunk,) = hunk_origins(run_of(block), PATCH).hunks
    assert written(hunk) == [(0, 1, 1, 1)]


def test_indentation_counts_and_another_one_is_only_likely() -> None:
    """A line that differs in blanks is marked as likely."""
    (hunk,) = hunk_origins(run_of(edit("return  1", "return   5")), PATCH).hunks
    assert [(by.position, by.is_likely) for by in hunk.writers] == [(0, True)]


def test_an_edit_that_another_took_out_again_is_undone() -> None:
    """Its lines are not in the patch, and the step that removed them is named."""
    run = run_of(read(BASE), edit("return 1", "return 1  # looked"), edit("return 1  # looked", "return 5"))
    (one,) = hunk_origins(run, PATCH).undone
    assert (one.path, one.position, one.lines, one.added, one.removed_at) == ("x.py", 1, 1, 1, (2,))


def test_what_git_may_have_undone_is_said_as_maybe() -> None:
    """After `git checkout` the lines are not in the patch, and the step may have removed them."""
    run = run_of(edit("return 2", "return 99"), bash("git checkout -- x.py"), edit("return 1", "return 5"))
    (one,) = hunk_origins(run, PATCH).undone
    assert (one.position, one.removed_at, one.maybe_at) == (0, (), (1,))


def test_what_an_edit_put_back_is_not_undone() -> None:
    """A line that one edit took out and another put back stands in the file as it did: nothing is lost of it."""
    run = run_of(edit("import os\n", ""), edit("import sys\n", "import os\n"), edit("return 1", "return 5"))
    assert hunk_origins(run, PATCH).undone == ()


def test_only_steps_before_the_end_count() -> None:
    """An edit from `stop` on did not write it."""
    (hunk,) = hunk_origins(run_of(edit("return 1", "return 5")), PATCH, stop=0).hunks
    assert hunk.writers == ()


def test_a_look_that_is_ended_says_so() -> None:
    """Stopped at once, it has found nothing and is not complete."""
    found = hunk_origins(run_of(edit("return 1", "return 5")), PATCH, going=lambda _: False)
    assert (found.complete, found.explained) == (False, 0)


@pytest.mark.parametrize(
    ("patch", "hunks", "without_lines"),
    [
        ("no diff at all", 0, ()),
        ("", 0, ()),
        ("diff --git a/x.py b/y.py\nrename from x.py\nrename to y.py\n", 0, (("y.py", "renamed"),)),
        ("diff --git a/i.png b/i.png\nBinary files a/i.png and b/i.png differ\n", 0, (("i.png", "binary"),)),
        ("--- a/x.py\n+++ b/x.py\n@@ -1,9 +1,9 @@\n-half a hu", 1, ()),
        ("--- a/x.py\n+++ b/x.py\n@@ -0,0 +1 @@\n+one\n\\ No newline at end of file\n", 1, ()),
    ],
)
def test_whatever_the_patch_is(patch: str, hunks: int, without_lines: tuple[tuple[str, str], ...]) -> None:
    """No diff, a rename, a binary file, half a hunk, no line feed at the end: told as far as it is there."""
    found = hunk_origins(run_of(edit("return 1", "return 5"), bash("cat > x.py <<'E'\none\nE")), patch)
    assert (len(found.hunks), found.without_lines) == (hunks, without_lines)


def test_edits_under_the_old_name_of_a_renamed_file_count() -> None:
    """A file that was edited and then renamed has its writers."""
    patch = f"diff --git a/x.py b/y.py\nrename from x.py\nrename to y.py\n{PATCH.replace('b/x.py', 'b/y.py')}"
    (hunk,) = hunk_origins(run_of(read(BASE), edit("return 1", "return 5"), bash("git mv x.py y.py")), patch).hunks
    assert [by.position for by in hunk.writers] == [1]


def test_carriage_returns_make_no_difference() -> None:
    """A file with CR LF is matched by the lines that a tool wrote with LF."""
    patch = PATCH.replace("\n", "\r\n").replace("@@\r", "@@").replace("x.py\r", "x.py")
    (hunk,) = hunk_origins(run_of(edit("    return 1", "    return 5")), patch).hunks
    assert written(hunk) == [(0, 1, 1, 0)]


def test_a_diff_that_does_not_apply_is_matched_by_its_lines() -> None:
    """An edit that fits nowhere in the known content still wrote its lines."""
    run = run_of(read("something else\n"), edit("    return 1", "    return 5"))
    (hunk,) = hunk_origins(run, PATCH).hunks
    assert written(hunk) == [(1, 1, 1, 0)]


Lines = list[tuple[str, int]]
Change = tuple[int, int, list[str]]
changes = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=12)


def played(given: list[tuple[int, int, int]], name: Callable[[], str]) -> tuple[Lines, Lines, list[Action]]:
    """Return first and last lines with who wrote each (0: nobody), and the edits, by plain list operations."""
    first = now = [(name(), 0) for _ in range(12)]
    actions = []
    for step, (at, removed, added) in enumerate(given, 1):
        start = min(at, len(now))
        stop = min(start + removed, len(now))
        new = [(name(), step) for _ in range(added)]
        above, below = now[max(0, start - 3) : start], now[stop : stop + 3]
        signed = [" " + text for text, _ in above] + ["-" + text for text, _ in now[start:stop]]
        signed += ["+" + text for text, _ in new] + [" " + text for text, _ in below]
        old, fresh = len(above) + stop - start + len(below), len(above) + len(new) + len(below)
        place = start - len(above)
        diff = diff_of_hunks("x.py", [Hunk(place + bool(old), place + bool(fresh), signed)])
        actions.append(make_action(n=step, tool="edit", edits=[Edit("x.py", diff, added, stop - start)]))
        now = [*now[:start], *new, *now[stop:]]
    return first, now, actions


def text_of(lines: Lines) -> str:
    """Return lines as a text."""
    return "".join(f"{line}\n" for line, _ in lines)


def oracle(first: Lines, last: Lines) -> list[Counter[int]]:
    """Return for each hunk of the patch, by its line numbers, how many added lines each step wrote."""
    found = []
    at = 0
    for line in unified_diff(text_of(first), text_of(last), "x.py").split("\n")[2:]:
        if line.startswith("@@"):
            found.append(Counter[int]())
            at = int(line.split("+")[1].split(",")[0].split(" ")[0])
        elif line[:1] in ("+", " "):
            if line.startswith("+"):
                found[-1][last[at - 1][1]] += 1
            at += 1
    return found


@given(changes, st.integers(1, 5))
def test_the_origin_of_every_added_line_is_the_last_edit_that_wrote_it(
    given: list[tuple[int, int, int]], letters: int
) -> None:
    """Over a file that was read, for random edits of ever the same few lines, the writers are those of a list."""
    number = count()
    first, last, actions = played(given, lambda: f"line {next(number) * 7 % letters}")
    run = run_of(read(text_of(first)), *actions)
    found = hunk_origins(run, unified_diff(text_of(first), text_of(last), "x.py")).hunks
    expected = oracle(first, last)
    assert len(found) == len(expected)
    for hunk, writers in zip(found, expected, strict=True):
        if not writers[0]:  # the diff may call a line added that nobody wrote: it moved
            assert {by.position: by.added for by in hunk.writers if by.added} == dict(+writers)


@given(changes)
def test_without_the_content_lines_are_known_by_their_text(given: list[tuple[int, int, int]]) -> None:
    """Of a file that nobody read, every added line of its own text has its writer too."""
    number = count()
    first, last, actions = played(given, lambda: f"line {next(number)}")
    found = hunk_origins(run_of(*actions), unified_diff(text_of(first), text_of(last), "x.py")).hunks
    for hunk, writers in zip(found, oracle(first, last), strict=True):
        assert {by.position + 1: by.added for by in hunk.writers if by.added} == dict(+writers)
        assert hunk.explained


def test_a_patch_of_a_hundred_thousand_equal_lines_is_looked_through() -> None:
    """A file that holds one line 100,000 times is matched line by line, each at one look."""
    text = "the same line\n" * 100_000
    made = make_action(n=1, tool="write", edits=[Edit("x.py", None, None, None, text)])
    (hunk,) = hunk_origins(run_of(made), unified_diff(None, text, "x.py")).hunks
    assert written(hunk) == [(0, 100_000, 0, 0)]
