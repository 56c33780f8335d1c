"""What two runs of the same check differ in without meaning anything."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playhead.insight.noise import without_noise

PRINTED = st.text(st.sampled_from("0123456789:.-/ sminhTZx=<>tmpad\x1b[m,"), max_size=80) | st.text(max_size=80)


@pytest.mark.parametrize(
    ("line", "quiet"),
    [
        ("===== 1 failed, 5 passed in 0.03s =====", "==== 1 failed, 5 passed in <duration> ===="),
        ("Ran 3 tests in 0.004s", "Ran 3 tests in <duration>"),
        ("2024-05-06T10:11:12.123Z start", "<time> start"),
        ("10:11:12,345 INFO done", "<time> INFO done"),
        ("<Foo at 0x7f00aabbccdd>", "<Foo at <address>>"),
        ("/tmp/pytest-of-ana/pytest-0/x.py:3: Error", "<temporary>:3: Error"),
        ("worker pid 1234 started", "worker pid <id> started"),
        ("http://127.0.0.1:54321/x", "http://127.0.0.1:<port>/x"),
        ("\x1b[32mok\x1b[0m 12 ms", "ok <duration>"),
        ("1m05s", "<duration>"),
        ("id 123e4567-e89b-12d3-a456-426614174000", "id <uuid>"),
    ],
)
def test_what_time_and_chance_print_is_masked(line: str, quiet: str) -> None:
    """Durations, times, addresses, temporary paths, process ids, ports and uuids have one form each."""
    assert without_noise(line) == quiet


@pytest.mark.parametrize(
    "line",
    [
        "1 failed, 5 passed",
        "tests/test_order.py:31: AssertionError",
        "E   assert 200 == 422",
        "exit code 1",
        "shop/schema/order.py 190-205",
        "expected 3 items, got 12",
        "version 8.2.8",
        "0x1f",
        "a 10 b 20",
        "--- 5 lines ---",
    ],
)
def test_numbers_that_tell_something_stay(line: str) -> None:
    """Counts, line numbers, codes and values are what a comparison is for."""
    assert without_noise(line) == line


@given(PRINTED)
def test_masking_twice_changes_nothing(line: str) -> None:
    """What is masked holds no noise any more."""
    assert without_noise(without_noise(line)) == without_noise(line)


@given(PRINTED)
def test_a_line_stays_a_line(line: str) -> None:
    """Masking adds no line feed."""
    assert without_noise(line).count("\n") == line.count("\n") or "\r" in line
