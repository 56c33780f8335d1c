"""Where the benchmarks stand: above everything, and under nothing."""

from __future__ import annotations

import ast
from pathlib import Path

from benchmarks.families import FAMILIES

ROOT = Path(__file__).resolve().parents[2]
FLOORS = ("playhead", "widgets", "tui")


def imported(path: Path) -> set[str]:
    """Return the top-level packages that a file imports."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    names = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    names += [node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)]
    return {name.split(".")[0] for name in names}


def test_no_floor_imports_the_benchmarks() -> None:
    """The program knows nothing of what measures it."""
    guilty = [path for floor in FLOORS for path in (ROOT / floor).rglob("*.py") if "benchmarks" in imported(path)]
    assert guilty == []
    assert "playhead" in imported(ROOT / "benchmarks" / "reading.py")


def test_families_have_names_of_their_own() -> None:
    """No family takes the place of another in the results."""
    names = [family.name for family in FAMILIES]
    assert len(set(names)) == len(names)
