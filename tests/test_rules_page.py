"""The page of the rules says what the rules are."""

from __future__ import annotations

import re

from playhead.insight.checks import CHECKS
from playhead.insight.feedback.values import RULES
from tests.rules_page import PAGE, each_check, page_with


def test_the_page_of_rules_is_fresh() -> None:
    """docs/rules.md holds the tables that the rules make (`python -m tests.rules_page` writes them)."""
    page = PAGE.read_text(encoding="utf-8")
    assert page == page_with(page)


def test_every_rule_has_a_row() -> None:
    """Nine classes, twenty checks in their order, each with a sentence of its own."""
    page = PAGE.read_text(encoding="utf-8")
    assert [one for one in RULES if f"| {one} |" in page] == [f"N{nth}" for nth in range(1, 10)]
    assert [rule.id for rule, _ in each_check()] == [f"C{nth}" for nth in range(1, len(CHECKS) + 1)]
    assert len({told for _, told in each_check()}) == len(CHECKS) == 20


def test_quotations_of_the_worst_errors_are_short() -> None:
    """No more than eighty characters of a labelled run are quoted anywhere on the page."""
    errors = PAGE.read_text(encoding="utf-8").partition("## The worst errors")[2]
    quoted = re.findall(r'"([^"]+)"', errors)
    assert len(quoted) >= 20
    assert max(map(len, quoted)) <= 80
