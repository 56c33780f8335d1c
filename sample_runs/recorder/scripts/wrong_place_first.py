"""The recovery: starts in the front end, learns from a failing test that it is the wrong place, finds the schema."""

from __future__ import annotations

from sample_runs.recorder.agent import Agent
from sample_runs.recorder.recording import Script

_TRACE = """\
python - <<'PY'
from shop.api.checkout import checkout
from shop.schema.order import parse_order

payload = {"email": "ada@example.org", "items": [{"sku": "TEA-01", "price": 1200, "quantity": 2}],
           "delivery": "express", "address": "12 Mill Lane, Leeds"}
order = parse_order(payload)
print("sent:  ", payload["delivery"])
print("parsed:", order.delivery)
print("answer:", checkout(payload).body)
PY"""

_TESTS = """\


def test_express_needs_an_address():
    response = checkout(order(delivery="express", address=None))
    assert response.status == 422
    assert response.body["field"] == "address"
"""


def _play(agent: Agent) -> None:
    agent.runs(
        "I'll look at the layout and the failing test first.",
        "git ls-files",
        "python -m pytest -q",
    )
    agent.runs(
        "The issue speaks of the Express button and of all browsers. Everything that has to do with express:",
        "grep -rn -i express --include=*.py --include=*.js --include=*.md .",
    )
    agent.edits(
        "The button lives in `web/checkout.js`. That is where express enters the system.",
        "view",
        "web/checkout.js",
    )
    agent.says(
        "A likely cause: `buildOrder` reads the form through `FormData` and falls back to standard when there is no "
        "delivery. If `delivery` is a radio group without that option, setting `.value` selects nothing, `get` returns "
        "null, and the order goes out as standard. That fits the symptom: no error, standard fee, standard date.",
        thought="I have not seen the form's markup, so this is a guess. But it explains everything in the issue, "
        "and the change is small.",
    )
    agent.edits(
        "I'll make the button say what it means instead of going through the form.",
        "str_replace",
        "web/checkout.js",
        old_str='    form.elements.delivery.value = "express";\n    post("/checkout", buildOrder(form, cart));',
        new_str='    post("/checkout", { ...buildOrder(form, cart), delivery: "express" });',
    )
    agent.runs("Now the test from the issue.", "python -m pytest -q -k express")
    agent.says(
        "Still 490. Let me not run it again and hope; what does that tell me? I should read what the "
        "test does before I "
        "change anything else.",
    )
    agent.runs("The test, in full.", "sed -n 1,11p tests/test_checkout.py; sed -n 38,46p tests/test_checkout.py")
    agent.says(
        'The test calls `checkout()` with `delivery="express"`. The form is not involved at all, and it fails the same '
        "way. So my hypothesis is refuted: the value is lost behind the form, in the API or below. The "
        "front-end change "
        "fixes nothing, and I have no evidence that anything is wrong there.",
        thought="I fell for the word 'button' in the issue. The failing test was the better witness from the start: it "
        "bypasses web/ completely. Undo first, so that the final diff holds only what is needed.",
    )
    agent.runs("Back out of the wrong place.", "git checkout -- web/checkout.js && git status --short")
    agent.edits("From the test inwards: the endpoint.", "view", "shop/api/checkout.py")
    agent.runs(
        "It uses `order.delivery` as the schema returns it. Pricing and the rules:",
        "cat shop/pricing.py",
        "cat docs/delivery.md",
    )
    agent.runs(
        "Pricing knows express. Before I read on, I'll measure where the value changes.",
        _TRACE,
    )
    agent.edits(
        "In as express, out of `parse_order` as standard. The schema, then.",
        "view",
        "shop/schema/order.py",
        view_range=[20, 66],
    )
    agent.says(
        "`DELIVERY` lists standard and pickup only; `Choice.parse` maps everything else to the default, "
        "which is meant for "
        "old clients and hides a value that we do know. There is a second table, `NEEDS_ADDRESS`: "
        "express has to be there "
        "too, or an express order without an address would get through. docs/delivery.md says that it is required.",
    )
    agent.edits(
        "First half: the schema knows express.",
        "str_replace",
        "shop/schema/order.py",
        old_str='values=("standard", "pickup")',
        new_str='values=("standard", "express", "pickup")',
    )
    agent.runs(
        "Does that do what I think, and is the second half really needed?",
        "python -m pytest -q",
        _TRACE.replace('"address": "12 Mill Lane, Leeds"', '"address": None'),
    )
    agent.edits(
        "As feared: the issue's test is green, and an express order without an address is accepted. Second half.",
        "str_replace",
        "shop/schema/order.py",
        old_str='NEEDS_ADDRESS = ("standard",)',
        new_str='NEEDS_ADDRESS = ("standard", "express")',
    )
    agent.runs(
        "A test for it, since nothing in the suite would have told me.",
        f"cat >> tests/test_checkout.py <<'EOF'\n{_TESTS.rstrip()}\nEOF",
    )
    agent.runs("Everything.", "python -m pytest -q")
    agent.runs(
        "Seven pass. The unknown delivery of old clients still falls back (there is a test for it). The final change:",
        "git diff",
    )
    agent.submits(
        "The order schema did not know express, so its fallback for old clients made express orders "
        "standard. It is now a "
        "known delivery that needs an address, with a test. My first attempt was in web/checkout.js; the failing test "
        "showed that the form was not involved, and I reverted it.",
    )


WRONG_PLACE_FIRST = Script("wrong-place-first", _play, forms=("atif", "swe-agent"))
