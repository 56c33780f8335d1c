"""What hypothesis draws from for labels: JSON values as a stranger writes them, and events."""

from __future__ import annotations

from hypothesis import strategies as st

from playhead.labels.event import Author, Event, RunTarget, SpanTarget, StepTarget
from playhead.labels.plain import plain

any_text = st.text(st.characters(codec=None), max_size=20)
words = st.text("abcxyz-:1", min_size=1, max_size=6)
scalars = st.none() | st.booleans() | st.integers() | st.floats() | any_text
json_values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(any_text, inner, max_size=4), max_leaves=12
)
targets = (
    st.builds(RunTarget, st.none() | words)
    | st.builds(StepTarget, words, st.none() | st.integers(1, 99), st.none() | st.integers(1, 99), st.none() | words)
    | st.builds(SpanTarget, words, words, st.none() | words)
)
authors = st.builds(Author, st.sampled_from(("human", "model", "rule")), words, st.none() | words)
events = st.builds(
    Event,
    id=words,
    op=st.sampled_from(("set", "retract", "accept", "reject", "done", "later-op")),
    on=targets,
    by=authors,
    key=st.none() | words,
    value=json_values.map(plain),
    evidence=st.lists(json_values, max_size=2).map(plain),
    note=st.none() | any_text.map(plain),
    at=st.none() | words,
    schema=st.none() | st.dictionaries(words, words, max_size=2),
    supersedes=st.lists(words, max_size=3).map(tuple),
    proposal=st.none() | words,
    blind=st.booleans(),
    elapsed_ms=st.none() | st.integers(0, 10**6),
)
