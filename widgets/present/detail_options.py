"""What a person has chosen to see of a step's detail."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from textual.content import Content

from playhead.model import Edit
from playhead.text import clean
from widgets.blocks.block import Block, fixed
from widgets.blocks.fold import Fold, Title
from widgets.blocks.look import Look
from widgets.blocks.panning import Panning
from widgets.blocks.text_block import TextBlock
from widgets.document import Part
from widgets.present.code import Pace
from widgets.present.palette import FAINT, NOTICE


def _no_pictures(text: str) -> Sequence[tuple[str, str]]:  # noqa: ARG001 - the seam's argument
    return ()


def _as_it_is(edit: Edit) -> Edit:
    return edit


RECOVERING, TEXT_ONLY = "in recovery", "text evidence only"


@dataclass(frozen=True, slots=True)
class Options:
    """Whether thoughts are open, the folds that were touched by key, how a whole-file write is completed.

    `panning` says how long lines are shown, `split` whether diffs stand side by side where there is room, `pace` how
    much time a frame has for colours. `pictures` returns path and size of picture files that a text names. `told` says
    by a part's key which characters of it the rules hold for the evidence, None for none; what a key that is missing
    says is judged by itself. `RECOVERING` and `TEXT_ONLY` as keys are said of the step, in its head.
    """

    thoughts: bool = False
    folds: Mapping[str, bool] = field(default_factory=dict)
    complete: Callable[[Edit], Edit] = _as_it_is
    panning: Panning = field(default_factory=Panning)
    split: bool = False
    pace: Pace = field(default_factory=Pace)
    pictures: Callable[[str], Sequence[tuple[str, str]]] = _no_pictures
    told: Mapping[str, tuple[int, int] | None] = field(default_factory=dict)

    def text(self, text: str, look: Look, start: int = 0, end: int | None = None) -> TextBlock:
        """Return the characters `start` to `end` of a text as a block."""
        return TextBlock(text, look, start, end, self.pace, self.panning)

    def picture_parts(self, text: str) -> list[Part]:
        """Return a row for each picture file that a text names: what the text cannot tell of it."""
        return [notice(f"{clean(path)}  {size}", FAINT) for path, size in self.pictures(text)]

    def fold(self, key: str, inner: Block, title: Title | None, *, keep: int = 0, is_open: bool = False) -> Part:
        """Return a fold as a part of the document, open or closed as the person left it."""
        return Part(key, Fold(key, inner, title, keep=keep, is_open=self.folds.get(key, is_open)))


def notice(text: str, style: str = NOTICE) -> Part:
    """Return a sentence of ours as a part."""
    return Part("", TextBlock(text, Look(style=style, words=True)))


def blank() -> Part:
    """Return an empty row as a part."""
    return Part("", fixed(Content("")))
