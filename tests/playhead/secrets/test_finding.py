"""What is found of made credentials, in every way an output shows them, and what is left alone."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from playhead.secrets import masked, secrets_in
from tests.planted import Maker, Planted, as_json, coloured, harmless, leaked, planted, wrapped

RENDERINGS: dict[str, Callable[[Planted], str]] = {
    "raw": lambda one: one.text,
    "json": lambda one: as_json(one.text),
    "colours": lambda one: coloured(one.text, one.secret),
    "wrapped": lambda one: wrapped(one.text),
}
# A name at the end of a line whose value a terminal's edge put on the next: lines that end at a blank or a quote are
# not read together, or every other line would be.
MISSED = {
    "wrapped": {
        "mysqldump",
        "docker-login",
        "password-json",
        "netrc",
        "docker-auth",
        "redis-cli",
        "password-stdin",
        "password-option",
        "npmrc",
        "django",
    }
}


@pytest.mark.parametrize("name", RENDERINGS)
def test_no_made_credential_can_be_read(name: str) -> None:
    """Of no kind six characters in a row can be read: raw, in JSON, with colours inside, and broken at column 80."""
    made = [one for seed in (1, 2) for one in planted(seed)]
    read = {one.kind for one in made if leaked(one.secret, masked(RENDERINGS[name](one)))}
    assert read <= MISSED.get(name, set())


def test_what_only_looks_like_one_is_left_alone() -> None:
    """Hashes, ids, pictures, names in code and what stands for a value are shown as they are."""
    lines = [line for seed in (1, 2, 3) for line in harmless(seed)]
    assert [line for line in lines if masked(line) != line] == []


def test_a_number_of_lines_is_read_as_each_of_them() -> None:
    """In a long output the same is found as in its lines, at the places where it stands there."""
    made = [one.text for one in planted(3) if "\n" not in one.text]
    text = "\n".join(f"line {number}\n{one}" for number, one in enumerate(made))
    by_line, at = set(), 0
    for line in text.split("\n"):
        by_line |= {(at + one.start, at + one.end) for one in secrets_in(line)}
        at += len(line) + 1
    assert by_line <= {(one.start, one.end) for one in secrets_in(text)}


@pytest.mark.parametrize("before", ["", "+", "-", " ", "    12\t", "  7: ", "> ", "# "])
def test_a_key_is_masked_behind_what_stands_before_its_lines(before: str) -> None:
    """In a diff, a quotation, behind line numbers and indents no line of a private key can be read."""
    key = next(one for one in planted(4) if one.kind == "openssh")
    text = "\n".join(before + line for line in key.text.split("\n"))
    assert leaked(key.secret, masked(text).replace(before, "")) == ""


@pytest.mark.parametrize("kind", ["rsa", "pkcs8", "openssh", "pgp"])
def test_part_of_a_key_is_a_key(kind: str) -> None:
    """The first lines of a private key without its end, and its last lines without its beginning, are masked too."""
    lines = next(one for one in planted(5) if one.kind == kind).text.split("\n")
    for part in (lines[:4], lines[-4:]):
        shown = masked("\n".join(("$ cat key", *part, "$ exit")))
        assert not [line for line in part if line in shown and not line.startswith("-----")]
        assert "$ exit" in shown


def test_a_certificate_is_no_secret() -> None:
    """A public key and a certificate in the same armour are shown."""
    for name in ("CERTIFICATE", "PUBLIC KEY"):
        text = f"-----BEGIN {name}-----\n{Maker(1).lines(4)}\n-----END {name}-----\n"
        assert masked(text) == text


def test_json_in_json_is_read() -> None:
    """A credential in a JSON text that stands in a JSON text is found behind both layers of escapes."""
    body = Maker(2).of(40)
    text = json.dumps({"log": json.dumps({"access_token": body})})
    assert leaked(body, masked(text)) == ""
    assert len(masked(text)) == len(text)
