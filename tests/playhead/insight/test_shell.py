"""Shell text: split into the commands it calls, never executed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from playhead.insight.shell import simple_commands


def words(command: str) -> list[tuple[str, ...]]:
    return [one.words for one in simple_commands(command)]


def test_operators_in_quotes_join_nothing() -> None:
    """What stands in quotes is a word."""
    assert words("echo 'a && b; c' | wc -l") == [("echo", "a && b; c"), ("wc", "-l")]


def test_what_only_prepares_is_left_out() -> None:
    """A change of folder, an environment, a time limit are no part of what was done."""
    assert words("cd /repo && FOO=1 sudo timeout -k 5 60s pytest -q") == [("pytest", "-q")]


def test_a_heredoc_is_no_command() -> None:
    """The body of a heredoc belongs to the command before it."""
    written, ran = simple_commands("cat > a.py <<'EOF'\nrm -rf /\nEOF\npython a.py")
    assert (written.writes, written.heredoc, ran.words) == (("a.py",), "rm -rf /\n", ("python", "a.py"))


def test_a_redirection_to_a_descriptor_writes_no_file() -> None:
    """`2>&1` names no file, `>` and `tee` do."""
    assert [one.writes for one in simple_commands("pytest 2>&1 | tee log.txt; ls > out")] == [
        (),
        ("log.txt",),
        ("out",),
    ]


def test_an_unfinished_heredoc_reaches_to_the_end() -> None:
    """A heredoc that was cut off keeps what is there."""
    (only,) = simple_commands("cat > a <<EOF\none\ntwo")
    assert only.heredoc == "one\ntwo"


@given(st.text(alphabet=st.sampled_from("ab '\"\\|&;<>\n$()#=EOF-/."), max_size=60))
def test_any_text_is_split(command: str) -> None:
    """Every text has an end, however its quotes are broken, and every word came from it."""
    for one in simple_commands(command):
        assert all(character in command for word in one.words for character in word)
