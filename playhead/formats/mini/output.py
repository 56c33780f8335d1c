"""What mini-swe-agent's agent saw of a command: the text, what in it is the harness's, and how the command ended.

Up to 1.x the observation is `<returncode>` and `<output>` around the text; 2.x writes JSON by default (`mini.yaml`),
long outputs as `output_head`, `output_tail` and `elided_chars`. The whole output is in `extra.raw_output`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from playhead.formats.exit_codes import exit_code_from_text
from playhead.formats.mini.messages import content_of
from playhead.formats.values import int_of, mapping_of, text_of
from playhead.formats.wrappers import marks_of
from playhead.model import Mark
from playhead.storage.decode import UndecodableError, decode

NAME = "mini-swe-agent"

_NOT_EXECUTED = "action was not executed"
_TIMED_OUT = ("The last command <command>", "timed out and has been killed")
_REJECTED = ("Command not executed.", "Commands not executed.")


@dataclass(frozen=True, slots=True)
class Observed:
    """The result of one command, as the agent saw it."""

    output: str
    marks: tuple[Mark, ...]
    exit_code: int | None
    is_error: bool | None
    executed: bool


def observed(message: Mapping[str, Any]) -> Observed:
    """Return the result that an observation message holds."""
    extra = mapping_of(message.get("extra"))
    content = content_of(message)
    exception = text_of(extra.get("exception_info"))
    written = _from_json(content)
    if written is not None:
        output, marks = written
    elif content or "raw_output" not in extra:
        output, marks = content, marks_of(NAME, "bash", content)
    else:
        output, marks = text_of(extra.get("raw_output")), ()
    if exception and exception not in output and exception != _NOT_EXECUTED:
        output = f"{output}\n{exception}" if output else exception
    code = int_of(extra.get("returncode"))
    executed = exception != _NOT_EXECUTED and not content.startswith(_REJECTED)
    timed_out = content.startswith(_TIMED_OUT[0]) and _TIMED_OUT[1] in content[:100_000]
    return Observed(
        output,
        marks,
        code if code is not None else exit_code_from_text(NAME, content),
        True if exception or timed_out else None,
        executed,
    )


def _from_json(content: str) -> tuple[str, tuple[Mark, ...]] | None:
    """Return the output in a JSON observation and where it was cut, None when the observation is no such JSON."""
    if not content.lstrip().startswith("{"):
        return None
    try:
        found = mapping_of(decode(content.encode("utf-8", "surrogatepass"))[0])
    except UndecodableError:
        return None
    if "returncode" not in found:
        return None
    if isinstance(found.get("output"), str):
        return found["output"], ()
    head, tail = found.get("output_head"), found.get("output_tail")
    if not isinstance(head, str) or not isinstance(tail, str):
        return None
    notice = f"\n[{text_of(found.get('elided_chars')) or 'some'} characters left out]\n"
    return f"{head}{notice}{tail}", (Mark(len(head), len(head) + len(notice), "cut"),)
