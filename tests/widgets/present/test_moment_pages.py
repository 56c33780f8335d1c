"""The page of a moment and the list of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from playhead import open_tape
from playhead.insight.feedback.values import RULES
from playhead.insight.moments.story import MOST_TRIED, story_of
from playhead.insight.moments.values import MomentOutcome
from playhead.insight.moments.weight import heaviest_first
from playhead.insight.run_insight import RunInsight, insight_of
from playhead.model import Tape
from tests.stories.runs import run_with_moments
from tests.tui.driver import write_tape
from widgets.present.detail_options import Options
from widgets.present.moment_page import moment_page
from widgets.present.moments_page import moments_page
from widgets.present.page import Page


def text(page: Page, width: int = 120, **options: bool) -> str:
    """Return a page as it is read, with every row of it."""
    document = page.document(Options(**options))  # type: ignore[arg-type]
    document.settle(0, 500, width)
    return "\n".join(document.line(row, width).plain.rstrip() for row in range(document.count))


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Tape, RunInsight]:
    """A run with four moments, and what the rules find in it."""
    tape = open_tape(run_with_moments(tmp_path_factory.mktemp("moments") / "run.tape.jsonl"))
    return tape, insight_of(tape)


def test_a_moment_tells_how_it_came_out_and_what_was_tried(run: tuple[Tape, RunInsight]) -> None:
    """Outcome with what settled it, evidence, every attempt and change, the outputs before and after."""
    tape, found = run
    page = moment_page(story_of(found.moments[2], tape.steps), (3, 4))
    told = text(page)
    assert page.title.startswith("moment 3 of 4")
    for said in ("recovered: ", "21 steps", "3 without a change", "step 150  assert 490 == 1250"):
        assert said in told
    for said in ("again, nothing changed", "a change", "the same check, before and after", "6 passed in 0.11s"):
        assert said in told
    assert page.links["evidence"] == 149
    assert [page.links[f"tried {place}"] for place in range(6)] == [149, 152, 155, 159, 164, 169]
    assert (page.links["old"], page.links["new"]) == (149, 169)


def test_what_worked_instead_is_not_called_the_same_check(run: tuple[Tape, RunInsight]) -> None:
    """Of a problem that was worked around two different commands stand side by side, and the heading says so."""
    tape, found = run
    story = story_of(found.moments[2], tape.steps)
    around = replace(story, moment=replace(story.moment, outcome=MomentOutcome.WORKED_AROUND))
    told = text(moment_page(around, (3, 4)))
    assert "what failed, and what worked instead" in told
    assert "the same check, before" not in told


def test_a_problem_without_a_subject_is_told_by_its_kind(run: tuple[Tape, RunInsight]) -> None:
    """What a rule knows no more of than its kind is told by that, without an empty name behind it."""
    tape, found = run
    story = story_of(found.moments[2], tape.steps)
    told = text(moment_page(replace(story, moment=replace(story.moment, key="path:")), (3, 4)))
    assert "path:" not in told
    assert any(row.split() == ["about", "test"] for row in told.splitlines())


def test_outputs_stand_beside_one_another(run: tuple[Tape, RunInsight]) -> None:
    """With room and `split` what was printed before and after shares its rows."""
    tape, found = run
    told = text(moment_page(story_of(found.moments[2], tape.steps), (3, 4)), split=True)
    assert any("assert 490 == 1250" in row and "collected 6 items" in row for row in told.splitlines())


def test_text_evidence_is_named(run: tuple[Tape, RunInsight]) -> None:
    """Where a record has neither flags nor codes, the page says that only texts speak."""
    tape, found = run
    story = story_of(found.moments[0], tape.steps)
    assert "text evidence only" in text(moment_page(story, (1, 4), text_only=True))
    assert "text evidence only" not in text(moment_page(story, (1, 4)))
    assert not found.text_only


@pytest.mark.parametrize("width", [45, 60, 80, 120, 200])
def test_pages_fit_any_width(run: tuple[Tape, RunInsight], width: int) -> None:
    """No row is longer than the page is wide."""
    tape, found = run
    pages = [
        moment_page(story_of(found.moments[2], tape.steps), (3, 4)),
        moments_page(heaviest_first(found.moments), tape.steps),
    ]
    for page in pages:
        document = page.document(Options())
        document.settle(0, 500, width)
        assert all(document.line(row, width).cell_length <= width for row in range(document.count))


def test_the_list_is_heaviest_first(run: tuple[Tape, RunInsight]) -> None:
    """The longest moment stands first; a row is a link to its place in the list."""
    tape, found = run
    page = moments_page(heaviest_first(found.moments), tape.steps)
    rows = text(page).splitlines()
    assert page.title == "4 moments: 4 recovered"
    assert "150-170" in rows[1]
    assert "in circles" in rows[1]
    assert page.links == {f"moment {place}": place for place in range(4)}


def test_no_moments_are_said_in_a_sentence(run: tuple[Tape, RunInsight]) -> None:
    """A run in which nothing failed says so."""
    tape, _ = run
    assert "Nothing in this run says" in text(moments_page((), tape.steps))


def test_a_moment_of_many_attempts_tells_the_first_and_the_last(tmp_path: Path) -> None:
    """What is left out is counted."""
    fails = ("pytest -q", "E   assert 1 == 2\n1 failed in 0.1s\n", 1)
    path = write_tape(tmp_path / "run.tape.jsonl", (fails,) * (MOST_TRIED + 20))
    tape = open_tape(path)
    story = story_of(insight_of(tape).moments[0], tape.steps)
    assert len(story.tried) == MOST_TRIED
    assert story.left_out > 0
    assert "more" in text(moment_page(story, (1, 1)))


@pytest.mark.parametrize("rule", sorted(RULES))
@pytest.mark.parametrize("width", [60, 80])
def test_evidence_is_headed_and_the_rule_stands_below(run: tuple[Tape, RunInsight], rule: str, width: int) -> None:
    """On a narrow screen the section is still called evidence, and every word of the rule is there."""
    tape, found = run
    moment = found.moments[2]
    moment = replace(moment, feedback=replace(moment.feedback, rule=rule))
    told = text(moment_page(story_of(moment, tape.steps), (3, 4), text_only=True), width)
    assert " evidence ──" in told
    assert f"rule {rule} · {RULES[rule]} · text evidence only" in " ".join(told.split())


def test_a_long_quotation_is_broken_into_rows(run: tuple[Tape, RunInsight]) -> None:
    """What was said stands in as many rows as it takes, up to some; one that is endless ends in an ellipsis."""
    tape, found = run
    moment = found.moments[2]
    for words, end in ((30, "word29"), (5_000, "…")):
        quote = " ".join(f"word{place}" for place in range(words))
        longer = replace(moment, feedback=replace(moment.feedback, quote=quote))
        rows = text(moment_page(story_of(longer, tape.steps), (3, 4)), 80).split("what was tried")[0].splitlines()
        said = [row for row in rows if "word" in row]
        assert 2 < len(said) < 9
        assert said[-1].endswith(end)


def test_what_stands_in_a_record_passes_the_gate(tmp_path: Path) -> None:
    """Escapes in a command or in an output are glyphs on both pages."""
    evil = "cat \x1b]52;c;AAAA\x07.py"
    steps = ((evil, "cat: \x1b[2Jno.py: No such file or directory\n", 1), ("true\x1b[31m", "", 0))
    tape = open_tape(write_tape(tmp_path / "run.tape.jsonl", steps))
    found = insight_of(tape)
    told = text(moments_page(found.moments, tape.steps))
    told += text(moment_page(story_of(found.moments[0], tape.steps), (1, 1)))
    assert "\x1b" not in told
    assert "\x07" not in told
