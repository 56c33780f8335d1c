"""Credentials on the screen: masked wherever they stand, shown by a key, and never written by this program."""

from __future__ import annotations

import base64
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from playhead.text import credentials_are_shown, show_credentials
from tests.planted import KEYS, PLACES, TOKENS, Maker, Planted, leaked
from tests.terminal import running, shown
from tests.tui.driver import listing, viewing, write_tape

ROOT = Path(__file__).resolve().parents[2]
WANTED = ("github-pat", "aws-secret", "url", "rsa", "mysql", "bearer", "password-json")


def planted_steps(seed: int = 11) -> tuple[list[Planted], tuple[tuple[str, str, int], ...]]:
    """Return made credentials, and steps whose commands and outputs hold them, a diff and an overdrawn line too."""
    maker = Maker(seed)
    makers = TOKENS | PLACES | KEYS
    made = [Planted(kind, *makers[kind](maker)) for kind in WANTED]
    by_kind = {one.kind: one.text for one in made}
    token = by_kind["github-pat"]
    coloured_token = f"\x1b[31mT={token[:12]}\x1b[0m{token[12:]}"
    diff = f"diff --git a/.env b/.env\n--- a/.env\n+++ b/.env\n@@ -1 +1 @@\n-PORT=1\n+TOKEN={token}\n"
    steps = (
        ("cat .env", f"PORT=1\n{by_kind['aws-secret']}\nDATABASE={by_kind['url']}\n{coloured_token}\n", 0),
        (by_kind["mysql"], "ERROR 1045\n", 1),
        ("cat key.pem", by_kind["rsa"] + "\n", 0),
        (f"curl -H '{by_kind['bearer']}' https://api.internal", by_kind["password-json"] + "\n", 1),
        ("git diff", diff, 0),
        ("env | fold -w 80", f"{'x' * 60} TOKEN={token[:12]}\n{token[12:]}\n", 0),
    )  # fmt: skip
    return made, steps


def read_in(made: list[Planted], text: str) -> list[str]:
    """Return the kinds of which something can be read in a text."""
    return [one.kind for one in made if leaked(one.secret, text)]


@pytest.fixture(autouse=True)
def _masked_again() -> Iterator[None]:
    yield
    show_credentials(False)


async def test_a_key_shows_credentials_and_masks_them_again(tmp_path: Path) -> None:
    """`M` shows them on every pane, the header says so while it lasts, and `M` masks them again."""
    made, steps = planted_steps()
    async with viewing(write_tape(tmp_path / "a.tape.jsonl", steps)) as viewer:
        await viewer.press("l")
        assert read_in(made, viewer.screen()) == []
        assert "-p••••" in viewer.screen()
        await viewer.press("M")
        assert "mysql" in read_in(made, viewer.screen())
        assert "secrets shown" in viewer.screen().splitlines()[0]
        assert "M masks them" in viewer.foot
        await viewer.press("M")
        assert read_in(made, viewer.screen()) == []
        assert "secrets shown" not in viewer.screen()


async def test_every_page_and_view_is_masked(tmp_path: Path) -> None:
    """Steps, diffs side by side, the raw record, every page, a search and the palette show none."""
    made, steps = planted_steps()
    async with viewing(write_tape(tmp_path / "a.tape.jsonl", steps), size=(140, 40)) as viewer:
        for _ in steps:
            assert read_in(made, viewer.screen()) == []
            await viewer.press("l")
        await viewer.press("r", "h", "h")
        assert read_in(made, viewer.screen()) == []
        await viewer.press("l", "l")
        assert read_in(made, viewer.screen()) == []
        await viewer.press("r")
        for page in "ispC=":
            await viewer.press(page)
            assert read_in(made, viewer.screen()) == [], page
            await viewer.press("escape")
        await viewer.press("slash")
        await viewer.type("TOKEN")
        assert read_in(made, viewer.screen()) == []
        await viewer.press("ctrl+p")
        assert read_in(made, viewer.screen()) == []


async def test_a_page_follows_the_key(tmp_path: Path) -> None:
    """On a page the key works too: what it shows is made again, there and on the run below."""
    made, steps = planted_steps()
    async with viewing(write_tape(tmp_path / "a.tape.jsonl", steps)) as viewer:
        await viewer.press("l", "e", "C")
        await viewer.press("M")
        assert credentials_are_shown()
        await viewer.press("escape")
        assert read_in(made, viewer.screen())


async def test_copies_are_masked_unless_they_are_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is copied holds none, and says how many were masked; after `M` it is the record's own text."""
    monkeypatch.delenv("TMUX", raising=False)
    made, steps = planted_steps()
    async with viewing(write_tape(tmp_path / "a.tape.jsonl", steps)) as viewer:
        await viewer.press("Y", "o")
        await viewer.until(lambda: "PORT=1" in viewer.app.clipboard)
        assert read_in(made, viewer.app.clipboard) == []
        await viewer.until(lambda: "3 credentials masked, M shows them" in " ".join(viewer.screen().split()))
        await viewer.press("M", "Y", "o")
        await viewer.until(lambda: viewer.app.clipboard == steps[0][1])


async def test_what_a_list_keeps_is_masked(tmp_path: Path) -> None:
    """Titles and tasks of runs are masked in the list, and in the cache that it is read from the next time."""
    made, _ = planted_steps()
    token = next(one for one in made if one.kind == "github-pat")
    (tmp_path / "runs").mkdir()
    write_tape(tmp_path / "runs" / "a.tape.jsonl", ((f"use {token.text}", "", 0),))
    path = tmp_path / "runs" / "a.tape.jsonl"
    path.write_text(path.read_text().replace("Fix checkout", f"Deploy with {token.text}"))
    show_credentials()
    async with listing(tmp_path / "runs"):
        pass
    show_credentials(False)
    async with listing(tmp_path / "runs") as viewer:
        assert "Deploy" in viewer.screen()
        assert read_in(made, viewer.screen()) == []


def test_no_credential_leaves_the_program(tmp_path: Path) -> None:
    """Nothing of one is in a byte sent to a terminal, copied, piped, cached, or written with a label."""
    made, steps = planted_steps()
    (tmp_path / "runs").mkdir()
    write_tape(tmp_path / "runs" / "a.tape.jsonl", steps)
    homes = {f"XDG_{name}_HOME": str(tmp_path / "home" / name) for name in ("STATE", "CACHE", "CONFIG", "DATA")}
    plain = {"LANG": "C.UTF-8", "TMUX": "", "STY": "", "SHELL": "/bin/sh", "PAGER": f"cat > {tmp_path / 'piped'}"}
    command = [sys.executable, "-m", "tui", "--by", "ana", str(tmp_path / "runs")]
    with running(command, folder=ROOT, environment=plain | homes) as terminal:
        terminal.wait_for_text("a.tape")
        terminal.press("\r")
        terminal.wait_for_text("cat .env")
        terminal.press("lllhhhrrYo")
        terminal.wait_for(lambda data: b"\x1b]52;" in data)
        terminal.press("|\r")
        terminal.wait_for_text("enter goes back")
        terminal.press("\r")
        terminal.press("l+")
        terminal.wait_for(lambda _: bool(list((tmp_path / "runs").rglob("ana@*.jsonl"))))
        terminal.press("qq")
    sent = bytes(terminal.sent)
    copied = b"".join(base64.b64decode(one) for one in re.findall(rb"\x1b\]52;[a-z]*;([A-Za-z0-9+/=]+)", sent))
    folders = (tmp_path / "home", tmp_path / "runs" / "a.tape.jsonl.labels")
    kept = [one.read_bytes() for folder in folders for one in folder.rglob("*") if one.is_file()]
    piped = (tmp_path / "piped").read_bytes()
    assert b"PORT=1" in copied
    assert b"PORT=1" in piped
    assert any(b"mysql" in one for one in kept)
    for data in (shown(sent).encode(), copied, piped, *kept):
        assert read_in(made, data.decode("utf-8", "replace")) == []


def test_commands_without_a_screen_mask_too(tmp_path: Path) -> None:
    """Tables and JSON hold none unless `--show-secrets` asks for them; what is converted is as it was, and told of."""
    made, steps = planted_steps()
    run = str(write_tape(tmp_path / "a.tape.jsonl", steps))
    program = f"""
import sys
from tui.cli import main
for words in (["steps", {run!r}], ["steps", "--json", "--full", {run!r}], ["files", {run!r}], ["moments", {run!r}],
              ["checks", {run!r}], ["info", {run!r}], ["tests", "--json", {run!r}], ["moments", "--json", {run!r}],
              ["propose", "--write", {run!r}]):
    main(words)
sys.stdout.flush()
print("=====", flush=True)
main(["convert", {run!r}, {str(tmp_path / "b.json")!r}])
main(["steps", "--json", "--full", "--show-secrets", {run!r}])
"""
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT)
    before, _, after = told.stdout.partition("=====")
    journals = [one.read_text() for one in (tmp_path / "a.tape.jsonl.labels").iterdir()]
    assert journals
    assert [one for text in journals for one in read_in(made, text)] == []
    assert "PORT=1" in before
    assert read_in(made, json.dumps(before)) == []
    assert read_in(made, before.replace("\\n", "")) == []
    assert len(read_in(made, after.replace("\\n", ""))) == len(made)
    assert len(read_in(made, (tmp_path / "b.json").read_text().replace("\\n", ""))) == len(made)
    assert re.search(r"b\.json: \d+ values look like credentials; nothing was masked", told.stderr)


async def test_the_key_is_named_where_something_is_masked(tmp_path: Path) -> None:
    """The foot names the key while the step in sight has something masked, and not at other steps."""
    steps = (("ls", "a.txt\n", 0), ("cat .env", f"SECRET_TOKEN={Maker(3).of(40)}\n", 0), ("ls", "a.txt\n", 0))
    async with viewing(write_tape(tmp_path / "a.tape.jsonl", steps)) as viewer:
        assert "show secrets" not in viewer.foot
        await viewer.press("l")
        await viewer.until(lambda: "M show secrets" in viewer.foot)
        await viewer.press("l")
        await viewer.until(lambda: "show secrets" not in viewer.foot)
