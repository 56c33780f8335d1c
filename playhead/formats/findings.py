"""Diagnostics as a reader meets them, so many of a kind kept that a damaged file does not fill the memory."""

from __future__ import annotations

from collections import Counter

from playhead.model import Diagnostic

_MOST_OF_A_CODE = 50


class Findings:
    """Diagnostics as they come; of one code the first 50 by place, the rest as a count."""

    def __init__(self) -> None:
        self._kept: list[Diagnostic] = []
        self._counts: Counter[str] = Counter()
        self._torn: tuple[int, Diagnostic] | None = None

    def copy(self) -> Findings:
        """Return what is known by now, to be added to without changing it."""
        other = Findings()
        other._kept, other._counts, other._torn = [*self._kept], Counter(self._counts), self._torn
        return other

    def extend(self, other: Findings) -> None:
        """Add what another has, of one code no more than the first 50 of both."""
        room = Counter({code: _MOST_OF_A_CODE - count for code, count in self._counts.items()})
        for one in other._kept:
            if room.get(one.code, _MOST_OF_A_CODE) > 0:
                room[one.code] = room.get(one.code, _MOST_OF_A_CODE) - 1
                self._kept.append(one)
        self._counts += other._counts

    def torn(self, where: str | None = None, text: str = "") -> None:
        """Note that the file ends inside a record; without a place that it does so no longer, for it has grown."""
        self._torn = None if where is None else (len(self._kept), Diagnostic("torn_line", where, text))

    def add(self, code: str, where: str, text: str) -> None:
        """Note something wrong at a place."""
        self._counts[code] += 1
        if self._counts[code] <= _MOST_OF_A_CODE:
            self._kept.append(Diagnostic(code, where, text))

    def all(self) -> tuple[Diagnostic, ...]:
        """Return them, with what was only counted at the end."""
        more = (
            Diagnostic(code, "further on", f"And {count - _MOST_OF_A_CODE:,} more of this kind.")
            for code, count in self._counts.items()
            if count > _MOST_OF_A_CODE
        )
        kept = [*self._kept]
        if self._torn is not None:
            kept.insert(*self._torn)
        return (*kept, *more)
