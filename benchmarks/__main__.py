"""`python -m benchmarks`: one table of ours, theirs, ratio and target; how cost grows; the same as JSON.

Each family of lines is measured in a process of its own. A run that was interrupted goes on where it stopped.
"""

from __future__ import annotations

import argparse
import json
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from benchmarks import peers
from benchmarks.chart import chart
from benchmarks.data import Data
from benchmarks.families import FAMILIES
from benchmarks.family import MORE, Family
from benchmarks.line import Line
from benchmarks.programs import ROOT, NotRunError
from benchmarks.readme import block, write
from benchmarks.results import Results, value_of
from benchmarks.sizes import SIZES, Sizes
from benchmarks.table import row, table


def main() -> int:
    """Measure and print; the exit code is 0 whatever the table says: a figure is read, not asserted."""
    arguments = _parser().parse_args()
    data, sizes = Data(arguments.data), SIZES[arguments.size]
    if arguments.family:
        return _measure_here(arguments.family, data, sizes)
    path = data.folder / f"results-{sizes.name}.json"
    if arguments.readme:
        return _write_readme(Results.last(path))
    data.prepare(sizes)
    with suppress(NotRunError):  # the lines that need it say so
        peers.prepare()
    names = set(arguments.only or [family.name for family in FAMILIES])
    results = (
        Results.last(path)
        if arguments.only and path.exists()
        else Results.to_add_to(path, sizes.name, fresh=arguments.fresh)
    )
    wanted = [one for one in FAMILIES if one.name in names and (arguments.only or one.name not in results.measured)]
    try:
        for number, family in enumerate(wanted, 1):
            print(f"{number} of {len(wanted)}: {family.name}", file=sys.stderr, flush=True)
            _measure_apart(family, arguments, data, results)
    except KeyboardInterrupt:
        print("Interrupted; the same command goes on from here.", file=sys.stderr)
        return 130
    if not arguments.only:
        results.finish()
    print(f"\n{results.where}\n\n{table(results.lines)}\n\n{chart(results.points)}\n\nAs JSON: {path}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--size", choices=SIZES, default="small", help="small: three minutes; full: the gigabyte")
    parser.add_argument("--data", type=Path, metavar="DIR", help="where generated records are kept (the user's cache)")
    parser.add_argument("--only", action="append", choices=[one.name for one in FAMILIES], help="measure this again")
    parser.add_argument("--fresh", action="store_true", help="begin anew where an interrupted run would go on")
    parser.add_argument("--readme", action="store_true", help="write the table of the last run into README.md")
    parser.add_argument("--family", help=argparse.SUPPRESS)
    return parser


def _measure_here(name: str, data: Data, sizes: Sizes) -> int:
    """Measure one family in this process and print it as JSON."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that what was started is ended
    family = next(one for one in FAMILIES if one.name == name)
    try:
        value = value_of(family.measure(data, sizes))
    except NotRunError as reason:
        value = _not_run(name, str(reason))
    print(json.dumps(value))
    return 0


def _measure_apart(family: Family, arguments: argparse.Namespace, data: Data, results: Results) -> None:
    """Measure one family in a process of its own, keep what it found, and say it."""
    began = time.monotonic()
    words = ("--family", family.name, "--size", arguments.size, "--data", str(data.folder))
    process = subprocess.Popen((sys.executable, "-m", "benchmarks", *words), stdout=subprocess.PIPE, cwd=ROOT)
    try:
        told, _ = process.communicate(timeout=family.limit)
        value = (
            json.loads(told) if process.returncode == 0 else _not_run(family.name, "not run: it ended with an error")
        )
    except subprocess.TimeoutExpired:
        value = _not_run(family.name, f"not run: given up after {family.limit:.0f} s")
    finally:
        _end(process)
    results.add(family.name, {**value, "seconds": round(time.monotonic() - began, 1)})
    for line in results.lines[-len(value["lines"]) :] if value["lines"] else ():
        print(row(line), file=sys.stderr, flush=True)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()


def _not_run(name: str, why: str) -> dict[str, Any]:
    return value_of([Line(MORE, f"everything of {name}", None, why=why)])


def _write_readme(results: Results) -> int:
    write(ROOT / "README.md", block(results.where, table(results.lines), chart(results.points)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
