"""Rows 20 and 21: vocabularies, mappings and settings that are bombs or nonsense; expressions that run away."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from tests.soak.files.making import PLAIN, acted, tape, written
from tests.soak.files.trial import Trial

FILES = {
    "no toml": b"a: !!python/object/apply:os.system ['touch PWNED']\n",
    "anchors": b"a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]\n",
    "deep": b"a = " + b"[" * 100_000 + b"]" * 100_000,
    "deep tables": b"[" + b".".join([b"a"] * 20_000) + b"]\n",
    "keys twice": b"a = 1\na = 2\n",
    "many keys": b"".join(b"k%d = 1\n" % number for number in range(50_000)),
    "long number": b"a = " + b"9" * 5_000 + b"\n",
    "no text": bytes(range(256)) * 8,
    "utf-16": "id = 1".encode("utf-16"),
    "escapes": b'id = "\\u001b]0;PWNED\\u0007"\nversion = "\\u202e"\n[[label]]\nid = "\\u001b[2J"\ntype = "choice"\n',
    "wrong types": b"id = []\nversion = {}\nlabel = 5\n",
    "labels of wrong types": b'id = "a"\nversion = "1"\n[[label]]\nid = 5\non = []\ntype = {}\noptions = 7\n',
    "large": b"# " + b"x" * (20 << 20),
    "empty": b"",
}
WORDS = (
    "phase=", "=edit", "=", "", "phase=" + "x" * 100_000, "\x1b[2J=1", "phase=edit,edit", "nothing=1", "phase", "💥=💥",
)  # fmt: skip

# What expressions with nested repeats go over again and again.
RUNAWAY = (
    "a", " ", ".", "[", '"', "9", "/", "\n", "=", "-", "ab ", "FAILED ", "1%", 'File "', "\x1b[", "Error: ", "a/b.",
    "x\r", "password=", "test_a::", "at x(y:1) ", "{", "\\", "E   ", "1 failed, ", "::error ", "\t", "_", "A1b2C3d4",
)  # fmt: skip


def given(folder: Path, scale: float) -> Iterator[Trial]:
    """Row 20: a file that a person names is data, read with limits; what is wrong with it is one sentence."""
    del scale
    record = written(folder, "run.tape.jsonl", tape(*PLAIN))
    for name, data in FILES.items():
        path = written(folder, f"{name}.toml", data)
        for option in ("--schema", "--map"):
            yield Trial(f"{option} {name}", ("info", option, path, record), memory=512 << 20)
    environment = {"XDG_CONFIG_HOME": str(folder / "configuration")}
    (folder / "configuration" / "playhead").mkdir(parents=True)
    for name, data in FILES.items():
        written(folder, "configuration/playhead/settings.toml", data)
        for command in ("settings", "info"):
            words_ = (command,) if command == "settings" else (command, record)
            yield Trial(f"settings {name}, {command}", words_, memory=512 << 20, environment=environment)
    done = list(folder.rglob("PWNED"))
    yield Trial("nothing in them is run", ("--version",), after=lambda _: f"there is {done}" if done else None)


def words(folder: Path, scale: float) -> Iterator[Trial]:
    """Rows 20 and 22: words of a command that make no sense, notes of any characters; one line on disk for each."""
    del scale
    record = written(folder, "words.tape.jsonl", tape(*PLAIN))
    for word in WORDS:
        yield Trial(f"label {word[:20]!r}", ("label", "--step", "1", "--", record, word), codes=frozenset({2}))
    for place in ("0", "-1", "99999999999999999999", "x", "id:\x1b[2J", "id:", "1e3"):
        words_ = ("label", record, "phase=edit", f"--step={place}")
        yield Trial(f"step {place[:20]!r}", words_, codes=frozenset({2}))
    for note in ('"', "a\nb", "\u2028", "\x1b[201~", "x" * (1 << 17), "\x00".replace("\x00", "␀"), "\udcff"):
        words_ = ("label", record, "phase=edit", "--step", "1", "--note", note, "--by", "soak")
        yield Trial(f"note {note[:9]!r}", words_, codes=frozenset({0, 2}), after=_whole_lines(Path(f"{record}.labels")))


def outputs(folder: Path, scale: float) -> Iterator[Trial]:
    """Row 21: what makes careless expressions run away stands in outputs, where every rule reads it."""
    length = max(2_000, int(200_000 * scale))
    for piece in RUNAWAY:
        text = piece * (length // len(piece))
        steps = [acted(1, f"pytest {text[:5_000]}", text), acted(2, "make", text + "\n1 failed, 2 passed in 0.1s\n")]
        path = written(folder, f"output-{RUNAWAY.index(piece)}.tape.jsonl", tape(*steps))
        for command in ("moments", "checks", "tests", "info", "files"):
            yield Trial(f"output of {piece!r}, {command}", (command, path), memory=256 << 20)


def _whole_lines(folder: Path):
    def after(_):
        for path in folder.glob("*.jsonl") if folder.exists() else ():
            for line in path.read_bytes().splitlines():
                json.loads(line)

    return after
