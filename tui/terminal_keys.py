"""What is typed and pasted: the bytes of a terminal as events, whatever bytes they are."""

from __future__ import annotations

from codecs import getincrementaldecoder
from collections.abc import Callable, Generator, Iterable, Iterator
from functools import partial

from textual._xterm_parser import BRACKETED_PASTE_END, BRACKETED_PASTE_START, XTermParser
from textual.events import Paste
from textual.message import Message


class TypedEvents:
    """Events of what a terminal sends, by the screen library's parser, which some input ends.

    Bytes that are no UTF-8 (a terminal of another locale, a pasted binary) are replaced. A sequence that the parser
    fails at, as a key of no Unicode character, is dropped, and what follows is read. What is pasted is text to its
    end: the parser makes keys of the escape sequences in it, and keys do things.
    """

    def __init__(self, *, debug: bool = False) -> None:
        self._debug = debug
        self._parser = XTermParser(debug)
        self._decode = getincrementaldecoder("utf-8")("replace").decode
        self._latest = ""
        self._pasted: list[str] | None = None

    def typed(self, data: bytes) -> Iterator[Message]:
        """Yield the events that these bytes complete."""
        text = self._decode(data)
        while text:
            if self._pasted is None:
                text = yield from self._keys(text)
            else:
                text = yield from self._paste(self._pasted, text)

    def waited(self) -> Iterator[Message]:
        """Yield what is an event because nothing followed: escape alone is a key, and begins others."""
        yield from self._guarded(self._parser.tick)

    def _keys(self, text: str) -> Generator[Message, None, str]:
        """Yield what is typed until a paste begins; return the rest."""
        for place, character in enumerate(text, 1):
            yield from self._guarded(partial(self._parser.feed, character))
            self._latest = (self._latest + character)[-len(BRACKETED_PASTE_START) :]
            if self._latest == BRACKETED_PASTE_START:
                self._pasted = []
                return text[place:]
        return ""

    def _paste(self, pasted: list[str], text: str) -> Generator[Message, None, str]:
        """Yield what was pasted when its end is there; return the rest."""
        before = pasted.pop() if pasted else ""  # the end may come in two parts
        inner, end, rest = (before + text).partition(BRACKETED_PASTE_END)
        kept = len(inner) if end else max(0, len(inner) - len(BRACKETED_PASTE_END))
        pasted += [inner[:kept], inner[kept:]]
        if end:
            self._pasted = None
            list(self._guarded(partial(self._parser.feed, end)))  # it has seen the beginning
            yield Paste("".join(pasted).replace("\0", ""))
        return rest

    def _guarded(self, events: Callable[[], Iterable[Message]]) -> Iterator[Message]:
        try:
            yield from events()
        except Exception:  # noqa: BLE001 - whatever it fails at, the keys behind it are wanted
            known, self._parser = self._parser, XTermParser(self._debug)
            self._parser.mouse_pixels = known.mouse_pixels
            self._parser.terminal_size = known.terminal_size
            self._parser.terminal_pixel_size = known.terminal_pixel_size
