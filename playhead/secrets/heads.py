"""How a masked value looks: its head, which names its kind and is public, then a dot for each character."""

from __future__ import annotations

from playhead.late_pattern import late_pattern

MASK = "•"
"""One cell wide, as what it stands for: columns of tables and diffs stay where they are."""

HEADS = (
    r"gh[pousr]_|github_pat_|glpat-|xox[abeoprs]-|xapp-|sk-ant-|sk-proj-|sk-or-v1-|sk-svcacct-|sk-|[srw]k_(?:live|test)_|whsec_"
    r"|hf_|npm_|pypi-|ya29\.|GOCSPX-|AIza|r8_|gsk_|xai-|tskey-[a-z]{1,12}-|sbp_|do[opr]_v1_|lin_api_|shp(?:at|ca|pa|ss)_"
    r"|hv[sb]\.|dapi|glsa_|glc_|PMAK-|pscale_(?:tkn|pw|oauth)_|SG\.|key-|ATATT3|AGE-SECRET-KEY-1|ops_|dckr_pat_|nvapi-|pplx-"
    r"|figd_|rnd_|vercel_|secret_|ntn_|ATBB|sk\.eyJ|APA91b"
)
"""What tokens of some services begin with: the service says so, nothing of it is secret."""
_HEAD = late_pattern(
    HEADS + r"|(?:A3T[A-Z0-9]|AKIA|ASIA|ABIA|ACCA)|eyJ|EAA[ACM]|django-insecure-"
    r"|\$[a-z0-9]{1,8}\$|pbkdf2_sha\d{1,3}\$|rubygems_|sentry[su]_"
)


def head_of(value: str) -> int:
    """Return how many characters at the start of a value name its kind and are no part of what is secret."""
    found = _HEAD.match(value)
    return found.end() if found else 0


def dotted(value: str) -> str:
    """Return a stretch as it is shown: blanks and line ends stand, all else is a dot of the same width."""
    if value.isascii():
        return "".join(one if one.isspace() else MASK for one in value)
    from playhead.text.glyphs import cell_width  # noqa: PLC0415 - the gate imports this room

    return "".join(one if one.isspace() else MASK * cell_width(one) for one in value)
