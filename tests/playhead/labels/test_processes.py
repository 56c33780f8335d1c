"""Real processes: killed, crowded, short of disk, and beside programs that know nothing of us."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from playhead.labels.fold import fold_tape, opened
from playhead.labels.places import places_of
from playhead.labels.reading import read_journals
from playhead.labels.schema import load_schema
from playhead.labels.store import LabelStore
from playhead.labels.target import StepTarget
from tests.playhead.labels.labeller import TAPE
from tests.playhead.labels.making import ANA, a_tape, an_event

_ROOT = Path(__file__).parents[3]


def _start(command, folder, number):
    arguments = [sys.executable, "-m", "tests.playhead.labels.labeller", command, str(folder), str(number)]
    environment = {**os.environ, "PYTHONPATH": str(_ROOT)}
    return subprocess.Popen(arguments, cwd=_ROOT, env=environment, stdout=subprocess.PIPE, text=True)


def _told(command, folder, number):
    with _start(command, folder, number) as process:
        return json.loads(process.stdout.read())


def test_processes_of_one_author_label_at_once(tmp_path):
    """Three processes of one author on one run: no label lost, no line torn, a file for each."""
    assert _told("together", tmp_path, 3) == {"acknowledged": 120, "lost": 0, "torn": 0, "files": 3}


def test_a_file_that_may_not_grow(tmp_path):
    """When the system refuses to let a file grow, what was acknowledged stays and the rest waits and is saved later."""
    told = _told("small_disk", tmp_path, 3800)
    assert told["acknowledged"] > 0
    assert told["lost"] == 0
    assert told["waited"] == 12 - told["acknowledged"]
    assert told["torn"] > 0
    assert "could not be saved" in told["refused"]
    assert told["after"] == 12


@pytest.mark.parametrize("seen", [True, False])
def test_beside_a_writer_that_takes_no_lock(tmp_path, monkeypatch, seen):
    """A program appends to the tape without a lock while we label and fold: no label lost, every line of it whole."""
    if not seen:  # as on a system that does not tell who has a file open
        monkeypatch.setattr(opened, "writers_of", lambda *_: [])
    record = tmp_path / "run.tape.jsonl"
    record.write_bytes(TAPE)
    tape = a_tape(path=record, record=record, format="run-tape")
    store = LabelStore.open(tape, author=ANA, schema=load_schema())
    results = []
    with _start("append_without_lock", tmp_path, 3000) as writer:
        writer.stdout.readline()
        while writer.poll() is None:
            store.set(StepTarget("s1", 2), "phase", str(len(results)))
            results.append(store.fold().status)
    assert results
    assert store.fold().status in ("folded", "unchanged")
    store.close()
    ids = {one.id for one in store.events}
    assert {one.id for one in read_journals([places_of(tape).journals])[0]} == ids
    data = record.read_bytes()
    labels, others = [], []
    for line in data.splitlines():
        try:
            value = json.loads(line)
        except ValueError:
            others.append(line)
        else:
            labels.append(value["label"]["id"]) if "label" in value else others.append(line)
    assert set(labels) == ids
    theirs = b"".join(
        b'{"step":{"step_id":%d,"message":"%s"}}' % (number, b"m" * (number * 31 % 5000)) for number in range(3000)
    )
    own = sorted({one.to_line().strip() for one in store.events}, key=len)
    rest = data.removeprefix(TAPE)
    for line in own:
        rest = rest.replace(line, b"")
    assert rest.replace(b"\n", b"") == theirs


def test_beside_a_writer_that_renames(tmp_path):
    """A program rewrites the record by rename while we label and fold: its last version stands, no label is lost."""
    record = tmp_path / "run.json"
    record.write_text("{}")
    tape = a_tape(path=record, record=record, format="swe-agent")
    store = LabelStore.open(tape, author=ANA, schema=load_schema())
    results = []
    with _start("rewrite_by_rename", tmp_path, 1200) as writer:
        writer.stdout.readline()
        while writer.poll() is None:
            store.set(StepTarget("s1", 2), "phase", str(len(results)))
            results.append(store.fold().status)
    assert json.loads(record.read_bytes())["version"] == 1199
    assert store.fold().status in ("folded", "unchanged")
    folded = json.loads(record.read_bytes())
    assert folded["version"] == 1199
    assert {one["id"] for one in folded["playhead"]["events"]} == {one.id for one in store.events}
    assert {one.id for one in read_journals([places_of(tape).journals])[0]} == {one.id for one in store.events}
    assert len(results) > 3
    store.close()
    assert sorted(one.name for one in tmp_path.iterdir()) == ["run.json", "run.json.labels"]


@pytest.mark.judge
def test_the_inspector_of_mini_swe_agent_opens_a_folded_record(tmp_path):
    """mini-swe-agent's own inspector shows a folded record: PLAYHEAD_MINI_PYTHON names a Python that has it."""
    python = os.environ.get("PLAYHEAD_MINI_PYTHON")
    if not python:
        pytest.skip("PLAYHEAD_MINI_PYTHON names no Python with mini-swe-agent")
    record = tmp_path / "run.traj.json"
    messages = [
        {"role": "user", "content": "Fix it"},
        {"role": "assistant", "content": "THOUGHT: look\n```bash\nls\n```"},
    ]
    record.write_text(json.dumps({"info": {}, "messages": messages, "trajectory_format": "mini-swe-agent-1"}))
    tape = a_tape(path=record, record=record, format="mini-swe-agent")
    assert fold_tape(tape, [an_event()]).status == "folded"
    code = (
        "import asyncio, sys\n"
        "from pathlib import Path\n"
        "from minisweagent.run.utilities.inspector import TrajectoryInspector\n"
        "async def main():\n"
        "    app = TrajectoryInspector([Path(sys.argv[1])])\n"
        "    async with app.run_test() as pilot:\n"
        "        await pilot.pause()\n"
        "        assert app.n_steps > 0 and len(app.messages) == 2, (app.n_steps, app.messages)\n"
        "        print('shown', app.n_steps)\n"
        "asyncio.run(main())\n"
    )
    shown = subprocess.run([python, "-c", code, str(record)], capture_output=True, text=True, check=False)
    assert "shown" in shown.stdout, shown.stderr
