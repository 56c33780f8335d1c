"""The program in a terminal, and a person who opens everything there is to open over hostile records.

An act is a place, the keys that open it, and the keys that leave it. It is done when a string that was put where the
place shows it stands on the screen. Every byte is judged.
"""

from __future__ import annotations

import base64
import os
import re
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.emulator import started_before
from tests.soak.text.fields import Fields
from tests.soak.text.judged import Judged
from tests.soak.text.records import Folder
from tests.soak.text.strings import canaries_in
from tests.terminal import Terminal, running, shown

ROOT = Path(__file__).resolve().parents[3]
PROGRAM = (sys.executable, "-m", "tui")
SIZE = (130, 44)
ESCAPE, ENTER = "\x1b", "\r"
_ESCAPE_S, _FRAME_S, _QUIET_S = 0.3, 0.3, 0.03
_PATIENCE_S = 30.0
FRAME_ENDS = b"\x1b[?2026l"
_CLIPBOARD = re.compile(rb"\x1b\]52;c;([A-Za-z0-9+/=]*)(?:\x07|\x1b\\)")


@dataclass(frozen=True)
class Act:
    """What is opened; `shows` names the fields that stand there, `pasted` what is pasted once it is open."""

    place: str
    keys: str
    shows: tuple[str, ...]
    leave: str = ""
    pasted: bool = False


LIST = (
    Act("list of runs", "", ("list",)),
    Act("runs that cannot be opened", "", ("refusals",)),
    Act("what is known of a run", "i", ("list", "refusals"), ESCAPE),
    Act("filter of the list", "f", ("pasted",), ESCAPE, pasted=True),
    Act("keys of the list", "?", (), ESCAPE),
)
RUN = (
    Act("header", "", ("header",)),
    Act("timeline", "", ("timeline", "command", "message", "thought")),
    Act("bookend: task", "gg", ("task",), "l"),
    Act("message", "", ("message",)),
    Act("thought", "T", ("thought",), "T"),
    Act("output", "O", ("output",)),
    Act("command", "", ("command",)),
    Act("diff", ":2\r\tG", ("diff",)),
    Act("diff, side by side", "\rSG", ("diff",), "S\r\t\t"),
    Act("arguments", ":5\r", ("arguments", "tool")),
    Act("raw", "r", ("message", "output", "tool", "command", "damaged"), "r"),
    Act("damaged line", ":3\rr", ("damaged",), "r"),
    Act("unwrapped", "W", ("output", "message", "command"), "W"),
    Act("shelf", "g", ("shelf",)),
    Act("bookend: verdict", "GG", ("patch", "verifier", "review", "outcome", "layer", "tests"), "hh"),
    Act("run page", "i", ("run page",), ESCAPE),
    Act("files", "s", ("file",), ESCAPE),
    Act("patch so far", "p", ("diff", "command"), ESCAPE),
    Act("before", "b", ("file", "command", "diff", "output", "message", "task"), ESCAPE),
    Act("tests", "t", ("tests", "command"), ESCAPE),
    Act("checks", "C", ("command", "file", "timeline", "thought", "message"), ESCAPE),
    Act("moment", "m", ("command", "output", "timeline", "diff"), ESCAPE),
    Act("comparison", ":13\rV:4\r=", ("output", "command"), f"{ESCAPE}:13\rV"),
    Act("label panel", "a", ("schema",)),
    Act("options of a label", "s", ("options",), ESCAPE),
    Act("note", "c", ("pasted",), ENTER, pasted=True),
    Act("labels of one's own", "", ("pasted", "author")),
    Act("decisions", "B", ("pasted", "schema", "list"), ESCAPE),
    Act("a text as a label", "ax", ("schema",), ESCAPE),
    Act("pass", "P", ("schema",), ESCAPE),
    Act("search", "/", ("pasted",), ENTER, pasted=True),
    Act("search that finds", "/Q00\r", ("output", "command", "message"), ESCAPE),
    Act("filter", "f", ("pasted",), ESCAPE, pasted=True),
    Act("filter by a file", "ffile:", ("file",), ESCAPE),
    Act("go to", ":", ("pasted",), ENTER, pasted=True),
    Act("palette", "\x10", ("schema", "file", "pasted", "timeline"), ESCAPE),
    Act("palette, typed", "\x10Q00", ("schema", "file", "timeline", "message", "command"), ESCAPE),
    Act("sub-agent", ":2\r&", ("sub-agent", "message", "thought"), "^"),
    Act("copy", "Yo", (), ""),
    Act("pipe", "|", (), ESCAPE),
    Act("done", "D", (), ESCAPE),
    Act("conflict", "R", (), ESCAPE),
    Act("save", "w", (), ESCAPE),
    Act("keys", "?", (), ESCAPE),
)
"""Places of the two screens; those that show nothing foreign are opened all the same."""


def never_reached(judged: Judged) -> list[str]:
    """Return the places with foreign text at which none of it was seen."""
    return [act.place for act in (*LIST, *RUN) if act.shows and not judged.seen.get(act.place)]


def acted(terminal: Terminal, acts: Sequence[Act], fields: Fields, judged: Judged) -> None:
    """Do all acts, and judge the bytes of each."""
    judged_to = 0
    for act in acts:
        for key in act.keys:
            _pressed(terminal, key)
        if act.pasted:
            text = fields.unicode("pasted").replace("\x1b[201~", "")
            os.write(terminal.descriptor, f"\x1b[200~{text}\x1b[201~".encode())
        wanted = set().union(*(fields.of[one] for one in act.shows))
        if wanted:
            reached(terminal, act, wanted, judged)
        for key in act.leave:
            _pressed(terminal, key)
        whole = terminal.sent.rfind(FRAME_ENDS) + len(FRAME_ENDS)  # a sequence may be cut in two where one reads
        if whole > judged_to + len(FRAME_ENDS):
            judged.take(act.place, without_copies(bytes(terminal.sent[judged_to:whole])), SIZE)
            judged_to = whole
    _left(terminal, judged, judged_to)


def reached(terminal: Terminal, act: Act, wanted: set[int], judged: Judged) -> None:
    """Wait until the screen shows one of these strings; it may be that this folder's are all cut off there."""
    found: set[int] = set()

    until = time.monotonic() + _PATIENCE_S
    while not found and time.monotonic() < until:
        found.update(canaries_in("\n".join(terminal.rows())) & wanted)
        if not found:
            assert not terminal.ended, f"the program ended at {act.place}: {shown(bytes(terminal.sent))[-2000:]}"
            terminal._read(_FRAME_S)
    judged.seen.setdefault(act.place, set()).update(found)


def without_copies(data: bytes) -> bytes:
    """Return what was sent without what was put into the clipboard, which is base64 of a record's own text."""
    return _CLIPBOARD.sub(b"", data)


def copies_in(data: bytes) -> list[str]:
    """Return every text that was put into the clipboard."""
    return [base64.b64decode(one).decode() for one in _CLIPBOARD.findall(data)]


def _pressed(terminal: Terminal, key: str) -> None:
    """Press a key and read the answer; what follows an escape too soon would be alt with a key."""
    os.write(terminal.descriptor, key.encode())
    alone = time.monotonic() + (_ESCAPE_S if key == ESCAPE else 0)
    while not terminal.ended and (terminal._read(_FRAME_S) or time.monotonic() < alone):
        while not terminal.ended and terminal._read(_QUIET_S):
            pass
        if time.monotonic() >= alone:
            return


@contextmanager
def program(*words: str | Path, home: Path) -> Iterator[Terminal]:
    """Start `playhead WORDS...` in a terminal, with folders of its own."""
    own = {f"XDG_{one}_HOME": str(home / one) for one in ("CACHE", "CONFIG")}
    environment = {**started_before(home), **own, "HOME": str(home), "TMUX": "", "STY": ""}
    with running([*PROGRAM, *map(str, words)], size=SIZE, folder=ROOT, environment=environment) as terminal:
        yield terminal


def act_through(made: Folder, fields: Fields, home: Path, judged: Judged) -> bytes:
    """Open the list, then the run, and everything on both; return all that was sent."""
    by = ("--by", fields.argument("author"))
    with program(*by, made.run.parent, home=home) as terminal:
        acted(terminal, LIST, fields, judged)
    listed = bytes(terminal.sent)
    with program(*by, "--schema", made.schema, "--label", made.run, home=home) as terminal:
        acted(terminal, RUN, fields, judged)
    return listed + bytes(terminal.sent)


def _left(terminal: Terminal, judged: Judged, judged_to: int) -> None:
    """Leave the program, without writing anything, and judge what it sent last."""
    _pressed(terminal, "q")
    if not terminal.ended:
        os.write(terminal.descriptor, b"n")
    assert terminal.wait_for_end() == 0
    judged.take("leaving", without_copies(bytes(terminal.sent[judged_to:])), SIZE)
    judged.take("a whole session", without_copies(bytes(terminal.sent)), SIZE)
