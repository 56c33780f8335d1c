"""The gate: the only way from the text of a record to a terminal.

`clean` for names, titles and other single lines, `terminal_line` for what a command printed. `glyphs` says
what is kept, `terminal` how output is read, `ascii` what is left where a terminal shows nothing else, `credentials`
what is masked: `terminal_line` and `visible` do not, for lines are measured and compared as they are.
"""

from playhead.text.ascii import drawn_in_ascii, is_only_ascii, only_ascii
from playhead.text.credentials import (
    credential_changes,
    credentials_are_shown,
    for_keeping,
    line_without_credentials,
    show_credentials,
    something_is_masked,
    text_without_credentials,
    value_without_credentials,
    without_credentials,
)
from playhead.text.gate import clean, clean_lines
from playhead.text.glyphs import cell_width, hidden_in, stopped
from playhead.text.glyphs import clean as visible
from playhead.text.sgr import PLAIN, TextStyle
from playhead.text.terminal import (
    LINE_LIMIT,
    TAB_STOP,
    StyledLine,
    StyleRun,
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
    "credential_changes",
    "credentials_are_shown",
    "drawn_in_ascii",
    "for_keeping",
    "hidden_in",
    "is_only_ascii",
    "line_without_credentials",
    "only_ascii",
    "show_credentials",
    "something_is_masked",
    "split_lines",
    "stopped",
    "style_after",
    "terminal_line",
    "text_without_credentials",
    "value_without_credentials",
    "visible",
    "without_credentials",
]
