"""The first start: the few keys that matter are shown once, and any key takes them away and does what it does."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.cells import cell_len
from textual.content import Content

from playhead.own_folders import state_folder
from tui.commands.command import key_of
from widgets.fixed_rows import FixedRows
from widgets.present.fit import pad
from widgets.present.palette import EMPHASIS, KEY, MUTED, PLAIN

MATTER: tuple[tuple[tuple[str, ...], str], ...] = (
    (("step.previous", "step.next"), "step through the run"),
    (("failure.next",), "next failure and what it said"),
    (("read.on",), "next page, then next step"),
    (("label.panel",), "set a label, saved at once"),
    (("help",), "show all keys"),
)


def _marker() -> Path:
    return state_folder() / "started"


def is_first_start() -> bool:
    """Return whether the keys were never shown to this person, and remember that they are now.

    Where that cannot be remembered it is no first start: nothing is shown again and again.
    """
    marker = _marker()
    try:
        marker.parent.mkdir(parents=True, exist_ok=True)
        marker.touch(exist_ok=False)
    except OSError:
        return False
    return True


class FirstKeys(FixedRows):
    """A strip above the foot."""

    DEFAULT_CSS = """
    FirstKeys { height: 7; background: $panel; }
    FirstKeys:ansi { height: 8; border-top: solid ansi_bright_black; }
    """

    def rows(self, width: int, height: int) -> Sequence[Content]:  # noqa: ARG002 - as high as it is
        """Return a heading and a row a key."""
        rows = [Content.styled(" Five keys to begin; any key closes this.", EMPHASIS)]
        keys = [key_of(*ids) for ids, _ in MATTER]
        widest = max(7, *map(cell_len, keys))
        for key, (_, meaning) in zip(keys, MATTER, strict=True):
            rows.append(Content.assemble((f"   {pad(key, widest)} ", KEY), (meaning, PLAIN)))
        rows.append(Content.styled(f"   {key_of('quit')} leaves; labels stand beside the run", MUTED))
        return [row.truncate(width) for row in rows]
