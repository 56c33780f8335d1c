"""Made credentials for tests, and what only looks so: put together when a test runs, so that none stands in a file."""

from __future__ import annotations

import base64
import json
import random
import string
from collections.abc import Callable, Iterator
from dataclasses import dataclass

LETTERS = string.ascii_letters + string.digits
_HEX = "0123456789abcdef"
_UPPER = string.ascii_uppercase + "234567"


@dataclass(frozen=True)
class Planted:
    """A line, or several, with a made credential in it: `secret` must not be read in what is shown."""

    kind: str
    text: str
    secret: str


class Maker:
    """Makes values by chance, the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)

    def of(self, count: int, alphabet: str = LETTERS) -> str:
        """Return so many characters, a digit, a small and a large letter among them where the alphabet has some."""
        made = [self.chance.choice(alphabet) for _ in range(count)]
        for place, wanted in enumerate((string.digits, string.ascii_lowercase, string.ascii_uppercase)):
            there = [one for one in wanted if one in alphabet]
            if there and place < count and not set(made) & set(there):
                made[place + 1] = self.chance.choice(there)
        return "".join(made)

    def password(self) -> str:
        """Return what a person would type: a word, digits and a sign."""
        word = self.chance.choice(("Maple", "kestrel", "Orbit", "quartz", "Winter", "pelican"))
        return f"{word}{self.chance.choice('!#%+')}{self.of(4, string.digits)}"

    def lines(self, count: int) -> str:
        """Return lines of base64."""
        return "\n".join(self.of(64, LETTERS + "+/") for _ in range(count)) + f"\n{self.of(26)}=="


def _token(head: str, count: int, alphabet: str = LETTERS) -> Callable[[Maker], tuple[str, str]]:
    def make(maker: Maker) -> tuple[str, str]:
        body = maker.of(count, alphabet)
        return head + body, body

    return make


def _in(template: str, count: int = 0, alphabet: str = LETTERS) -> Callable[[Maker], tuple[str, str]]:
    def make(maker: Maker) -> tuple[str, str]:
        body = maker.of(count, alphabet) if count else maker.password()
        return template.replace("@@", body), body

    return make


def _key(name: str) -> Callable[[Maker], tuple[str, str]]:
    def make(maker: Maker) -> tuple[str, str]:
        body = maker.lines(6)
        return f"-----BEGIN {name}-----\n{body}\n-----END {name}-----", body

    return make


def _jwt(maker: Maker) -> tuple[str, str]:
    parts = [base64.urlsafe_b64encode(json.dumps(one).encode()).decode().rstrip("=") for one in _claims(maker)]
    token = ".".join((*parts, maker.of(43)))
    return token, token[3:]


def _claims(maker: Maker) -> tuple[dict[str, str], dict[str, str]]:
    return {"alg": "HS256", "typ": "JWT"}, {"sub": maker.of(12), "name": maker.of(20)}


TOKENS: dict[str, Callable[[Maker], tuple[str, str]]] = {
    "github-pat": _token("gh" + "p_", 36),
    "github-app": _token("gh" + "s_", 36),
    "github-fine": _token("github" + "_pat_", 82, LETTERS + "_"),
    "gitlab": _token("gl" + "pat-", 20),
    "slack-bot": lambda maker: (
        f"xoxb-{maker.of(12, string.digits)}-{maker.of(12, string.digits)}-{(body := maker.of(24))}",
        body,
    ),
    "slack-webhook": _in("https://hooks.slack" + ".com/services/T0AB1CD2E/B0AB1CD2F/@@", 24),
    "stripe": _token("sk" + "_live_", 24),
    "aws-id": _token("AK" + "IA", 16, _UPPER),
    "gcp": _token("AI" + "za", 35, LETTERS + "-_"),
    "google-oauth": _token("ya" + "29.", 60, LETTERS + "-_"),
    "openai": _token("sk" + "-proj-", 48),
    "anthropic": _token("sk" + "-ant-api03-", 93, LETTERS + "-_"),
    "hugging-face": _token("h" + "f_", 34, string.ascii_letters),
    "npm": _token("np" + "m_", 36),
    "pypi": _token("py" + "pi-AgEIcHlwaS5vcmc", 70, LETTERS + "-_"),
    "sendgrid": _in("S" + "G.@@", 66, LETTERS),
    "twilio": _token("S" + "K", 32, _HEX),
    "digitalocean": _token("do" + "p_v1_", 64, _HEX),
    "shopify": _token("shp" + "at_", 32, _HEX),
    "vault": _token("hv" + "s.", 95, LETTERS + "-_"),
    "linear": _token("li" + "n_api_", 40),
    "databricks": _token("da" + "pi", 32, _HEX),
    "grafana": _token("gl" + "sa_", 41, LETTERS),
    "planetscale": _token("ps" + "cale_tkn_", 43),
    "age": _token("AGE" + "-SECRET-KEY-1", 58, "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L"),
    "sentry": _token("sn" + "tryu_", 64, _HEX),
    "telegram": _in("9876543210:@@", 0),
    "discord-webhook": _in("https://discord" + ".com/api/webhooks/123456789012345678/@@", 68),
    "jwt": _jwt,
}
"""Values that tell by themselves what they are."""
TOKENS["telegram"] = lambda maker: ((body := "AA" + maker.of(33)), (f"9876543210:{body}", body))[1]

PLACES: dict[str, Callable[[Maker], tuple[str, str]]] = {
    "aws-secret": _in("AWS_SECRET_ACCESS_KEY=@@", 40, LETTERS + "/+"),
    "mysql": _in("mysql -h db.internal -u app -p@@ shop -e 'select 1'"),
    "mysqldump": _in("mysqldump --single-transaction -uroot -p'@@' shop"),
    "sshpass": _in("sshpass -p @@ ssh deploy@10.0.0.7 uptime"),
    "sudo": _in("echo '@@' | sudo -S apt-get install -y jq"),
    "chpasswd": _in("echo 'deploy:@@' | chpasswd"),
    "password-stdin": _in("echo @@ | docker login -u ana --password-stdin"),
    "docker-login": _in("docker login registry.internal -u ana -p @@"),
    "url": _in("postgres://shop:@@@db.internal:5432/shop"),
    "git-remote": _in("https://ana:@@@git.internal/shop.git"),
    "bearer": _in("Authorization: Bearer @@", 40),
    "basic": _in("authorization: Basic @@", 32),
    "curl-user": _in("curl -s -u ana:@@ https://api.internal/v1/me"),
    "api-key-header": _in("X-Api-Key: @@", 32),
    "private-token": _in("PRIVATE-TOKEN: @@", 24),
    "secret-key": _in("SECRET_KEY = '@@'", 50, LETTERS + "!#%^&*(-_=+)"),
    "django": _in("SECRET_KEY = 'django-" + "insecure-@@'", 50, LETTERS + "!#%^&*(-_=+)"),
    "password-variable": _in("export DB_PASSWORD=@@"),
    "password-yaml": _in('  password: "@@"'),
    "password-json": _in('{"user": "shop", "password": "@@"}'),
    "password-code": _in("conn = connect(host, user='shop', password='@@')"),
    "password-option": _in("createuser --name shop --password=@@"),
    "pgpassword": _in("PGPASSWORD=@@ psql -h db.internal -U shop"),
    "token-json": _in('{"access_token": "@@", "expires_in": 3600}', 40),
    "api-key-code": _in('client = Client(api_key="@@")', 32),
    "client-secret": _in("client_secret=@@", 40),
    "shadow": _in("deploy:$" + "6$rounds=5000$@@:19700:0:99999:7:::", 96),
    "bcrypt": _in("admin:$" + "2y$10$@@", 53),
    "netrc": _in("machine git.internal login ana password @@"),
    "pgpass": _in("db.internal:5432:shop:app:@@"),
    "npmrc": _in("//registry.internal/:_authToken=@@", 36),
    "docker-auth": _in('"registry.internal": {"auth": "@@"}', 44),
    "azure-key": _in("AccountName=shop;AccountKey=@@==;EndpointSuffix=core", 86),
    "redis-cli": _in("redis-cli -h cache.internal -a @@ ping"),
    "heroku": _in("HEROKU_API_KEY=@@", 36),
    "cloudflare": _in("CLOUDFLARE_API_TOKEN=@@", 40),
    "mailchimp": _in("MAILCHIMP_KEY=@@-us6", 32, _HEX),
    "bitbucket": _in("git clone with AT" + "BB@@", 32),
    "mapbox": _in("mapboxgl.accessToken = 's" + "k.eyJ1Ijoi@@'", 60),
    "okta": _in("Authorization: SSWS 00@@", 40),
    "ansible": _in("ansible_become_pass: @@"),
    "xml": _in("<password>@@</password>"),
    "powershell": _in('ConvertTo-SecureString "@@" -AsPlainText -Force'),
    "session": _in("Set-Cookie: session=@@; HttpOnly", 44),
}
"""Values that only what stands around them gives away."""

KEYS: dict[str, Callable[[Maker], tuple[str, str]]] = {
    "rsa": _key("RSA PRI" + "VATE KEY"),
    "pkcs8": _key("PRI" + "VATE KEY"),
    "openssh": _key("OPENSSH PRI" + "VATE KEY"),
    "pgp": _key("PGP PRI" + "VATE KEY BLOCK"),
}
_AROUND = ("@@", "2026-11-20 10:00:01 INFO worker starts with @@ now", '+ config: "@@"  # from the vault')


def planted(seed: int = 1) -> Iterator[Planted]:
    """Yield every kind once in each of its contexts: tokens in three, what its place gives away and keys in one."""
    maker = Maker(seed)
    for kind, make in TOKENS.items():
        for around in _AROUND:
            text, secret = make(maker)
            yield Planted(kind, around.replace("@@", text), secret)
    for kind, make in (PLACES | KEYS).items():
        text, secret = make(maker)
        yield Planted(kind, text, secret)


def as_json(text: str) -> str:
    """Return a text as it stands in a log of JSON lines."""
    return json.dumps({"type": "tool_result", "content": f"first\n{text}\nlast\n"})


def coloured(text: str, secret: str) -> str:
    """Return a text with colours before and inside of its secret."""
    at = text.find(secret.split("\n", maxsplit=1)[0]) + min(8, len(secret) // 2)
    return f"\x1b[1;32m{text[:at]}\x1b[0m\x1b[33m{text[at:]}\x1b[0m"


def wrapped(text: str, before: int = 50, width: int = 80) -> str:
    """Return a text as a program wraps it: lines of `width` characters, whatever stands there."""
    lines = f"{'y' * (before - 1)} {text}".split("\n")
    return "\n".join(line[at : at + width] for line in lines for at in range(0, len(line), width))


def leaked(secret: str, shown: str) -> str:
    """Return what can be read of a secret in a text that is shown: six of its characters in a row, or more."""
    plain = "".join(one for one in _without_colours(shown) if one not in "\n\r")
    body = secret.replace("\n", "")
    least = min(6, len(body))
    for at in range(len(body) - least + 1):
        if body[at : at + least] in plain:
            return body[at : at + least]
    return ""


def _without_colours(text: str) -> str:
    pieces = text.split("\x1b[")
    return pieces[0] + "".join(piece.partition("m")[2] for piece in pieces[1:])


def harmless(seed: int = 1) -> Iterator[str]:
    """Yield lines that hold no credential and look a little so: hashes, ids, names in code, what stands for a value."""
    maker = Maker(seed)
    yield f"commit {maker.of(40, _HEX)}"
    yield f"index {maker.of(7, _HEX)}..{maker.of(7, _HEX)} 100644"
    yield f"    --hash=sha256:{maker.of(64, _HEX)}"
    yield f'"integrity": "sha512-{maker.of(86, LETTERS + "+/")}=="'
    yield f"id: {'-'.join(maker.of(count, _HEX) for count in (8, 4, 4, 4, 12))}"
    yield f"sha256:{maker.of(64, _HEX)}  Dockerfile"
    yield f"key = '{maker.of(64, _HEX)}'  # cache key"
    yield f"![plot](data:image/png;base64,iVBORw0KGgo{maker.of(400, LETTERS + '+/')})"
    yield from _CODE


_CODE = (
    "token = os.environ['GITHUB_TOKEN']",
    "password = getpass.getpass('Password: ')",
    "api_key: str = Field(default_factory=load_api_key)",
    "pad_tokens=tokenizer.pad_token_id, hf_token=args.hf_token",
    'API_KEY="your-api-key-here"',
    "export TOKEN=<your token>",
    "DB_PASSWORD=${DB_PASSWORD:-}",
    "password: {{ vault_db_password }}",
    "PASSWORD=changeme",
    "secretKeyRef: {name: shop-secrets, key: database-url}",
    "def test_the_token_is_refreshed_when_it_expires(token_factory, secret_store):",
    "src/auth/password_reset_token_generator.py:41: AuthenticationError: invalid_token",
    'raise ValueError("password must be a string of at least eight characters")',
    "curl -u $USER:$PASSWORD https://api.internal",
    "https://user:password@example.com/path",
    "Authorization: Bearer $TOKEN",
    "mysql --protocol=tcp --port=3306 --print-defaults",
    "key=lambda pair: pair[1], tokens_per_second=1234.5, max_tokens=4096",
    "ssh-rsa keys of known hosts are refreshed: /home/dev/.ssh/known_hosts",
    "collected 12 items / tests/test_secrets.py::test_secret_is_masked PASSED",
    "INFO tokenizer: vocabulary 128256, special tokens <|begin_of_text|> <|end_of_text|>",
    "if (token === TokenKind.EndOfFileToken) return parsePrimaryExpression();",
    "|  secret  |  passwords are kept in the vault  |",
    "user.password_digest = BCrypt::Password.create(params[:password])",
)
