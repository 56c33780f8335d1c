"""What a mini-swe-agent record tells about the whole run: task, agent, environment, times, outcome."""

from __future__ import annotations

import re
from array import array
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from playhead.formats.mini.messages import content_of
from playhead.formats.submission import outcome_of
from playhead.formats.values import float_of, int_of, list_of, mapping_of, optional_text
from playhead.model import Agent, Outcome, Tokens

# Ends of the agent's own or of a person (exceptions.py); any other exception name means that the harness, the
# environment or the model's API broke.
_OWN_ENDS = frozenset(
    {"ContextWindowExceeded", "ContextWindowExceededError", "FormatError", "LimitsExceeded", "RepeatedFormatError",
     "Submitted", "TimeExceeded", "UserInterruption"}
)  # fmt: skip
# Bare lists hold no configuration: the template of `mini.yaml` up to 1.9.
_FIRST_TEMPLATE = "Please solve this issue: {{task}}\n\nYou can execute bash commands"
_EXCEPTION = re.compile(r"\w*(?:Error|Exception|Timeout|TimeoutExpired|Interrupt)\Z")
_LATEST = 253_402_300_800  # the first second that ISO 8601 writes with five digits of a year


def agent_of(info: Mapping[str, Any], config: Mapping[str, Any]) -> Agent:
    """Return mini-swe-agent with its version and the model that drove it."""
    model = mapping_of(config.get("model")).get("model_name")
    return Agent("mini-swe-agent", optional_text(info.get("mini_version")), optional_text(model))


def environment_of(config: Mapping[str, Any]) -> dict[str, Any]:
    """Return the environment of the configuration: image, working folder, limits, and its type."""
    kind = optional_text(config.get("environment_type"))
    return {**mapping_of(config.get("environment")), **({"type": kind} if kind else {})}


def ended(info: Mapping[str, Any], last: Any, place: int) -> tuple[Mapping[str, Any], Outcome]:
    """Return what was handed in with its exit status, and the outcome: from `info`, else from the exit message.

    `last` is the last message, at `place` in the list.
    """
    field, source = "info.exit_status", info
    if not info.get("exit_status"):
        message = mapping_of(last)
        extra = mapping_of(message.get("extra"))
        if message.get("role") == "exit" and extra.get("exit_status"):
            field, source = f"messages[{place}].extra.exit_status", extra
    status = optional_text(source.get("exit_status"))
    if status in _OWN_ENDS:
        return source, outcome_of(source, breaks=frozenset(), field=field)
    broke = status is not None and (bool(info.get("traceback")) or _EXCEPTION.match(status) is not None)
    return source, outcome_of(source, breaks=frozenset({status} if broke and status else ()), field=field)


def time_of_message(message: Mapping[str, Any]) -> float | None:
    """Return when a message came, in unix seconds: its own time, else that of the model's response."""
    extra = mapping_of(message.get("extra"))
    given = (
        extra.get("timestamp"),
        mapping_of(extra.get("response")).get("created"),
        message.get("created_at"),
    )
    times = (float_of(one) for one in given if not isinstance(one, str))
    return next((time for time in times if time is not None and 0 < time < _LATEST), None)


def iso(seconds: float | None) -> str | None:
    """Return unix seconds as ISO 8601 in UTC."""
    if seconds is None:
        return None
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def usage_of(message: Mapping[str, Any]) -> tuple[Tokens | None, float | None]:
    """Return the tokens and the cost in US dollars of one model call."""
    extra = mapping_of(message.get("extra"))
    usage = mapping_of(mapping_of(extra.get("response")).get("usage")) or mapping_of(message.get("usage"))
    cost = float_of(extra.get("cost"))
    if cost is None:
        cost = float_of(usage.get("cost"))
    details = mapping_of(usage.get("prompt_tokens_details") or usage.get("input_tokens_details"))
    tokens = Tokens(
        _first(usage, "prompt_tokens", "input_tokens"),
        _first(usage, "completion_tokens", "output_tokens"),
        int_of(details.get("cached_tokens")),
    )
    return (tokens if tokens != Tokens() else None), cost


class MessagesRead:
    """What the messages say of the run, taken one after the other: the task, times, and what all calls used."""

    def __init__(self) -> None:
        self.first: Any = None
        self.last: Any = None
        self.count = 0
        self._times: list[float] = []
        self._sums: list[int | None] = [None, None, None]
        self._costs: array[float] = array("d")

    def take(self, message: Any) -> None:
        """Take the next message."""
        one = mapping_of(message)
        if self.first is None and one.get("role") == "user":
            self.first = message
        self.last = message
        self.count += 1
        time = time_of_message(one)
        if time is not None:
            self._times = [min((time, *self._times)), max((time, *self._times))]
        tokens, cost = usage_of(one)
        for place, number in enumerate((tokens.input, tokens.output, tokens.cached) if tokens else ()):
            if number is not None:
                self._sums[place] = (self._sums[place] or 0) + number
        if cost is not None:
            self._costs.append(cost)

    @property
    def times(self) -> tuple[float, float] | None:
        """Return when the first and the last of them came, in unix seconds; None where none says."""
        return (self._times[0], self._times[-1]) if self._times else None

    @property
    def tokens(self) -> Tokens:
        """Return the tokens of all model calls together."""
        return Tokens(*self._sums)

    def cost(self, info: Mapping[str, Any]) -> float | None:
        """Return what the run cost in US dollars: the record's own sum, else the sum of its calls."""
        given = float_of(mapping_of(info.get("model_stats")).get("instance_cost"))
        return given if given is not None else sum(self._costs) if self._costs else None

    def task(self, config: Mapping[str, Any]) -> str:
        """Return what the run was asked: the first message of a person, less the template around it if known."""
        if self.first is None:
            return ""
        template = mapping_of(config.get("agent")).get("instance_template")
        return _task_in(content_of(mapping_of(self.first)), template)


def messages_in(root: Any) -> Sequence[Any] | None:
    """Return the messages of a record: a bare list, or the root's; None when there is no list of them."""
    given = root if isinstance(root, list) else mapping_of(root).get("messages")
    return list_of(given) if isinstance(given, list) else None


def _first(usage: Mapping[str, Any], *names: str) -> int | None:
    return next((number for name in names if (number := int_of(usage.get(name))) is not None), None)


def _task_in(text: str, template: Any) -> str:
    """Return what stands in place of `{{task}}`, when the text around it is the template's; else the whole text."""
    template = template if isinstance(template, str) else _FIRST_TEMPLATE
    parts = re.split(r"\{\{\s*task\s*\}\}", template, maxsplit=1)
    if len(parts) != 2:
        return text
    before = parts[0].rsplit("}}", 1)[-1].rsplit("%}", 1)[-1]
    after = re.split(r"\{\{|\{%", parts[1], maxsplit=1)[0]
    start = text.find(before) if before.strip() else 0
    end = text.find(after.rstrip(), start + len(before)) if after.strip() else len(text)
    return text[start + len(before) : end].strip() if 0 <= start < end else text
