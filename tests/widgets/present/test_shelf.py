"""The label shelf's rows."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from playhead.labels.event import Event, RunTarget, SpanTarget, StepTarget
from playhead.labels.state import LabelState
from playhead.text import clean
from tests.widgets.labelling import SCHEMA, said, shop_facts, shop_labels, state
from tests.widgets.making import FOREIGN
from widgets.present.shelf import ShelfFacts, ShelfRow, shelf_rows
from widgets.present.shelf_row import compact_rows, shelf_row_content


def number(position: int) -> str:
    """Return the number of a step."""
    return str(position + 1)


def rows(**fields: Any) -> tuple[ShelfRow, ...]:
    """Return the shelf at the failing test."""
    return shelf_rows(shop_facts(**fields), number)


def lines(**fields: Any) -> list[str]:
    """Return the shelf as text."""
    return [shelf_row_content(row, 34).plain for row in rows(**fields)]


def test_every_label_of_the_schema_has_a_row_with_its_keys() -> None:
    """On an unlabelled step with a span begun, all labels can be seen and reached."""
    shown = shelf_rows(ShelfFacts(SCHEMA, LabelState(), 3, span=(2, 3)), number)
    assert {row.label for row in shown if row.label} == {one.id for one in SCHEMA.labels}
    assert [row.name for row in shown if row.role == "heading"] == ["STEP 4", "SPAN 3-4", "RUN"]
    assert {row.label: row.keys for row in shown}["outcome"] == "a o"
    assert not any(row.mark for row in shown)


def test_values_stand_at_the_right_with_who_set_them() -> None:
    """A label in force shows its value, its author where that is another, and its dot."""
    shown = lines()
    assert shown[1] == " + helps  0 neutral  -●harms     ●"
    assert shown[2].split() == ["!", "root", "cause", "yes", "ana", "●"]
    assert next(line for line in shown if "quality" in line).split() == ["a", "q", "quality", "2", "●"]


def test_a_narrow_shelf_tightens_before_it_cuts() -> None:
    """Where the options of a step's value do not fit beside their keys, blanks go before letters do."""
    (row,) = (one for one in rows() if one.role == "options")
    assert shelf_row_content(row, 29).plain == " + helps 0 neutral -●harms  ●"
    assert shelf_row_content(row, 26).plain == " +helps 0neutral -●harms ●"
    assert "…" in shelf_row_content(row, 20).plain


def test_who_chose_stays_in_a_narrow_shelf() -> None:
    """Names of options are cut before their author goes, and a sign stands before the chosen one."""
    event = said(StepTarget("s5"), "step_value", "helps", by="ana")
    (row,) = (one for one in shelf_rows(ShelfFacts(SCHEMA, state(event), 5), number) if one.role == "options")
    assert shelf_row_content(row, 28).plain == " +●helps 0neut… -harms ana ●"
    assert "ana" not in shelf_row_content(row, 14).plain


def test_a_conflict_shows_both_sides() -> None:
    """Where people disagree both values stand, each with its author."""
    at = next(place for place, line in enumerate(lines()) if "outcome" in line)
    assert lines()[at].split()[-3:] == ["failed", "ana", "≠"]
    assert lines()[at + 1].split() == ["partial", "ben", "≠"]


def test_a_proposal_is_no_label_yet() -> None:
    """What a rule proposes for a span that covers the step is a question, with the keys that answer it."""
    assert next(line for line in lines() if "moment" in line).split()[-3:] == ["spiralled?", "y", "x"]


def test_notes_stand_under_what_they_are_about() -> None:
    """A label's own note follows it, and a free note stands in its section."""
    shown = [line.strip() for line in lines()]
    assert "“the 422 was right there" in shown
    assert "“look at the schema first" in shown


def test_labels_whose_step_is_gone_are_still_shown() -> None:
    """A label that no longer finds its step stands at the end as stale, never dropped."""
    assert lines()[-2].strip() == "STEPS NOT FOUND"
    assert lines()[-1].split() == ["step", "value", "helps", "ana", "~"]


def test_label_mode_shows_the_flags_with_their_digits() -> None:
    """In label mode each flag that a digit sets has a row, and says so when it is set."""
    flags = {row.keys: row for row in rows(label_mode=True) if row.role == "option"}
    assert list(flags) == list("12345678")
    assert flags["3"].mark == "●"
    assert flags["1"].mark == ""
    assert "label mode" in lines(label_mode=True)[0]
    assert not any(row.live for row in rows())


def test_an_event_that_is_not_durable_is_hollow() -> None:
    """The dot of a label is hollow until its event is safe."""
    event = said(RunTarget(), "patch", "minimal", by="me")
    facts = ShelfFacts(SCHEMA, state(event), me="me", waiting=frozenset({event.id}))
    assert next(row for row in shelf_rows(facts, number) if row.label == "patch").mark == "○"


def test_compact_tells_what_stands_in_one_line() -> None:
    """Where panes are stacked one line tells the labels of step and run, and label mode's keys are the second."""
    event = said(StepTarget("s5"), "step_value", "helps", by="me")
    outcome = said(RunTarget(), "outcome", "failed", by="me")
    facts = ShelfFacts(SCHEMA, state(event, outcome), 5, me="me", label_mode=True)
    first, second = compact_rows(shelf_rows(facts, number), 90)
    assert first.plain == " 6: helps ●   run: outcome failed ●"
    assert second.plain.startswith(" + helps  0 neutral  - harms  ! root cause  1 localization wrong")


def test_compact_cuts_no_label_that_has_a_second_line() -> None:
    """Where nothing is required, labels that do not fit the first line stand whole on the second."""
    on, values = StepTarget("s5"), ("verification", "regression elsewhere", "is not what was asked for")
    events = [said(on, key, value, by="me") for key, value in zip(("phase", "extra", "theirs"), values, strict=True)]
    shown = [
        row for row in shelf_rows(ShelfFacts(SCHEMA, state(*events), 5, me="me"), number) if not row.label or row.mark
    ]
    lines = {width: [one.plain for one in compact_rows(shown, width)] for width in (60, 75, 100)}
    assert all("…" not in "".join(both) and all(one in "".join(both) for one in values) for both in lines.values())
    assert [both[1].strip(" ·").split()[0] if both[1].strip() else "" for both in lines.values()] == [
        "theirs",
        "theirs",
        "",
    ]


def test_compact_tells_what_is_still_required() -> None:
    """Out of label mode the second line names the labels that a run still needs, until they are set."""
    first, second = compact_rows(shelf_rows(ShelfFacts(SCHEMA, LabelState(), 5), number), 90)
    assert (first.plain, second.plain) == (" 6: no label", " required: outcome (a o)")
    facts = ShelfFacts(SCHEMA, state(said(RunTarget(), "outcome", "failed", by="me")), 5, me="me")
    assert compact_rows(shelf_rows(facts, number), 90)[1].plain == " "


def test_compact_asks_once() -> None:
    """What is proposed is a question with one sign: its value, who proposes it, and the keys that answer."""
    event = said(StepTarget("s5"), "phase", "verification", by="model:judge")
    proposed = replace(state(event).in_force[0], state="proposed")
    labels = replace(state(event), in_force=(proposed,))
    first, _ = compact_rows(shelf_rows(ShelfFacts(SCHEMA, labels, 5), number), 90)
    assert first.plain.strip() == "6: phase verification? judge y x"


VALUES = st.none() | st.booleans() | st.integers() | FOREIGN | st.lists(FOREIGN | st.integers(), max_size=3).map(tuple)


EVENTS = st.builds(
    said,
    on=st.sampled_from([RunTarget(), StepTarget("s5"), StepTarget("s5", action=1), SpanTarget("s4", "s6")]),
    key=st.sampled_from([*(one.id for one in SCHEMA.labels), "note", "\x1b[31m", ""]),
    value=VALUES,
    by=FOREIGN.map(lambda name: f"human:{name.replace(':', '')}"),
    note=FOREIGN,
)


@given(st.lists(EVENTS, min_size=1, max_size=3), st.integers(0, 60), st.booleans())
def test_foreign_labels_never_break_the_shelf(events: list[Event], width: int, mode: bool) -> None:
    """Whatever another program wrote as key, value, author or note, rows keep their width and are printable."""
    facts = ShelfFacts(SCHEMA, state(*events), 5, label_mode=mode)
    shown = shelf_rows(facts, number)
    for content in (*(shelf_row_content(row, width) for row in shown), *compact_rows(shown, width)):
        assert content.cell_length <= width
        assert clean(content.plain) == content.plain
    for row in shown:
        assert shelf_row_content(row, width).cell_length == width


def test_the_run_says_who_is_done_with_it() -> None:
    """The heading of the run names who is done with it; oneself is not named."""
    done = replace(shop_labels(), done_by=("ben", "me"))
    assert next(line for line in lines(state=done) if "RUN" in line).split()[-3:] == ["done:", "ben,", "you"]
    skipped = replace(shop_labels(), done_by=("me",), skipped_by=("me",))
    assert next(line for line in lines(state=skipped) if "RUN" in line).split() == ["RUN", "skipped"]
    both = replace(shop_labels(), done_by=("ben", "me"), skipped_by=("ben",))
    assert "done: you · skipped: ben" in next(line for line in lines(state=both) if "RUN" in line)
