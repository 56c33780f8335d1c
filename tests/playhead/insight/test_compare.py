"""Two outputs of the same check."""

from hypothesis import given
from hypothesis import strategies as st

from playhead.edits.applying import applied
from playhead.insight.compare import compare, told_by
from playhead.model import Action, Kind, Mark

LINES = st.lists(
    st.sampled_from(["a", "b", "c", "same", "in 0.1s", "in 0.2s"]) | st.text("xyz", max_size=3), max_size=40
)


def test_lines_that_differ_in_noise_only_are_no_change() -> None:
    """A duration is no difference, a status is; what is shown is what was printed."""
    found = compare("collected 2\nin 0.10s\nPASSED\n", "collected 2\nin 0.25s\nFAILED\n")
    assert found.diff.splitlines()[2:] == ["@@ -1,3 +1,3 @@", " collected 2", " in 0.25s", "-PASSED", "+FAILED"]
    assert (found.added, found.removed, found.quiet) == (1, 1, 1)


def test_raw_compares_every_character() -> None:
    """With noise, the duration is a change of its own."""
    found = compare("in 0.10s\n", "in 0.25s\n", raw=True)
    assert (found.added, found.removed, found.quiet) == (1, 1, 0)


def test_equal_outputs_have_no_diff() -> None:
    """Nothing but noise: an empty diff, and how many lines are noisy."""
    assert compare("in 1.0s\n", "in 2.0s\n").diff == ""
    assert compare("", "").diff == ""


@given(LINES, LINES)
def test_the_diff_turns_one_output_into_the_other(before: list[str], after: list[str]) -> None:
    """Applied to the old output, a raw comparison gives the new one; counts are those of its signs."""
    old, new = ("".join(f"{line}\n" for line in lines) for lines in (before, after))
    found = compare(old, new, raw=True)
    body = [line for line in found.diff.splitlines()[2:] if not line.startswith("@@")]
    assert sum(line.startswith("+") for line in body) == found.added
    assert sum(line.startswith("-") for line in body) == found.removed
    assert (old == new) == (found.diff == "")
    if found.diff:
        assert applied(old, found.diff) == new


def test_a_long_output_with_changes_far_apart_is_no_single_replacement() -> None:
    """Two outputs of 20,000 lines that differ at both ends show two small changes."""
    lines = [f"test_{number} PASSED" for number in range(20_000)]
    other = ["first", *lines[1:-1], "last"]
    found = compare("\n".join(lines), "\n".join(other))
    assert (found.added, found.removed) == (2, 2)


def test_what_the_harness_wrapped_around_is_left_out() -> None:
    """Tags and exit codes that a harness prints are not the check's."""
    text = "<returncode>0</returncode>\nok\n"
    action = Action(n=1, id=None, tool="bash", kind=Kind.TEST, output=text, marks=(Mark(0, 27, "wrapper"),))
    assert told_by(action) == "ok\n"
