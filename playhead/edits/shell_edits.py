"""Edits in a shell command: heredocs and `tee`, `echo >`, patches on standard input, `sed -i` and its like."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from playhead.edits.patches import MOST_EDITS, edits_of_unified, edits_of_v4a, is_v4a
from playhead.edits.shell_script import Call, Text, calls_of, named_escapes
from playhead.edits.unified import Hunk, count_lines, diff_of_hunks
from playhead.late_pattern import late_pattern
from playhead.model import Edit

_HINT = late_pattern(r">|<<|\btee\b|\bsed\b|\bperl\b|\bruby\b|\bapply_?patch\b|\bpatch\b")
_ASSIGNMENT = late_pattern(r"[A-Za-z_]\w*\+?=")
_PREFIXES = {
    "sudo",
    "env",
    "nohup",
    "command",
    "exec",
    "time",
    "then",
    "do",
    "else",
    "if",
    "while",
    "{",
    "!",
    "builtin",
}
_SHELLS = {"sh", "bash", "zsh", "dash", "ksh"}
_DURATION = late_pattern(r"[\d.]+[smhd]?")
_NO_FILE = ("/dev/", "/proc/", "&")
_SED_IN_PLACE = late_pattern(r"-[nErsuz]*i|--in-place")
_PERL_IN_PLACE = late_pattern(r"-[pnlawsS0-7]*i")
_NESTED = 3


def edits_of_command(command: str, depth: int = 0) -> tuple[Edit, ...]:
    """Return what a shell command writes into files, in order; nothing is executed or expanded."""
    if not _HINT.search(command):
        return ()
    edits: list[Edit] = []
    coming: Text | None = None  # what the call before wrote into the pipe, where that is known
    for call in calls_of(command):
        if call.piped and call.stdin is None:
            call.stdin = coming
        program, words = _program(call)
        coming = _printed(program, words, call.stdin)
        edits += _redirected(call, coming)
        if program in _SHELLS and depth < _NESTED:
            edits += _nested(words, depth)
        elif handler := _HANDLERS.get(program):
            edits += handler(call, words)
    return tuple(_once(edits))[:MOST_EDITS]


def _once(edits: list[Edit]) -> Iterator[Edit]:
    """Yield the edits; a file that is edited in place several times is named once."""
    named: set[str] = set()
    for edit in edits:
        if edit.diff is None and edit.written is None:
            if edit.path in named:
                continue
            named.add(edit.path)
        yield edit


def _program(call: Call) -> tuple[str, list[Text]]:
    """Return the program without its folder and the words after it; what only prepares it is skipped."""
    words = list(call.words)
    while words:
        first = words.pop(0).text
        if _ASSIGNMENT.match(first):
            continue
        name = first.rsplit("/", 1)[-1]
        if name == "timeout":
            while words and (words[0].text.startswith("-") or _DURATION.fullmatch(words[0].text)):
                words.pop(0)
        elif name not in _PREFIXES:
            return name, words
    return "", words


def _printed(program: str, words: list[Text], stdin: Text | None) -> Text | None:
    """Return what a call prints where the command itself says it."""
    exact = all(word.exact for word in words)
    texts = [word.text for word in words]
    if program == "cat" and all(text == "-" for text in texts):
        return stdin
    if program == "tee":
        return stdin
    if program == "echo":
        flags = texts[0] if texts and re.fullmatch(r"-[neE]+", texts[0]) else ""
        joined = " ".join(texts[1:] if flags else texts)
        return Text((named_escapes(joined) if "e" in flags else joined) + ("" if "n" in flags else "\n"), exact)
    if program == "printf" and texts:
        if texts[0] in ("%s", "%s\\n") and len(texts) == 2:
            return Text(texts[1] + texts[0][2:].replace("\\n", "\n"), exact)
        return Text(named_escapes(texts[0]), exact) if "%" not in texts[0] and len(texts) == 1 else None
    return Text("") if program in ("", ":", "true") and not stdin else None


def _redirected(call: Call, printed: Text | None) -> Iterator[Edit]:
    for target, appended in call.outputs:
        if printed is not None and not (appended and not printed.text):
            yield from _written(call, target.text, printed, appended=appended)


def _written(call: Call, name: str, text: Text, *, appended: bool) -> Iterator[Edit]:
    if not name or name.startswith(_NO_FILE):
        return
    path, lines = call.path(name), count_lines(text.text)
    if appended:
        signed = ["+" + line for line in text.text.removesuffix("\n").split("\n")]
        yield Edit(path, diff=diff_of_hunks(path, [Hunk(0, 1, signed)]), added=lines, removed=0, derived=not text.exact)
    else:
        yield Edit(path, added=lines, written=text.text, derived=not text.exact)


def _tee(call: Call, words: list[Text]) -> Iterator[Edit]:
    appended = any(word.text in ("-a", "--append") for word in words)
    for word in words if call.stdin else ():
        if not word.text.startswith("-"):
            assert call.stdin is not None
            yield from _written(call, word.text, call.stdin, appended=appended)


def _nested(words: list[Text], depth: int) -> tuple[Edit, ...]:
    """Return the edits of `bash -lc SCRIPT`."""
    for place, word in enumerate(words[:-1]):
        if re.fullmatch(r"-[a-z]*c", word.text):
            return edits_of_command(words[place + 1].text, depth + 1)
    return ()


def _sed(call: Call, words: list[Text]) -> Iterator[Edit]:
    texts = [word.text for word in words]
    if not any(_SED_IN_PLACE.match(text) for text in texts):
        return
    yield from _in_place(call, texts, takes_value=("-e", "-f", "--expression", "--file"), script_first=True)


def _perl(call: Call, words: list[Text]) -> Iterator[Edit]:
    texts = [word.text for word in words]
    if any(_PERL_IN_PLACE.match(text) for text in texts):
        yield from _in_place(call, texts, takes_value=("e", "E"), script_first=False)


def _in_place(call: Call, texts: list[str], *, takes_value: tuple[str, ...], script_first: bool) -> Iterator[Edit]:
    """Yield the files that an editing program is given: its words that are no option, no value and no script."""
    files: list[str] = []
    skip = has_script = False
    for text in texts:
        if skip:
            skip = False
        elif text.startswith("-") and len(text) > 1:
            skip = text in takes_value or (not script_first and text.endswith(takes_value))
            has_script = has_script or text.startswith(takes_value) or skip
        elif text:
            files.append(text)
    for name in files if has_script else files[1:]:
        yield Edit(call.path(name))


def _patch(call: Call, words: list[Text]) -> Iterator[Edit]:
    texts = [word.text for word in words]
    if call.stdin is None or not call.stdin.exact or {"-R", "--reverse", "--dry-run", "--check", "--stat"} & set(texts):
        return
    named = [text for text in texts if not text.startswith("-")]
    folder = Call(folder=call.path(texts[texts.index("-d") + 1])) if "-d" in texts[:-1] else call
    target = named[0] if named and "-d" not in texts else ""
    for edit in edits_of_unified(call.stdin.text, target):
        yield Edit(folder.path(edit.path), edit.diff, edit.added, edit.removed)


def _git(call: Call, words: list[Text]) -> Iterator[Edit]:
    texts = [word.text for word in words]
    if texts[:1] == ["apply"]:
        yield from _patch(call, [word for word in words[1:] if word.text != "-"])


def _apply_patch(call: Call, words: list[Text]) -> tuple[Edit, ...]:
    text = words[0].text if words else call.stdin.text if call.stdin else ""
    edits = edits_of_v4a(text) if is_v4a(text) else edits_of_unified(text)
    return tuple(Edit(call.path(edit.path), edit.diff, edit.added, edit.removed, edit.written) for edit in edits)


def _line_editor(call: Call, words: list[Text]) -> Iterator[Edit]:
    names = [word.text for word in words if not word.text.startswith("-")]
    if names and call.stdin:
        yield Edit(call.path(names[-1]))


_Handler = Callable[[Call, list[Text]], "Iterator[Edit] | tuple[Edit, ...]"]
_HANDLERS: dict[str, _Handler] = {
    "tee": _tee,
    "sed": _sed,
    "gsed": _sed,
    "perl": _perl,
    "ruby": _perl,
    "patch": _patch,
    "git": _git,
    "apply_patch": _apply_patch,
    "applypatch": _apply_patch,
    "ed": _line_editor,
    "ex": _line_editor,
}
