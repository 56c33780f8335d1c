"""How lines of a Claude Code session become steps."""

from __future__ import annotations

from pathlib import Path

from playhead.model import Kind, Tokens
from playhead.storage.filling import columns_of
from tests.playhead.formats.claude_session import Lines, call, codes, said, steps_of


def test_blocks_of_one_message_are_one_step(tmp_path: Path) -> None:
    """Lines that share a message id are one step with their thought, text and calls, whatever stands between."""
    lines = Lines()
    lines.model("m1", {"type": "thinking", "thinking": "look first"})
    lines.model("m1", said("I look."))
    lines.model("m1", call("c1"))
    lines.result("c1", "one")
    lines.model("m1", call("c2"))
    lines.result("c2", "two")
    (step,) = steps_of(lines.open(tmp_path))
    assert (step.thought, step.text, step.source) == ("look first", "I look.", "agent")
    assert [(a.n, a.id, a.output) for a in step.actions] == [(1, "c1", "one"), (2, "c2", "two")]
    assert step.native_ids == ("u1", "m1", "u2", "u3", "u4", "u5", "u6")


def test_parallel_calls_get_their_own_results(tmp_path: Path) -> None:
    """Calls of one message find their results by id, in whatever order those arrive."""
    lines = Lines()
    lines.model("m1", call("c1"), call("c2"), call("c3"))
    for one in ("c3", "c1", "c2"):
        lines.result(one, f"of {one}")
    (step,) = steps_of(lines.open(tmp_path))
    assert [a.output for a in step.actions] == ["of c1", "of c2", "of c3"]


def test_a_result_may_stand_before_its_call(tmp_path: Path) -> None:
    """A result written before its call, as concurrent writers do, still belongs to it."""
    lines = Lines()
    lines.result("c1", "early")
    lines.model("m1", call("c1"))
    tape = lines.open(tmp_path)
    assert [a.output for step in steps_of(tape) for a in step.actions] == ["early"]
    assert codes(tape) == []


def test_actions_count_over_the_run(tmp_path: Path) -> None:
    """Actions are numbered over the run from 1, in file order."""
    lines = Lines()
    lines.model("m1", call("c1"), call("c2"))
    lines.person("go on")
    lines.model("m2", call("c3"))
    tape = lines.open(tmp_path)
    assert [[a.n for a in step.actions] for step in steps_of(tape)] == [[1, 2], [], [3]]
    assert (tape.steps.actions, tape.steps.counted, tape.steps.native_steps) == (3, 3, 3)


def test_usage_counts_once_for_a_message(tmp_path: Path) -> None:
    """Of the usages that a message repeats the most complete counts, once; input includes cache reads and writes."""
    lines = Lines()
    usage = {"input_tokens": 5, "cache_read_input_tokens": 100, "cache_creation_input_tokens": 20}
    lines.model("m1", said("a"), usage={**usage, "output_tokens": 2})
    lines.model("m1", said("b"), usage={**usage, "output_tokens": 70})
    lines.model("m1", said("c"), usage={**usage, "output_tokens": 70})
    lines.model("m2", said("d"), usage={"input_tokens": 1, "output_tokens": 1})
    tape = lines.open(tmp_path)
    assert tape.steps[0].tokens == Tokens(125, 70, 100)
    assert tape.tokens == Tokens(126, 71, 100)


def test_cost_counts_once_for_a_message(tmp_path: Path) -> None:
    """The cost that old versions wrote on each line is summed once a message; without it there is none."""
    lines = Lines()
    lines.model("m1", said("a"), costUSD=0.5)
    lines.model("m1", said("b"), costUSD=0.5)
    lines.model("m2", said("c"), costUSD=0.25)
    assert lines.open(tmp_path).cost_usd == 0.75
    lines = Lines()
    lines.model("m1", said("a"))
    assert lines.open(tmp_path).cost_usd is None


def test_replayed_records_are_shown_once(tmp_path: Path) -> None:
    """Records that a resume or a compaction writes again, with the same uuid or the same call, are shown once."""
    lines = Lines()
    lines.person("fix it")
    lines.model("m1", call("c1"))
    lines.result("c1", "out")
    lines.objects += [{**line, "sessionId": "another"} for line in lines.objects]
    lines.model("m9", call("c1"))
    tape = lines.open(tmp_path)
    assert [step.id for step in steps_of(tape)] == ["u1", "u2"]
    assert tape.steps.actions == 1
    assert [(one.code, one.where) for one in tape.diagnostics] == [("repeated_records", "line 4")]
    assert tape.diagnostics[0].text.startswith("4 lines")


def test_a_compaction_is_one_visible_step(tmp_path: Path) -> None:
    """The mark of a compaction and the summary after it are one step of the system that shows the summary."""
    lines = Lines()
    lines.person("fix it")
    lines.add("system", subtype="compact_boundary", content="Conversation compacted")
    lines.add("attachment", attachment={"type": "deferred_tools_delta"})
    lines.person("This session is being continued ...", isCompactSummary=True, isVisibleInTranscriptOnly=True)
    lines.model("m1", said("on"))
    lines.add("system", subtype="compact_boundary", content="Conversation compacted")
    lines.model("m2", said("and on"))
    lines.person("A summary alone.", isCompactSummary=True)
    steps = steps_of(lines.open(tmp_path))
    assert [(step.source, step.text) for step in steps] == [
        ("user", "fix it"),
        ("system", "This session is being continued ..."),
        ("agent", "on"),
        ("system", "Conversation compacted"),
        ("agent", "and on"),
        ("system", "A summary alone."),
    ]
    assert steps[1].native_ids == ("u2", "u4")


def test_notes_are_no_steps(tmp_path: Path) -> None:
    """Meta lines, progress, snapshots and the other notes of the program are no steps and no finding."""
    lines = Lines()
    lines.person("fix it")
    lines.person("caveat", isMeta=True)
    lines.person([said("reminder")], isMeta=True)
    lines.add("progress", data={"type": "hook_progress"})
    lines.add("file-history-snapshot", snapshot={})
    lines.add("system", subtype="turn_duration", durationMs=5)
    lines.add("queue-operation", operation="dequeue")
    lines.add("mode", mode="normal")
    tape = lines.open(tmp_path)
    assert [step.text for step in steps_of(tape)] == ["fix it"]
    assert codes(tape) == []


def test_a_result_in_a_meta_line_counts(tmp_path: Path) -> None:
    """A result still answers its call where its line is marked as meta."""
    lines = Lines()
    lines.model("m1", call("c1"))
    lines.result("c1", "out", isMeta=True)
    assert steps_of(lines.open(tmp_path))[0].actions[0].output == "out"


def test_unknown_line_types_are_told(tmp_path: Path) -> None:
    """Lines of a type that nobody knows are no steps, but are counted in a finding."""
    lines = Lines()
    lines.person("fix it")
    lines.add("brand-new")
    lines.add("brand-new")
    tape = lines.open(tmp_path)
    assert len(tape.steps) == 1
    assert [(one.code, one.where) for one in tape.diagnostics] == [("unknown_type", "type brand-new")]


def test_person_and_harness_are_told_apart(tmp_path: Path) -> None:
    """A user line is a person's step; task notifications and other origins are the system's."""
    lines = Lines()
    lines.person("fix it")
    lines.person("<task-notification>\n<task-id>a1</task-id></task-notification>")
    lines.person("look", origin={"kind": "peer"})
    lines.person("mine", origin={"kind": "human"})
    lines.person("<command-name>/clear</command-name>\n<command-args></command-args>")
    steps = steps_of(lines.open(tmp_path))
    assert [step.source for step in steps] == ["user", "system", "system", "user", "user"]
    assert steps[-1].text.startswith("<command-name>/clear")


def test_what_a_person_queued_is_a_step(tmp_path: Path) -> None:
    """What a person typed while the agent worked is a step: it has an attachment line only."""
    lines = Lines()
    lines.model("m1", said("working"))
    lines.add("attachment", attachment={"type": "queued_command", "prompt": "stop that", "commandMode": "prompt"})
    lines.add("attachment", attachment={"type": "queued_command", "prompt": "x", "commandMode": "task-notification"})
    lines.add("attachment", attachment={"type": "queued_command", "prompt": "x", "origin": {"kind": "peer"}})
    assert [(s.source, s.text) for s in steps_of(lines.open(tmp_path))] == [("agent", "working"), ("user", "stop that")]


def test_text_beside_a_result_is_a_step(tmp_path: Path) -> None:
    """What a person says in the line of a result is a step of its own; the result goes to its call."""
    lines = Lines()
    lines.model("m1", call("c1"))
    result = {"type": "tool_result", "tool_use_id": "c1", "content": "out"}
    lines.person([result, said("no, the other file")])
    first, second = steps_of(lines.open(tmp_path))
    assert first.actions[0].output == "out"
    assert (second.source, second.text) == ("user", "no, the other file")


def test_an_orphan_result_is_visible(tmp_path: Path) -> None:
    """A result without its call is a step of its own at its place, marked damaged, with a finding."""
    lines = Lines()
    lines.person("fix it")
    lines.result("gone", "lonely output")
    lines.model("m1", said("on"))
    tape = lines.open(tmp_path)
    steps = steps_of(tape)
    assert [(step.text, step.damaged) for step in steps] == [("fix it", False), ("lonely output", True), ("on", False)]
    assert [(one.code, one.where) for one in tape.diagnostics] == [("orphan_answer", "line 2")]


def test_a_second_result_is_told(tmp_path: Path) -> None:
    """Of two results of one call the first is shown, the second is in the raw record and in a finding."""
    lines = Lines()
    lines.model("m1", call("c1"))
    lines.result("c1", "first")
    lines.result("c1", "second")
    tape = lines.open(tmp_path)
    (step,) = steps_of(tape)
    assert step.actions[0].output == "first"
    assert len(step.raw) == 3
    assert codes(tape) == ["second_result"]


def test_lines_without_ids_are_still_steps(tmp_path: Path) -> None:
    """Messages without ids are a step a line; a call without an id takes the next result without one."""
    lines = Lines()
    for kind, content in (
        ("assistant", [said("a"), {"type": "tool_use", "name": "Bash", "input": {"command": "ls"}}]),
        ("user", [{"type": "tool_result", "content": "files"}]),
        ("assistant", [said("b")]),
    ):
        lines.add(kind, {"role": kind, "content": content})
        del lines.objects[-1]["uuid"]
    steps = steps_of(lines.open(tmp_path))
    assert [step.id for step in steps] == ["line-1", "line-3"]
    assert steps[0].actions[0].output == "files"


def test_a_rewind_is_shown_in_file_order(tmp_path: Path) -> None:
    """What a rewind left behind stays, in the order of the file."""
    lines = Lines()
    first = lines.person("fix it")
    lines.model("m1", said("one way"), parentUuid=first)
    lines.model("m2", said("another way"), parentUuid=first)
    assert [step.text for step in steps_of(lines.open(tmp_path))] == ["fix it", "one way", "another way"]


def test_blocks_as_lines_of_their_own(tmp_path: Path) -> None:
    """Calls and results that are lines of their own, as early versions wrote them, are calls and results."""
    lines = Lines()
    lines.add("tool_use", name="bash", input={"command": "cat README.md"})
    lines.add("tool_result", name="bash", output="# Title\n")
    (step,) = steps_of(lines.open(tmp_path))
    assert [(a.tool, a.command, a.output) for a in step.actions] == [("bash", "cat README.md", "# Title\n")]


def test_facts_of_the_session(tmp_path: Path) -> None:
    """The tape tells id, task, agent, model, branch, folder, times and why labels are not folded in."""
    lines = Lines()
    lines.person("<local-command-stdout>Bye!</local-command-stdout>")
    lines.person("Fix the login\nquickly")
    lines.model("m1", said("ok"))
    for number in (2, 3):
        lines.add("assistant", {"id": f"m{number}", "model": "<synthetic>", "content": [said("API Error")]})
    tape = lines.open(tmp_path)
    assert (tape.id, tape.task, tape.title) == (
        "5e551011-0000-4000-8000-000000000001",
        "Fix the login\nquickly",
        "Fix the login",
    )
    assert (tape.agent.name, tape.agent.version, tape.agent.model) == ("claude-code", "2.1.7", "claude-x")
    assert (tape.snapshot.branch, tape.environment) == ("main", {"cwd": "/repo"})
    assert (tape.started, tape.ended, tape.duration_s) == ("2026-01-21T10:00:01.000Z", "2026-01-21T10:00:05.000Z", 4.0)
    assert tape.record is None
    assert tape.record_refusal is not None
    assert "journal" in tape.record_refusal


def test_the_title_is_the_sessions_own(tmp_path: Path) -> None:
    """A set title wins over a generated one, that over a summary of this session; other sessions' do not count."""
    lines = Lines()
    own = lines.person("Fix the login")
    lines.add("summary", summary="Another session", leafUuid="elsewhere")
    assert lines.open(tmp_path).title == "Fix the login"
    lines.add("summary", summary="Login repaired", leafUuid=own)
    assert lines.open(tmp_path).title == "Login repaired"
    lines.add("ai-title", aiTitle="Generated")
    assert lines.open(tmp_path).title == "Generated"
    lines.add("custom-title", customTitle="Mine")
    assert lines.open(tmp_path).title == "Mine"


def test_a_command_with_arguments_is_the_title(tmp_path: Path) -> None:
    """A session that begins with a slash command is named `/command arguments`; its task is the text as it was."""
    lines = Lines()
    text = (
        "<command-message>plan</command-message>\n<command-name>/plan</command-name>\n<command-args>a b</command-args>"
    )
    lines.person(text)
    tape = lines.open(tmp_path)
    assert (tape.title, tape.task) == ("/plan a b", text)


def test_columns_agree_with_the_steps(tmp_path: Path) -> None:
    """The columns of the light pass are those of the built steps."""
    lines = Lines()
    lines.person("fix it")
    lines.model("m1", call("c1", command="pytest -q"), call("c2", "Read", file_path="a.py"))
    lines.result("c1", "Exit code 2\nboom", is_error=True)
    lines.result("c2", "text")
    lines.result("gone", "orphan")
    lines.add("user", 5)
    tape = lines.open(tmp_path)
    assert tape.steps.columns(0, 9) == columns_of(steps_of(tape))
    assert tape.steps.columns(1, 2).exit_codes[0] == 2
    assert tape.steps[1].kind is Kind.TEST


def test_steps_are_found_by_every_native_id(tmp_path: Path) -> None:
    """A step is found by the uuids of its records and by its message id."""
    lines = Lines()
    lines.person("fix it")
    lines.model("m1", call("c1"))
    lines.result("c1", "out")
    steps = lines.open(tmp_path).steps
    assert [steps.find(one) for one in ("u1", "u2", "u3", "m1", "nowhere")] == [0, 1, 1, 1, None]


def test_raw_references_are_exact(tmp_path: Path) -> None:
    """Each step names the bytes of all its lines, results too, in file order."""
    lines = Lines()
    lines.person("fix it: \u00e9\u4e2d")
    lines.model("m1", call("c1"))
    lines.person("wait")
    lines.result("c1", "out")
    tape = lines.open(tmp_path)
    data = tape.path.read_bytes()
    whole = [[data[ref.offset : ref.offset + ref.length] for ref in step.raw] for step in steps_of(tape)]
    one, two, three, four = data.splitlines()
    assert whole == [[one], [two, four], [three]]


def test_a_growing_session_is_read_again(tmp_path: Path) -> None:
    """`refreshed` is the same tape while the file stands still, and a new one when it grew."""
    lines = Lines()
    lines.person("fix it")
    tape = lines.open(tmp_path)
    assert tape.refreshed() is tape
    lines.model("m1", said("done"))
    with tape.path.open("wb") as file:
        file.write(lines.text().encode())
    fresh = tape.refreshed()
    assert len(fresh.steps) == 2
    tape.path.unlink()
    assert fresh.refreshed() is fresh
