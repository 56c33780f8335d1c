"""Regular expressions that are compiled late."""

import re

import pytest

from playhead.late_pattern import late_pattern


def test_it_finds_what_the_compiled_one_finds():
    """All methods of a late pattern answer as those of the compiled one."""
    late, compiled = late_pattern(r"(\w)-(\d+)", re.IGNORECASE), re.compile(r"(\w)-(\d+)", re.IGNORECASE)
    for text in ("a-12 b-3", "", "-"):
        assert late.findall(text) == compiled.findall(text)
        assert late.sub(r"\2", text) == compiled.sub(r"\2", text)
        assert [one.span() for one in late.finditer(text)] == [one.span() for one in compiled.finditer(text)]
    assert (late.pattern, late.flags, late.groups) == (compiled.pattern, compiled.flags, compiled.groups)


def test_it_is_compiled_when_it_is_first_used(monkeypatch):
    """Nothing is compiled before a method is asked for."""
    asked = []
    compiling = re.compile
    monkeypatch.setattr(re, "compile", lambda *given: (asked.append(given), compiling(*given))[1])
    late = late_pattern(rb"x+")
    assert asked == []
    assert late.match(b"xx")[0] == b"xx"
    assert late.match(b"y") is None
    assert asked == [(rb"x+", 0)]


def test_what_is_no_regular_expression_is_told_where_it_is_used():
    """A source that makes no sense raises as `re` does, when it is used."""
    late = late_pattern("(")
    with pytest.raises(re.error):
        late.match("a")
