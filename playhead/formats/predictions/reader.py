"""SWE-bench predictions: an object by instance id (SWE-agent, mini-swe-agent), a list, or lines.

Each is a run without steps; the patch it hands in is its final patch, and reports beside the file are its
verification.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from playhead.errors import UnreadableError
from playhead.formats.findings import Findings
from playhead.formats.joined_log import Log
from playhead.formats.json_document import load
from playhead.formats.patch_layer import patch_layer
from playhead.formats.registry import HEAD_BYTES, Format, Probe, Told
from playhead.formats.remembered import remembered
from playhead.formats.root_keys import has_key, root_keys, starts_with
from playhead.formats.swebench.beside import evaluated
from playhead.formats.swebench.reader import no_steps
from playhead.formats.values import mapping_of, optional_text, text_of
from playhead.formats.watching import stamps_of
from playhead.model import Agent, Diagnostic, Outcome, RawRef, Tape
from playhead.storage.decode import UndecodableError, decode
from playhead.storage.regular import read_file

NAME = "swe-bench-predictions"
REFUSAL = "Labels stay in the journal: a file of predictions is handed to the evaluation as it is."
_OF_RUNS = ("messages", "trajectory", "history", "steps")


class Prediction(NamedTuple):
    """A prediction, its instance, and where it stands."""

    instance: str
    fields: Mapping[str, Any]
    raw: RawRef
    diagnostics: tuple[Diagnostic, ...] = ()


_MOST_KEPT = 32 << 20


def detect(probe: Probe) -> str | None:
    """Return "" for predictions, None for anything else."""
    if probe.is_dir or starts_with(probe.head) not in ("{", "[") or not has_key(probe.head, "model_patch"):
        return None
    if not (has_key(probe.head, "instance_id") or has_key(probe.head, "model_name_or_path")):
        return None
    return None if any(has_key(probe.head, name) for name in _OF_RUNS) else ""


def runs(path: Path) -> Iterator[str]:
    """Yield the instances, a second prediction for one with a number behind it."""
    yield from (one.instance for one in _all(path))


def read(path: Path) -> Tape:
    """Return the only prediction of a file.

    Raises:
        UnreadableError: it cannot be read, or holds none.

    """
    stamps = stamps_of([path])
    found = next(iter(_all(path)), None)
    if found is None:
        raise UnreadableError(f"{path} holds no prediction that could be read.")
    return evaluated(_tape(path, found), stamps, read)


def read_run(path: Path, key: str) -> Tape:
    """Return the prediction for an instance.

    Raises:
        UnreadableError: there is none.

    """
    stamps = stamps_of([path])
    for one in _all(path):
        if one.instance == key:
            return evaluated(replace(_tape(path, one), key=key), stamps, lambda again: read_run(again, key))
    raise UnreadableError(f"{path} has no prediction for {key!r}.")


@remembered(_MOST_KEPT)
def _all(path: Path) -> list[Prediction]:
    return list(_predictions(path))


def _predictions(path: Path) -> Iterator[Prediction]:
    met: Counter[str] = Counter()
    for one in _lines(path) if _is_lines(path) else _document(path):
        met[one.instance] += 1
        again = met[one.instance]
        yield one if again == 1 else one._replace(instance=f"{one.instance}.{again}")


def _is_lines(path: Path) -> bool:
    """Return whether the first line is a whole prediction."""
    head = read_file(path, HEAD_BYTES)
    if starts_with(head) != "{" or "model_patch" not in root_keys(head):
        return False
    line, newline, _ = head.lstrip(b"\xef\xbb\xbf \t\r\n").partition(b"\n")
    if not newline:
        return len(head) == HEAD_BYTES
    try:
        return isinstance(decode(line)[0], dict)
    except UndecodableError:
        return line.strip() != b"{"


def _lines(path: Path) -> Iterator[Prediction]:
    log = Log(path)
    records = [record for record in log.scan() if record.value is not None]
    for record in records:
        fields = record.value or {}
        name = optional_text(fields.get("instance_id")) or str(record.number + 1)
        yield Prediction(name, fields, log.places.raw([record.number])[0], log.findings.all())


def _document(path: Path) -> Iterator[Prediction]:
    document = load(path)
    root = document.root
    told = document.diagnostics
    if isinstance(root, Mapping) and "model_patch" in root:
        yield Prediction(optional_text(root.get("instance_id")) or path.stem, root, RawRef(path, pointer=""), told)
        return
    each = root.items() if isinstance(root, Mapping) else enumerate(root) if isinstance(root, list) else ()
    findings, found = Findings(), []
    for key, one in each:
        pointer = "/" + str(key).replace("~", "~0").replace("/", "~1")
        if not isinstance(one, Mapping):
            findings.add("wrong_type", pointer, "It is no prediction.")
            continue
        fallback = key if isinstance(key, str) else str(key + 1)
        name = optional_text(one.get("instance_id")) or fallback
        found.append(Prediction(name, one, RawRef(path, pointer=pointer)))
    yield from (one._replace(diagnostics=(*told, *findings.all())) for one in found)


def _tape(path: Path, one: Prediction) -> Tape:
    patch = text_of(mapping_of(one.fields).get("model_patch"))
    reason = None if patch.strip() else "The prediction is empty."
    return Tape(
        path=path,
        format=NAME,
        steps=no_steps(),
        id=one.instance,
        title=one.instance,
        agent=Agent(model=optional_text(one.fields.get("model_name_or_path"))),
        outcome=Outcome(reason=reason),
        layers=(patch_layer(patch, (one.raw,)),) if patch.strip() else (),
        diagnostics=one.diagnostics,
        record_refusal=REFUSAL,
    )


FORMAT = Format(
    NAME,
    "SWE-bench predictions (objects with instance_id and model_patch)",
    detect,
    read,
    runs,
    read_run,
    told=Told(
        step="none: the patch is the run's layer, with the reports beside the file",
        action="none",
        exit_codes="none",
        labels="journal only",
    ),
)
