"""What a run tape holds beside steps: its header, what was found out later, labels; and what is wrong with it."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from typing import Any

from playhead.formats.run_tape.layers import final_patch, layer_of, outcome_of, unknown_layer
from playhead.formats.values import mapping_of
from playhead.model import Diagnostic, Layer, Outcome, RawRef
from playhead.storage.lines import Line, RecordFile

MOST_DIAGNOSTICS = 1000
_MOST_LAYERS = 1000
_EVIDENCE = ("verification", "review")


class Contents:
    """Filled line by line, each line known by its offset, so that a line seen twice counts once."""

    def __init__(self, file: RecordFile, note: Diagnostic | None = None) -> None:
        self._file = file
        self.header: Mapping[str, Any] = {}
        self._header_at: int | None = None
        self._outcomes: dict[int, tuple[Mapping[str, Any], RawRef]] = {}
        self._layers: dict[int, Layer] = {}
        self._unknown: dict[str, list[RawRef]] = {}
        self._unknown_seen = -1
        self._labels: dict[int, Mapping[str, Any]] = {}
        self._note = (note,) if note else ()
        self._diagnostics: list[Diagnostic] = []
        self._untold = 0
        self.others: array[int] = array("Q")  # offset and length of every line that holds no step

    def add(self, value: Mapping[str, Any], line: Line, where: int | None) -> bool:
        """Take the object of a line; False when it names no layer. `where` is its number, None if not known yet."""
        if where is not None:
            self.others.extend((line.offset, line.length))
        name = next((key for key in ("tape", "outcome", *_EVIDENCE, "label") if key in value), None)
        raw = RawRef(self._file.path, line.offset, line.length)
        if name is None:
            return where is None or self._add_unknown(value, raw, line.offset)
        inner = value[name]
        if not isinstance(inner, Mapping):
            return False
        if name == "tape":
            self._add_header(inner, line.offset, where)
        elif name == "outcome":
            self._outcomes[line.offset] = (inner, raw)
        elif name == "label":
            self._labels[line.offset] = inner
        elif len(self._layers) < _MOST_LAYERS or line.offset in self._layers:
            self._layers[line.offset] = layer_of(name, inner, raw)
        return True

    def tell(self, code: str, where: str, text: str) -> None:
        """Keep a diagnostic; beyond a thousand they are only counted."""
        if len(self._diagnostics) < MOST_DIAGNOSTICS:
            self._diagnostics.append(Diagnostic(code, where, text))
        else:
            self._untold += 1

    @property
    def is_full(self) -> bool:
        """Return whether further diagnostics are only counted."""
        return len(self._diagnostics) >= MOST_DIAGNOSTICS

    def told_to_keep(self) -> dict[str, Any]:
        """Return the diagnostics, and how many more there are, for `told_from`."""
        return {"diagnostics": [(one.code, one.where, one.text) for one in self._diagnostics], "untold": self._untold}

    def become(self, other: Contents, diagnostics: Sequence[Diagnostic], untold: int) -> None:
        """Take over all that another one holds, which nobody may use from then on, and what was told before."""
        vars(self).update(vars(other), _note=self._note, _diagnostics=list(diagnostics), _untold=untold)

    @property
    def outcome(self) -> Outcome:
        """Return how the run ended, by its last outcome line."""
        return outcome_of(self._outcomes[max(self._outcomes)][0]) if self._outcomes else Outcome()

    @property
    def layers(self) -> tuple[Layer, ...]:
        """Return the final patch, then what was found out about it in the order of the file."""
        found = [self._layers[offset] for offset in sorted(self._layers)]
        if self._outcomes:
            patch = final_patch(*self._outcomes[max(self._outcomes)])
            found = [patch, *found] if patch else found
        return (*found, *(unknown_layer(name, raws) for name, raws in self._unknown.items()))

    @property
    def events(self) -> tuple[Mapping[str, Any], ...]:
        """Return the label events in the order of the file."""
        return tuple(self._labels[offset] for offset in sorted(self._labels))

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Return what is wrong with the tape."""
        if not self._untold:
            return (*self._note, *self._diagnostics)
        more = Diagnostic("more", str(self._file.path), f"{self._untold} more lines are damaged.")
        return (*self._note, *self._diagnostics, more)

    def _add_header(self, header: Mapping[str, Any], offset: int, where: int | None) -> None:
        if self._header_at is None or self._header_at == offset:
            self.header, self._header_at = header, offset
        elif where is not None:
            self.tell("second_header", f"line {where}", "Another run's header; the steps after it are shown here too.")

    def _add_unknown(self, value: Mapping[str, Any], raw: RawRef, offset: int) -> bool:
        if len(value) != 1 or not isinstance(next(iter(value.values())), Mapping):
            return False
        name = next(iter(value))
        if offset > self._unknown_seen and (name in self._unknown or len(self._unknown) < _MOST_LAYERS):
            self._unknown_seen = offset
            self._unknown.setdefault(name, []).append(raw)
        return True


def told_from(kept: Mapping[str, Any]) -> tuple[list[Diagnostic], int]:
    """Return diagnostics that were kept, and how many more there are.

    Raises:
        ValueError, TypeError, KeyError: they are none.

    """
    if not all(type(text) is str for one in kept["diagnostics"] for text in one) or type(kept["untold"]) is not int:
        raise ValueError("no diagnostics")
    return [Diagnostic(code, where, text) for code, where, text in kept["diagnostics"]], kept["untold"]


def is_foreign(header: Mapping[str, Any]) -> bool:
    """Return whether the tape was made from another agent's ATIF."""
    return bool(mapping_of(header.get("atif")))
