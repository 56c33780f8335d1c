"""Imports as far as a record shows them: which the edited code uses, and which lead from a file to another."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence

from playhead.insight.checks.checked import Checked
from playhead.insight.ledger import Deed
from playhead.insight.paths import may_be_same
from playhead.model import Kind

_PYTHON = re.compile(
    r"^[ \t>\d:|→-]*(?:from[ \t]+(\.*[\w.]+)[ \t]+import[ \t]+(\([^)]{0,2000}\)|[^\n#]+)"
    r"|import[ \t]+([\w.]+)(?:[ \t]+as[ \t]+(\w+))?)",
    re.MULTILINE,
)
_SCRIPT = re.compile(
    r"""(?:import[ \t]+([^;'"\n]{1,500}?)[ \t]+from"""
    r"""|const[ \t]+([^=\n]{1,300}?)=[ \t]*require\()[ \t(]*['"](\.[^'"\n]+)['"]"""
)
_TELLING = re.compile(
    r"(?:^|[/._-])(?:schemas?|config\w*|settings?|conf|options|tests?|testing|constants?)(?:$|[/._-])"
)
_IMPORTING = re.compile(r"^[^\n]{0,40}\b(?:import|from|require|include|use|mod|extends)\b[^\n]{0,300}", re.MULTILINE)
_BY_FOLDER = (".go", ".java", ".kt", ".cs", ".swift", ".scala")
"""Where these stand in one folder they see one another without an import."""
_FOR_FOLDERS = frozenset(("__init__", "index", "mod", "main"))
_LOOKED_BACK = 2_000
_WORD = re.compile(r"[A-Za-z_]\w+")


def used_imports(run: Checked, most: int) -> Iterator[tuple[str, str, Deed | None]]:
    """Yield files that the edited code uses by an import, where their names say schema, settings or test.

    What a file imports is read from what the run last saw of it before the edit; what the edit is about are the names
    in its diff and in the function around it, where that was shown.
    """
    for deed in run.source_edits[:most]:
        for change in run.source_changes(deed):
            shown = _last_seen(run, deed, change.path)
            used = _region(run, deed, change.path, shown)
            for module, names in _imports(shown):
                path = _path_of(module, change.path)
                if path and used & names and _TELLING.search(path.rsplit(".", 1)[0]):
                    yield path, f"used by the edited code of {posixpath.basename(change.path)}", deed


def imported_by(run: Checked, paths: Sequence[str], most: int) -> frozenset[str]:
    """Return those of some files that an import leads to: out of a file that was opened, or into one that was."""
    stems = {path: posixpath.basename(path).rsplit(".", 1)[0] for path in paths}
    near: set[str] = set()
    seen = {posixpath.basename(deed.read).rsplit(".", 1)[0] for deed in run.deeds if deed.read}
    opened = [deed for deed in run.deeds if deed.kind in {Kind.READ, Kind.SEARCH} or deed.changes]
    for deed in opened[: most * 4]:
        action = run.action(deed)
        lines = "\n".join(_IMPORTING.findall((action.output or "")[:60_000])) if action is not None else ""
        words = set(_WORD.findall(lines))
        of = deed.read or next((change.path for change in deed.changes), "")
        near |= {path for path, stem in stems.items() if _leads(of, path, stem, words, seen)}
    return frozenset(near)


def _leads(of: str, path: str, stem: str, words: set[str], seen: set[str]) -> bool:
    """Return whether the imports in what was seen of a file lead to another one, or from that one to an opened file."""
    beside = posixpath.dirname(of) == posixpath.dirname(path)
    if not of or not may_be_same(of, path):
        names = {stem} if stem not in _FOR_FOLDERS else {posixpath.basename(posixpath.dirname(path))}
        return bool(names & words) or (of.endswith(_BY_FOLDER) and beside)
    return bool(words & (seen - {stem}))


def _last_seen(run: Checked, before: Deed, path: str) -> str:
    for number in range(before.number - 1, max(0, before.number - _LOOKED_BACK), -1):
        deed = run.by_number.get(number)
        if deed is not None and deed.read and may_be_same(deed.read, path):
            action = run.action(deed)
            return (action.output or "")[:200_000] if action is not None else ""
    return ""


def _imports(text: str) -> Iterator[tuple[str, frozenset[str]]]:
    for module, names, plain, alias in _PYTHON.findall(text)[:500]:
        if module:
            yield module, frozenset(_WORD.findall(names)) - {"as"}
        elif plain:
            yield plain, frozenset({alias or plain.split(".")[0]})
    for names, others, path in _SCRIPT.findall(text)[:500]:
        yield path, frozenset(_WORD.findall(names or others))


def _path_of(module: str, importer: str) -> str | None:
    """Return the file of a module that is surely in the project: by a relative import, or of the same package."""
    folder = posixpath.dirname(importer)
    if module.startswith(("./", "../")):
        return posixpath.normpath(posixpath.join(folder, module))
    if module.startswith("."):
        return posixpath.join(folder, module.lstrip(".").replace(".", "/") + ".py")
    parts = module.split(".")
    return "/".join(parts) + ".py" if parts[0] in importer.split("/") and len(parts) > 1 else None


def _region(run: Checked, deed: Deed, path: str, shown: str) -> set[str]:
    """Return the words of the edited lines and of the function around them."""
    action = run.action(deed)
    diffs = [edit.diff or "" for edit in action.edits if edit.path == path] if action is not None else []
    changed = [
        line[1:] for diff in diffs for line in diff.split("\n") if line[:1] in {"-", "+", " "} and line[1:].strip()
    ]
    words = {word for line in changed for word in _WORD.findall(line)}
    lines = shown.split("\n")
    olds = {
        line[1:].strip() for diff in diffs for line in diff.split("\n") if line[:1] in {"-", " "} and line[1:].strip()
    }
    for place, line in enumerate(lines):
        text = re.sub(r"^[ \t]*\d+[\t:|→ ]", "", line).strip()
        if len(text) > 5 and text in olds:
            words |= {word for near in lines[max(0, _head(lines, place)) : place + 15] for word in _WORD.findall(near)}
    return words


def _head(lines: Sequence[str], place: int) -> int:
    for at in range(place, max(-1, place - 80), -1):
        if re.match(r"^[ \t\d:|→]*(?:async )?(?:def|class|function|export|func|fn)\b", lines[at]):
            return at
    return place - 15
