"""The table of the last run, written into README.md between two marks: nobody types it."""

from __future__ import annotations

from pathlib import Path


def replaced(page: str, text: str, name: str = "benchmarks") -> str:
    """Return the page with what stands between the marks of a name replaced by a block of text.

    Raises:
        ValueError: the page has no marks.

    """
    first, last = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    begin, end = page.find(first), page.find(last)
    if begin < 0 or end < begin:
        raise ValueError(f"The page has no {first} before a {last}.")
    return f"{page[: begin + len(first)]}\n{text}\n{page[end:]}"


def write(path: Path, text: str, name: str = "benchmarks") -> None:
    """Replace what stands between the marks of a name in a page."""
    path.write_text(replaced(path.read_text(encoding="utf-8"), text, name), encoding="utf-8")


def block(where: str, *parts: str) -> str:
    """Return text as Markdown: a sentence, then parts that are read as they stand."""
    body = "\n\n".join(part for part in parts if part)
    return f"{where}\n\n```\n{body}\n```"
