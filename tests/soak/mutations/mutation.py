"""A mutation as a value: where it is, what it takes out, and which tests must see that."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).parents[3]


class NoLongerAppliesError(ValueError):
    """The text that is to be replaced is not in its file, or several times."""


@dataclass(frozen=True, slots=True)
class Mutation:
    """`old` becomes `new` in `file`, which holds it exactly once; `tests` are what pytest is given, then."""

    name: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...]

    def mutated(self, project: Path = PROJECT) -> str:
        """Return the file with the replacement made.

        Raises:
            NoLongerAppliesError: it cannot be made.

        """
        text = (project / self.file).read_text(encoding="utf-8")
        found = text.count(self.old)
        if found != 1:
            raise NoLongerAppliesError(f"{self.file} holds the text of “{self.name}” {found} times, not once")
        return text.replace(self.old, self.new)
