"""Languages by file name."""

from __future__ import annotations

import pytest
from pygments.lexers import get_lexer_by_name

from playhead.edits.languages import LANGUAGES, language_of


@pytest.mark.parametrize(
    ("path", "language"),
    [
        ("/a/b.py", "python"),
        ("x.TS", "typescript"),
        ("Makefile", "make"),
        ("docker/Dockerfile.dev", "docker"),
        ("notes.txt", None),
        ("README", None),
        ("", None),
        (".gitignore", None),
    ],
)
def test_a_language_is_told_by_name(path: str, language: str | None) -> None:
    """The suffix, or the whole name, tells the language; plain text has none."""
    assert language_of(path) == language


def test_every_language_has_a_lexer() -> None:
    """Each alias of the table is one that pygments knows."""
    for language in LANGUAGES:
        assert get_lexer_by_name(language)
