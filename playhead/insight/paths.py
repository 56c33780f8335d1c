"""Which paths of a run name one file, and where a line of text names it."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from functools import lru_cache

from playhead.edits.reads import same_file

# Names that every folder may have one of: they need their folder beside them to be told apart.
COMMON_NAMES = frozenset(
    (
        *("__init__.py", "__main__.py", "main.py", "setup.py", "conftest.py", "tests.py", "urls.py", "models.py"),
        *("index.js", "index.ts", "index.tsx", "index.html", "package.json", "mod.rs", "lib.rs", "main.rs", "main.go"),
        *("views.py", "Makefile", "Dockerfile", "README.md", "readme.md"),
    )
)
_LONGEST_LINE = 4_000
_LONGEST_FOLDER = 300
_FOLDER = re.compile(r"(?<![\w.@~+%-])(?:[\w.@~+%-]*+/)*+\Z")
_GOES_ON = re.compile(r"[\w-]|\.\w")


def may_be_same(one: str, other: str) -> bool:
    """Return whether two paths may name one file: equal, or one is the end of the other at a folder's edge.

    A looser rule than `same_file`, for what is only printed: a run may have been in any folder.
    """
    if same_file(one, other):
        return True
    one, other = posixpath.normpath(one).lstrip("/"), posixpath.normpath(other).lstrip("/")
    shorter, longer = sorted((one, other), key=len)
    if shorter.startswith("..") or not shorter.strip("."):
        return False
    return longer == shorter or longer.endswith("/" + shorter)


@lru_cache(64)
def naming(path: str) -> Callable[[str], bool]:
    """Return a rule that tells whether a line of text names the file: by a path that may be its own, or its name.

    A name that many folders have one of counts only with its folder.
    """
    name = path.rstrip("/").rsplit("/", 1)[-1]
    needs_folder = name in COMMON_NAMES and "/" in path.strip("/")

    def names(line: str) -> bool:
        text = line[:_LONGEST_LINE]
        at = text.find(name) if name else -1
        while at >= 0:
            end = at + len(name)
            folder = _FOLDER.search(text[max(0, at - _LONGEST_FOLDER) : at])
            if folder is not None and not _GOES_ON.match(text, end):
                written = folder[0] + name
                if may_be_same(written, path) if folder[0] else not needs_folder:
                    return True
            at = text.find(name, at + 1)
        return False

    return names


_BETWEEN = str.maketrans("", "", "-_")


def squeezed(text: str) -> str:
    """Return a text as people name files and symbols from memory: small letters, no `-` and no `_`.

    `truncatedtext.ts` is meant for `truncated-text.ts`, `needsAddress` for `NEEDS_ADDRESS`.
    """
    return text.lower().translate(_BETWEEN)


_TEST_NAME = re.compile(
    r"test_|conftest\.py$|.*(?:_test|_tests|\.test|\.spec|_spec|-test|-spec)\.\w+$|tests?\.\w+$|.*Tests?\.(?:java|kt|cs|scala|php)$"
    r"|Test[A-Z]\w*\.(?:java|kt|scala)$|.*\.(?:snap|t|bats)$"
)
_TEST_FOLDERS = frozenset(
    {"test", "tests", "testing", "__tests__", "spec", "specs", "testdata", "fixtures", "__snapshots__", "e2e"}
)


def is_test_path(path: str) -> bool:
    """Return whether a path is a test's, by the names that test runners look for."""
    *folders, name = path.replace("\\", "/").split("/")
    return _TEST_NAME.match(name) is not None or any(folder.lower() in _TEST_FOLDERS for folder in folders)


_SCRIPT_NAME = re.compile(
    r"(?:.*[_.-])?(?:repro(?:duc\w*)?|edge_?cases?)(?:[_.-].*|\Z)|(?:check|debug|verify|demo|try|run|minimal)[_-].*",
    re.IGNORECASE,
)


def is_check_path(path: str) -> bool:
    """Return whether a path is that of a check: a test, or a script named as those that agents write to try something.

    The names are those that agents give (`reproduce_issue.py`, `test_fix.py`, `debug_parser.py`, `edge_cases.py`); a
    file that is called so and is no check is taken for one.
    """
    return is_test_path(path) or _SCRIPT_NAME.match(posixpath.basename(path.replace("\\", "/"))) is not None
