"""A page: a document that is not a step, made when it is looked at. Bookends are pages, and so are full screens."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from playhead.model import RawRef
from widgets.document import Document, Part
from widgets.present.code import Pace
from widgets.present.detail_options import Options, blank, notice
from widgets.present.raw import raw_document

Parts = Callable[[Options, Pace], Sequence[Part]]


@dataclass(frozen=True, slots=True)
class Page:
    """`key` names it, for its folds; `parts` makes its blocks; `raw` is what the record has of it.

    `links` lead from the name of a part to the position of the step that it is about, `leads` from the name of a part
    and a line in it, where its lines are about steps of their own. `exact` makes the blocks that
    are shown in place of the record, where the page itself leaves something out. `texts` returns what a search looks
    through, by the names of the parts that show it. `sideways` says, for a page with columns of its own, how far they
    are moved after one more move, given how far they are, a direction and the width; `Options.panning` tells the page.
    `later` makes the same page with what takes longer to know, for the thread that made this one.
    """

    key: str
    title: str
    parts: Parts
    raw: tuple[RawRef, ...] = ()
    links: Mapping[str, int] = field(default_factory=dict)
    leads: Mapping[str, Callable[[int], int | None]] = field(default_factory=dict)
    exact: Parts | None = None
    texts: Callable[[], Mapping[str, str]] = dict
    sideways: Callable[[int, int, int], int] | None = None
    later: Callable[[Callable[[int], bool]], Page] | None = None

    @property
    def leads_on(self) -> bool:
        """Return whether any of its rows leads to a step."""
        return bool(self.links or self.leads)

    def step_at(self, key: str, line: int) -> int | None:
        """Return the position of the step that a line of a part is about."""
        found = self.leads[key](line) if key in self.leads else None
        return self.links.get(key) if found is None else found

    def document(self, options: Options, *, raw: bool = False) -> Document:
        """Return the page laid out; `raw`: exactly, or where it is the same, the record's bytes."""
        if raw and self.exact is None:
            return raw_document(self.raw, options.panning)
        pace = options.pace
        parts = self.exact if raw and self.exact else self.parts
        return Document(parts(options, pace), pace)


def sentence_page(title: str, sentence: str) -> Page:
    """Return a page that only says why there is nothing to show."""
    return Page("sentence", title, lambda _options, _pace: [blank(), notice(sentence)])


def spaced(*groups: Sequence[Part]) -> list[Part]:
    """Return groups of parts one below the other, an empty row between two."""
    parts: list[Part] = []
    for group in groups:
        if group:
            parts += [*([blank()] if parts else []), *group]
    return parts
