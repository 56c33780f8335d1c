"""Keys of one's own, in the real program: every screen and dialog takes them, every sentence names them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.stories.driver import Person, person
from tests.tui.driver import journal_events, write_tape

KEYS = """
[keys]
"label.mode" = ["f5"]
"label.panel" = ["f6"]
"label.helps" = ["f7"]
"label.mark" = ["J"]
"label.marked" = ["f9"]
"label.pass" = ["f10"]
"label.recent" = ["Z"]
"escape" = ["f11"]
"help" = ["f1"]
"page.run" = ["I"]
"page.before" = ["f3"]
"pane.full" = ["f12"]
"quit" = ["Q"]
"decisions.leave" = ["X"]
"decisions.take_back" = ["f4"]
"keys.search" = ["f8"]
"keys.leave" = ["X"]
"asked.leave" = ["f2"]
"asked.take" = ["f3"]
"""
F = {number: f"\x1bO{letter}" for number, letter in enumerate("PQRS", 1)}
F |= {number: f"\x1b[{code}~" for number, code in zip(range(5, 13), (15, 17, 18, 19, 20, 21, 23, 24), strict=True)}


@pytest.fixture
def run(tmp_path: Path) -> Path:
    """Return a small run."""
    return write_tape(tmp_path / "a.tape.jsonl")


@pytest.fixture
def ana(run: Path, tmp_path: Path) -> Iterator[Person]:
    """Return somebody at that run, with the keys above."""
    settings = tmp_path / "settings.toml"
    settings.write_text(KEYS, encoding="utf-8")
    with person("--settings", settings, run, home=tmp_path, size=(140, 40)) as somebody:
        yield somebody.opened("rg express", "f1 keys")


def test_sentences_name_the_keys_that_are_bound(ana: Person) -> None:
    """Talk, strips, panel and key bar name the new keys, and these do what is told of them."""
    ana.press(F[7]).sees("f7 labels in label mode: f5 switches it on. f6 reaches every label.")
    ana.press(F[9]).sees("No step is marked: J marks one.")
    ana.press("J").sees("1 step marked: f9 and a label labels all of them")
    ana.press(F[11]).sees("no marks")
    ana.press("v").sees("span: move to its other end, then f6 and a label")
    ana.press("l").sees("f6 label the span", "f11 give up")
    ana.press(F[11]).sees("f5 label mode")
    ana.press(F[6]).sees("f2 leaves")
    ana.press(F[2]).sees("f6 label")
    ana.press(F[10]).sees("A pass sets one label", "f3 ")
    ana.press(F[3]).sees("PASS", "f11 leave")
    ana.press(F[11]).sees("f10 goes on")
    ana.press(F[5]).sees("label mode: digits and f7 0 - ! label")


def test_dialogs_take_the_keys_that_are_bound(ana: Person, run: Path) -> None:
    """A line of typing, the decisions, a page and the help are entered, searched and left by the new keys."""
    ana.press("c").sees("note on step")
    ana.press(*"slow", "\r").sees("note on step")
    ana.press(F[3]).sees("f6 label")
    ana.press("Z").sees("Your decisions", "f4 take back", "X back")
    ana.press("X").sees("e failure")
    ana.press("I").sees("f11 back", "f1 keys")
    ana.press(F[1]).sees("Back to the run.", "f8 search")
    ana.press(F[8]).sees("keys with")
    ana.press(*"sideways", F[3]).until(lambda screen: "stands further left" in screen and "Back to" not in screen)
    ana.press("X").sees("Back to the run.")
    ana.press("X").sees("f11 back")
    ana.press("Q").sees("e failure")
    ana.press("Q")
    assert ana._terminal.wait_for_end() == 0
    assert [event["value"] for event in journal_events(run)] == ["slow"]
