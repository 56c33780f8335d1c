from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from playhead.formats.run_tape import reader as run_tape
from playhead.formats.run_tape import record as run_tape_record
from playhead.formats.run_tape.plain import PlainLines, can_be_plain
from playhead.model import Tape
from playhead.storage.lines import line_starts
from playhead.storage.source import KINDS

HEADER = {"tape": {"version": 1, "id": "t"}}
TEXTS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ['a "quoted", ', '{"tool_calls": [{"tool_call_id": "x"}]}', '", "tool_calls": [{"tool_call_id": "', "\\", '"}',
         'x", "extra": {"exit_code": 3}}]}}}', "{", '", "', "caf\u00e9 \u2714"]
    ),
)  # fmt: skip
COMMANDS = st.one_of(
    TEXTS,
    st.sampled_from(
        ["ls -la", "cat a | grep b", "python3 -m pytest -q", "git status", "sed -i s/a/b/ c", "echo x > y", "", " ls",
         'rg "a b" src', "cd /x && pytest", "timeout 60 make test"]
    ),
)  # fmt: skip
EXTRAS = st.fixed_dictionaries(
    {},
    optional={
        "exit_code": st.one_of(st.integers(-300, 300), st.sampled_from([None, 10**12, "1", 1.5, True])),
        "is_error": st.booleans(),
        "duration_s": st.one_of(st.floats(0, 9), st.integers(0, 9)),
    },
)
METRICS = st.fixed_dictionaries(
    {},
    optional={
        "prompt_tokens": st.one_of(st.integers(0, 10**6), st.sampled_from([None, "7", 10**18])),
        "completion_tokens": st.integers(0, 10**6),
        "cached_tokens": st.integers(0, 10**6),
        "cost_usd": st.sampled_from([0.25, 1, 0.5, 1e-7]),
    },
)
MEMBERS = st.fixed_dictionaries(
    {},
    optional={
        "is_copied_context": st.booleans(),
        "extra": st.sampled_from([{}, {"tool_calls": [1, 2]}, {"results": [{"extra": {"exit_code": 9}}]}]),
        "model_name": TEXTS,
        "tool_calls": st.sampled_from([[], None]),
    },
)


@st.composite
def steps(draw: st.DrawFn, number: int) -> dict[str, Any]:
    """Return a step as a writer may spell it; most of them in the usual way."""
    usual = draw(st.integers(0, 4)) > 0
    odd = {} if usual else draw(MEMBERS)
    call: dict[str, Any] = {
        "tool_call_id": f"c{number}",
        "function_name": draw(st.sampled_from(["bash", "edit", "view", "s h"])),
    }
    odd_arguments = st.sampled_from([{}, {"path": "a"}, {"command": 1}])
    call["arguments"] = {"command": draw(COMMANDS)} if usual else draw(odd_arguments)
    result = {"source_call_id": f"c{number}", "content": draw(TEXTS)}
    extra = {"exit_code": draw(st.integers(0, 3)), "duration_s": 0.5} if usual else draw(EXTRAS)
    results = [{**result, "extra": extra}] * (1 if usual else draw(st.integers(0, 2)))
    members: list[tuple[str, Any]] = [
        ("timestamp", f"2026-01-01T00:00:{number % 60:02d}Z" if usual or draw(st.booleans()) else None),
        ("source", "agent"),
        ("message", draw(TEXTS)),
        ("tool_calls", [call] * (1 if usual else draw(st.integers(0, 3)))),
        ("observation", {"results": results}),
        ("metrics", {"prompt_tokens": number % 9, "completion_tokens": 2} if usual else draw(METRICS)),
    ]
    at = draw(st.integers(0, len(members)))
    members[at:at] = odd.items()
    return {"step_id": number, **dict(members)}


@st.composite
def tapes(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Return steps whose ids mostly count up: some repeat, some leave a gap."""
    found, number = [], draw(st.sampled_from([1, 1, 8, 2**63 - 2]))
    for _ in range(draw(st.integers(3, 10))):
        found.append(draw(steps(number)))
        number += draw(st.sampled_from([1, 1, 1, 1, 1, 1, 0, 2, -1]))
    return found


def told(tape: Tape) -> tuple[Any, ...]:
    """Return what the index and the sums over it say."""
    columns = tape.steps.columns(0, len(tape.steps))
    numbers = [[action.n for action in tape.steps[at].actions] for at in range(len(tape.steps))]
    return (
        (len(tape.steps), tape.steps.counted, tape.steps.actions, [tape.steps[at].id for at in range(len(tape.steps))]),
        (
            columns.failed,
            columns.actions,
            list(columns.exit_codes),
            numbers,
            [one.n for one in map(tape.steps.__getitem__, range(len(tape.steps)))],
        ),
        (tape.tokens, tape.cost_usd, tape.started, tape.ended, tape.diagnostics),
    )


def read(path: Path, *, quick: bool) -> Tape:
    """Return the tape as a big one or as a small one is read."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(run_tape_record, "SMALL", -1 if quick else 2**40)
        tape = run_tape.read(path)
        tape.steps.wait()
        return tape.refreshed()


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(tapes(), st.booleans(), st.booleans())
def test_the_quick_way_tells_what_the_careful_way_tells(
    tmp_path_factory: pytest.TempPathFactory, tape: list[dict[str, Any]], compact: bool, ascii_only: bool
) -> None:
    """Ids, replaced steps, actions, copied context, failures, exit codes, tokens and times are those of decoding."""
    separators = (",", ":") if compact else (", ", ": ")
    lines = [HEADER, *({"step": one} for one in tape)]
    text = "".join(json.dumps(one, separators=separators, ensure_ascii=ascii_only) + "\n" for one in lines)
    path = tmp_path_factory.getbasetemp() / "plain"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    assert told(read(path, quick=True)) == told(read(path, quick=False))


def usual_line(number: int, command: str, message: str = "m", **extra: Any) -> bytes:
    """Return a step line as TapeWriter spells it."""
    call = {"tool_call_id": "c", "function_name": "bash", "arguments": {"command": command}}
    result = {"source_call_id": "c", "content": "out", "extra": {"exit_code": 0, **extra}}
    step = {"step_id": number, "timestamp": "2026-01-01T00:00:00Z", "source": "agent", "message": message}
    step |= {"tool_calls": [call], "observation": {"results": [result]}}
    return json.dumps({"step": step}).encode() + b"\n"


@pytest.mark.parametrize(
    ("command", "kind"),
    [
        ("ls -la", "read"),
        ("pytest -q", "test"),
        ("python -m pytest", "test"),
        ("cat a | grep b", "search"),
        ("git apply x", "edit"),
        ("echo hi > a.txt", "edit"),
        ('python - <<"E"\nprint(1)\nE', "run"),
        ("timeout 60 pytest x", "test"),
        ("sed -n 1,5p a", "read"),
        ("sed -i s/a/b/ a", "edit"),
    ],
)
def test_a_usual_step_is_known_without_decoding(command: str, kind: str) -> None:
    """A step of one command, as TapeWriter spells it, gives its columns without being decoded."""
    data = usual_line(7, command) + usual_line(8, command, is_error=True, duration_s=0.1)
    lines = PlainLines(data, line_starts(data, len(data)), 100)
    assert lines.runs() == [(7, 0, 2)]
    run = lines.run(7, 0, 2)
    assert run.first_id == 7
    assert (run.offsets, run.lengths) == (
        [100, 100 + len(usual_line(7, command))],
        [len(one) for one in data.split(b"\n")[:2]],
    )
    assert ([KINDS[at].value for at in run.kinds], run.failed, run.codes) == ([kind] * 2, b"\0\1", [0, 0])


@pytest.mark.parametrize(
    "line",
    [
        b'{"step": {"step_id": 01}}\n',
        usual_line(1, "ls").replace(
            b'"content": "out"', b'"content": "out"}]}, "is_copied_context": true, "x": [{"y": "z"'
        ),
        usual_line(1, "ls").replace(b'"source"', b'"step_id": 2, "source"'),
        usual_line(1, "ls").replace(b"0}}]", b"00}}]"),
        usual_line(1, "ls").replace(b'"source"', b'"is_copied_context": true, "source"'),
        usual_line(1, "ls").replace(b'"message": "m"', b'"message": {"a": "m"}'),
        usual_line(1, "ls").replace(b'"message": "m"', b'"extra": {"message": "m"}'),
        usual_line(1, "ls").replace(b"}}], ", b'}}, {"tool_call_id": "d"}], '),
        usual_line(1, "ls").replace(b"}}]}}}", b'}}]}, "is_copied_context": true}}'),
        usual_line(1, "ls")[:-2] + b"\n",
        usual_line(1, "ls", exit_code=10**12),
        b"\n",
        b"\0" * 30 + b"\n",
    ],
)
def test_a_line_that_may_mean_more_is_not_plain(line: bytes) -> None:
    """Another id, copied context, several calls, a cut line: all are left to be decoded."""
    assert PlainLines(line, line_starts(line, len(line)), 0).runs() == [(None, 0, 1)]


def test_braces_in_a_thought_are_text() -> None:
    """A thought that holds braces leaves its step plain."""
    line = usual_line(1, "ls", message="f(x) { return {}; }")
    assert PlainLines(line, line_starts(line, len(line)), 0).runs() == [(1, 0, 1)]


@given(st.lists(st.tuples(st.sampled_from([1, 1, 1, 2, 0]), st.booleans()), min_size=1, max_size=30))
def test_stretches_are_where_plain_lines_count_up(shapes: list[tuple[int, bool]]) -> None:
    """Every line is in one stretch: plain ones whose ids count up by one, or such as are left to be decoded."""
    number, expected, data = 0, [], b""
    for more, plain in shapes:
        number += more
        expected.append(number if plain else None)
        data += usual_line(number, "ls") if plain else b"[]\n"
    runs = PlainLines(data, line_starts(data, len(data)), 0).runs()
    told = [None if first is None else first + at for first, start, stop in runs for at in range(stop - start)]
    assert told == expected
    assert [start for _, start, _ in runs] == [0, *(stop for _, _, stop in runs[:-1])]


def test_a_text_that_goes_on_in_the_next_line_makes_none_plain() -> None:
    """Two damaged lines that would be one step together are left to be decoded, with those around them."""
    whole = usual_line(1, "ls")
    for cut in range(1, len(whole) - 1):
        data = whole[:cut] + b"\n" + whole[cut:] + usual_line(2, "ls")
        told = PlainLines(data, line_starts(data, len(data)), 0).runs()
        assert all(number != 1 for number, _, _ in told)
        assert told[-1][2] == 3


@given(st.binary(max_size=20))
@example(b"\xc3\xa9")
@example(b"\xc3")
@example(b"a\0")
def test_only_sound_text_is_taken_for_plain(data: bytes) -> None:
    """Bytes that are no UTF-8, or hold a NUL, are left to be decoded."""
    try:
        sound = "\0" not in data.decode()
    except UnicodeDecodeError:
        sound = False
    assert can_be_plain(data, len(data)) == sound
