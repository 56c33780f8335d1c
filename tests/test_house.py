"""The rules of the house: floors, words at the door, one sentence a test."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tui.commands.declared import COMMANDS, help_rows
from tui.commands.handlers import handler_of

ROOT = Path(__file__).resolve().parents[1]
GROUND = sorted(
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    for path in (ROOT / "playhead").rglob("*.py")
)
HEADLESS = ["tui.cli", *sorted(f"tui.headless.{path.stem}" for path in (ROOT / "tui" / "headless").glob("[a-z]*.py"))]


def test_the_ground_floor_and_headless_commands_load_no_screen() -> None:
    """Importing every module of the ground floor and every headless command loads neither textual nor rich."""
    program = (
        "import importlib, sys\n"
        f"for name in {[*GROUND, *HEADLESS]!r}: importlib.import_module(name)\n"
        "print(sorted({name.partition('.')[0] for name in sys.modules} & {'textual', 'rich', 'widgets'}))"
    )
    told = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


def test_presentation_knows_no_widget_and_no_app() -> None:
    """Importing every module of `widgets.present` loads no widget, screen or app of Textual's."""
    names = sorted(f"widgets.present.{path.stem}" for path in (ROOT / "widgets" / "present").glob("[a-z]*.py"))
    program = (
        "import importlib, sys\n"
        f"for name in {names!r}: importlib.import_module(name)\n"
        "print(sorted({'textual.app', 'textual.widget', 'textual.screen'} & set(sys.modules)))"
    )
    told = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


def test_help_starts_without_the_heavy_libraries() -> None:
    """`--help` imports none of the libraries that make a start slow."""
    program = (
        "import sys\nfrom tui.cli import main\n"
        "try: main(['--help'])\nexcept SystemExit: pass\n"
        "heavy = {'textual', 'rich', 'orjson', 'pygments', 'unidiff'}\n"
        "print('heavy', sorted({name.partition('.')[0] for name in sys.modules} & heavy))"
    )
    told = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout.splitlines()[-1] == "heavy []"


def test_every_command_has_a_handler() -> None:
    """What is declared is handled."""
    assert all(callable(handler_of(command.id)) for command in COMMANDS)


def test_no_key_is_bound_twice() -> None:
    """One key, one command; and the keys that terminals swallow or confuse are left alone."""
    keys = [key for command in COMMANDS for key in command.keys]
    assert len(keys) == len(set(keys))
    assert not set(keys) & {"ctrl+i", "ctrl+m", "ctrl+h", "ctrl+[", "ctrl+s", "ctrl+q", "ctrl+z"}
    assert not [key for key in keys if key.startswith("alt+")]


def test_the_readme_has_the_key_table_of_the_declarations() -> None:
    """The README's key table is the one that the declarations make."""
    assert key_table() in (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_test_has_one_sentence() -> None:
    """Each test says in one sentence what it holds the program to."""
    silent = []
    for path in (ROOT / "tests").rglob("test_*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
                sentence = ast.get_docstring(node) or ""
                if not sentence.rstrip().endswith(".") or "\n\n" in sentence:
                    silent.append(f"{path.relative_to(ROOT)}:{node.name}")
    assert silent == []


@pytest.mark.parametrize("floor", ["playhead", "widgets", "tui"])
def test_files_stay_small(floor: str) -> None:
    """A file over 300 lines gives its reason in its docstring."""
    long = [
        str(path.relative_to(ROOT))
        for path in (ROOT / floor).rglob("*.py")
        if (text := path.read_text(encoding="utf-8")).count("\n") > 300 and "lines long because" not in text
    ]
    assert long == []


def key_table() -> str:
    """Return the README's key table in Markdown."""
    rows = ["| keys | | does |", "|---|---|---|"]
    group = ""
    for heading, keys, title, sentence in help_rows():
        if heading != group:
            group = heading
            rows.append(f"| **{heading}** | | |")
        shown = " ".join(f"`{key}`" for key in keys.split())
        rows.append(f"| {shown} | {title} | {sentence} |")
    return "\n".join(rows)
