"""Small runs for the tests of the panes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from hypothesis import strategies as st

from playhead.insight.phases import phase_of_step
from playhead.model import Action, Edit, Kind, Outcome, Status, Step, Tape
from playhead.storage.joined_steps import JoinedSteps

FOREIGN = st.text(st.characters(), max_size=40) | st.sampled_from(
    [
        "\x1b[2Jboo",
        "a\u202eb",
        "\x9b31m",
        "漢字漢字漢字",
        "e\u0301" * 9,
        "\ud800",
        "[bold]x[/]",
        "👩\u200d👩\u200d👧",
        "\x00",
        "\t\n",
    ]
)


def action(kind: Kind = Kind.RUN, command: str | None = "make", **fields: object) -> Action:
    """Return an action with a number."""
    return replace(Action(n=1, id=None, tool="bash", kind=kind, command=command), **fields)  # type: ignore[arg-type]


def step(index: int = 0, *actions: Action, source: str = "agent", **fields: object) -> Step:
    """Return step `index` with these actions."""
    kind = actions[-1].kind if actions else Kind.MESSAGE
    plain = Step(index, index + 1, f"s{index}", source, kind, phase_of_step(kind, source, actions), actions=actions)
    return replace(plain, **fields)  # type: ignore[arg-type]


def tape(steps: Sequence[Step], **fields: object) -> Tape:
    """Return a run of these steps."""
    source = JoinedSteps(
        steps,
        lambda index, n, first, entry: replace(entry, index=index, n=n),
        action_counts=[len(one.actions) for one in steps],
        copied=[one.copied for one in steps],
    )
    return replace(Tape(path=Path("run.json"), format="test", steps=source), **fields)  # type: ignore[arg-type]


def shop_steps() -> list[Step]:
    """Return the steps of a repair: searched, read, edited, tested, failed, tested again."""
    return [
        step(0, source="user", text="Express checkout breaks for gift cards.\nPlease fix."),
        step(1, thought="the schema accepts express but the checkout does not"),
        step(2, action(Kind.SEARCH, 'rg "express" shop/', output="a\n" * 9, exit_code=0)),
        step(3, action(Kind.READ, None, tool="view", path="shop/api/checkout.py", arguments={"view_range": [1, 120]})),
        step(
            4, action(Kind.EDIT, None, tool="edit", path="web/checkout.js", edits=(Edit("web/checkout.js", "", 6, 1),))
        ),
        step(5, action(Kind.TEST, "pytest -q", output="1 failed, 5 passed in 0.1s", exit_code=1)),
        step(6, action(Kind.RUN, "cd /repo && python -m shop.tools.import_orders --all --really", exit_code=2)),
        step(7, action(Kind.TEST, "pytest -q", output="6 passed in 0.1s", exit_code=0)),
        step(8, action(Kind.SUBMIT, "submit", exit_code=0)),
    ]


def shop_tape() -> Tape:
    """Return the repair as a run with a head."""
    return tape(
        shop_steps(), id="express-checkout", title="express-checkout", outcome=Outcome(Status.FAILED), duration_s=372.0
    )
