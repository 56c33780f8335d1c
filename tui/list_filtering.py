"""What there is to say while the filter of a list is typed: words that could be meant, how many runs they leave."""

from __future__ import annotations

from collections.abc import Iterator

from playhead.corpus.filter import run_filter
from playhead.errors import BadUseError
from playhead.insight.filter_words import CHECKS, MOMENTS
from playhead.model import Status
from tui.many_runs import ManyRuns
from widgets.line_editing import EditedLine
from widgets.suggestions import Advice, Suggestion

_WORDS = (
    ("failed", "the run failed"),
    ("unlabelled", "without a label"),
    ("undone", "you are not done with it, and have not skipped it"),
    ("done:", "who is done with it: done:ana, done:yes"),
    ("skipped:", "who put it aside: skipped:ana, skipped:yes"),
    ("outcome:", "how it ended"),
    ("agent:", "which agent made it"),
    ("model:", "with which model"),
    ("task:", "what it was to do"),
    ("path:", "where it lies"),
    ("steps:>", "how long it is: steps:>50"),
    ("failures:>", "failed actions: failures:>3"),
    ("time:>", "how long it took: time:>10m"),
    ("cost:>", "what it cost, in dollars: cost:>0.5"),
    ("labels:", "how many labels it has: labels:0"),
    ("moment:", "a moment of it came to this: moment:spiralled"),
    ("check:", "a process check fired: check:C1"),
    ("unreadable", "it could not be read"),
)
_HIDDEN = ("failed", "outcome:", "moment:", "check:")
"""What a blind sitting has no word for."""
_MOST = 40


class ListFilterAdvisor:
    """Advises on the filter of these runs."""

    def __init__(self, many: ManyRuns, *, blind: bool) -> None:
        self._many = many
        self._blind = blind
        self._rows: tuple[Suggestion, ...] = ()

    def advise(self, line: EditedLine) -> Advice:
        """Return the words that the last one could become, and how many runs the filter leaves."""
        word = _last_word(line)
        self._rows = tuple(one for one in self._words(word) if one.text != word)[:_MOST]
        try:
            wanted = run_filter(line.text, blind=self._blind)
        except BadUseError as error:
            return Advice(self._rows, str(error), problem=bool(word) and not self._rows)
        shown = sum(wanted.admits(facts) for facts in self._many.facts)
        asks = wanted.asks_rules and any(facts.found is None and facts.reason is None for facts in self._many.facts)
        how = "enter lets the rules read the others" if asks else "all words must hold, - turns one round"
        return Advice(self._rows, f"{shown:,} of {len(self._many.facts):,} runs · {how}")

    def completed(self, line: EditedLine, index: int) -> EditedLine:
        """Return the line with its last word become row `index`."""
        word = _last_word(line)
        start = line.text[: line.cursor].removesuffix(word)
        taken = self._rows[index].text
        text = start + taken + ("" if taken.endswith((":", ">")) else " ")
        return EditedLine(text + line.text[line.cursor :], len(text))

    def _words(self, word: str) -> Iterator[Suggestion]:
        sign = "-" if word.startswith("-") else ""
        bare = word.removeprefix("-").lower()
        name, colon, value = bare.partition(":")
        if colon:
            for known in self._values(name):
                if value in known.lower():
                    yield Suggestion(f'{sign}{name}:"{known}"' if " " in known else f"{sign}{name}:{known}")
        for text, meaning in _WORDS:
            if text.startswith(bare) and not (self._blind and text in _HIDDEN):
                yield Suggestion(sign + text, meaning)

    def _values(self, name: str) -> list[str]:
        """Return what runs have under a name, the most frequent first."""
        if name == "outcome":
            return [] if self._blind else [str(status) for status in Status]
        if name in ("labelled", "unreadable", "unread"):
            return ["yes", "no"]
        if name in ("moment", "check"):
            return [] if self._blind else list(MOMENTS if name == "moment" else CHECKS)
        found: dict[str, int] = {"no": 0, "yes": 0} if name in ("done", "skipped") else {}
        for facts in self._many.facts:
            summary = facts.summary
            if summary is None:
                continue
            people = {"done": facts.labels.done_by, "skipped": facts.labels.skipped_by}
            of_run = {"agent": (summary.agent,), "model": (summary.model,), **people}
            for value in of_run.get(name, ()):
                found[value] = found.get(value, 0) + 1
        return sorted((value for value in found if value), key=lambda value: -found[value])


def _last_word(line: EditedLine) -> str:
    """Return the word before the cursor; one in quotes that are still open goes back to where it began."""
    before = line.text[: line.cursor]
    quoted = before.rindex('"') if before.count('"') % 2 else len(before)
    return before[before.rfind(" ", 0, quoted) + 1 :]
