"""The family `secrets`: thousands of made credentials, thousands of lines that hold none, and lines made to be slow."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator

from playhead.edits.diff_index import DiffIndex
from playhead.secrets import masked, secrets_in
from playhead.secrets.rules import all_rules
from playhead.text import cell_width, visible
from tests.held_out import HELD_OUT, held_out
from tests.planted import Planted, as_json, coloured, harmless, leaked, planted, wrapped
from tests.soak.promise import Promise
from widgets.blocks.diff_block import DiffBlock
from widgets.blocks.look import Look
from widgets.blocks.text_block import TextBlock

Mask = Callable[[str], str]
SEEDS = 60
LINE = 100_000
MOST_S = 3.0
"""Seconds of one core that a line of 100 kB may take, whatever stands in it."""
COMMAND = "python -m tests.soak --only secrets"
_RENDERINGS: dict[str, Callable[[Planted], str]] = {
    "raw": lambda one: one.text,
    "in JSON": lambda one: as_json(one.text),
    "with colours inside": lambda one: coloured(one.text, one.secret),
    "broken at column 80": lambda one: wrapped(one.text),
}


def run(scale: float = 1.0, mask: Mask = masked) -> list[Promise]:
    """Return the lines of the table; `mask` is what is judged."""
    seeds = range(1, 2 + int(SEEDS * scale))
    return [_found(seeds, mask), _drawn(seeds), _left_alone(seeds, mask), _shape(seeds, mask), _quick(scale)]


def _found(seeds: range, mask: Mask) -> Promise:
    """Try every kind in every rendering; what an edge has broken is told as a share, it is not promised whole."""
    failures, shares, cases = [], [], 0
    for name, rendered in _RENDERINGS.items():
        made = [one for seed in seeds for one in planted(seed)]
        read = [one for one in made if leaked(one.secret, mask(rendered(one)))]
        cases += len(made)
        shares.append(f"{name} {100 * (1 - len(read) / len(made)):.1f}%")
        if name != "broken at column 80" or len(read) > len(made) // 5:
            failures += [f"{one.kind} {name}" for one in read]
    kinds = len({one.kind for one in planted(1)})
    others = [one for seed in seeds for one in held_out(seed)]
    found = 100 * sum(not leaked(one.secret, mask(one.text)) for one in others) / len(others)
    note = f"{', '.join(shares)} of {kinds} kinds that rules were made for; of {len(HELD_OUT)} others {found:.0f}%"
    how = "made values of each kind in three contexts, four renderings; six characters in a row that can be read fail"
    return Promise("what looks like a credential is masked", how, cases, tuple(failures), COMMAND, note)


def _drawn(seeds: range) -> Promise:
    """Draw made values as outputs, prose and diffs at several widths, the wrapped ones too."""
    failures, cases = [], 0
    for seed in list(seeds)[: max(1, len(seeds) // 6)]:
        for one in list(planted(seed))[:: 6 if len(seeds) == 1 else 1]:
            for name, rows in _rows(one):
                cases += 1
                if leaked(one.secret, rows):
                    failures.append(f"{one.kind} as {name}: {leaked(one.secret, rows)}")
    how = "outputs, prose, diffs as the panes draw them, at 40, 80 and 130 columns"
    return Promise("no pane draws a credential", how, cases, tuple(failures), COMMAND)


def _rows(one: Planted) -> Iterator[tuple[str, str]]:
    text = f"first line\n{one.text}\nlast line\n"
    for width in (40, 80, 130):
        for name, look in (("output", Look(terminal=True)), ("prose", Look(words=True, markdown=True))):
            block = TextBlock(text, look)
            yield (
                f"{name} at {width}",
                "\n".join(block.row(row, width).plain[1:].rstrip() for row in range(block.rows(width))),
            )
    lines = one.text.split("\n")
    added = "".join(f"+{line}\n" for line in lines)
    index = DiffIndex(f"--- a/x\n+++ b/x\n@@ -1 +1,{len(lines) + 1} @@\n same\n{added}")
    diff = DiffBlock(index, index.files[0])
    yield "diff", "".join(diff.row(row, 200).plain[9:].strip() for row in range(diff.rows(200)))


def _left_alone(seeds: range, mask: Mask) -> Promise:
    lines = [line for seed in seeds for line in harmless(seed)]
    changed = tuple(line for line in lines if mask(line) != line)
    how = "hashes, ids, pictures, names in code, placeholders"
    return Promise("what only looks like one is shown", how, len(lines), changed, COMMAND)


def _shape(seeds: range, mask: Mask) -> Promise:
    """Mix made values with what stands around them, and hold cells, lines, and that twice is once."""
    failures, cases = [], 0
    for seed in seeds:
        chance = random.Random(seed)
        pieces = [one.text for one in planted(seed)] + list(harmless(seed)) + [" ", "\t", "\\n", '"', "密", "\n", "é"]
        for _ in range(40):
            text = "".join(chance.choices(pieces, k=6))
            once = mask(text)
            cases += 1
            if once.count("\n") != text.count("\n") or mask(once) != once:
                failures.append(f"lines, or twice: {text[:200]!r}")
            line = visible(text)
            if cell_width(mask(line)) != cell_width(line):
                failures.append(f"cells: {line[:200]!r}")
    how = "made values and other text in chance mixtures"
    return Promise(
        "masking keeps lines and cells, and is the same when done again", how, cases, tuple(failures), COMMAND
    )


def _quick(scale: float) -> Promise:
    """Read lines of 100 kB that repeat what each rule looks for: none may take more than seconds."""
    keywords = sorted({keyword for rule in all_rules() for keyword in rule.keywords})
    bodies = [f"{keyword}{after}" for keyword in keywords for after in ("", "=", " ", '="a', " -p")]
    bodies += ["a", "aB1", "\\", '\\"', "\x1b[1m", "a" * 64 + "\n", "-----BEGIN RSA PRIVATE KEY-----", "://a:"]
    bodies += ["-----END RSA PRIVATE KEY-----\n", "".join(keywords), "=".join(keywords), "x" * 79 + "1\n"]
    chosen = bodies if scale >= 1 else random.Random(1).sample(bodies, max(12, int(len(bodies) * scale)))
    failures, worst = [], (0.0, "")
    for body in chosen:
        text = (body * (LINE // len(body) + 1))[:LINE]
        began = time.process_time()
        secrets_in(text)
        took = time.process_time() - began
        worst = max(worst, (took, body[:30]))
        if took > MOST_S:
            failures.append(f"{took:.1f} s: {body[:60]!r}")
    note = f"slowest {worst[0] * 1000:.0f} ms: {worst[1]!r}"
    how = "100 kB that repeat each keyword and what may follow it"
    return Promise("no line makes the rules run away", how, len(chosen), tuple(failures), COMMAND, note)
