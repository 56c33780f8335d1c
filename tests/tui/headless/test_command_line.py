"""The commands as programs: exit codes, pipes, what they import, what they write to where."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from playhead.errors import DEFECT, INTERRUPTED, CannotSaveError, UnreadableError
from tui.cli import main

ROOT = Path(__file__).parents[3]


def playhead_program(*words, **more):
    """Run `playhead WORDS...` as a program of its own."""
    command = [sys.executable, "-m", "tui", *map(str, words)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, timeout=60, check=False, **more)


@pytest.mark.parametrize("command", ["info", "steps", "label", "labels", "fold"])
def test_every_command_explains_itself(command):
    """`playhead COMMAND --help` names the command and ends with 0."""
    result = playhead_program(command, "--help")
    assert result.returncode == 0
    assert f"playhead {command}".encode() in result.stdout
    assert result.stderr == b""


def test_a_run_goes_through_all_commands(mini_run):
    """Label, list, fold and look again, as a script would: data on stdout, talk on stderr, exit code 0."""
    run = str(mini_run)
    labelled = playhead_program("label", run, "--step", "3", "root_cause=yes")
    listed = playhead_program("labels", run, "--json")
    steps = playhead_program("steps", run)
    info = playhead_program("info", run)
    assert [one.returncode for one in (labelled, listed, steps, info)] == [0, 0, 0, 0]
    assert labelled.stdout == b""
    assert b"anna" in labelled.stderr
    assert json.loads(listed.stdout)["key"] == "root_cause"
    assert [one.stderr for one in (listed, steps, info)] == [b"", b"", b""]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("info", "{dir}/nothing.json"), 3),
        (("info", "{dir}/fifo"), 3),
        (("info", "{dir}/empty.json"), 3),
        (("info", "/dev/zero"), 3),
        (("steps", "{dir}"), 2),
        (("steps",), 2),
        (("label", "{run}", "--step", "3"), 2),
        (("label", "{run}", "outcome=resolved"), 2),
        (("label", "{run}", "--step", "3", "--action", "9", "root_cause=yes"), 2),
        (("labels", "{run}", "--schema", "{dir}/nothing.toml"), 3),
        (("label", "{locked}", "--run", "outcome=failed"), 4),
    ],
)
def test_exit_codes_say_whose_fault_it_is(mini_run, words, code):
    """2 is bad use, 3 unreadable, 4 could not save; always a sentence, never a traceback, nothing on stdout."""
    folder = mini_run.parent
    os.mkfifo(folder / "fifo")
    (folder / "empty.json").touch()
    locked = folder / "locked.traj.json"
    locked.write_bytes(mini_run.read_bytes())
    (folder / "locked.traj.json.labels").write_text("in the way")
    (folder / "other.traj.json").write_bytes(mini_run.read_bytes())
    filled = [word.format(dir=folder, run=mini_run, locked=locked) for word in words]
    result = playhead_program(*filled)
    assert result.returncode == code
    assert result.stdout == b""
    assert result.stderr.strip()
    assert b"Traceback" not in result.stderr


def test_a_reader_that_goes_away_is_no_error(mini_run):
    """`playhead steps RUN --json | head -1` ends quietly."""
    document = json.loads(mini_run.read_bytes())
    document["messages"] *= 2000
    mini_run.write_text(json.dumps(document))
    command = f'"{sys.executable}" -m tui steps "{mini_run}" --json | head -1'
    result = subprocess.run(command, shell=True, cwd=ROOT, capture_output=True, timeout=120, check=False)
    assert json.loads(result.stdout)["n"] == 1
    assert result.stderr == b""


def test_no_command_imports_the_screen(mini_run):
    """Commands run without textual and without rich."""
    code = (
        "import sys; from tui.cli import main\n"
        f"for words in (['info', {str(mini_run)!r}], ['steps', {str(mini_run)!r}], ['labels', {str(mini_run)!r}],\n"
        f"              ['label', {str(mini_run)!r}, '--run', 'outcome=failed'], ['fold', {str(mini_run)!r}]):\n"
        "    main(words)\n"
        "sys.exit(any(name in sys.modules for name in ('textual', 'rich')))"
    )
    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, timeout=60, check=False)
    assert (result.returncode, result.stderr.count(b"Traceback")) == (0, 0)


def test_tables_fit_the_terminal_and_json_does_not_bend(mini_run):
    """On a terminal of 60 columns no line of a table is longer; in a pipe nothing is cut."""
    pty = pytest.importorskip("pty")
    document = json.loads(mini_run.read_bytes())
    long = "grep -rn " + "needle" * 40
    document["messages"][2]["extra"]["actions"][0]["command"] = long
    document["messages"][2]["extra"]["actions"] = document["messages"][2]["extra"]["actions"][:1]
    mini_run.write_text(json.dumps(document))
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "tui", "steps", str(mini_run)]
    with subprocess.Popen(command, cwd=ROOT, stdout=theirs, env={**os.environ, "COLUMNS": "60"}) as program:
        os.close(theirs)
        shown = b""
        while True:
            try:
                part = os.read(ours, 65536)
            except OSError:
                break
            if not part:
                break
            shown += part
        assert program.wait(60) == 0
    os.close(ours)
    assert max(len(line) for line in shown.decode().splitlines()) <= 60
    assert "…" in shown.decode()
    assert long.encode() in playhead_program("steps", mini_run).stdout


def test_help_tells_the_exit_codes(capsys):
    """`--help` says what each exit code means."""
    with pytest.raises(SystemExit):
        main(["--help"])
    told = capsys.readouterr().out
    for code in (0, 2, UnreadableError.exit_code, CannotSaveError.exit_code, DEFECT, INTERRUPTED):
        assert f" {code} " in told.partition("exit codes:")[2]
