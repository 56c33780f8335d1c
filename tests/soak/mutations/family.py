"""The family `mutations`: each one applied in a copy of the project, two at a time."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue

from tests.soak.mutations.listed import ALL
from tests.soak.mutations.mutation import Mutation
from tests.soak.mutations.trying import GREEN, copied, survives, tested
from tests.soak.promise import Promise

_AT_A_TIME = 2
_COMMAND = "python -m tests.soak --only mutations"


def run(scale: float) -> Sequence[Promise]:
    """Return the line of the table; what became of each mutation is told on standard error."""
    wanted = ALL[: max(1, round(len(ALL) * min(1.0, scale)))]
    copies: SimpleQueue[Path] = SimpleQueue()
    with tempfile.TemporaryDirectory(prefix="mutations-") as folder, ThreadPoolExecutor(_AT_A_TIME) as pool:
        for number in range(_AT_A_TIME):
            copies.put(copied(Path(folder) / str(number)))

        def tried(mutation: Mutation | None) -> str | None:
            copy = copies.get()
            try:
                return _all_green(copy, wanted) if mutation is None else survives(mutation, copy)
            finally:
                copies.put(copy)

        found = list(pool.map(tried, [None, *wanted]))
    for mutation, why in zip(wanted, found[1:], strict=True):
        print(f"{'red' if why is None else 'SURVIVES'}  {mutation.name}", file=sys.stderr)
    failures = tuple(why for why in found if why is not None)
    how = "what keeps a promise is taken out of a copy of the program; the tests named for it must turn red"
    return [Promise("the tests see it when a promise breaks", how, len(wanted), failures, _COMMAND)]


def _all_green(copy: Path, mutations: Sequence[Mutation]) -> str | None:
    """Return None when every test that is named passes while nothing is taken out."""
    code, said = tested(copy, sorted({test for one in mutations for test in one.tests}), stop=False)
    return None if code == GREEN else f"tests are red without a mutation: {said}"
