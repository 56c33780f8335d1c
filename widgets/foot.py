"""The last line of the screen: keys and what there is to say, or a line of typing, or a question."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import getters, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widget import Widget

from widgets.key_bar import KeyBar
from widgets.prompt import Prompt
from widgets.question import Question


class Foot(Vertical):
    """One at a time: the key bar gives way to a prompt or a question while one is open."""

    DEFAULT_CSS = """
    Foot { height: auto; max-height: 4; }
    """

    key_bar = getters.query_one(KeyBar)
    prompt = getters.query_one(Prompt)
    question = getters.query_one(Question)

    def __init__(self) -> None:
        super().__init__()
        self._answered: Callable[[str], None] | None = None
        self._focused_before: Widget | None = None

    def compose(self) -> ComposeResult:
        """Stack the three; two of them are hidden."""
        yield Prompt()
        yield Question()
        yield KeyBar()

    def ask(self, title: str, answered: Callable[[str], None], *, value: str = "") -> None:
        """Ask for a line of text; `answered` gets it unless it was dismissed."""
        self._open(answered)
        self.prompt.ask(title, purpose="", initial=value)

    def ask_key(self, sentence: str, options: Sequence[tuple[str, str]], answered: Callable[[str], None]) -> None:
        """Ask a question that is answered with one key; `answered` gets it, "" for escape."""
        self._open(answered)
        self._focused_before = self.screen.focused
        self.question.ask(sentence, options)

    @on(Prompt.Answered)
    def _prompt_answered(self, message: Prompt.Answered) -> None:
        message.stop()
        self._close(message.text)

    @on(Prompt.Dismissed)
    def _prompt_dismissed(self, message: Prompt.Dismissed) -> None:
        message.stop()
        self._close(None)

    @on(Question.Answered)
    def _question_answered(self, message: Question.Answered) -> None:
        message.stop()
        if self._focused_before is not None and self._focused_before.is_attached:
            self._focused_before.focus(scroll_visible=False)
        self._close(message.key)

    def _open(self, answered: Callable[[str], None]) -> None:
        self._answered = answered
        self.key_bar.display = False

    def _close(self, text: str | None) -> None:
        answered, self._answered = self._answered, None
        self.key_bar.display = True
        if answered is not None and text is not None:
            answered(text)
