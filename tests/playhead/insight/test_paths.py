"""When a path or a line of text names a file."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playhead.insight.paths import may_be_same, naming


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("shop/a.py", "/repo/shop/a.py", True),
        ("./shop/a.py", "shop/a.py", True),
        ("api/a.py", "shop/api/a.py", True),
        ("/x/api/a.py", "/repo/x/api/a.py", True),
        ("api/a.py", "shop/xapi/a.py", False),
        ("a.py", "b.py", False),
        ("../a.py", "x/a.py", False),
    ],
)
def test_paths_that_may_name_one_file(one: str, other: str, same: bool) -> None:
    """A path may be another's end at a folder's edge, whichever comes first."""
    assert may_be_same(one, other) is same
    assert may_be_same(other, one) is same


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ('  File "/app/shop/order.py", line 3', True),
        ("./shop/order.py:28:DELIVERY", True),
        ("fix order.py please", True),
        ("order.py", True),
        ("reorder.py", False),
        ("order.pyc", False),
        ("order.py.bak", False),
        ("web/order.py:1", False),
        ("order-py", False),
    ],
)
def test_lines_that_name_a_file(line: str, named: bool) -> None:
    """A line names a file by a path that may be its own or by its bare name, never by a part of another name."""
    assert naming("shop/order.py")(line) is named


def test_a_name_that_every_folder_has_needs_its_folder() -> None:
    """`__init__.py` alone names nothing; with its folder it does."""
    names = naming("shop/__init__.py")
    assert not names("see __init__.py")
    assert names("see shop/__init__.py:1")


@given(st.text(), st.text(max_size=20))
def test_any_text_is_looked_through(line: str, path: str) -> None:
    """No line and no path makes the rule fail."""
    assert naming(path)(line) in (True, False)
