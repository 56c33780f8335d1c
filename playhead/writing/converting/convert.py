"""From a run to a file of another format, whole or not at all, with what could not be carried over."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from playhead.errors import BadUseError, CannotSaveError
from playhead.labels.event import Event
from playhead.labels.fold.into_json import fold_into_json
from playhead.labels.fold.plan import IN_EXTRA
from playhead.labels.fold.result import JournalOnlyError, RefusedError
from playhead.model import Tape
from playhead.storage.regular import read_file
from playhead.writing.appending import sync_folder
from playhead.writing.converting.document_to_tape import NotConvertibleError, lines_of_document
from playhead.writing.converting.losses import Losses
from playhead.writing.converting.tape_to_document import document_of_tape
from playhead.writing.converting.to_atif import atif_document
from playhead.writing.converting.to_tape import NO_WORD, as_text, header_of, tape_lines
from playhead.writing.tape_writer import line_of

TAPE, ATIF = "tape", "atif"
_NOT_FOLDED = "The labels are not in the document: {}"


def convert(tape: Tape, to: str, out: Path, events: Sequence[Event], *, replace: bool = False) -> tuple[str, ...]:
    """Write a run as a tape or an ATIF document with its labels; return what could not be carried, a sentence each.

    `out` is written whole or not at all, and only over another file when `replace` is set.

    Raises:
        BadUseError: `out` is there, or is the record itself, or `to` is no format that is written.
        CannotSaveError: it cannot be written.
        UnreadableError: the run cannot be read.

    """
    losses = Losses()
    if to == TAPE:
        write_whole(out, _lines(_tape_of(tape, events, losses)), replace=replace, record=tape.path)
    elif to == ATIF:
        label = _folded_into(events, losses) if tape.format == "run-tape" else None
        write_whole(out, _document_of(tape, events, losses), replace=replace, record=tape.path, then=label)
    else:
        raise BadUseError(f"A run is written as tape, atif or markdown, not as {to!r}.")
    return losses.sentences()


def write_whole(
    out: Path,
    pieces: Iterable[bytes],
    *,
    replace: bool,
    record: Path,
    then: Callable[[Path], None] | None = None,
) -> None:
    """Write a file whole or not at all; `then` may put another in its place before it has its name, and syncs that.

    Raises:
        BadUseError: it is there already, or is the record that is being read, or in the folder that is.
        CannotSaveError: it cannot be written.

    """
    if os.path.lexists(out):
        _refuse_record(out, record)
        if not replace or not os.path.isfile(out):  # noqa: PTH113 - it never raises
            raise BadUseError(f"{out} is there already; name another file, or add --replace.")
    try:
        with _beside(out) as (file, temporary):
            with file:  # a fold into a file that is open for writing would be refused
                for piece in pieces:
                    file.write(piece)
                file.flush()
                os.fsync(file.fileno())
            if then is not None:
                then(temporary)
            temporary.replace(out)
        sync_folder(out.parent)
    except OSError as error:
        raise CannotSaveError(f"{out} cannot be written: {error.strerror or error}.") from error


def _refuse_record(out: Path, record: Path) -> None:
    """Raise where a file that is there is the record, or may be a part of it in the folder that is the run."""
    there, run = os.path.realpath(out), os.path.realpath(record)
    if there == run:
        raise BadUseError(f"{out} is the record itself; a conversion goes into another file.")
    if os.path.isdir(run) and there.startswith(os.path.join(run, "")):  # noqa: PTH112, PTH118 - they never raise
        raise BadUseError(f"{out} may be a part of the record {record}; a conversion goes into another file.")


@contextmanager
def _beside(out: Path) -> Iterator[tuple[BinaryIO, Path]]:
    descriptor, name = tempfile.mkstemp(prefix=".playhead-", dir=out.parent)
    temporary = Path(name)
    try:
        mask = os.umask(0)
        os.umask(mask)
        os.fchmod(descriptor, 0o666 & ~mask)
        with os.fdopen(descriptor, "wb") as file:
            yield file, temporary
    finally:
        with suppress(FileNotFoundError):
            temporary.unlink()


def _lines(lines: Iterable[bytes]) -> Iterator[bytes]:
    for line in lines:
        yield line + b"\n"


def _tape_of(tape: Tape, events: Sequence[Event], losses: Losses) -> Iterator[bytes]:
    """Yield the lines of a tape: of an ATIF document step by step as they stand, of anything else as it is shown."""
    if tape.format == "atif":
        try:
            lines = list(lines_of_document(read_file(tape.path), header_of(tape, losses)))
        except NotConvertibleError as error:
            losses.add(f"The document is not carried over as it was written, but as it is shown: {error}.")
        else:
            yield from lines
            for event in events:
                yield event.to_line().rstrip(b"\n")
            return
    if tape.format == "run-tape":
        raise BadUseError(f"{tape.path} is a run tape already.")
    yield from tape_lines(tape, events, losses)


def _document_of(tape: Tape, events: Sequence[Event], losses: Losses) -> Iterator[bytes]:
    if tape.format == "atif":
        raise BadUseError(f"{tape.path} is an ATIF document already.")
    if tape.format == "run-tape":
        yield from document_of_tape(tape, losses)
        return
    document = atif_document(tape, events, losses)
    try:
        yield line_of(document)
    except BadUseError:
        losses.add(NO_WORD)
        yield line_of(as_text(document))


def _folded_into(events: Sequence[Event], losses: Losses) -> Callable[[Path], None]:
    def fold(path: Path) -> None:
        if not events:
            return
        try:
            fold_into_json(path, IN_EXTRA, events, None)
        except (JournalOnlyError, RefusedError) as error:
            losses.add(_NOT_FOLDED.format(error))

    return fold
