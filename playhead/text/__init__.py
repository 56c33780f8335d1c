"""The gate: the only way from the text of a record to a terminal.

`clean` for names, titles and other single lines, `terminal_line` for what a command printed. `glyphs` says
what is kept, `terminal` how output is read, `ascii` what is left where a terminal shows nothing else.
"""

from playhead.text.ascii import drawn_in_ascii, is_only_ascii, only_ascii
from playhead.text.glyphs import cell_width, clean
from playhead.text.sgr import PLAIN, TextStyle
from playhead.text.terminal import (
    LINE_LIMIT,
    TAB_STOP,
    StyledLine,
    StyleRun,
    clean_lines,
    split_lines,
    style_after,
    terminal_line,
)

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
    "drawn_in_ascii",
    "is_only_ascii",
    "only_ascii",
    "split_lines",
    "style_after",
    "terminal_line",
]
