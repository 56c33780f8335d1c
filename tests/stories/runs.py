"""Runs for the stories: long, with one thing in them to find."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playhead import TapeWriter

CAUSE = 123
"""The step of the long run that goes wrong."""
FAILING = "FAILED tests/test_checkout.py::test_express - assert 490 == 1250"


def step(number: int, command: str, output: str, code: int = 0, thought: str = "") -> dict[str, Any]:
    """Return one step with a shell command."""
    call = {"tool_call_id": f"c{number}", "function_name": "bash", "arguments": {"command": command}}
    result = {"source_call_id": f"c{number}", "content": output, "extra": {"exit_code": code}}
    return {
        "step_id": number,
        "source": "agent",
        "message": thought or f"Step {number} of the work.",
        "tool_calls": [call],
        "observation": {"results": [result]},
    }


def long_failed_run(path: Path, steps: int = 200) -> Path:
    """Write a failed run: much reading, a wrong edit, the same failing test again and again, a verdict."""
    with TapeWriter(path, id="long", task={"title": "Express checkout", "text": "Charge express."}) as tape:
        for number in range(1, steps + 1):
            if number == CAUSE:
                tape.step(step(number, "sed -i s/1250/490/ shop/schema/order.py", "", 0, "The fee is in the schema."))
            elif number > CAUSE and number % 20 == 5:
                tape.step(step(number, "pytest -q", f"E   assert 490 == 1250\n{FAILING}\n1 failed, 5 passed\n", 1))
            elif number % 3:
                tape.step(step(number, f"sed -n 1,40p shop/api/part_{number}.py", f"line of part {number}\n" * 12))
            else:
                tape.step(step(number, f"rg -n express shop/part_{number}", f"shop/part_{number}.py:3: express\n"))
        tape.verification(
            by="hidden tests",
            kind="tests",
            passed=5,
            failed=1,
            tests=[{"name": "test_express", "status": "failed", "trace": "assert 490 == 1250"}],
        )
        tape.outcome("failed", reason="1 of 6 tests fails")
    return path


def short_run(path: Path, status: str = "resolved") -> Path:
    """Write a run of five steps."""
    with TapeWriter(path, id=path.stem, task={"title": path.stem, "text": path.stem}) as tape:
        for number in range(1, 6):
            tape.step(step(number, f"cat part_{number}.py", f"part {number}\n"))
        tape.outcome(status)
    return path


def noisy_run(path: Path, lines: int = 5_000) -> Path:
    """Write a run whose second step prints thousands of lines with progress bars, and fails at the end."""
    bar = "\r".join(f"downloading {percent:3}% {'#' * (percent // 5):<20}" for percent in range(0, 101, 5))
    output = "\n".join(
        f"{bar} package {number}" if number % 50 == 0 else f"built unit {number}" for number in range(lines)
    )
    with TapeWriter(path, id="noisy", task={"title": "Build", "text": "Build"}) as tape:
        tape.step(step(1, "ls", "Makefile\n"))
        tape.step(step(2, "make all", f"{output}\nerror: unit 4999 does not link\nmake: *** [all] Error 2\n", 2))
        tape.step(step(3, "cat Makefile", "all:\n"))
        tape.outcome("failed")
    return path


def edited_run(path: Path) -> Path:
    """Write a run that tests, edits, and tests again."""
    second = FAILING.replace("490 == 1250", "1250 == 1300")
    head = "============ test session starts ============\ncollected 6 items\n\n"
    with TapeWriter(path, id="edited", task={"title": "Fee", "text": "Fee"}) as tape:
        tape.step(step(1, "pytest -q", f"{head}E   assert 490 == 1250\n{FAILING}\n1 failed, 5 passed in 0.11s\n", 1))
        tape.step(step(2, "sed -i s/490/1250/ shop/fees.py", ""))
        tape.step(
            step(
                3,
                "pytest -q",
                f"{head}E   assert 1250 == 1300\n{second}\n1 failed, 5 passed in 0.31s\n",
                1,
            )
        )
        tape.outcome("failed")
    return path


def run_with_moments(path: Path, steps: int = 300) -> Path:
    """Write a long run with four moments: a missing file, a broken import, a test failing in circles, a refused edit.

    The third begins at step 150 and is settled at step 170, after three attempts that changed nothing.
    """
    passes = "============ test session starts ============\ncollected 6 items\n\n6 passed in 0.11s\n"
    fails = f"============ test session starts ============\nE   assert 490 == 1250\n{FAILING}\n1 failed, 5 passed\n"
    special = {
        40: step(40, "cat shop/fees.py", "cat: shop/fees.py: No such file or directory\n", 1),
        42: step(42, "cat shop/prices/fees.py", "EXPRESS = 490\n"),
        90: step(90, "python -m shop.report", "ModuleNotFoundError: No module named 'tabulate'\n", 1),
        92: step(92, "pip install tabulate", "Successfully installed tabulate\n"),
        93: step(93, "python -m shop.report", "report written\n"),
        **{number: step(number, "pytest -q tests/test_checkout.py", fails, 1) for number in (150, 153, 156, 160)},
        165: step(165, "sed -i s/490/1250/ shop/prices/fees.py", ""),
        170: step(170, "pytest -q tests/test_checkout.py", passes),
        220: step(220, "make docs", "make: *** No rule to make target 'docs'.  Stop.\n", 2),
        222: step(222, "make -C site docs", "built\n"),
    }
    with TapeWriter(path, id="moments", task={"title": "Express fees", "text": "Charge express."}) as tape:
        for number in range(1, steps + 1):
            reads = step(number, f"sed -n 1,40p shop/api/part_{number}.py", f"line of part {number}\n" * 12)
            tape.step(special.get(number, reads))
        tape.outcome("resolved")
    return path
