"""A small language that says which steps to show: `kind:test failed:yes -file:docs text:"not found"`.

Terms stand beside each other and all must hold. A term is `KEY:VALUE`, or words, which are looked for in everything
the step says. `-` or the word `not` before a term turns it round; `|` between values means either. Quotes hold blanks
and signs together, a backslash before a quote keeps it.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from playhead.insight.filter_words import BY_KEY, WORDS, FilterError

MOST_CHARACTERS = 2_000
_KEY = re.compile(r"([A-Za-z_]+):")
_PLAIN = re.compile(r'[^\s"|]+')
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*+)"')


class Term(NamedTuple):
    """One condition: any of `values` of `key`, or none of them if `negated`. `start` to `end` is its place."""

    key: str
    values: tuple[str, ...]
    negated: bool
    start: int
    end: int


class Filter(NamedTuple):
    """What was asked: the text as it was typed, and its terms."""

    text: str
    terms: tuple[Term, ...]


class Cursor(NamedTuple):
    """What is being typed at a place: a key (None) or a value of `key`, from `start`, begun as `begun`."""

    key: str | None
    start: int
    begun: str


def parse_filter(text: str) -> Filter:
    """Return the filter that a line says; an empty line has no terms. Raises FilterError naming the place."""
    if len(text) > MOST_CHARACTERS:
        said = f"A filter has at most {MOST_CHARACTERS:,} characters; this has {len(text):,}."
        raise FilterError(said, MOST_CHARACTERS, len(text))
    terms: list[Term] = []
    negated_at: int | None = None
    at = _blanks(text, 0)
    while at < len(text):
        if _is_not(text, at):
            if negated_at is not None:
                raise _error("`not` stands twice", text, at, at + 3)
            negated_at, at = at, _blanks(text, at + 3)
            continue
        term = _term(text, at)
        if negated_at is not None:
            term = term._replace(negated=not term.negated, start=negated_at)
            negated_at = None
        terms.append(_checked(term, text))
        at = _blanks(text, term.end)
    if negated_at is not None:
        raise _error("`not` has nothing after it", text, negated_at, len(text))
    return Filter(text.strip(), tuple(terms))


def cursor_in(text: str, cursor: int) -> Cursor:
    """Return what is being typed where the cursor stands, also in a line that does not parse."""
    before = text[:cursor]
    start = _word_start(before)
    word = before[start:]
    if word.startswith("-"):
        start, word = start + 1, word[1:]
    key = _KEY.match(word)
    if key is None:
        return Cursor(None, start, word)
    value = key.end() + word[key.end() :].rfind("|") + 1
    begun = word[value:]
    quoted = begun.startswith('"')
    return Cursor(key[1].lower(), start + value, begun[1:].replace('\\"', '"') if quoted else begun)


def quoted(value: str) -> str:
    """Return a value as it must be typed."""
    if _PLAIN.fullmatch(value) and not value.startswith("-") and value.lower() != "not" and "\\" not in value:
        return value
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _term(text: str, at: int) -> Term:
    start = at
    negated = text[at] == "-" and at + 1 < len(text) and not text[at + 1].isspace()
    at += negated
    key = _KEY.match(text, at)
    if key is not None:
        at = key.end()
    values, end = _values(text, at, start)
    return Term(key[1].lower() if key else "text", values, negated, start, end)


def _values(text: str, at: int, start: int) -> tuple[tuple[str, ...], int]:
    values: list[str] = []
    while True:
        value, end = _value(text, at)
        if not value:
            what = f"a value is missing after `{'|' if values else text[start:at]}`"
            raise _error(what, text, start, max(end, at))
        values.append(value)
        if text[end : end + 1] != "|":
            return tuple(values), end
        at = end + 1


def _value(text: str, at: int) -> tuple[str, int]:
    """Return one value and where it ends; quoted and plain pieces without a blank between them are one."""
    pieces: list[str] = []
    while at < len(text) and not text[at].isspace() and text[at] != "|":
        found = _QUOTED.match(text, at)
        if found is not None:
            pieces.append(re.sub(r"\\(.)", r"\1", found[1], flags=re.DOTALL))
        elif text[at] == '"':
            raise _error("a quote is not closed", text, at, len(text))
        else:
            found = _PLAIN.match(text, at)
            assert found is not None
            pieces.append(found[0])
        at = found.end()
    return "".join(pieces), at


def _checked(term: Term, text: str) -> Term:
    word = BY_KEY.get(term.key)
    if word is None:
        near = _near(term.key, [one.key for one in WORDS]) or "; in quotes it is text"
        raise _error(f"`{term.key}:` is no key{near}", text, *term[3:])
    check = _CHECKS.get(term.key)
    values = tuple(value.lower() for value in term.values) if word.closed else term.values
    for value in values:
        wrong = check(value) if check else None
        if word.closed and value not in map(str.lower, word.values):
            near = _near(value, word.values).removeprefix("; ")
            raise _error(f"{near} {term.key} takes {_list(word.values)}".strip(), text, *term[3:])
        if wrong:
            raise _error(f"{term.key} takes {wrong}", text, *term[3:])
    return term._replace(values=values)


def _exit(value: str) -> str | None:
    known = value.lower() == "none" or re.fullmatch(r"-?[0-9]{1,10}", value)
    return None if known else "an exit code, or none"


def _step(value: str) -> str | None:
    return None if re.fullmatch(r"[0-9]{1,12}(-[0-9]{1,12})?", value) else "a step number, or a range as 10-20"


_CHECKS: dict[str, Callable[[str], str | None]] = {"exit": _exit, "step": _step}


def _near(value: str, known: list[str] | tuple[str, ...]) -> str:
    found = difflib.get_close_matches(value[:40], known, 1)
    return f"; did you mean {found[0]}?" if found else ""


def _list(values: tuple[str, ...]) -> str:
    return ", ".join(values[:-1]) + f" or {values[-1]}"


def _error(what: str, text: str, start: int, end: int) -> FilterError:
    near = text[start:end]
    shown = near if len(near) <= 30 else f"{near[:29]}…"
    stop = "" if what.endswith("?") else "."
    return FilterError(f"At character {start + 1}, {shown}: {what}{stop}", start, end)


def _is_not(text: str, at: int) -> bool:
    return text[at : at + 3].lower() == "not" and (at + 3 == len(text) or text[at + 3].isspace())


def _blanks(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _word_start(before: str) -> int:
    """Return where the word at the end of a line begins; blanks within quotes are of it."""
    start = 0
    for found in _words(before):
        start = found
    return start


def _words(text: str) -> Iterator[int]:
    inside, at = False, 0
    yield 0
    while at < len(text):
        if text[at] == "\\" and inside:
            at += 1
        elif text[at] == '"':
            inside = not inside
        elif text[at].isspace() and not inside:
            yield at + 1
        at += 1
