"""How a text is set on its rows."""

from __future__ import annotations

from dataclasses import dataclass

from widgets.present.palette import FAINT


@dataclass(frozen=True, slots=True)
class Look:
    r"""How a text is set: what stands before its first row and before the others, its style, how it wraps.

    `terminal`: it was printed to one, so SGR is colour and `\r` draws over. `words`: prose, broken between words.
    `markdown`: its lines are marked as Markdown is.
    `language`: a name pygments knows; None for no colours but the text's own.
    `numbered`: numbers before its lines, as of `cat -n`, are set apart. `marked`: the evidence, in offsets of the
    text. `dim`: stretches of wrapping within lines, ascending. `named`: the name whose value the text is.
    """

    first: str = " "
    prefix: str = " "
    prefix_style: str = FAINT
    style: str = ""
    terminal: bool = False
    words: bool = False
    markdown: bool = False
    language: str | None = None
    numbered: bool = False
    marked: tuple[int, int] | None = None
    dim: tuple[tuple[int, int], ...] = ()
    dim_style: str = FAINT
    named: str = ""

    @property
    def margin(self) -> int:
        """How many cells of a row are not the text's: the prefix, and one free at the right."""
        return len(self.prefix) + 1
