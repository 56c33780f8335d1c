"""Checks that are one check in several spellings: `make`, `make clean && make` and `cmake -B .` build one thing."""

from __future__ import annotations

import re
from functools import lru_cache

from playhead.insight.shell import simple_commands

_BY_PROGRAM = {
    **dict.fromkeys(("make", "gmake", "cmake", "ninja", "configure", "autoreconf"), "make"),
    **dict.fromkeys(("tsc", "tsgo"), "types of TypeScript"),
    **dict.fromkeys(("mypy", "pyright"), "types of Python"),
    **dict.fromkeys(("gcc", "g++", "cc", "clang", "clang++"), "C compiler"),
    **dict.fromkeys(("mvn", "mvnw"), "Maven"),
    **dict.fromkeys(("gradle", "gradlew"), "Gradle"),
}
_BY_TWO = {
    ("cargo", "build"): "cargo build",
    ("cargo", "check"): "cargo build",
    ("cargo", "clippy"): "cargo build",
    ("go", "build"): "go build",
    ("go", "vet"): "go build",
    ("dotnet", "build"): "dotnet build",
}
_SCRIPTS = re.compile(r"\b(?:npm|pnpm|yarn|bun)\s+(?:run\s+)?(check|lint|typecheck|type-check|tsc)\b")
_ONLY_PREPARES = re.compile(
    r"\b(?:make|gmake|ninja)\b(?:\s+\S+)*?\s+(?:clean|distclean|configure|help|-n|--version|-v|--dry-run)\b|--version\b"
)


@lru_cache(maxsize=512)
def family_of(check: str | None) -> str | None:
    """Return what a build, a type check or a linter builds or checks with, in one word; None for anything else."""
    if check is None:
        return None
    for one in simple_commands(check):
        words = one.words[1:] if one.program == "npx" else one.words
        program = words[0].rsplit("/", 1)[-1] if words else ""
        if program in _BY_PROGRAM:
            return _BY_PROGRAM[program]
        found = _BY_TWO.get((program, words[1] if len(words) > 1 else ""))
        if found is not None:
            return found
    return "types of TypeScript" if _SCRIPTS.search(check) else None


def only_prepares(check: str | None) -> bool:
    """Return whether a build command builds nothing: it cleans, configures, or tells what it would do."""
    return check is not None and _ONLY_PREPARES.search(check) is not None
