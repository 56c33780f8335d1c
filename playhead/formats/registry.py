"""What a format is, and the list of the ones playhead brings. Detection is by content, never by name alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from playhead.formats.marks import may_be
from playhead.model import Diagnostic, Tape

if TYPE_CHECKING:
    from playhead.formats.others import Others

HEAD_BYTES = 64 * 1024
TAIL_BYTES = 4 * 1024


@dataclass(frozen=True, slots=True)
class Probe:
    """All that detection may look at: the first 64 KiB and last 4 KiB of a file, or the names in a directory."""

    path: Path
    is_dir: bool
    head: bytes = b""
    tail: bytes = b""
    size: int = 0
    names: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Told:
    """What docs/formats.md tells of a format, each in a few words.

    What is a step and what an action; where an exit code comes from; where labels go beside the journal.
    """

    step: str
    action: str
    exit_codes: str
    labels: str


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of record.

    `detect` returns the version found in a probe ("" when the format has none), or None when it is another kind.
    `read` returns the tape of one run. `looks_for` is what an "unknown format" sentence lists.

    Where a record can hold many runs, `runs` yields their keys in the order of the record (what stands after `#`),
    and `read_run` returns the one with a key, or raises `UnreadableError` with a sentence; `read` then is only called
    for a record that holds one run, or none. `told` is its row of docs/formats.md.

    `validate` yields what is wrong with the record of a tape beyond what reading it met; it is asked by
    `playhead validate` alone, so it may take its time, and imports what it needs when it is called.
    """

    name: str
    looks_for: str
    detect: Callable[[Probe], str | None]
    read: Callable[[Path], Tape]
    runs: Callable[[Path], Iterable[str]] | None = None
    read_run: Callable[[Path, str], Tape] | None = None
    told: Told | None = None
    validate: Callable[[Tape], Iterable[Diagnostic]] | None = None


# In the order of detection: the most certain marks first, what many contents could pass for last.
_MODULES = (
    "harbor",
    "terminal_bench",
    "run_tape",
    "atif",
    "mini",
    "swe_agent",
    "openhands_v0",
    "openhands_v1",
    "swebench",
    "predictions",
    "qwen",
    "claude_code",
    "claude_stream",
    "codex",
    "codex_exec",
    "pi",
    "copilot",
    "gemini",
    "inspect",
    "opencode",
    "cline",
    "cursor",
    "aider_results",
    "aider",
    "asciicast",
    "parquet",
    "otlp",
    "chat",
    "packed",
)
_OF_ARCHIVES = ("inspect", "packed")
"""What a file can be that begins as gzip, zstd or zip do: stored text in an archive must not pass for a record."""
ARCHIVES = (b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd", b"PK\x03\x04", b"PK\x05\x06")
_imported: dict[str, Format] = {}
_own: tuple[tuple[Format, ...], tuple[Format, ...]] = ((), ())
_own_files: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())


def formats() -> tuple[Format, ...]:
    """Return the built-in formats in the order of detection."""
    return tuple(_each(_MODULES))


def named(name: str) -> Format | None:
    """Return the format of this name, or None."""
    built_in = (one for one in _each(_MODULES) if one.name == name)
    return next(built_in, None) or next((one for one in _others().formats if one.name == name), None)


def use_own(
    named: tuple[Format, ...] = (),
    kept: tuple[Format, ...] = (),
    files: tuple[tuple[str, ...], tuple[str, ...]] = ((), ()),
) -> None:
    """Use formats of the user's own, which `files` describe; they hold for the whole program, until the next call.

    `named` go before every reader, `kept` only before chat and what is packed.
    """
    global _own, _own_files
    _own, _own_files = (named, kept), files


def own_files() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the files of the formats of the user's own, named and kept, for another process to use them too."""
    return _own_files


def detect(probe: Probe) -> tuple[Format, str] | None:
    """Return the format that the probe is of and its version, or None. Formats of other packages are asked last."""
    for one in _asked(probe):
        version = one.detect(probe)
        if version is not None:
            return one, version
    return None


def looked_for() -> str:
    """Return what detection looked for, and which formats of other packages could not look, as sentences."""
    others = _others()
    kinds = "; ".join(one.looks_for for one in (*_own[0], *_own[1], *formats(), *others.formats))
    return " ".join((f"Looked for: {kinds}.", *others.problems))


def _asked(probe: Probe) -> Iterator[Format]:
    """Yield the formats in the order in which they are asked."""
    if probe.head.startswith(ARCHIVES):
        yield from _each(_OF_ARCHIVES)
    else:
        last = _MODULES.index("chat")
        yield from _own[0]
        yield from _each(name for name in _MODULES[:last] if _is_asked(name, probe))
        yield from _own[1]
        yield from _each(name for name in _MODULES[last:] if _is_asked(name, probe))
    yield from _others().formats


def _is_asked(name: str, probe: Probe) -> bool:
    """Return whether to ask a format: one that is imported tells as quickly itself what a file is not."""
    return (name in _imported and not probe.is_dir) or may_be(name, probe)


def _others() -> Others:
    from playhead.formats.others import others  # noqa: PLC0415 - only where no built-in reader knows a record

    return others()


def _each(names: Iterable[str]) -> Iterator[Format]:
    """Yield the formats, importing each only when those before it did not fit: opening a tape stays quick."""
    for name in names:
        if name not in _imported:
            _imported[name] = import_module(f"playhead.formats.{name}").FORMAT
        yield _imported[name]
