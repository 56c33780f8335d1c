"""Whether what stands where a credential would stand is one: placeholders, names, hashes and paths are none."""

from __future__ import annotations

import math
from collections import Counter

from playhead.late_pattern import late_pattern

LEAST_ENTROPY = 3.5
"""Bits a character, for values that nothing but their name gives away (labels.md 5.1, finding 7)."""

# What stands for a value: `${NAME}`, `<token>`, `{{ name }}`, `%NAME%`, `$(cmd)`, `@NAME@`, `[REDACTED]`, `****`.
_STANDS_FOR = late_pattern(
    r"\\?\$[\w{(\[].*|<[^<>]*>?|\{+[^{}]*\}*|%\w+%|%[-+ #0-9.]*[a-zA-Z]|@\w+@|\[[^\[\]]*\]?"
    r"|(?i:(.)\1*|true|false|null|none|nil|user(?:name)?|pass(?:word|wd)?|pw|secret|token|key)"
)
_SAYS_SO = late_pattern(
    r"(?i)examples?(?![a-z])|placeholder|change.?(?:me|it)|your[-_ ]|[-_]here\b|xxxx|\*\*\*|\.\.\.|…|••"
    r"|dummy|redacted|insert[-_ ]|<[a-z_ -]+>|\$\{|\{\{|0{8}|123456789|abcdefghij|deadbeef"
    r"|^(?:fake|sample|mock|todo|foo|bar|test|my)[-_ ]?(?:api)?"
    r"[-_ ]?(?:secret|token|pass|password|key|value)?[-_]?\d{0,3}$"
)
_DOTTED = late_pattern(r"[A-Za-z_]\w*(?:\[[\w'\"]*\])?(?:\(\))?(?:\.[A-Za-z_]\w*(?:\[[\w'\"]*\])?(?:\(.*\)?)?)+[,;)]*")
_WORDS = late_pattern(
    r"[A-Za-z]+(?:[-_ .:/][A-Za-z]+)*[-_.:!?,;]?|[a-z]+(?:[A-Z][a-z]+)+\d{0,2}"
    r"|[A-Z][A-Z0-9_]*|[a-z][a-z0-9]*(?:_[a-z0-9]+)+"
)
_PATH = late_pattern(r"(?:[A-Za-z]:\\|\.{0,2}/|~/)[\w./\\ @+-]*|[\w.-]+(?:/[\w.-]+)+\.\w{1,5}|\w+://[^@]*")
_HASH = late_pattern(
    r"(?i)(?:sha\d{1,3}[-:=])?(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{56}|[0-9a-f]{64}|[0-9a-f]{96}|[0-9a-f]{128})"
)
_UUID = late_pattern(r"(?i)[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_CALL = late_pattern(r"[A-Za-z_][\w.]*[(\[{].*[)\]}][;,]*")
_INTEGRITY = late_pattern(r"sha(?:1|256|384|512)-[A-Za-z0-9+/]+=*")
_VERSION = late_pattern(r"[vV]?\d+(?:[.:T_-]\d+)+[\w.+-]*Z?")
_DIGIT, _LETTER = late_pattern(r"\d"), late_pattern(r"[A-Za-z]")
_SIGN = late_pattern(r"[^\w\s]")


def entropy(value: str) -> float:
    """Return Shannon's entropy of the characters of a value, in bits a character."""
    length = len(value)
    return -sum(count / length * math.log2(count / length) for count in Counter(value).values()) if length else 0.0


def is_placeholder(value: str) -> bool:
    """Return whether a value says that it stands for another, or was masked already."""
    return bool(_STANDS_FOR.fullmatch(value) or _SAYS_SO.search(value))


def is_secret(value: str) -> bool:
    """Return true but for placeholders: of a place where nothing but a secret stands."""
    return not is_placeholder(value.strip("'\""))


def is_typed_secret(value: str) -> bool:
    """Return whether a value may be a password: no name, no call, no path, and more than a word in lower case."""
    value = value.strip("'\"`")
    if len(value) < 6 or is_placeholder(value) or _names_something(value) or not _LETTER.search(value):
        return False
    return bool(_DIGIT.search(value) or _SIGN.search(value))


def is_random(value: str) -> bool:
    """Return whether nothing but chance makes a value: letters and digits, of enough entropy, no hash and no name."""
    value = value.strip("'\"`")
    if len(value) < 16 or is_placeholder(value) or _names_something(value):
        return False
    if _HASH.fullmatch(value) or _UUID.fullmatch(value) or _INTEGRITY.match(value):
        return False
    return bool(_DIGIT.search(value) and _LETTER.search(value)) and entropy(value) >= LEAST_ENTROPY


def is_hex_or_random(value: str) -> bool:
    """Return whether a value is random, a plain hash's length not excepted: of names that say `secret`."""
    value = value.strip("'\"`")
    return is_random(value) or bool(_HASH.fullmatch(value) and entropy(value) >= 3.0)


def _names_something(value: str) -> bool:
    shapes = (_DOTTED, _WORDS, _PATH, _CALL, _VERSION)
    return any(one.fullmatch(value) for one in shapes)
