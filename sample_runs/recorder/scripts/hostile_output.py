"""The hostile one: a support log full of escapes that a terminal would obey. The fix is right; the output bites."""

from __future__ import annotations

from sample_runs.recorder.agent import Agent
from sample_runs.recorder.recording import Script

_ESC = "\x1b"

# One line a way in which foreign bytes reach for a terminal; each says what it would do.
_LOG = "\n".join(
    (
        "ticket 4711  customer ada@example.org  express order charged 4.90",
        f"clipboard    {_ESC}]52;c;cm0gLXJmIC9pbXBvcnRhbnQ=\x07 written, with BEL",
        f"clipboard    {_ESC}]52;c;cm0gLXJmIC9pbXBvcnRhbnQ={_ESC}\\ written, with ST",
        f"title        {_ESC}]0;you have been renamed\x07 of the window",
        f"link         {_ESC}]8;;https://evil.example/{_ESC}\\express order{_ESC}]8;;{_ESC}\\ that leads elsewhere",
        f"screen       {_ESC}[2J{_ESC}[H cleared",
        f"screen       {_ESC}[?1049l left, {_ESC}[?1000h mouse taken, {_ESC}[?25l cursor hidden",
        f"reset        {_ESC}c of the terminal, {_ESC}#8 test pattern",
        f"report       {_ESC}[6n{_ESC}[c asked for, typed back as input",
        f'settings     {_ESC}P$q"p{_ESC}\\ asked for by DCS',
        f"picture      {_ESC}_Ga=T,f=24,s=1,v=1;AAAA{_ESC}\\ drawn by APC",
        f"privacy      {_ESC}^hidden from you{_ESC}\\ message, {_ESC}Xstring{_ESC}\\",
        "one byte     \u009b2J and \u009d0;renamed\u009c, as C1 controls",
        "charset      \x0e lines \x0f shifted out and in",
        "nothing      \x00 NUL, \x7f DEL, \x08\x08\x08 backspaces, \x0b VT, \x0c FF",
        "direction    \u202eneve si siht\u202c and \u2066isolated\u2069",
        "invisible    zero\u200bwidth\u200djoiner\u2060word soft\u00adhyphen \U000e0068\U000e0069 tags",
        f"tower        Z{''.join(map(chr, range(0x351, 0x361)))}algo",
        "separators   one\u2028two\u2029three\u0085four",
        "progress      10%\rprogress      55%\rprogress     100%",
        "markup       [red]not red[/red] [@click=app.quit]not a link[/] [/nope]",
        f"colour       {_ESC}[1;31mthis one is harmless{_ESC}[0m and may be shown",
        f"unfinished   {_ESC}]52;c;",
        "ticket 4711  closed",
        "",
    )
)


def _play(agent: Agent) -> None:
    agent.runs("The failing test, and what support has on file.", "python -m pytest -q -k express", "ls support")
    agent.runs("The support log may say how it happened.", "cat support/ticket-4711.log")
    agent.says(
        "That log holds raw terminal escapes \u2014 clipboard writes, a fake window title, cursor and "
        "screen control. I'll read "
        "it with the control bytes made visible instead of printing it again.",
    )
    agent.runs(
        "Only the lines that talk about the order, made visible.",
        "cat -v support/ticket-4711.log | grep -n 'ticket'",
    )
    agent.runs(
        "Nothing there but the symptom. The code, then: who decides the delivery?",
        "grep -n 'DELIVERY\\|NEEDS_ADDRESS' -r shop",
    )
    agent.edits(
        "Express is missing in both tables of the schema.",
        "str_replace",
        "shop/schema/order.py",
        old_str='DELIVERY = Choice(values=("standard", "pickup"), default="standard")\nNEEDS_ADDRESS = ("standard",)',
        new_str='DELIVERY = Choice(values=("standard", "express", "pickup"), default="standard")\n'
        'NEEDS_ADDRESS = ("standard", "express")',
    )
    agent.runs("All tests.", "python -m pytest -q")
    agent.runs(
        "Green. I'll look at what the first bytes of that log really are, for the report.",
        "sed -n 2,6p support/ticket-4711.log",
        "head -c 200 support/ticket-4711.log | od -c | head -8",
    )
    agent.submits(
        "Express is now known to the schema and needs an address. Separately: support/ticket-4711.log holds escape "
        "sequences that write to the clipboard of whoever prints it. [bold]Please[/bold] do not `cat` it.",
    )


HOSTILE_OUTPUT = Script(
    "hostile-output", _play, forms=("atif",), extra_files={"support/ticket-4711.log": _LOG.encode()}
)
