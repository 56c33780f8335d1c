"""A diff put onto the text it was made for, or nothing where it does not fit without doubt."""

from __future__ import annotations

from playhead.edits.diff_index import DiffIndex, HunkSpan


def applied(text: str, diff: str) -> str | None:
    """Return `text` with the hunks of a diff of one file applied; None unless each fits at exactly one place.

    A hunk fits where its header says, else at the only place where its old lines stand: fragments are numbered
    from 1, since where they stand was not known.
    """
    index = DiffIndex(diff)
    shift = 0
    for hunk in index.hunks:
        lines = [index.line(number) for number in range(hunk.start + 1, hunk.stop)]
        old = [line.text for line in lines if line.kind in (" ", "-")]
        new = [line.text for line in lines if line.kind in (" ", "+")]
        changed = _replaced(text, hunk, shift, old, new)
        if changed is None:
            return None
        text = _with_end(changed, _unended(index, hunk, "-"), _unended(index, hunk, "+")) if changed or new else ""
        shift += len(new) - len(old)
    return text


def _replaced(text: str, hunk: HunkSpan, shift: int, old: list[str], new: list[str]) -> str | None:
    lines = text.split("\n")
    place = hunk.old_start + shift - (1 if old else 0)
    if 0 <= place <= len(lines) and lines[place : place + len(old)] == old:
        lines[place : place + len(old)] = new
        return "\n".join(lines)
    gone, come = "\n".join(old), "\n".join(new)
    return text.replace(gone, come) if gone and text.count(gone) == 1 else None


def _unended(index: DiffIndex, hunk: HunkSpan, sign: str) -> bool:
    """Return whether a side of a hunk says that its last line has no line feed."""
    return any(
        index.source(number).startswith("\\") and index.source(number - 1)[:1] in (sign, " ")
        for number in range(hunk.start + 2, hunk.stop)
    )


def _with_end(text: str, was_unended: bool, is_unended: bool) -> str:
    if is_unended and not was_unended:
        return text.removesuffix("\n")
    return text + "\n" if was_unended and not is_unended else text
