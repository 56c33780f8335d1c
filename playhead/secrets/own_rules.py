"""Our own rules: what the scanners that were measured miss, or find only with more text around it (labels.md 5.1).

A value stands in a group. Repetitions are bounded, so that no line takes more than linear time.
"""

from __future__ import annotations

from collections.abc import Callable

from playhead.late_pattern import late_pattern
from playhead.secrets.heads import HEADS, MASK, head_of
from playhead.secrets.judging import LEAST_ENTROPY, entropy, is_hex_or_random, is_random, is_secret, is_typed_secret
from playhead.secrets.rules import Rule

_WORD = r"""('[^'\n]{1,128}'|"[^"\n]{1,128}"|[^\s'"|;&<>]{1,128})"""
"""A word of a shell's command line."""
_IS = r"""["'\\]{0,3}\s{0,3}(?:=>|:=|[=:])\s{0,3}"""
"""What stands between a name and its value in code, JSON, YAML and environments."""
_REST = r"[\w.-]{0,24}"
_PASSWORDS = r"(?:pass(?:word|wd|phrase)?|passwd|pwd|secret)"
_KEY_NAMES = (
    r"(?:api[_-]?key|access[_-]?key|auth[_-]?key|secret|token|credentials?"
    r"|private[_-]?key|encryption[_-]?key|[_-]key|apikey)"
)

_HEAD_KEYWORDS = (
    "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "glpat-", "xox", "xapp-", "sk-", "k_live_",
    "k_test_", "whsec_", "hf_", "npm_", "pypi-", "ya29.", "gocspx-", "aiza", "r8_", "gsk_", "xai-", "tskey-",
    "sbp_", "dop_v1_", "lin_api_", "shpat_", "shpca_", "shppa_", "shpss_", "hvs.", "hvb.", "dapi", "glsa_",
    "pmak-", "pscale_", "sg.", "key-", "atatt3", "age-secret-key-1", "ops_", "dckr_pat_", "nvapi-", "pplx-",
    "figd_", "rnd_", "vercel_", "secret_", "ntn_", "atbb", "sk.eyj", "apa91b",
)  # fmt: skip


def _rule(name: str, keywords: tuple[str, ...], pattern: str, judge: Callable[[str], bool] = is_secret) -> Rule:
    return Rule(name, keywords, late_pattern(pattern), judge)


OWN_RULES: tuple[Rule, ...] = (
    _rule("url-password", ("://",), r"://[^\s/:@'\"<>]{0,64}:([^\s/@'\"<>]{1,128})@[\w\[]"),
    _rule("url-token", ("://",), r"://([A-Za-z0-9_-]{20,255})@[\w\[]", is_random),
    _rule(
        "authorization",
        ("authorization",),
        r"(?i)authorization[\"'\\]{0,3}\s{0,3}[:=,]\s{0,3}[\"'\\]{0,3}(?:(?:bearer|basic|token|apikey|digest|bot|ssws)\s{1,3})?"
        r"([\w.~+/=-]{8,4096})",
    ),
    _rule("bearer", ("bearer",), r"(?i)\bbearer[ \t]{1,3}([\w.~+/-]{16,4096}={0,2})", is_random),
    _rule(
        "header",
        ("x-", "private-token", "api-key"),
        r"(?i)\b(?:x-[a-z-]{0,24}(?:key|token|secret)|private-token|api-key)[\"'\\]{0,3}\s{0,2}:\s{0,3}[\"'\\]{0,3}"
        r"([^\s'\"\\,;]{8,512})",
        is_typed_secret,
    ),
    _rule(
        "session-cookie",
        ("cookie", "session", "sessid", "connect.sid", "csrf", "sid="),
        r"(?i)(?:sess(?:ion)?_?(?:id|key|token)?|connect\.sid|csrf_?token|auth_?token|\bsid)=([^\s;'\",&]{16,1024})",
        is_random,
    ),
    _rule(
        "curl-user",
        ("curl",),
        r"\bcurl\b[^\n|;]{0,300}?\s(?:-u|--user|--proxy-user)(?:=|\s{0,3})['\"]?[\w.@\\%+-]{1,64}:([^\s'\"]{1,128})",
    ),
    _rule(
        "mysql-password",
        ("mysql", "mariadb"),
        rf"\b(?:mysql(?:dump|admin|import|check|show)?|mariadb(?:-\w{{1,10}})?)\b[^\n|;&]{{0,200}}?\s-p{_WORD}",
    ),
    _rule(
        "sshpass", ("sshpass",), rf"\bsshpass\s{{1,3}}(?:-[vhP]\s{{0,3}}\S{{0,40}}\s{{1,3}}){{0,3}}-p\s{{0,3}}{_WORD}"
    ),
    _rule(
        "piped-password",
        ("sudo", "| -s", "chpasswd", "stdin", "passphrase-fd"),
        r"\b(?:echo|printf)\s{1,3}(?:-[neE]{1,3}\s{1,3})?(?:(?:'%s(?:\\n)?'|\"%s(?:\\n)?\")\s{1,3})?(?:['\"]?[\w-]{1,32}:(?=[^|]{1,128}\|[^|]{0,40}chpasswd))?"
        r"('[^'\n]{1,128}'|\"[^\"\n]{1,128}\"|[^\s'\"|;&<>]{1,128})['\"]?\s{0,3}\|\s{0,3}(?:sudo\s{1,3})?(?:[\w./=-]{1,64}\s{1,3}){0,8}?"
        r"(?:(?:sudo\b[^|\n]{0,100}?\s)?(?:-[A-Za-z]{0,6}S|--stdin)\b|chpasswd\b|[^|\n]{0,60}--(?:password-)?stdin\b|[^|\n]{0,60}--passphrase-fd)",
    ),
    _rule(
        "sudo-here-string",
        ("sudo",),
        rf"\bsudo\b[^|\n]{{0,100}}?\s(?:-[A-Za-z]{{0,6}}S|--stdin)\b[^|\n]{{0,120}}?<<<\s{{0,3}}{_WORD}",
    ),
    _rule(
        "password-option",
        ("pass", "pwd", "token", "secret", "api-key"),
        r"(?i)\s--(?:[a-z]{1,16}-){0,3}(?:password|passwd|passphrase|pass|pwd|secret|token|api-key|secret-key|access-key)(?:=|\s{1,3})(?!-)"
        + _WORD,
        is_typed_secret,
    ),
    _rule(
        "login-option",
        ("login", "redis-cli", "zip ", "7z ", "htpasswd", "pass:", "smbclient"),
        r"(?:\b(?:docker|podman|helm|az|oc|nerdctl)\b[^\n|;]{0,80}?\blogin\b[^\n|;]{0,120}?\s-p\s{0,3}|\bredis-cli\b[^\n|;]{0,100}?\s-a\s{1,3}"
        r"|\b(?:un)?zip\b[^\n|;]{0,60}?\s-P\s{0,3}|\b7z\b[^\n|;]{0,60}?\s-p|\bhtpasswd\s{1,3}-\w{0,5}b\w{0,5}\s{1,3}\S{1,80}\s{1,3}\S{1,64}\s{1,3}"
        r"|-pass(?:in|out)?\s{1,3}pass:|\bsmbclient\b[^\n|;]{0,100}?\s-U\s{0,3}['\"]?[\w.\\-]{1,64}%)" + _WORD,
    ),
    _rule("netrc", ("login",), r"\blogin\s{1,3}\S{1,80}\s{1,3}password\s{1,3}(\S{1,128})"),
    _rule(
        "pgpass",
        (":5432:", ":*:", ":6432:"),
        r"(?m)(?:^|\s)[\w.*-]{1,80}:(?:\d{2,5}|\*):[\w*-]{1,64}:[\w*-]{1,64}:(\S{1,128})$",
    ),
    _rule(
        "password-hash",
        ("$1$", "$2", "$5$", "$6$", "$7$", "$y$", "$gy$", "$apr1$", "$argon2", "$scrypt", "pbkdf2_"),
        r"(\$(?:1|2[abxy]?|5|6|7|y|gy|apr1|argon2(?:id|i|d)|scrypt)\$[\w./+=,$-]{20,512}|pbkdf2_sha\d{1,3}\$\d{1,9}\$[\w./+=$-]{20,256})",
        lambda value: MASK not in value,
    ),
    _rule(
        "environment",
        ("pass", "pwd", "secret", "token", "key"),
        r"(?<![A-Za-z0-9])(?:[A-Z0-9]{1,24}_){0,6}[A-Z0-9]{0,12}?(?:PASSWORD|PASSWD|PASSPHRASE|PASS|PWD|SECRET|TOKEN|API_?KEY|ACCESS_KEY|AUTH|PRIVATE_KEY|SECRET_KEY)"
        r"(?:_[A-Z0-9]{1,16}){0,3}=(?:\"([^\"\n]{6,512})\"|'([^'\n]{6,512})'|([^\s'\"`;|&,)\]}<>\\]{6,512}))",
        is_typed_secret,
    ),
    _rule(
        "named-password",
        ("pass", "pwd", "secret"),
        rf"(?i){_PASSWORDS}{_REST}{_IS}(?:\\?\"([^\"\\\n]{{6,256}})\\?\"|'([^'\n]{{6,256}})')",
        is_typed_secret,
    ),
    _rule(
        "password-element",
        ("password>", "passwd>", "secret>", "token>"),
        r"(?i)<(?:[\w:-]{0,24})(?:password|passwd|secret|token)>([^<\s]{6,256})</",
        is_typed_secret,
    ),
    _rule(
        "secure-string",
        ("securestring",),
        r"(?i)ConvertTo-SecureString\s{1,3}(?:-String\s{1,3})?[\"']([^\"'\n]{4,128})[\"']",
    ),
    _rule(
        "bare-password",
        ("password", "passphrase", "passwd", "_pass"),
        r"(?i)(?:\bpass(?:word|wd|phrase)|[_.-]pass(?:word|wd|phrase)?)"
        rf"[\"'\\]{{0,3}}(?:{_IS}|\s{{1,3}}is\s{{1,3}})([^\s'\"`;,)\]}}<>(\[{{\\]{{6,128}})(?=[\s,;.)\]}}]|\\[nrt\"]|$)",
        is_typed_secret,
    ),
    _rule(
        "named-secret",
        ("secret", "key", "token", "credential"),
        rf"(?i){_KEY_NAMES}{_REST}{_IS}[\"'`\\]{{0,3}}([\w.=+/~!@#$%^&*()-]{{16,512}})",
        is_random,
    ),
    _rule(
        "named-hex-secret", ("secret",), rf"(?i)secret{_REST}{_IS}[\"'`\\]{{0,3}}([0-9a-f]{{32,128}})", is_hex_or_random
    ),
    _rule(
        "docker-auth",
        ("auth",),
        r"(?i)[\"']?_?auth[\"'\\]{0,3}\s{0,3}[:=]\s{0,3}[\"'\\]{0,3}([A-Za-z0-9+/]{16,1024}={0,2})",
        is_random,
    ),
    _rule(
        "azure-account-key",
        ("accountkey", "sharedaccesskey", "sig="),
        r"(?i)(?:AccountKey=|SharedAccessKey=|[?&]sig=)([\w%+/=-]{30,256})",
        is_random,
    ),
    _rule(
        "aws-secret-key",
        ("secretaccesskey", "secret_access_key"),
        r"(?i)secret_?access_?key[\"'\\]{0,3}\s{0,3}[=:]\s{0,3}[\"'\\]{0,3}([A-Za-z0-9/+]{40})(?![A-Za-z0-9/+])",
        lambda value: is_secret(value) and entropy(value) >= LEAST_ENTROPY,
    ),
    _rule("discord-webhook", ("/api/webhooks/",), r"/api/webhooks/\d{15,22}/([\w-]{40,100})"),
    _rule("telegram-bot", (":aa",), r"\b\d{8,10}:(AA[\w-]{32,34})(?![\w-])"),
    _rule(
        "token-by-its-head",
        _HEAD_KEYWORDS,
        rf"(?<![A-Za-z0-9_/.-])((?:{HEADS})[A-Za-z0-9_.=-]{{16,512}})",
        lambda value: is_random(value[head_of(value) :]),
    ),
    _rule(
        "token-cut-short",
        _HEAD_KEYWORDS,
        r"(?<![A-Za-z0-9_/.-])((?:gh[pousr]_|github_pat_|glpat-|xox[abeoprs]-|sk-ant-|sk-proj-|[sr]k_live_|AKIA|ASIA|hf_|npm_)[A-Za-z0-9_-]{4,80})(?=$|…)",
        lambda value: any(one.isdigit() for one in value) and is_secret(value),
    ),
)
