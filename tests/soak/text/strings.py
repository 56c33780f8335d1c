"""Hostile text by class: what a record may hold that a terminal would obey, hide, reorder or put out of its columns.

Each string begins or ends with a canary, `Q0a1bQ`, so that what is drawn tells which strings were drawn.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import count
from random import Random

from playhead.text.glyphs import STOPPED

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_CANARY = re.compile(r"Q([0-9a-z]{5})Q")
_CANARIES = 36**5
_SCATTER = 38_200_657
_GATHER = pow(_SCATTER, -1, _CANARIES)
_LONG = 10_000
_ONE_LONG_IN = 3_000

C0 = "".join(map(chr, [*range(0x20), 0x7F]))
C1 = "".join(map(chr, range(0x80, 0xA0)))
_BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_BLANK = "\u200b\u200c\u200d\u2060\ufeff\xad\u3164\u115f\u1160\uffa0\u034f\u180e\u2061\u2800\xa0\u3000"
_ENDS = ("\x07", "\x1b\\", "\x9c", "")
_CSI = ("\x1b[", "\x9b")
_FINALS = "ABCDEFGHJKLMPSTXZ@`abcdefghilmnpqrstux{|}~"
_OSC = ("0;", "1;", "2;", "4;1;?", "7;file://h/", "8;;http://x/", "8;id=a;file:///etc/passwd", "9;", "10;?", "11;?",
        "50;", "52;c;", "52;p;?", "104", "110", "133;A", "777;notify;a;b", "1337;File=inline=1:", "5522;")  # fmt: skip
_MODES = (1, 2, 3, 5, 6, 7, 9, 12, 25, 47, 66, 69, 1000, 1002, 1003, 1004, 1005, 1006, 1015, 1016, 1047, 1048, 1049,
          2004, 2026, 2027, 2031, 2048)  # fmt: skip
_ESCAPES = (*"cDEHMNOZ78=>lmno|}~69", "#3", "#8", "%@", "%G", "(0", ")0", "*0", "+0", "(B", "-A", ".A", "/A")
_MARKUP = ("[red]x[/red]", "[/nope]", "[@click=app.quit]x[/]", "[link=file:///etc/passwd]x[/link]", "[bold", "\\[x]",
           "[$error on $primary]x[/]", ":smile:", "$x ${y} {z} %s %(a)s", "[b][/i]", "[on red]")  # fmt: skip
_MARKDOWN = ("**b**", "`c`", "# h", "[a](javascript:x)", "![i](file:///etc/passwd)", "<script>x</script>", "```",
             "| a | b |", "> q", "- l", "1. n", "[x]: http://x", "http://x/\x1b[2J", "~~s~~", "\t* ")  # fmt: skip
_EMOJI = (
    "👨\u200d👩\u200d👧",
    "🏳\ufe0f\u200d🌈",
    "👍🏽",
    "1\ufe0f\u20e3",
    "⚠\ufe0e",
    "🇩🇪🇫",
    "❤\ufe0f\ufe0f",
    "\U000e0041🏴",
    "🏽",
)
_WIDE = "漢字かな한국어ＡＢ👍\U0001f9ff\U00020000ｱ"


def _osc(random: Random) -> str:
    return random.choice(("\x1b]", "\x9d")) + random.choice(_OSC) + "UFdORUQ=" + random.choice(_ENDS)


def _clipboard(random: Random) -> str:
    return f"{random.choice((chr(27) + ']', chr(0x9D)))}52;{random.choice('cps0')};UFdORUQ={random.choice(_ENDS)}"


def _csi(random: Random) -> str:
    parameters = ";".join(str(random.choice((0, 1, 2, 5, 6, 8, 9, 999, 65535))) for _ in range(random.randrange(4)))
    between = random.choice(("", "", "", " ", "$", "!", '"', "'"))
    return (
        random.choice(_CSI)
        + random.choice(("", "", "?", ">", "=", "<"))
        + parameters
        + between
        + random.choice(_FINALS)
    )


def _colours(random: Random) -> str:
    codes = ";".join(str(random.choice((0, 1, 5, 8, 25, 28, 30, 40, 38, 48, 58, 2, 107, 999))) for _ in range(4))
    return f"{random.choice(_CSI)}{codes}mx{random.choice(_CSI)}{codes.replace(';', ':')}m"


def _mode(random: Random) -> str:
    return f"{random.choice(_CSI)}?{random.choice(_MODES)}{random.choice('hlsr')}"


def _report(random: Random) -> str:
    asked = ("5n", "6n", "?6n", "c", ">c", "=c", ">q", "x", "18t", "21t", "20t", "?2026$p", "?u", "?996n")
    strings = ("\x1bP$qm\x1b\\", '\x1bP$q"p\x9c', "\x1bP+q544e\x1b\\", "\x90$qr\x9c", "\x05", "\x1bZ")
    return random.choice(strings) if random.random() < 0.4 else random.choice(_CSI) + random.choice(asked)


def _device(random: Random) -> str:
    opened = ("\x1bP", "\x90", "\x1b_", "\x9f", "\x1b^", "\x9e", "\x1bX", "\x98")
    body = ("q#0;2;0;0;0~-", "Ga=T,f=100;AAAA", "+q544e", "tmux;\x1b\x1b]52;c;eA==\x07", "x" * 20, "1;2|17/ab")
    return random.choice(opened) + random.choice(body) + random.choice(_ENDS)


def _escape(random: Random) -> str:
    return "\x1b" + random.choice(_ESCAPES)


_HALVES = (
    "\x1b",
    "\x1b[",
    "\x1b]52;c",
    "\x1b]0;",
    "\x9b",
    "[2J",
    "52;c;eA==\x07",
    "\\",
    "\x1bP",
    "\x07",
    "\ud83d",
    "\ude00",
)
_AT_THE_EDGE = (
    _WIDE[:6],
    "👨\u200d👩",
    "e" + "\u0301" * 9,
    "\x1b[2J",
    "\x9b2J",
    "\t|",
    "\u202e",
    "\x1b]8;;http://x\x07",
)


def _torn(random: Random) -> str:
    """A sequence without its end, or an end without its beginning: two fields or two rows would join them."""
    return random.choice(_HALVES)


def _edge(random: Random) -> str:
    """What would fall on the edge of a pane or a wrapped row: wide characters, joiners and sequences after a filler."""
    filler = "x" * random.choice((20, 33, 41, 60, 67, 68, 69, 100, 113, 114, 115))
    return filler + random.choice(_AT_THE_EDGE)


def _of(characters: str, most: int) -> Callable[[Random], str]:
    def make(random: Random) -> str:
        return "".join(random.choice(characters) for _ in range(random.randrange(1, most)))

    return make


def _one_of(texts: tuple[str, ...]) -> Callable[[Random], str]:
    return lambda random: " ".join(random.choice(texts) for _ in range(random.randrange(1, 4)))


def _marks(random: Random) -> str:
    marks = ("\u0301", "\u0336", "\u20dd", "\u0e47", "\u0301\u0302\u0489", "\u1160", "\u11a8", "\ufe00", "\U000e0100")
    return random.choice(("", "e", "漢", " ", "\u200d")) + random.choice(marks) * random.choice((1, 5, 60, 200))


def _tags(random: Random) -> str:
    return "".join(chr(0xE0000 + ord(one)) for one in "rm -rf ~") + chr(
        random.choice((0xE0001, 0xE007F, 0xFE0F, 0xFFF9))
    )


def _surrogates(random: Random) -> str:
    return "".join(chr(random.randrange(0xD800, 0xE000)) for _ in range(random.randrange(1, 4)))


def _private(random: Random) -> str:
    spaces = ((0xE000, 0xF900), (0xF0000, 0xF0100), (0x10FF00, 0x110000), (0xFDD0, 0xFDF0), (0xFFF0, 0x10000))
    return "".join(chr(random.randrange(*random.choice(spaces))) for _ in range(4))


def _bytes(random: Random) -> str:
    return random.randbytes(random.randrange(1, 24)).decode("utf-8", "surrogateescape")


def _characters(random: Random) -> str:
    return "".join(chr(random.randrange(0x110000)) for _ in range(random.randrange(1, 6)))


CLASSES: Mapping[str, Callable[[Random], str]] = {
    "control sequences (CSI)": _csi,
    "colours, blinking and hiding (SGR)": _colours,
    "terminal modes": _mode,
    "titles, links, palettes (OSC)": _osc,
    "the clipboard (OSC 52)": _clipboard,
    "device, application and private strings (DCS, APC, PM, SOS)": _device,
    "what a terminal would answer (DSR, DECRQSS)": _report,
    "bare escapes (reset, charsets)": _escape,
    "C0 controls": _of(C0, 8),
    "C1 controls in UTF-8": _of(C1, 6),
    "torn sequences": _torn,
    "at the edge of a pane": _edge,
    "text direction": _of(_BIDI + "aא", 8),
    "drawn as nothing": _of(_BLANK + "\u2028\u2029\x85", 8),
    "piles of marks": _marks,
    "tags and selectors": _tags,
    "emoji": _one_of(_EMOJI),
    "wide characters": _of(_WIDE, 12),
    "lone surrogates": _surrogates,
    "private and unassigned": _private,
    "markup of the screen library": _one_of(_MARKUP),
    "Markdown and links": _one_of(_MARKDOWN),
    "bytes that are no UTF-8": _bytes,
    "any characters": _characters,
}
"""By name, as the tables say it: a function that makes one string of the class."""


def canary(number: int) -> str:
    """Return what names string `number` (below 60 million); those of neighbours have no digit in common as a rule."""
    digits = []
    number = number * _SCATTER % _CANARIES
    for _ in range(5):
        number, digit = divmod(number, 36)
        digits.append(_DIGITS[digit])
    return f"Q{''.join(reversed(digits))}Q"


def canaries_in(text: str) -> set[int]:
    """Return the numbers of the strings of which a text holds the canary whole."""
    return {int(one, 36) * _GATHER % _CANARIES for one in _CANARY.findall(text)}


def hostile_strings(seed: int, first: int = 0) -> Iterator[str]:
    """Yield strings without end, all classes in turn, the same for a seed; number `first` is the first one's.

    No line feed is in them: whoever builds a field from them puts those.
    """
    random = Random(seed)
    makers = tuple(CLASSES.values())
    for number in count(first):
        made = makers[number % len(makers)](random)
        if random.randrange(_ONE_LONG_IN) == 0:
            made = (made + "x" * random.randrange(9)) * (_LONG // (len(made) + 5))
        elif random.randrange(4) == 0:
            made += random.choice(makers)(random)
        made = made.replace("\n", "\r").replace(STOPPED, "")  # the judge takes that sign for a leak
        yield made + canary(number) if random.randrange(5) == 0 else canary(number) + made
