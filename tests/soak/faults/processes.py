"""Real processes under faults: system calls that strace makes fail, and places where nothing can be written."""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.tui.driver import journal_events, write_tape

ROOT = Path(__file__).resolve().parents[3]
PROGRAM = (sys.executable, "-m", "tui")
LABEL = ("label", "{run}", "--run", "--by", "ana", "outcome=resolved")
FOLD = ("fold", "{run}")
ERRORS = ("EIO", "ENOSPC", "EDQUOT", "EROFS", "ESTALE")
_DOCUMENT = (
    b'{"schema_version": "ATIF-v1.6", "session_id": "s", "agent": {"name": "x", "version": "1"},\n'
    b' "steps": [{"step_id": 1, "source": "user", "message": "hello"}]}\n'
)
_PATIENCE_S = 120


@dataclass(frozen=True)
class Case:
    """A command under a prefix (strace, a limit, a small file system): what it may end with, and what it has to say.

    `codes`: 0 where the label is saved in the end, 4 where it is not and that is told. `labelled`: it has a label
    already; `document`: the record is one JSON document, not a run tape.
    """

    name: str
    words: tuple[str, ...]
    prefix: tuple[str, ...] = ()
    codes: tuple[int, ...] = (4,)
    environment: tuple[tuple[str, str], ...] = ()
    labelled: bool = False
    document: bool = False


@functools.cache
def why_no_strace() -> str | None:
    """Return why system calls cannot be made to fail here, None where they can."""
    if shutil.which("strace") is None:
        return "strace is not installed"
    tried = subprocess.run(
        ["strace", "-f", "-o", os.devnull, "-e", "inject=sync:error=EIO", "true"], capture_output=True, check=False
    )
    return None if tried.returncode == 0 else "strace may not trace here"


@functools.cache
def why_no_small_disk() -> str | None:
    """Return why no small file system can be mounted here, None where it can."""
    if shutil.which("unshare") is None:
        return "unshare is not installed"
    with tempfile.TemporaryDirectory() as name:
        mount = f"mount -t tmpfs -o size=4k none '{name}'"
        tried = subprocess.run(["unshare", "-rm", "sh", "-c", mount], capture_output=True, check=False)
    return None if tried.returncode == 0 else "no file system may be mounted here"


def traced_cases() -> Iterator[Case]:
    """Yield every error at every call that matters of a label and of both kinds of fold."""
    for error in ERRORS:
        for call in ("write", "fdatasync", "fsync", "flock"):
            yield Case(f"label, {call}: {error}", LABEL, _strace(call, error))
        for call in ("write", "fdatasync"):
            yield Case(f"fold, {call}: {error}", FOLD, _strace(call, error), labelled=True)
        for call in ("write", "fsync", "renameat2"):
            yield Case(f"fold a document, {call}: {error}", FOLD, _strace(call, error), labelled=True, document=True)
    yield Case("label, no locks on this file system: ENOLCK", LABEL, _strace("flock", "ENOLCK", ever=True), (0,))
    for call in ("write", "fdatasync", "flock"):
        yield Case(f"label, {call}: EINTR", LABEL, _strace(call, "EINTR"), (0,))
    for error in ("EIO", "ENOSPC"):
        yield Case(f"label, fdatasync ever after: {error}", LABEL, _strace("fdatasync", error, ever=True))


def placed_cases() -> Iterator[Case]:
    """Yield limits and places: a file that may not grow, few descriptors, no home, a full disk, a read-only folder."""
    yield Case("a file may have 1 block", LABEL, ("sh", "-c", 'ulimit -f 0; exec "$@"', "sh"), (4,))
    yield Case("20 descriptors", LABEL, ("sh", "-c", 'ulimit -n 20; exec "$@"', "sh"), (0,))
    yield Case("5 descriptors", LABEL, ("sh", "-c", 'ulimit -n 5; exec "$@"', "sh"), (4,))
    yield Case("20 descriptors, fold", FOLD, ("sh", "-c", 'ulimit -n 20; exec "$@"', "sh"), (0,), labelled=True)
    away = (("HOME", "/dev/null/home"), ("XDG_STATE_HOME", "/dev/null"), ("XDG_CACHE_HOME", "/dev/null"))
    yield Case("no home, no cache", LABEL, (), (0,), away)
    yield Case("no HOME", LABEL, ("env", "-u", "HOME", "-u", "XDG_STATE_HOME"), (0,))
    if why_no_small_disk() is None:
        for name, mount in (
            ("a disk of 4 KiB", "mount -t tmpfs -o size=4k none {there} && head -c 3900 /dev/zero >{there}/filler"),
            ("a full disk", "mount -t tmpfs -o size=4k none {there} && head -c 4096 /dev/zero >{there}/filler"),
            ("a read-only disk", "mount -t tmpfs -o ro none {there}"),
        ):
            prefix = ("unshare", "-rm", "sh", "-c", f'{mount} && exec "$@"', "sh")
            yield Case(name, (*LABEL, "--labels", "{there}"), prefix, (4,))


def tried(case: Case) -> list[str]:
    """Run one case and judge its end: its exit code, what it says, where the label is, that a later start saves it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        run = folder / "run.json" if case.document else write_tape(folder / "a.tape.jsonl")
        if case.document:
            run.write_bytes(_DOCUMENT)
        (folder / "there").mkdir()
        plain = {**os.environ, "HOME": name, "XDG_STATE_HOME": f"{name}/state", "PYTHONDONTWRITEBYTECODE": "1"}
        if case.labelled:
            _done([*PROGRAM, *LABEL], run, plain)
        before = run.read_bytes()
        done = _done([*case.prefix, *PROGRAM, *case.words], run, {**plain, **dict(case.environment)})
        failures = list(_judged(case, done))
        if case.words[0] == "fold":
            failures += _record_judged(run, before, done)
        elif done.returncode == 0 and len(journal_events(run)) != 1:
            failures.append("acknowledged, and not in the journal")
        elif done.returncode == 4 and "Kept in" in done.stderr and "there" not in str(case.words):
            again = _done([*PROGRAM, "label", "{run}", "--run", "--by", "ana", "note=later"], run, plain)
            values = {one["value"] for one in journal_events(run)}
            if again.returncode != 0 or values != {"resolved", "later"}:
                failures.append(f"not saved by the next start: {sorted(values)} {again.stderr[-200:]}")
        return [f"{case.name}: {one}" for one in failures]


def _judged(case: Case, done: subprocess.CompletedProcess[str]) -> Iterator[str]:
    if done.returncode not in case.codes:
        yield f"exit code {done.returncode}, said {done.stderr[-300:]!r}"
    if "Traceback" in done.stderr:
        yield "a traceback"
    said = done.stdout if case.words[0] == "fold" else done.stderr
    if done.returncode == 4 and not any(word in said for word in ("could not be saved in", "safe in the journal")):
        yield f"said {said!r}"


def _record_judged(run: Path, before: bytes, done: subprocess.CompletedProcess[str]) -> Iterator[str]:
    now = run.read_bytes()
    if not now.startswith(before[:-2]):
        yield "the record lost bytes"
    if "left as it is" in done.stdout and now != before:
        yield "said to be as it was, and is not"
    if done.returncode == 0 and now == before:
        yield "said to be folded, and is not"


def _strace(call: str, error: str, *, ever: bool = False) -> tuple[str, ...]:
    when = "1+" if ever else "1"
    return ("strace", "-f", "-q", "-o", os.devnull, "-e", f"inject={call}:error={error}:when={when}")


def _done(words: Sequence[str], run: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    told = [word.replace("{run}", str(run)).replace("{there}", str(run.parent / "there")) for word in words]
    return subprocess.run(
        told, capture_output=True, text=True, cwd=ROOT, env=environment, timeout=_PATIENCE_S, check=False
    )
