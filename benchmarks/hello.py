"""The least that a Textual program can be: what every ratio of a start is taken against."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import Static

GREETING = "hello-from-textual"


class Hello(App[None]):
    """One line of text."""

    def compose(self) -> ComposeResult:
        """Yield the line."""
        yield Static(GREETING)


if __name__ == "__main__":
    Hello().run()
