"""What was sent, judged: the tokens no terminal should have got, and the strings that were seen."""

from __future__ import annotations

from dataclasses import dataclass, field

from playhead.text.glyphs import STOPPED
from tests.soak.text.strings import canaries_in
from tests.terminal import Token, forbidden_among, tokens_of

_MOST_TOLD = 20


@dataclass
class Judged:
    """What came out, place by place: the numbers of the strings that were seen, and a sentence for each leak."""

    seen: dict[str, set[int]] = field(default_factory=dict)
    leaks: list[str] = field(default_factory=list)
    sent: int = 0
    broken: int = 0
    """How many tokens should not have been sent; `leaks` tells of some."""

    def take(self, place: str, data: bytes, size: tuple[int, int] = (400, 4_000)) -> None:
        """Judge what a place sent to a screen of `size` columns and rows."""
        self.sent += len(data)
        tokens = list(tokens_of(data))
        text = "".join(one.body for one in tokens if one.kind == "text")
        self.seen.setdefault(place, set()).update(canaries_in(text))
        bad = forbidden_among(tokens, size)
        bad += [Token("what a pane let by and the last stop held", STOPPED)] * text.count(STOPPED)
        self.broken += len(bad)
        room = max(0, _MOST_TOLD - len(self.leaks))
        self.leaks += [f"{place} sent {one.kind} {one.body[:60]!a}" for one in bad[:room]]

    def take_printed(self, place: str, data: bytes) -> None:
        """Judge what a command printed: text, line feeds and nothing else but the progress of a fold, taken away."""
        data = data.replace(b"\r\x1b[K", b"").replace(b"\rfolding", b"folding")
        self.take(place, data)
        if b"\x1b" in data or b"\r" in data.replace(b"\r\n", b"\n"):
            self.broken += 1
            self.leaks.append(f"{place} printed a sequence or a carriage return")

    def add(self, other: Judged) -> None:
        """Count what another one has judged in too."""
        for place, numbers in other.seen.items():
            self.seen.setdefault(place, set()).update(numbers)
        self.leaks += other.leaks[: max(0, _MOST_TOLD - len(self.leaks))]
        self.sent += other.sent
        self.broken += other.broken

    @property
    def strings(self) -> int:
        """How many strings were seen at all."""
        return len(set[int]().union(*self.seen.values()))

    @property
    def drawings(self) -> int:
        """How many strings were seen, once for every place that showed them."""
        return sum(map(len, self.seen.values()))
