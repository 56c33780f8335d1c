"""Run the soak: `python -m tests.soak [--only FAMILY] [--scale 0.1] [--security]`; exit code 1 when a promise broke."""

from __future__ import annotations

import argparse
import platform
import sys
import time
from datetime import date
from pathlib import Path

from benchmarks.readme import write
from tests.soak.families import FAMILIES, family
from tests.soak.promise import Promise
from tests.soak.table import markdown, table

SECURITY = Path(__file__).resolve().parents[2] / "SECURITY.md"


def main() -> int:
    """Run what was asked for, print its table, and say whether all of it holds."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak")
    parser.add_argument("--only", action="append", choices=sorted(FAMILIES), help="a family (may be given again)")
    parser.add_argument("--scale", type=float, default=1.0, help="1.0 takes at most thirty minutes on two cores")
    parser.add_argument("--security", action="store_true", help="write the table into SECURITY.md")
    options = parser.parse_args()
    lines: list[Promise] = []
    start = time.monotonic()
    for name in options.only or FAMILIES:
        began = time.monotonic()
        lines += family(name)(options.scale)
        print(f"{name}: {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
        if options.security:  # after each: what is cut short has told what it tried
            write(SECURITY, f"{_when(time.monotonic() - start, options.scale)}\n\n{markdown(lines)}", "soak")
    print(table(lines))
    return 0 if all(one.holds for one in lines) else 1


def _when(seconds: float, scale: float) -> str:
    whole = "" if scale == 1 else f" at {scale:g} of its size"
    machine = f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"
    return f"`make soak`{whole} on {date.today().isoformat()}, {seconds / 60:.0f} minutes, {machine}."  # noqa: DTZ011


if __name__ == "__main__":
    sys.exit(main())
