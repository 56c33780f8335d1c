"""How a record of a Claude Code session is found inside a damaged line."""

from __future__ import annotations

import re
from typing import Any

from playhead.formats.rescue import Rescue


def _is_own_record(value: dict[str, Any], before: str) -> bool:
    """Return whether an object inside a damaged line is a record, and no block of the record that was cut there."""
    if "sessionId" in value or "parentUuid" in value:
        return True
    nested = before.rstrip().endswith((":", ",", "["))
    return not nested and ("uuid" in value or "message" in value or "leafUuid" in value)


SESSION_RECORDS = Rescue(re.compile(r'\{"(?:parentUuid|type)"'), _is_own_record)
