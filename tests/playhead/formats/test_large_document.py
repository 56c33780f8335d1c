"""A document gone through part by part says what it says when it is decoded at once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from playhead.formats import large_document
from playhead.formats.elements import HeldFile
from playhead.formats.json_document import load
from playhead.formats.large_document import LargeDocument, RepeatedKeyError, is_large
from playhead.storage.decode import watch_with

KEYS = frozenset({"steps", ""})
TEXTS = [
    '{"steps": [1, {"a": [NaN]}], "extra": {"b": 2}, "notes": [1, 2]}',
    '\ufeff{"extra": 1}',
    '{"steps": [1, 2',
    '{"steps": [1, {"a": oops}], "extra": {oops}, "notes": [1, {oops}]}',
    '{"steps": [1], "notes": ["cut sho',
    '{"steps": [1 2]}',
    "[1, 2, {}]",
    "nothing",
    "",
    '{"steps": ' + "[" * 1030 + "]" * 1030 + "}",
    '{"a": {"b": "\\ud800"}, "c": 123456789012345678901234567890}',
]


def gone_through(path: Path, **choices: Any) -> tuple[LargeDocument, list[Any]]:
    """Return a document after the pass, and what it gave out."""
    document = LargeDocument(HeldFile(path), KEYS, **choices)
    return document, [found.value for found in document if found is not None]


@pytest.mark.parametrize("block", [3, 64, 1 << 18])
@pytest.mark.parametrize("text", TEXTS)
def test_it_is_as_whole_and_as_damaged_both_ways(tmp_path, text, block):
    """Members, elements, damage, refusal and diagnostics are those of a document that was decoded whole."""
    path = tmp_path / "a.json"
    path.write_text(text, encoding="utf-8")
    at_once = load(path)
    document, given = gone_through(path, block=block)
    listed = at_once.fields.get("steps", []) if at_once.fields else at_once.root
    assert repr(given) == repr(listed if isinstance(listed, list) else [])
    kept = {key: value for key, value in at_once.fields.items() if key != "steps"}
    assert repr({key: value for key, value in document.fields.items() if key != "steps"}) == repr(kept)
    assert (document.whole, document.refusal) == (at_once.whole, at_once.refusal)
    assert [one.code for one in document.diagnostics] == [one.code for one in at_once.diagnostics]
    assert repr(document.damaged) == repr([one for one in at_once.damaged if one not in given])


def test_a_list_that_comes_again_is_told(tmp_path):
    """The last one counts: it is known which to pass over when one begins again."""
    path = tmp_path / "a.json"
    path.write_text('{"steps": [1], "steps": [2], "steps": 3}', encoding="utf-8")
    for skipped in (0, 1):
        with pytest.raises(RepeatedKeyError) as told:
            gone_through(path, skipped={"steps": skipped})
        assert told.value.key == "steps"
    document, given = gone_through(path, skipped={"steps": 2})
    assert (document.fields, given) == ({"steps": 3}, [])


def test_large_is_what_is_longer_than_the_bound_and_not_watched(tmp_path, monkeypatch):
    """Where each decoded value is watched, a document is decoded at once, whatever its size."""
    path = tmp_path / "a.json"
    path.write_text(json.dumps([1]), encoding="utf-8")
    assert not is_large(path)
    monkeypatch.setattr(large_document, "LARGE", 2)
    assert is_large(path)
    assert not is_large(tmp_path / "missing.json")
    watch_with(lambda value, _: value)
    try:
        assert not is_large(path)
    finally:
        watch_with(None)
