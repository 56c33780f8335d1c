"""`playhead files --story`: what happened to each file, step by step."""

from __future__ import annotations

import shutil
import sys
from typing import Any

from playhead.insight.file_story import FileStory, stories_of
from playhead.insight.patch_story import numbers_of
from playhead.insight.run_insight import insight_of
from playhead.insight.story_words import MEANING, story_words
from playhead.model import Tape
from playhead.storage.source import StepSource
from playhead.text import cell_width, clean
from tui.headless.json_lines import print_json
from tui.headless.rules import used_settings
from tui.headless.table import print_table, say

CELLS = 400
"""So long a row of events may be where stdout is no terminal."""
_SHORTEST = 24


def print_stories(tape: Tape, *, as_json: bool) -> None:
    """Print the files that were read, edited, put back or tested, one a line."""
    found = stories_of(insight_of(tape, settings=used_settings()).deeds)
    if as_json:
        for one in found.files:
            print_json(_json(one, tape.steps))
        return
    if not found.files:
        say("No step of this run reads, edits or tests a file that the record names.")
        return
    number = numbers_of(tape.steps)
    paths = max(cell_width(clean(one.path)) for one in found.files)
    cells = max(_SHORTEST, shutil.get_terminal_size((120, 24)).columns - paths - 2) if sys.stdout.isatty() else CELLS
    rows = [(one.path, story_words(one, number, cells)) for one in found.files]
    print_table([("FILE", "STEPS"), *rows], flexible=0)
    say(MEANING)
    if found.only_found:
        files = "file was" if found.only_found == 1 else "files were"
        say(f"{found.only_found:,} more {files} only found by searches.")


def _json(one: FileStory, steps: StepSource) -> dict[str, Any]:
    return {
        "path": one.path,
        "events": [{"what": str(what), "step": steps[at].n, "action": number} for at, number, what in one.events],
        "counts": {str(what): count for what, count in one.counts.items()},
        "left_out": one.left_out,
    }
