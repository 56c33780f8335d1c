"""Row 23: diffs that are none, in outputs, in edits, as the final patch."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from tests.soak.files.making import acted, tape, written
from tests.soak.files.trial import Trial, commands

_HEAD = "--- a/x.py\n+++ b/x.py\n"
_NAME = r'"a/\303\251\033.py"'
_OCTAL = f"diff --git {_NAME} {_NAME}\n--- {_NAME}\n+++ {_NAME}\n@@ -1 +1 @@\n-a\n+b\n"
DIFFS = {
    "no last line end": f"{_HEAD}@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+b\n\\ No newline at end of file",
    "wrong counts": f"{_HEAD}@@ -1,99 +1,2 @@\n-a\n+b\n",
    "huge counts": f"{_HEAD}@@ -{'9' * 400},{'9' * 400} +1 @@\n-a\n+b\n",
    "negative": f"{_HEAD}@@ --1,-5 +-1,-5 @@\n-a\n+b\n",
    "combined": "diff --cc x.py\n--- a/x.py\n+++ b/x.py\n@@@ -1,2 -1,2 +1,3 @@@\n  a\n++b\n",
    "binary": "diff --git a/x.png b/x.png\nBinary files a/x.png and b/x.png differ\n",
    "git binary": "diff --git a/x b/x\nGIT binary patch\nliteral 9\nzc$@\n\n",
    "rename only": "diff --git a/x b/y\nsimilarity index 100%\nrename from x\nrename to y\n",
    "mode only": "diff --git a/x b/x\nold mode 100644\nnew mode 100755\n",
    "other line ends": f"{_HEAD}@@ -1,2 +1,2 @@\n-a\n+b\n c\n".replace("\n", "\r\n"),
    "octal names": _OCTAL,
    "dashes in a hunk": f"{_HEAD}@@ -1,3 +1,2 @@\n--- a line\n -- x\n+++ another\n",
    "cut in a hunk": f"{_HEAD}@@ -1,9 +1,9 @@\n a\n-b",
    "only heads": _HEAD * 50,
    "names that lead out": "--- a/../../etc/passwd\n+++ /etc/passwd\n@@ -1 +1 @@\n-a\n+b\n",
    "escapes": "--- a/\x1b]0;PWNED\x07\n+++ b/\x1b[2J\n@@ -1 +1 @@ \x9b2J\n-\x1b[31m\n+\x1bc\n",
}


def diffs(folder: Path, scale: float) -> Iterator[Trial]:
    """Row 23: what is no diff is shown as text, hunk by hunk as far as it goes."""
    texts = dict(DIFFS)
    texts["a long line"] = f"{_HEAD}@@ -1 +1 @@\n-{'a' * max(10_000, int(scale * (1 << 20)))}\n+b\n"
    texts["many hunks"] = _HEAD + "@@ -1 +1 @@\n-a\n+b\n" * max(1_000, int(50_000 * scale))
    for name, diff in texts.items():
        steps = [
            acted(1, "git diff", diff),
            acted(2, f"git apply <<'EOF'\n{diff}\nEOF", ""),
            acted(3, "git diff", diff),
        ]
        data = tape(*steps).replace(b'{"outcome": {"status": "failed"}}', _outcome(diff))
        path = written(folder, f"diff {name}.tape.jsonl", data)
        which = (
            "info",
            "steps --json --full",
            "files",
            "files --patch",
            "files --story",
            "checks",
            "convert --to markdown",
        )
        yield from commands(f"diff {name}", path, which, memory=256 << 20)


def _outcome(diff: str) -> bytes:
    return json.dumps({"outcome": {"status": "failed", "final_patch": diff}}).encode()
