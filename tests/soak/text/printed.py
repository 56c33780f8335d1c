"""What every command without a screen prints about hostile records, on what it takes for a terminal."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from tests.soak.text.fields import Fields
from tests.soak.text.judged import Judged
from tests.soak.text.records import Folder, write_folder
from tests.soak.text.strings import hostile_strings
from tui.cli import main


class _Terminal(io.TextIOWrapper):
    """A stream that says that it is a terminal, and keeps what is written to it."""

    def __init__(self) -> None:
        super().__init__(io.BytesIO(), encoding="utf-8", errors="backslashreplace", write_through=True)

    def isatty(self) -> bool:
        return True

    def written(self) -> bytes:
        """Return all of it."""
        self.flush()
        assert isinstance(self.buffer, io.BytesIO)
        return self.buffer.getvalue()


def printed_by(words: Sequence[str]) -> tuple[int | str | None, bytes]:
    """Return the exit code of a command line, and what it wrote to stdout and stderr."""
    out, told = _Terminal(), _Terminal()
    with patch.object(sys, "stdout", out), patch.object(sys, "stderr", told):
        try:
            code: int | str | None = main(words)
        except SystemExit as end:
            code = end.code
    return code, out.written() + told.written()


def commands(made: Folder, fields: Fields, home: Path) -> Iterator[tuple[str, list[str]]]:
    """Yield (place, words) of every command, each in the forms that print something else."""
    run, folder, packed = str(made.run), str(made.run.parent), home / fields.name("told", ".labels.jsonl")
    by, shelf = ["--by", fields.argument("author")], ["--schema", str(made.schema)]
    for name in ("info", "validate", "steps", "files", "moments", "tests", "checks", "propose", "stats", "labels"):
        yield name, [name, run]
        yield name, [name, run, "--json"]
    for name in ("info", "validate", "moments", "checks", "propose", "stats", "labels"):
        yield f"{name} of a folder", [name, folder]
    yield "steps", ["steps", run, "--json", "--full", "--agents"]
    yield "steps", ["steps", run, "--agents"]
    note = ["--note", fields.argument("note")]
    yield "label", ["label", run, "--run", "second_look=yes", *note, *by]
    yield "label", ["label", run, "--step", "1", f"note={fields.argument('note')}", *by, "--json"]
    yield "labels", ["labels", run, *shelf]
    for option, file in (("--review", made.review), ("--verifier", made.report), ("--patch", made.patch)):
        yield "attach", ["attach", run, option, str(file), *by, *note]
    yield "labels pack", ["labels", "pack", run, "--all"]
    packed.write_bytes(printed_by(["labels", "pack", run, "--all"])[1])
    yield "labels merge", ["labels", "merge", str(packed), folder]
    yield "labels merge", ["labels", "merge", str(made.schema), folder]
    yield "fold", ["fold", run]
    yield "fold", ["fold", folder, "--json"]
    yield "markdown", ["convert", run, "--to", "markdown"]
    for to, ending in (("tape", ".tape.jsonl"), ("atif", ".json")):
        yield "convert", ["convert", run, str(home / fields.name("told", ending)), "--to", to]
    yield "settings", ["settings"]
    yield from _refusals(made, fields, home)


def _refusals(made: Folder, fields: Fields, home: Path) -> Iterator[tuple[str, list[str]]]:
    """Yield command lines that are refused with a sentence which quotes what was foreign."""
    run, missing = str(made.run), str(home / fields.name("refusals"))
    broken = [
        str(path) for path in made.run.parent.iterdir() if path != made.run and path.suffix in (".json", ".jsonl")
    ]
    settings = home / fields.name("refusals", ".toml")
    settings.write_text(
        '"' + fields.text("refusals", most=60).translate(_NO_TOML).encode("utf-8", "replace").decode() + '" = 1\n'
    )
    yield "refusals", ["info", missing]
    yield "refusals", ["info", "*", *broken]
    yield from (("refusals", ["info", path]) for path in broken)
    yield "refusals", ["steps", run, f"--{fields.argument('refusals')}"]
    yield "refusals", ["steps", run, "--map", missing]
    yield "refusals", ["labels", run, "--schema", str(made.review)]
    yield "refusals", ["settings", "--settings", missing]
    yield "refusals", ["settings", "--settings", str(settings)]
    yield "refusals", ["settings", "--path", "--settings", missing]
    for words in (
        ["--step", fields.argument("refusals")],
        ["--step", "1", "--action", fields.argument("refusals")],
        ["--run"],
    ):
        yield "refusals", ["label", run, *words, f"{fields.argument('refusals')}=1", "--by", "eve"]
    yield "refusals", ["label", run, "--run", f"outcome_judged={fields.argument('refusals')}", "--by", "eve"]
    yield "refusals", ["convert", run, missing, "--to", fields.argument("refusals")]
    yield "refusals", ["convert", run, f"{missing}.md", "--steps", fields.argument("refusals")]
    yield "refusals", ["attach", run, "--patch", str(made.review), "--by", "eve"]
    yield "refusals", ["labels", "merge", missing, run]
    yield "refusals", [fields.argument("refusals"), "info"]


_NO_TOML = dict.fromkeys((*range(32), 127, *map(ord, '"\\')))


def printed(seed: int, first: int, *, lines: int = 6) -> Judged:
    """Return what all commands print about one folder of strings; number `first` is the first one's."""
    judged = Judged()
    with TemporaryDirectory() as name:
        home = Path(name)
        own = {f"XDG_{one}_HOME": str(home / one) for one in ("STATE", "CACHE", "CONFIG")}
        with patch.dict(os.environ, {**own, "LANG": "C.UTF-8"}):
            fields = Fields(hostile_strings(seed, first))
            made = write_folder(home / fields.name("list"), fields, lines=lines)
            for place, words in commands(made, fields, home):
                judged.take_printed(f"playhead {place}", printed_by(words)[1])
    return judged
