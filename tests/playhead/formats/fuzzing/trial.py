"""One case: a damaged record is opened, listed, shown, told of and converted; or a sentence says why it is not."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from playhead.edits.replayed_origins import replayed_origins
from playhead.edits.so_far import patch_so_far
from playhead.errors import UnreadableError
from playhead.formats import registry
from playhead.insight.bookends import layer_fields, layers_in_order, subagent_fields, task_fields
from playhead.insight.deeds import deeds_of
from playhead.insight.file_story import stories_of
from playhead.insight.files import files_of
from playhead.insight.patch_story import patch_origins
from playhead.insight.verdict import row_of_layer
from playhead.model import Tape
from playhead.opening import list_runs, open_tape
from playhead.storage.source import iterate
from playhead.writing.converting.convert import ATIF, TAPE, convert
from tests.playhead.formats.fuzzing import damage, json_damage, packed_damage
from tests.playhead.formats.fuzzing.damage import Damage
from tests.playhead.formats.fuzzing.seeds import Seed
from tests.playhead.formats.hostile import look_at
from tui.headless.shape import run_json, step_json

DAMAGES: Mapping[str, Damage] = {
    "cut": damage.cut,
    "swapped": json_damage.swapped,
    "scribbled": damage.scribbled,
    "without": json_damage.without,
    "same_ids": json_damage.same_ids,
    "inside": packed_damage.inside,
    "spliced": damage.spliced,
    "disordered": damage.disordered,
    "reordered": json_damage.reordered,
    "mixed_up": json_damage.mixed_up,
    "holes": damage.holes,
    "torn": damage.torn,
    "grown": json_damage.grown,
}
MOST_RUNS = 4
EVERY = 8
"""Of so many cases one is converted and validated too."""


def case(seed: Seed, kind: str, number: int) -> bytes | None:
    """Return the damaged bytes of a case; None where there is none."""
    return DAMAGES[kind](seed.whole, number)


def tried(seed: Seed, kind: str, number: int, folder: Path) -> bool:
    """Try one case in a folder and say whether there was one.

    Raises:
        Exception: a defect.

    """
    data = case(seed, kind, number)
    if data is None:
        return False
    path = put(seed, data, folder)
    told = opened(path, folder if number % EVERY == 0 else None)
    if kind == "cut" and path.is_file():
        assert told or not is_broken(data), "a record that broke off opened, and nothing was told"
    return True


def put(seed: Seed, data: bytes, folder: Path) -> Path:
    """Write the run of a case into a folder and return what is opened; files that are there already stay."""
    mark = folder / "seed"
    if mark.exists() and mark.read_text() == seed.name and (folder / "run" / seed.damaged).is_file():
        (folder / "run" / seed.damaged).write_bytes(data)
        return folder / "run" / seed.opened if seed.opened else folder / "run"
    shutil.rmtree(folder, ignore_errors=True)
    path = seed.write(folder / "run", data)
    mark.write_text(seed.name)
    return path


def opened(path: Path, written: Path | None) -> bool:
    """Look at the first runs of a path, and return whether anything wrong was told of it.

    Raises:
        Exception: a defect.

    """
    told = False
    if written is not None:
        with suppress(UnreadableError):  # its sentence is that of the list
            open_tape(path)
    entries = list(list_runs(path))
    for entry in (*entries[:MOST_RUNS], *entries[MOST_RUNS:][-1:]):
        if entry.reason is not None:
            check_sentence(entry.reason, path)
            told = True
        else:
            told |= looked(entry.path, entry.key, written)
    return told


def looked(path: Path, key: str | None, written: Path | None) -> bool:
    """Look at all of one run; convert it into `written`; return whether anything wrong was told of it."""
    try:
        tape = open_tape(path, key)
        look_at(tape)
    except UnreadableError as error:
        check_sentence(str(error), path)
        return True
    tape = tape.refreshed()
    json.dumps(run_json(tape, None))
    if written is not None:
        judged(tape)
        converted(tape, written)
    return bool(tape.diagnostics) or any(step.damaged for step in iterate(tape.steps))


def judged(tape: Tape) -> None:
    """Ask everything that is asked of a run to show it: its files, its patch, its verdicts, all that is searched."""
    for source in (tape.steps, *(one.steps for one in tape.subagents)):
        for step in iterate(source):
            json.dumps(step_json(step, source, full=True), default=str)
        files_of(source)
        files = patch_so_far(source, len(source) - 1)
        replayed_origins(source, files, len(source))
        stories_of(deeds_of(source))
    patch_origins(tape)
    fields = [*task_fields(tape), *(one for agent in tape.subagents for one in subagent_fields(agent))]
    for place, layer in enumerate(layers_in_order(tape)):
        row_of_layer(layer)
        fields += layer_fields(layer, place)
    assert all(isinstance(one.text, str) for one in fields)


def converted(tape: Tape, folder: Path) -> None:
    """Validate a run and write it as a tape and as ATIF: each opens again, or a sentence says why it is not written."""
    kind = registry.named(tape.format)
    if kind is not None and kind.validate is not None:
        assert all(one.text and one.code for one in kind.validate(tape))
    for to, name, own in ((TAPE, "x.tape.jsonl", "run-tape"), (ATIF, "x.json", "atif")):
        if tape.format == own:
            continue
        try:
            convert(tape, to, folder / name, (), replace=True)
        except UnreadableError as error:
            check_sentence(str(error), tape.path)
            continue
        look_at(open_tape(folder / name))


def check_sentence(sentence: str, path: Path) -> None:
    """Assert that a refusal is one sentence that names what was opened."""
    assert sentence.endswith("."), sentence
    assert "\n" not in sentence, sentence
    assert path.name in sentence, sentence


def is_broken(data: bytes) -> bool:
    """Return whether a text of JSON, or of lines of it, broke off: its last line is no JSON."""
    if not data.startswith((b"{", b"[")):
        return False
    with suppress(ValueError, RecursionError):
        json.loads(data)
        return False
    last = data.rstrip().rsplit(b"\n", 1)[-1]
    with suppress(ValueError, RecursionError):
        json.loads(last)
        return not data.startswith(b"{") or not is_lines(data)
    return True


def is_lines(data: bytes) -> bool:
    """Return whether the first line is JSON by itself."""
    try:
        json.loads(data.split(b"\n", 1)[0])
    except (ValueError, RecursionError):
        return False
    return True
