"""What lists files and shows nothing of them."""

from __future__ import annotations

import pytest

from playhead.formats.build import make_action
from playhead.insight.listings import is_listing


@pytest.mark.parametrize(
    "command",
    [
        "ls -la shop",
        "find . -name '*.py' | head -5",
        "git ls-files",
        "grep -rl fee .",
        "tree shop && pwd",
        "rg --files",
    ],
)
def test_names_without_content_are_a_listing(command: str) -> None:
    """Commands that print which files there are, also through a pipe that keeps some of it, are listings."""
    assert is_listing(make_action(n=1, tool="bash", command=command, output="shop/order.py"))


@pytest.mark.parametrize(
    "command", ["cat a.py", "ls && cat a.py", "grep -rn fee .", "find . -exec cat {} +", "git diff", "pytest", ""]
)
def test_content_is_no_listing(command: str) -> None:
    """Whatever prints lines of a file, or runs something, is none."""
    assert not is_listing(make_action(n=1, tool="bash", command=command, output="shop/order.py"))


def test_a_folder_that_is_viewed_is_listed() -> None:
    """An editor's view of a folder lists it."""
    output = "OBSERVATION:\nHere's the files and directories up to 2 levels deep in /app:\n/app/a.py"
    assert is_listing(make_action(n=1, tool="str_replace_editor", arguments={"command": "view"}, output=output))
