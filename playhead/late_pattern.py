"""Regular expressions that are compiled when they are first used: a start compiles none that it does not need."""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast


class _LatePattern:
    """Passes for a pattern: what is asked of it is asked of the compiled one, which is kept by attribute."""

    def __init__(self, source: str | bytes, flags: int) -> None:
        self._source = source
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        """Return a method of the pattern; found in the instance from then on, as quick as the pattern's own."""
        value = getattr(re.compile(self._source, self._flags), name)
        setattr(self, name, value)
        return value


def late_pattern(source: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return what has the methods of `re.compile(source, flags)`, compiled with the first of them that is called.

    It is no argument for the functions of `re`. A source that is no regular expression raises where it is used.
    """
    return cast("re.Pattern[AnyStr]", _LatePattern(source, flags))
