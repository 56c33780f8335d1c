"""How a run went, on its page: one who sees only this can tell the five stories of the sample runs apart."""

from __future__ import annotations

from pathlib import Path

import pytest

from playhead import open_tape
from playhead.insight.checks import checks_of, with_muted
from playhead.insight.run_insight import insight_of
from playhead.labels.state import state_of
from tests.widgets.present.test_moment_pages import text
from widgets.present.how_it_went import HowItWent
from widgets.present.page import Page
from widgets.present.run_page import run_page

RUNS = Path(__file__).parents[3] / "sample_runs"
STORIES = {
    "careful-diagnosis": ("passed a check had failed before the first edit", "2 failures: 2 recovered"),
    "lucky-pass": ("passed evidence of understanding missing", "C7 step 7 · a file that matters was never opened"),
    "hard-coded-special-case": ("failed a special case for a test", "C13 step 8", "C14 step 11 · own checks pass"),
    "same-test-again": ("failed reran without a change", "1 spiralled", "↻ spiralled steps 7-18 · 12 steps"),
    "wrong-place-first": ("passed a check had failed", "C10 step 12 · edits put back", "✓ recovered steps 8-19"),
}


def page_of(name: str, muted: frozenset[str] = frozenset()) -> Page:
    """Return the page of a sample run with what the rules say of it."""
    tape = open_tape(RUNS / f"{name}.tape.jsonl")
    found = insight_of(tape)
    return run_page(tape, state_of((), tape), 0, HowItWent(with_muted(checks_of(tape, found), muted), found.moments))


def told(page: Page, width: int = 120) -> str:
    """Return the section of a page that tells how the run went, its blanks as one."""
    rows = text(page, width).splitlines()
    start = next(number for number, row in enumerate(rows) if row.startswith(" how it went"))
    return " ".join(" ".join(rows[start : rows.index("", start)]).split())


@pytest.mark.parametrize("width", [80, 120])
def test_each_story_is_told_by_the_page_alone(width: int) -> None:
    """Careful, lucky, hard-coded, spiral and recovered each say what no other says, at any width."""
    pages = {name: told(page_of(name), width) for name in STORIES}
    for name, said in STORIES.items():
        for words in said:
            assert words in pages[name], name
        assert sum(all(words in shown for words in said) for shown in pages.values()) == 1


def test_rows_lead_to_their_steps() -> None:
    """A check leads to the first step of its evidence, a moment to where it began."""
    links = page_of("same-test-again").links
    assert (links["check C1"], links["check C5"]) == (6, 12)
    assert [to for key, to in links.items() if key.startswith("moment ")] == [6, 16]


def test_a_muted_check_is_silent() -> None:
    """What was muted stands neither in the sentence nor in the rows."""
    assert "C7" not in told(page_of("lucky-pass", frozenset({"C7"})))
    assert "missing" not in told(page_of("lucky-pass", frozenset({"C7"})))


def test_without_rules_nothing_is_said() -> None:
    """A page whose rules were not asked has no such section."""
    tape = open_tape(RUNS / "lucky-pass.tape.jsonl")
    assert "how it went" not in text(run_page(tape, state_of((), tape), 0))
