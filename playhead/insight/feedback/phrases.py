"""What tools, shells, compilers and runners print when something did not work: one table, with where each is from."""

from __future__ import annotations

import re
from typing import NamedTuple

from playhead.insight.feedback.marks import marks_of
from playhead.insight.feedback.values import FeedbackKind


class Phrase(NamedTuple):
    """A pattern of one line, what it is evidence of, and the class of rule it belongs to.

    `marks` are words, lower case, of which a text holds one where the pattern matches; empty where there are none.
    """

    rule: str
    kind: FeedbackKind
    pattern: re.Pattern[str]
    marks: tuple[str, ...] = ()


def _phrases(rule: str, kind: FeedbackKind, *patterns: str) -> tuple[Phrase, ...]:
    return tuple(Phrase(rule, kind, re.compile(one, re.MULTILINE), marks_of(one)) for one in patterns)


REJECTED = re.compile(
    r"The user doesn't want to (?:proceed|take this action)"
    r"|\[Request interrupted by user|^User rejected|The tool use was"
    r" rejected|user (?:rejected|denied|declined|cancelled) (?:the|this|tool)|operation (?:rejected|cancelled) by user",
    re.MULTILINE | re.IGNORECASE,
)
"""How agents say that a person refused an action: Claude Code, Codex, Cline, Gemini CLI, OpenHands."""

NOT_PERMITTED = re.compile(
    r"requires? (?:manual )?approval|permission(?:s)? to use \w+|Permission denied|Operation not permitted"
    r"|haven't granted it yet|blocked by (?:policy|hook)|not allowed (?:to|in this)|EACCES|EPERM|access denied",
    re.IGNORECASE,
)

TIMED_OUT = re.compile(
    r"(?:command|process|request|operation|execution)[^\n]{0,40} timed out|\btimed? ?out after\b|\bTimeoutError\b"
    r"|exceeded (?:the )?time ?limit|no new output after|deadline exceeded",
    re.IGNORECASE,
)

INTERRUPTED = re.compile(
    r"^(?:Command|Operation|Tool) (?:was )?aborted\b|^Aborted by (?:the )?user|^Interrupted\.?$", re.MULTILINE
)
"""How pi, Codex and others say that a person stopped a command: no word about whether it worked."""

CASCADE = re.compile(r"Sibling tool call errored")
"""What a harness writes into the results of calls that it dropped because another one of the turn failed."""

# What a harness or an editing tool answers when it did not do what it was asked: never a program's own output.
TOOL_REFUSALS = (
    *_phrases(
        "N6",
        FeedbackKind.TOOL_ERROR,
        r"File has not been read yet",
        r"String to replace not found",
        r"No replacement was performed",
        r"did not appear verbatim",
        r"old_str[^\n]{0,80} not unique|Found \d+ matches of the string to replace",
        r"Your proposed edit has introduced new syntax error",
        r"No exact match found in|`new_str` and `old_str` must be different|Invalid `\w{1,40}` parameter"
        r"|Parameter [`']\w{1,40}['`] is (?:required|expected)|[Tt]he `\w{1,40}` parameter is not allowed"
        r"|^Invalid `\w{1,40}`:|is not a valid path\b",
        r"[Cc]ould not find the (?:exact text|string to replace)|Failed to edit, (?:0 occ|exp|no )"
        r"|Failed to find expected lines|apply_patch verification failed|SEARCH block (?:does not|failed to)",
        r"Cannot execute multiple commands at once",
        r"^Ran into .{1,200} while trying to (?:read|write)\b",
        r"Please always provide EXACTLY ONE action|Your (?:last )?output was not formatted correctly"
        r"|Your command contains (?:syntax|formatting) errors",
        r"\bUnknown (?:skill|tool|function|command)\b|Agent type '[^'\n]{1,80}' not found"
        r"|Tool \S{1,80} (?:is )?not found"
        r"|No such tool available",
        r"^Web search error\b|^API Error\b|^MCP error\b",
        r"InputValidationError|invalid (?:arguments|parameters) for tool|Missing required parameter",
        r"exceeds maximum allowed|The model produced an edit that was not applied|SearchReplaceNoExactMatch"
        r"|Failed to apply (?:the )?(?:patch|edit|diff)|patch (?:failed|does not apply)|corrupt patch",
        r"Task \S{1,60} is not running",
    ),
    *_phrases(
        "N6",
        FeedbackKind.NOT_FOUND,
        r"^(?:Error: |<tool_use_error>)?File (?:does not exist|not found)\b",
        r"^(?:ERROR:\n)?The path \S{1,400} does not exist",
        r"Request failed with status code (?:4|5)\d\d|^HTTP (?:Error )?(?:404|410|5\d\d)\b",
        r"the file exists but is shorter than the provided offset|is empty\.?\Z",
        r"^File .{1,300} not found\.?\Z",
    ),
    *_phrases("N6", FeedbackKind.TOOL_ERROR, r"<tool_use_error>"),
)

# What a shell, a loader or a program says when what it was given is not there.
MISSES = (
    *_phrases(
        "N6",
        FeedbackKind.NOT_FOUND,
        r"No such file or directory|cannot access '|ENOENT|can't open file '|: No such file$"
        r"|^\S{1,200} is not a valid (?:path|file|directory)\b",
        r"fatal: (?:path|pathspec|ambiguous argument|bad revision|not a git repository)[^\n]{0,200}",
    ),
    *_phrases(
        "N6",
        FeedbackKind.COMMAND_ERROR,
        r"command not found|: not found$|is not recognized as an internal",
        r"syntax error near unexpected token|unexpected EOF while looking for|syntax error: unexpected",
        r"ModuleNotFoundError|No module named|Cannot find module|Could not find a version that satisfies",
        r"unrecognized arguments?|[Uu]nknown (?:option|flag|argument)|invalid option|[Ii]llegal option",
        r"base64: invalid input|^grep: [^\n]{0,60}not balanced|^grep: [^\n]{0,60}nvalid|^sed: -e expression",
        r"^E: (?:Unable|Failed|Could not|Package|Sub-process|Version)|^fatal: |Author identity unknown",
    ),
)

# What a harness writes into the output of a command that it ended: the record has no exit code then.
HELD_UP = _phrases(
    "N6",
    FeedbackKind.TIMEOUT,
    r"^EXECUTION TIMED OUT",
    r"^(?:Error: )?(?:The )?[Cc]ommand timed out|^\[?(?:The )?[Cc]ommand has no new output after",
    r"^timed out after \d+",
)
"""SWE-agent, OpenHands, Claude Code; looked for at the edges of an output only."""

TURNED_DOWN = re.compile(
    r"\A\W*(?:wrong|incorrect|rejected|not accepted|not correct|invalid)\b[^\n]{0,80}\s*\Z", re.IGNORECASE
)
"""What a grader answers to a submission that is not what it wanted, alone: "Wrong flag!"."""

BUILDS = _phrases(
    "N4",
    FeedbackKind.BUILD,
    r"^error\[E\d{4}\]",
    r"^[^\s:][^\n:]{0,300}:\d+(?::\d+)?: (?:fatal )?error:",
    r"\berror TS\d{3,5}\b",
    r"\bBUILD FAILED\b|\bBUILD FAILURE\b|^\[ERROR\] COMPILATION ERROR|ninja: build stopped|^make(?:\[\d+\])?: \*\*\*",
    r"^\S{1,300}\.go:\d+:\d+: (?:undefined|cannot|missing|too many|not enough|syntax error"
    r"|declared and not used|invalid"
    r"|assignment mismatch|\S{1,60} redeclared|imported and not used|unknown field)",
    r"\[build failed\]|\[setup failed\]|undefined reference to|ld returned \d+ exit status",
    r"^[^\S\n]*SyntaxError: |^[^\S\n]*IndentationError: |^[^\S\n]*TabError: ",
    r"Failed to compile|Module build failed|Could not compile|error: could not compile",
    r"^\S{1,300}\.proto:\d+:\d+: ",
    r"^CMake Error\b|^configure: error: ",
    r"^npm ERR! |^npm error ",
)

LINTS = _phrases(
    "N4",
    FeedbackKind.LINT_TYPE,
    r"^\S{1,300}:\d+(?::\d+)?: (?:error|note|warning|[A-Z]{1,4}\d{2,4})\b",
    r"\((?:errcheck|goconst|wrapcheck|gosec|staticcheck|revive|ineffassign|unused|gocritic|govet|gofmt|gosimple"
    r"|nilerr|dupl|lll|unparam|misspell)\)\s*$",
    r"^Found \d+ errors?\b|^✖ \d+ problems?|\d+ problems? \([1-9]\d* errors?|^would reformat |^\d+ issues?:$",
)
LINT_COMMAND = re.compile(
    r"\b(?:lint|golangci-lint|eslint|ruff|flake8|pylint|mypy|pyright|tsc|clippy|rubocop|checkstyle|shellcheck|vet"
    r"|prettier|black|isort|gofmt|fmt|stylelint|phpstan|psalm|credo|swiftlint|ktlint|detekt|biome|type-?check)\b"
)

CRASHES = _phrases(
    "N5",
    FeedbackKind.COMMAND_ERROR,
    r"^Traceback \(most recent call last\)",
    r"^panic: |^fatal error: |^goroutine \d+ \[running\]",
    r"Segmentation fault|core dumped|^Killed$|Aborted \(core",
    r"^(?:[\w.]+\.)?[A-Z]\w*Error(?:: |$)|^(?:[\w.]+\.)?[A-Z]\w*Exception(?:: |$)",
    r"^Exception in thread |^[^\S\n]+at [\w.$]+\([\w.]+\.java:\d+\)|^thread '[^'\n]{1,80}' panicked",
    r"^Uncaught \w*Error|^[^\S\n]+at (?:async )?[\w.<>]+ \(\S+:\d+:\d+\)",
)

SAID_ERROR = _phrases(
    "N5",
    FeedbackKind.COMMAND_ERROR,
    r"^[^\S\n]*(?:Unexpected )?(?:Error|ERROR|error|Exception|FAILED|FAIL|✗|❌)(?: \w+)?: (?![\d.]+\s*$)\S",
)
"""What scripts print of an exception they caught: the weakest of the texts."""
