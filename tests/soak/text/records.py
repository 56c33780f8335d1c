"""Hostile records: a run tape with a string in every field, and what lies beside it: labels, schema, reports, names."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from tests.soak.text.fields import Fields

_PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ"
_TAIL = "E   assert 1 == 2\n1 failed, 2 passed in 0.1s\n"


_NO_XML = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF, *map(ord, '<&"')))


@dataclass(frozen=True)
class Folder:
    """A folder of hostile names: the run, its vocabulary, and what can be attached to it."""

    run: Path
    schema: Path
    review: Path
    report: Path
    patch: Path


def _call(number: int, name: str, arguments: dict[str, Any]) -> dict[str, Any]:
    return {"tool_call_id": f"c{number}", "function_name": name, "arguments": arguments}


def _step(fields: Fields, number: int, calls: Sequence[tuple[str, dict[str, Any]]], output: str) -> dict[str, Any]:
    made = [_call(place, *call) for place, call in enumerate(calls)]
    results = [
        {"source_call_id": one["tool_call_id"], "content": output, "extra": {"exit_code": 1 if place == 0 else 0}}
        for place, one in enumerate(made)
    ]
    return {
        "step_id": number,
        "source": "agent",
        "message": fields.lines("message", 3),
        "reasoning_content": fields.lines("thought", 4),
        "tool_calls": made,
        "observation": {"results": results},
    }


def _edit(fields: Fields, file: str, lines: int) -> tuple[str, dict[str, Any]]:
    old, new = fields.lines("diff", lines), fields.lines("diff", lines)
    return "str_replace_editor", {
        "command": "str_replace",
        "path": file,
        "old_str": f"a\n{old}",
        "new_str": f"a\n{new}",
    }


def _write(fields: Fields, lines: int) -> tuple[str, dict[str, Any]]:
    return "bash", {"command": f"cat > /w/b.py <<'EOF'\n{fields.lines('command', lines)}\nEOF"}


def _steps(fields: Fields, count: int, lines: int) -> list[dict[str, Any]]:
    """Return steps of every kind in turn, with `lines` strings in each long field."""
    file = f"/w/{fields.text('file', most=60)}.py"
    made = [{"step_id": 1, "source": "user", "message": fields.lines("task", 2)}]
    for number in range(2, count + 2):
        output = fields.lines("output", lines)
        nested = {fields.text("arguments", most=60): {"b": [fields.text("arguments"), {"c": fields.text("arguments")}]}}
        calls: tuple[tuple[str, dict[str, Any]], ...] = (
            ("bash", {"command": f"pytest -q {fields.text('command', most=200)}"}),
            _edit(fields, file, lines // 4 + 1),
            ("bash", {"command": f"grep -rn {fields.text('timeline')} /w"}),
            (fields.text("tool", most=60), nested),
            _write(fields, lines // 8 + 1),
            ("read_file", {"path": f"/w/{fields.text('file', most=60)}.md"}),
        )
        chosen = calls[(number - 2) % 6 :][:2] if number % 3 else calls[:1]
        said = output + "\n" + _TAIL if number % 2 else output + f"\n[image {fields.name('picture')}.png]"
        made.append(_step(fields, number, chosen, said))
    return made


def _head(fields: Fields) -> dict[str, Any]:
    agent = {
        "name": fields.text("header", most=60),
        "version": fields.text("run page"),
        "model_name": fields.text("run page"),
    }
    return {
        "version": 1,
        "id": fields.text("run page"),
        "task": {"text": fields.lines("task", 4), "title": fields.text("header", most=60)},
        "snapshot": {
            "repo": fields.text("run page"),
            "commit": fields.text("run page"),
            "branch": fields.text("run page"),
        },
        "environment": {"image": fields.text("run page"), "setup": fields.text("run page"), "test_command": "pytest"},
        "agent": agent,
    }


def patch(fields: Fields, lines: int = 4) -> str:
    """Return a unified diff of hostile lines over a file of a hostile name."""
    name = fields.text("patch", most=60).replace("\n", " ")
    body = "".join(f"+{line}\n" for line in fields.lines("patch", lines).split("\n"))
    return f"--- a/{name}\n+++ b/{name}\n@@ -0,0 +1,{lines} @@\n{body}"


def tape_lines(fields: Fields, steps: int, lines: int) -> list[bytes]:
    """Return the lines of a run tape; one of its lines is damaged, and holds the raw bytes of strings."""
    names = [
        {"name": fields.text("tests", most=100), "status": "failed", "message": fields.text("tests")} for _ in range(3)
    ]
    values: list[dict[str, Any]] = [
        {"tape": _head(fields)},
        *({"step": one} for one in _steps(fields, steps, lines)),
        {"subagent": {"trajectory_id": fields.text("sub-agent"), "of_step": 2, "step": _steps(fields, 1, 2)[1]}},
        {"verification": {"by": fields.text("verifier"), "kind": "tests", "passed": 1, "failed": 3, "tests": names}},
        {"review": {"by": fields.text("review"), "text": fields.lines("review", 3), "verdict": fields.text("review")}},
        {fields.text("layer", most=40): {"text": fields.text("layer")}},
        {"outcome": {"status": "failed", "final_patch": patch(fields), "reason": fields.text("outcome")}},
    ]
    made = [
        json.dumps(value, ensure_ascii=place % 2 == 0).encode("utf-8", "replace") for place, value in enumerate(values)
    ]
    made.insert(3, b'{"step": {' + fields.lines("damaged", 2).encode("utf-8", "surrogatepass").replace(b"\n", b" "))
    return made


def _picture(fields: Fields) -> dict[str, Any]:
    source = {"type": "base64", "media_type": fields.text("picture", most=60), "data": _PNG}
    return {"type": "image", "source": source}


def event(fields: Fields, number: int, key: str, value: Any, on: dict[str, Any]) -> dict[str, Any]:
    """Return a label event of a hostile author, with a hostile note."""
    by = {"kind": "human", "id": fields.text("shelf", most=60), "version": fields.text("shelf", most=60)}
    said = {"op": "set", "key": key, "value": value, "on": on, "by": by, "note": fields.text("shelf")}
    return {"label": {"id": f"0190b000-0000-7000-8000-{number:012x}", **said, "at": "2026-01-01T00:00:00Z"}}


def _journal(fields: Fields) -> bytes:
    run: dict[str, Any] = {"run": None}
    step = {"step": "2", "n": 2}
    said = partial(fields.text, "shelf", most=60)
    about = (
        (run, "severity"), (step, said()), (step, "note"), (run, "note"), (step, "flag"),
    )  # fmt: skip
    events = [event(fields, number, key, said(), on) for number, (on, key) in enumerate(about, 1)]
    return b"".join(json.dumps(one).encode() + b"\n" for one in events)


def schema(fields: Fields) -> dict[str, Any]:
    """Return a vocabulary whose words are hostile; keys are printable, as the reader of schemas asks for."""
    said = partial(fields.unicode, "schema")
    options = [
        {"id": fields.unicode("options"), "key": key, "help": fields.unicode("options"), "note": True} for key in "ab"
    ]
    labels: list[dict[str, Any]] = [
        {"id": said(), "on": "step", "type": "choice", "key": "s", "layer": said(), "help": said(), "options": options},
        {"id": said(), "on": "run", "type": "text", "key": "x", "required": True, "help": said()},
        {"id": said(), "on": "step", "type": "bool", "key": "z", "bare": "!", "help": said()},
        {"id": said(), "on": "span", "type": "rating", "key": "g", "help": said()},
    ]
    return {"schema": "playhead.labels/1", "id": said(), "version": said(), "label": labels}


def write_folder(folder: Path, fields: Fields, *, steps: int = 14, lines: int = 6, beside: int = 3) -> Folder:
    """Write a folder of runs, `beside` of them that cannot be opened, all of hostile names."""
    folder.mkdir(parents=True, exist_ok=True)
    run = folder / fields.name("list", ".tape.jsonl")
    run.write_bytes(b"\n".join(tape_lines(fields, steps, lines)) + b"\n")
    journals = run.with_name(run.name + ".labels")
    journals.mkdir()
    (journals / "eve@h.jsonl").write_bytes(_journal(fields))
    chat = [{"role": "user", "content": [{"type": "text", "text": fields.text("list")}, _picture(fields)]}]
    (folder / fields.name("list", ".json")).write_text(json.dumps({"messages": chat}))
    for _ in range(beside):
        broken = folder / fields.name("refusals", ".tape.jsonl")
        broken.write_bytes(b'{"tape": ' + fields.text("refusals").encode("utf-8", "surrogatepass"))
        (folder / fields.name("refusals", ".json")).write_text(fields.unicode("refusals"), encoding="utf-8")
    other = folder / "other"
    other.mkdir()
    made = Folder(
        run,
        other / "s.json",
        other / fields.name("attached"),
        other / fields.name("attached", ".xml"),
        other / fields.name("attached", ".patch"),
    )
    made.schema.write_text(json.dumps(schema(fields)), encoding="utf-8")
    made.review.write_text(fields.unicode("attached"), encoding="utf-8")
    made.patch.write_text(patch(fields), encoding="utf-8", errors="replace")
    case = fields.unicode("attached").translate(_NO_XML)
    made.report.write_text(
        f'<testsuite><testcase name="{case}"><failure message="{case}"/></testcase></testsuite>', encoding="utf-8"
    )
    return made
