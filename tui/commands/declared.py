"""Every command of the screen, declared once: binding, footer, help and the README's key table come from here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tui.commands.command import Command, declare, key_of, rebound, shown_keys, spelled
from tui.commands.declared_dialogs import asked_rows

MOVING, FINDING, READING, LABELLING, RUNS = "Move", "Find", "Read", "Label", "Runs"
_DIGIT = "label.digit."

COMMANDS: tuple[Command, ...] = declare(
    Command("step.next", ("l", "right"), "next step", "Next step, from any pane.", MOVING),
    Command("step.previous", ("h", "left"), "previous step", "Previous step, from any pane.", MOVING),
    Command("pane.down", ("j", "down"), "down", "Down in the focused pane: rows, lines, labels.", MOVING),
    Command("pane.up", ("k", "up"), "up", "Up in the focused pane.", MOVING),
    Command("read.on", ("space",), "read on", "Read on: the next page of this step, then the next step.", MOVING),
    Command("read.back", ("backspace",), "read back", "Read back: the page before, then the step before.", MOVING),
    Command(
        "go.first", ("g", "home"), "first", "First step, then the task above it; in a focused detail its top.", MOVING
    ),
    Command(
        "go.last", ("G", "end"), "last", "Last step, then the verdict below it; in a focused detail its end.", MOVING
    ),
    Command("follow", ("F",), "follow", "Keep to the last step while the run grows; going back ends it.", MOVING),
    Command("go.to", ("colon",), "go to", "Go to a step: a number, 50%, $, a time as 14:05, or a step's id.", MOVING),
    Command(
        "branch.enter",
        ("ampersand",),
        "sub-agent",
        "The steps of the sub-agent started here; {pane.full} too.",
        MOVING,
    ),
    Command(
        "branch.leave",
        ("circumflex_accent",),
        "leave it",
        "Back to where the sub-agent was started; {escape} too.",
        MOVING,
    ),
    Command("pane.next", ("tab",), "next pane", "Focus the next pane.", MOVING),
    Command("pane.previous", ("shift+tab",), "previous pane", "Focus the pane before.", MOVING),
    Command(
        "pane.full",
        ("enter",),
        "full screen",
        "Full screen for the focused pane, and back; in the shelf, set the label.",
        MOVING,
    ),
    Command(
        "escape",
        ("escape",),
        "close",
        "Close, one a press: full screen, a span, search, filter, marks, label mode.",
        MOVING,
    ),
    Command(
        "failure.next",
        ("e",),
        "next failure",
        "Next failure that matters, at its evidence: negative feedback.",
        FINDING,
    ),
    Command("failure.previous", ("E",), "previous failure", "The failure before.", FINDING),
    Command(
        "moment.next",
        ("right_square_bracket",),
        "next moment",
        "Next moment, where it began: what did not work, and what came of it.",
        FINDING,
    ),
    Command("moment.previous", ("left_square_bracket",), "previous moment", "The moment before.", FINDING),
    Command(
        "moment.open",
        ("m",),
        "moment",
        "This moment: evidence, what was tried, the check before and after; outside of one, all of them.",
        FINDING,
    ),
    Command(
        "search.open",
        ("slash",),
        "search",
        "Search steps, sub-agents and the rows at both ends; ~ first: a regular expression (regex).",
        FINDING,
    ),
    Command("search.next", ("n",), "next hit", "The next hit of the search, in reading order.", FINDING),
    Command("search.previous", ("N",), "previous hit", "The hit before, in reading order.", FINDING),
    Command(
        "filter.open",
        ("f",),
        "filter",
        "Show only some steps: kind:test failed:yes file:schema; {asked.complete} completes.",
        FINDING,
    ),
    Command("palette", ("ctrl+p",), "palette", "Commands, labels, files and steps in one list.", FINDING),
    Command("same.next", ("asterisk",), "same", "Next action with the same check or file.", FINDING),
    Command("same.previous", ("number_sign",), "same back", "Previous action with the same check or file.", FINDING),
    Command(
        "fold.this", ("o",), "fold", "Open or close a fold: output, thought; on the timeline a step's actions.", READING
    ),
    Command("fold.all", ("O",), "fold all", "Open or close all folds of this step.", READING),
    Command("thoughts", ("T",), "thoughts", "Show thoughts whole, or their first three lines.", READING),
    Command("page.half_down", ("d", "pagedown"), "half a page down", "Half a page down in the detail.", READING),
    Command("page.half_up", ("u", "pageup"), "half a page up", "Half a page up in the detail.", READING),
    Command("wrap", ("W",), "wrap", "Wrap long lines, or cut them at the edges of the pane.", READING),
    Command("sideways.left", ("less_than_sign",), "left", "Sideways: what stands further left.", READING),
    Command("sideways.right", ("greater_than_sign",), "right", "Sideways: what stands further right.", READING),
    Command("split", ("S",), "split diff", "Diffs side by side, or one version below the other.", READING),
    Command("change.previous", ("left_parenthesis",), "change back", "The file or hunk of a diff before.", READING),
    Command("change.next", ("right_parenthesis",), "next change", "The next file or hunk of a diff.", READING),
    Command("page.run", ("i",), "the run", "The run: verdict, failing tests, patch, environment, labels.", READING),
    Command(
        "page.files",
        ("s",),
        "files",
        "Files touched: read, edited, tested; {pane.full} goes to the first step.",
        READING,
    ),
    Command(
        "page.so_far", ("p",), "patch so far", "The patch up to this step, as far as the record holds it.", READING
    ),
    Command(
        "page.before", ("b",), "before", "What came before this edit: reads, search hits, traces, the task.", READING
    ),
    Command(
        "page.tests",
        ("t",),
        "tests",
        "Tests by test run: which failed when, what flipped them; {pane.full} goes to the step.",
        READING,
    ),
    Command(
        "page.checks",
        ("C",),
        "checks",
        "Process checks: what fired and why; what came before each edit and test run.",
        READING,
    ),
    Command(
        "compare",
        ("equals_sign",),
        "compare",
        "This output with the marked step's, else with the run of the same check before.",
        READING,
    ),
    Command(
        "pipe",
        ("vertical_line",),
        "pipe",
        "What is read to a command or $PAGER: as recorded, but for credentials.",
        READING,
    ),
    Command(
        "secrets",
        ("M",),
        "secrets",
        "Show what looks like a credential, as it stands in the record; the same key masks it again.",
        READING,
    ),
    Command("raw", ("r",), "raw", "The record's own bytes of this step, and back.", READING),
    Command("copy", ("Y",), "copy", "Copy to the clipboard: command, output, diff, thought, path, link.", READING),
    Command("label.panel", ("a",), "label", "Any label: its letter follows, then an option.", LABELLING),
    Command(
        "label.mode",
        ("A",),
        "label mode",
        "Label mode: digits and {label.helps} {label.neutral} {label.harms} {label.root_cause} label at once.",
        LABELLING,
    ),
    *(
        Command(
            f"label.digit.{digit}",
            (str(digit),),
            f"label {digit}",
            f"In label mode: the label with digit {digit}.",
            LABELLING,
        )
        for digit in range(1, 10)
    ),
    Command("label.helps", ("plus",), "helps", "In label mode: this step helps.", LABELLING),
    Command("label.neutral", ("0",), "neutral", "In label mode: this step is neutral.", LABELLING),
    Command("label.harms", ("minus",), "harms", "In label mode: this step harms.", LABELLING),
    Command(
        "label.root_cause", ("exclamation_mark",), "root cause", "In label mode: this step is a root cause.", LABELLING
    ),
    Command("label.note", ("c",), "note", "A note on the label just set, else on the step or span.", LABELLING),
    Command(
        "label.span",
        ("v",),
        "span",
        "A span of steps; in the focused detail, lines as evidence of a label.",
        LABELLING,
    ),
    Command("label.repeat", ("full_stop",), "repeat", "The label set last once more, here.", LABELLING),
    Command("label.mark", ("V",), "mark", "Mark this step, or the steps of the span; again: unmark.", LABELLING),
    Command("label.marked", ("semicolon",), "on marked", "The next label of a step goes on all marked.", LABELLING),
    Command("label.pass", ("P",), "pass", "One label over all steps, or actions, without it.", LABELLING),
    Command("label.accept", ("y",), "accept", "Make the proposal your label, and go to the next.", LABELLING),
    Command("label.reject", ("x",), "reject", "Turn the proposal down, and go to the next.", LABELLING),
    Command(
        "label.settle", ("R",), "settle", "Settle a conflict: people disagree; both stay in the history.", LABELLING
    ),
    Command(
        "label.done", ("D",), "done", "Done with this run, to the next: what is required, skip, second look.", LABELLING
    ),
    Command(
        "label.recent", ("B",), "decisions", "Your last decisions in all runs: change, take back, go there.", LABELLING
    ),
    Command("label.undo", ("U",), "undo", "Undo your own last label.", LABELLING),
    Command("label.redo", ("ctrl+r",), "redo", "Set again what was undone.", LABELLING),
    Command("save", ("w",), "save now", "Write the labels into the record now.", LABELLING),
    Command("run.previous", ("H",), "previous run", "The run before this one.", RUNS),
    Command("run.next", ("L",), "next run", "The run after this one.", RUNS),
    Command("help", ("question_mark",), "keys", "These keys; {keys.search} there searches them.", RUNS),
    Command("quit", ("q",), "quit", "Leave; labels are saved first.", RUNS),
)

TERMINAL_ROWS = (
    (RUNS, "ctrl+z", "suspend", "To the shell; fg there comes back."),
    (RUNS, "ctrl+l", "draw again", "The whole screen, where another program has written on it."),
    (RUNS, "ctrl+c", "stop nothing", "Says how to leave: it is pressed by habit."),
)
"""What the terminal keeps for itself; in every screen, and no command."""

BY_ID = {command.id: command for command in COMMANDS}


def rebind(keys: Mapping[str, tuple[str, ...]]) -> None:
    """Give commands, by id, other keys: once, before the screens are imported, whose bindings are made from these."""
    global COMMANDS  # noqa: PLW0603 - the declarations are what everybody reads
    COMMANDS = rebound(COMMANDS, keys)
    BY_ID.update({one.id: one for one in COMMANDS})


def help_rows() -> tuple[tuple[str, str, str, str], ...]:
    """Return (group, keys, title, help) of every command; the nine digits of label mode as one row."""
    rows = [
        (command.group, shown_keys(command), command.title, spelled(command.help))
        for command in COMMANDS
        if not command.id.startswith(_DIGIT)
    ]
    place = next(place for place, row in enumerate(rows) if row[2] == "helps")
    rows.insert(place, (LABELLING, digits_told(), "labels by digit", "In label mode: the label with this digit."))
    return (*rows, *TERMINAL_ROWS, *asked_rows())


def page_rows(ids: Sequence[str]) -> tuple[tuple[str, str, str, str], ...]:
    """Return the help of a page, which knows these commands of a run: its rows scroll, and lead to steps."""
    leaving = {"escape": "Back to the run.", "quit": "Back to the run.", "pane.full": "To the step of this row."}
    groups = {"escape": "Leave", "quit": "Leave", "pane.full": "Leave", "help": "Leave"}
    rows = [
        (groups.get(one.id, one.group), shown_keys(one), one.title, leaving.get(one.id, spelled(one.help)))
        for one in COMMANDS
        if one.id in ids
    ]
    return tuple(sorted(rows, key=lambda row: row[0] != "Leave"))


def digits_told() -> str:
    """Return the keys of the nine digits of label mode: `1-9` unless they were bound anew."""
    keys = key_of(*(one.id for one in COMMANDS if one.id.startswith(_DIGIT)))
    return "1-9" if keys == "1 2 3 4 5 6 7 8 9" else keys


def bare_told() -> str:
    """Return the keys that label at once in label mode, for a sentence."""
    digits = digits_told()
    others = key_of("label.helps", "label.neutral", "label.harms", "label.root_cause")
    return f"{'digits' if digits == '1-9' else digits} and {others}"
