"""A mapping file: paths, what may stand in it, and the place of what may not."""

from __future__ import annotations

import re
from pathlib import Path as File

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playhead.errors import BadUseError
from playhead.formats.own.mapping import load_mapping
from playhead.formats.own.paths import EACH, Path, every, path_of, places
from playhead.storage.json_pointer import pointed_range

RECORD = {"events": [{"data": {"cmd": "ls"}, "a.b": 1}, {"data": None}, {"data": {"cmd": "pwd"}}], "x": [[1, 2], [3]]}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("events[].data.cmd", ["ls", "pwd"]), ("events[0].data.cmd", ["ls"]), ('events[]."a.b"', [1]),
        ("events[9]", []), ("x[][]", [1, 2, 3]), ("x[][0]", [1, 3]), ("events.data", []), ("nothing[].at.all", []),
        ("events[].data[]", []),
    ],
)  # fmt: skip
def test_a_path_leads_to_all_it_names(text: str, found: list[object]) -> None:
    """Keys, elements and each element; nothing is where a path leads nowhere."""
    assert every(RECORD, path_of(text)) == found


@pytest.mark.parametrize("text", [".a", "a..b", "a.", "a[", "a[b]", 'a."b', "a b", "[]a", "a]", '""'])
def test_what_is_no_path_is_told_by_its_place(text: str) -> None:
    """A text that is no path is refused with the character from which on it is none."""
    with pytest.raises(ValueError, match="is no path from character"):
        path_of(text)


PARTS = st.lists(st.one_of(st.text(min_size=1, max_size=6), st.integers(EACH, 999)), max_size=5)


@given(PARTS)
def test_a_path_is_spelled_as_it_is_read(parts: list[str | int]) -> None:
    """What a path is written as is that path again, whatever its keys are."""
    path = Path(tuple(parts))
    assert path_of(str(path)) == path


def test_places_are_json_pointers() -> None:
    """Each place that a path leads to is a pointer to it in the document."""
    data = b'{"a/b": [{"~": 1}, {"~": 2}]}'
    found = places({"a/b": [{"~": 1}, {"~": 2}]}, path_of('"a/b"[]."~"'))
    ranges = [pointed_range(data, pointer) for pointer, _ in found]
    assert [data[start:end] for start, end in ranges] == [b"1", b"2"]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('[step]\ntxt = "a"\n', r"m\.toml, line 2: \[step\] txt is no key of \[step\]; text is one"),
        ('[stp]\ntext = "a"\n', r"m\.toml, line 1: stp is no key; step is one"),
        ("[step]\ntext = 5\n", r"line 2: \[step\] text is a path in quotes"),
        ('[step]\ntext = "a..b"\n', r"line 2: \[step\] text 'a\.\.b' is no path from character 2 on"),
        ('[step]\neach = "e[]"\n\ntext = "f[].b"\n', r"line 4: \[step\] text does not begin with .*'e\[\]'"),
        ('[step]\ntime = "a"\n', r"m\.toml: \[step\] says neither where text is"),
        ('[step]\ncommand = "a[].b"\noutput = "c[].d"\n', r"line 3: \[step\] output is in another list"),
        ('name = "\\u001b"\n[step]\ntext = "a"\n', r"line 1: name is letters"),
        ("step = 5\n", r"m\.toml, line 1: step is a table"),
        ('[step]\ntext = "a"\n[roles]\nuser = [[1]]\n', r"line 4: \[roles\] user is a value"),
        ('[step]\ntext = "a"\n[outcomes]\nwon = ["x"]\n', r"line 4: \[outcomes\] won is no key"),
        ('marks = "x"\n[step]\ntext = "a"\n', r"line 1: marks is a list of texts"),
        ("[step\n", r"m\.toml: this is no TOML: .*line 1"),
        ("a = " + "9" * 5_000, r"m\.toml: this is no TOML: .*digits"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_told_by_its_line(tmp_path: File, text: str, place: str) -> None:
    """A refusal names file, line and key, and what is near."""
    file = tmp_path / "m.toml"
    file.write_text(text)
    with pytest.raises(BadUseError, match=place) as caught:
        load_mapping(file)
    assert re.search(r"\.$", str(caught.value))
    assert "\n" not in str(caught.value)


def test_bytes_that_are_no_text_are_refused(tmp_path: File) -> None:
    """A mapping that is no UTF-8 is refused by its name and the byte."""
    file = tmp_path / "m.toml"
    file.write_bytes(b"name = \xff")
    with pytest.raises(BadUseError, match="byte 7 is none"):
        load_mapping(file)
