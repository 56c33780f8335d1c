"""Tokens and cost summed over steps; None where no step says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from playhead.formats.values import float_of, int_of
from playhead.model import Tokens

_COUNT = frozenset({int, type(None)})
_PRICE = frozenset({int, float, type(None)})


class Totals:
    """What the metrics of some steps come to."""

    def __init__(self) -> None:
        self._input: int | None = None
        self._output: int | None = None
        self._cached: int | None = None
        self.cost_usd: float | None = None

    @property
    def tokens(self) -> Tokens:
        """Return the tokens."""
        return Tokens(self._input, self._output, self._cached)

    def to_keep(self) -> list[float | None]:
        """Return what `of_kept` makes the same totals of."""
        return [self._input, self._output, self._cached, self.cost_usd]

    @classmethod
    def of_kept(cls, kept: Sequence[Any]) -> Totals:
        """Return totals that were kept.

        Raises:
            ValueError: they are none.

        """
        totals = cls()
        totals._input, totals._output, totals._cached, totals.cost_usd = kept
        if not all(type(one) in _COUNT for one in kept[:3]) or type(kept[3]) not in _PRICE:
            raise ValueError("no totals")
        return totals

    def add(self, metrics: Any, sign: int = 1) -> None:
        """Add what a step's metrics hold, of whatever type; with `sign` -1 take it away again."""
        if not isinstance(metrics, Mapping):
            return
        self._add(
            int_of(metrics.get("prompt_tokens")),
            int_of(metrics.get("completion_tokens")),
            int_of(metrics.get("cached_tokens")),
            float_of(metrics.get("cost_usd")),
            sign,
        )

    def add_plain(self, metrics: dict[str, Any]) -> bool:
        """Add metrics that are plain numbers; False, with nothing added, where one of them is something else."""
        get = metrics.get
        read, written, cached, cost = (
            get("prompt_tokens"),
            get("completion_tokens"),
            get("cached_tokens"),
            get("cost_usd"),
        )
        if type(read) in _COUNT and type(written) in _COUNT and type(cached) in _COUNT and type(cost) in _PRICE:
            self._add(read, written, cached, cost, 1)
            return True
        return False

    def add_sums(self, read: int | None, written: int | None, cached: int | None, cost: float | None) -> None:
        """Add what was summed elsewhere."""
        self._add(read, written, cached, cost, 1)

    def add_totals(self, other: Totals) -> None:
        """Add what other steps come to."""
        self._add(other._input, other._output, other._cached, other.cost_usd, 1)

    def _add(self, read: int | None, written: int | None, cached: int | None, cost: float | None, sign: int) -> None:
        if read is not None:
            self._input = (self._input or 0) + sign * read
        if written is not None:
            self._output = (self._output or 0) + sign * written
        if cached is not None:
            self._cached = (self._cached or 0) + sign * cached
        if cost is not None:
            self.cost_usd = (self.cost_usd or 0.0) + sign * cost
