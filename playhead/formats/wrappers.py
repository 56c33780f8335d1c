"""What harnesses put around an output: one table a format. It is dim in view, and there in raw.

`wrapper` is text of the harness, `image` a picture it wrote as text; `cut` is its notice that it left something out
before the agent saw it, which is shown as such, unlike playhead's own folds. Sources: mini-swe-agent's observation
template, Harbor's Claude adapter, OpenHands' terminal metadata, Claude Code's reminders and line-number prefixes,
SWE-agent's window headers.
"""

from __future__ import annotations

import re

from playhead.formats.image_marks import image_marks
from playhead.late_pattern import late_pattern
from playhead.model import Mark

_WINDOW = 4_096
_SEARCHED = 200_000

_MINI_HEAD = late_pattern(
    r"\A\s*<returncode>-?\d+</returncode>\s*(?:<warning>.*?</warning>\s*)?<output(?:_head)?>\n?", re.DOTALL
)
_MINI_TAIL = late_pattern(r"\n?</output(?:_tail)?>\s*\Z")
_MINI_CUT = late_pattern(r"\n?</output_head>\s*<elided_chars>.*?</elided_chars>\s*<output_tail>\n?", re.DOTALL)
_CLAUDE_CODE = late_pattern(r"\A(?:<tool_use_error>)?Exit code -?\d+\n?|\A<tool_use_error>")
_CLAUDE_ERROR_END = late_pattern(r"</tool_use_error>(?=\s*(?:\[error\] tool reported failure\s*)?\Z)")
# No pattern looks past the next opening of its own, and a run of blanks is tried from its beginning only, so that an
# output of 200,000 blanks (there is one) or of openings that never close costs its length.
_REMINDER = late_pattern(r"(?<!\s)\s*<system-reminder>(?:(?!<system-reminder>).)*?</system-reminder>\s*", re.DOTALL)
_CLAUDE_CUT = late_pattern(
    r"\n?\.\.\. \[\d+ (?:characters|lines) truncated\] \.\.\.\n?"
    r"|<persisted-output>(?:\s*+Output too large[^\n]*+(?:\n\s*+Preview \([^\n]*+)?)?\n?"
    r"|(?:\n\.\.\.)?\n?</persisted-output>",
    re.DOTALL,
)
_HARBOR_CLAUDE = late_pattern(
    r"\n*\[(?:metadata|stdout|stderr|notice)\] .*\Z|\n*\[error\] tool reported failure\s*\Z", re.DOTALL
)
_OPENHANDS_TAIL = late_pattern(
    r"\n?(?:\[The command completed with exit code -?\d+\.\]\n)?(?:\[Current working directory: [^\n]*\]\n)?"
    r"(?:\[Python interpreter: [^\n]*\]\n)?\[Command finished with exit code -?\d+\]\s*\Z"
)
_OPENHANDS_CUT = late_pattern(
    r"\[\.\.\. Observation truncated due to length \.\.\.\]|<response clipped>(?:<NOTE>(?:(?!<NOTE>).)*?</NOTE>)?",
    re.DOTALL,
)
_OPENHANDS_PROMPT = late_pattern(r"\n?###PS1JSON###(?:(?!###PS1JSON###).)*?###PS1END###\n?", re.DOTALL)
_OPENHANDS_HEAD = late_pattern(
    r"\A\[(?:Previous command outputs are truncated|Below is the output of the previous)[^\n]*\n"
)
_OPENHANDS_CELL = late_pattern(r"(?:\n\[Jupyter (?:current working directory|Python interpreter): [^\n]*\])+\s*\Z")
_CODEX_HEAD = late_pattern(
    r"\A(?:(?:Chunk ID|Exit code|Wall time|Process exited|Original token count|Total output lines)\b[^\n]*\n){1,6}"
    r"(?:Output:\n)?"
)
_CODEX_CUT = late_pattern(r"(?:\[\.\.\. omitted \d+ of \d+ lines \.\.\.\]|…\d+ (?:tokens|chars|lines) truncated…)")
_PI_TAIL = late_pattern(r"\n*Command (?:exited with code -?\d+|aborted|timed out after [^\n]{1,40})\s*\Z")
_PI_CUT = late_pattern(r"\n*\[(?:Showing (?:lines|last)|Line \d|\d+ more lines in file|First line)[^\n]{0,400}\]\s*\Z")
_COPILOT_TAIL = late_pattern(r"\n*<(?:exited|command with shellId: [^\n>]{1,80} completed) with exit code -?\d+>\s*\Z")
_GEMINI_HEAD = late_pattern(
    r"\A(?:Command: (?:(?!\nDirectory: ).){0,2000}\nDirectory: [^\n]{0,400}\n)?(?:Output|Stdout): ", re.DOTALL
)
_GEMINI_TAIL = late_pattern(
    r"(?:\n(?:Error: \(none\)|(?:Exit Code|Signal|Background PIDs|Process Group PGID): [^\n]*))+\s*\Z"
)
# What training sets put before a result: SWE-Gym, SWE-smith; SWE-Play.
_OBSERVATION = late_pattern(r"\A(?:OBSERVATION:|EXECUTION RESULT of \[\w{1,60}\]:)\n")
_SWE_HEAD = late_pattern(r"\A\[File: [^\n]*\(\d+ lines total\)\]\n")
_SWE_PROMPT = late_pattern(r"\n*\(Open file: [^\n]*\)\s*\n\(Current directory: [^\n]*\)\s*\nbash-\$\s*\Z")
_SWE_CUT = late_pattern(
    r"<NOTE>This file is too large(?:(?!<NOTE>).)*?</NOTE>"
    r"|\(\d+ more lines (?:above|below)\)|\[\d+ lines (?:above|below) omitted\]",
    re.DOTALL,
)
_AIDER_STATUS = late_pattern(
    r"^Command '[^\n]{1,2000}' exited with status -?\d+(?:\nTo retry and share output with the LLM: [^\n]*)?\n?",
    re.MULTILINE,
)

# Cline, Roo and Kilo: the call a result is of, what came of its command, and what is told with every message.
_CLINE_HEAD = late_pattern(
    r"\A(?:\[\w{1,60}\b.{0,3000}?\] Result:\n?)?"
    r"(?:(?:Command executed(?: in terminal)?[^\n]{0,600}\n)(?:[^\n]{0,200}\n)?Output:\n?)?",
    re.DOTALL,
)
_CLINE_TOLD = late_pattern(
    r"\n*<environment_details>(?:(?!<environment_details>).)*?</environment_details>\s*|\n*<SYSTEM_NOTICE>"
    r"(?:(?!<SYSTEM_NOTICE>).)*?</SYSTEM_NOTICE>\s*",
    re.DOTALL,
)
# What a shell and a recorder tell the terminal: modes, titles, no text.
_CAST_MODES = late_pattern(
    r"\x1b\[\?[0-9;]{1,20}[hl]|\x1b\][^\x07\x1b\n]{0,400}(?:\x07|\x1b\\)|\x1b[=>]|\x1b\[[0-3]?J|\x1b\[H"
)
# inspect_ai/model/_call_tools.py: what is too long is told before its middle part.
_INSPECT_CUT = late_pattern(
    r"\A\n?The output of your call to [^\n]{1,200} was too long to be displayed\.\n"
    r"Here is a truncated version:\n<START_TOOL_OUTPUT>\n?"
)
_INSPECT_END = late_pattern(r"\n?<END_TOOL_OUTPUT>\s*\Z")

_CLAUDE_RULES = (
    (_CLAUDE_CODE, "head", "wrapper"),
    (_CLAUDE_ERROR_END, "tail", "wrapper"),
    (_REMINDER, "all", "wrapper"),
    (_CLAUDE_CUT, "all", "cut"),
)
_MINI_RULES = ((_MINI_HEAD, "head", "wrapper"), (_MINI_TAIL, "tail", "wrapper"), (_MINI_CUT, "all", "cut"))

_OPENHANDS_RULES = (
    (_OPENHANDS_HEAD, "head", "cut"),
    (_OPENHANDS_TAIL, "tail", "wrapper"),
    (_OPENHANDS_CELL, "tail", "wrapper"),
    (_OPENHANDS_PROMPT, "all", "wrapper"),
    (_OPENHANDS_CUT, "all", "cut"),
)

_RULES: dict[str, tuple[tuple[re.Pattern[str], str, str], ...]] = {
    "claude-code": _CLAUDE_RULES,
    "claude-stream": _CLAUDE_RULES,
    "mini-swe-agent": _MINI_RULES,
    "swe-agent": (
        (_SWE_HEAD, "head", "wrapper"),
        (_SWE_PROMPT, "tail", "wrapper"),
        (_SWE_CUT, "all", "cut"),
        (_OPENHANDS_CUT, "all", "cut"),
    ),
    "run-tape": (),
    "asciicast": ((_CAST_MODES, "all", "wrapper"),),
    "aider": ((_AIDER_STATUS, "head", "wrapper"),),
    "openhands-v0": _OPENHANDS_RULES,
    "openhands-v1": _OPENHANDS_RULES,
    "inspect": ((_INSPECT_CUT, "head", "cut"), (_INSPECT_END, "tail", "wrapper")),
    "cline": ((_CLINE_HEAD, "head", "wrapper"), (_CLINE_TOLD, "all", "wrapper")),
    "codex": ((_CODEX_HEAD, "head", "wrapper"), (_CODEX_CUT, "all", "cut")),
    "copilot": ((_COPILOT_TAIL, "tail", "wrapper"),),
    "gemini-cli": ((_GEMINI_HEAD, "head", "wrapper"), (_GEMINI_TAIL, "tail", "wrapper")),
    "qwen-code": ((_GEMINI_HEAD, "head", "wrapper"), (_GEMINI_TAIL, "tail", "wrapper")),
    "pi": ((_PI_TAIL, "tail", "wrapper"), (_PI_CUT, "tail", "cut")),
    "atif": (
        *_CLAUDE_RULES,
        *_MINI_RULES,
        (_HARBOR_CLAUDE, "tail", "wrapper"),
        (_OPENHANDS_TAIL, "tail", "wrapper"),
        (_OPENHANDS_CUT, "all", "cut"),
    ),
}
_RULES["harbor"] = _RULES["otlp"] = _RULES["atif"]
_RULES["chat"] = (*_RULES["atif"], (_OBSERVATION, "head", "wrapper"))


def marks_of(format_name: str, tool: str, output: str | None) -> tuple[Mark, ...]:  # noqa: ARG001 - tables may grow by tool
    """Return the stretches of an output that are the harness's, in order and without overlap.

    Heads and tails are looked for in 4,096 characters, notices inside in the first 200,000.
    """
    if not output:
        return ()
    found: list[Mark] = []
    for pattern, where, role in _RULES.get(format_name, ()):
        base = max(0, len(output) - _WINDOW) if where == "tail" else 0
        text = output[base:] if where == "tail" else output[: _WINDOW if where == "head" else _SEARCHED]
        found += [
            Mark(base + match.start(), base + match.end(), role)
            for match in pattern.finditer(text)
            if match.end() > match.start()
        ]
    if '"image"' in output[:_SEARCHED]:
        found += image_marks(output)
    return _apart(found)


def _apart(marks: list[Mark]) -> tuple[Mark, ...]:
    kept: list[Mark] = []
    for mark in sorted(marks, key=lambda one: (one.start, -one.end)):
        start = max(mark.start, kept[-1].end) if kept else mark.start
        if start < mark.end:
            kept.append(Mark(start, mark.end, mark.role))
    return tuple(kept)
