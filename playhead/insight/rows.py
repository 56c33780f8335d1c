"""The text of a timeline row, made by rule and not by cutting: what was done, and what came of it.

The screen shortens a title to its width; the result stands right and is never cut (design 4).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from playhead.insight.kind_tables import EDITORS
from playhead.insight.kinds import deciding_action
from playhead.insight.own_output import own_output
from playhead.insight.shell import SimpleCommand, simple_commands
from playhead.late_pattern import late_pattern
from playhead.model import Action, Kind, Step

_LOOKED_AT = 2_000
_COUNTED_AT = 20_000
_NAMELESS = "(empty)"
# Tools of SWE-agent whose command line is told by its file, like any other edit or read.
_FILE_TOOLS = EDITORS | {"edit", "open", "create"}
_MARKUP = late_pattern(r"\A(?:#+ |[>*-] |\*\*|```\w*)+|\*\*(?=\W|\Z)")
_TAG = late_pattern(r"</?[A-Za-z_][\w-]*>")
_TAGGED = late_pattern(r"<([A-Za-z_][\w-]*)>(.*)</\1>")
_NOTICE = late_pattern(r"\A\s*<task-notification>.*?<summary>(.*?)</summary>", re.DOTALL)
"""How Claude Code tells its agent that something in the background has ended."""
# Some agents call the shell with nothing to do, hundreds of times in a run (labels' class N8, silent no-op).
_NO_OPS = {":", "true"}
_BRACKETS = frozenset("{}[]()")
_MCP = late_pattern(r"\Amcp__.+?__")
"""What Claude Code puts before the name of a tool of a server: the row has no room for where a tool comes from."""
_EDIT_WINDOW = late_pattern(r"edit (\d+):(\d+)")
_COMPLAINT = late_pattern(r"(?:[a-z]{0,2}grep|rg|find|fd|ls|ag|ack|tree): ")
"""How a program begins to say what it could not search."""


class RowText(NamedTuple):
    """One row, as record text (not yet through the gate). `path` is the stretch of `title` to shorten from the left."""

    kind: Kind
    title: str
    result: str = ""
    failed: bool = False
    path: str | None = None


def row_of(step: Step) -> RowText:
    """Return the row of a step: of the action it is named after, else of what was said or thought."""
    if step.damaged:
        return RowText(Kind.OTHER, "damaged record", "", failed=True)
    if not step.actions:
        return _talk(step)
    chosen = deciding_action(step.actions)
    row = row_of_action(chosen)
    others = len(step.actions) - 1
    failures = sum(action.failed for action in step.actions)
    if not others:
        return row
    result = row.result or (f"{failures} failed" if failures else "")
    return row._replace(title=f"{row.title}{_more(others)}", result=result, failed=failures > 0)


def title_of(step: Step) -> str:
    """Return the title of a step's row alone: the result, which is counted in an output, is not worked out."""
    if step.damaged or not step.actions:
        return row_of(step).title
    chosen = deciding_action(step.actions)
    title = _title(chosen)[0] or chosen.tool or _NAMELESS
    others = len(step.actions) - 1
    return f"{title}{_more(others)}" if others else title


def row_of_action(action: Action) -> RowText:
    """Return the row of one action."""
    title, path = _title(action)
    return RowText(action.kind, title or action.tool or _NAMELESS, result_of(action), failed=action.failed, path=path)


def _more(others: int) -> str:
    return f"  +{others} more"


def result_of(action: Action) -> str:
    """Return what came of an action in a few characters: `1✗ 5✓`, `+12 -3`, `9 hits`, `exit 1`, `error`, or nothing."""
    if not action.executed:
        return "not executed"
    if action.kind in {Kind.TEST, Kind.RUN} and action.output and (counts := _counts(action)):
        return counts
    if action.failed and not (action.kind is Kind.SEARCH and action.exit_code == 1 and not action.output):
        return f"exit {action.exit_code}" if action.exit_code else "error"
    if action.kind is Kind.EDIT:
        return changed(action)
    if action.kind is Kind.SEARCH and action.output is not None:
        return hits(action)
    return ""


def _counts(action: Action) -> str:
    """Return how many tests failed and passed, "" where no runner told it."""
    from playhead.insight.reports import report_of  # noqa: PLC0415 - a start that shows no test reads no report

    report = report_of(action, last=_COUNTED_AT)
    if report is None:
        return ""
    counts = ((report.bad, "✗"), (report.passed, "✓"))
    said = " ".join(f"{count}{sign}" for count, sign in counts if count)
    return said or ("0 tests" if report.passed is not None else "")


def changed(action: Action) -> str:
    """Return `+12 -3` summed over an action's edits, with the number of files when there are several; "" if unknown."""
    known = [edit for edit in action.edits if edit.added is not None]
    if not known:
        return ""
    added, removed = sum(edit.added or 0 for edit in known), sum(edit.removed or 0 for edit in known)
    files = len({edit.path for edit in action.edits})
    return f"{files} files +{added} -{removed}" if files > 1 else f"+{added} -{removed}"


def hits(action: Action) -> str:
    """Return how many lines a search found; `9+ hits` where they were cut.

    What the harness put around them is none, nor is what the program itself complains about.
    """
    found = own_output(action)
    if not found.strip() or re.match(r"\s*No (files|matches|results) found", found):
        return "nothing"
    count = sum(1 for line in found[:200_000].split("\n") if line.strip() and not _COMPLAINT.match(line))
    if not count:
        return "nothing"
    least = "+" if len(found) > 200_000 or any(mark.role == "cut" for mark in action.marks) else ""
    return f"{count}{least} {'hit' if count == 1 and not least else 'hits'}"


def first_line(text: str) -> str:
    """Return the first line that says something, with white space made one blank, without its Markdown marks.

    A line that is only a tag, as prompts have them, or only a bracket says nothing; it is returned where nothing else
    is there. Of a line between two tags what they enclose is returned.
    """
    nothing = ""
    for line in text[:_LOOKED_AT].split("\n"):
        flat = _MARKUP.sub("", re.sub(r"\s+", " ", line).strip())
        tagged = _TAGGED.fullmatch(flat)
        if tagged and tagged[2].strip():
            return tagged[2].strip()
        if flat and not _TAG.fullmatch(flat) and flat not in _BRACKETS:
            return flat
        nothing = nothing or flat
    return nothing


def strip_command(command: str) -> str:
    """Return a shell command without what only prepares it, on one line; a written heredoc as `write PATH N lines`."""
    parts = [(one.joined_by, _simple_text(one)) for one in simple_commands(command)]
    text = ""
    for joined_by, part in parts:
        if part:
            text += f" {joined_by if joined_by not in {'', chr(10)} else ';'} {part}" if text else part
    return text.replace(" ; ", "; ") or first_line(command)


def _simple_text(one: SimpleCommand) -> str:
    if one.heredoc is not None and one.writes:
        lines = len(one.heredoc.splitlines())
        return f"{'append to' if one.appends else 'write'} {one.writes[-1]} {lines} {'line' if lines == 1 else 'lines'}"
    words = list(one.words)
    if len(words) > 2 and re.match(r"python[\d.]*$", one.program) and words[1] == "-m":
        words = words[2:]
    elif words:
        words[0] = one.program if re.match(r"python[\d.]*$|pytest$|node$", one.program) else words[0]
    in_place = next((place for place, word in enumerate(words) if word.startswith("-i")), 0)
    if one.program == "sed" and in_place and len(words) > in_place + 2:  # what is edited matters more than how
        words = [*words[: in_place + 1], words[-1], *words[in_place + 1 : -1]]
    text = " ".join(_shown_word(word) for word in words)
    if one.heredoc is not None:
        text += f" <<{len(one.heredoc.splitlines())} lines"
    return text


def _shown_word(word: str) -> str:
    flat = re.sub(r"\s+", " ", word)
    if not flat:
        return "''"
    return flat if not re.search(r"[ '\"|&;<>()*?]", flat) or "'" in flat else f"'{flat}'"


def _title(action: Action) -> tuple[str, str | None]:
    path, arguments = action.path, action.arguments
    if action.command is not None and action.tool not in _FILE_TOOLS:
        title = strip_command(action.command)
        programs = {one.program for one in simple_commands(action.command)}
        if programs and programs <= _NO_OPS:
            return f"does nothing: {title}", None
        return title, path if path and path in title else None
    if action.kind is Kind.READ and path:
        return f"{path} {_range(arguments)}".rstrip(), path
    if action.kind is Kind.EDIT and path:
        window = _EDIT_WINDOW.match(action.command or "")
        if window:
            return f"{path} {window[1]}-{window[2]}", path
        return (f"write {path}" if action.edits and action.edits[0].written is not None else path), path
    if action.kind is Kind.SEARCH:
        pattern = str(arguments.get("pattern") or arguments.get("query") or arguments.get("search_term") or "")
        return " ".join(
            part for part in (action.tool.lower(), f'"{pattern}"' if pattern else "", path or "") if part
        ), path
    if action.kind is Kind.PLAN:
        return _plan(action), None
    tool = "" if action.kind is Kind.SUBAGENT else _MCP.sub("", action.tool) or action.tool
    for name in ("title", "description", "prompt", "query", "url", "message", "task", "thought", "subject", "plan"):
        value = arguments.get(name)
        if isinstance(value, str) and value.strip():
            return f"{tool} {first_line(value)}".lstrip(), None
    return f"{tool or action.tool} {path or _first_argument(arguments)}".rstrip(), path


def _plan(action: Action) -> str:
    """Return how far a list of tasks has come and what is being done: `plan 2/5 fix the schema`."""
    tasks = action.arguments.get("todos") or action.arguments.get("plan") or action.arguments.get("tasks")
    if not isinstance(tasks, list | tuple):
        said = _first_argument(action.arguments)
        return f"{action.tool} {said}".rstrip()
    known = [task for task in tasks if isinstance(task, Mapping)]
    done = sum(task.get("status") in ("completed", "done") for task in known)
    current = next((task for task in known if task.get("status") in ("in_progress", "in-progress")), {})
    said = current.get("content") or current.get("step") or current.get("title") or ""
    return f"plan {done}/{len(tasks)} {first_line(said) if isinstance(said, str) else ''}".rstrip()


def _range(arguments: Mapping[str, Any]) -> str:
    both = arguments.get("view_range")
    if isinstance(both, list) and len(both) == 2:
        return f"{both[0]}-{both[1]}"
    start, count = arguments.get("offset"), arguments.get("limit")
    if isinstance(start, int) and isinstance(count, int):
        return f"{start}-{start + count - 1}"
    if isinstance(start, int):
        return f"{start}-"
    return f"1-{count}" if isinstance(count, int) else ""


def _first_argument(arguments: Mapping[str, Any]) -> str:
    for value in arguments.values():
        if isinstance(value, str) and value.strip():
            return first_line(value)
    return ""


def _talk(step: Step) -> RowText:
    notice = _NOTICE.match(step.text, 0, _LOOKED_AT) if step.source != "agent" else None
    said, thought = first_line(notice[1] if notice else step.text), first_line(step.thought)
    if step.source == "agent":
        title = said or (f"thinks: {thought}" if thought else "(nothing said)")
    else:
        title = f"{step.source}: {said}" if said else step.source
    return RowText(Kind.MESSAGE, title)
