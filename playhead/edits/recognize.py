"""Which edits an action makes, as far as the record tells: by its tool's arguments, else by its command."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from playhead.edits.shell_edits import edits_of_command
from playhead.edits.sweagent import edits_of_action_line
from playhead.edits.tools import edits_of_tool, is_edit_tool, was_refused
from playhead.model import Edit


def edits_of(tool: str, command: str | None, arguments: Mapping[str, Any], output: str | None) -> tuple[Edit, ...]:
    """Return the edits of one action in order; never raises, in time linear in what it is given.

    An edit without `diff` and `written` changed a file in a way that the record does not hold (`sed -i`). An edit
    tool that answers with a refusal has made none; whether a shell command failed is for the caller to judge.
    """
    line = command if isinstance(command, str) else ""
    edits_of_line = edits_of_action_line(line, arguments, output)
    if edits_of_line is not None:
        return edits_of_line
    if is_edit_tool(tool):
        if was_refused(output):
            return ()
        if edits := edits_of_tool(arguments, output):
            return edits
    return edits_of_command(line)
