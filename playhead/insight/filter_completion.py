"""What can stand where the cursor is in a filter: keys, and the values of a key. A pure function of what is typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from playhead.insight.filter import cursor_in, quoted
from playhead.insight.filter_words import BY_KEY, WORDS

MOST_CANDIDATES = 50


class Candidate(NamedTuple):
    """A word that fits: what is typed for it, and a sentence about it."""

    text: str
    help: str = ""


class Completion(NamedTuple):
    """The candidates for the characters `start` to `end` of a line, best first."""

    start: int
    end: int
    candidates: tuple[Candidate, ...]

    def applied(self, text: str, index: int) -> tuple[str, int]:
        """Return the line with a candidate in its place, and the cursor behind it."""
        chosen = self.candidates[index].text
        return text[: self.start] + chosen + text[self.end :], self.start + len(chosen)


def complete_filter(text: str, cursor: int, values: Mapping[str, Sequence[str]] | None = None) -> Completion:
    """Return what fits at the cursor. `values` are those of the run by key: files, labels, people, tools, agents."""
    here = cursor_in(text, max(0, min(cursor, len(text))))
    begun = here.begun.lower()
    if here.key is None:
        fitting = [word for word in WORDS if word.key.startswith(begun)]
        return Completion(here.start, cursor, tuple(Candidate(f"{word.key}:", word.help) for word in fitting))
    word = BY_KEY.get(here.key)
    if word is None:
        return Completion(here.start, cursor, ())
    known = dict.fromkeys([*(value for value in word.values if value), *(values or {}).get(here.key, ())])
    first = [value for value in known if value.lower().startswith(begun)]
    within = [value for value in known if begun in value.lower() and not value.lower().startswith(begun)]
    fitting_values = [*first, *within][:MOST_CANDIDATES]
    return Completion(here.start, cursor, tuple(Candidate(quoted(value)) for value in fitting_values))
