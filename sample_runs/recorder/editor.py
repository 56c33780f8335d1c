"""The editor tool of the scripted agents: view, create, str_replace; its answers are worded as such tools word them."""

from __future__ import annotations

from pathlib import Path

_AROUND = 4


def edit(
    root: Path,
    *,
    command: str,
    path: str,
    view_range: list[int] | None = None,
    file_text: str = "",
    old_str: str = "",
    new_str: str = "",
) -> str:
    """Do what the agent asked for, for real, and return what it is told."""
    place = root / path
    if command == "view":
        first, last = view_range or [1, 10_000]
        return f"Here's the result of running `cat -n` on {path}:\n{_numbered(place.read_text(), first, last)}"
    if command == "create":
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(file_text)
        return f"File created successfully at: {path}"
    before = place.read_text()
    found = before.count(old_str)
    if found != 1:
        times = "did not appear verbatim" if not found else f"appeared {found} times"
        return f"No replacement was performed, old_str `{old_str}` {times} in {path}."
    place.write_text(before.replace(old_str, new_str))
    first = before[: before.index(old_str)].count("\n") + 1 - _AROUND
    last = first + 2 * _AROUND + new_str.count("\n")
    return (
        f"The file {path} has been edited. Here's the result of running `cat -n` on a snippet of {path}:\n"
        f"{_numbered(place.read_text(), max(1, first), last)}"
        "Review the changes and make sure they are as expected. Edit the file again if necessary."
    )


def _numbered(text: str, first: int, last: int) -> str:
    lines = text.splitlines()
    return "".join(f"{number:6}\t{line}\n" for number, line in enumerate(lines, 1) if first <= number <= last)
