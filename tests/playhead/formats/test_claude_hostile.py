"""A Claude Code session with anything in it: nothing raises, and every intact record is still there."""

from __future__ import annotations

import copy
import itertools
import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playhead.formats.claude_code import reader as claude_code
from playhead.insight.rows import row_of
from playhead.opening import probe_of
from playhead.storage.filling import columns_of
from playhead.storage.source import iterate
from tests.playhead.formats.claude_session import Lines, call, said
from tests.playhead.formats.documents import WRONG, places, with_wrong

USAGE = {"input_tokens": 1, "cache_read_input_tokens": 2, "cache_creation_input_tokens": 3, "output_tokens": 4}


def session() -> Lines:
    """Return a session with one of everything."""
    lines = Lines()
    lines.add("summary", summary="A summary", leafUuid="u2")
    lines.person("fix it")
    picture = {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "AAAA"}}
    lines.model("m1", {"type": "thinking", "thinking": "hm"}, said("ok"), usage=USAGE, costUSD=0.5)
    lines.model("m1", call("c1"), call("c2", "Edit", file_path="/a", old_string="b", new_string="c"), usage=USAGE)
    detail = {"stdout": "", "durationMs": 5}
    lines.result("c1", [said("out"), picture], is_error=False, toolUseResult=detail)
    hunk = {"oldStart": 1, "oldLines": 1, "newStart": 1, "newLines": 1, "lines": ["-b", "+c"]}
    lines.result("c2", "ok", toolUseResult={"filePath": "/a", "structuredPatch": [hunk], "originalFile": "b"})
    lines.add("system", subtype="compact_boundary", content="Conversation compacted", compactMetadata={})
    lines.person("A summary of it all", isCompactSummary=True)
    lines.model("m2", call("t1", "Task", prompt="look", description="d", subagent_type="e"))
    inner = {"type": "assistant", "message": {"id": "s1", "content": [call("x1")]}, "uuid": "p1"}
    lines.add("progress", data={"type": "agent_progress", "agentId": "a1", "message": inner}, parentToolUseID="t1")
    lines.person("look", isSidechain=True)
    lines.result("t1", "done", toolUseResult={"agentId": "a1", "totalDurationMs": 9, "status": "completed"})
    lines.add("attachment", attachment={"type": "queued_command", "prompt": "stop", "commandMode": "prompt"})
    lines.person("thanks", origin={"kind": "human"})
    return lines


SESSION = json.loads(re.sub(r'"u(\d+)"', lambda found: f'"u{int(found[1]):04}"', json.dumps(session().objects)))
TEXT = [json.dumps(line).encode() for line in SESSION]
FILE = b"".join(line + b"\n" for line in TEXT)


def uuid_of(line: dict[str, Any]) -> str | None:
    """Return the id by which a line must be found in some step, None for a line that is no step."""
    if line["type"] == "progress":
        return str(line["data"]["message"]["uuid"])
    return str(line["uuid"]) if line["type"] != "summary" else None


ENVELOPE = {
    "sessionId",
    "version",
    "cwd",
    "gitBranch",
    "isSidechain",
    "timestamp",
}  # the same code reads them on all lines
PLACES = [place for place in places(SESSION) if place[0] in (1, 3, 9) or not ENVELOPE.intersection(place[1:2])]
UUIDS = [uuid_of(line) for line in SESSION]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder for the files of this module."""
    return tmp_path_factory.mktemp("hostile")


def look_at(folder: Path, data: bytes) -> set[str]:
    """Read a file, build everything that is lazy, and return all native ids of its steps.

    Numbers run on without gaps, and lists agree with steps, whatever the file holds.
    """
    path = folder / "session.jsonl"
    path.write_bytes(data)
    claude_code.detect(probe_of(path))
    tape = claude_code.read(path)
    found: set[str] = set()
    for steps in (tape.steps, *(agent.steps for agent in tape.subagents)):
        built = list(iterate(steps))
        numbers = [action.n for step in built for action in step.actions]
        assert numbers == list(range(1, steps.actions + 1))
        assert [step.n for step in built] == list(range(1, len(built) + 1))
        assert steps.columns(0, len(built)) == columns_of(built)
        assert [steps.find(step.id) for step in built] == list(range(len(built)))
        assert all(isinstance(row_of(step).title, str) for step in built)
        found.update(native for step in built for native in step.native_ids)
    for text in (tape.id, tape.title, tape.task, *(one.text for one in tape.diagnostics)):
        assert isinstance(text, str)
    return found


def lost(folder: Path, data: bytes, intact: list[int]) -> list[int]:
    """Return which of the intact lines are in no step."""
    found = look_at(folder, data)
    return [place for place in intact if UUIDS[place] is not None and UUIDS[place] not in found]


def test_the_whole_session_is_there(folder: Path) -> None:
    """Undamaged, every line of the session is found in a step."""
    assert lost(folder, FILE, list(range(len(TEXT)))) == []


@pytest.mark.parametrize("place", PLACES, ids=lambda place: "/".join(map(str, place)))
def test_a_wrong_type_in_any_field(folder: Path, place: tuple[Any, ...]) -> None:
    """Whatever stands in a field, the session opens, and the other lines are all there."""
    others = [index for index in range(len(TEXT)) if index != place[0]]
    for wrong in WRONG:
        changed = json.dumps(with_wrong(SESSION[place[0]], place[1:], wrong) if place[1:] else wrong).encode()
        data = b"".join(line + b"\n" for line in [*TEXT[: place[0]], changed, *TEXT[place[0] + 1 :]])
        assert lost(folder, data, others) == [], wrong


@pytest.mark.parametrize("place", PLACES, ids=lambda place: "/".join(map(str, place)))
def test_a_missing_field(folder: Path, place: tuple[Any, ...]) -> None:
    """Whatever field is missing, the session opens, and the other lines are all there."""
    changed = copy.deepcopy(SESSION)
    holder: Any = changed
    for key in place[:-1]:
        holder = holder[key]
    del holder[place[-1]]
    others = [index for index in range(len(TEXT)) if index != place[0]]
    assert lost(folder, b"".join(json.dumps(line).encode() + b"\n" for line in changed), others) == []


def bounds() -> list[tuple[int, int]]:
    """Return where each line starts and ends in the file."""
    starts = list(itertools.accumulate((len(line) + 1 for line in TEXT), initial=0))
    return [(start, start + len(line)) for start, line in zip(starts, TEXT, strict=False)]


BOUNDS = bounds()
POSITIONS = st.one_of(st.integers(0, len(FILE)), st.sampled_from([place for pair in BOUNDS for place in pair]))
JUNK = st.one_of(
    st.binary(min_size=1, max_size=40),
    st.sampled_from([b"\0", b"\0" * 99, b"{", b"}", b"[", b"]", b'"', b"\\", b"\n", b"\r", b"\xff", b"\xed\xa0\x80"]),
    st.sampled_from([b'{"type":', b'{"parentUuid":', b"{}", b"null", b"NaN", b"1e999", b"\xef\xbb\xbf"]),
)


@settings(max_examples=150, deadline=None)
@given(cut=POSITIONS)
def test_a_file_cut_anywhere(folder: Path, cut: int) -> None:
    """A file that ends anywhere opens, and every whole record before the end is there."""
    intact = [place for place, (_, end) in enumerate(BOUNDS) if end <= cut]
    assert lost(folder, FILE[:cut], intact) == []


@settings(max_examples=250, deadline=None)
@given(ends=st.tuples(POSITIONS, POSITIONS))
def test_a_stretch_missing_anywhere(folder: Path, ends: tuple[int, int]) -> None:
    """With any stretch of the file missing every record outside of it is there, also on a damaged line."""
    first, last = sorted(ends)
    intact = [place for place, (start, end) in enumerate(BOUNDS) if end <= first or start >= last]
    assert lost(folder, FILE[:first] + FILE[last:], intact) == []


@settings(max_examples=250, deadline=None)
@given(at=POSITIONS, junk=JUNK)
def test_junk_anywhere(folder: Path, at: int, junk: bytes) -> None:
    """With anything written anywhere every record that it did not hit is there, also on a damaged line."""
    intact = [place for place, (start, end) in enumerate(BOUNDS) if end <= at or start >= at]
    assert lost(folder, FILE[:at] + junk + FILE[at:], intact) == []


@settings(max_examples=100, deadline=None)
@given(data=st.lists(st.one_of(JUNK, st.sampled_from(TEXT), st.sampled_from([line[:50] for line in TEXT]))))
def test_any_mixture(folder: Path, data: list[bytes]) -> None:
    """Records, halves of records and junk in any order open."""
    look_at(folder, b"".join(data))


@settings(max_examples=150, deadline=None)
@given(order=st.permutations(range(len(TEXT))))
def test_any_order_of_lines(folder: Path, order: list[int]) -> None:
    """In any order of its lines, as concurrent writers leave them, every line is there and no call loses its result."""
    path = folder / "session.jsonl"
    assert lost(folder, b"".join(TEXT[place] + b"\n" for place in order), order) == []
    actions = [action for step in iterate(claude_code.read(path).steps) for action in step.actions]
    assert sorted(str(action.id) for action in actions if action.output is not None) == ["c1", "c2", "t1"]
