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
    Family("few colours", moving.few_colours, 60),
    Family("pages", moving.pages, 60),
    Family("idle", moving.idle, 60),
    Family("burst", burst.measure),
    Family("jump", burst.jump, 120),
    Family("stream", burst.stream, 120),
    Family("output", weighty.output, 120),
    Family("diff", weighty.diff, 60),
    Family("line", weighty.long_line, 60),
    Family("reading", reading.measure, 300),
    Family("searching", reading.searching, 120),
    Family("ticks", ticks.measure, 120),
    Family("memory of steps", memory.steps, 120),
    Family("memory of a tape", memory.tape, 120),
    Family("memory of a log", memory.log, 120),
    Family("memory of ATIF", memory.atif, 120),
    Family("memory of an output", memory.output, 120),
    Family("growth", growth.measure, 300),
)
