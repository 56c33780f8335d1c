"""What of a step can be copied: the record's own text but for credentials; what it hides from the eye is told."""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable
from dataclasses import dataclass, replace

from playhead.edits.history import completed_edit
from playhead.model import Action, Kind, Step, Tape
from playhead.text import clean_lines, hidden_in, text_without_credentials


@dataclass(frozen=True, slots=True)
class Copy:
    """A text to copy, and what it is: `output of action 23`.

    `masked` credentials were taken out of it, `visible` hidden characters became signs.
    """

    what: str
    text: str
    masked: int = 0
    visible: int = 0

    @property
    def hidden(self) -> int:
        """How many characters a terminal would obey or not show, besides line feeds and tabs."""
        return hidden_in(self.text)

    @property
    def surrogates(self) -> int:
        """How many of them are lone surrogates, which no Unicode can carry."""
        return 0 if self.text.isascii() else sum(0xD800 <= ord(one) < 0xE000 for one in self.text)

    @property
    def size(self) -> str:
        """How much it is: `42 bytes`."""
        return f"{len(self.text.encode('utf-8', 'surrogatepass')):,} bytes"

    @property
    def amount(self) -> str:
        """The same with its lines, where it has several: `3 lines, 42 bytes`."""
        lines = self.text.count("\n") + (not self.text.endswith("\n"))
        return f"{lines:,} lines, {self.size}" if lines > 1 else self.size

    def cleaned(self) -> Copy:
        """Return the same as it is shown: every hidden character visible."""
        shown = "\n".join(line.expandtabs() for line in _clean_but_tabs(self.text))
        return Copy(f"{self.what}, cleaned", shown, self.masked, self.hidden)

    def without_credentials(self) -> Copy:
        """Return the same with what looks like a credential masked, unless that is shown."""
        text, masked = text_without_credentials(self.text)
        return Copy(self.what, text, self.masked + masked)


LETTERS: tuple[tuple[str, str], ...] = (
    ("c", "command"),
    ("o", "output"),
    ("d", "diff"),
    ("t", "thought"),
    ("p", "path"),
    ("l", "link"),
)


def copy_of(letter: str, tape: Tape, step: Step, action: int | None = None) -> Copy | str:
    """Return what a letter copies of a step, or the sentence why there is nothing.

    Of several actions it is number `action` (from 0), else the one that gives the step its kind: the last that is no
    read or search, else the last.
    """
    if action is not None and action < len(step.actions):
        step = replace(step, actions=step.actions[action : action + 1])
    return _COPIES[letter](tape, step)


def copy_beside_steps(letter: str, tape: Tape) -> Copy | str:
    """Return what a letter copies where there is no step: the final patch, the record's path, a link to the run."""
    if letter == "p":
        return _record(tape)
    if letter == "l":
        return Copy("link", f"playhead {shlex.quote(_name(tape))}")
    patch = next((layer.text for layer in tape.layers if layer.name == "patch" and layer.text), "")
    if letter == "d" and patch:
        return Copy("final patch", patch)
    return "There is no step here: p copies the path, l a link, d the final patch where there is one."


def main_action(step: Step) -> Action | None:
    """Return the action that stands for a step, None where it has none."""
    doing = [one for one in step.actions if one.kind not in (Kind.READ, Kind.SEARCH)]
    chosen = doing or list(step.actions)
    return chosen[-1] if chosen else None


def _command(_tape: Tape, step: Step) -> Copy | str:
    action = main_action(step)
    if action is None:
        return "This step has no command."
    if action.command is not None:
        return Copy(f"command{_of(step, action)}", action.command)
    arguments = json.dumps(dict(action.arguments), ensure_ascii=False, default=str)
    return Copy(f"call{_of(step, action)}", f"{action.tool} {arguments}")


def _output(_tape: Tape, step: Step) -> Copy | str:
    action = main_action(step)
    if action is None or not action.output:
        return "This step has no output."
    return Copy(f"output{_of(step, action)}", action.output)


def _diff(tape: Tape, step: Step) -> Copy | str:
    edits = [completed_edit(tape.steps, step.index, edit) for action in step.actions for edit in action.edits]
    diffs = [edit.diff for edit in edits if edit.diff]
    if not diffs:
        return "The record holds no diff of this step." if edits else "This step edits nothing."
    return Copy("diff", "".join(one if one.endswith("\n") else f"{one}\n" for one in diffs))


def _thought(_tape: Tape, step: Step) -> Copy | str:
    text = step.thought or step.text
    return Copy("thought" if step.thought else "message", text) if text else "This step has no thought."


def _path(tape: Tape, step: Step) -> Copy | str:
    paths = [edit.path for action in step.actions for edit in action.edits]
    action = main_action(step)
    if action is not None and action.path:
        paths.append(action.path)
    if paths:
        return Copy("path", paths[-1])
    return _record(tape)


def _record(tape: Tape) -> Copy:
    return Copy("path of the record", str(tape.path.absolute()))


def _link(tape: Tape, step: Step) -> Copy | str:
    at = str(step.n) if step.n is not None else step.id
    return Copy("link", f"playhead {shlex.quote(_name(tape))} --at {shlex.quote(at)}")


def _name(tape: Tape) -> str:
    return str(tape.path.absolute()) + (f"#{tape.key}" if tape.key else "")


_COPIES: dict[str, Callable[[Tape, Step], Copy | str]] = {
    "c": _command,
    "o": _output,
    "d": _diff,
    "t": _thought,
    "p": _path,
    "l": _link,
}


def _of(step: Step, action: Action) -> str:
    return f" of action {action.n}" if len(step.actions) > 1 and action.n is not None else ""


def _clean_but_tabs(text: str) -> list[str]:
    return ["\t".join(clean_lines(part)[0] if part else "" for part in line.split("\t")) for line in text.split("\n")]
