"""Whether all who read what was said see the same of it, and nothing of it is gone."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from random import Random
from typing import Any

from playhead.labels.anchor import Finder
from playhead.labels.event import NOTE, Event, event_from
from playhead.labels.fold import fold_tape
from playhead.labels.kept_state import KeptState
from playhead.labels.left_out import left_out
from playhead.labels.reading import read_journals
from playhead.labels.state import LabelState, state_of
from tests.playhead.labels.making import a_tape
from tests.soak.people.worlds import NO_EVENT, files, said

DOCUMENT = b'{"schema_version":"ATIF-v1.7","steps":[1.10,"\\u00e9"]}\n'
TAPE = b'{"tape":{"version":1}}\n{"outcome":{"status":"failed"}}\n'


def tried(folder: Path, chance: Random) -> list[str]:
    """Return what is wrong with one world: in two spreads of its files, folded at once and one by one."""
    lines = said(chance)
    spreads = [_written(folder / name, lines, chance) for name in ("one", "other")]
    (events, problems), (others, _) = (read_journals([one]) for one in spreads)
    wrong = [f"two readers know other events of {len(lines)} lines"] if _lines(events) != _lines(others) else []
    wrong += _wrong_in_state(events, chance)
    wrong += _wrong_in_folds(folder, events, others, chance)
    wrong += _dropped(lines, events)
    wrong += _untold(events, problems, spreads[0])
    return wrong


def _written(folder: Path, lines: Sequence[bytes], chance: Random) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for left in folder.iterdir():
        left.unlink()
    for number, data in enumerate(files(lines, chance)):
        (folder / f"{number}.jsonl").write_bytes(data)
    return folder


def _lines(events: Iterable[Event]) -> list[bytes]:
    return [one.to_line() for one in events]


def _wrong_in_state(events: list[Event], chance: Random) -> list[str]:
    """Any order, grouping and number of copies give one state; people who disagree are in conflict, and all stay."""
    tape = a_tape()
    state = state_of(events, tape)
    coming = [*events, *chance.sample(events, len(events) // 2)]
    chance.shuffle(coming)
    kept = KeptState(Finder(tape))
    for one in coming:
        kept.add([one])
    wrong = (
        [] if kept.state == state == state_of(coming, tape) else ["another order or number of copies, another state"]
    )
    return wrong + _wrong_conflicts(state)


def _wrong_conflicts(state: LabelState) -> list[str]:
    """Return where several people stand on one thing with other values, and the state does not say so."""
    things: dict[Any, list[Any]] = defaultdict(list)
    for one in state.in_force:
        if one.event.by.kind == "human" and one.state != "stale" and one.key != NOTE:
            things[one.position, one.span, one.action, one.key, one.position is None].append(one)
    wrong = []
    for ones in things.values():
        differ = len({json.dumps(one.value) for one in ones}) > 1
        said_so = [one.state == "conflict" for one in ones]
        wrong += [f"a conflict is {'not ' if differ else ''}told"] if any(one != differ for one in said_so) else []
    return wrong


def _wrong_in_folds(folder: Path, events: list[Event], others: list[Event], chance: Random) -> list[str]:
    """A document holds the same bytes whatever came first, and a fold that was made is made once."""
    wrong = []
    at_once = _folded(folder, "atif", DOCUMENT, [events])
    half = chance.sample(others, len(others) // 2)
    if _folded(folder, "atif", DOCUMENT, [half, others, events]) != at_once:
        wrong.append("folded one by one, a document has other bytes than folded at once")
    if _folded(folder, "run-tape", TAPE, [events]) != _folded(folder, "run-tape", TAPE, [others, events]):
        wrong.append("a tape has other bytes when it is folded twice")
    held = json.loads(at_once).get("extra", {}).get("playhead", {}).get("events", [])
    if _lines(one for one in map(event_from, held) if one) != _lines(events):
        wrong.append("what was folded reads back as something else")
    tape = _folded(folder, "run-tape", TAPE, [half, events])
    if sorted(tape.removeprefix(TAPE).splitlines(keepends=True)) != sorted(_lines(events)):
        wrong.append("a tape holds other lines than were said")
    return wrong


def _folded(folder: Path, format: str, content: bytes, groups: list[list[Event]]) -> bytes:  # noqa: A002 - the field's word
    record = folder / "record"
    record.write_bytes(content)
    for events in groups:
        fold_tape(a_tape(path=record, record=record, format=format), events)
    return record.read_bytes()


def _dropped(lines: list[bytes], events: list[Event]) -> list[str]:
    """Every id is there, and what a later version said is written back byte for byte."""
    by_id = defaultdict(set)
    for line in lines:
        by_id[json.loads(line)["label"]["id"]].add(line + b"\n")
    gone = by_id.keys() - {one.id for one in events}
    wrong = [f"{len(gone)} ids are gone"] if gone else []
    for one in events:
        if one.written is not None and one.to_line() not in by_id[one.id]:
            wrong.append("a line of a later version is written back as another one")
        if one.op in ("amend", "merge") and one.understood:
            wrong.append("an op of a later version is taken for one of ours")
    return wrong


def _untold(events: list[Event], problems: Sequence[Any], folder: Path) -> list[str]:
    """What is kept and not shown is counted, and told."""
    noise = {one.strip() for one in NO_EVENT}
    whole = [path.read_bytes().removeprefix(b"\xef\xbb\xbf") for path in folder.iterdir()]
    lines = [line.strip() for data in whole for line in data.split(b"\n")]
    foreign = sum(line in noise for line in lines)
    later = sum(not one.understood for one in events)
    told = " ".join(left_out(events, problems))
    wrong = [f"{foreign} foreign lines, {len(problems)} told"] if foreign != len(problems) else []
    wrong += ["later events are not told"] if bool(later) != ("later version" in told) else []
    return wrong + (["foreign lines are not told"] if bool(foreign) != ("no label event" in told) else [])
