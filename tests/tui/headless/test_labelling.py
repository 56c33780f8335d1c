"""`playhead label`, `labels` and `fold`: set from a script, found again, written into the record."""

from __future__ import annotations

import json

import pytest

from playhead import open_tape
from playhead.labels.event import SKIPPED, Author
from playhead.labels.schema import load_schema
from playhead.labels.store import LabelStore
from tests.playhead.formats.documents import MINI, with_wrong, write

EVENT_FIELDS = {
    "id", "op", "key", "value", "on", "evidence", "note", "by", "at", "schema", "tool", "anchor", "supersedes",
    "proposal", "blind", "elapsed_ms", "state",
}  # fmt: skip


def test_a_label_is_found_again_with_its_step_author_note_and_state(playhead, mini_run):
    """What `label` sets, `labels` prints: every field of the event, its state and the step's number."""
    assert playhead("label", mini_run, "--step", "3", "root_cause=yes", "--note", "here", "--by", "ben").code == 0
    (found,) = playhead("labels", mini_run, "--json").rows
    assert set(found) >= EVENT_FIELDS
    assert (found["key"], found["value"], found["state"], found["note"]) == ("root_cause", True, "set", "here")
    assert (found["on"]["step"], found["on"]["n"], found["n"], found["by"]["id"]) == ("2", 3, 3, "ben")
    assert playhead("info", mini_run, "--json").rows[0]["labels"] == 1


def test_labels_of_a_run_a_span_an_action_and_an_id(playhead, mini_run):
    """A label can be on the run, a span, one action of a step, and on a step by its native id."""
    for words in (
        ("--run", "outcome=resolved"),
        ("--span", "3", "5", "train_on=mask"),
        ("--step", "3", "--action", "2", "root_cause=yes"),
        ("--step", "id:6", "flag=localization_wrong"),
    ):
        result = playhead("label", mini_run, *words, "--json")
        if result.code:
            pytest.fail(result.err)
        assert result.rows[0]["by"]["id"] == "anna"
    on = [row["on"] for row in playhead("labels", mini_run, "--json").rows]
    assert {} in on
    assert {"from": "2", "to": "6"} in on
    assert {"step": "2", "n": 3, "action": 2} in on
    assert {"step": "6", "n": 5} in on


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--step", "3", "--action", "3", "root_cause=yes"), "Action 3 is not in step 3: it holds actions 1, 2."),
        (("--step", "5", "--action", "1", "root_cause=yes"), "it holds action 3."),
        (("--step", "1", "--action", "1", "root_cause=yes"), "it holds no actions."),
        (("--run", "--action", "1", "outcome=resolved"), "--action N needs --step N"),
        (("--step", "99", "root_cause=yes"), "There is no step 99: the run has 6 steps."),
        (("--step", "0", "root_cause=yes"), "There is no step 0"),
        (("--step", "x", "root_cause=yes"), "'x' is no number"),
        (("--step", "id:nope", "root_cause=yes"), "no step with the id 'nope'"),
        (("--step", "3", "nonsense=1"), "'nonsense' is no label"),
        (("--step", "3", "outcome=resolved"), "outcome is a label of a run, not of a step: use --run."),
        (("--run", "root_cause=yes"), "use --step N"),
        (("--step", "3", "root_cause"), "is no KEY=VALUE"),
        (("--step", "3", "root_cause=maybe"), "root_cause"),
        (("--step", "3", "--retract", "root_cause"), "no label root_cause there to take back"),
    ],
)
def test_bad_use_is_a_sentence_and_writes_nothing(playhead, mini_run, words, said):
    """What makes no sense is refused with a sentence that says what would, and no journal appears."""
    result = playhead("label", mini_run, *words)
    assert (result.code, result.out) == (2, b"")
    assert said in result.err
    assert [path.name for path in mini_run.parent.iterdir()] == [mini_run.name]


def test_a_shared_account_must_say_who_labels(playhead, mini_run, monkeypatch):
    """Where the account's name says nothing, a label needs --by."""
    monkeypatch.delenv("PLAYHEAD_BY")
    monkeypatch.setattr("getpass.getuser", lambda: "root")
    result = playhead("label", mini_run, "--run", "outcome=resolved")
    assert result.code == 2
    assert "--by" in result.err


def test_people_who_disagree_are_a_conflict_and_both_stay(playhead, mini_run):
    """Two people's different values on one step are both printed, as a conflict."""
    playhead("label", mini_run, "--run", "outcome=resolved", "--by", "anna")
    playhead("label", mini_run, "--run", "outcome=failed", "--by", "ben")
    rows = playhead("labels", mini_run, "--json").rows
    assert sorted((row["by"]["id"], row["value"], row["state"]) for row in rows) == [
        ("anna", "resolved", "conflict"),
        ("ben", "failed", "conflict"),
    ]


def test_a_proposal_is_printed_as_proposed_and_not_counted(playhead, mini_run):
    """What a rule said and no person decided has the state proposed."""
    playhead("label", mini_run, "--step", "3", "root_cause=yes")
    (journal,) = (mini_run.parent / f"{mini_run.name}.labels").iterdir()
    event = json.loads(journal.read_text())
    event["label"]["by"] = {"kind": "rule", "id": "some-rule"}
    journal.write_text(json.dumps(event) + "\n")
    (row,) = playhead("labels", mini_run, "--json").rows
    assert row["state"] == "proposed"
    assert playhead("info", mini_run, "--json").rows[0]["labels"] == 0


def test_a_label_on_a_step_that_changed_is_stale_and_still_printed(playhead, mini_run):
    """A label whose step is no longer the one labelled is printed as stale, never dropped."""
    playhead("label", mini_run, "--step", "5", "root_cause=yes")
    document = json.loads(mini_run.read_text())
    changed = with_wrong(document, ("messages", 6, "extra", "actions"), [{"command": "something else"}])
    write(mini_run, changed)
    (row,) = playhead("labels", mini_run, "--json").rows
    assert row["state"] == "stale"


def test_events_are_the_whole_history_and_labels_what_is_in_force(playhead, mini_run):
    """A label that was changed and taken back is history; nothing is in force."""
    playhead("label", mini_run, "--run", "outcome=resolved")
    playhead("label", mini_run, "--run", "outcome=failed")
    assert playhead("label", mini_run, "--run", "--retract", "outcome").code == 0
    assert playhead("labels", mini_run, "--json").rows == []
    events = playhead("labels", mini_run, "--json", "--events").rows
    assert [(event["op"], event["value"]) for event in events] == [
        ("set", "resolved"),
        ("set", "failed"),
        ("retract", None),
    ]


def test_a_folder_prints_the_labels_of_all_its_runs(playhead, mini_run, swe_run):
    """The labels of a folder are JSON Lines with the path of their run."""
    playhead("label", mini_run, "--run", "outcome=resolved")
    playhead("label", swe_run, "--step", "1", "root_cause=yes")
    rows = playhead("labels", mini_run.parent, "--json").rows
    assert {(row["path"], row["key"]) for row in rows} == {
        (str(mini_run), "outcome"),
        (str(swe_run), "root_cause"),
    }


def test_labels_kept_elsewhere_are_found_there(playhead, mini_run, tmp_path):
    """With --labels DIR nothing is written beside the run, and the same option finds it again."""
    elsewhere = tmp_path / "elsewhere"
    playhead("label", mini_run, "--run", "outcome=resolved", "--labels", elsewhere)
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == ["elsewhere"]
    assert playhead("labels", mini_run, "--json").rows == []
    assert len(playhead("labels", mini_run, "--json", "--labels", elsewhere).rows) == 1


def test_a_free_note_needs_no_label(playhead, mini_run):
    """`note=TEXT` is a note on the step itself."""
    assert playhead("label", mini_run, "--step", "3", "note=look here").code == 0
    (row,) = playhead("labels", mini_run, "--json").rows
    assert (row["key"], row["value"]) == ("note", "look here")


def test_a_label_that_cannot_be_saved_is_exit_code_4(playhead, mini_run):
    """Where the journal cannot be written the command says so and ends with 4."""
    (mini_run.parent / f"{mini_run.name}.labels").write_text("in the way")
    result = playhead("label", mini_run, "--run", "outcome=resolved")
    assert result.code == 4
    assert result.err


@pytest.mark.parametrize("fixture", ["mini_run", "swe_run"])
def test_fold_puts_the_labels_into_the_record_and_twice_is_once(playhead, fixture, request):
    """After a fold the record holds the events under its own key, and no other byte has changed."""
    run = request.getfixturevalue(fixture)
    before = run.read_bytes()
    playhead("label", run, "--step", "2", "root_cause=yes" if fixture == "swe_run" else "root_cause=no")
    first = playhead("fold", run, "--json")
    assert (first.code, first.rows[0]["status"], first.rows[0]["events"]) == (0, "folded", 1)
    after = run.read_bytes()
    assert json.loads(after)["playhead"]["events"]
    assert after.startswith(before[:-1].rstrip())
    assert playhead("fold", run, "--json").rows[0]["status"] == "unchanged"
    assert run.read_bytes() == after
    (journal,) = (run.parent / f"{run.name}.labels").iterdir()
    journal.unlink()
    assert len(playhead("labels", run, "--json").rows) == 1


def test_fold_of_a_record_without_a_place_for_labels_says_so(playhead, tmp_path):
    """A bare list keeps its labels in the journal; the command says so with exit code 1."""
    run = write(tmp_path / "a.traj.json", MINI["messages"])
    playhead("label", run, "--run", "outcome=resolved")
    before = run.read_bytes()
    result = playhead("fold", run)
    assert result.code == 1
    assert result.out
    assert run.read_bytes() == before


def test_fold_of_a_folder_speaks_only_of_runs_with_labels(playhead, mini_run, swe_run):
    """In a folder the runs without labels are neither written, nor talked of, nor a problem."""
    write(mini_run.parent / "list.traj.json", MINI["messages"])
    untouched = mini_run.read_bytes()
    playhead("label", swe_run, "--run", "outcome=resolved")
    result = playhead("fold", mini_run.parent)
    assert result.code == 0
    assert [line.split(":")[0] for line in result.out.decode().splitlines()] == [swe_run.name]
    assert mini_run.read_bytes() == untouched


def test_the_plain_table_of_labels_is_readable(playhead, mini_run):
    """Without --json a line a label: what it is on, its value, state, author and note."""
    playhead("label", mini_run, "--step", "3", "--action", "2", "root_cause=yes", "--note", "a\x1b[31mb")
    head, line = playhead("labels", mini_run).out.decode().splitlines()
    assert head.split() == ["ON", "LABEL", "VALUE", "STATE", "BY", "AT", "NOTE"]
    assert line.startswith("step 3 action 2  root_cause  yes    set    anna  ")
    assert line.isprintable()


def test_who_is_done_and_who_skipped_stand_among_the_labels(playhead, mini_run):
    """`playhead labels` ends with a line for everybody who is done with the run or put it aside, with the reason."""
    for name, value, note in (("anna", True, None), ("ben", SKIPPED, "no diff")):
        store = LabelStore.open(open_tape(mini_run), author=Author("human", name), schema=load_schema())
        store.done(value, note=note)
        store.close()
    lines = playhead("labels", mini_run).out.decode().splitlines()[1:]
    assert [line.split()[:3] for line in lines] == [["run", "done", "anna"], ["run", "skipped", "ben"]]
    assert lines[1].endswith("no diff")
    found = playhead("labels", mini_run, "--json").rows
    assert [(one["op"], one["state"], one["by"]["id"]) for one in found] == [
        ("done", "done", "anna"),
        ("done", "skipped", "ben"),
    ]


def test_what_a_later_version_said_is_kept_told_and_folded_byte_for_byte(playhead, mini_run):
    """An event this version does not know and a comment are counted on stderr; the event is folded as it stands."""
    assert playhead("label", mini_run, "--run", "outcome=failed").code == 0
    later = b'{"op":"amend","id":"1","by":{"id":"ben"},"on":{"file":"a.py"},"sure":0.5}'
    journal = mini_run.with_name(mini_run.name + ".labels") / "ben@desk.jsonl"
    journal.write_bytes(b"# edited by hand\r\n\r\n" + b'{"label":' + later + b"}")
    told = playhead("labels", mini_run, "--json")
    assert [row["key"] for row in told.rows] == ["outcome"]
    assert "1 label event is of a later version of playhead: kept, and not shown." in told.err
    assert "1 line in the journals is no label event" in told.err
    assert playhead("fold", mini_run).code == 0
    assert later in mini_run.read_bytes()


@pytest.mark.parametrize(
    "words",
    [
        ("labels",),
        ("labels_pack", "--all"),
        ("fold",),
        ("convert", "{out}.tape.jsonl"),
        ("convert", "{out}.md"),
    ],
)
def test_no_command_leaves_labels_out_in_silence(words, playhead, mini_run, tmp_path):
    """Whoever passes labels on is told which journal cannot be read, and that a line is none."""
    assert playhead("label", mini_run, "--run", "outcome=failed").code == 0
    folder = mini_run.with_name(mini_run.name + ".labels")
    (folder / "ann@desk.jsonl").mkdir()
    (folder / "ben@desk.jsonl").write_bytes(b'{"label":')
    name, *more = words
    told = playhead(name, mini_run, *(word.format(out=tmp_path / "out") for word in more))
    assert told.code == 0
    assert "ann@desk.jsonl is a folder" in told.err
    assert "1 line in the journals is no label event" in told.err


def test_a_fold_without_a_label_that_can_be_read_says_so(playhead, mini_run):
    """That there is nothing to write is not all that is said where a journal cannot be read."""
    (mini_run.with_name(mini_run.name + ".labels") / "ann@desk.jsonl").mkdir(parents=True)
    assert "ann@desk.jsonl is a folder" in playhead("fold", mini_run).err
