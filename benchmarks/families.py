"""Every family of lines, in the order in which they are measured and stand in the table."""

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
    Family("starting", starting.measure, 400),
    Family("index", reading.large, 300),
    Family("index of short steps", reading.short, 300),
    Family("moving", moving.measure),
    Family("burst", burst.measure),
    Family("few colours", moving.few_colours, 60),
    Family("pages", moving.pages, 60),
    Family("idle", moving.idle, 60),
    Family("memory of steps", memory.steps, 240),
    Family("output", weighty.output, 120),
    Family("diff", weighty.diff, 60),
    Family("saving", saving.measure),
    Family("commands", commands.measure),
    Family("index kept", reading.again, 120),
    Family("jump", burst.jump),
    Family("ticks", ticks.measure, 120),
    Family("line", weighty.long_line, 60),
    Family("memory of a tape", memory.tape, 240),
    Family("memory of an output", memory.output, 240),
    Family("memory of a log", memory.log, 240),
    Family("memory of ATIF", memory.atif, 240),
    Family("index of mixed steps", reading.mixed, 120),
    Family("searching", reading.searching, 120),
    Family("stream", burst.stream),
    Family("detection", detection.measure),
    Family("growth", growth.measure, 400),
)
