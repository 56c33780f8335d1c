"""The filter language: what it says, what it refuses and where, what it shows, and what it offers while one types."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playhead import open_tape
from playhead.formats.run_tape.steps import StepBuilder
from playhead.insight.filter import Filter, Term, parse_filter, quoted
from playhead.insight.filter_completion import complete_filter
from playhead.insight.filter_words import BY_KEY, WORDS, FilterError
from playhead.insight.filtering import Filtering, LabelFact, matches
from playhead.model import Edit, Kind
from playhead.storage.lines import RecordFile
from playhead.storage.source import StepSource
from tests.tui.driver import write_tape
from tests.widgets.making import action, shop_steps, step, tape

ANYTHING = st.text(max_size=40) | st.text(alphabet='kind:tes"|- \\not=x', max_size=30)


def terms(text: str) -> list[tuple[str, tuple[str, ...], bool]]:
    """Return (key, values, negated) of each term."""
    return [term[:3] for term in parse_filter(text).terms]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("", []),
        ("kind:test failed:yes", [("kind", ("test",), False), ("failed", ("yes",), False)]),
        ("kind:test|edit", [("kind", ("test", "edit"), False)]),
        ("-kind:read", [("kind", ("read",), True)]),
        ("not kind:read", [("kind", ("read",), True)]),
        ("not -kind:read", [("kind", ("read",), False)]),
        ('text:"not found"|"no such"', [("text", ("not found", "no such"), False)]),
        ('"a \\"b\\""', [("text", ('a "b"',), False)]),
        ("express gift", [("text", ("express",), False), ("text", ("gift",), False)]),
        ("KIND:TEST", [("kind", ("test",), False)]),
        ("label:failure_mode=loop", [("label", ("failure_mode=loop",), False)]),
        ("file:a:b.py", [("file", ("a:b.py",), False)]),
        ('"http://x"', [("text", ("http://x",), False)]),
        ("exit:-1", [("exit", ("-1",), False)]),
        ("step:10-20", [("step", ("10-20",), False)]),
        ("- x", [("text", ("-",), False), ("text", ("x",), False)]),
        ("notes", [("text", ("notes",), False)]),
    ],
)
def test_the_language(text: str, meant: list[object]) -> None:
    """Each line of the language means what its table says."""
    assert terms(text) == meant


@pytest.mark.parametrize(
    ("text", "start", "said"),
    [
        ("knid:test", 0, "did you mean kind?"),
        ("kind:tets", 0, "did you mean test?"),
        ("failed:yes kind:", 11, "missing after `kind:`"),
        ("kind:test|", 0, "missing after `|`"),
        ('text:"open', 5, "quote is not closed"),
        ("kind:test not", 10, "nothing after it"),
        ("not not x", 4, "stands twice"),
        ("exit:one", 0, "an exit code, or none"),
        ("step:a-b", 0, "a range as 10-20"),
        ("http://x", 0, "is no key"),
        ("is:broken", 0, "damaged"),
    ],
)
def test_an_error_names_its_place(text: str, start: int, said: str) -> None:
    """What makes no sense is refused in a sentence that names the characters."""
    with pytest.raises(FilterError) as raised:
        parse_filter(text)
    assert raised.value.start == start
    assert said in str(raised.value)
    assert f"character {start + 1}" in str(raised.value)


@given(ANYTHING)
def test_no_line_does_anything_but_parse_or_say_why_not(text: str) -> None:
    """Any line gives terms within it, or an error within it."""
    wrong: FilterError | None = None
    parsed = Filter("", ())
    try:
        parsed = parse_filter(text)
    except FilterError as error:
        wrong = error
    assert wrong is None or 0 <= wrong.start <= wrong.end <= len(text)
    assert all(0 <= term.start < term.end <= len(text) and all(term.values) for term in parsed.terms)
    assert all(term.key in BY_KEY for term in parsed.terms)


@given(st.text(min_size=1, max_size=20))
def test_what_is_quoted_is_read_as_it_was(value: str) -> None:
    """A value put into the line by completion is that value."""
    assert terms(f"text:{quoted(value)}") == [("text", (value,), False)]


@given(ANYTHING, st.integers(-1, 50))
def test_completion_is_of_the_line(text: str, cursor: int) -> None:
    """Whatever is typed, candidates replace a stretch of the line that ends at the cursor."""
    found = complete_filter(text, min(cursor, len(text)), {"file": ["a b.py", 'x"y']})
    for index in range(len(found.candidates)):
        line, at = found.applied(text, index)
        assert line[found.start : at] == found.candidates[index].text
        assert line.startswith(text[: found.start])


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("", "kind:"),
        ("fa", "failed:"),
        ("kind:t", "test"),
        ("kind:test|e", "edit"),
        ("-pha", "phase:"),
        ("failed:yes file:api", '"shop/api v2.py"'),
        ('file:"shop/api', '"shop/api v2.py"'),
        ("label:lo", "loop"),
    ],
)
def test_completion_offers_what_fits(typed: str, first: str) -> None:
    """Keys, values of a key, and values of this run are offered where they can stand; tab makes a line that parses."""
    values = {"file": ["shop/api v2.py", "web/a.js"], "label": ["loop"]}
    found = complete_filter(typed, len(typed), values)
    assert found.candidates[0].text == first
    line, _ = found.applied(typed, 0)
    assert parse_filter({"kind:": "kind:test", "-phase:": "-phase:edit", "failed:": "failed:yes"}.get(line, line)).terms


def test_every_word_has_a_rule() -> None:
    """Each key of the language can be asked of a step."""
    one = step(0, action(output="x"))
    for word in WORDS:
        value = word.values[-1] or ("1" if word.key in {"exit", "step"} else "x")
        assert matches(one, [Term(word.key, (value,), False, 0, 0)]) in {True, False}


STEPS = [
    *shop_steps(),
    step(9, damaged=True, text="broken needle"),
    step(10, action(Kind.EDIT, "sed", edits=(Edit("Docs/schema.md"),), exit_code=3), agent="a1", source="agent"),
]
FACTS = {1: (LabelFact("failure_mode", ("loop",), "Ana", "why so"),), 3: (LabelFact("helps", ("yes",), "bo"),)}


def shown(text: str) -> list[int]:
    """Return the positions that a filter shows of the shop."""
    filtering = Filtering(tape(STEPS).steps, parse_filter(text), lambda position: FACTS.get(position, ()))
    filtering.begin()
    filtering.wait(10)
    assert filtering.problem is None
    return list(filtering.positions)


@pytest.mark.parametrize(
    "text",
    [
        "kind:test|edit",
        "-kind:test",
        "failed:yes",
        "-failed:yes",
        "failed:yes|no",
        "kind:read|search checkout",
        "is:damaged",
        "label:loop",
        "-label:yes kind:test",
        "note:why",
        "by:ana|bo",
        "label:failure_mode=loop",
        "is:labelled file:checkout",
        "file:*.md",
        "file:SCHEMA",
        "exit:3",
        "exit:none",
        "step:2-4",
        "step:0-2|5",
        "-step:2-4",
        "step:8-999",
        "step:900",
        "-exit:0",
        "kind:test|edit text:checkout",
        "text:checkout|needle -failed:yes",
        "agent:a1",
        "source:user",
        "tool:view",
        "phase:edit -is:edited",
    ],
)
def test_a_filter_shows_what_matches_step_by_step(text: str) -> None:
    """Columns first and labels first give the same steps as asking every step everything."""
    source = tape(STEPS).steps
    source.wait()
    query = parse_filter(text)
    assert shown(text) == [i for i in range(len(STEPS)) if matches(source[i], query.terms, FACTS.get(i, ()))]


@pytest.mark.parametrize(
    ("text", "positions"),
    [
        ("label:loop", [1]),
        ("by:bo", [3]),
        ("note:yes", [1]),
        ("is:damaged", [9]),
        ("file:schema.md", [10]),
        ("exit:3", [10]),
    ],
)
def test_a_filter_shows_these_steps(text: str, positions: list[int]) -> None:
    """Labels, notes, states, paths and exit codes are found where they are."""
    assert shown(text) == positions


@given(st.text(max_size=12), st.sampled_from([word.key for word in WORDS]), st.booleans())
@settings(deadline=None, max_examples=50)
def test_a_filter_and_its_negation_share_no_step(value: str, key: str, damaged: bool) -> None:
    """Of any term that is accepted, each step is in it or in its negation, and no value raises."""
    text = f"{key}:{quoted(value)}" if value else f"{key}:x"
    try:
        (term,) = parse_filter(text).terms
    except FilterError:
        return
    one = step(0, action(output=value, command=value), text=value, damaged=damaged)
    assert matches(one, [term]) != matches(one, [term._replace(negated=True)])


def test_a_filter_goes_on_where_an_earlier_one_ended() -> None:
    """New steps of a growing run are looked at without the old ones."""
    steps = tape(STEPS).steps
    filtering = Filtering(steps, Filter("", ()), lambda _: (), before=[0, 1], first=8)
    filtering.begin()
    filtering.wait(10)
    assert list(filtering.positions) == [0, 1, 8, 9, 10]


def test_a_filter_for_text_makes_only_steps_that_may_hold_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of 5,000 steps on lines only those with the word are made, others are refused a block of lines at a time."""
    said = ["needle" if number % 1_000 == 7 else "hay" for number in range(5_000)]
    path = write_tape(tmp_path / "a.tape.jsonl", tuple(("echo", one, number % 2) for number, one in enumerate(said)))
    steps = open_tape(path).steps
    steps.wait()
    made: list[int] = []
    build = StepBuilder.build
    monkeypatch.setattr(StepBuilder, "build", lambda self, line: made.append(line.index) or build(self, line))
    reads: list[int] = []
    read = RecordFile.read
    monkeypatch.setattr(RecordFile, "read", lambda file, at, length: reads.append(length) or read(file, at, length))
    for text, positions in (
        ("text:needle", [7, 1007, 2007, 3007, 4007]),
        ("output:needle failed:yes", [7, 1007, 2007, 3007, 4007]),
        ("output:needle failed:no", []),
        ("exit:1 text:needle step:1001-3001", [1007, 2007]),
    ):
        made.clear()
        reads.clear()
        filtering = Filtering(steps, parse_filter(text), lambda _: ())
        filtering.begin()
        filtering.wait(20)
        assert list(filtering.positions) == positions
        assert set(made) <= {7, 1007, 2007, 3007, 4007}
        assert len(reads) < 40, "one read is for many lines"


def test_a_filter_by_columns_makes_no_step() -> None:
    """Kinds and failures are asked of the columns alone."""
    source = tape(STEPS).steps
    filtering = Filtering(_Unmade(source), parse_filter("kind:test -failed:no"), lambda _: ())  # type: ignore[arg-type]
    filtering.begin()
    filtering.wait(10)
    assert filtering.problem is None
    assert list(filtering.positions) == shown("kind:test -failed:no")


class _Unmade:
    """Steps that cannot be made, with the columns of some that can."""

    def __init__(self, steps: StepSource) -> None:
        self.wait, self.columns, self.position = steps.wait, steps.columns, steps.position
        self._count = len(steps)

    def __len__(self) -> int:
        return self._count
