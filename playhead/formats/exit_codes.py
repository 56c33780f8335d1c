"""Exit codes that a format only writes into its text: one table, with the place each harness puts them.

Only the first and last 4,096 characters are looked at: that is where the harness writes, and what stands elsewhere
is the program's own.
"""

from __future__ import annotations

import re

from playhead.late_pattern import late_pattern

_WINDOW = 4_096

_CLAUDE = late_pattern(r"\A(?:<tool_use_error>)?Exit code (-?\d{1,10})\b")
_MINI = late_pattern(r"\A\s*(?:<[a-z_]+>\s*)?<returncode>\s*(-?\d{1,10})\s*</returncode>")
_OPENHANDS = late_pattern(
    r"\[Command finished with exit code (-?\d{1,10})\]\s*\Z|\[The command completed with exit code (-?\d{1,10})\.\]"
)
_CODEX = late_pattern(
    r"\A(?:Chunk ID: [^\n]*\n)?(?:Wall time: [^\n]*\n)?"
    r"(?:Exit code: (-?\d{1,10})\b|Process exited with code (-?\d{1,10})\b)"
)

# aider: `run_cmd.py` of August 2024 told so of a command that the model asked for.
_AIDER = late_pattern(r"^Command '[^\n]{1,2000}' exited with status (-?\d{1,10})$", re.MULTILINE)

_COPILOT = late_pattern(r"<(?:exited|command with shellId: [^\n>]{1,80} completed) with exit code (-?\d{1,10})>\s*\Z")
_GEMINI = late_pattern(
    r"(?:\A|\n|\\n)Exit Code: (-?\d{1,10})(?:(?:\n|\\n)(?:Signal|Background PIDs|Process Group PGID): [^\n\\]*)*\s*\Z"
)
_PI = late_pattern(r"(?:\A|\n)Command exited with code (-?\d{1,10})\s*\Z")

# Roo Code: src/core/tools/ExecuteCommandTool.ts, below the header that names the call.
_ROO = late_pattern(
    r"\A(?:\[\w{1,60}\b.{0,3000}?\] Result:\s*)?Command executed in terminal[^\n]{0,600}?\bExit code: (-?\d{1,10})\b",
    re.DOTALL,
)

# format -> (pattern, where): "head" is matched at the start, "tail" searched in the last window.
_RULES: dict[str, tuple[tuple[re.Pattern[str], str], ...]] = {
    "claude-code": ((_CLAUDE, "head"),),
    "claude-stream": ((_CLAUDE, "head"),),
    "mini-swe-agent": ((_MINI, "head"),),
    "swe-agent": (),
    "run-tape": (),
    "aider": ((_AIDER, "head"),),
    "openhands-v0": ((_OPENHANDS, "tail"),),
    "openhands-v1": ((_OPENHANDS, "tail"),),
    "codex": ((_CODEX, "head"),),
    "cline": ((_ROO, "head"),),
    "copilot": ((_COPILOT, "tail"),),
    "gemini-cli": ((_GEMINI, "tail"),),
    "qwen-code": ((_GEMINI, "tail"),),
    "pi": ((_PI, "tail"),),
    # ATIF carries other agents' outputs as they were.
    "atif": ((_CLAUDE, "head"), (_MINI, "head"), (_OPENHANDS, "tail"), (_CODEX, "head")),
}
_RULES["harbor"] = _RULES["chat"] = _RULES["otlp"] = _RULES["atif"]


def exit_code_from_text(format_name: str, output: str | None) -> int | None:
    """Return the exit code that this format's harness wrote into an output, or None."""
    if not output:
        return None
    for pattern, where in _RULES.get(format_name, ()):
        text = output[:_WINDOW] if where == "head" else output[-_WINDOW:]
        match = pattern.search(text)
        if match:
            return int(next(group for group in match.groups() if group is not None))
    return None
