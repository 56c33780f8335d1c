"""The tables of docs/rules.md, from the rules themselves: `python -m tests.rules_page` writes them into the page."""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

from playhead import settings
from playhead.insight.checks import CHECKS
from playhead.insight.checks.values import CHECKS_VERSION, Rule
from playhead.insight.feedback.values import RULES, RULES_VERSION
from playhead.insight.moments.values import MOMENT_RULES_VERSION
from playhead.insight.suspects import SUSPECT_RULES_VERSION

PAGE = Path(__file__).resolve().parents[1] / "docs" / "rules.md"
NAMES = ("versions", "classes", "parameters", "checks")


def block(name: str) -> str:
    """Return what stands in the page between the marks of a name."""
    return {"versions": versions, "classes": classes, "parameters": parameters, "checks": checks}[name]()


def versions() -> str:
    """Return the version of each family of rules."""
    known = {
        "negative feedback": RULES_VERSION,
        "moments": MOMENT_RULES_VERSION,
        "checks": CHECKS_VERSION,
        "suspects": SUSPECT_RULES_VERSION,
    }
    return "Versions: " + ", ".join(f"{name} {version}" for name, version in known.items()) + "."


def classes() -> str:
    """Return the classes of negative feedback, the most trusted first."""
    return "\n".join(["| class | what says so |", "|---|---|", *(f"| {one} | {told} |" for one, told in RULES.items())])


def parameters() -> str:
    """Return each parameter with its value and what its line in the source says of it."""
    rows = ["| `[rules]` | value | what it is, and where it is from |", "|---|---|---|"]
    source = inspect.getsource(settings.RuleSettings)
    told = dict(re.findall(r"^    (\w+): [\w\[\], .]+ = [\d()]+(?:  # (.+))?$", source, re.MULTILINE))
    names = [one.name for one in fields(settings.RuleSettings)]
    rows += [f"| `{name}` | {getattr(settings.DEFAULTS, name)} | {told[name]} |" for name in names]
    return "\n".join(rows)


def checks() -> str:
    """Return each check with its name, its title, how bad it is, and what its docstring says of it."""
    rows = ["| check | name | severity | what it reads, and where it is from |", "|---|---|---|---|"]
    for rule, told in each_check():
        rows.append(f"| {rule.id} {rule.title} | `{rule.name}` | {rule.severity} | {told} |")
    return "\n".join(rows)


def each_check() -> Iterator[tuple[Rule, str]]:
    """Yield the checks in their order, with their docstrings in one line."""
    for check in CHECKS:
        told = " ".join((inspect.getdoc(check) or "").split())
        number, text = told.split(": ", 1)
        rule: Rule = vars(inspect.getmodule(check))[number]
        yield rule, text.replace("|", "\\|")


def page_with(found: str) -> str:
    """Return the page with its tables as they should be; what people wrote around them stays."""
    for name in NAMES:
        begin, end = f"<!-- rules: {name} -->\n", f"<!-- end of {name} -->\n"
        before, mark, rest = found.partition(begin)
        assert mark, name
        found = f"{before}{begin}{block(name)}\n{end}{rest.partition(end)[2]}"
    return found


def main() -> int:
    """Write the tables into the page."""
    PAGE.write_text(page_with(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
