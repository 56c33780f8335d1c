"""The gate: the only way from the text of a record to a terminal.

`clean` for names, titles and other single lines, `terminal_line` for what a command printed. `playhead.glyphs` says
what is kept, `playhead.ansi` how output is read.
"""

from playhead.ansi import (
    LINE_LIMIT,
    TAB_STOP,
    StyledLine,
    StyleRun,
    clean_lines,
    split_lines,
    terminal_line,
)
from playhead.glyphs import cell_width, clean
from playhead.sgr import PLAIN, TextStyle

__all__ = [
    "LINE_LIMIT",
    "PLAIN",
    "TAB_STOP",
    "StyleRun",
    "StyledLine",
    "TextStyle",
    "cell_width",
    "clean",
    "clean_lines",
    "split_lines",
    "terminal_line",
]
