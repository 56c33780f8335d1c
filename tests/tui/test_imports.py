"""What a start imports, and what it leaves for when it is needed: every module costs time before the first frame."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from subprocess import run

import pytest

ROOT = Path(__file__).parents[2]
RUN = ROOT / "sample_runs" / "careful-diagnosis.tape.jsonl"

SCREEN_LIBRARY = ("textual", "rich.console", "rich.text", "asyncio")
LATER = {
    "pygments": "colours code after the first frame, in a thread",
    "unidiff": "reads a hunk when it is seen",
    "multiprocessing": "other runs and runaway patterns are read in processes of their own",
    "tui.headless": "commands without a screen",
    "playhead.recording": "writes records, reads none",
    "playhead.converting": "the same",
    "tui.first_start": "once in a life",
    "tui.screens.keys": "on `?`",
    "playhead.secrets": "rules about credentials, when a line may hold one",
}
OF_A_LIST = {
    "tui.screens.runs": "the list, where there is one",
    "tui.run_reading": "reads the other runs",
    "playhead.corpus.facts": "the same",
}
OF_A_RUN = {
    "tui.screens.run": "a run, when one is opened; imported in the background once the list is shown",
    "widgets.step_detail": "the same",
    "widgets.timeline": "the same",
}
PICTURE_ONLY = {
    "playhead.labels.store": "labels are not in the picture",
    "playhead.formats.atif.reader": "another format",
    "playhead.formats.claude_code.reader": "another format",
    "playhead.formats.salvage": "the record is whole",
    "tomllib": "there is no settings file",
}


NO_WARMING = "import widgets.step_detail as detail; detail.warm = lambda: None"
"""Lexers are loaded in a thread as soon as the first frame is there."""


def _loaded(program: str, *words: str) -> set[str]:
    """Return the modules of a fresh process after a program that prints nothing else as its last line."""
    told = run(
        [sys.executable, "-c", f"{program}\nimport json, sys; print(json.dumps(sorted(sys.modules)))", *words],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    return set(json.loads(told.stdout.splitlines()[-1]))


def _among(names: object, loaded: set[str]) -> list[str]:
    """Return those of the modules, or rooms, that are loaded."""
    return [name for name in names if any(one == name or one.startswith(f"{name}.") for one in loaded)]


def _first_frame(screen: str, before: str) -> str:
    return f"""
import asyncio, sys
from pathlib import Path
from playhead.labels.schema import load_schema
from playhead.opening import open_tape
from tui.app import PlayheadApp
from tui.session import Session
{before}
async def main():
    given = {screen}
    app = PlayheadApp(Session(schema=load_schema(None), read_only=True), **given)
    loaded = []
    app._import_run_screen = lambda: None
    async with app.run_test(size=(120, 40)):
        loaded += sys.modules
        app.exit()
    import json
    print(json.dumps(sorted(loaded)))
asyncio.run(main())
raise SystemExit
"""


def test_the_first_picture_needs_no_screen_library():
    """Up to the first picture of a run nothing of Textual is imported, nor what the picture does not show."""
    program = f"""
import argparse, tui.start as start, tui.cli
from tui.early_terminal import EARLY
drawn = []
EARLY.take = drawn.append
import os
os.get_terminal_size = lambda *_: os.terminal_size((120, 40))
for measured in ("COLUMNS", "LINES"):
    os.environ.pop(measured, None)
arguments = tui.cli._screen_parser().parse_args(["--theme", "ansi", {str(RUN)!r}])
start._show_first_picture(start._single_run([__import__("pathlib").Path({str(RUN)!r})], 3), "ansi-dark", arguments)
assert drawn and "You work in a" in drawn[0]
"""
    loaded = _loaded(program)

    assert _among((*SCREEN_LIBRARY, *LATER, *PICTURE_ONLY), loaded) == []


@pytest.mark.parametrize(
    ("screen", "before", "later"),
    [
        (f'{{"tape": open_tape({str(RUN)!r})}}', NO_WARMING, {**LATER, **OF_A_LIST}),
        (f'{{"tape": None, "folders": (Path({str(RUN.parent)!r}),)}}', "", {**LATER, **OF_A_RUN}),
    ],
    ids=["run", "list"],
)
def test_the_first_frame_needs_no_more_than_it_shows(screen, before, later):
    """A run is shown without the list's modules, a list without the run's, and both without what comes later."""
    told = run(
        [sys.executable, "-c", _first_frame(screen, before)], capture_output=True, text=True, check=True, cwd=ROOT
    )
    loaded = set(json.loads(told.stdout.splitlines()[-1]))
    assert "tui.app" in loaded
    assert _among(later, loaded) == []


@pytest.mark.parametrize("command", ["info", "steps", "files", "labels", "validate"])
def test_a_command_without_a_screen_needs_no_screen_library(command):
    """Headless commands import neither Textual nor Rich, neither an event loop nor lexers."""
    program = f"from tui.cli import main; main([{command!r}, {str(RUN)!r}])"
    assert _among(("textual", "rich", "asyncio", "pygments", "unidiff", "tui.app"), _loaded(program)) == []


def test_help_needs_next_to_nothing():
    """`--help` imports neither the model nor a format, nor what types are made of."""
    program = """
from tui.cli import main
try:
    main(["--help"])
except SystemExit:
    pass
"""
    assert _among(("playhead.model", "playhead.formats", "dataclasses", "typing", "orjson"), _loaded(program)) == []
