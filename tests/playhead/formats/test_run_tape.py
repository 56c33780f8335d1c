from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playhead.formats.registry import Probe
from playhead.formats.run_tape import reader as run_tape
from playhead.formats.run_tape import record as run_tape_record
from playhead.model import Kind, Status, Tape, Tokens
from playhead.storage import line_steps
from playhead.storage.source import iterate

HEADER = {"tape": {"version": 1, "id": "t1", "task": {"text": "Fix it\nnow"}, "agent": {"name": "a", "version": "1"}}}


def call(number: int, command: str = "ls", **extra: Any) -> dict[str, Any]:
    """Return a tool call and its result, as members of a step."""
    return {
        "tool_calls": [{"tool_call_id": f"c{number}", "function_name": "bash", "arguments": {"command": command}}],
        "observation": {"results": [{"source_call_id": f"c{number}", "content": f"out {number}", "extra": extra}]},
    }


def step(number: Any, **members: Any) -> dict[str, Any]:
    """Return a step line's object."""
    base = {
        "step_id": number,
        "timestamp": f"2026-01-01T00:00:{int(number) % 60:02d}Z" if isinstance(number, int) else None,
    }
    return {"step": {**base, "source": "agent", "message": f"say {number}", **members}}


def write(path: Path, *lines: Any, end: bytes = b"\n") -> Path:
    """Write objects and raw bytes as lines."""
    parts = [line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines]
    path.write_bytes(b"\n".join(parts) + end)
    return path


def ids(tape: Tape) -> list[str]:
    """Return the ids of all steps."""
    return [one.id for one in iterate(tape.steps)]


@pytest.fixture(params=["at once", "in the background"])
def both(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Read tapes both ways: as small ones and as big ones."""
    if request.param == "in the background":
        monkeypatch.setattr(run_tape_record, "SMALL", -1)
    return str(request.param)


def read(path: Path) -> Tape:
    """Return the tape with all of it indexed."""
    tape = run_tape.read(path)
    tape.steps.wait()
    return tape.refreshed()


@pytest.mark.parametrize(
    ("head", "version"),
    [
        (b'{"tape": {"version": 1, "id": "x"}}\n', "1"),
        (b'\xef\xbb\xbf\n { "tape" :{"id":"x","version":2}}\n', "2"),
        (b'{"tape": {}}', ""),
        (b'garbage\n{"step": {"step_id": 1}}\n', ""),
        (b'{"type": "user", "tape": {}}', None),
        (b'# A page\n\nThat quotes a tape:\n\n{"tape": {"version": 1}}\nand says more\n', None),
        (b'{"steps": []}', None),
        (b"", None),
    ],
)
def test_a_tape_is_known_by_its_header_or_steps(head: bytes, version: str | None) -> None:
    """A run tape is known by a `tape` line, or by a step line where the header is lost; nothing else passes for one."""
    assert run_tape.detect(Probe(Path("x"), is_dir=False, head=head, size=len(head))) == version


def test_a_tape_gives_all_it_holds(tmp_path: Path, both: str) -> None:
    """Header, steps, labels, verification, review and outcome arrive in the tape."""
    header = {
        "tape": {
            **HEADER["tape"],
            "snapshot": {"repo": "shop", "commit": "4f2c", "branch": "main"},
            "environment": {"image": "python:3.11"},
            "governance": {"license": "MIT"},
        }
    }
    metrics = {"prompt_tokens": 10, "completion_tokens": 2, "cached_tokens": 3, "cost_usd": 0.5}
    tape = read(
        write(
            tmp_path / "x",
            header,
            step(1, source="user"),
            step(2, **call(2, "pytest -q", exit_code=1), metrics=metrics),
            step(3, **call(3, exit_code=0), metrics=metrics),
            {
                "verification": {
                    "by": "hidden tests",
                    "passed": 1,
                    "failed": 6,
                    "tests": [{"name": "t", "status": "failed"}],
                }
            },
            {"review": {"by": "ann", "text": "no", "verdict": "rejected"}},
            {"later": {"x": 1}},
            {
                "outcome": {
                    "status": "failed",
                    "final_patch": "diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n",
                    "reason": "r",
                }
            },
            {"label": {"id": "l1", "key": "k"}},
        )
    )
    assert (tape.id, tape.title, tape.task, tape.format_version) == ("t1", "Fix it", "Fix it\nnow", "1")
    assert (tape.agent.name, tape.snapshot.commit, tape.environment["image"]) == ("a", "4f2c", "python:3.11")
    assert (tape.outcome.status, tape.outcome.reason) == (Status.FAILED, "r")
    assert (tape.tokens, tape.cost_usd, tape.duration_s) == (Tokens(20, 4, 6), 1.0, 2.0)
    assert [layer.name for layer in tape.layers] == ["patch", "verification", "review", "later", "governance"]
    assert tape.layers[0].title == "1 file +1 -1"
    assert "6 failed of 7" in tape.layers[1].title
    assert tape.events == ({"id": "l1", "key": "k"},)
    assert tape.diagnostics == ()
    steps = list(iterate(tape.steps))
    assert [(one.n, one.kind, one.failed) for one in steps] == [
        (1, Kind.MESSAGE, False),
        (2, Kind.TEST, True),
        (3, steps[2].kind, False),
    ]
    assert [one.actions[0].n for one in steps[1:]] == [1, 2]
    assert (tape.steps.counted, tape.steps.actions, tape.steps.native_steps) == (3, 2, 3)


def test_a_repeated_id_replaces_its_step(tmp_path: Path, both: str) -> None:
    """A later line with the same step_id takes the step's place, its actions and its cost."""
    two = {"tool_calls": [*call(1)["tool_calls"], *call(9)["tool_calls"]], "metrics": {"cost_usd": 2.0}}
    tape = read(
        write(tmp_path / "x", HEADER, step(1, **two), step(2, **call(2)), step(1, **call(1), metrics={"cost_usd": 1.0}))
    )
    assert ids(tape) == ["1", "2"]
    assert [[action.n for action in one.actions] for one in iterate(tape.steps)] == [[1], [2]]
    assert (tape.steps.actions, tape.cost_usd) == (2, 1.0)


def test_copied_steps_are_shown_and_not_counted(tmp_path: Path, both: str) -> None:
    """A step of copied context has no number, its actions have none, and its tokens do not count."""
    copied = step(1, **call(1), is_copied_context=True, metrics={"prompt_tokens": 5})
    tape = read(write(tmp_path / "x", HEADER, copied, step(2, **call(2), metrics={"prompt_tokens": 7})))
    first, second = iterate(tape.steps)
    assert (first.n, first.copied, first.actions[0].n) == (None, True, None)
    assert (second.n, second.actions[0].n, tape.steps.position(1)) == (1, 1, 1)
    assert tape.tokens.input == 7


def test_subagents_number_their_own_steps(tmp_path: Path, both: str) -> None:
    """Steps of sub-agents are runs of their own, apart from the main one's counts."""
    tape = read(
        write(
            tmp_path / "x",
            HEADER,
            step(1, **call(1)),
            {"subagent": {"trajectory_id": "s1", "of_step": 1, **step(1, **call(5))}},
            {"subagent": {"trajectory_id": "s1", "of_step": 1, **step(2)}},
            {"subagent": {"trajectory_id": 7, "step": "wrong"}},
        )
    )
    assert (tape.steps.counted, tape.steps.actions) == (1, 1)
    assert [(one.id, one.of_step, len(one.steps), one.steps.actions) for one in tape.subagents] == [
        ("s1", "1", 2, 1),
        ("7", None, 1, 0),
    ]
    inner = tape.subagents[0].steps[0]
    assert (inner.agent, inner.parent, inner.n, inner.actions[0].n) == ("s1", "1", 1, 1)
    assert tape.subagents[1].steps[0].damaged


BAD_LINES = [
    b'{"step": {"step_id": 7, "message": "cut',
    b"\x00" * 50,
    b'{"step": {"step_id": 7, "message": "\xff\xfe"}}',
    b"[1, 2]",
    b"5",
    b'{"step": 5}',
    b'{"step": {"step_id": 7}} trailing',
    b"[" * 2000,
]


@pytest.mark.parametrize("bad", BAD_LINES)
def test_a_bad_line_is_a_visible_damaged_step(tmp_path: Path, both: str, bad: bytes) -> None:
    """A line that cannot be read is shown as a damaged step with its bytes, and told as a diagnostic by line."""
    tape = read(write(tmp_path / "x", HEADER, step(1), bad, step(8)))
    steps = list(iterate(tape.steps))
    assert [one.damaged for one in steps] == [False, True, False]
    assert steps[1].text == bad.decode("utf-8", "backslashreplace")
    assert steps[1].n == 2
    assert [(one.code, one.where) for one in tape.diagnostics] == [("damaged_step", "line 3")]
    assert tape.steps.find("8") == 2


def test_a_tape_of_rubbish_is_counted(tmp_path: Path, both: str) -> None:
    """Thousands of lines that are nothing are damaged steps, a thousand told one by one; blank ones are none."""
    lines = [b"x"] * 1500 + [b""] * 300_000 + [b"[1]", b"\xff\xfe", json.dumps(step(8)).encode()]
    tape = read(write(tmp_path / "x", HEADER, *lines))
    assert (len(tape.steps), tape.steps[1500].damaged, tape.steps[1501].damaged) == (1503, True, True)
    assert tape.steps.find("8") == 1502
    assert len(tape.diagnostics) == 1001
    assert tape.diagnostics[-1].text == "502 more lines are damaged."
    assert tape.diagnostics[999].where == "line 1001"


@pytest.mark.parametrize("bad", [b'{"label": {"id": "x', b'{"outcome": nope}', b'{"subagent": {"x'])
def test_a_bad_line_of_another_layer_is_no_step(tmp_path: Path, both: str, bad: bytes) -> None:
    """A torn label, outcome or nameless sub-agent line is told, and moves no step's number."""
    tape = read(write(tmp_path / "x", HEADER, step(1), bad, step(2)))
    assert ids(tape) == ["1", "2"]
    assert [(one.code, one.where) for one in tape.diagnostics] == [("damaged_line", "line 3")]


def test_a_torn_last_line_is_in_progress(tmp_path: Path, both: str) -> None:
    """A last line torn at any byte is told, never a step and never an error; whole, it counts without its newline."""
    line = json.dumps(step(2, **call(2), message="é")).encode()
    for cut in range(1, len(line)):
        tape = read(write(tmp_path / "x", HEADER, step(1), line[:cut], end=b""))
        assert ids(tape) == ["1"]
        assert [(one.code, one.where) for one in tape.diagnostics] == [("torn_line", "line 3")]
    tape = read(write(tmp_path / "x", HEADER, step(1), line, end=b""))
    assert ids(tape) == ["1", "2"]
    assert tape.diagnostics == ()


def test_blank_lines_and_windows_ends_are_nothing(tmp_path: Path, both: str) -> None:
    """Blank lines, CRLF ends and a byte order mark make no steps and no diagnostics."""
    header = b"\xef\xbb\xbf" + json.dumps(HEADER).encode() + b"\r"
    tape = read(write(tmp_path / "x", header, b"", b" \r", json.dumps(step(1)).encode() + b"\r", b""))
    assert ids(tape) == ["1"]
    assert tape.id == "t1"
    assert tape.diagnostics == ()


WRONG = st.one_of(
    st.none(), st.booleans(), st.integers(), st.text(max_size=3), st.just([]), st.just({}), st.just([[1]])
)


@given(
    st.sampled_from(sorted({*step(1), *call(1), "metrics", "timestamp", "step_id", "source", "extra", "message"})),
    WRONG,
)
def test_a_wrong_type_anywhere_is_no_traceback(
    tmp_path_factory: pytest.TempPathFactory, field: str, value: Any
) -> None:
    """Any field of a step may hold anything: the run opens, and the steps around it are there."""
    wrong = step(2, **call(2), metrics={"prompt_tokens": 1})
    wrong["step"][field] = value
    path = write(tmp_path_factory.getbasetemp() / "wrong", HEADER, step(1), wrong, step(3))
    tape = read(path)
    assert [one.n for one in iterate(tape.steps)][:1] == [1]
    assert tape.steps.actions == sum(len(one.actions) for one in iterate(tape.steps) if one.n)


@given(
    st.sampled_from(["id", "task", "snapshot", "environment", "agent", "governance", "atif", "version", "created"]),
    WRONG,
)
def test_a_wrong_header_is_no_traceback(tmp_path_factory: pytest.TempPathFactory, field: str, value: Any) -> None:
    """Any field of the header may hold anything."""
    path = tmp_path_factory.getbasetemp() / "header"
    tape = read(
        write(
            path, {"tape": {**HEADER["tape"], field: value}}, {"outcome": {"status": value}}, {"review": {"by": value}}
        )
    )
    assert tape.outcome.status is not None


STEPS = st.lists(
    st.tuples(st.integers(0, 3), st.text(max_size=3000), st.booleans(), st.sampled_from(["tool_calls", "extra", "x"])),
    max_size=12,
)


@given(STEPS)
def test_a_light_look_counts_as_decoding_does(
    tmp_path_factory: pytest.TempPathFactory, shapes: list[tuple[int, str, bool, str]]
) -> None:
    """Action counts, exit codes and failures of the index equal those of the decoded steps, long results or short."""
    lines: list[Any] = [HEADER]
    for number, (calls, text, nested, key) in enumerate(shapes, 1):
        content = text + 'x", "extra": {"exit_code": 5}}]}, "tool_calls": [{"tool_call_id"' * 40
        arguments = {key: [{"tool_call_id": "a", "function_name": "b"}]} if nested else {"command": text}
        made = [{"tool_call_id": f"c{at}", "function_name": "bash", "arguments": arguments} for at in range(calls)]
        results = [{"source_call_id": f"c{at}", "content": content, "extra": {"exit_code": at}} for at in range(calls)]
        lines.append(step(number, tool_calls=made, observation={"results": results}, extra={key: text}))
    tape = read(write(tmp_path_factory.getbasetemp() / "light", *lines))
    before = tape.steps.columns(0, len(tape.steps))
    steps = list(iterate(tape.steps))
    assert list(before.actions) == [len(one.actions) for one in steps]
    assert list(before.failed) == [sum(action.failed for action in one.actions) for one in steps]
    assert tape.steps.columns(0, len(steps)) == before


def test_long_lines_are_indexed_and_decode(tmp_path: Path) -> None:
    """A step with megabytes of output, its result in one string, is indexed and decodes whole."""
    body = "line\n" * 500_000
    long = step(2, **call(2, exit_code=3))
    long["step"]["observation"]["results"][0]["content"] = body
    tape = read(write(tmp_path / "x", HEADER, step(1), long, step(3)))
    columns = tape.steps.columns(0, 3)
    assert (list(columns.actions), list(columns.exit_codes)[1], list(columns.failed)) == ([0, 1, 0], 3, [0, 1, 0])
    assert tape.steps[1].actions[0].output == body


def test_decoded_steps_are_kept_within_bounds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Built steps are kept up to a number of source bytes, the latest always."""
    monkeypatch.setattr(line_steps, "CACHE_BYTES", 300)
    tape = read(write(tmp_path / "x", HEADER, *(step(number) for number in range(1, 50))))
    assert tape.steps[0] is tape.steps[0]
    kept = tape.steps[0]
    for one in iterate(tape.steps):
        assert one.n
    assert tape.steps[0] is not kept
    assert tape.steps[0] == kept


def test_an_outcome_at_the_end_shows_before_the_index_is_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A big tape's first steps and its outcome are there as soon as it is open."""
    waiting: list[Any] = []
    monkeypatch.setattr(run_tape_record, "SMALL", -1)

    def hold(thread: Any) -> None:
        waiting.append(thread)

    monkeypatch.setattr(run_tape_record.threading.Thread, "start", hold)
    path = tmp_path / "x"
    write(
        path,
        HEADER,
        *(step(number, message="x" * 2000) for number in range(1, 400)),
        {"outcome": {"status": "resolved"}},
    )
    tape = run_tape.read(path)
    assert 0 < len(tape.steps) < 399
    assert not tape.steps.complete
    assert tape.outcome.status is Status.RESOLVED
    revision = tape.steps.revision
    waiting[0].run()
    assert tape.steps.complete
    assert tape.steps.revision > revision
    fresh = tape.refreshed()
    assert fresh is not tape
    assert len(fresh.steps) == 399
    assert len([layer for layer in fresh.layers if layer.name == "verification"]) == 0
    assert fresh.refreshed() is fresh


def test_growth_is_read_on(tmp_path: Path, both: str) -> None:
    """What a writer appends arrives in a newer tape; a torn line becomes a step when its end comes."""
    path = write(tmp_path / "x", HEADER, step(1))
    tape = read(path)
    assert tape.refreshed() is tape
    line = json.dumps(step(2, **call(2))).encode()
    for part, known in (
        (line[:10], ["1"]),
        (line[10:], ["1", "2"]),
        (b"\n" + json.dumps(step(3)).encode(), ["1", "2", "3"]),
    ):
        with path.open("ab") as stream:
            stream.write(part)
        newer = tape.refreshed()
        newer.steps.wait()
        newer = newer.refreshed()
        assert newer is not tape
        assert ids(newer) == known
        assert [one.code for one in newer.diagnostics] == (["torn_line"] if known == ["1"] else [])
        tape = newer
    assert tape.steps.actions == 1


@pytest.mark.parametrize("how", ["replaced", "rewritten", "cut"])
def test_a_file_that_changes_under_us_is_read_anew(tmp_path: Path, how: str) -> None:
    """A file replaced by rename, rewritten or cut short is read anew and says so; the old tape stays readable."""
    path = write(tmp_path / "x", HEADER, step(1), step(2, message="long " * 50))
    tape = read(path)
    if how == "replaced":
        write(tmp_path / "y", HEADER, step(5)).replace(path)
    elif how == "rewritten":
        write(path, HEADER, step(5), step(6, message="other" * 60), step(7))
    else:
        os.truncate(path, path.stat().st_size - 20)
    newer = tape.refreshed()
    assert newer.diagnostics[0].code == ("replaced" if how == "replaced" else "rewritten")
    expected = {"replaced": ["5"], "rewritten": ["5", "6", "7"], "cut": ["1"]}[how]
    assert ids(newer) == expected
    assert len(ids(tape)) == 2


def test_an_idle_tape_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Asking for news of an unchanged file reads none of it."""
    tape = read(write(tmp_path / "x", HEADER, step(1)))
    monkeypatch.setattr(run_tape_record.RecordFile, "read", None)
    assert tape.refreshed() is tape


def test_a_file_that_is_gone_stays_readable(tmp_path: Path) -> None:
    """A deleted tape is read on."""
    path = write(tmp_path / "x", HEADER, step(1))
    tape = read(path)
    path.unlink()
    assert tape.refreshed() is tape
    assert ids(tape) == ["1"]


def test_ids_of_any_kind_are_found(tmp_path: Path, both: str) -> None:
    """Numbers, texts, huge numbers and missing ids all lead to their steps."""
    odd: list[Mapping[str, Any]] = [step(5), step("x7"), step(2**70), {"step": {"message": "none"}}, step(3)]
    tape = read(write(tmp_path / "x", HEADER, *odd))
    found = ids(tape)
    assert found[:3] == ["5", "x7", str(2**70)]
    assert [tape.steps.find(one) for one in found] == [0, 1, 2, 3, 4]
    assert tape.steps.find("6") is None
