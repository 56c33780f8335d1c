"""The rows above and below the steps, and the documents they open."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playhead import open_tape
from playhead.model import Layer, Snapshot, SubAgent, Tape
from playhead.text import clean
from tests.shared_data import labelled
from tests.widgets.making import FOREIGN, shop_steps, shop_tape, tape
from widgets.present.bookends import Bookend, bookend_content, bookends_of
from widgets.present.detail_options import Options
from widgets.present.row import RowPlace

PATCH = Layer("patch", "1 file +1 -1", "--- a/a.py\n+++ b/a.py\n@@ -1 +1 @@\n-x\n+y\n")
TRACE = "def t():\n" + "    x\n" * 40 + "E   assert 200 == 422\n\nt.py:31: E"
TESTS = Layer(
    "verification",
    "verifier 1 failed of 2",
    data={
        "failed": 1,
        "passed": 1,
        "rewards": {"reward": 0.5},
        "tests": [
            {"name": "t::good", "status": "passed"},
            {"name": "t::bad", "status": "failed", "trace": TRACE},
        ],
    },
)
TRAIL = (Layer("log", "agent/a.txt 5 B", "hello"), Layer("review", "reject", "No."), TESTS, PATCH)
BROKE = Layer("exception", "TimeoutError: 900 s", "Traceback\nTimeoutError: 900 s")


def shown(bookend: Bookend, width: int = 80) -> list[str]:
    """Return the document of a bookend as text."""
    document = bookend.page.document(Options())
    document.settle(0, 200, width)
    return [document.line(row, width).plain.rstrip() for row in range(document.count)]


def with_layers(*layers: Layer) -> Tape:
    """Return the repair with a task and these layers."""
    return replace(
        shop_tape(), task="Fix checkout", snapshot=Snapshot("https://x.y/shop.git", "abcdef123"), layers=layers
    )


def test_the_order_is_patch_verifier_exception_review_then_the_rest() -> None:
    """Whatever order the record has them in, they are read in one order; the task stands above."""
    bookends = bookends_of(with_layers(*TRAIL, BROKE))
    assert [one.name for one in bookends.before] == ["task"]
    assert [one.name for one in bookends.after] == ["patch", "verification", "exception", "review", "log"]
    assert bookends.at(1) is bookends.after[0]
    assert bookends.at(9) is None


def test_a_run_of_which_nothing_is_known_has_no_bookends() -> None:
    """Without a task, a snapshot, an environment and layers there are only steps."""
    assert bookends_of(shop_tape()) == ((), ())


def test_the_task_tells_snapshot_and_environment() -> None:
    """Row 0 opens the task's text, the repository and commit, and the environment as names and values."""
    run = replace(with_layers(), environment={"image": "python:3.12", "tools": ["bash", "edit"], "limits": {"time": 9}})
    lines = shown(bookends_of(run).before[0])
    assert " Fix checkout" in lines
    assert [line.split() for line in lines if line.split()[:1] in (["commit"], ["image"], ["tools"], ["limits"])] == [
        ["commit", "abcdef123"],
        ["image", "python:3.12"],
        ["tools", "bash,", "edit"],
        ["limits", "time", "9"],
    ]


def test_a_failing_test_tells_why_before_its_whole_trace() -> None:
    """The lines around the evidence are shown and marked, the whole trace is a fold, passed tests are counted."""
    lines = shown(bookends_of(with_layers(TESTS)).after[0])
    assert " ✗ t::bad" in lines
    assert "▌E   assert 200 == 422" in lines
    assert " ▸ the whole trace, 44 lines" in lines
    assert " ▸ 1 other, 1 passed" in lines
    assert len(lines) < 20


def test_a_sub_agent_that_no_step_started_has_a_row() -> None:
    """It would be out of reach else; it names the sub-agent for entering."""
    run = replace(
        shop_tape(), subagents=(SubAgent("a1", tape(shop_steps()).steps), SubAgent("a2", tape([]).steps, "s4"))
    )
    (one,) = bookends_of(run).after
    assert (one.subagent, one.row.title, one.row.result) == ("a1", "sub-agent a1", "9 steps")


@given(
    st.integers(1, 120), FOREIGN, FOREIGN, st.sampled_from(["patch", "verification", "exception", "review", "log", "x"])
)
def test_rows_fit_any_width_and_print_safely(width: int, title: str, text: str, name: str) -> None:
    """A row is exactly as wide as it is asked to be, and foreign text comes through the gate, there and in the page."""
    run = replace(shop_tape(), task=text, layers=(Layer(name, title, text, {"a": title}),))
    bookends = bookends_of(run)
    for one in (*bookends.before, *bookends.after):
        line = bookend_content(one, width, RowPlace())
        assert line.cell_length == width
        assert clean(line.plain) == line.plain
        assert all(clean(row) == row for row in shown(one, width))


def test_bookends_of_real_runs_say_something() -> None:
    """Every bookend of the labelled trials has a title, and a document that is not empty."""
    trials: Path = labelled("codetracer", "trials")
    for folder in sorted(trials.iterdir())[:12]:
        bookends = bookends_of(open_tape(folder))
        assert bookends.before
        assert bookends.after
        for one in (*bookends.before, *bookends.after):
            assert one.row.title.strip()
            assert len([line for line in shown(one) if line.strip(" ─")]) > 1, (folder.name, one.name)


@pytest.mark.parametrize("count", [1, 40])
def test_a_patch_of_many_files_stands_closed(count: int) -> None:
    """The files of a small patch stand open; of a large one their names come first."""
    text = "".join(f"diff --git a/{n} b/{n}\n--- a/{n}\n+++ b/{n}\n@@ -1 +1 @@\n-x\n+y\n" for n in range(count))
    lines = shown(bookends_of(with_layers(Layer("patch", f"{count} files", text))).after[0])
    assert any("+y" in line for line in lines) is (count == 1)
    assert len(lines) == (count + 1 if count > 1 else 5)
