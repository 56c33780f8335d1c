"""`python -m tests.stories` tells all stories and writes the table of what they took to docs/stories.md."""

from __future__ import annotations

import sys

import pytest

from tests.stories.driver import ROOT, table

HEAD = """# Stories

What a person does, told by keys through a real terminal (`tests/stories/`, one test each), with what it takes: the
keys after opening, and the bytes that go over the line, in 256 colours, for those keys and for the first
screen. `python -m tests.stories` tells them all and writes this table. The runs are written for the stories: their
shape is that of recorded ones, and who tells the story knows where to look.

"""


def main() -> int:
    """Tell the stories; the exit code is pytest's."""
    code = pytest.main(["-q", "-p", "no:cacheprovider", "-n", "0", str(ROOT / "tests" / "stories")])
    print(table())
    if code == 0:
        (ROOT / "docs" / "stories.md").write_text(f"{HEAD}{table()}\n", encoding="utf-8")
    return int(code)


if __name__ == "__main__":
    sys.exit(main())
