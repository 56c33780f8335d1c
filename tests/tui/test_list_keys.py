"""The keys of the list of runs: declared once, told everywhere."""

from __future__ import annotations

from pathlib import Path

from tests.tui.driver import listing, write_tape
from tui.commands.declared_list import LIST_COMMANDS, list_help_rows, list_hints
from tui.commands.listing import handler_of

README = Path(__file__).resolve().parents[2] / "README.md"


def list_key_table() -> str:
    """Return the README's table of the keys of the list, in Markdown."""
    rows = ["| keys in a list of runs | | does |", "|---|---|---|"]
    for _, keys, title, sentence in list_help_rows():
        shown = " ".join(f"`{key}`" for key in keys.split())
        rows.append(f"| {shown} | {title} | {sentence} |")
    return "\n".join(rows)


def test_every_command_of_the_list_has_a_handler_and_keys_of_its_own() -> None:
    """What is declared is handled, and no key of the list means two things."""
    assert all(callable(handler_of(command.id)) for command in LIST_COMMANDS)
    keys = [key for command in LIST_COMMANDS for key in command.keys]
    assert len(keys) == len(set(keys))


def test_the_readme_tells_the_keys_of_the_list() -> None:
    """The README's second table is the one that the declarations make."""
    assert list_key_table() in README.read_text(encoding="utf-8")


def test_the_footer_tells_keys_as_they_are_declared() -> None:
    """While a filter is on, the footer tells how to see all runs again."""
    declared = {command.title: command for command in LIST_COMMANDS}
    assert all(title in declared for _, title in list_hints(narrowed=True))
    assert ("esc", "all runs") in list_hints(narrowed=True)
    assert ("esc", "all runs") not in list_hints(narrowed=False)


async def test_the_keys_of_the_list_are_told_in_the_list(tmp_path: Path) -> None:
    """`?` shows the keys of the list there, and going back leaves the cursor where it was."""
    for name in "abc":
        write_tape(tmp_path / f"{name}.tape.jsonl")
    async with listing(tmp_path, size=(120, 50)) as viewer:
        await viewer.press("j", "question_mark")
        assert "Only runs without a label" in viewer.screen()
        assert "root cause" not in viewer.screen()
        await viewer.press("q")
        assert viewer.list.runs.cursor == 1
