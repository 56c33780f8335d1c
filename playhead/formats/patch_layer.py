"""The patch a run handed in, as a layer: the same title and figures in every format."""

from __future__ import annotations

from collections.abc import Sequence

from playhead.edits.diff_index import DiffIndex
from playhead.formats.parts import title_of
from playhead.model import Layer, RawRef


def patch_layer(text: str, raw: Sequence[RawRef], name: str = "") -> Layer:
    """Return the layer of a patch: `2 files +9 -1`, after `name` where it has one; `data` has its files.

    What is no diff (a flag, an answer) is shown as it stands, by its first line.
    """
    files = DiffIndex(text).files
    named = [file for file in files if file.path]
    if not named:
        return Layer("patch", f"{name} {title_of(text)}".strip(), text, {}, tuple(raw))
    added, removed = sum(file.added for file in named), sum(file.removed for file in named)
    title = f"{len(named)} {'file' if len(named) == 1 else 'files'} +{added} -{removed}"
    told = [{"path": one.path, "status": one.status, "added": one.added, "removed": one.removed} for one in named]
    return Layer("patch", f"{name} {title}".strip(), text, {"files": told}, tuple(raw))
