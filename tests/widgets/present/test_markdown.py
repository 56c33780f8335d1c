"""Messages as Markdown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playhead.model import Step
from playhead.text import clean
from tests.widgets.making import FOREIGN, step
from widgets.blocks.look import Look
from widgets.blocks.text_block import TextBlock
from widgets.present.detail_blocks import document_of
from widgets.present.detail_message import message_parts
from widgets.present.detail_options import Options
from widgets.present.markdown import codes_of, marked_line
from widgets.present.palette import CHECK, EMPHASIS

MARKED = st.text(st.sampled_from("ab *`_#-|>[]()\n\t~.123:/xé漢\x1b\x9b"), max_size=120) | FOREIGN
MESSAGE = """\
# What I found

The **schema** accepts `express` orders, see [the docs](https://example.org/x).

1. read `schema.py`
   - then *rerun*

| a | b |
|---|---|
| 1 | 2 |

```python
def f(*args, **kwargs): return "**bold**"
```
Done.
"""


def shown(text: str, width: int = 60) -> list[str]:
    """Return the rows of a message."""
    document = document_of(step(0, text=text), Options())
    document.settle(0, 10_000, width)
    return [document.line(row, width).plain.rstrip() for row in range(1, document.count)]


def test_a_message_reads_as_it_was_meant() -> None:
    """Emphasis loses its asterisks; headings, lists, tables and code stay where they stand."""
    assert shown(MESSAGE) == [
        " # What I found",
        "",
        " The schema accepts `express` orders, see [the",
        " docs](https://example.org/x).",
        "",
        " 1. read `schema.py`",
        "    - then rerun",
        "",
        " | a | b |",
        " |---|---|",
        " | 1 | 2 |",
        "",
        " ```python",
        '   def f(*args, **kwargs): return "**bold**"',
        " ```",
        " Done.",
    ]


@pytest.mark.parametrize(
    "line",
    [
        "def f(*args, **kwargs) and g(*args, **kwargs)",
        "src/*.py and test/*.py",
        "2 * 3 * 4 is a*b*c",
        "__init__ and _private_ stay",
        "x**2 + y**2",
        "    **indented** code",
        "| **a** | b |",
        "* item one",
        "`*.py` and `**` stay",
        "a ** b ** c",
    ],
)
def test_what_only_looks_like_emphasis_stays(line: str) -> None:
    """Globs, powers, arguments and dunder names are code, and nothing of them goes."""
    assert marked_line(line).text == line


@given(MARKED)
def test_no_character_but_asterisks_is_lost(text: str) -> None:
    """Whatever a line holds, without asterisks it is shown as it stands, and its styles lie within it."""
    line = clean(text)
    marked = marked_line(line)
    assert marked.text.replace("*", "") == line.replace("*", "")
    assert all(0 <= span.start <= span.end <= len(marked.text) for span in marked.spans)


@given(MARKED, st.integers(8, 50))
def test_a_hostile_message_is_whole_and_safe(text: str, width: int) -> None:
    """Prose and code of a message are together all of its lines, and nothing in them is unprintable."""
    rows: list[str] = []
    for part in message_parts(text, Options()):
        part.block.settle(0, 10**6, width)
        rows += [part.block.row(row, width).plain for row in range(part.block.rows(width))]
    assert all(clean(row) == row for row in rows)
    expected = "".join(clean(line.removesuffix("\r").expandtabs(8)) for line in text.strip("\n").split("\n"))
    seen = "".join(rows).replace(" ", "").replace("*", "")
    assert seen == expected.replace(" ", "").replace("*", "")


def test_emphasis_code_and_headings_have_a_look() -> None:
    """What is marked is styled, one in another too."""
    marked = marked_line("a **b `c`** d")
    assert marked.text == "a b `c` d"
    assert {(marked.text[span.start : span.end], span.style) for span in marked.spans} == {
        ("b ", EMPHASIS),
        ("`c`", EMPHASIS),
        ("`c`", CHECK),
    }
    assert any("bold" in str(span.style) for span in marked_line("## Title").spans)


def test_code_between_fences_has_the_colours_of_its_language() -> None:
    """The language is the fence's first word; an open fence reaches to the end; only its like closes it."""
    assert [(code.language, MESSAGE[code.start : code.end][:5]) for code in codes_of(MESSAGE)] == [("python", "def f")]
    text = "~~~ JS title\na\n```\nb"
    assert [(code.language, text[code.start : code.end]) for code in codes_of(text)] == [("js", "a\n```\nb")]


def test_the_lines_of_a_list_hang_below_their_words() -> None:
    """What does not fit on an item's row goes on below its text."""
    assert shown("- one two three four five", 18) == [" - one two three", "   four five"]


def test_a_message_of_a_megabyte_is_read_where_it_is_seen() -> None:
    """A long message opens without being read to its end."""
    block = TextBlock("word **bold** `code`\n" * 50_000, Look(words=True, markdown=True))
    marked_line.cache_clear()
    block.settle(0, 40, 80)
    assert block.row(10, 80).plain == " word bold `code`"
    assert not block.exact(80)


def test_a_record_that_no_decoder_read_is_no_markdown() -> None:
    """A damaged record is shown as it stands."""
    broken: Step = step(0, damaged=True, text="**{torn**")
    document = document_of(broken, Options())
    document.settle(0, 100, 60)
    assert " **{torn**" in [document.line(row, 60).plain for row in range(document.count)]
