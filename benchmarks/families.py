"""Every family of lines, in the order in which they are measured: the quick ones first."""

from __future__ import annotations

from benchmarks import (
    burst,
    commands,
    detection,
    growth,
    memory,
    moving,
    reading,
    saving,
    starting,
    ticks,
    weighty,
)
from benchmarks.family import Family

FAMILIES: tuple[Family, ...] = (
    Family("commands", commands.measure),
    Family("saving", saving.measure),
    Family("detection", detection.measure),
    Family("starting", starting.measure, 400),
    Family("moving", moving.measure),
    Family("burst", burst.measure),
    Family("weighty", weighty.measure),
    Family("reading", reading.measure, 300),
    Family("searching", reading.searching),
    Family("ticks", ticks.measure),
    Family("memory", memory.measure, 300),
    Family("growth", growth.measure, 300),
)
