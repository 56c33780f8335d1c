"""Draw the pictures of the documentation: `python -m tests.pictures` draws all, with a FOLDER there instead of docs/.

A scripted person has labelled a copy of the sample runs; each picture is the program's own screen after some keys.
"""

from __future__ import annotations

import argparse
import asyncio
import re
import shutil
import sys
import tempfile
from contextlib import redirect_stderr
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from playhead import open_tape
from playhead.labels.schema import load_schema
from playhead.opening import RunEntry
from playhead.text import only_ascii
from tui.app import PlayheadApp
from tui.cli import main as playhead
from tui.screens.run import RunScreen
from tui.session import Session

ROOT = Path(__file__).resolve().parents[1]
RUN = "wrong-place-first.tape.jsonl"
NARROW, MIDDLE, WIDE = (80, 24), (120, 40), (200, 50)


@dataclass(frozen=True)
class Picture:
    """One picture: its file's name, the keys that lead to it, and how the terminal is."""

    name: str
    keys: str = ""
    size: tuple[int, int] = MIDDLE
    theme: str = "playhead-dark"
    run: str | None = RUN
    at: str = "8"
    ascii: bool = False


PICTURES: tuple[Picture, ...] = (
    Picture("screen", "e", (124, 36), at="4"),
    *(
        Picture(f"pictures/home-{look}-{size[0]}x{size[1]}", "e", size, theme, at="4")
        for look, theme in (("dark", "playhead-dark"), ("light", "playhead-light"), ("ansi", "ansi-dark"))
        for size in (NARROW, MIDDLE, WIDE)
    ),
    Picture("pictures/contrast", "e", theme="playhead-contrast", at="4"),
    Picture("pictures/ascii-without-colour", "e", NARROW, "none", at="4", ascii=True),
    Picture("pictures/one-pane", "e", (45, 24), at="4"),
    Picture("pictures/label-panel", "a f", (120, 30)),
    Picture("pictures/label-mode", "A", (120, 30), at="11"),
    Picture("pictures/diff", "tab", (120, 30), at="20"),
    Picture("pictures/list", "j j", (120, 16), run=None),
    Picture("pictures/help", "question_mark", (150, 62)),
)

# What the scripted person holds of the run: (where, label).
LABELS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (RUN, ("--step", "6", "flag=hypothesis_unsupported")),
    (RUN, ("--step", "7", "flag=localization_wrong")),
    (RUN, ("--step", "8", "flag=output_read_right")),
    (RUN, ("--step", "11", "flag=localization_right")),
    *((RUN, ("--step", step, "step_value=harms")) for step in ("6", "7")),
    *((RUN, ("--step", step, "step_value=helps")) for step in ("8", "11", "18")),
    (RUN, ("--span", "7", "12", "moment=recovered")),
    (RUN, ("--run", "outcome=resolved")),
    ("same-test-again.tape.jsonl", ("--run", "failure=loop")),
    (
        "same-test-again.tape.jsonl",
        ("--step", "9", "flag=repeats_without_progress", "--note", "nothing was edited since 7"),
    ),
    ("hard-coded-special-case.tape.jsonl", ("--step", "8", "root_cause=yes")),
)


def labelled_copy(folder: Path) -> Path:
    """Copy the sample runs, let the scripted person label them, and return the copy's folder."""
    runs = folder / "runs"
    runs.mkdir()
    for tape in sorted((ROOT / "sample_runs").glob("*.tape.jsonl")):
        shutil.copy(tape, runs)
    for name, words in LABELS:
        with redirect_stderr(StringIO()) as told:
            code = playhead(["label", str(runs / name), *words, "--by", "ana"])
        assert code == 0, told.getvalue()
    return runs


async def draw(picture: Picture, runs: Path) -> str:
    """Return a picture as SVG."""
    path = runs / (picture.run or "")
    session = Session(schema=load_schema(None), author="ana", theme=picture.theme, at=picture.at)
    if picture.run is not None:
        session.queue = [RunEntry(path)]
    tape = open_tape(path) if picture.run is not None else None
    only_ascii(picture.ascii)
    app = PlayheadApp(session, tape=tape, folders=() if tape is not None else (runs,))
    try:
        async with app.run_test(size=picture.size) as pilot:
            await app.workers.wait_for_complete()
            await pilot.pause()
            for key in picture.keys.split():
                await pilot.press(key)
            await pilot.pause()
            if isinstance(app.screen, RunScreen):
                app.screen.show_detail_now()
            await app.workers.wait_for_complete()
            await pilot.pause()
            for _ in range(500):  # the rows of a list are read one after another
                if "to&#160;go" not in (svg := app.export_screenshot(title="playhead")):
                    break
                await pilot.pause(0.02)
            return smaller(svg)
    finally:
        only_ascii(on=False)


def smaller(svg: str) -> str:
    """Return the same picture without fonts from elsewhere, which pages do not load, and with shorter numbers."""
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)
    svg = svg.replace("font-family: Fira Code, monospace", "font-family: Menlo, Consolas, DejaVu Sans Mono, monospace")
    svg = re.sub(r"terminal-\d+-", "t", svg)
    return re.sub(r"(\d+\.\d{2})\d+", r"\1", svg)


def main() -> int:
    """Write the pictures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "docs")
    parser.add_argument("--only", default="", help="only pictures whose name holds this")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        runs = labelled_copy(Path(temporary))
        for picture in PICTURES:
            if arguments.only in picture.name:
                path = arguments.folder / f"{picture.name}.svg"
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(asyncio.run(draw(picture, runs)), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
