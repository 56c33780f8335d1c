"""Whether a text is worth being read by rules: what is asked of every line that is drawn, so it costs a microsecond."""

from __future__ import annotations

SHORTEST = 14
"""No value that only its own shape gives away is shorter; names and options tell of those that are."""
_HINTS = ("pass", "pwd", "secret", "token", "://", " -p", "sudo", "auth", "key", "bearer", "curl", " -a ", "cookie", "@")
_WORD = bytes(
    one if chr(one).isalnum() or one in b"_-" else 32 for one in range(128)
).decode() + " " * 128


def may_hold(text: str) -> bool:
    """Return whether a line may hold a credential; most cannot, and few that may do."""
    if len(text) < 8:
        return False
    lower = text.lower()
    for hint in _HINTS:
        if hint in lower:
            return True
    longest = max(map(len, text.translate(_TABLE).split()), default=0)
    return longest >= SHORTEST


class _Table(dict[int, str]):
    def __missing__(self, point: int) -> str:
        return " "


_TABLE = _Table({point: _WORD[point] for point in range(128)})
