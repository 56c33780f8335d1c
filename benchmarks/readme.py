"""The table of the last run, written into README.md between two marks: nobody types it."""

from __future__ import annotations

from pathlib import Path

BEGIN, END = "<!-- benchmarks: begin -->", "<!-- benchmarks: end -->"


def replaced(page: str, text: str) -> str:
    """Return the page with what stands between the marks replaced by a block of text.

    Raises:
        ValueError: the page has no marks.

    """
    begin, end = page.find(BEGIN), page.find(END)
    if begin < 0 or end < begin:
        raise ValueError(f"The page has no {BEGIN} before a {END}.")
    return f"{page[: begin + len(BEGIN)]}\n{text}\n{page[end:]}"


def write(path: Path, text: str) -> None:
    """Replace the table of a page."""
    path.write_text(replaced(path.read_text(encoding="utf-8"), text), encoding="utf-8")


def block(where: str, *parts: str) -> str:
    """Return text as Markdown: a sentence, then parts that are read as they stand."""
    body = "\n\n".join(part for part in parts if part)
    return f"{where}\n\n```\n{body}\n```"
