"""The gate's last step: lines, values and texts as they may be shown now, and what is kept whatever is shown."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from playhead.text import (
    clean,
    credentials_are_shown,
    for_keeping,
    line_without_credentials,
    show_credentials,
    text_without_credentials,
    value_without_credentials,
    visible,
)
from tests.planted import KEYS, Maker, leaked, planted, wrapped
from tui.settings import Settings
from tui.start import _set_policies


@pytest.fixture(autouse=True)
def _masked_again() -> Iterator[None]:
    yield
    show_credentials(False)


def test_the_switch_shows_and_what_is_kept_stays_masked() -> None:
    """While credentials are shown the gate lets them pass; what is written to a file of ours is masked all the same."""
    one = next(iter(planted(21)))
    assert leaked(one.secret, clean(one.text)) == ""
    show_credentials()
    assert clean(one.text) == one.text
    assert text_without_credentials(one.text) == (one.text, 0)
    assert leaked(one.secret, for_keeping(one.text)) == ""


def test_a_name_tells_what_its_value_is() -> None:
    """A value under the name of a password or a key is masked; the same under another name is not."""
    maker = Maker(22)
    password, key = maker.password(), maker.of(32)
    assert leaked(password, value_without_credentials("password", password)) == ""
    assert leaked(key, value_without_credentials("api_key", key)) == ""
    assert value_without_credentials("title", password) == password
    assert value_without_credentials("password", "changeme") == "changeme"


def test_a_line_of_a_key_is_masked_by_the_lines_around_it() -> None:
    """Each line of a private key is masked where it is drawn alone, of a text that holds the whole key."""
    text, secret = KEYS["openssh"](Maker(23))
    text = f"$ cat key\n{text}\n$ exit\n"
    at, shown = 0, []
    for line in text.splitlines(keepends=True):
        shown.append(line_without_credentials(text, at, at + len(line), visible(line.rstrip("\n"))))
        at += len(line)
    assert leaked(secret, "\n".join(shown)) == ""
    assert [shown[0], shown[-1]] == ["$ cat key", "$ exit"]


def test_both_halves_of_a_broken_token_are_masked() -> None:
    """A token that an edge has broken is masked on both lines, each drawn alone."""
    one = next(one for one in planted(24) if one.kind == "github-pat")
    text = wrapped(one.text) + "\nnext\n"
    at, shown = 0, []
    for line in text.splitlines(keepends=True):
        shown.append(line_without_credentials(text, at, at + len(line), visible(line.rstrip("\n"))))
        at += len(line)
    assert leaked(one.secret, "\n".join(shown)) == ""
    assert shown[-1] == "next"


def test_a_setting_shows_them_from_the_start() -> None:
    """`secrets = "shown"` in the settings is what the program begins with; without it everything is masked."""
    _set_policies(Settings(glyphs="unicode"))
    assert not credentials_are_shown()
    _set_policies(Settings(glyphs="unicode", secrets="shown"))
    assert credentials_are_shown()
