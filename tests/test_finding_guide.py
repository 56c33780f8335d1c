"""The guide to finding tells what there is."""

from __future__ import annotations

from pathlib import Path

from playhead.insight.filter import parse_filter
from playhead.insight.filter_words import WORDS

GUIDE = (Path(__file__).resolve().parents[1] / "docs" / "finding.md").read_text(encoding="utf-8")


def test_the_guide_names_every_key_and_its_examples_parse() -> None:
    """Each key of the filter language stands in the guide's table, and every example there is a filter."""
    assert [word.key for word in WORDS if f"`{word.key}`" not in GUIDE] == []
    examples = [line[:40].strip() for line in GUIDE.split("```")[1].strip().splitlines()]
    assert all(parse_filter(example).terms for example in examples)
