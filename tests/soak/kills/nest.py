"""A process that has everything imported and forks those that are killed: `python -m tests.soak.kills.nest`.

Takes a seed, a number of kills and of kills a record, prints a verdict as one JSON object. With `--broken NAME` the
saver or the fold is broken in that way first: the verdict must then find it. `--stretched` makes folds slow at their
exchange, and kills only what lives with documents, which have one.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import importlib
import json
import os
import select
import sys
import tempfile
from collections.abc import Sequence
from itertools import product
from pathlib import Path

from tests.soak.kills.broken import BROKEN
from tests.soak.kills.child import forked
from tests.soak.kills.foreign import WAYS
from tests.soak.kills.judge import Verdict
from tests.soak.kills.life import Life
from tests.soak.kills.records import RECORDS, Document, Record
from tests.soak.kills.stretched import stretch


def main() -> None:
    """Kill so many processes and print what was found."""
    parser = argparse.ArgumentParser()
    parser.add_argument("seed", type=int)
    parser.add_argument("kills", type=int)
    parser.add_argument("each", type=int)
    parser.add_argument("--broken", choices=BROKEN, action="append", default=[])
    parser.add_argument("--stretched", action="store_true")
    options = parser.parse_args()
    if options.stretched:
        stretch()
    for name in options.broken:
        BROKEN[name]()
    records = [one for one in RECORDS if isinstance(one, Document) or not options.stretched]
    print(json.dumps(_trial(options.seed, options.kills, options.each, records)))


def _trial(seed: int, kills: int, each: int, records: Sequence[Record]) -> dict[str, object]:
    _import_all()
    gc.freeze()  # what is imported stays shared with the forked ones
    verdict = Verdict()
    kinds = list(product(records, WAYS))
    with tempfile.TemporaryDirectory(prefix="playhead-kills-") as base:
        os.environ["XDG_STATE_HOME"] = f"{base}/state"
        os.environ["XDG_CACHE_HOME"] = f"{base}/cache"
        number = seed
        while verdict.counts["kills"] < kills:
            folder = Path(base, str(number))
            folder.mkdir()
            record, way = kinds[number * 5 % len(kinds)]
            verdict.add(Life(folder, record, way, number).live(min(each, kills - verdict.counts["kills"])))
            verdict.counts["records"] += 1
            number += 1
    return {"failures": verdict.failures, "counts": verdict.counts}


def _import_all() -> None:
    """Import what a life imports, found out by living one: whoever is forked then begins at once."""
    with tempfile.TemporaryDirectory(prefix="playhead-kills-") as base:
        for number, record in enumerate(RECORDS):
            folder = Path(base, str(number))
            folder.mkdir()
            told = forked("imports", lambda out, one=record, at=folder: _imported(one, at, out))
            while not told.hear():
                select.select([told.read], [], [])
            told.wait()
            for name in bytes(told.said).decode().split():
                with contextlib.suppress(ImportError):
                    importlib.import_module(name)


def _imported(record: Record, folder: Path, out: int) -> None:
    life = Life(folder, record, WAYS[0], 0)
    life.fold_once()
    os.write(out, "\n".join(name for name in sys.modules if not name.startswith("__")).encode())


if __name__ == "__main__":
    main()
