"""`python -m benchmarks.scores`: how well the rules read runs, as tables. Exits 0 whatever they say.

Labelled runs stand beside the checkout; where one of the sets is not there its table says so.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.programs import ROOT
from benchmarks.readme import write
from benchmarks.scores import phase_scores, recovery, speed, suspect_sets, suspects, verifier
from benchmarks.scores.errors import mistakes, told
from benchmarks.scores.layout import Table
from benchmarks.scores.places import NotHereError, labelled
from benchmarks.scores.study import study_runs

Tables = Iterator[Table]


def main() -> int:
    """Print the tables; with `--readme` write them into the README."""
    arguments = _parser().parse_args()
    names = arguments.only or [name for name in TABLES if not arguments.recovery or name == "recovery"]
    parts: list[str] = []
    for name in names:
        print(f"scoring {name}", file=sys.stderr, flush=True)
        try:
            parts += [one.text() for one in TABLES[name](arguments) if not (arguments.readme and one.detail)]
        except NotHereError as reason:
            parts.append(str(reason))
    text = "\n\n".join(parts)
    if arguments.readme:
        write(ROOT / "README.md", f"\n```\n{text}\n```\n", "scores")
    else:
        print(text)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scores", description=__doc__)
    parser.add_argument("--recovery", type=Path, metavar="FILE", help="labels of the same shape as recovery/dev.jsonl")
    parser.add_argument("--only", action="append", choices=TABLES, help="this table alone")
    parser.add_argument(
        "--errors", type=int, default=0, metavar="N", help="the worst N errors, with what the tape says"
    )
    parser.add_argument("--readme", action="store_true", help="write the tables into README.md")
    return parser


def _recovery(arguments: argparse.Namespace) -> Tables:
    path: Path = arguments.recovery or labelled("recovery", "dev.jsonl")
    if not path.is_file():
        raise NotHereError(f"Not scored here: there is no file {path}.")
    scores, unread = recovery.scored(path)
    yield recovery.table(path.name, scores, unread)
    yield from recovery.confusion(scores)
    if arguments.errors:
        worst = mistakes(scores)[: arguments.errors]
        yield Table("\n\n".join(["The worst errors", *(told(nth, one) for nth, one in enumerate(worst, 1))]))


def _phases(_: argparse.Namespace) -> Tables:
    yield from phase_scores.tables(list(study_runs()))


def _verifier(_: argparse.Namespace) -> Tables:
    yield from verifier.tables(*verifier.scores())


def _suspects(_: argparse.Namespace) -> Tables:
    yield suspects.table(suspect_sets.ranked_sets())


def _speed(_: argparse.Namespace) -> Tables:
    yield speed.table()


TABLES: dict[str, Callable[[argparse.Namespace], Tables]] = {
    "recovery": _recovery,
    "phases": _phases,
    "verifier": _verifier,
    "suspects": _suspects,
    "speed": _speed,
}

if __name__ == "__main__":
    sys.exit(main())
