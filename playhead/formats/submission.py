"""What SWE-agent and mini-swe-agent records share: the final patch, what an exit status says, a title."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from playhead.formats.patch_layer import patch_layer
from playhead.formats.values import mapping_of, optional_text, text_of
from playhead.model import Layer, Outcome, RawRef, Status


def patch_layers(path: Path, info: Mapping[str, Any], pointer: str = "/info/submission") -> tuple[Layer, ...]:
    """Return the layer of what was handed in; none when nothing was. A flag or answer is shown as it stands."""
    text = text_of(info.get("submission"))
    if not text.strip():
        return ()
    return (patch_layer(text, (RawRef(path, pointer=pointer),)),)


def outcome_of(info: Mapping[str, Any], *, breaks: frozenset[str], field: str = "info.exit_status") -> Outcome:
    """Return how a run ended that nobody judged: unknown with a reason, `error` where `breaks` names its exit status.

    `submitted (exit_cost)` is judged by what stands in the brackets.
    """
    status = optional_text(info.get("exit_status"))
    if status is None:
        return Outcome(reason="No exit status: the run was cut short, or is still going.")
    inner = re.fullmatch(r"submitted \((.+)\)", status)
    if (inner.group(1) if inner else status) in breaks:
        return Outcome(Status.ERROR, field, f"{status}: the environment or the harness broke.")
    if status.lower().startswith("submitted"):
        return Outcome(source=field, reason=f"{status}: handed in, the record does not say whether it is right.")
    return Outcome(source=field, reason=f"{status}: ended without an answer that was judged.")


def usage_total(info: Mapping[str, Any], name: str) -> Any:
    """Return a member of `info.model_stats`, whatever it is; None when it is not there."""
    return mapping_of(info.get("model_stats")).get(name)
