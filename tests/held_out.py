"""Made credentials of kinds that no rule of ours was written for: what the rules find of them is told as it is.

Nobody tunes a rule on these; who does moves the kind to `planted.py`. Of 36 kinds 22 were found when they were first
tried (61%); six of the others have rules since, and stand there.
"""

from __future__ import annotations

import string
from collections.abc import Callable, Iterator

from tests.planted import LETTERS, Maker, Planted

_HEX = "0123456789abcdef"
Make = Callable[[Maker], tuple[str, str]]


def _in(template: str, count: int = 0, alphabet: str = LETTERS) -> Make:
    def make(maker: Maker) -> tuple[str, str]:
        body = maker.of(count, alphabet) if count else maker.password()
        return template.replace("@@", body), body

    return make


HELD_OUT: dict[str, Make] = {
    "new-relic": _in("NEW_RELIC_API_KEY=NR" + "AK-@@", 27, string.ascii_uppercase + string.digits),
    "datadog": _in("DD_API_KEY=@@", 32, _HEX),
    "netlify": _in("NETLIFY_AUTH_TOKEN: nf" + "p_@@", 36),
    "terraform": _in('credentials "app.terraform.io" { token = "@@" }', 14 + 67),
    "doppler": _in("doppler run --token dp" + ".pt.@@", 43),
    "circleci": _in("circleci setup --token @@", 40, _HEX),
    "algolia": _in('algoliasearch("APPID12345", "@@")', 32, _HEX),
    "fastly": _in("Fastly-Key: @@", 32),
    "auth0": _in('"client_secret": "@@"', 64, LETTERS + "-_"),
    "firebase": _in("FCM server key AAAAx1y2z3w:APA" + "91b@@", 134, LETTERS + "-_"),
    "kubernetes": _in("kubectl config set-credentials ana --token=@@", 64),
    "yaml-bare": _in("  password: @@"),
    "properties": _in("spring.datasource.password=@@"),
    "prose": _in("The password of the staging account is @@, please change it."),
    "jdbc": _in("jdbc:sqlserver://db.internal;user=shop;password=@@;encrypt=true"),
    "sqlplus": _in("sqlplus shop/@@@db.internal/XE"),
    "openssl": _in("openssl enc -aes-256-cbc -k @@ -in a -out b"),
    "gpg": _in("gpg --batch --passphrase @@ -d backup.gpg"),
    "net-use": _in("net use Z: \\\\files\\share @@ /user:ana"),
    "mongo": _in("mongodb+srv://shop:@@@cluster0.internal/shop"),
    "amqp": _in("amqp://guest:@@@queue.internal:5672//"),
    "wpa": _in("wpa_passphrase home @@"),
    "expect": _in('send "@@\\r"'),
    "ruby": _in("ActionMailer.smtp_settings = { password: '@@', port: 25 }"),
    "go": _in('Password:  "@@",'),
    "flask": _in('app.secret_key = "@@"', 24, _HEX),
    "cookie": _in("Cookie: sessionid=@@; theme=dark", 32, string.ascii_lowercase + string.digits),
    "smtp": _in("swaks --auth-user ana --auth-password @@"),
    "wget": _in("wget --user=ana --password='@@' https://files.internal/x"),
    "htpasswd": _in("ana:$" + "apr1$@@", 31, LETTERS + "./"),
}


def held_out(seed: int = 1) -> Iterator[Planted]:
    """Yield every kind once."""
    maker = Maker(seed)
    for kind, make in HELD_OUT.items():
        yield Planted(kind, *make(maker))
