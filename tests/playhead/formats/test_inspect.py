"""Inspect logs: a sample is a run; steps come from events; what is long stands elsewhere and is fetched."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest
import zstandard

from playhead.errors import SeveralRunsError, UnreadableError
from playhead.formats import registry
from playhead.model import RawRef, Status, Step, Tape
from playhead.opening import list_runs, open_tape, probe_of
from playhead.storage.source import iterate
from playhead.storage.zip_entries import content_of
from tests.playhead.formats.inspect_record import (
    archive,
    begin,
    call,
    document,
    end,
    model,
    ran,
    sample,
    tool,
    user,
    written,
)
from tests.shared_data import samples

ZSTANDARD = 93


def steps_of(tape: Tape) -> list[Step]:
    """Return the steps of the main agent."""
    return list(iterate(tape.steps))


def shape(tape: Tape) -> list[tuple[str, str, list[str]]]:
    """Return the source, the text and the calls of each step."""
    return [(step.source, step.text, [action.id or "" for action in step.actions]) for step in steps_of(tape)]


def test_a_model_call_with_its_tools_is_a_step(tmp_path):
    """Messages given for the first time are steps before it; a call repeats the rest, which is not shown again."""
    asked, answered = user(), {"role": "tool", "tool_call_id": "c1", "content": "out"}
    first = model(call("c1"), says="look", given=({"role": "system", "content": "rules"}, asked))
    said = {"role": "assistant", "content": "look", "tool_calls": [call("c1")]}
    second = model(says="done", given=({"role": "system", "content": "rules"}, asked, said, answered, user("more")))
    tape = open_tape(written(tmp_path, first, tool("c1"), second))
    assert shape(tape) == [
        ("system", "rules", []),
        ("user", "the login form", []),
        ("agent", "look", ["c1"]),
        ("user", "more", []),
        ("agent", "done", []),
    ]
    action = steps_of(tape)[2].actions[0]
    assert (action.command, action.output, action.is_error) == ("run c1", "out", None)


def test_a_message_said_twice_is_two_steps(tmp_path):
    """What a person says again, word for word, is shown again; what a call only repeats is not."""
    go = user("go on")
    said = [{"role": "assistant", "content": text} for text in ("one", "two")]
    events = [
        model(says="one", given=(go,)),
        model(says="two", given=(go, said[0], go)),
        model(says="three", given=(go, said[0], go, said[1])),
    ]
    texts = [text for _, text, _ in shape(open_tape(written(tmp_path, *events)))]
    assert texts == ["go on", "one", "go on", "two", "three"]


def test_thoughts_media_and_calls_of_the_provider_stand_in_their_places(tmp_path):
    """Reasoning is the thought, an image is named, a search that the provider ran is an action with its result."""
    content = [
        {"type": "reasoning", "reasoning": "hm"},
        {"type": "reasoning", "reasoning": "secret", "summary": "in short", "redacted": True},
        {"type": "text", "text": "see"},
        {"type": "image", "image": "attachment://i"},
        {
            "type": "tool_use",
            "tool_type": "web_search",
            "id": "s1",
            "name": "search",
            "arguments": '{"q": 1}',
            "result": "hits",
        },
    ]
    event = model()
    event["output"]["choices"][0]["message"] = {"role": "assistant", "content": content}
    step = steps_of(open_tape(written(tmp_path, event, attachments={"i": "data:image/png;base64,iVBORw0KGgo="})))[0]
    assert (step.thought, step.text.splitlines()[0]) == ("hm\n\nin short", "see")
    assert "image/png" in step.text
    assert "iVBOR" not in step.text
    assert [(one.tool, dict(one.arguments), one.output) for one in step.actions] == [("search", {"q": 1}, "hits")]


def test_long_texts_are_fetched_from_the_attachments_and_pools(tmp_path):
    """Texts that stand once in the sample are in their places; one that is missing keeps its name."""
    event = model(call("c1", "bash", cmd="attachment://cmd"), says="attachment://gone", input_refs=[[0, 1], ["x", 2]])
    pool = {"messages": [user("attachment://task")], "calls": []}
    texts = {"task": "the whole task", "cmd": "make all", "out": "built"}
    path = written(tmp_path, event, tool("c1", "attachment://out"), attachments=texts, events_data=pool)
    steps = steps_of(open_tape(path))
    assert [step.text for step in steps] == ["the whole task", "attachment://gone"]
    assert (steps[1].actions[0].command, steps[1].actions[0].output) == ("make all", "built")


@pytest.mark.parametrize("kind", ["approval", "parsing"])
def test_a_call_that_was_refused_did_not_run(tmp_path, kind):
    """The model is told why in place of a result, and nothing was executed."""
    refused = tool("c1", "", error={"type": kind, "message": "no"})
    action = steps_of(open_tape(written(tmp_path, model(call("c1")), refused)))[0].actions[0]
    assert (action.executed, action.is_error, action.output) == (False, True, "no")


def test_what_inspect_cut_from_an_output_is_marked(tmp_path):
    """Its notice of text it left out stands before the part that the model was given."""
    notice = "\nThe output of your call to bash was too long to be displayed.\nHere is a truncated version:\n"
    output = f"{notice}<START_TOOL_OUTPUT>\nthe middle\n<END_TOOL_OUTPUT>\n"
    action = steps_of(open_tape(written(tmp_path, model(call("c1")), tool("c1", output))))[0].actions[0]
    assert [(output[mark.start : mark.end].strip()[-19:], mark.role) for mark in action.marks] == [
        ("<START_TOOL_OUTPUT>", "cut"),
        ("<END_TOOL_OUTPUT>", "wrapper"),
    ]


def test_a_call_that_was_changed_before_it_ran_shows_what_ran(tmp_path):
    """Who approves a call may change its command: the shell got that one."""
    path = written(tmp_path, model(call("c1", cmd="rm -r /")), tool("c1", arguments={"cmd": "ls"}))
    assert steps_of(open_tape(path))[0].actions[0].command == "ls"


def test_an_answer_that_was_cut_short_says_so(tmp_path):
    """A model that ran out of tokens did not mean to end there; a call that failed tells its error."""
    cut = model(says="so I will")
    cut["output"]["choices"][0]["stop_reason"] = "max_tokens"
    failed = {"event": "model", "output": {"choices": []}, "error": "429 too many"}
    steps = steps_of(open_tape(written(tmp_path, cut, failed)))
    assert steps[0].text == "so I will\n\nThe model was stopped: max_tokens."
    assert steps[1].text == "The model call failed: 429 too many"


def test_a_branch_is_shown_beside_the_path_that_was_taken(tmp_path):
    """What was tried and rolled back is a thread of its own."""
    events = [
        model(says="a"),
        begin("b", "branch", "try 1"),
        model(says="tried", span_id="b"),
        end("b"),
        model(says="c"),
    ]
    tape = open_tape(written(tmp_path, *events))
    assert [step.text for step in steps_of(tape)] == ["a", "c"]
    assert [(one.title, one.steps[0].text) for one in tape.subagents] == [("branch try 1", "tried")]


def test_a_call_that_failed_ran_and_says_why(tmp_path):
    """An error comes behind what the tool had printed; how long it took is what the log says."""
    failed = tool("c1", "part", error={"type": "timeout", "message": "too slow"}, working_time=2.5)
    action = steps_of(open_tape(written(tmp_path, model(call("c1")), failed)))[0].actions[0]
    assert (action.executed, action.failed, action.output, action.duration_s) == (True, True, "part\n\ntoo slow", 2.5)


def test_the_exit_code_of_a_call_is_that_of_its_only_command_in_the_sandbox(tmp_path):
    """In a span of the tool or inside its event; with two commands nobody knows which was meant."""
    nested = tool("c1", "no", events=[ran(127)])
    spans = [
        begin("s2", "tool", "bash"),
        tool("c2"),
        ran(3, span_id="s2"),
        end("s2"),
        begin("s3", "tool", "bash"),
        tool("c3"),
        ran(0, span_id="s3"),
        ran(1, span_id="s3"),
        end("s3"),
    ]
    path = written(tmp_path, model(call("c1"), call("c2"), call("c3")), nested, *spans)
    assert [action.exit_code for action in steps_of(open_tape(path))[0].actions] == [127, 3, None]


def test_an_agent_inside_a_tool_is_a_sub_agent_of_the_step_that_called_it(tmp_path):
    """Its steps number themselves, the call names it, and an agent that only wraps the solver is the main one."""
    events = [
        begin("top", "agent", "react"),
        model(call("c1", "helper", question="?"), span_id="top", uuid="main-1"),
        begin("t", "tool", "helper", "top"),
        tool("c1", "found", "helper", span_id="top"),
        begin("inner", "agent", "helper", "t"),
        model(call("c2"), says="inside", span_id="inner", given=(user("sub-task"),)),
        tool("c2", span_id="inner"),
        end("inner"),
        end("t"),
        model(says="done", span_id="top"),
        end("top"),
    ]
    tape = open_tape(written(tmp_path, *events))
    assert [step.text for step in steps_of(tape)] == ["", "done"]
    assert steps_of(tape)[0].actions[0].subagent == "helper"
    (inner,) = tape.subagents
    assert (inner.id, inner.of_step) == ("helper", "main-1")
    assert [(step.text, step.agent, step.parent) for step in iterate(inner.steps)] == [
        ("sub-task", "helper", "main-1"),
        ("inside", "helper", "main-1"),
    ]


def test_an_agent_that_is_handed_the_conversation_shows_what_is_new_to_it(tmp_path):
    """What the one before it was told is not told again."""
    asked = user("the task", id="m1")
    events = [
        model(call("c1", "go"), given=(asked,)),
        begin("h", "handoff", "go"),
        begin("t", "tool", "go", "h"),
        tool("c1", "", "go"),
        begin("a", "agent", "expert", "t"),
        model(says="mine", given=(asked, user("take over", id="m2")), span_id="a"),
    ]
    tape = open_tape(written(tmp_path, *events))
    assert [step.text for step in iterate(tape.subagents[0].steps)] == ["take over", "mine"]


def test_agents_that_ran_at_the_same_time_are_told_apart(tmp_path):
    """Neither is the main one: their turns would be shuffled."""
    events = [
        begin("a", "agent", "left"),
        begin("b", "agent", "right"),
        model(says="l", span_id="a"),
        model(says="r", span_id="b"),
        end("a"),
        end("b"),
    ]
    tape = open_tape(written(tmp_path, *events))
    assert [(one.id, one.steps[0].text) for one in tape.subagents] == [("left", "l"), ("right", "r")]
    assert len(tape.steps) == 0


def test_what_a_scorer_asks_a_model_is_no_step_of_the_agent(tmp_path):
    """It stands by itself, in logs with spans and in older ones with steps."""
    spans = [
        model(says="mine"),
        begin("s", "scorers", "scorers"),
        begin("g", "scorer", "graded", "s"),
        model(says="GRADE: C", span_id="g"),
    ]
    older = [
        model(says="mine"),
        {"event": "step", "action": "begin", "type": "scorer", "name": "graded"},
        model(says="GRADE: C"),
        {"event": "step", "action": "end", "type": "scorer", "name": "graded"},
    ]
    for events in (spans, older):
        tape = open_tape(written(tmp_path, *events))
        assert [step.text for step in steps_of(tape)] == ["mine"]
        assert [(one.id, one.of_step, len(one.steps)) for one in tape.subagents] == [("scorer-graded", None, 1)]


def test_tools_that_ran_outside_of_inspect_are_told_by_the_messages(tmp_path):
    """An agent that calls models through the bridge leaves no events of its tools: the next call is given results."""
    said = {"role": "assistant", "content": "", "tool_calls": [call("c1")], "id": "its-own"}
    told = {"role": "tool", "tool_call_id": "c1", "content": "out", "error": None}
    tape = open_tape(
        written(tmp_path, model(call("c1"), given=(user(),)), model(says="done", given=(user(), said, told)))
    )
    assert shape(tape) == [("user", "the login form", []), ("agent", "", ["c1"]), ("agent", "done", [])]
    action = steps_of(tape)[1].actions[0]
    assert (action.output, action.duration_s) == ("out", None)


def test_examples_given_to_the_model_are_shown_and_not_counted(tmp_path):
    """What stands in the prompt as if the model had said it is a copy."""
    example = {"role": "assistant", "content": "as I would say"}
    tape = open_tape(written(tmp_path, model(says="hi", given=(user("q"), example, user()))))
    assert [(step.text, step.copied, step.n) for step in steps_of(tape)] == [
        ("q", False, 1),
        ("as I would say", True, None),
        ("the login form", False, 2),
        ("hi", False, 3),
    ]


def test_limits_errors_and_people_are_steps_of_their_own(tmp_path):
    """What ended a sample, what somebody typed and what a scorer said in between can be read where it happened."""
    events = [
        model(says="a"),
        {"event": "input", "input": "yes, do"},
        {"event": "score", "intermediate": True, "score": {"value": "I"}},
        {"event": "compaction", "type": "summary", "tokens_before": 9000, "tokens_after": 90},
        {"event": "approval", "decision": "approve", "approver": "auto", "call": {"function": "bash"}},
        {"event": "approval", "decision": "reject", "approver": "anna", "call": {"function": "rm"}, "explanation": "!"},
        {"event": "sample_limit", "type": "message", "limit": 50, "message": "Too many."},
        {"event": "error", "error": {"message": "boom"}},
        {"event": "state", "changes": []},
    ]
    told = [(step.source, step.text) for step in steps_of(open_tape(written(tmp_path, *events)))[1:]]
    assert told == [
        ("user", "yes, do"),
        ("system", "scored in between: I"),
        ("system", "The conversation was compacted (summary): 9,000 tokens became 90."),
        ("system", "anna decided to reject the call of rm: !"),
        ("system", "The message limit of 50 was reached. Too many."),
        ("system", "The sample broke off: boom"),
    ]


def test_without_events_the_messages_tell_the_run(tmp_path):
    """A log that was written without events still has its conversation."""
    messages = [
        user(),
        {"role": "assistant", "content": "ok", "tool_calls": [call("c1")]},
        {"role": "tool", "tool_call_id": "c1", "content": "out", "function": "bash"},
    ]
    tape = open_tape(written(tmp_path, messages=messages))
    assert shape(tape) == [("user", "the login form", []), ("agent", "ok", ["c1"])]
    assert steps_of(tape)[1].actions[0].output == "out"


@pytest.mark.parametrize(
    ("value", "status"),
    [
        ("C", "resolved"),
        ("I", "failed"),
        ("P", "partial"),
        ("N", "failed"),
        (True, "resolved"),
        (1.0, "unknown"),
        (0, "unknown"),
        ("excellent", "unknown"),
        ({"a": "C", "b": "I"}, "partial"),
        ({"a": "C", "b": "C"}, "resolved"),
        (None, "unknown"),
    ],
)
def test_the_outcome_is_what_the_score_says(tmp_path, value, status):
    """Letters and truth say what is right; a number says nothing unless it is known to be of right and wrong."""
    tape = open_tape(written(tmp_path, model(says="a"), scores={"s": {"value": value}}))
    assert tape.outcome.status.value == status
    assert [layer.data["by"] for layer in tape.layers] == ["s"]


@pytest.mark.parametrize(("value", "status"), [(1, "resolved"), (0, "failed"), (0.5, "partial"), (7, "unknown")])
def test_a_number_is_right_or_wrong_where_its_accuracy_is_computed(tmp_path, value, status):
    """The header says by which metrics a scorer is summed up."""
    results = {"scores": [{"name": "s", "scorer": "s", "metrics": {"accuracy": {"name": "accuracy"}}}]}
    path = tmp_path / "log.eval"
    path.write_bytes(archive(sample(model(says="a"), scores={"s": {"value": value}}), results=results))
    assert open_tape(path).outcome.status.value == status


def test_scores_that_disagree_are_partial_and_ratings_do_not_count(tmp_path):
    """What says nothing of right or wrong leaves the others their word; our own labels are no score."""
    scores = {"a": {"value": "C"}, "rating": {"value": 4}, "playhead": {"value": "I"}}
    assert open_tape(written(tmp_path, scores=scores)).outcome.status is Status.RESOLVED
    scores["b"] = {"value": "I"}
    assert open_tape(written(tmp_path, scores=scores)).outcome.status is Status.PARTIAL


def test_a_score_tells_who_changed_it_and_the_patch_it_was_of(tmp_path):
    """What was graded stands by itself: the patch as one, the conversation with the grader as its steps."""
    patch = "--- a/x.py\n+++ b/x.py\n@@ -1 +1 @@\n-a\n+b\n"
    edit = {"value": "I", "provenance": {"author": "anna", "reason": "wrong test"}}
    metadata = {"model_patch": patch, "grading": [user()], "n": 1}
    score = {"value": "I", "metadata": metadata, "history": [{"value": "C"}, edit]}
    layers = open_tape(written(tmp_path, scores={"s": score})).layers
    assert [(layer.name, layer.title) for layer in layers] == [
        ("patch", "1 file +1 -1"),
        ("verification", "s I (incorrect)"),
    ]
    data = layers[1].data
    assert (data["changed by"], data["changed for"], data["metadata"]) == ("anna", "wrong test", {"n": 1})


def test_what_broke_a_sample_is_its_outcome_and_an_exception(tmp_path):
    """With its trace, and those of the attempts before."""
    error = {"message": "RuntimeError('boom')\nmore", "traceback": "Traceback ...", "traceback_ansi": ""}
    tape = open_tape(written(tmp_path, error=error, scores={}, error_retries=[{"message": "first", "traceback": "t"}]))
    assert (tape.outcome.status, tape.outcome.reason) == (Status.ERROR, "RuntimeError('boom')")
    assert [(layer.name, layer.title) for layer in tape.layers] == [
        ("exception", "RuntimeError('boom')"),
        ("exception", "attempt 1: first"),
    ]


def test_a_limit_is_the_reason_where_nobody_scored(tmp_path):
    """A limit is no judgement."""
    tape = open_tape(written(tmp_path, scores=None, limit={"type": "token", "limit": 1000}))
    assert (tape.outcome.status, tape.outcome.source) == (Status.UNKNOWN, "limit")
    assert tape.outcome.reason == "token limit of 1000 reached"


def test_a_sample_that_was_declared_invalid_has_no_outcome(tmp_path):
    """Somebody took the judgement back, and says why."""
    tape = open_tape(written(tmp_path, invalidation={"author": "anna", "reason": "wrong image"}))
    assert tape.outcome.status is Status.UNKNOWN
    assert tape.outcome.reason == "anna declared the sample invalid: wrong image."


def test_tokens_are_those_of_all_models_with_what_came_from_the_cache(tmp_path):
    """Input counts what was read and written; a step has its own; the sum over roles is not added to it."""
    usage = {
        "a": {"input_tokens": 10, "output_tokens": 2, "total_tokens": 20, "input_tokens_cache_read": 8},
        "b": {"input_tokens": 5, "output_tokens": 1, "total_tokens": 6, "total_cost": 0.25},
    }
    tape = open_tape(written(tmp_path, model(says="a"), model(says="b", cache="read"), model_usage=usage))
    assert (tape.tokens.input, tape.tokens.output, tape.tokens.cached, tape.cost_usd) == (23, 3, 8, 0.25)
    assert [step.tokens.input if step.tokens else None for step in steps_of(tape)] == [13, None]


def test_a_run_ends_with_its_agent_whenever_it_was_scored(tmp_path):
    """Scores are given, and changed, long after; a log that says when a sample ended is believed."""
    later = {"timestamp": "2026-03-01T00:00:00+00:00"}
    events = [
        model(says="a"),
        model(says="b", timestamp="2026-01-02T03:04:15+00:00"),
        begin("s", "scorers", "scorers"),
        model(says="GRADE", span_id="s", **later),
        {"event": "score_edit", "score_name": "playhead", **later},
    ]
    assert open_tape(written(tmp_path, *events)).duration_s == 10
    assert open_tape(written(tmp_path, *events, total_time=12.5)).duration_s == 12.5


def test_when_a_run_began_is_told_in_utc(tmp_path):
    """A log that Inspect writes again has its times in UTC, and is still the same run for its labels."""
    tape = open_tape(written(tmp_path, model(says="a", timestamp="2026-01-02T03:04:05.5-08:00")))
    assert tape.started == "2026-01-02T11:04:05.500000+00:00"
    latest = "9999-12-31T23:59:59-05:00"
    assert open_tape(written(tmp_path, model(says="a", timestamp=latest))).started == latest


def test_the_revision_is_that_of_the_evaluation_and_said_to_be(tmp_path):
    """The repository of a log is where the evaluation was written, not what the agent worked on."""
    tape = open_tape(written(tmp_path, model(says="a")))
    assert (tape.snapshot.repo, tape.snapshot.commit) == (None, None)
    assert tape.environment["evaluation repository"] == "git@example.com:evals.git abc"
    assert (tape.environment["task"], tape.environment["target"]) == ("ctf", "yes")
    assert (tape.agent.name, tape.agent.model, tape.task) == ("react", "m", "the login form")


@pytest.mark.parametrize("build", [archive, document])
def test_each_sample_in_each_epoch_is_a_run(tmp_path, build):
    """Keys are the names of the entries; a key that is not there is refused in a sentence."""
    path = tmp_path / "log"
    events = (model(says="a"),)
    path.write_bytes(build(sample(*events), sample(*events, epoch=2), sample(*events, name="b/c")))
    keys = ["a_epoch_1", "a_epoch_2", "b/c_epoch_1"]
    assert [(entry.key, entry.format) for entry in list_runs(path)] == [(key, "inspect") for key in keys]
    with pytest.raises(SeveralRunsError):
        open_tape(path)
    for key in keys:
        tape = open_tape(Path(f"{path}#{key}"))
        assert (tape.key, len(tape.steps)) == (key, 1)
    with pytest.raises(UnreadableError, match="has no sample 'z'"):
        open_tape(path, "z")


def test_a_log_without_an_end_is_said_to_be_unfinished(tmp_path):
    """The samples that are done open; the run has no outcome of its own yet."""
    path = tmp_path / "log.eval"
    path.write_bytes(archive(sample(model(says="a"), scores=None), finished=False))
    tape = open_tape(path)
    assert [one.code for one in tape.diagnostics] == ["unfinished_log"]
    assert (tape.outcome.status, len(tape.steps)) == (Status.UNKNOWN, 1)
    assert tape.agent.model == "m"


def test_a_log_that_goes_on_shows_more_when_it_is_looked_at_again(tmp_path):
    """Inspect puts a new file in the place of the old one; a run is read again then, and only then."""
    path = tmp_path / "log.eval"
    path.write_bytes(archive(sample(model(says="a")), finished=False))
    tape = open_tape(path, "a_epoch_1")
    assert tape.refreshed() is tape
    (tmp_path / "new").write_bytes(archive(sample(model(says="a"), model(says="b")), sample(name="b")))
    (tmp_path / "new").replace(path)
    assert [step.text for step in steps_of(tape.refreshed())] == ["a", "b"]


def test_a_log_without_samples_tells_what_became_of_it(tmp_path):
    """An evaluation that broke before its first sample is a run without steps and with a reason."""
    path = tmp_path / "log.eval"
    path.write_bytes(archive(status="error", error={"message": "no docker", "traceback": "T"}))
    tape = open_tape(path)
    assert (len(tape.steps), tape.outcome.status) == (0, Status.ERROR)
    assert [layer.title for layer in tape.layers] == ["evaluation: no docker"]


@pytest.mark.parametrize("build", [archive, document])
def test_every_step_leads_to_its_bytes(tmp_path, build):
    """A reference names the entry of the zip and the place in it, and what stands there is the event."""
    path = tmp_path / "log"
    events = [model(call("c1"), given=(user(),), uuid="u1"), tool("c1")]
    path.write_bytes(build(sample(*events)))
    steps = steps_of(open_tape(path))
    found = [[_pointed(path, ref) for ref in step.raw] for step in steps]
    assert found == [[user()], events]


def _pointed(path: Path, ref: RawRef) -> Any:
    value = json.loads(path.read_bytes() if ref.entry is None else content_of(path, ref.entry))
    for part in (ref.pointer or "").split("/")[1:]:
        value = value[int(part)] if isinstance(value, list) else value[part]
    return value


def test_a_damaged_event_is_shown_as_it_stands(tmp_path):
    """What is no event keeps its place among the steps."""
    path = written(tmp_path, model(says="a"), 7, model(says="b"))  # type: ignore[arg-type]
    tape = open_tape(path)
    assert [(step.damaged, step.text) for step in steps_of(tape)] == [(False, "a"), (True, "7"), (False, "b")]
    assert [one.code for one in tape.diagnostics] == ["wrong_type"]


# The real samples: counted here with plain json and zipfile.

LOGS = sorted(
    (path for folder in ("inspect-eval", "inspect-json") for path in samples(folder).iterdir())
    if (Path(__file__).resolve().parents[4] / "shared" / "samples" / "inspect-eval").exists()
    else ()
)


def raw_samples(path: Path) -> dict[str, dict[str, Any]]:
    """Return the samples of a log by key, decoded by the standard library alone."""
    if path.suffix == ".json":
        found = json.loads(path.read_bytes()).get("samples", [])
        return {f"{one['id']}_epoch_{one['epoch']}": one for one in found}
    with zipfile.ZipFile(path) as file:
        names = [info for info in file.infolist() if info.filename.startswith("samples/")]
        return {info.filename[8:-5]: json.loads(_unzipped(path, file, info)) for info in names}


def _unzipped(path: Path, file: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    if info.compress_type != ZSTANDARD:
        return file.read(info)
    data = path.read_bytes()
    start = info.header_offset + 30 + sum(data[info.header_offset + 26 + place] << 8 * (place % 2) for place in (0, 1))
    start += int.from_bytes(data[info.header_offset + 28 : info.header_offset + 30], "little")
    packed = data[start : start + info.compress_size]
    return zstandard.ZstdDecompressor().stream_reader(io.BytesIO(packed)).read()


def expected(raw: dict[str, Any]) -> tuple[int, int, list[str], list[int]]:
    """Return steps, actions, commands and exit codes of the main agent of a sample without sub-agents."""
    events = raw.get("events") or []
    if not any(one["event"] == "model" for one in events):
        messages = raw["messages"]
        told = [one for one in messages if one["role"] != "tool" or one["tool_call_id"].startswith("bash_")]
        calls = [one for message in messages for one in message.get("tool_calls") or []]
        return len(told), len(calls), [], []
    pool = (raw.get("events_data") or {}).get("messages") or raw.get("message_pool") or []
    steps, commands, codes, calls, most = 0, [], [], 0, 0
    scoring = False
    for event in events:
        kind = event["event"]
        if kind in ("step", "span_begin") and event.get("type") in ("scorer", "scorers"):
            scoring = event.get("action") != "end"
        if kind == "model" and not scoring:
            given = [*event["input"], *(pool[at] for one in event.get("input_refs") or [] for at in range(*one))]
            people = sum(one["role"] in ("user", "system") for one in given)
            steps += 1 + max(0, people - most)
            most = max(most, people)
            made = event["output"]["choices"][0]["message"].get("tool_calls") or []
            calls += len(made)
            commands += [one["arguments"]["cmd"] for one in made if one["function"] == "bash"]
        inner = event.get("events") or [] if kind == "tool" else [event] if kind == "sandbox" else []
        codes += [one["result"] for one in inner if one["event"] == "sandbox" and one["action"] == "exec"]
        steps += kind in ("sample_limit", "info", "input") or (kind == "score" and bool(event.get("intermediate")))
    return steps, calls, commands, codes


@pytest.mark.parametrize("path", LOGS, ids=lambda path: path.name)
def test_real_logs_are_read_as_an_independent_count_has_them(path, tmp_path):
    """Steps, actions, commands and exit codes of every sample; the name of the file says nothing."""
    copy = tmp_path / "something"
    shutil.copyfile(path, copy)
    kind = registry.detect(probe_of(copy))
    if kind is None:
        assert "skeleton" in path.name
        return
    if kind[0].name != "inspect":
        assert (path.name, kind[0].name) == ("tb_airline.json", "chat")
        return
    raw = raw_samples(path)
    entries = list(list_runs(copy))
    assert [entry.key for entry in entries] == (list(raw) if len(raw) > 1 else [None])
    for key, one in raw.items():
        tape = open_tape(copy, key)
        steps = steps_of(tape)
        actions = [action for step in steps for action in step.actions]
        commands = [action.command for action in actions if action.command is not None]
        codes = [action.exit_code for action in actions if action.exit_code is not None]
        assert (len(steps), len(actions), commands, codes) == expected(one), key
        assert not [found for found in tape.diagnostics if found.code != "orphan_answer"]
        usage = (one.get("model_usage") or {}).values()
        assert (tape.tokens.output or 0) == sum(each["output_tokens"] for each in usage)


def test_the_zstd_copy_of_a_log_shows_the_same_steps():
    """A log that a newer Inspect wrote again, with its texts in pools, is the same run."""
    old = samples("inspect-eval", "docent__log.eval")
    new = samples("inspect-eval", "generated_zstd_rewrite_of_docent_log.eval")
    for entry in list_runs(old):
        assert shape(open_tape(old, entry.key)) == shape(open_tape(new, entry.key))
