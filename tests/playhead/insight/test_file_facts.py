"""What one action did to files."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playhead.insight.file_facts import _HIT, EVERYTHING, MOST_HITS, FileFacts, _names, file_facts_of
from tests.playhead.edits.test_history import bash, call


def facts(command: str, output: str = "") -> FileFacts:
    """Return what a command did to files."""
    return file_facts_of(bash(command, output)) or FileFacts()


def test_the_hits_of_a_search_are_its_files() -> None:
    """Each file is named once, as the search printed it."""
    found = facts("grep -rn express .", "./shop/api.py:3:express\n./shop/api.py:9:x.y\n./web/cart.js:1:express\n")
    assert found.hits[:1] == ("./shop/api.py",)
    assert "./web/cart.js" in found.hits
    assert len(found.hits) == len(set(found.hits))


def test_a_search_in_one_file_found_that_file() -> None:
    """Its lines need not name it."""
    assert "shop/api.py" in facts("grep -n express shop/api.py", "3:express\n").hits


def test_the_hits_of_a_long_search_are_bounded() -> None:
    """No more than so many files of one search are kept."""
    output = "".join(f"a/file{number}.py:1:x\n" for number in range(1_000))
    assert len(facts("grep -rn x .", output).hits) == MOST_HITS


@pytest.mark.parametrize(
    ("command", "back"),
    [
        ("git checkout -- shop/api.py", ("shop/api.py",)),
        ("git checkout shop/api.py", ("shop/api.py",)),
        ("git checkout HEAD -- a.py b.py", ("a.py", "b.py")),
        ("git checkout .", (EVERYTHING,)),
        ("git restore shop/", ("shop/",)),
        ("git stash", (EVERYTHING,)),
        ("git stash push -m before", (EVERYTHING,)),
        ("cd /w && git reset --hard", (EVERYTHING,)),
        ("rm -f repro.py && ls", ("repro.py",)),
        ("undo_edit shop/api.py", ("shop/api.py",)),
    ],
)
def test_what_puts_files_back(command: str, back: tuple[str, ...]) -> None:
    """Git's ways to undo edits, `rm` and the editor's own, each with the files that it names."""
    action = (
        bash(command) if not command.startswith("undo") else call("editor", command="undo_edit", path="shop/api.py")
    )
    found = file_facts_of(action)
    assert found is not None
    assert found.back == back


@pytest.mark.parametrize(
    "command",
    ["git checkout main", "git checkout -b fix", "git stash pop", "git stash list", "git reset HEAD~1", "git status"],
)
def test_what_puts_no_file_back(command: str) -> None:
    """Branches, looks and what brings a stash back undo no edit."""
    assert facts(command).back == ()


def test_a_stash_that_comes_back_is_told() -> None:
    """`git stash pop` brings back what was put away."""
    assert facts("git stash pop").again


def test_edits_are_known_again_by_checksums() -> None:
    """Two edits that undo one another have each other's sums, and an edit without a diff has none."""
    one = file_facts_of(call("Edit", "ok", file_path="x.py", old_string="a", new_string="b"))
    other = file_facts_of(call("Edit", "ok", file_path="x.py", old_string="b", new_string="a"))
    assert one is not None
    assert other is not None
    assert (one.edited[0].gone, one.edited[0].come) == (other.edited[0].come, other.edited[0].gone)
    assert facts("sed -i s/a/b/ x.py").edited[0].come is None


@given(st.text(st.sampled_from('ab1é./@+~-_: \n\t"(Zy'), max_size=60) | st.text(max_size=30))
def test_names_found_by_their_endings_are_those_of_the_pattern(text: str) -> None:
    """Looking for endings first, and for what stands before them, finds what the whole pattern finds."""
    long = f"{'a/' * 60}{text}"
    assert list(_names(text)) == [one[0] for one in _HIT.finditer(text)]
    assert list(_names(long)) == [one[0] for one in _HIT.finditer(long)]
