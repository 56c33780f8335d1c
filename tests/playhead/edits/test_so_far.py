"""The patch up to a step, replayed from the edits that the record holds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playhead.edits.applying import applied
from playhead.edits.so_far import patch_so_far
from playhead.edits.unified import unified_diff
from playhead.formats.build import make_action
from playhead.model import Action, Edit
from tests.playhead.edits.test_history import bash, call, run_of

READ = call("Read", "     1→a\n     2→b\n     3→c\n", file_path="/w/x.py")


def edit(old: str, new: str) -> Action:
    """Return a replacement in /w/x.py."""
    return call("Edit", "The file has been updated.", file_path="/w/x.py", old_string=old, new_string=new)


def test_edits_of_a_file_that_was_read_come_to_one_net_diff() -> None:
    """Two edits after a whole read are one diff from the first state to the last; what is undone is not in it."""
    (one,) = patch_so_far(run_of(READ, edit("b", "B"), edit("a", "A"), edit("B", "b")), 3)
    assert (one.net, one.edits, one.added, one.removed, one.whole) == (True, 3, 1, 1, True)
    assert one.diffs[0][0] == 1
    assert "+A" in one.diffs[0][1]
    assert "B" not in one.diffs[0][1]


def test_only_edits_up_to_the_step_count() -> None:
    """What is edited after the step is not in its patch."""
    run = run_of(READ, edit("b", "B"), edit("a", "A"))
    assert patch_so_far(run, 0) == ()
    assert "+A" not in patch_so_far(run, 1)[0].diffs[0][1]


def test_edits_of_an_unseen_file_stand_one_after_another() -> None:
    """Without the file's content the diffs are told in order, each with its step, and no net diff is claimed."""
    (one,) = patch_so_far(run_of(edit("b", "B"), edit("c", "C")), 1)
    assert (one.net, [at for at, _ in one.diffs], one.whole) == (False, [0, 1], True)


def test_an_edit_without_a_diff_is_said_and_makes_no_net_diff() -> None:
    """`sed -i` names its step as unknown; a whole write after it makes the end known again."""
    sed = bash("sed -i s/a/b/ /w/x.py")
    (one,) = patch_so_far(run_of(READ, edit("b", "B"), sed), 2)
    assert (one.net, one.unknown, one.whole) == (False, (2,), False)
    write = call("Write", "updated", file_path="/w/x.py", content="z\n")
    (one,) = patch_so_far(run_of(READ, edit("b", "B"), sed, write), 3)
    assert (one.net, one.unknown, "+z" in one.diffs[0][1]) == (True, (), True)


def test_a_command_that_may_undo_an_edit_is_named() -> None:
    """After `git checkout` of the file nothing is claimed of it, and the step is told."""
    (one,) = patch_so_far(run_of(READ, edit("b", "B"), bash("git checkout -- /w/x.py")), 2)
    assert (one.net, one.unseen) == (False, (2,))


@pytest.mark.parametrize(
    "command",
    [
        "python - <<'E'\nopen('/w/x.py', 'w').write('z')\nE",
        "python -c \"from pathlib import Path; Path('x.py').write_text('z')\"",
        "node -e \"fs.writeFileSync('x.py', 'z')\"",
        "black x.py",
        "ruff format .",
        "git stash",
    ],
)
def test_a_script_or_a_formatter_makes_the_end_unknown(command: str) -> None:
    """What may have changed the file without a trace is named by its step, and no net diff is claimed."""
    (one,) = patch_so_far(run_of(READ, edit("b", "B"), bash(command)), 2)
    assert (one.net, one.unseen, one.whole) == (False, (2,), False)


@pytest.mark.parametrize(
    "command", ["black --check x.py", "pip install black", "python -c 'print(open(\"x.py\").read())'"]
)
def test_what_only_looks_leaves_the_end_known(command: str) -> None:
    """A check, an installation or a read changes nothing."""
    (one,) = patch_so_far(run_of(READ, edit("b", "B"), bash(command)), 2)
    assert (one.net, one.whole) == (True, True)


def test_a_write_over_nobody_knows_what_says_so() -> None:
    """A heredoc over an unread file shows its lines as new and is marked as replacing something unknown."""
    (one,) = patch_so_far(run_of(bash("cat > y.py <<'E'\nx = 1\nE")), 0)
    assert (one.net, one.replaced, one.added, one.whole) == (False, (0,), 1, False)


def test_a_refused_look_stops_at_once() -> None:
    """A look that is told to stop returns what it has."""
    assert patch_so_far(run_of(READ, edit("b", "B")), 1, going=lambda _: False) == ()


@given(st.lists(st.text("abc\n", max_size=12), min_size=2, max_size=5))
def test_the_net_diff_leads_from_the_first_state_to_the_last(states: list[str]) -> None:
    """Whatever was written over a known file, its net diff applied to the first state gives the last."""
    first, *later = [one + "\n" for one in states]
    made = make_action(n=None, tool="create", edits=[Edit("x", unified_diff(None, first, "x"), 1, 0, first)])
    writes = [make_action(n=None, tool="write", edits=[Edit("x", None, None, None, one)]) for one in later]
    (one,) = patch_so_far(run_of(made, *writes), len(writes))
    if one.net and one.diffs:
        text = applied("", one.diffs[0][1])
        assert text is not None
        assert text.rstrip("\n") == later[-1].rstrip("\n")
