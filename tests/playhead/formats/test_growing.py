"""Logs that are joined while one looks: the head first, nothing renumbered, what was appended joined on top."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playhead.formats import growing
from playhead.formats.claude_code import reader as claude_code
from playhead.formats.claude_stream import reader as claude_stream
from playhead.formats.codex import reader as codex
from playhead.formats.codex_exec import reader as codex_exec
from playhead.formats.json_lines import lines_from
from playhead.model import Step, Tape
from playhead.storage.line_steps import Progress
from tests.playhead.formats import claude_stream_record, codex_exec_record, codex_record
from tests.playhead.formats.claude_session import SESSION, Lines, call, said

READERS: dict[str, Callable[[Path], Tape]] = {
    "claude": claude_code.read,
    "codex": codex.read,
    "stream": claude_stream.read,
    "exec": codex_exec.read,
}
MESSAGES = st.sampled_from([f"m{number}" for number in range(6)])
CALLS = st.sampled_from([f"c{number}" for number in range(12)])


class NoThread:
    """A thread that begins when it is told to."""

    waiting: list[NoThread]

    def __init__(self, *, target: Callable[..., None], args: tuple[Any, ...] = (), **_: object) -> None:
        self._work: Callable[[], None] = partial(target, *args)

    def start(self) -> None:
        """Wait."""
        self.waiting.append(self)

    def run(self) -> None:
        """Do the work now."""
        self._work()


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> list[NoThread]:
    """Make a log of a few kilobytes a big one, and its background something that a test begins."""
    NoThread.waiting = []
    monkeypatch.setattr(growing, "AT_ONCE", 60_000)
    monkeypatch.setattr(growing, "FIRST", 3)
    monkeypatch.setattr(growing, "_LINES", 1)
    monkeypatch.setattr(growing, "_HEAD_START", 0.0)
    monkeypatch.setattr("playhead.formats.growing.threading.Thread", NoThread)
    return NoThread.waiting


def claude_turns(count: int, start: int = 0) -> Lines:
    """Return a session of turns with a call and its result each, behind a first task."""
    lines = Lines()
    lines.person("fix it")
    for number in range(start, start + count):
        lines.model(f"m{number}", said("I try."), call(f"c{number}"))
        lines.result(f"c{number}", "out\n" * 20)
    return lines


def codex_turns(count: int) -> list[dict[str, Any]]:
    """Return a rollout of calls with their outputs."""
    turns = [(codex_record.call(f"c{one}", "make"), codex_record.output(f"c{one}", "out")) for one in range(count)]
    return [codex_record.meta(), codex_record.said("user", "fix it"), *(line for turn in turns for line in turn)]


def stream_turns(count: int) -> list[dict[str, Any]]:
    """Return a stream of messages with a call and its answer each."""
    lines = [claude_stream_record.init(), claude_stream_record.line("user", message={"content": "fix it"})]
    for one in range(count):
        lines.append(claude_stream_record.model(f"m{one}", claude_stream_record.call(f"c{one}")))
        lines.append(claude_stream_record.answer(f"c{one}", "out"))
    return lines


def exec_turns(count: int) -> list[dict[str, Any]]:
    """Return a stream of commands with what is said of them."""
    lines: list[dict[str, Any]] = [codex_exec_record.STARTED]
    for one in range(count):
        lines.append(codex_exec_record.command("completed", f"i{one}", "out", 0))
        lines.append(codex_exec_record.item("completed", f"s{one}", "agent_message", text="on"))
    return lines


def written(folder: Path, kind: str, turns: int) -> Path:
    """Write a record of a kind and return its path."""
    path = folder / f"{SESSION}.jsonl"
    if kind == "claude":
        path.write_text(claude_turns(turns).text())
    else:
        lines = {"codex": codex_turns, "stream": stream_turns, "exec": exec_turns}[kind](turns)
        path.write_text(codex_record.text_of(*lines))
    return path


def built(tape: Tape) -> list[Step]:
    """Return every step that is known."""
    return [tape.steps[index] for index in range(len(tape.steps))]


@pytest.mark.parametrize("kind", READERS)
def test_the_first_steps_come_from_the_head(
    tmp_path: Path, kind: str, small: list[NoThread], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A log ten times as long has its first steps after the same number of lines."""
    taken: list[int] = []

    def counted(*given: Any, **more: Any) -> Iterator[Any]:
        for line in lines_from(*given, **more):
            taken[-1] += 1
            yield line

    monkeypatch.setattr(growing, "lines_from", counted)
    for turns in (400, 4_000):
        taken.append(0)
        tape = READERS[kind](written(tmp_path, kind, turns))
        assert (len(tape.steps) >= 3, tape.steps.complete) == (True, False)
        assert tape.task == ("" if kind == "exec" else "fix it")
    assert len(small) == 2
    assert taken[0] == taken[1] < 250


@pytest.mark.parametrize("kind", READERS)
def test_the_background_brings_the_rest(tmp_path: Path, kind: str, small: list[NoThread]) -> None:
    """What was shown first keeps its ids and numbers, and the whole is as if it had been read at once."""
    path = written(tmp_path, kind, 300)
    tape = READERS[kind](path)
    first, before = built(tape), tape.steps.revision
    small.pop().run()
    whole = tape.refreshed()
    assert whole.steps.complete
    assert whole.steps.revision > before
    assert [(one.id, one.n) for one in built(whole)][: len(first)] == [(one.id, one.n) for one in first]
    small.clear()
    growing.AT_ONCE = 10_000_000  # the fixture puts it back
    assert built(READERS[kind](path)) == built(whole)


@pytest.mark.parametrize("kind", READERS)
def test_only_what_was_appended_is_read_of_a_growing_log(
    tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a log that grew by two lines two lines are decoded, and the steps are the same objects' next state."""
    path = written(tmp_path, kind, 5)
    tape = READERS[kind](path)
    spoken = {
        "claude": new_person(),
        "codex": codex_record.said("user", "more"),
        "stream": claude_stream_record.line("user", message={"content": "more"}),
        "exec": codex_exec_record.item("completed", "last", "agent_message", text="more"),
    }[kind]
    seen: list[int] = []

    def counted(*given: Any, **more: Any) -> Iterator[Any]:
        for line in lines_from(*given, **more):
            seen.append(line.line)
            yield line

    monkeypatch.setattr(growing, "lines_from", counted)
    with path.open("a") as file:
        file.write(json.dumps(spoken) + "\n" + json.dumps(spoken | {"uuid": "other"}) + "\n")
    fresh = tape.refreshed()
    assert fresh is not tape
    assert fresh.steps is tape.steps
    assert len(seen) == 2
    assert built(fresh) == built(READERS[kind](path))


def new_person() -> dict[str, Any]:
    """Return a line of a person that stands in no session yet."""
    lines = Lines()
    lines.person("more", uuid="new")
    return lines.objects[0]


def test_a_line_that_was_torn_is_read_when_it_is_whole(tmp_path: Path) -> None:
    """A record in progress is a finding; once its end was written it is a record, and the finding is gone."""
    lines = claude_turns(2)
    whole = lines.text()
    path = tmp_path / f"{SESSION}.jsonl"
    path.write_text(whole[:-30])
    tape = claude_code.read(path)
    assert [one.code for one in tape.diagnostics] == ["torn_line"]
    with path.open("a") as file:
        file.write(whole[-30:])
    fresh = tape.refreshed()
    assert fresh.diagnostics == ()
    assert built(fresh) == built(claude_code.read(path))


@pytest.mark.parametrize("change", ["head", "tail", "cut", "replaced"])
def test_a_log_that_is_another_one_is_read_anew(tmp_path: Path, change: str) -> None:
    """Where the head or the end of what was read differs, or the file is shorter or another one, nothing is kept."""
    path = tmp_path / f"{SESSION}.jsonl"
    text = claude_turns(3).text()
    path.write_text(text)
    tape = claude_code.read(path)
    changed = {
        "head": text.replace("fix it", "fix me", 1) + claude_turns(1, start=9).text().split("\n", 1)[1],
        "tail": text[:-200] + text[-200:].replace("out", "tuo", 1) + "{}\n",
        "cut": text.split("\n", 1)[0] + "\n",
        "replaced": text + json.dumps(new_person()) + "\n",
    }[change]
    written_to = path.with_suffix(".new") if change == "replaced" else path
    written_to.write_text(changed)
    written_to.replace(path)
    fresh = tape.refreshed()
    assert fresh.steps is not tape.steps
    assert built(fresh) == built(claude_code.read(path))


def test_a_call_that_comes_for_a_result_that_was_shown_makes_the_log_be_read_anew(tmp_path: Path) -> None:
    """A result without a call is a step at the end of a file; when its call comes after all, it is that call's."""
    lines = Lines()
    lines.person("fix it")
    lines.result("late", "early")
    path = tmp_path / f"{SESSION}.jsonl"
    path.write_text(lines.text())
    tape = claude_code.read(path)
    assert [one.damaged for one in built(tape)] == [False, True]
    lines.model("m1", call("late"))
    path.write_text(lines.text())
    assert [action.output for one in built(tape.refreshed()) for action in one.actions] == ["early"]


LINE = st.one_of(
    st.tuples(st.just("person"), st.just(""), st.just("")),
    st.tuples(st.just("call"), MESSAGES, CALLS),
    st.tuples(st.just("said"), MESSAGES, st.just("")),
    st.tuples(st.just("result"), st.just(""), CALLS),
    st.tuples(st.just("torn"), st.just(""), st.just("")),
)


def session(shape: list[tuple[str, str, str]]) -> list[str]:
    """Return the lines of a session of that shape: ids collide, results come before calls or never."""
    lines = Lines()
    found: list[str] = []
    for what, message, name in shape:
        if what == "person":
            lines.person("go on")
        elif what == "torn":
            lines.add("user")
        elif what == "result":
            lines.result(name, "out")
        else:
            lines.model(message, call(name) if what == "call" else said("I try."))
        found.append(json.dumps(lines.objects[-1]) + "\n" if what != "torn" else '{"type": "user", "mess\n')
    return found


@given(st.lists(LINE, max_size=120), st.integers(1, 4))
def test_numbers_never_change_once_shown(tmp_path_factory: Any, shape: list[tuple[str, str, str]], repeat: int) -> None:
    """Whatever a session holds: ids, numbers and actions' numbers of a step that was published stay."""
    path = tmp_path_factory.mktemp("log") / f"{SESSION}.jsonl"
    path.write_text("".join(session(shape * repeat)))
    joining = claude_code._Reading(path, Progress())
    told: list[list[tuple[str, int | None, list[int | None]]]] = []
    with path.open("rb") as file:
        for line in lines_from(file.fileno(), 0, path.stat().st_size, str(path)):
            joining.take(line)
            joining.publish(ended=False)
            told.append(numbers(joining.tape(complete=False)))
    joining.publish(ended=True)
    last = numbers(joining.tape(complete=True))
    assert all(last[: len(one)] == one for one in told)
    assert numbers(claude_code.read(path)) == last


@given(st.lists(LINE, max_size=60), st.lists(LINE, min_size=1, max_size=30))
def test_a_log_that_grew_is_as_if_read_at_once(
    tmp_path_factory: Any, before: list[tuple[str, str, str]], after: list[tuple[str, str, str]]
) -> None:
    """Wherever a session stood when it was read first, with what came since it is what a fresh reading gives."""
    path = tmp_path_factory.mktemp("log") / f"{SESSION}.jsonl"
    lines = session(before + after)
    path.write_text("".join(lines[: len(before)]))
    tape = claude_code.read(path)
    tape.steps.find("u1")
    with path.open("a") as file:
        file.writelines(lines[len(before) :])
    grown, fresh = tape.refreshed(), claude_code.read(path)
    assert built(grown) == built(fresh)
    assert grown.diagnostics == fresh.diagnostics
    assert grown.steps.columns(0, 999) == fresh.steps.columns(0, 999)
    ids = [f"u{number}" for number in range(1, 100)]
    assert [grown.steps.find(one) for one in ids] == [fresh.steps.find(one) for one in ids]


def numbers(tape: Tape) -> list[tuple[str, int | None, list[int | None]]]:
    """Return id, number and actions' numbers of every step."""
    return [(one.id, one.n, [action.n for action in one.actions]) for one in built(tape)]


def test_a_line_too_long_to_hold_is_a_damaged_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Such a line is never held: it is shown as its start, and the records around it are read."""
    monkeypatch.setattr("playhead.formats.json_lines.LONGEST_LINE", 1_000_000)
    monkeypatch.setattr("playhead.formats.record_places._LONGEST_TEXT", 1_000)
    lines = claude_turns(1).text().splitlines(keepends=True)
    path = tmp_path / f"{SESSION}.jsonl"
    path.write_text(lines[0] + '{"type": "user", "text": "' + "x" * 2_000_000 + '"}\n' + "".join(lines[1:]))
    tape = claude_code.read(path)
    assert [one.damaged for one in built(tape)] == [False, True, False]
    assert len(tape.steps[1].text) < 1_100
    assert "longer than" in tape.diagnostics[0].text


@pytest.mark.parametrize(("junk", "steps"), [("x\n", 4), ("x\n \t\n", 4), ("{}\n", 3)])
def test_a_log_of_nothing_but_junk_costs_no_more_than_its_bytes(
    tmp_path: Path, junk: str, steps: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of lines in a row that hold nothing the first are shown one by one, the rest together, and all are counted."""
    monkeypatch.setattr("playhead.formats.json_lines.ALIKE", 3)
    monkeypatch.setattr("playhead.formats.claude_code.joining.ALIKE", 3)
    person = json.dumps(new_person()) + "\n"
    path = tmp_path / f"{SESSION}.jsonl"
    path.write_text(person + junk * 500 + person.replace("new", "newer"))
    tape = claude_code.read(path)
    shown = built(tape)
    assert [one.damaged for one in shown] == [False, *[True] * steps, False]
    assert "changed" not in "".join(one.text for one in shown)
    if junk != "{}\n":
        assert shown[4].text.split() == ["x"] * 497
    else:
        assert "450 more" in tape.diagnostics[-1].text


def test_steps_may_be_looked_at_while_the_log_is_joined(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another thread builds and lists steps all the while; nothing breaks, and what it saw stays true."""
    monkeypatch.setattr(growing, "AT_ONCE", 60_000)
    tape = claude_code.read(written(tmp_path, "claude", 3_000))
    seen: dict[int, str] = {}
    while not tape.steps.complete:
        last = len(tape.steps) - 1
        tape.steps.columns(0, last + 1)
        if last >= 0:
            seen[last] = tape.steps[last].id
        seen[0] = tape.steps[0].id
    tape.steps.wait()
    assert all(tape.steps[index].id == name for index, name in seen.items())
