"""How the outcome of a moment looks everywhere: a sign, a colour and its words; and a moment's weight in words.

Outcomes are named by their strings, so that nothing of the rules is imported for a picture.
"""

from __future__ import annotations

from playhead.insight.moments.weight import Weight
from widgets.present.amounts import counted
from widgets.present.palette import CHECK, FAILURE, FAINT, SUCCESS, WARNING

SIGNS = {
    "recovered": "✓",
    "worked_around": "↪",
    "spiralled": "↻",
    "abandoned": "×",
    "unresolved_at_end": "?",
    "not_negative": "·",
}
STYLES = {
    "recovered": SUCCESS,
    "worked_around": CHECK,
    "spiralled": FAILURE,
    "abandoned": WARNING,
    "unresolved_at_end": FAILURE,
    "not_negative": FAINT,
}
WORDS = {
    "recovered": "recovered",
    "worked_around": "worked around",
    "spiralled": "spiralled",
    "abandoned": "abandoned",
    "unresolved_at_end": "unresolved at the end",
    "not_negative": "wanted so",
}
WORST_FIRST = ("spiralled", "unresolved_at_end", "abandoned", "worked_around", "recovered", "not_negative")
UNSOLVED = frozenset(WORST_FIRST[:3])


def weight_words(weight: Weight) -> str:
    """Return `24 steps · 6m`; without the time where the record has none."""
    time = coarse(weight.seconds)
    return f"{counted(weight.steps, 'step')}{f' · {time}' if time else ''}"


def coarse(seconds: float | None) -> str:
    """Return a time in the unit that tells most: `12s`, `6m`, `1h05m`, `3d`; "" for what is unknown or nothing."""
    if not seconds or not 0 < seconds < 10**12:
        return ""
    if seconds < 60:
        return f"{max(1, round(seconds))}s"
    minutes = round(seconds / 60)
    if minutes < 60:
        return f"{minutes}m"
    if minutes < 48 * 60:
        return f"{minutes // 60}h{minutes % 60:02}m"
    return f"{minutes // (24 * 60)}d"
