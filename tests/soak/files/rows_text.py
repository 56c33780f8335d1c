"""Rows 1-7: records that are empty, torn, padded, of other encodings, with odd literals, too deep, of wrong types."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from tests.soak.files.making import ALL, END, HEAD, PLAIN, READ, acted, lines, step, tape, written
from tests.soak.files.trial import Trial, commands

WHOLE = tape(*PLAIN)
SPECIAL = '{"step": {"step_id": 2, "source": "agent", "message": "m2", "metrics": %s, "extra": {"x": %s}}}\n'
LITERALS = (
    '"\\ud800"', "NaN", "Infinity", "-Infinity", "1e400", "18446744073709551616", "9" * 5_000, "-0", "1e-400",
    '{"a": 1, "a": 2}', '"\\u0000"', "0.1e999999", "true", "null", "[]", '""',
)  # fmt: skip
WRONG = (None, True, 0, -1, 1e308, "x", "", [], [[]], {}, {"a": None}, [None], ["x", 1], 2**70)


def ends(folder: Path, scale: float) -> Iterator[Trial]:
    """Row 1: nothing, only line ends, no last line end, other line ends."""
    del scale
    records = {
        "empty": b"", "newlines": b"\n" * 70_000, "no last line end": WHOLE[:-1], "one line": lines(HEAD)[0][:-1],
        "carriage returns and newlines": WHOLE.replace(b"\n", b"\r\n"), "carriage returns": WHOLE.replace(b"\n", b"\r"),
        "blank lines between": WHOLE.replace(b"\n", b"\n\n \n"),
    }  # fmt: skip
    for name, data in records.items():
        path = written(folder, f"{name}.tape.jsonl", data)
        seen = (
            ("message 1",)
            if name in ("no last line end", "carriage returns and newlines", "blank lines between")
            else ()
        )
        yield from commands(name, path, READ[:1])
        yield Trial(f"{name}, steps", ("steps", path), expects=seen)


def torn(folder: Path, scale: float) -> Iterator[Trial]:
    """Row 2: the last step torn at every byte: what stands before is shown, what is torn is told."""
    *before, last = lines(HEAD, *PLAIN)
    for cut in range(1, len(last) - 1, max(1, int(0.3 / scale))):
        path = written(folder, f"torn-{cut}.tape.jsonl", b"".join(before) + last[:cut])
        yield Trial(f"torn at byte {cut}", ("steps", path), expects=("message 1", "pytest -q"))


def padded(folder: Path, scale: float) -> Iterator[Trial]:
    """Row 3: NULs at the end and in the middle."""
    del scale
    rows = lines(HEAD, *PLAIN)
    for name, data in {
        "NULs at the end": WHOLE + bytes(4096),
        "NULs between lines": rows[0] + rows[1] + bytes(4096) + b"\n" + rows[2] + rows[3],
        "NULs in a line": rows[0] + rows[1] + rows[2][:40] + bytes(100) + rows[2][40:] + rows[3],
    }.items():
        path = written(folder, f"{name}.tape.jsonl", data)
        yield Trial(f"{name}, steps", ("steps", path), expects=("message 1", "done"))
        yield from commands(name, path, ("info", "validate"))


def encoded(folder: Path, scale: float) -> Iterator[Trial]:
    """Row 4: bytes that are no UTF-8, other encodings, a byte order mark; labelling leaves the bytes as they are."""
    del scale
    text = WHOLE.replace(b"message 1", "message é 1".encode())
    for name, data in {
        "latin-1": text.decode().encode("latin-1"), "byte order mark": b"\xef\xbb\xbf" + text,
        "surrogates as bytes": text.replace("é".encode(), b"\xed\xa0\x80"), "cut character": text.replace(b"\xa9", b""),
    }.items():  # fmt: skip
        path = written(folder, f"{name}.tape.jsonl", data)
        yield Trial(f"{name}, steps", ("steps", path), expects=("message", "pytest -q", "done"))
        words = ("label", path, "phase=edit", "--step", "1", "--by", "soak")
        yield Trial(f"{name}, label", words, codes=frozenset({0}), after=_unchanged(path, data))
    for name in ("utf-16", "utf-32"):
        yield from commands(name, written(folder, f"{name}.tape.jsonl", text.decode().encode(name)), READ)


def literals(folder: Path, scale: float) -> Iterator[Trial]:
    """Row 5: unpaired surrogates, numbers that are none or too long, keys said twice."""
    del scale
    rows = lines(HEAD, *PLAIN)
    for number, literal in enumerate(LITERALS):
        odd = (SPECIAL % (literal, literal)).encode()
        path = written(folder, f"literal-{number}.tape.jsonl", rows[0] + rows[1] + odd + rows[3])
        yield Trial(f"literal {literal[:20]}, steps", ("steps", path), expects=("message 1", "m2", "done"))
        yield from commands(f"literal {literal[:20]}", path, ("info", "validate", "steps --json"))


def deep(folder: Path, scale: float) -> Iterator[Trial]:
    """Row 6: values as deep as nobody writes them, in a record and in text that looks like JSON."""
    del scale
    for depth in (1_025, 100_000):
        odd = (SPECIAL % ("[" * depth + "]" * depth, '{"a":' * depth + "1" + "}" * depth)).encode()
        rows = lines(HEAD, *PLAIN)
        path = written(folder, f"deep-{depth}.tape.jsonl", rows[0] + rows[1] + odd + rows[3])
        yield Trial(f"depth {depth:,}, steps", ("steps", path), expects=("message 1", "done"))
        yield from commands(f"depth {depth:,}", path, ("info", "validate"))
        said = tape(acted(1, "cat x.json", "[" * depth), acted(2, "echo " + "$(" * depth, "{" * depth))
        yield from commands(f"depth {depth:,} as text", written(folder, f"said-{depth}.tape.jsonl", said), ALL)
        yield from commands(f"depth {depth:,} alone", written(folder, f"alone-{depth}.json", b"[" * depth), READ)


def types(folder: Path, scale: float) -> Iterator[Trial]:
    """Row 7: lines that are no objects, and each field of a step with a value of each wrong type."""
    for number, line in enumerate(
        (b"5", b'"x"', b"null", b"[]", b"[1, 2]", b"true", b"{}", b'{"step": 5}', b'{"a": {}}')
    ):
        rows = lines(HEAD, *PLAIN)
        path = written(folder, f"line-{number}.tape.jsonl", rows[0] + rows[1] + line + b"\n" + rows[3])
        yield Trial(f"a line {line.decode()}", ("steps", path), expects=("message 1", "done"))
    whole = acted(2, "ls", "out", extra={"exit_code": 1})
    for place in _places(whole):
        wrong = WRONG[:: max(1, int(0.2 / scale))]
        steps = [_swapped(whole, place, value) for value in wrong]
        for number, one in enumerate(steps):
            inner = one.get("step") if isinstance(one, dict) else None
            if isinstance(inner, dict) and isinstance(inner.get("step_id"), int) and 0 < inner["step_id"] < 2**60:
                inner["step_id"] = number + 2
        data = b"".join(lines(HEAD, step(1), *steps, step(100, "done"), END))
        path = written(folder, f"types-{'-'.join(map(str, place))}.tape.jsonl", data)
        yield Trial(f"wrong types at {place}, steps", ("steps", path), expects=("message 1", "done"))
        yield from commands(f"wrong types at {place}", path, ALL if scale >= 0.5 else READ[:1])


def _places(value, before=()):
    if isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield (*before, key)
            yield from _places(inner, (*before, key))


def _swapped(value, place, new):
    whole = json.loads(json.dumps(value))
    inner = whole
    for key in place[:-1]:
        inner = inner[key]
    inner[place[-1]] = new
    return whole


def _unchanged(path, data):
    return lambda _: None if Path(path).read_bytes() == data else "the record changed"
