"""Rows 18 and 19: kept indexes that lie, archives that unpack to too much or lead out of their folder."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

from tests.soak.files.making import END, HEAD, PLAIN, READ, lines, step, tape, written
from tests.soak.files.trial import Trial, commands


def indexes(folder: Path, scale: float) -> Iterator[Trial]:
    """Row 18: whatever the kept index of a run holds, the run is told as without it."""
    cache = folder / "cache"
    count = 20_000  # in more than eight mebibytes: from there on an index is kept
    record = written(
        folder,
        "kept.tape.jsonl",
        b"".join(lines(HEAD, *(step(number, f"message {number} {'m' * 400}") for number in range(1, count)), END)),
    )
    environment = {"XDG_CACHE_HOME": str(cache)}
    said = f"{count - 1} (of"
    yield Trial(
        "first reading keeps an index", ("info", record), codes=frozenset({0}), expects=(said,), environment=environment
    )
    kept = [path for path in cache.rglob("*") if path.is_file() and path.stat().st_size > 1_000]
    changes = {
        "empty": lambda _: b"", "cut": lambda data: data[: len(data) // 2], "other magic": lambda data: b"X" + data[1:],
        "flipped": lambda data: data[:-100] + bytes([data[-100] ^ 1]) + data[-99:],
        "zeros": lambda data: bytes(len(data)),
        "far offsets": lambda data: data[: len(data) // 2] + b"\xff" * (len(data) - len(data) // 2),
    }  # fmt: skip
    yield Trial("an index was kept", ("--version",), after=lambda _: None if kept else "nothing was kept")
    for name, change in changes.items():
        for path in kept:
            whole = path.read_bytes()
            path.write_bytes(change(whole))
            yield Trial(
                f"index {name}", ("info", record), codes=frozenset({0}), expects=(said,), environment=environment
            )
            path.write_bytes(whole)
    data = Path(record).read_bytes().replace(b"message 19", b"massage 91")
    Path(record).write_bytes(data)
    yield Trial("another file of the same size", ("info", record), expects=(said,), environment=environment)


def archives(folder: Path, scale: float) -> Iterator[Trial]:
    """Row 19: bombs are refused by sum and ratio, entries are names and never paths, the rest is a sentence."""
    whole = tape(*PLAIN)
    megabytes = max(80, int(200 * scale))
    zeros = b'{"tape": {"version": 1}}\n' + b" " * (megabytes << 20)
    bombs = {
        "bomb.tape.jsonl.gz": gzip.compress(zeros, 9),
        "bomb.zip": zipped({"a.tape.jsonl": zeros}),
        "twice.gz": gzip.compress(gzip.compress(zeros, 9), 9),
        "log-bomb.eval": zipped({"header.json": b"[" + zeros + b"]", "samples/a_epoch_1.json": zeros}),
    }
    for name, data in bombs.items():
        yield from commands(name, written(folder, name, data), READ, memory=512 << 20)
    del zeros, bombs
    others = {
        "leads-out.zip": zipped({"../../PWNED.tape.jsonl": whole, "/tmp/PWNED.tape.jsonl": whole}),
        "nested.zip": zipped({"inner.zip": zipped({"a.tape.jsonl": whole})}), "nothing.zip": zipped({}),
        "many.zip": zipped({f"{number}.x": b"" for number in range(max(1_000, int(60_000 * scale)))}),
        "same-names.zip": _same_names(whole), "link.zip": _link(), "encrypted.zip": _encrypted(whole),
        "torn.gz": gzip.compress(whole)[:-9], "torn.zip": zipped({"a.tape.jsonl": whole})[:-30],
        "no.gz": b"\x1f\x8b" + bytes(9), "no.zst": b"\x28\xb5\x2f\xfd" + bytes(9), "no.tar": bytes(1_024),
        "hostile.zip": zipped({"\x1b]0;PWNED\x07": whole}),
    }  # fmt: skip
    for name, data in others.items():
        yield from commands(name, written(folder, name, data), READ)
    written_out = [
        path for path in (folder.parent, folder.parent.parent, Path("/tmp")) if (path / "PWNED.tape.jsonl").exists()
    ]
    yield Trial(
        "nothing is unpacked into folders", ("--version",), after=lambda _: f"{written_out}" if written_out else None
    )


def zipped(entries: dict[str, bytes]) -> bytes:
    """Return a zip file."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in entries.items():
            file.writestr(name, content)
    return data.getvalue()


def _same_names(whole: bytes) -> bytes:
    return zipped({"a.tape.jsonl": whole, "b.tape.jsonl": whole}).replace(b"b.tape.jsonl", b"a.tape.jsonl")


def _link() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as file:
        info = zipfile.ZipInfo("a.tape.jsonl")
        info.external_attr = 0o120777 << 16
        file.writestr(info, "/etc/passwd")
    return data.getvalue()


def _encrypted(whole: bytes) -> bytes:
    data = bytearray(zipped({"a.tape.jsonl": whole}))
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + at] |= 1
    return bytes(data)
