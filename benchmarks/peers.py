"""The programs that are measured beside ours, where they are: a line that needs a missing one says so."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.programs import ROOT, NotRunError, Program

ENVIRONMENT = ROOT / ".venv-peers"
# What its inspector imports. The whole package brings 700 MB that looking at a run does not need.
_INSPECTOR = ("mini-swe-agent",)
_IMPORTED = ("textual", "typer", "rich", "python-dotenv", "platformdirs")
_PIP = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--retries", "1", "--timeout", "10")
INSTALL_S = 300


def less(path: Path, ready: str) -> Program:
    """Return less on a file, one row a line.

    Raises:
        NotRunError: it is not installed.

    """
    return Program("less", (_found("less"), "-S", str(path)), ready)


def lnav(path: Path, ready: str) -> Program:
    """Return lnav on a run tape, with a format file that makes a row of each step; it opens at the last.

    Raises:
        NotRunError: it is not installed.

    """
    settings = Path(tempfile.gettempdir()) / "playhead-benchmarks-lnav"
    (settings / "formats" / "installed").mkdir(parents=True, exist_ok=True)
    shutil.copy(Path(__file__).with_name("lnav_tape.json"), settings / "formats" / "installed" / "playhead_tape.json")
    return Program("lnav", (_found("lnav"), "-I", str(settings), str(path)), ready)


def inspector(path: Path, ready: str) -> Program:
    """Return the inspector of mini-swe-agent, from an environment of its own that is made when it is not there.

    Raises:
        NotRunError: it could not be installed.

    """
    python = prepare()
    command = (str(python), "-m", "minisweagent.run.utilities.inspector", str(path))
    return Program("mini-swe-agent's inspector", command, ready, {"MSWEA_SILENT_STARTUP": "1"})


def prepare() -> Path:
    """Install the inspector if it is not there; return the Python that runs it.

    Raises:
        NotRunError: it could not be installed.

    """
    python = ENVIRONMENT / "bin" / "python"
    if not (ENVIRONMENT / ".installed").exists():
        _install(python)
    return python


def _found(name: str) -> str:
    path = shutil.which(name)
    if path is None:
        raise NotRunError(f"{name} is not installed")
    return path


def _install(python: Path) -> None:
    print("installing mini-swe-agent's inspector", file=sys.stderr, flush=True)
    steps = (
        (sys.executable, "-m", "venv", str(ENVIRONMENT)),
        (str(python), *_PIP, "--no-deps", *_INSPECTOR),
        (str(python), *_PIP, *_IMPORTED),
        (str(python), "-c", "import minisweagent.run.utilities.inspector"),
    )
    for command in steps:
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=INSTALL_S)
        except (OSError, subprocess.SubprocessError) as error:
            raise NotRunError("mini-swe-agent could not be installed from PyPI") from error
    (ENVIRONMENT / ".installed").touch()
