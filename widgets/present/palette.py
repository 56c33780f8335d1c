"""The words in which panes speak about looks: styles in theme variables, glyphs of kinds, letters of phases.

Calm by rule: most text is plain or muted, failure is red, a check is blue, a change is amber. Nothing is said by
colour alone: kinds have glyphs, phases letters, added and removed lines their signs.
Textual 8.2 drops the alpha of `$text-muted` inside a style string, so muted text is built on `$foreground`.
"""

from __future__ import annotations

from playhead.model import Kind, Phase, Status

PLAIN = ""
MUTED = "$foreground 60%"
FAINT = "$foreground 38%"
EMPHASIS = "bold"
FAILURE = "$text-error"
FAILURE_STRONG = "bold $text-error"
SUCCESS = "$text-success"
WARNING = "$text-warning"
CHECK = "$text-primary"
CHANGE = "$text-accent"
LABEL = "bold $text-primary"
PROPOSED = "italic $foreground 60%"
CONFLICT = "$text-warning"
KEY = "bold $text-accent"
RULE = "$foreground 30%"
FOLD = "$text-primary"
EVIDENCE = "bold $text-error"
NOTICE = "italic $text-warning"
FOUND = "bold $text-warning"
FOUND_TEXT = "on $warning 40%"
FOUND_HERE = "bold reverse"

ADDED = "on $success-muted"
REMOVED = "on $error-muted"
ADDED_SIGN = "bold $text-success"
REMOVED_SIGN = "bold $text-error"
ADDED_WORD = "on $success 45%"
REMOVED_WORD = "on $error 45%"
HUNK = "$text-primary"

ON_TINT = "not reverse "
"""What a style of syntax begins with where it lies on a tint; it says nothing else."""

IN_ANSI: dict[str, str] = {
    MUTED: "dim",
    FAINT: "dim",
    PROPOSED: "italic dim",
    RULE: "dim",
    CHANGE: "ansi_magenta",
    KEY: "bold ansi_magenta",
    ADDED: "ansi_green",
    REMOVED: "ansi_red",
    ADDED_WORD: "ansi_green reverse",
    REMOVED_WORD: "ansi_red reverse",
    FOUND_TEXT: "ansi_yellow reverse",
}
"""What stands for a style in a theme of 16 colours, where a tint would fill the row with the full colour."""

KIND_GLYPHS: dict[Kind, str] = {
    Kind.SEARCH: "?",
    Kind.READ: "=",
    Kind.EDIT: "±",
    Kind.RUN: "$",
    Kind.TEST: "▶",
    Kind.VCS: "#",
    Kind.INSTALL: "+",
    Kind.WEB: "@",
    Kind.PLAN: "*",
    Kind.MESSAGE: "·",
    Kind.SUBAGENT: "&",
    Kind.SUBMIT: "»",
    Kind.OTHER: "~",
}

KIND_STYLES: dict[Kind, str] = {
    Kind.SEARCH: MUTED,
    Kind.READ: MUTED,
    Kind.EDIT: CHANGE,
    Kind.RUN: PLAIN,
    Kind.TEST: CHECK,
    Kind.VCS: PLAIN,
    Kind.INSTALL: PLAIN,
    Kind.WEB: PLAIN,
    Kind.PLAN: MUTED,
    Kind.MESSAGE: MUTED,
    Kind.SUBAGENT: CHECK,
    Kind.SUBMIT: EMPHASIS,
    Kind.OTHER: MUTED,
}

PHASE_LETTERS: dict[Phase, str] = {
    Phase.LOCALIZATION: "L",
    Phase.HYPOTHESIS: "H",
    Phase.EDIT: "E",
    Phase.VERIFICATION: "V",
    Phase.RECOVERY: "R",
    Phase.HANDOFF: "O",
    Phase.SETUP: "S",
    Phase.NONE: "·",
}

PHASE_STYLES: dict[Phase, str] = {
    Phase.LOCALIZATION: MUTED,
    Phase.HYPOTHESIS: PLAIN,
    Phase.EDIT: CHANGE,
    Phase.VERIFICATION: CHECK,
    Phase.RECOVERY: WARNING,
    Phase.HANDOFF: EMPHASIS,
    Phase.SETUP: MUTED,
    Phase.NONE: FAINT,
}

STATUS_STYLES: dict[Status, str] = {
    Status.RESOLVED: SUCCESS,
    Status.FAILED: FAILURE,
    Status.PARTIAL: WARNING,
    Status.ERROR: FAILURE,
    Status.UNKNOWN: MUTED,
}

FAILED_GLYPH = "✗"
PASSED_GLYPH = "✓"
FOLDED_GLYPH = "▸"
UNFOLDED_GLYPH = "▾"
CUT_GLYPH = "⋯"
CONTINUED_GLYPH = "↪"
BEFORE_GLYPH = "‹"
AFTER_GLYPH = "›"
BAR_GLYPH = "▌"
LABEL_GLYPH = "●"
FOUND_GLYPH = "/"
UNSAVED_LABEL_GLYPH = "○"
SOLVED_GLYPH, UNSOLVED_GLYPH = "─", "━"


IN_CONTRAST: dict[str, str] = {
    MUTED: "$foreground 85%",
    FAINT: "$foreground 75%",
    PROPOSED: "italic $foreground 85%",
    RULE: "$foreground 70%",
}
"""What stands for a style in a theme of high contrast, where nothing that can be read is faint."""


def in_theme(style: str, *, ansi: bool, contrast: bool = False) -> str:
    """Return the style string that says `style` in a theme of 16 colours (`ansi`) or of high contrast.

    In 16 colours a tint is the colour of the letters, so syntax on it has none of its own.
    """
    if not ansi:
        return IN_CONTRAST.get(style, style) if contrast else style
    word = style.removeprefix(ON_TINT)
    return PLAIN if word != style and word not in (ADDED_WORD, REMOVED_WORD) else IN_ANSI.get(word, word)


def on_tint(style: str) -> str:
    """Return a style of syntax for text that lies on a tint."""
    return ON_TINT + style
