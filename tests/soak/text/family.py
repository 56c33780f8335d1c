"""The family `text` of the soak: a million hostile strings on two cores, and the lines of the table they come to."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from tests.soak.promise import Promise
from tests.soak.text.acted import LIST, RUN, act_through, never_reached
from tests.soak.text.fields import Fields
from tests.soak.text.judged import Judged
from tests.soak.text.paged import paged
from tests.soak.text.painted import painted
from tests.soak.text.printed import printed
from tests.soak.text.records import write_folder
from tests.soak.text.rows import rows
from tests.soak.text.strings import CLASSES, hostile_strings

COMMAND = "python -m tests.soak --only text"
_APART = 200_000
"""Numbers of strings that a job may use."""
_CORES = 2


def acted(seed: int, first: int, size: float) -> Judged:
    """Return what the program sends while everything is opened in it, over one folder of strings."""
    judged = Judged()
    with TemporaryDirectory() as name:
        fields = Fields(hostile_strings(seed, first))
        act_through(write_folder(Path(name) / "runs", fields), fields, Path(name), judged)
    return judged


def pages(seed: int, first: int, size: float) -> Judged:
    """Return what the program sends for pages of packed outputs."""
    return paged(seed, first, steps=max(1, round(40 * size)))


def panes(seed: int, first: int, size: float) -> Judged:
    """Return what the panes draw of one folder, at one of several widths."""
    return painted(seed, first, lines=max(2, round(60 * size)), widths=((120,), (80,), (209,), (50, 120))[seed % 4])


def doors(seed: int, first: int, size: float) -> Judged:
    """Return what both doors of the gate let by."""
    return rows(seed, first, max(200, round(10_000 * size)))


def commands(seed: int, first: int, size: float) -> Judged:
    """Return what every command prints about one folder."""
    return printed(seed, first)


@dataclass(frozen=True)
class Kind:
    """One way of trying: `jobs` of them at scale 1.0."""

    promise: str
    how: str
    job: Callable[[int, int, float], Judged]
    jobs: int
    in_terminal: bool = False


KINDS = (
    Kind(
        "no byte of a record reaches the terminal but what may be printed: everything that can be opened",
        f"a pty, {len(LIST) + len(RUN)} places of the list and of a run opened by keys, every byte judged",
        acted,
        8,
        in_terminal=True,
    ),
    Kind(
        "the same: pages of output",
        "a pty of 320x150, packed outputs page by page; every byte judged",
        pages,
        17,
        in_terminal=True,
    ),
    Kind("the same: all rows of all panes and pages", "widgets to strips to frames, in process", panes, 40),
    Kind("the same: both doors of the gate", "gate to strips to frames, in process", doors, 58),
    Kind(
        "what commands print holds no control but line feeds",
        "every command and refusal, as on a terminal",
        commands,
        30,
    ),
)


def promises(scale: float) -> Sequence[Promise]:
    """Return a line for each way, counted in strings that were seen; the least scale tries those in process."""
    jobs = list(_jobs(scale))
    with patch.dict(os.environ, {"LANG": "C.UTF-8"}):
        if len(jobs) <= len(KINDS):
            done = [(kind, kind.job(*numbers)) for kind, numbers in jobs]
        else:
            with ProcessPoolExecutor(_CORES, mp_context=get_context("spawn")) as pool:
                begun = [(kind, pool.submit(kind.job, *numbers)) for kind, numbers in jobs]
                done = [(kind, one.result()) for kind, one in begun]
    tried = [(kind, [judged for other, judged in done if other is kind]) for kind in KINDS]
    return [_promise(kind, ones) for kind, ones in tried if ones]


def _jobs(scale: float) -> Iterator[tuple[Kind, tuple[int, int, float]]]:
    """Yield what is to be done: a kind, and a seed, the number of the first string, and how much of a whole job."""
    seed = 0
    for kind in KINDS:
        for _ in range(max(0 if kind.in_terminal else 1, round(kind.jobs * scale))):
            yield kind, (seed, seed * _APART, min(1.0, kind.jobs * scale))
            seed += 1


def _promise(kind: Kind, ones: Sequence[Judged]) -> Promise:
    whole = Judged()
    for one in ones:
        whole.add(one)
    leaks = tuple(whole.leaks) + ("and more",) * (whole.broken > len(whole.leaks))
    if kind.job is acted:
        leaks += tuple(f"{place} was never reached" for place in never_reached(whole))
    note = f"{len(CLASSES)} classes, {len(whole.seen)} places, {whole.drawings:,} drawings, {whole.sent:,} bytes judged"
    return Promise(kind.promise, kind.how, whole.strings, leaks, COMMAND, note)
