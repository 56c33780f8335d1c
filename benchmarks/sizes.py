"""How much is generated and measured: a few minutes for everybody, the gigabyte for those who ask for it."""

from __future__ import annotations

from dataclasses import dataclass

REPEATS = 5


@dataclass(frozen=True, slots=True)
class Sizes:
    """Sizes of what is measured; megabytes are of 1,000,000 bytes. The growing ones go from the least to the most."""

    name: str
    tapes: tuple[int, ...]
    step_counts: tuple[int, ...]
    log: int
    atif: int
    mini: int
    output: int
    searched: int
    diff_lines: int = 100_000
    line: int = 10
    messages: int = 200
    runs: int = 1_000

    @property
    def tape(self) -> int:
        """Megabytes of the largest tape."""
        return self.tapes[-1]

    @property
    def steps(self) -> int:
        """Steps of the tape of many short steps."""
        return self.step_counts[-1]


SMALL = Sizes("small", (1, 10, 100), (1_000, 10_000, 100_000), log=50, atif=20, mini=10, output=10, searched=50)
FULL = Sizes(
    "full",
    (1, 10, 100, 1_000),
    (1_000, 10_000, 100_000, 1_000_000),
    log=1_000,
    atif=200,
    mini=100,
    output=100,
    searched=100,
)
SIZES = {one.name: one for one in (SMALL, FULL)}


def megabytes(count: int) -> str:
    """Return a size as a person says it."""
    return f"{count // 1_000} GB" if count >= 1_000 else f"{count} MB"


def counted(count: int) -> str:
    """Return a number of steps as a person says it."""
    if count >= 1_000_000:
        return f"{count // 1_000_000}M"
    return f"{count // 1_000}k" if count >= 1_000 else str(count)
