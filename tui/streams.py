"""The three streams of the program: there even where whoever started it closed them, and told of where they fail."""

from __future__ import annotations

import contextlib
import fcntl
import io
import os
import sys

from playhead.errors import CannotSaveError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO

_INPUT, _OUTPUT, _ERRORS = 0, 1, 2


class UnwritableOutputError(CannotSaveError):
    """What was to be printed could not be written."""


def make_sure() -> None:
    """Open what was closed at the start, so that no file of ours gets the number of a stream and what is meant for it.

    Nothing comes from the input then, errors go nowhere, and what is printed fails as it does on a closed stream.
    """
    for number in (_INPUT, _OUTPUT, _ERRORS):
        try:
            os.fstat(number)
        except OSError:
            # The lowest number that is free is taken: this one.
            os.open(os.devnull, os.O_WRONLY if number == _ERRORS else os.O_RDONLY)
    sys.stdin = sys.stdin or _opened(_INPUT, "r")
    sys.stdout = sys.stdout or _opened(_OUTPUT, "w")
    sys.stderr = sys.stderr or _opened(_ERRORS, "w")


def to_the_terminal() -> TextIO | None:
    """Return the stream that the screen is drawn on: errors, else the output where those go to a file or nowhere."""
    streams = (sys.__stderr__, sys.__stdout__)
    return next((one for one in streams if one is not None and _is_writable_terminal(one)), None)


def _is_writable_terminal(stream: TextIO) -> bool:
    try:
        number = stream.fileno()
        return os.isatty(number) and fcntl.fcntl(number, fcntl.F_GETFL) & os.O_ACCMODE != os.O_RDONLY
    except (OSError, ValueError):
        return False


def write(data: bytes) -> None:
    """Print bytes, all of them: an output without a buffer (PYTHONUNBUFFERED) takes a part where a disk gets full.

    Raises:
        UnwritableOutputError: they could not be written.
        BrokenPipeError: nobody reads any more.

    """
    while data:
        try:
            taken = sys.stdout.buffer.write(data)
        except BlockingIOError as error:  # a terminal or a pipe that others have made one that does not wait
            import select  # noqa: PLC0415 - seldom needed

            taken = error.characters_written
            select.select([], [_OUTPUT], [])
        except BrokenPipeError:
            raise
        except OSError as error:
            raise _unwritable(error) from error
        data = data[taken or 0 :]


def write_all(descriptor: int, data: bytes) -> None:
    """Write bytes into a descriptor, all of them, waiting where it takes no more just now.

    Raises:
        OSError: it takes nothing any more.

    """
    while data:
        try:
            data = data[os.write(descriptor, data) :]
        except BlockingIOError:  # as above
            import select  # noqa: PLC0415 - as above

            select.select([], [descriptor], [])


def write_text(text: str) -> None:
    """Print text as the output encodes it; errors as `write`."""
    write(text.encode(sys.stdout.encoding, sys.stdout.errors or "strict"))


def finish() -> None:
    """Print what waits to be printed; errors as `write`."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise _unwritable(error) from error


def let_go() -> None:
    """Forget what waits to be printed: nobody can read it, and Python would try again at its end."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.stdout.flush()


def tell(text: str) -> None:
    """Print to the person, where there is still somebody: the exit code tells the rest."""
    with contextlib.suppress(OSError):
        print(text, file=sys.stderr, flush=True)  # noqa: T201 - it is the program's word


def _unwritable(error: OSError) -> UnwritableOutputError:
    from playhead.reasons import reason_of  # noqa: PLC0415 - only where there is one

    let_go()
    why = reason_of(error)
    return UnwritableOutputError(f"What was to be printed could not be written: {why}. What was saved is safe.")


def _opened(number: int, mode: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.FileIO(number, mode, closefd=False), "utf-8", "backslashreplace", write_through=True)
