"""Defects of playhead, told through the gate wherever they happen: Python quotes as it is what a record says."""

from __future__ import annotations

from collections.abc import Callable


def told(error: BaseException) -> str:
    """Return the traceback of an error, every line of it visible."""
    import traceback  # noqa: PLC0415 - only when there is something to say

    from playhead.text import clean_lines  # noqa: PLC0415 - the same

    return "\n".join(clean_lines("".join(traceback.format_exception(error))))


def tell_of_threads(tell: Callable[[str], object]) -> None:
    """Hand the traceback of a thread that ends on a defect to `tell`, in that thread; Python would print it."""
    import threading  # noqa: PLC0415 - `--help` has no threads

    def ended(arguments: threading.ExceptHookArgs) -> None:
        if arguments.exc_value is not None and not issubclass(arguments.exc_type, SystemExit):
            tell(told(arguments.exc_value))

    threading.excepthook = ended
