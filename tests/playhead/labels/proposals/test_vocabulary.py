"""The words of a schema for what rules know."""

from __future__ import annotations

from playhead.labels.definition import LabelDefinition, Option, Schema
from playhead.labels.proposals.vocabulary import Vocabulary


def schema(*labels):
    return Schema("own", "1", "0", labels)


def test_a_schema_without_the_labels_is_proposed_nothing(proposed):
    """Where a team has no word for it the rules are silent."""
    assert (
        proposed("same-test-again", schema(LabelDefinition("mood", "step", "choice", options=(Option("fine"),)))) == ()
    )


def test_another_teams_words_are_found_by_former_names_and_published_ones():
    """A label is found by a former name, an option by one of its `maps`; the value is what that schema stores."""
    flags = LabelDefinition(
        "oddity",
        "step",
        "multi",
        aliases=("step_flag",),
        options=(Option("again", maps=("mast:1.3",)), Option("test_edited")),
    )
    words = Vocabulary(schema(flags))
    assert words.value("flag", "step", "repeats_without_progress") == ("oddity", ("again",))
    assert words.value("flag", "step", "special_casing") is None


def test_the_scope_and_the_type_must_fit():
    """A label of that name on another scope is another label, and one with one answer takes the first that it has."""
    one = LabelDefinition("flag", "step", "choice", options=(Option("test_edited"), Option("special_casing")))
    words = Vocabulary(schema(one, LabelDefinition("moment", "run", "choice", options=(Option("recovered"),))))
    assert words.value("moment", "span", "recovered") is None
    assert words.value("flag", "step", "no_op", "special_casing", "test_edited") == ("flag", "special_casing")
    assert words.value("flag", "step") is None


def test_what_is_retired_is_not_proposed():
    """A retired label, or a retired option, cannot be set, so it is not proposed either."""
    retired = LabelDefinition("moment", "span", "choice", options=(Option("recovered"),), retired=True)
    partly = LabelDefinition("outcome", "run", "choice", options=(Option("failed", retired=True), Option("resolved")))
    words = Vocabulary(schema(retired, partly))
    assert words.value("moment", "span", "recovered") is None
    assert words.value("outcome", "run", "failed") is None
    assert words.value("outcome", "run", "resolved") == ("outcome", "resolved")
