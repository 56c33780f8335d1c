"""Whether a line is worth being read by rules: asked of every line that is drawn or copied, so it costs a microsecond.

Asked is what every rule needs: a word that tells of a secret, or one long word that is none of a language.
"""

from __future__ import annotations

from collections.abc import Iterator

from playhead.late_pattern import late_pattern

SHORTEST = 14
"""No value that only its own shape gives away is shorter; names and options tell of those that are."""
_HINTS = (
    b"passw", b"passph", b"pass=", b"pass:", b"--pass", b"_pass", b"pwd", b"secret", b"token", b"://", b" -p",
    b"sudo", b"| -s", b"authoriz", b"api-key", b"api_key", b"_key=", b"bearer", b"curl", b" -a ", b"cookie",
    b":5432:", b"smbcl", b"securestr",
)  # fmt: skip
_SHAPES = bytes.maketrans(
    bytes(range(256)),
    b"".join(
        b"0" if one.isdigit() else b"A" if one.isupper() else b"a" if one.islower() else b"_" if one in b"_-" else b" "
        for one in (bytes((number,)) for number in range(256))
    ),
)
"""Large and small letters, digits, what joins words; all else ends one."""
_BROKEN = late_pattern(rb"\w(?:\x1b\[[0-9;:]{0,40}m){1,8}\w")
"""A word with a colour inside."""
_LONG = late_pattern(rb"[^ ]{%d,}" % SHORTEST)


def may_hold(line: str) -> bool:
    """Return whether a line may hold a credential; most cannot, and few that may do."""
    if len(line) < 8:
        return False
    data = line.encode("latin-1", "replace")
    lower = data.lower()
    for hint in _HINTS:
        if hint in lower:
            return True
    words = data.translate(_SHAPES).split()
    return len(max(words, key=len, default=b"")) >= SHORTEST and any(
        len(word) >= SHORTEST and _is_no_word(word) for word in words
    )


def lines_near(text: str) -> Iterator[tuple[int, int]]:
    """Yield the lines of a text that may hold a credential, ascending, each once, without its end."""
    data = text.encode("latin-1", "replace")  # a byte for a character: places are the same
    ends: dict[int, int] = {}
    lower = data.lower()
    for hint in _HINTS:
        at = lower.find(hint)
        while at >= 0:
            start = lower.rfind(b"\n", 0, at) + 1
            end = lower.find(b"\n", at)
            ends[start] = end = len(lower) if end < 0 else end
            at = lower.find(hint, end)
    if b"\x1b" in data:
        for broken in _BROKEN.finditer(data):
            start = data.rfind(b"\n", 0, broken.start()) + 1
            end = data.find(b"\n", broken.end())
            ends[start] = len(data) if end < 0 else end
    end = -1
    for word in _LONG.finditer(data.translate(_SHAPES)):
        if word.start() > end and _is_no_word(word[0]):
            start = data.rfind(b"\n", 0, word.start()) + 1
            end = data.find(b"\n", word.end())
            ends[start] = end = len(data) if end < 0 else end
    yield from sorted(ends.items())


def _is_no_word(shape: bytes) -> bool:
    """Return whether a long word has a digit, or capitals beside one another: names in code mostly have neither."""
    return b"0" in shape or b"AA" in shape
