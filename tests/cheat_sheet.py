"""The cheat sheet docs/keys.md, from the declarations: `python -m tests.cheat_sheet` writes it."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from tui.commands.declared import help_rows
from tui.commands.declared_dialogs import CHECK_COMMANDS, DECISION_COMMANDS, keys_rows, rows_of
from tui.commands.declared_list import list_help_rows

PAGE = Path(__file__).resolve().parents[1] / "docs" / "keys.md"
HEAD = """# Keys

All keys, as the program declares them; `?` shows those of the screen one is in, `/` there searches them. They can be
changed, and every sentence that names one follows: see [settings](howto/settings.md). A page (`i s p b t C =`) is read
with the keys of a run.
"""


def cheat_sheet() -> str:
    """Return the page."""
    run, runs = _tables(help_rows()), _tables(list_help_rows())
    others = [*_tables(rows_of(CHECK_COMMANDS)), *_tables(rows_of(DECISION_COMMANDS)), *_tables(keys_rows())]
    parts = (("## In a run", run), ("## In the list of runs", runs), ("## Elsewhere", others))
    return "\n".join([HEAD, *(line for title, lines in parts for line in (title, *lines, ""))])


def _tables(rows: Iterable[tuple[str, str, str, str]]) -> list[str]:
    lines: list[str] = []
    group = ""
    for heading, keys, _, sentence in rows:
        if heading != group:
            group = heading
            lines += ["", f"| {heading} | |", "|---|---|"]
        shown = " ".join(f"`{key}`".replace("|", "\\|") for key in keys.split())
        lines.append(f"| {shown} | {sentence} |")
    return lines


def main() -> int:
    """Write the page."""
    PAGE.write_text(cheat_sheet(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
