"""Runs of a user's own format, opened by a mapping file."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from playhead import open_tape
from playhead.corpus.reading_process import ReadingProcess
from playhead.corpus.stamps import reader_version
from playhead.errors import BadUseError, UnreadableError
from playhead.formats import registry
from playhead.formats.own.guess import guess
from playhead.formats.own.use import use_maps
from playhead.model import Status, Step, Tape
from playhead.opening import RunEntry, list_runs
from playhead.storage.json_pointer import pointed_range
from playhead.storage.source import iterate
from tests.playhead.formats.chat_record import messages
from tests.playhead.formats.hostile import SOMETHING, look_at, swapped
from tests.shared_data import samples

PAGE = Path(__file__).parents[3] / "docs" / "howto" / "a-format-of-your-own.md"


@pytest.fixture(autouse=True)
def no_maps() -> Iterator[None]:
    """Leave no mapping in use behind."""
    yield
    registry.use_own()
    use_maps([])


def block(language: str) -> str:
    """Return the example of the page in a language."""
    found = re.search(rf"^```{language}\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    assert found is not None
    return found[1]


def mapped(folder: Path, mapping: str, record: Any, name: str = "run.json") -> tuple[Tape, list[Step]]:
    """Write a mapping and a record; return the tape and its steps."""
    (folder / "own.toml").write_text(mapping)
    use_maps([str(folder / "own.toml")])
    file = folder / name
    told = record if isinstance(record, str) else json.dumps(record)
    file.write_bytes(told.encode("utf-8", "surrogatepass"))
    tape = open_tape(file)
    return tape, list(iterate(tape.steps))


def lines(*records: Any) -> str:
    """Return records as lines."""
    return "".join(json.dumps(one) + "\n" for one in records)


def test_the_example_of_the_page_opens(tmp_path: Path) -> None:
    """The mapping that the page shows opens the run that it shows: steps, command, code, times, outcome."""
    tape, steps = mapped(tmp_path, block("toml"), block("json"))
    assert (tape.format, tape.id, tape.task, tape.agent.model) == ("acme", "r-17", "fix the login form", "m-1")
    assert (tape.outcome.status, tape.duration_s) == (Status.RESOLVED, 9.0)
    assert [(step.source, step.text) for step in steps] == [
        ("user", "fix the login form"), ("agent", "I run the tests.")
    ]  # fmt: skip
    (action,) = steps[1].actions
    assert (action.command, action.output, action.exit_code, action.kind) == ("pytest", "1 failed", 1, "test")
    assert not tape.diagnostics


def test_raw_is_the_record(tmp_path: Path) -> None:
    """Each step refers to its record in the document."""
    tape, steps = mapped(tmp_path, block("toml"), block("json"))
    data = tape.path.read_bytes()
    start, end = pointed_range(data, steps[1].raw[0].pointer)
    assert json.loads(data[start:end])["data"]["cmd"] == "pytest"


def test_without_a_mapping_it_is_unknown(tmp_path: Path) -> None:
    """A mapping in the run's own folder is never used unless it is named."""
    (tmp_path / "own.toml").write_text(block("toml"))
    (tmp_path / "run.json").write_text(block("json"))
    with pytest.raises(UnreadableError, match="no kind that playhead knows"):
        open_tape(tmp_path / "run.json")


def test_lines_with_results_of_their_own(tmp_path: Path) -> None:
    """Every line is a record; a result answers the call it names, several calls stand in one record."""
    mapping = """
        [step]
        role = "type"
        text = "msg"
        tool = "calls[].name"
        command = "calls[].cmd"
        call = "calls[].id"
        answers = "of"
        output = "result"
        failed = "bad"
        duration_ms = "took"
    """
    calls = [{"id": "a", "name": "bash", "cmd": "ls"}, {"id": "b", "name": "bash", "cmd": ["git", "log", "a b"]}]
    record = lines(
        {"type": "human", "msg": "go"},
        {"type": "assistant", "msg": "I look.", "calls": calls},
        {"type": "tool", "of": "b", "result": "log", "bad": {"code": 5}},
        {"type": "tool", "of": "a", "result": ["x", "y"], "took": 1500},
    )
    tape, steps = mapped(tmp_path, mapping, record, "run.jsonl")
    assert [step.text for step in steps] == ["go", "I look."]
    assert [(one.command, one.output, one.failed, one.duration_s) for one in steps[1].actions] == [
        ("ls", "x\ny", False, 1.5), ("git log 'a b'", "log", True, None)
    ]  # fmt: skip
    assert tape.format == "own"


def test_a_command_and_its_output_in_one_record_belong_together(tmp_path: Path) -> None:
    """A command that never got an output does not take the next one's."""
    mapping = '[step]\ncommand = "cmd"\noutput = "out"\n'
    _, steps = mapped(tmp_path, mapping, lines({"cmd": "a"}, {"cmd": "b", "out": "of b"}), "x")
    assert [(one.command, one.output) for step in steps for one in step.actions] == [("a", None), ("b", "of b")]


def test_a_turn_may_be_several_records(tmp_path: Path) -> None:
    """Records that share what `turn` leads to are one step."""
    mapping = '[step]\ntext = "say"\nthought = "think"\ncommand = "cmd"\noutput = "out"\nturn = "turn"\n'
    records = ({"turn": 1, "think": "hm"}, {"turn": 1, "say": "go"}, {"turn": 2, "cmd": "ls", "out": "x"})
    _, steps = mapped(tmp_path, mapping, lines(*records), "x")
    assert [(step.thought, step.text, len(step.actions)) for step in steps] == [("hm", "go", 0), ("", "", 1)]


def test_what_the_mapping_leaves_out_is_counted(tmp_path: Path) -> None:
    """Records in which no path leads anywhere are told with their roles; damaged lines are steps."""
    mapping = '[step]\nrole = "r"\ntext = "say"\n[roles]\nnone = "beat"\n'
    record = lines({"r": "bot", "say": "hi"}, {"r": "bot"}, {"r": "beat"}, {"r": "stats", "n": 1}) + "{nonsense\n"
    tape, steps = mapped(tmp_path, mapping, record, "x.jsonl")
    assert [step.damaged for step in steps] == [False, True]
    assert [one.code for one in tape.diagnostics] == ["damaged_record", "records_left_out"]
    assert "1 × bot, 1 × stats" in tape.diagnostics[1].text


def test_a_named_mapping_goes_before_every_reader_a_kept_one_only_before_chat(tmp_path: Path) -> None:
    """What was named for this start wins; what the settings keep wins over plain chat alone."""
    (tmp_path / "own.toml").write_text(
        '[step]\neach = "messages[]"\nrole = "messages[].role"\ntext = "messages[].content"\n'
    )
    chat, mini = tmp_path / "a.json", tmp_path / "b.json"
    chat.write_text(json.dumps({"messages": messages()}))
    mini.write_text(json.dumps({"messages": messages(), "info": {}, "trajectory_format": "mini-swe-agent-1"}))
    assert [open_tape(one).format for one in (chat, mini)] == ["chat", "mini-swe-agent"]
    use_maps([], [str(tmp_path)])
    assert [open_tape(one).format for one in (chat, mini)] == ["own", "mini-swe-agent"]
    use_maps([str(tmp_path / "own.toml")])
    assert [open_tape(one).format for one in (chat, mini)] == ["own", "own"]


def test_two_mappings_of_one_name_are_refused(tmp_path: Path) -> None:
    """A name stands for one mapping."""
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "own.toml").write_text('[step]\ntext = "x"\n')
    with pytest.raises(BadUseError, match="Two mappings are named 'own'"):
        use_maps([str(tmp_path / "a" / "own.toml"), str(tmp_path / "b" / "own.toml")])


def test_marks_tell_records_apart(tmp_path: Path) -> None:
    """A record without the marks is not taken, whatever its keys are."""
    mapping = 'marks = ["acme 2"]\n[step]\ntext = "say"\n'
    mapped(tmp_path, mapping, lines({"say": "hi", "by": "acme 2"}), "x.jsonl")
    with pytest.raises(UnreadableError):
        mapped(tmp_path, mapping, lines({"say": "hi", "by": "acme 1"}), "x.jsonl")


def test_lists_are_read_with_it_in_their_own_process(tmp_path: Path) -> None:
    """The process that reads the runs of a list uses the same mappings."""
    tape, _ = mapped(tmp_path, block("toml"), block("json"))
    (entry,) = (one for one in list_runs(tmp_path) if one.format is not None)
    process = ReadingProcess()
    try:
        known = process.read(RunEntry(entry.path, entry.key, entry.format))
    finally:
        process.close()
    assert (known.summary.model, known.summary.steps) == ("m-1", len(tape.steps))


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_anything_in_any_field_opens_or_is_a_sentence(tmp_path: Path, data: st.DataObject) -> None:
    """Whatever stands where a path leads, nothing is raised but a sentence."""
    record = swapped(json.loads(block("json")), data.draw)
    try:
        tape, _ = mapped(tmp_path, block("toml"), record)
    except UnreadableError as error:
        assert str(error).endswith(".")  # noqa: PT017 - either is right
        return
    look_at(tape)


GUESSED = {
    "document": (
        block("json"),
        ["fix the login form", "I run the tests."],
        [("pytest", "1 failed", 1)],
    ),
    "lines": (
        lines(
            {"type": "meta", "session_id": "s", "model": "m"},
            {"type": "human", "msg": "fix it", "time": "2026-01-02T03:04:05Z"},
            {"type": "bot", "msg": "I look.", "calls": [{"id": "c", "tool_name": "sh", "args": {"command": "ls"}}]},
            {"type": "tool_result", "call_id": "c", "result": "a.py"},
        ),
        ["fix it", "I look."],
        [("ls", "a.py", None)],
    ),
    "nested": (
        json.dumps({"meta": {"v": 1}, "log": {"turns": [
            {"speaker": "user", "content": "go"},
            {"speaker": "model", "content": "ok", "reasoning": "hm", "shell": "make", "stdout": "no", "returncode": 2},
        ]}}),
        ["go", "ok"],
        [("make", "no", 2)],
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", GUESSED)
def test_a_proposed_mapping_opens_the_file(tmp_path: Path, kind: str) -> None:
    """What is proposed for a record opens it: its texts, commands, outputs and codes."""
    record, texts, actions = GUESSED[kind]
    file = tmp_path / "run.x"
    file.write_text(record)
    tape, steps = mapped(tmp_path, guess(file), record)
    assert [step.text for step in steps] == texts
    assert [(one.command, one.output, one.exit_code) for step in steps for one in step.actions] == actions
    assert not tape.diagnostics


@pytest.mark.parametrize("path", ["openhands-v0", "codex", "copilot-cli", "gemini-cli", "pi", "claude-code"])
def test_a_mapping_is_proposed_for_formats_that_are_known_too(tmp_path: Path, path: str) -> None:
    """For records of other agents the proposal is a mapping that loads, and opens them with steps; or a sentence."""
    files = [
        one
        for one in sorted(samples(*(("other", path) if path == "pi" else (path,))).rglob("*.json*"))
        if one.is_file()
    ]
    opened = 0
    for file in [one for one in files if one.stat().st_size < 300_000][:4]:
        try:
            (tmp_path / "own.toml").write_text(guess(file))
        except UnreadableError as error:
            assert str(error).endswith(".")  # noqa: PT017 - either is right
            continue
        use_maps([str(tmp_path / "own.toml")])
        opened += any(step.text or step.actions for step in iterate(open_tape(file).steps))
    assert opened


def test_a_file_without_records_gets_no_proposal(tmp_path: Path) -> None:
    """Settings and numbers are no run, and the sentence says what is missing."""
    file = tmp_path / "a.json"
    file.write_text('{"port": 80, "hosts": ["a"]}')
    with pytest.raises(UnreadableError, match="holds no list of objects"):
        guess(file)


def test_what_is_remembered_of_runs_is_so_for_the_mappings_in_use(tmp_path: Path) -> None:
    """With another mapping, or one that was changed, nothing that was read before counts."""
    plain = reader_version()
    mapped(tmp_path, block("toml"), block("json"))
    with_one = reader_version()
    use_maps([])
    assert reader_version() == plain != with_one


def test_a_proposal_says_every_character_that_toml_can_hold(tmp_path: Path) -> None:
    """A speaker called by a picture or by DEL is proposed as such, one that is half a character is left out."""
    said = [{"who": who, "text": f"hello {n}"} for n, who in enumerate(["\U0001f600", "a\x7f", "\ud800", "agent"] * 3)]
    file = tmp_path / "run.jsonl"
    file.write_text("".join(json.dumps(one) + "\n" for one in said))
    (tmp_path / "own.toml").write_text(guess(file))
    use_maps([str(tmp_path / "own.toml")])
    assert "\U0001f600" in (tmp_path / "own.toml").read_text()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(record=SOMETHING, data=st.data())
def test_a_proposal_for_anything_loads_or_is_a_sentence(tmp_path: Path, record: Any, data: st.DataObject) -> None:
    """Whatever the keys and values of a file are, what is proposed for it is a mapping that loads."""
    event = swapped(json.loads(block("json")), data.draw) if data.draw(st.booleans()) else record
    file = tmp_path / "run.x"
    file.write_text(json.dumps(event))
    try:
        (tmp_path / "own.toml").write_text(guess(file))
    except UnreadableError as error:
        assert str(error).endswith(".")  # noqa: PT017 - either is right
        return
    use_maps([str(tmp_path / "own.toml")])
