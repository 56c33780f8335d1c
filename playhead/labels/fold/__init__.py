"""Folding: label events written into the record itself, every other byte unchanged (design 3.3)."""

from playhead.labels.fold.result import FoldResult, Progress
from playhead.labels.fold.tape import fold_tape

__all__ = ["FoldResult", "Progress", "fold_tape"]
