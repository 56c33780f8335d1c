"""Run the soak: `python -m tests.soak [--only FAMILY] [--scale 0.1] [--markdown]`; exit code 1 when a promise broke."""

from __future__ import annotations

import argparse
import sys
import time

from tests.soak.families import FAMILIES, family
from tests.soak.promise import Promise
from tests.soak.table import markdown, table


def main() -> int:
    """Run what was asked for, print its table, and say whether all of it holds."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak")
    parser.add_argument("--only", action="append", choices=sorted(FAMILIES), help="a family (may be given again)")
    parser.add_argument("--scale", type=float, default=1.0, help="1.0 takes at most thirty minutes on two cores")
    parser.add_argument("--markdown", action="store_true", help="print the table of SECURITY.md")
    options = parser.parse_args()
    lines: list[Promise] = []
    for name in options.only or FAMILIES:
        began = time.monotonic()
        lines += family(name)(options.scale)
        print(f"{name}: {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
    print(markdown(lines) if options.markdown else table(lines))
    return 0 if all(one.holds for one in lines) else 1


if __name__ == "__main__":
    sys.exit(main())
