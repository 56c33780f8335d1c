"""Aider chat histories, against counts made with plain patterns."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from playhead import open_tape
from playhead.errors import SeveralRunsError, UnreadableError
from playhead.formats import registry
from playhead.formats.aider.told import used_in
from playhead.model import Action, Step, Tape, Tokens
from playhead.opening import list_runs, probe_of
from playhead.storage.source import iterate
from tests.playhead.formats.hostile import look_at
from tests.shared_data import samples

HEADING = "\n# aider chat started at 2026-01-02 03:04:05\n\n"
ANNOUNCED = (
    "> aider --model m1  \n> Aider v0.80.1  \n> Main model: m1 with diff edit format  \n"
    "> Git repo: .git with 3 files  \n"
)
BLOCK = "a.py\n```python\n<<<<<<< SEARCH\nold\n=======\nnew\n>>>>>>> REPLACE\n```\n"


def read(path: Path, text: str) -> tuple[Tape, list[Step]]:
    """Return the only session of a text, and its steps."""
    path.write_text(HEADING + text)
    tape = open_tape(path)
    return tape, list(iterate(tape.steps))


def action_in(steps: list[Step]) -> Action:
    """Return the only action of steps."""
    (action,) = [action for step in steps for action in step.actions]
    return action


@pytest.fixture(scope="module")
def history() -> Path:
    """Return the real history."""
    return samples("aider", "aider.chat.history.md")


@pytest.fixture(scope="module")
def tapes(history: Path) -> list[Tape]:
    """Return every session of the real history."""
    return [open_tape(history, entry.key) for entry in list_runs(history)]


def test_every_session_is_a_run(history: Path, tapes: list[Tape]) -> None:
    """Each heading at the start of a line is a run under its time; what stands before the first one is a run too."""
    times = re.findall(r"^# aider chat started at (\S+) (\S+)$", history.read_text(), re.MULTILINE)
    assert [tape.key for tape in tapes] == ["beginning", *(f"{day}T{time}" for day, time in times)]
    assert len(tapes) == 1_134
    assert [tape.started for tape in tapes[1:]] == [tape.key for tape in tapes[1:]]


def test_what_a_person_typed_is_a_step(history: Path, tapes: list[Tape]) -> None:
    """Consecutive lines of a person are one step, and the words are theirs."""
    found: list[list[str]] = []
    before = ""
    for line in history.read_text().split("\n"):
        if re.match(r"####( |$)", line) and line.endswith("  "):
            if not before:
                found.append([])
            found[-1].append(line[5:-2])
            before = line
        else:
            before = ""
    typed = [step for tape in tapes for step in iterate(tape.steps) if step.source == "user"]
    assert len(typed) == len(found)
    assert all(step.text.startswith("\n".join(lines).strip()) for step, lines in zip(typed, found, strict=True))


def test_commands_are_what_was_typed(history: Path, tapes: list[Tape]) -> None:
    """`/run`, `/test`, `/git` and `!` are actions with the command the shell got, in the order of the file."""
    asked = re.findall(r"(?<!  \n)^#### (?:/run|/test|/(?=git )|!)[ \t]*(\S.*?)  $", history.read_text(), re.MULTILINE)
    typed = [
        action.command
        for tape in tapes
        for step in iterate(tape.steps)
        for action in step.actions
        if step.source == "user" and action.tool in ("run", "test", "git")
    ]
    assert typed == asked
    assert len(typed) == 40


def test_every_edit_that_was_applied_is_there_once(history: Path, tapes: list[Tape]) -> None:
    """As many edits as Aider says it applied, each with what it changed; what it refused failed and changed nothing."""
    text = history.read_text()
    actions = [action for tape in tapes for step in iterate(tape.steps) for action in step.actions]
    outputs = [action.output or "" for action in actions if action.tool == "edit" and action.executed]
    assert sum(output.count("Applied edit to ") for output in outputs) == len(
        re.findall(r"^> Applied edit to ", text, re.MULTILINE)
    )
    refused = [action for action in actions if action.tool == "edit" and action.failed]
    told = [line for action in refused for line in (action.output or "").split("\n")]
    assert sum(line.startswith("## SearchReplaceNo") for line in told) == len(
        re.findall(r"^> ## SearchRepl", text, re.MULTILINE)
    )
    assert not any(action.edits for action in refused)
    known = [edit.diff or edit.written for action in actions for edit in action.edits if action.tool == "edit"]
    assert len([one for one in known if one]) >= 400
    assert len([one for one in known if not one]) == 4  # `aider --apply` of a file that the record does not hold


def test_linters_failed_and_their_command_is_known(history: Path, tapes: list[Tape]) -> None:
    """Each linter that Aider tells of behind an edit is a failed action with its command."""
    told = re.findall(r"^> ## Running: (.*?)  $", history.read_text(), re.MULTILINE)
    ran = [action for tape in tapes for step in iterate(tape.steps) for action in step.actions if action.tool == "lint"]
    assert [action.command for action in ran if action.command] == told
    assert all(action.failed for action in ran)


def test_exit_codes_are_those_that_are_told(history: Path, tapes: list[Tape]) -> None:
    """An exit code is only there where Aider wrote one."""
    told = re.findall(r"^> Command '.*' exited with status (\d+)  $", history.read_text(), re.MULTILINE)
    codes = [action.exit_code for tape in tapes for step in iterate(tape.steps) for action in step.actions]
    assert [code for code in codes if code is not None] == [int(code) for code in told]
    assert told


def test_raw_references_are_the_bytes_of_the_step(history: Path, tapes: list[Tape]) -> None:
    """Of every step its place in the file begins and ends where what it shows does."""
    data = history.read_bytes()
    for tape in tapes[:200]:
        end = 0
        for step in iterate(tape.steps):
            (ref,) = step.raw
            assert ref.offset is not None
            assert ref.length
            assert ref.offset >= end
            end = ref.offset + ref.length
            raw = data[ref.offset : end].decode()
            assert data[ref.offset - 1 : ref.offset] in (b"\n", b"")
            if step.source == "user":
                assert raw.startswith("####")
            assert step.text.split("\n")[0].strip() in raw


def test_a_session_reads_nothing_but_itself(tmp_path: Path) -> None:
    """What other sessions hold is in no step of one."""
    path = tmp_path / "h.md"
    path.write_text("".join(f"\n# aider chat started at 2026-01-02 03:04:0{n}\n\n#### word {n}  \n" for n in range(3)))
    with pytest.raises(SeveralRunsError):
        open_tape(path)
    tape = open_tape(path, "2026-01-02T03:04:01")
    assert [step.text for step in iterate(tape.steps)] == ["word 1"]
    with pytest.raises(UnreadableError, match="no session"):
        open_tape(path, "2026-01-02T09:09:09")


def test_two_sessions_of_one_second_have_different_keys(tmp_path: Path) -> None:
    """The second of the same second has a number behind its time; the first keeps the plain time."""
    path = tmp_path / "h.md"
    path.write_text(f"#### before  \n{HEADING}#### one  \n{HEADING}#### two  \n")
    keys = [entry.key for entry in list_runs(path)]
    assert keys == ["beginning", "2026-01-02T03:04:05", "2026-01-02T03:04:05-2"]
    assert [open_tape(path, key).task for key in keys] == ["before", "one", "two"]


def test_headings_where_chunks_meet(tmp_path: Path) -> None:
    """A heading that the reading cuts in two is found once, wherever the cut is."""
    path = tmp_path / "h.md"
    for length in range((1 << 20) - 70, (1 << 20) + 5, 3):
        path.write_text(HEADING + "x" * (length - len(HEADING)) + HEADING.replace(":05", ":06") + "#### y  \n")
        assert [entry.key for entry in list_runs(path)] == ["2026-01-02T03:04:05", "2026-01-02T03:04:06"]


def test_a_session_tells_who_made_it(tmp_path: Path) -> None:
    """Version, model and edit format come from the announcement, which is a step of its own."""
    tape, steps = read(
        tmp_path / "h.md", ANNOUNCED + "\n#### fix it  \n\nDone.\n\n> Tokens: 1.5k sent, 20 received.  \n"
    )
    assert (tape.agent.name, tape.agent.version, tape.agent.model) == ("aider", "0.80.1", "m1")
    assert tape.environment == {"command_line": "aider --model m1", "edit_format": "diff", "git": ".git with 3 files"}
    assert (tape.task, tape.title, tape.started) == ("fix it", "fix it", "2026-01-02T03:04:05")
    assert [step.source for step in steps] == ["system", "user", "agent"]
    assert steps[2].tokens == Tokens(1500, 20)


def test_a_block_that_was_applied_is_an_edit(tmp_path: Path) -> None:
    """An applied SEARCH/REPLACE block is an edit with its diff; the commit that followed is what came of it."""
    told = "> Tokens: 5 sent, 6 received.  \n> Applied edit to a.py  \n> Commit abcdef1 fix: it  \n"
    _, steps = read(tmp_path / "h.md", f"#### fix  \n\nSo:\n\n{BLOCK}\n{told}")
    action = action_in(steps)
    assert (action.path, action.output) == ("a.py", "Applied edit to a.py\nCommit abcdef1 fix: it")
    assert [(edit.path, edit.added, edit.removed) for edit in action.edits] == [("a.py", 1, 1)]


def test_a_block_that_was_refused_changed_nothing(tmp_path: Path) -> None:
    """A refused block failed; of a file with another block that fitted only that one is an edit."""
    other = BLOCK.replace("old", "older").replace("new", "newer")
    told = (
        "> The LLM did not conform to the edit format.  \n> # 1 SEARCH/REPLACE block failed to match!  \n>   \n"
        "> ## SearchReplaceNoExactMatch: This SEARCH block failed to exactly match lines in a.py  \n"
        "> <<<<<<< SEARCH  \n> old  \n> =======  \n> new  \n> >>>>>>> REPLACE  \n> Applied edit to a.py  \n"
    )
    _, steps = read(tmp_path / "h.md", f"#### fix  \n\n{BLOCK}\n{other}\n{told}")
    applied, refused = steps[1].actions
    (edit,) = applied.edits
    assert "+newer" in (edit.diff or "")
    assert "+new\n" not in (edit.diff or "")
    assert (refused.failed, refused.edits) == (True, ())


def test_an_edit_nobody_applied_was_not_executed(tmp_path: Path) -> None:
    """Where a turn was broken off before its edits were applied, they changed nothing."""
    _, steps = read(tmp_path / "h.md", f"#### fix  \n\n{BLOCK}\n> ^C KeyboardInterrupt  \n")
    action = action_in(steps)
    assert (action.executed, action.edits, steps[1].text.endswith("> ^C KeyboardInterrupt")) == (False, (), True)


def test_a_file_written_whole(tmp_path: Path) -> None:
    """A fence under the name of a file that was applied is its new content; other fences are examples."""
    reply = "Like\n\n```\nexample\n```\n\nb/c.py\n```python\nprint(1)\n```\n"
    _, steps = read(tmp_path / "h.md", f"#### fix  \n\n{reply}\n> Applied edit to b/c.py  \n")
    assert [(edit.path, edit.written) for edit in action_in(steps).edits] == [("b/c.py", "print(1)\n")]


def test_a_unified_diff_is_an_edit(tmp_path: Path) -> None:
    """A fenced diff without line numbers is an edit of the file it names."""
    reply = "```diff\n--- a/x.py\n+++ b/x.py\n@@ ... @@\n one\n-two\n+three\n```\n"
    _, steps = read(tmp_path / "h.md", f"#### fix  \n\n{reply}\n> Applied edit to x.py  \n")
    (edit,) = action_in(steps).edits
    assert (edit.path, edit.added, edit.removed) == ("x.py", 1, 1)


def test_a_command_has_its_output_as_it_was(tmp_path: Path) -> None:
    """The output of a command is what stands between it and Aider's question, with its colours."""
    output = "> one\n\x1b[34mtwo\x1b[0m\n> three\n\nfour  \n"
    text = f"#### !ls --color  \n{output}> Add the output to the chat? (y/n/instructions): n  \n"
    _, steps = read(tmp_path / "h.md", text)
    action = action_in(steps)
    assert (action.command, action.output) == ("ls --color", "one\n\x1b[34mtwo\x1b[0m\n> three\n\nfour")
    assert steps[0].text == "!ls --color\n\n> Add the output to the chat? (y/n/instructions): n"


def test_commands_that_the_model_asked_for(tmp_path: Path) -> None:
    """A command that Aider ran for the model has its output, and its exit code where Aider tells one."""
    told = "> make  \n> Run shell command? [Y/n] y  \n> Running make  \n> Command 'make' exited with status 2  \n"
    _, steps = read(tmp_path / "h.md", f"#### fix  \n\nRun make.\n\n{told}> ls  \n> Run shell command? [Y/n] n  \n")
    action = action_in(steps)
    assert (action.command, action.exit_code, action.failed) == ("make", 2, True)
    assert "> ls\n> Run shell command? [Y/n] n" in steps[1].text


def test_a_models_own_headings_and_quotes_are_its_text(tmp_path: Path) -> None:
    """What the model writes as heading or quotation is no person's and no tool's line."""
    reply = "#### Step one\n\n> a quotation\n\ndone"
    _, steps = read(tmp_path / "h.md", f"#### explain  \n\n{reply}\n\n> Tokens: 5 sent, 6 received.  \n")
    assert [(step.source, step.text) for step in steps] == [("user", "explain"), ("agent", reply)]


def test_what_a_model_thought_is_no_part_of_its_answer(tmp_path: Path) -> None:
    """Thoughts that Aider marks are thoughts."""
    reply = "--------------\n► **THINKING**\n\nhm\n\n------------\n► **ANSWER**\n\nyes"
    _, steps = read(tmp_path / "h.md", f"#### ok?  \n\n{reply}\n")
    assert (steps[1].thought, steps[1].text) == ("hm", "yes")


@pytest.mark.parametrize(
    ("message", "tokens", "cost"),
    [
        ("Tokens: 5,244 sent, 604 received. Cost: $0.02 request, $0.05 session.", Tokens(5244, 604), 0.02),
        ("Tokens: 1.2k sent, 3k cache write, 12k cache hit, 99 received. Cost: $0.0019 message, $1,002.10 session.",
         Tokens(1200, 99, 12000), 0.0019),
        ("Tokens: 600 sent, 500 cached, 1.5M received.", Tokens(600, 1_500_000, 500), None),
    ],
)  # fmt: skip
def test_what_a_report_of_use_says(message: str, tokens: Tokens, cost: float | None) -> None:
    """Numbers are read as Aider rounds them; its cached tokens are those that were read from a cache."""
    used = used_in(message)
    assert used is not None
    assert (used.tokens, used.cost_usd) == (tokens, cost)


def test_the_cost_of_a_session_is_aiders_own_total(tmp_path: Path) -> None:
    """The last running total counts; where it starts again, what was before is added."""
    report = "> Tokens: 1 sent, 1 received. Cost: ${} message, ${} session.  \n"
    turns = "".join(
        f"#### go  \n\nok\n\n{report.format(*one)}\n" for one in (("0.02", "0.02"), ("0.03", "0.05"), ("0.01", "0.01"))
    )
    tape, steps = read(tmp_path / "h.md", turns)
    assert tape.cost_usd == pytest.approx(0.06)
    assert [step.cost_usd for step in steps if step.cost_usd] == [0.02, 0.03, 0.01]
    assert tape.tokens == Tokens(3, 3)


def test_the_results_beside_a_history_are_its_verification(tmp_path: Path) -> None:
    """The history of a benchmark's exercise has the outcome of its last try, and a layer for each."""
    results = {"testdir": "t/x", "testcase": "x", "model": "m", "tests_outcomes": [False, True], "duration": 2.5}
    (tmp_path / ".aider.results.json").write_text(json.dumps(results))
    tape, _ = read(tmp_path / ".aider.chat.history.md", "#### fix  \n\nok\n")
    assert (tape.outcome.status, tape.duration_s) == ("resolved", 2.5)
    assert [layer.title for layer in tape.layers] == ["unit tests failed, try 1 of 2", "unit tests passed, try 2 of 2"]


def test_results_are_those_of_the_last_session(tmp_path: Path) -> None:
    """Of a history with several sessions the results beside it belong to the last one alone."""
    path = tmp_path / ".aider.chat.history.md"
    path.write_text(f"{HEADING}#### one  \n{HEADING}#### two  \n")
    results = {"testdir": "t/x", "testcase": "x", "tests_outcomes": [False]}
    (tmp_path / ".aider.results.json").write_text(json.dumps(results))
    tapes = [open_tape(path, entry.key) for entry in list_runs(path)]
    assert [(tape.outcome.status, len(tape.layers)) for tape in tapes] == [("unknown", 0), ("failed", 1)]


def test_a_history_is_known_by_its_content(history: Path, tmp_path: Path) -> None:
    """Under a name that says nothing a history is the same format; so is one without a heading."""
    plain = tmp_path / "x"
    shutil.copyfile(history, plain)
    found = registry.detect(probe_of(plain))
    plain.write_text("#### fix it  \n\nDone.\n\n> Tokens: 5 sent, 6 received.  \n")
    without = registry.detect(probe_of(plain))
    assert [one and one[0].name for one in (found, without)] == ["aider", "aider"]
    assert registry.detect(probe_of(samples("aider", "chat-history-search-replace-gold.txt"))) is None


def test_a_history_that_grows_is_followed(tmp_path: Path) -> None:
    """What Aider appends to a session that is open is there when it is read again, and earlier steps keep their ids."""
    path = tmp_path / "h.md"
    tape, steps = read(path, "#### fix  \n")
    with path.open("a") as more:
        more.write("\nDone.\n")
    fresh = list(iterate(tape.refreshed().steps))
    assert [step.text for step in fresh] == ["fix", "Done."]
    assert fresh[0].id == steps[0].id


DAMAGE = (
    f"{HEADING}{ANNOUNCED}\n#### fix  \n\n{BLOCK}\n"
    "> Tokens: 1k sent, 2 received. Cost: $0.1 message, $0.1 session.  \n> Applied edit to a.py  \n"
    "> # Fix any errors below, if possible.  \n> ## Running: lint  \n> bad  \n#### !ls  \n> x\ny  \n"
)


@pytest.mark.parametrize("place", range(45, len(DAMAGE), 11))
def test_a_history_that_breaks_off_opens(tmp_path: Path, place: int) -> None:
    """Cut at any place a session opens, with a diagnostic where a line was cut."""
    path = tmp_path / "h.md"
    path.write_text(DAMAGE[:place])
    tape = open_tape(path)
    look_at(tape)
    assert DAMAGE[place - 1] == "\n" or [one.code for one in tape.diagnostics] == ["torn_line"]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_damage_to_a_history(tmp_path: Path, data: st.DataObject) -> None:
    """With stretches missing, repeated and junk written anywhere a session opens, and every step can be shown."""
    whole = DAMAGE.encode()
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(45, len(whole)))
        junk = data.draw(
            st.one_of(st.binary(max_size=6), st.sampled_from([b"> ", b"  \n", b"#### ", b"\r\n", b"\0" * 9]))
        )
        whole = whole[:at] + junk + whole[at + data.draw(st.integers(-20, 60)) :]
    path = tmp_path / "h.md"
    path.write_bytes(whole)
    for entry in list_runs(path):
        look_at(open_tape(path, entry.key))


def test_a_session_in_which_nothing_happened(tmp_path: Path) -> None:
    """A heading alone is a session that can be opened."""
    _, steps = read(tmp_path / "h.md", "")
    assert [(step.source, step.text) for step in steps] == [("system", "aider chat started at 2026-01-02 03:04:05")]


def test_what_a_linter_found_is_the_harness_own_step(tmp_path: Path) -> None:
    """Behind the model's edit a linter that failed is a step of its own, with its bytes and no tokens."""
    told = "> Tokens: 5 sent, 6 received.  \n> Applied edit to a.py  \n"
    linted = "> # Fix any errors below, if possible.  \n> ## Running: lint a.py  \n> bad  \n"
    linted += "> Attempt to fix lint errors? y  \n"
    path = tmp_path / "h.md"
    _, steps = read(path, f"#### fix  \n\n{BLOCK}\n{told}{linted}")
    _, edit, lint = steps
    assert [(action.command, action.failed, action.output) for action in lint.actions] == [("lint a.py", True, "bad")]
    assert (lint.source, lint.tokens, edit.tokens) == ("system", None, Tokens(5, 6))
    (ref,) = lint.raw
    assert ref.offset is not None
    assert path.read_bytes()[ref.offset :].decode() == linted


def test_a_session_that_is_gone_stays_open(tmp_path: Path) -> None:
    """A session was read whole: truncating or removing the file takes none of its steps."""
    path = tmp_path / "h.md"
    tape, steps = read(path, "#### fix  \n\nDone.\n")
    path.unlink()
    assert list(iterate(tape.refreshed().steps)) == steps


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("", "no request"),
        (ANNOUNCED, "no request: aider --model m1"),
        (ANNOUNCED + "\n#### /add a.py  \n", "/add a.py"),
        (ANNOUNCED + "\n#### /add a.py  \n\n#### fix it  \n", "fix it"),
    ],
)
def test_a_session_is_called_by_what_was_asked(tmp_path: Path, text: str, title: str) -> None:
    """A request names a session, else a command; one without either says so, and not what the program prints first."""
    assert read(tmp_path / ".aider.chat.history.md", text)[0].title == title
