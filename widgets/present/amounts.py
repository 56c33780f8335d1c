"""Durations, sums of money and counts in the fewest cells that still tell the truth."""

from __future__ import annotations

import math


def duration(seconds: float | None) -> str:
    """Return `0.4s`, `12s`, `6m12s`, `3h07m`, `2d04h`; "" for what is unknown, negative or no number."""
    if seconds is None or not math.isfinite(seconds) or seconds < 0:
        return ""
    if seconds < 9.95:
        return f"{seconds:.1f}s"
    whole = round(seconds)
    if whole < 60:
        return f"{whole}s"
    if whole < 3_600:
        return f"{whole // 60}m{whole % 60:02}s"
    if whole < 86_400:
        return f"{whole // 3_600}h{whole % 3_600 // 60:02}m"
    return f"{min(whole, 10**12) // 86_400}d{whole % 86_400 // 3_600:02}h"


def money(dollars: float | None) -> str:
    """Return `$0.32`; with four digits behind the point below a cent; "" for what is unknown, no number, or nothing."""
    if not dollars or not math.isfinite(dollars) or not 0 <= dollars < 10**12:
        return ""
    return f"${dollars:.4f}" if 0 < dollars < 0.01 else f"${dollars:,.2f}"


def counted(count: int, one: str, many: str | None = None) -> str:
    """Return `1 step`, `41 steps`, `1,000,000 steps`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"
