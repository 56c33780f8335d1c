"""What changes the state a run works on: edits, shell mutations, installs. Reads and reruns change nothing."""

from __future__ import annotations

from playhead.insight.shell import simple_commands
from playhead.model import Action, Kind

_MUTATING = frozenset(
    [
        "mv",
        "cp",
        "rm",
        "mkdir",
        "rmdir",
        "chmod",
        "chown",
        "ln",
        "touch",
        "patch",
        "unzip",
        "tar",
        "dd",
        "truncate",
        "install",
        "make",
        "cmake",
        "ninja",
        "apply_patch",
    ]
)
_GIT = frozenset(
    [
        "checkout",
        "apply",
        "am",
        "stash",
        "reset",
        "revert",
        "restore",
        "merge",
        "rebase",
        "cherry-pick",
        "pull",
        "clean",
        "commit",
        "switch",
        "clone",
    ]
)


def changes_state(action: Action) -> bool:
    """Return whether an action changed files or what is installed, as far as the record tells."""
    if action.failed or not action.executed:
        return False
    if action.edits or action.kind in {Kind.EDIT, Kind.INSTALL}:
        return True
    if action.command is None:
        return False
    for one in simple_commands(action.command):
        if one.program in _MUTATING or [name for name in one.writes if not name.startswith("/dev/")]:
            return True
        if one.program == "git" and next((word for word in one.words[1:] if not word.startswith("-")), "") in _GIT:
            return True
    return False
