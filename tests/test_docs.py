"""The documentation says what is: examples load, commands parse, links and pictures are there, keys are fresh."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

from playhead.labels.schema import load_schema
from tests.cheat_sheet import PAGE, cheat_sheet
from tests.pictures.documentation import PICTURES
from tui import cli
from tui.settings import SETTINGS, load_settings

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
PAGES = sorted([ROOT / "README.md", *DOCS.rglob("*.md")])
MOST_PICTURES = 20
LARGEST_PICTURE = 150_000


def blocks(page: Path, language: str = "") -> list[str]:
    """Return the code blocks of a page in a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", page.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)


def test_the_cheat_sheet_is_fresh() -> None:
    """docs/keys.md is what the declarations make (`python -m tests.cheat_sheet` writes it)."""
    assert PAGE.read_text(encoding="utf-8") == cheat_sheet()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_is_linked_is_there(page: Path) -> None:
    """Every link and picture of a page leads to a file of the project."""
    targets = re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text(encoding="utf-8"))
    missing = [one for one in targets if "://" not in one and not (page.parent / one).exists()]
    assert missing == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_of_a_page_is_understood(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a page tells to type is taken by the command line: the command is there and so is every option."""
    for line in re.split(r"\n|\s{3,}(?=playhead )", "\n".join(blocks(page))):
        words = shlex.split(line.replace("...", ""), comments=True) if line.startswith("playhead ") else []
        words = words[1 : words.index(">")] if ">" in words else words[1:]
        if words:
            understood(words, monkeypatch)


def understood(words: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the command line parse words, and go no further."""
    parsed: list[object] = []
    monkeypatch.setattr("argparse.ArgumentParser.parse_args", remembering(parsed))
    with pytest.raises(Parsed):
        cli._headless(*command_of(words)) if command_of(words) else cli._screen(words)
    assert parsed, words


class Parsed(Exception):  # noqa: N818 - it is no error
    """The words were understood."""


def remembering(parsed: list[object]):
    """Return a `parse_args` that remembers what it parsed and goes no further."""
    from argparse import ArgumentParser

    take = ArgumentParser.parse_known_args

    def parse(self: ArgumentParser, words: list[str]) -> None:
        found, unknown = take(self, words)
        assert unknown == [], unknown
        parsed.append(found)
        raise Parsed

    return parse


def command_of(words: list[str]) -> tuple[str, list[str]] | None:
    """Return the headless command that words begin with, and its arguments."""
    for count in (2, 1):
        name = " ".join(words[:count])
        if name in cli.HEADLESS:
            return name, words[count:]
    return None


def test_examples_work_when_they_are_pasted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every command of the pages about a sample run prints something, and what a page shows of it is what it prints."""
    shutil.copytree(ROOT / "sample_runs", tmp_path / "sample_runs", ignore=shutil.ignore_patterns("*.py", "recorder"))
    monkeypatch.chdir(tmp_path)
    names = set()
    for page in PAGES:
        printed = ""
        for language, block in re.findall(r"^```(\w*)\n(.*?)^```$", page.read_text("utf-8"), re.DOTALL | re.MULTILINE):
            if language == "text":
                missing = set(block.splitlines()) - set(printed.splitlines())
                assert missing == set(), page.name
                continue
            printed = ""
            for line in block.splitlines():
                words = shlex.split(line, comments=True) if line.startswith("playhead ") else []
                if (command := command_of(words[1:])) is not None and any("sample_runs" in one for one in words):
                    assert cli.main(words[1:]) == 0, line
                    out = capsys.readouterr().out
                    assert out, line
                    printed += out
                    names.add(command[0])
    assert names >= {"moments", "tests", "checks", "propose", "stats", "files"}


def test_the_examples_of_schemas_and_settings_load(tmp_path: Path) -> None:
    """The schema that is begun with and the settings that are shown are accepted as they stand."""
    schema = tmp_path / "schema.toml"
    schema.write_text(blocks(DOCS / "howto" / "write-a-schema.md", "toml")[0])
    assert [one.id for one in load_schema(schema).labels] == ["verdict", "turning_point", "read_right"]
    settings = tmp_path / "settings.toml"
    settings.write_text(blocks(DOCS / "howto" / "settings.md", "toml")[0])
    assert load_settings(settings).keys["failure.next"] == ("e", "f3")


def test_every_setting_is_explained() -> None:
    """The page of settings has a row for each, with all its values."""
    page = (DOCS / "howto" / "settings.md").read_text(encoding="utf-8")
    for one in SETTINGS:
        row = next(line for line in page.splitlines() if line.startswith(f"| `{one.name}` |"))
        assert all(f"`{value}`" in row for value in one.choices)


def test_pictures_are_few_and_small() -> None:
    """The pictures of the documentation are those the program draws, at most twenty, each below 150 kB."""
    drawn = {DOCS / f"{picture.name}.svg" for picture in PICTURES}
    there = set(DOCS.rglob("*.svg"))
    assert drawn <= there
    assert len(there) <= MOST_PICTURES
    assert max(one.stat().st_size for one in there) < LARGEST_PICTURE
