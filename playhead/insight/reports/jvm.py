"""Reports of Maven Surefire (2.x and 3.x) and Gradle.

Sources: Surefire's `DefaultReporterFactory` and `TestSetStats`, Gradle's `TestEventLogger`.
"""

from __future__ import annotations

import re

from playhead.insight.reports.matching import COUNT, line_of, names, number, stretch
from playhead.insight.reports.values import Found, TestReport, with_counts
from playhead.late_pattern import late_pattern

_RUN = late_pattern(
    rf"^(?:\[\w+\] +)?Tests run: ({COUNT}), Failures: ({COUNT}), Errors: ({COUNT}), Skipped: ({COUNT})([^\n]*)$",
    re.MULTILINE,
)
_CASE = r"(?:\([^)\n]{0,200}\))?(?:\[[^\]\n]{0,200}\])?"
_ARGUMENTS = late_pattern(r"[(\[].*", re.DOTALL)
_BAD = late_pattern(
    rf"^(?:\[ERROR\] +)?(?:(\w+{_CASE})\(([\w.$]+)\)|([\w.$]+\.\w+{_CASE}))(?: +--)? +Time elapsed: [^\n]*<<< "
    r"(?:FAILURE|ERROR)!",
    re.MULTILINE,
)
_LISTED = late_pattern(r"^(?:\[ERROR\])? +([\w$]+(?:\.[\w$]+)*\.\w+):\d+(?:->\S+)?(?: ([^\n]*))?$", re.MULTILINE)
# Surefire before 2.13 lists a method with its class, the first of them behind the heading.
_LISTED_OLD = late_pattern(
    r"^(?:(?:Failed tests|Tests in error): +| {2})(\w+)\(([\w.$]+)\)(?:: ?([^\n]*))?$", re.MULTILINE
)


def surefire(text: str) -> list[Found]:
    """Return Maven Surefire's report: the sums of all modules, else the counts of all classes together."""
    runs = list(_RUN.finditer(text))
    if not runs:
        return []
    sums = [one for one in runs if "Time elapsed" not in one[5]]
    total, failed, errors, skipped = (sum(number(one[nth]) for one in sums or runs) for nth in range(1, 5))
    bad = [f"{one[2]}.{one[1]}" if one[1] else one[3] for one in _BAD.finditer(text)]
    listed = list(_LISTED.finditer(text, runs[0].end()))
    older = [] if bad or listed else list(_LISTED_OLD.finditer(text, runs[0].end()))
    failing = names(bad or [one[1] for one in listed] or [f"{one[2]}.{one[1]}" for one in older])
    whole = {".".join(_ARGUMENTS.sub("", name).split(".")[-2:]): name for name in reversed(failing)}
    report = with_counts(
        "surefire",
        (max(0, total - failed - errors - skipped), failed, errors, skipped),
        failing=failing,
        signatures=(
            *((whole.get(one[1], one[1]), line_of(one[2])) for one in listed if one[2]),
            *((f"{one[2]}.{one[1]}", line_of(one[3])) for one in older if one[3]),
        ),
        partial=not sums or len(failing) < failed + errors,
    )
    return [Found(report, *stretch(runs[0], runs[-1]))]


_GRADLE = late_pattern(rf"^({COUNT}) tests? completed(?:, ({COUNT}) failed)?(?:, ({COUNT}) skipped)?$", re.MULTILINE)
_GRADLE_EACH = late_pattern(
    r"^((?:[\w.$]+(?:\[\w+\])?|Gradle suite)(?: > [^\n>]+)+) (FAILED|PASSED|SKIPPED)$", re.MULTILINE
)
_GRADLE_SAYS = late_pattern(r"\n {4}(\S[^\n]*)")


def gradle(text: str) -> list[Found]:
    """Return Gradle's report: its sum, and what it says of each test."""
    ends, each = list(_GRADLE.finditer(text)), list(_GRADLE_EACH.finditer(text))
    if not each and not (ends and ("> Task :" in text or "BUILD " in text)):
        return []
    failing = names(one[1] for one in each if one[2] == "FAILED")
    passing = names(one[1] for one in each if one[2] == "PASSED")
    says = ((one[1], _GRADLE_SAYS.match(text, one.end())) for one in each if one[2] == "FAILED")
    total, failed, skipped = (sum(number(one[nth]) for one in ends) for nth in range(1, 4))
    report = TestReport(
        "gradle",
        passed=max(0, total - failed - skipped) if ends else len(passing) or None,
        failed=failed if ends else len(failing),
        errors=0,
        skipped=skipped if ends else sum(one[2] == "SKIPPED" for one in each),
        failing=failing,
        passing=passing,
        signatures=tuple((name, line_of(said[1])) for name, said in says if said),
        partial=len(failing) < failed if ends else "BUILD " not in text,
    )
    return [Found(report, *stretch(*each[:1], *each[-1:], *ends[:1], *ends[-1:]))]
