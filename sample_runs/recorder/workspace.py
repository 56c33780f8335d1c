"""A repository in a temporary folder, and commands run in it for real."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from sample_runs.recorder.shop import FILES, HIDDEN_TEST, HIDDEN_TEST_PATH

_WHEN = "2026-03-02T09:00:00+00:00"
_TIMEOUT_S = 60
_COMMON = frozenset({"/", "/root", "/usr/bin", "/usr/local/bin", "localhost", "shop"})


@dataclass(frozen=True)
class Result:
    """What a command came to: output and errors as one text, exit code, seconds."""

    output: str
    exit_code: int
    duration_s: float


class Workspace:
    """The shop's repository at its first commit, under a folder that is thrown away."""

    def __init__(self, folder: Path, extra_files: Mapping[str, bytes] | None = None) -> None:
        self.root = folder / "shop"
        self._environment = _environment(folder)
        files = {path: text.encode() for path, text in FILES.items()} | dict(extra_files or {})
        for path, data in files.items():
            place = self.root / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)
        for command in ("git init -q", "git add -A", "git commit -q -m 'shop: checkout with express delivery'"):
            self.must(command)
        self.commit = self.must("git rev-parse HEAD").strip()

    def run(self, command: str) -> Result:
        """Run a shell command in the repository and return what it came to."""
        started = time.perf_counter()
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=self.root,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=_TIMEOUT_S,
            check=False,
        )
        seconds = round(time.perf_counter() - started, 3)
        return Result(done.stdout.decode("utf-8", "replace"), done.returncode, seconds)

    def must(self, command: str) -> str:
        """Run a command of the recorder's own and return its output; it has to succeed."""
        result = self.run(command)
        if result.exit_code:
            raise RuntimeError(f"{command} ended with {result.exit_code}: {result.output}")
        return result.output

    def final_patch(self) -> str:
        """Return what the agent changed, new files included."""
        self.must("git add -A -N")
        return self.must("git diff")

    def verify(self) -> dict[str, Any]:
        """Run the hidden tests beside the visible ones and return the verification layer."""
        hidden = self.root / HIDDEN_TEST_PATH
        hidden.write_text(HIDDEN_TEST)
        command = "python -m pytest -q tests/test_checkout.py tests/test_hidden_express.py"
        result = self.run(f"{command} --junitxml=.report.xml")
        report = self.root / ".report.xml"
        tests = [_test(case) for case in ET.parse(report).iter("testcase")]
        report.unlink()
        hidden.unlink()
        failed = sum(test["status"] == "failed" for test in tests)
        return {
            "by": "hidden tests",
            "kind": "pytest",
            "command": command,
            "exit_code": result.exit_code,
            "passed": len(tests) - failed,
            "failed": failed,
            "tests": tests,
        }

    def machine_words(self) -> list[str]:
        """Return what would name this machine in a record, and must not."""
        words = [str(self.root.parent), str(Path.home()), str(Path(sys.executable).parent), os.uname().nodename]
        return [word for word in words if word not in _COMMON]


def _test(case: ET.Element) -> dict[str, Any]:
    failure = case.find("failure")
    name = f"{case.get('classname', '').replace('.', '/')}.py::{case.get('name')}"
    if failure is None:
        return {"name": name, "status": "passed"}
    return {"name": name, "status": "failed", "trace": failure.text or failure.get("message", "")}


def _environment(folder: Path) -> dict[str, str]:
    """Return an environment that says the same on every machine: a plain PATH, fixed author and dates."""
    programs = folder / "bin"
    programs.mkdir()
    for name in ("python", "python3"):
        script = programs / name
        script.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
        script.chmod(0o755)
    home = folder / "home"
    home.mkdir()
    (home / ".gitconfig").write_text(
        "[init]\n\tdefaultBranch = main\n[core]\n\tpager = cat\n[advice]\n\tdetachedHead = false\n"
    )
    who = {f"GIT_{role}_{key}": value for role in ("AUTHOR", "COMMITTER") for key, value in _WHO.items()}
    return {
        "PATH": f"{programs}:/usr/local/bin:/usr/bin:/bin",
        "HOME": str(home),
        "GIT_CONFIG_NOSYSTEM": "1",
        "LANG": "C.UTF-8",
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTEST_ADDOPTS": "-p no:cacheprovider --color=no",
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        **who,
    }


_WHO = {"NAME": "Shop", "EMAIL": "shop@example.org", "DATE": _WHEN}
