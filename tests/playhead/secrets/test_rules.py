"""The rules: each finds what it is for, the data file is whole and says whose it is, no rule runs away."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path

import playhead.secrets
from playhead.secrets import secrets_in
from playhead.secrets.rules import all_rules
from tests.from_pattern import matches, text_from

DATA = json.loads((Path(playhead.secrets.__file__).parent / "gitleaks_rules.json").read_text(encoding="utf-8"))
TRIES = 12


def _found_from(rule: dict[str, object], chance: random.Random) -> bool:
    for _ in range(TRIES):
        text = text_from(str(rule["pattern"]), chance)
        if not any(one in text.lower() for one in rule["keywords"]):
            text = f"{rule['keywords'][0]}: {text}"
        if matches(str(rule["pattern"]), text) and any(one.rule == rule["id"] for one in secrets_in(text)):
            return True
    return False


def test_each_rule_of_the_data_finds_what_is_made_from_its_own_pattern() -> None:
    """A value put together from a rule's pattern is found by that rule, for every rule of the data file."""
    chance = random.Random(5)
    silent = [rule["id"] for rule in DATA["rules"] if not _found_from(rule, chance)]
    assert silent == []


def test_the_data_says_whose_it_is() -> None:
    """The data file carries gitleaks' licence, and every rule has a name of its own, keywords and a pattern."""
    notice = "\n".join(DATA["notice"])
    assert "MIT License" in notice
    assert "Copyright (c) 2019 Zachary Rice" in notice
    assert "gitleaks 8.30.1" in notice
    ids = [rule.id for rule in all_rules()]
    assert len(ids) == len(set(ids)) >= 240
    assert all(rule.keywords and all(one == one.lower() for one in rule.keywords) for rule in all_rules())


def test_no_rule_looks_through_a_whole_line_again_and_again() -> None:
    """No pattern of the data takes any characters without a bound, which is what makes a rule slow on a long line."""
    endless = [rule["id"] for rule in DATA["rules"] if re.search(r"(?<![\\\]])\.[*+]|\.\{\d+,\}", rule["pattern"])]
    assert endless == []
