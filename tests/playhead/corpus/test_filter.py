"""The few words that say which runs of a list are shown."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playhead.corpus.facts import RunFacts
from playhead.corpus.filter import run_filter
from playhead.corpus.found_by_rules import FoundByRules
from playhead.corpus.tally import LabelTally
from playhead.errors import BadUseError
from playhead.model import Status
from tests.playhead.corpus.making import run, waiting

RUNS = {
    "a": run("a/shop.json", title="Fix checkout", status=Status.FAILED, steps=41, failed=3, agent="mini 2.0",
             duration_s=700.0, cost_usd=0.2, labels=LabelTally(2, 1, ("ana", "ben"), True)),
    "b": run("b/shop.json", title="Fix returns", status=Status.RESOLVED, steps=5, agent="SWE-agent", model="opus"),
    "c": waiting("c/shop.json"),
    "d": replace(waiting("d/torn.json"), reason="It is torn."),
}  # fmt: skip
PUT_ASIDE = run("e/shop.json", title="Fix it", labels=LabelTally(0, 0, ("ben",), skipped=True, skipped_by=("ana",)))


def shown(text: str, *, blind: bool = False) -> str:
    """Return which of the runs a filter shows."""
    wanted = run_filter(text, blind=blind)
    return "".join(name for name, facts in RUNS.items() if wanted.admits(facts))


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("", "abcd"), ("checkout", "a"), ("SHOP", "abc"), ('"fix ret"', "b"), ("task:fix agent:mini", "a"),
        ("model:opus", "b"), ("path:torn", "d"), ("outcome:resolved", "b"), ("failed", "a"), ("-failed", "bd"),
        ("not done", "bd"), ("done", "a"), ("done:ben", "a"), ("done:eve", ""), ("undone", "b"), ("unlabelled", "b"),
        ("labelled:yes", "a"), ("unreadable", "d"), ("unread", "d"),
        ("steps:>5", "a"), ("steps:>=5", "ab"), ("steps:5", "b"),
        ("time:>10m", "a"), ("time:<10m", ""), ("cost:<$1", "a"), ("failures:>0", "a"), ("failed:no", "b"),
        ("failed:>2", "a"), ("labels:2", "a"), ("shop -checkout", "b"),
    ],
)  # fmt: skip
def test_all_words_must_hold(text: str, runs: str) -> None:
    """Words, names, numbers and flags narrow the list; what is not read yet is shown only when its path suffices."""
    assert shown(text) == runs


@pytest.mark.parametrize("text", ["colour:red", "steps:many", "labelled:perhaps", "time:>10x"])
def test_what_makes_no_sense_is_told(text: str) -> None:
    """A name or a value that there is not is refused in a sentence that names it."""
    with pytest.raises(BadUseError, match=text.partition(":")[0]):
        run_filter(text)


@pytest.mark.parametrize(
    ("text", "is_shown"),
    [
        ("skipped", True), ("skipped:ana", True), ("skipped:no", False), ("skipped:ben", False), ("done", False),
        ("undone", False), ("not done", True), ("done:ben", True), ("done:ana", False),
    ],
)  # fmt: skip
def test_what_was_skipped_is_neither_done_nor_left(text: str, is_shown: bool) -> None:
    """A run that was put aside is found by `skipped`, by who did so, and is not among those still to do."""
    assert run_filter(text).admits(PUT_ASIDE) == is_shown


def looked_at(name: str, **found: object) -> RunFacts:
    """Return a run in which the rules found this."""
    return replace(run(name), found=FoundByRules("x", **found))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("moment:spiralled", "s"), ("moment:any", "s"), ("-moment:any", "q"), ("moment:recovered", ""),
        ("check:C1", "s"), ("check:c1", "s"), ("check:any", "s"), ("-check:C1", "q"), ("check:C2", ""),
        ("shop", "sqlw"),
    ],
)  # fmt: skip
def test_what_rules_found_is_asked_of_runs_that_they_have_read(text: str, runs: str) -> None:
    """A run that the rules have not read, or that is too long for them, is neither one that has it nor one without."""
    wanted = run_filter(text)
    several = {
        "s": looked_at("shop/s", moments=("not_negative", "spiralled"), checks=("C1",)),
        "q": looked_at("shop/q", moments=("not_negative",)),
        "l": looked_at("shop/l", looked=False),
        "w": run("shop/w"),
    }
    assert "".join(name for name, facts in several.items() if wanted.admits(facts)) == runs
    assert wanted.asks_rules == (text != "shop")


def test_what_rules_found_is_hidden_from_a_blind_session() -> None:
    """Blind, what rules found is no filter; a moment or a check that there is not is refused by name."""
    for text in ("moment:any", "check:C1"):
        with pytest.raises(BadUseError, match="rules found"):
            run_filter(text, blind=True)
    for text in ("moment:lost", "check:C21", "check:"):
        with pytest.raises(BadUseError, match="there are"):
            run_filter(text)


def test_a_blind_session_cannot_ask_for_outcomes() -> None:
    """Blind, outcomes are no filter, and a bare word is not looked for in them."""
    for text in ("outcome:failed", "failed"):
        with pytest.raises(BadUseError, match="hidden"):
            run_filter(text, blind=True)
    assert shown("resolved") == "b"
    assert shown("resolved", blind=True) == ""


@given(st.text())
def test_any_text_is_a_filter_or_refused(text: str) -> None:
    """Whatever is typed, it filters or is refused in words."""
    try:
        wanted = run_filter(text)
    except BadUseError:
        return
    for facts in RUNS.values():
        assert wanted.admits(facts) in (True, False)
