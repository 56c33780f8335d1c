"""Elements of lists in large documents: where they stand, and their values again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from playhead.formats.elements import ChangedError, Elements, HeldFile
from playhead.formats.salvage import Damaged

VALUES: list[Any] = [{"a": 1}, "text, ", [1, 2], 2**70, None]


def of_file(path: Path, elements: Elements) -> HeldFile:
    """Return a file of the values, its elements added."""
    text, starts = "[", []
    for value in VALUES:
        starts.append(len(text))
        text += json.dumps(value) + " ,\n "
    path.write_text(text + "]", encoding="utf-8")
    file = HeldFile(path)
    elements.begin(file, "/list")
    for start, value in zip(starts, VALUES, strict=True):
        elements.add(start, start + len(json.dumps(value)))
    return file


def test_each_element_is_read_again_from_exactly_its_bytes(tmp_path):
    """Commas and blanks up to the next element are none of it; its pointer names its place."""
    elements = Elements()
    of_file(tmp_path / "one.json", elements)
    of_file(tmp_path / "two.json", elements)
    assert len(elements) == 2 * len(VALUES)
    for number in range(len(elements)):
        one = elements.get(number)
        place = number % len(VALUES)
        data = one.raw.file.read_bytes()[one.raw.offset : one.raw.offset + one.raw.length]
        assert (one.number, one.value, data) == (number, VALUES[place], json.dumps(VALUES[place]).encode())
        assert one.raw.pointer == f"/list/{place}"
        assert one.raw.file.name == ("one.json", "two.json")[number // len(VALUES)]


def test_the_bytes_of_several_hold_each_of_them(tmp_path):
    """Also of those that go on in another file: a search must not miss one."""
    elements = Elements()
    of_file(tmp_path / "one.json", elements)
    of_file(tmp_path / "two.json", elements)
    assert json.loads(b"[" + elements.bytes_between(1, 3).strip(b", \n") + b"]") == VALUES[1:4]
    across = elements.bytes_between(3, 5)
    assert across.startswith(json.dumps(2**70).encode())
    assert across.rstrip(b" ,\n").endswith(b'{"a": 1}')


def test_what_is_kept_is_not_read_again(tmp_path):
    """Torn ends and what is no list at all stand in their place as they were given."""
    elements = Elements()
    file = of_file(tmp_path / "one.json", elements)
    elements.begin(file, "/damaged")
    torn = elements.add(9, 12, Damaged("abc", 9, 3))
    said = elements.add(0, 0, "text")
    assert (elements.get(torn).raw.offset, elements.get(torn).raw.length, elements.get(torn).raw.pointer) == (
        9,
        3,
        None,
    )
    assert (elements.get(said).value, elements.get(said).raw.pointer) == ("text", "/damaged/1")


def test_a_file_that_was_written_into_gives_no_values(tmp_path):
    """What is read may not be what was found; another file under its name does not matter."""
    elements = Elements()
    path = tmp_path / "one.json"
    of_file(path, elements)
    other = tmp_path / "other.json"
    other.write_text("[]", encoding="utf-8")
    path.rename(tmp_path / "moved.json")
    other.rename(path)
    assert elements.get(0).value == {"a": 1}
    with (tmp_path / "moved.json").open("ab") as file:
        file.write(b" ")
    with pytest.raises(ChangedError):
        elements.get(0)
