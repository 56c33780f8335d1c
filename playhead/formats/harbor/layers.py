"""What a Harbor trial holds beside its steps: patch, verification, exception, logs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from playhead.formats.atif.run import Files
from playhead.formats.harbor.files import Text, find, names_in, object_of, text_of_file
from playhead.formats.harbor.outcome import Rewards
from playhead.formats.json_document import ref
from playhead.formats.patch_layer import patch_layer
from playhead.formats.values import int_of, list_of, mapping_of, optional_text, text_of
from playhead.model import Layer

_PATCHES = (".patch", ".diff")
_LOGS = (".txt", ".log", ".jsonl", ".json", ".out", ".md")
_LOG_BYTES = 256 * 1024


def layers_of(
    files: Files, rewards: Rewards | None, exception: str | None, info: Mapping[str, Any], trace: Text | None
) -> tuple[Layer, ...]:
    """Return the layers of a trial in the order in which they are read: patch, verification, exception, logs."""
    found = [*_patches(files), *_verification(files, rewards)]
    if exception is not None:
        text = trace.text if trace else text_of(info.get("exception_traceback"))
        raw = trace.raws if trace else (ref(files.folder / "result.json", "/exception_info"),)
        found.append(Layer("exception", exception, text, dict(info), raw))
    found += [_log(log) for name in ("trial.log", *agent_logs(files)) if (log := text_of_file(files, name, _LOG_BYTES))]
    return tuple(found)


def agent_logs(files: Files) -> tuple[str, ...]:
    """Return the names of the agent's own logs; trajectories are no logs."""
    return tuple(
        name
        for name in names_in(files, "agent")
        if name.lower().endswith(_LOGS) and not name.rsplit("/", 1)[1].startswith("trajectory")
    )


def _patches(files: Files) -> Iterator[Layer]:
    for folder in ("artifacts", "agent", "verifier"):
        for name in names_in(files, folder):
            if name.lower().endswith(_PATCHES) and (patch := text_of_file(files, name)):
                yield patch_layer(patch.text, patch.raws, name)


def _verification(files: Files, rewards: Rewards | None) -> Iterator[Layer]:
    output = text_of_file(files, "verifier/test-stdout.txt")
    report = mapping_of(object_of(files, "verifier/ctrf.json").get("results"))
    if output is None and not report and rewards is None:
        return
    summary = mapping_of(report.get("summary"))
    tests = [dict(one) for one in list_of(report.get("tests")) if isinstance(one, Mapping)]
    passed, failed = _count(summary, tests, "passed"), _count(summary, tests, "failed")
    data: dict[str, Any] = {
        "by": "verifier",
        "kind": "ctrf" if report else "reward",
        "passed": passed,
        "failed": failed,
    }
    data["tests"] = tests
    if rewards is not None:
        data["rewards"] = dict(rewards.values)
    raw = [*output.raws] if output else []
    if report and (path := find(files, "verifier/ctrf.json")):
        raw.append(ref(path, "/results"))
    yield Layer(
        "verification", _verdict(passed, failed, summary, rewards), output.text if output else "", data, tuple(raw)
    )


def _verdict(passed: int | None, failed: int | None, summary: Mapping[str, Any], rewards: Rewards | None) -> str:
    """Return `verifier 6 failed of 7`, `verifier 7 passed`, or the rewards where no tests are known."""
    if passed is None and failed is None:
        said = ", ".join(f"{name} {value:g}" for name, value in rewards.values.items()) if rewards else "output"
        return f"verifier {said}"
    total = int_of(summary.get("tests")) or (passed or 0) + (failed or 0)
    return f"verifier {failed} failed of {total}" if failed else f"verifier {passed or 0} passed of {total}"


def _count(summary: Mapping[str, Any], tests: list[dict[str, Any]], status: str) -> int | None:
    stated = int_of(summary.get(status))
    if stated is not None or not tests:
        return stated
    return sum(optional_text(one.get("status")) == status for one in tests)


def _log(log: Text) -> Layer:
    return Layer("log", f"{log.name} {_size(log.size)}", log.text, {}, log.raws)


def _size(count: int) -> str:
    for unit, one in (("MB", 1_000_000), ("kB", 1_000)):
        if count >= one:
            return f"{count / one:.1f} {unit}"
    return f"{count} B"
