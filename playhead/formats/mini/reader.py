"""mini-swe-agent `.traj.json`: a bare list of messages (before 1.10), `mini-swe-agent-1` and `mini-swe-agent-1.1`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from playhead.formats.json_document import JsonDocument, load
from playhead.formats.large_document import LargeDocument, growing, is_large
from playhead.formats.large_list import LargeList
from playhead.formats.mini.large import LISTS, GrowingMessages, messages_step
from playhead.formats.mini.output import NAME
from playhead.formats.mini.run import MessagesRead, agent_of, ended, environment_of, iso, messages_in
from playhead.formats.mini.steps import steps_of
from playhead.formats.parts import title_of
from playhead.formats.registry import Format, Probe, Told
from playhead.formats.root_keys import has_key, root_keys, starts_with
from playhead.formats.submission import patch_layers
from playhead.formats.swebench.beside import evaluated
from playhead.formats.values import mapping_of, optional_text
from playhead.model import Diagnostic, Snapshot, Tape
from playhead.storage.source import StepSource

_FORMAT_KEY = re.compile(rb'(?<!\\)"trajectory_format"\s*:\s*"mini-swe-agent-([0-9.]{1,16})"')
_OWN_WORDS = re.compile(rb"mswea_|COMPLETE_TASK_AND_SUBMIT_FINAL_OUTPUT|MINI_SWE_AGENT_FINAL_OUTPUT")


def detect(probe: Probe) -> str | None:
    """Return the version of a mini-swe-agent record ("" for one that does not say), None for anything else."""
    if probe.is_dir:
        return None
    begins = starts_with(probe.head)
    if begins == "{":
        # The key may be the last or a middle one: anywhere in the head, or in the tail.
        named = _format_key(probe.head) or _format_key(probe.tail)
        if named:
            return named.group(1).decode("latin-1")
        return "" if _has_messages_and_info(probe) else None
    if begins == "[" and re.match(rb"(?:\xef\xbb\xbf)?\s*\[\s*\{", probe.head) and _has_chat(probe.head):
        own = probe.path.name.endswith(".traj.json") or _OWN_WORDS.search(probe.head) is not None
        return "" if own else None
    return None


def read(path: Path) -> Tape:
    """Return the run in a `.traj.json` file; of a large one as far as its beginning shows, growing since.

    Raises:
        UnreadableError: the file cannot be read.

    """
    return _growing(LargeList(path, LISTS, GrowingMessages, messages_step)) if is_large(path) else _at_once(path)


def _growing(run: LargeList) -> Tape:
    """Return a large run as far as it is known."""
    complete = run.progress.complete
    reading, document = run.reading, run.document
    assert isinstance(reading, GrowingMessages)
    if complete and not document.given:
        return _at_once(run.file.path)

    def again() -> Tape | None:
        return _growing(run) if run.progress.complete else None

    tape = _tape(run.file.path, document, reading.read, run.steps, run.diagnostics)
    return growing(evaluated(tape, {run.file.path: run.file.stamp}, read), complete=complete, again=again)


def _at_once(path: Path) -> Tape:
    document = load(path)
    messages, diagnostics = _messages(document)
    read_by_now = MessagesRead()
    for message in messages:
        read_by_now.take(message)
    steps = steps_of(path, messages, "" if isinstance(document.root, list) else "/messages")
    tape = _tape(path, document, read_by_now, steps, (*document.diagnostics, *diagnostics))
    return evaluated(tape, {path: document.stamp}, read)


def _tape(
    path: Path,
    document: JsonDocument | LargeDocument,
    messages: MessagesRead,
    steps: StepSource,
    diagnostics: tuple[Diagnostic, ...],
) -> Tape:
    info = mapping_of(document.fields.get("info"))
    config = mapping_of(info.get("config"))
    handed_in, outcome = ended(info, messages.last, messages.count - 1)
    task = messages.task(config)
    name = optional_text(document.fields.get("instance_id"))
    times = messages.times
    where = "/info/submission" if handed_in is info else f"/messages/{messages.count - 1}/extra/submission"
    return Tape(
        path=path,
        format=NAME,
        steps=steps,
        format_version=_version(document.fields),
        id=name or path.name.removesuffix(".json").removesuffix(".traj"),
        title=name or title_of(task) or path.name,
        task=task,
        agent=agent_of(info, config),
        snapshot=Snapshot(),
        environment=environment_of(config),
        outcome=outcome,
        started=iso(times[0] if times else None),
        ended=iso(times[1] if times else None),
        duration_s=round(times[1] - times[0], 3) if times else None,
        tokens=messages.tokens,
        cost_usd=messages.cost(info),
        layers=patch_layers(path, handed_in, where),
        diagnostics=diagnostics,
        record=None if document.refusal else path,
        record_refusal=document.refusal,
        events=document.events(),
    )


FORMAT = Format(
    NAME,
    "a mini-swe-agent .traj.json (trajectory_format mini-swe-agent-..., or info and messages, or its bare list)",
    detect,
    read,
    told=Told(
        step="an assistant message with what answers it; other messages by themselves",
        action="an entry of `extra.actions`, else the fenced command of the message",
        exit_codes="`extra.returncode`, else `<returncode>` of the observation",
        labels="key `playhead` of the root, where that is an object",
    ),
)


def _format_key(part: bytes) -> re.Match[bytes] | None:
    """Return where some bytes name the format; looked for as plain bytes first, which most files do not have."""
    at = part.find(b'"trajectory_format"')
    return None if at < 0 else _FORMAT_KEY.search(part, max(0, at - 1))


def _has_messages_and_info(probe: Probe) -> bool:
    # OpenCode exports info and messages too, with `parts` in each message.
    keys = root_keys(probe.head)
    both = "messages" in keys and ("info" in keys or has_key(probe.tail, "info"))
    late = "info" in keys and not both and has_key(probe.head, "exit_status") and has_key(probe.tail, "role")
    return (both or late) and not has_key(probe.head, "parts") and "steps" not in keys and "trajectory" not in keys


def _has_chat(head: bytes) -> bool:
    return has_key(head, "role") and has_key(head, "content") and not has_key(head, "parts")


def _version(fields: Mapping[str, Any]) -> str | None:
    given = optional_text(fields.get("trajectory_format"))
    return given.removeprefix("mini-swe-agent-") if given else None


def _messages(document: JsonDocument) -> tuple[Sequence[Any], tuple[Diagnostic, ...]]:
    found = messages_in(document.root)
    if found is not None:
        return found, ()
    given = document.fields.get("messages")
    kept = list(document.damaged) if given is None else [given]
    wrong = Diagnostic("wrong_type", "/messages", "The messages are no list; what is there is shown as it stands.")
    return kept, (wrong,)
