"""`playhead convert`, as a person uses it."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from playhead.writing.converting import to_markdown
from tests.obeyed_signals import obeyed
from tui.cli import main

SAMPLES = Path(__file__).parents[3] / "sample_runs"
RUN = str(SAMPLES / "lucky-pass.traj")


@pytest.mark.parametrize(
    ("name", "more"), [("a.tape.jsonl", []), ("a.json", []), ("a.x", ["--to", "atif"]), ("a.md", [])]
)
def test_the_name_or_the_option_tells_the_format(name: str, more: list[str], tmp_path: Path) -> None:
    """The ending of the file that is written tells its format, unless it is said."""
    out = tmp_path / name
    assert main(["convert", RUN, str(out), *more]) == 0
    text = out.read_text()
    if name == "a.md":
        assert text.startswith("# ")
    elif name == "a.tape.jsonl":
        assert text.startswith('{"tape": ')
    else:
        assert json.loads(text)["schema_version"] == "ATIF-v1.7"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_conversion_that_a_signal_ends_leaves_nothing(
    number: signal.Signals, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half a file is removed where the program is asked to end, and the exit code tells of the signal."""

    def ended(*_: object) -> Iterator[str]:
        yield "half"
        os.kill(os.getpid(), number)
        yield "never"

    monkeypatch.setattr(to_markdown, "markdown_of", ended)
    with obeyed(number):
        assert main(["convert", RUN, str(tmp_path / "a.md")]) == 128 + number
        assert signal.getsignal(number) is signal.SIG_DFL
    assert list(tmp_path.iterdir()) == []


def test_markdown_goes_to_stdout(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    """Without a file Markdown is printed, of the steps that were asked for."""
    assert main(["convert", RUN, "--to", "markdown", "--steps", "2-3"]) == 0
    printed = capfdbinary.readouterr().out.decode()
    assert [line.split()[1] for line in printed.splitlines() if line.startswith("### ")] == ["2", "3"]


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        ([RUN], 2, "Say what to write"),
        ([RUN, "--to", "tape"], 2, "Name the file to write"),
        ([RUN, "--to", "markdown", "--steps", "9-2"], 2, "There are no steps 9-2"),
        ([RUN, "/nowhere/at/all/a.json"], 4, "cannot be written"),
        ([str(SAMPLES / "lucky-pass.tape.jsonl"), "b.tape.jsonl"], 2, "is a run tape already"),
        ([str(SAMPLES / "no-such.traj"), "b.json"], 3, "cannot be read"),
    ],
)
def test_what_cannot_be_done_is_a_sentence(
    *,
    words: list[str],
    code: int,
    sentence: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Bad use, a folder that is not there and a run that is none end with a sentence, and nothing is left behind."""
    monkeypatch.chdir(tmp_path)
    assert main(["convert", *words]) == code
    assert sentence in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
