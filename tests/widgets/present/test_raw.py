"""The record of a step as it stands on disk."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playhead.model import RawRef
from playhead.text import clean
from widgets.document import Document
from widgets.present.raw import laid_out, raw_document, raw_text

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=20,
)


def shown(document: Document) -> list[str]:
    """Return the rows of a document in 60 columns."""
    document.settle(0, 10_000, 60)
    return [document.line(row, 60).plain for row in range(document.count)]


@given(JSON)
def test_laying_json_out_changes_nothing_but_space(value: object) -> None:
    """JSON laid out over lines is the same value, and its literals are the same characters."""
    text = json.dumps(value)
    assert json.loads(laid_out(text)) == value
    assert "".join(laid_out(text).split()) == "".join(text.split())


def test_literals_stay_as_they_were_written() -> None:
    """Numbers keep their digits, strings their escapes, duplicate keys their place."""
    text = '{"a": 1.10, "a": 1E5, "b": ["\\u00e9 { , }", 12345678901234567890123], "c": {}, "d": []}'
    assert laid_out(text).splitlines() == [
        "{",
        '  "a": 1.10,',
        '  "a": 1E5,',
        '  "b": [',
        '    "\\u00e9 { , }",',
        "    12345678901234567890123",
        "  ],",
        '  "c": {},',
        '  "d": []',
        "}",
    ]


@given(st.text(max_size=80))
def test_layout_loses_no_character_of_what_is_no_json(text: str) -> None:
    """Even of a torn text everything but space is there."""
    assert "".join(laid_out(text).split()) == "".join(text.split())


def test_a_range_of_bytes_is_shown_with_its_place(tmp_path: Path) -> None:
    """The rows are the bytes referred to, below a row that names the file, the byte and the length."""
    file = tmp_path / "run.jsonl"
    file.write_bytes(b'{"x": 0}\n{"step": 1}\n')
    rows = shown(raw_document([RawRef(file, 9, 11)]))
    assert rows == [" run.jsonl at byte 9, 11 bytes", " {", '   "step": 1', " }"]


def test_a_pointer_is_followed(tmp_path: Path) -> None:
    """A reference without bytes shows what its JSON pointer leads to."""
    file = tmp_path / "run.json"
    file.write_text('{"a/b": [1, {"c": 1.10}]}')
    assert raw_text(RawRef(file, pointer="/a~1b/1")).text == '{\n  "c": 1.10\n}'
    assert "leads nowhere" in raw_text(RawRef(file, pointer="/a~1b/9/x")).more


def test_hostile_bytes_are_visible(tmp_path: Path) -> None:
    """Bytes that are no text and text that is no harmless text are shown, never passed on."""
    file = tmp_path / "run.jsonl"
    file.write_bytes(b"\xff\xfe\x1b[2J\x00\x9b31m \xe2\x80\xae")
    rows = shown(raw_document([RawRef(file, 0, 100)]))
    assert "␛[2J␀" in "".join(rows)
    assert all(clean(row) == row for row in rows)


def test_a_record_that_is_gone_says_so(tmp_path: Path) -> None:
    """A file that cannot be read, an empty range and no reference at all are sentences."""
    (tmp_path / "empty").touch()
    assert "gone" in "".join(shown(raw_document([RawRef(tmp_path / "gone", 0, 9)])))
    assert shown(raw_document([RawRef(tmp_path / "empty", 0)]))[-1] == " Nothing stands there."
    assert shown(raw_document([])) == [" The record keeps no bytes of this step."]


def test_what_is_not_shown_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that was cut since, a range beyond what is read at once and a broken document say so below."""
    file = tmp_path / "run.json"
    file.write_bytes(b"x" * 50)
    assert shown(raw_document([RawRef(file, 40, 90)]))[-1] == " The file ends after 10 of 90 bytes."
    assert "leads nowhere" in "".join(shown(raw_document([RawRef(file, pointer="/a")])))
    monkeypatch.setattr("widgets.present.raw.READ_BYTES", 20)
    assert shown(raw_document([RawRef(file, 0, 50)]))[-1] == " These are the first 20 bytes."
