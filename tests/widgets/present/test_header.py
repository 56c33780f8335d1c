"""The header's one line."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playhead.model import Agent, Diagnostic, Outcome, Snapshot, Status, SubAgent, Tape
from playhead.text import clean
from tests.widgets.making import FOREIGN, shop_tape
from widgets.present.amounts import counted, duration, money
from widgets.present.header import SaveState, header_content

SHOP = replace(
    shop_tape(), agent=Agent("scripted", "1.0"), snapshot=Snapshot("shop", "4f2c1e9abcdef", "main"), cost_usd=0.318
)
SAVES = st.builds(
    SaveState, st.integers(0, 99), st.integers(0, 99), st.none() | st.just("No space left."), st.booleans()
)


def line(width: int, tape: Tape | None = SHOP, saving: SaveState | None = None, note: str = "") -> str:
    """Return the header as text."""
    return header_content(tape, width, labels=3, saving=saving or SaveState(), place=(2, 8), note=note).plain


def test_with_room_everything_is_told() -> None:
    """The run, its agent and snapshot stand left; outcome, size, labels and what is saved right."""
    assert line(110) == (
        " express-checkout · scripted 1.0 · shop@4f2c1e9     failed · 9 steps · 6m12s · $0.32 · 3 labels · saved · 2/8 "
    )


def test_sub_agents_are_counted() -> None:
    """A run whose actions started sub-agents says how many."""
    helpers = tuple(SubAgent(name, SHOP.steps) for name in ("a", "b"))
    assert " · 9 steps · 2 sub-agents · 6m12s · " in line(140, replace(SHOP, subagents=helpers))
    assert "sub-agent" not in line(140)


def test_what_matters_least_goes_first() -> None:
    """Narrower, the snapshot goes, then the cost, then the agent, then the time; outcome and saved stay."""
    assert line(80) == " express-checkout             failed · 9 steps · 6m12s · 3 labels · saved · 2/8 "
    assert line(48) == " express-checkout      failed · 9 steps · saved "
    assert line(28) == " express-…   failed · saved "


def test_what_is_saved_is_said_shorter_before_the_steps_go() -> None:
    """At 80 columns the number of steps stays, and what the record lacks is told in fewer words."""
    told = line(80, saving=SaveState(not_in_record=16))
    assert "9 steps" in told
    assert "saved in journal" in told
    assert "16 events not in the record" in line(140, saving=SaveState(not_in_record=16))


def test_the_header_names_what_is_filtered() -> None:
    """A note such as a filter stays longer than the agent and the figures."""
    assert "filter: failed" in line(70, note="filter: failed")


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (SaveState(), "saved"),
        (SaveState(waiting=1), "saving…"),
        (SaveState(waiting=2, problem="No space left."), "2 not saved"),
        (SaveState(not_in_record=3), "saved, 3 events not in the record"),
        (SaveState(read_only=True), "read-only"),
    ],
)
def test_it_says_how_safe_the_labels_are(state: SaveState, words: str) -> None:
    """Saved is said only when it is so, and what the record lacks is told apart from what the disk lacks."""
    assert line(140, saving=state).rstrip().endswith(f"{words} · 2/8")


def test_no_run_is_an_empty_line() -> None:
    """Before a run is read the header is blank."""
    assert line(30, tape=None).strip() == ""


@given(FOREIGN, FOREIGN, SAVES, st.sampled_from(Status), st.integers(0, 160))
def test_it_never_outgrows_its_width(title: str, agent: str, saving: SaveState, status: Status, width: int) -> None:
    """In every width it is exactly that wide; the outcome and the saved state are whole wherever both fit."""
    tape = replace(SHOP, title=title, agent=Agent(agent, agent), outcome=Outcome(status))
    content = header_content(tape, width, labels=12, saving=saving, place=None)
    assert content.cell_length == width
    assert clean(content.plain) == content.plain
    least = saving.shorter or saving.words()[0]
    if width >= len(f"{status} · {least}") + 2:
        assert str(status) in content.plain
        assert saving.words()[0] in content.plain or least in content.plain


def test_amounts_are_short_and_honest() -> None:
    """Durations and sums use the unit that fits; what is unknown or nonsense is left out."""
    assert [duration(one) for one in (0.04, 9.96, 59.6, 372, 11_220, 180_000)] == [
        "0.0s",
        "10s",
        "1m00s",
        "6m12s",
        "3h07m",
        "2d02h",
    ]
    assert [duration(one) for one in (None, float("nan"), -1, float("inf"))] == [""] * 4
    assert [money(one) for one in (0.318, 0.0042, 0, 1234.5, None, float("nan"))] == [
        "$0.32",
        "$0.0042",
        "",
        "$1,234.50",
        "",
        "",
    ]
    assert [counted(1, "step"), counted(1_000_000, "step"), counted(2, "entry", "entries")] == [
        "1 step",
        "1,000,000 steps",
        "2 entries",
    ]


@pytest.mark.parametrize("width", [110, 80, 60, 54])
def test_a_note_is_shortened_before_it_goes(width: int) -> None:
    """What is filtered by and searched for is named as long as a dozen cells are left for it."""
    shown = line(width, note="f kind:edit|test file:checkout 5/37 · /express 2/7")
    assert len(shown) == width
    assert " · f ki" in shown
    assert "2/7" in shown


def test_errors_of_the_record_are_told() -> None:
    """A record with errors says how many, in fewer words where there is little room; warnings say nothing here."""
    wrong = (Diagnostic("damaged_record", "line 2", "x."), Diagnostic("torn_line", "line 9", "x."))
    assert " failed · 1 error in the record · 9 steps · " in line(140, replace(SHOP, diagnostics=wrong))
    assert " failed · 1 error · " in line(70, replace(SHOP, diagnostics=wrong))
    assert "error" not in line(140, replace(SHOP, diagnostics=wrong[1:]))


def test_a_run_that_goes_on_says_so_in_the_place_of_its_outcome() -> None:
    """Running, and when the last event came, stands where the outcome will; the time goes first."""
    life = {"labels": 3, "saving": SaveState(), "place": None, "life": "running · last event 14:03:07"}
    running = replace(SHOP, outcome=Outcome())
    assert "   running · last event 14:03:07 · 9 steps · " in header_content(running, 130, **life).plain
    assert " running · 9 steps · " in header_content(running, 70, **life).plain
    assert " blind · running · " in header_content(running, 130, blind=True, **life).plain
    stalled = header_content(running, 130, **{**life, "life": "nothing since 14:03:07"}).plain
    assert " unknown · nothing since 14:03:07 · " in stalled


@pytest.mark.parametrize(
    ("repo", "shown"),
    [
        ("https://github.com/astropy/astropy.git", "astropy/astropy@4f2c1e9"),
        ("git@github.com:owner/name.git", "owner/name@4f2c1e9"),
        ("ssh://git@example.org:22/group/owner/name/", "owner/name@4f2c1e9"),
        ("shop", "shop@4f2c1e9"),
        ("astropy/astropy", "astropy/astropy@4f2c1e9"),
    ],
)
def test_a_repository_is_told_by_owner_and_name(repo: str, shown: str) -> None:
    """Of a remote's address the header has room for whose it is and what it is called."""
    tape = replace(shop_tape(), snapshot=Snapshot(repo, "4f2c1e9abcdef"))
    assert f" {shown} " in line(200, tape)
