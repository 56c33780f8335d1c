"""The careful one: reproduces, follows the value through every layer, finds both halves of the cause, tests both."""

from __future__ import annotations

from sample_runs.recorder.agent import Agent
from sample_runs.recorder.recording import Script

_TRACE = """\
python - <<'PY'
from shop.api.checkout import checkout
from shop.schema.order import parse_order

payload = {"email": "ada@example.org", "items": [{"sku": "TEA-01", "price": 1200}],
           "delivery": "express", "address": "12 Mill Lane, Leeds"}
print("payload ", payload["delivery"])
print("schema  ", parse_order(payload).delivery)
print("response", checkout(payload).body["delivery"])
PY"""

_EDGES = """\
python - <<'PY'
from shop.api.checkout import checkout

base = {"email": "ada@example.org", "items": [{"sku": "TEA-01", "price": 1200}]}
for delivery in ("standard", "express", "pickup", "drone-beta", None, ["express"]):
    for address in ("12 Mill Lane, Leeds", "", None):
        answer = checkout({**base, "delivery": delivery, "address": address})
        print(f"{delivery!s:12} {address!s:20} {answer.status} {answer.body.get('delivery', answer.body.get('error'))}")
PY"""

_TESTS = """\
def test_express_needs_an_address():
    response = checkout(order(delivery="express", address=None))
    assert response.status == 422
    assert response.body["field"] == "address"


def test_express_costs_and_arrives_as_express():"""


def _play(agent: Agent) -> None:
    agent.runs(
        "I'll get an overview of the repository and see how the test fails before I form an opinion.",
        "git log --oneline && git ls-files",
        "python -m pytest -q",
    )
    agent.runs(
        "The order is accepted (201) and priced at 490: that is exactly the standard fee. So nothing "
        "crashes; somewhere "
        "`express` turns into `standard`. The rules first, so that I know what right looks like.",
        "cat docs/delivery.md README.md",
    )
    agent.edits(
        "Two rules matter here: express needs an address, and an unknown delivery must become standard. That second "
        "one is a fallback that could swallow a value. Now the path of a request, from the outside in.",
        "view",
        "shop/api/checkout.py",
    )
    agent.runs(
        "The endpoint passes on whatever `parse_order` returns and changes nothing. Pricing is next.",
        "cat shop/pricing.py",
    )
    agent.edits(
        "Pricing knows express: 1250 and 1 day. So it is asked for the wrong delivery. That leaves the schema.",
        "view",
        "shop/schema/order.py",
        thought="Candidates: (a) the form sends the wrong value, (b) the schema changes it, (c) pricing has it wrong. "
        "The failing test calls checkout() directly, so (a) cannot explain it. (c) is ruled out by the table. "
        "If (b), I should see it in parse_order.",
    )
    agent.runs(
        "There it is: `DELIVERY` lists only standard and pickup, and `Choice.parse` turns anything else into the "
        "default without a word. Before I touch it, I'll prove that this is where the value changes.",
        _TRACE,
        thought="The fallback is intended (old clients). The bug is that express is missing from the list, so a "
        "value we "
        "do know is treated as one we don't. I want evidence, not a plausible story: print the value at each layer.",
    )
    agent.runs(
        "Confirmed: it goes in as express and leaves the schema as standard. Is anything else keyed by delivery? A new "
        "value in one table may need an entry in another.",
        "grep -rn 'standard\\|pickup\\|NEEDS_ADDRESS' --include=*.py --include=*.js .",
    )
    agent.says(
        "`NEEDS_ADDRESS` is the second half. With only `DELIVERY` changed, an express order without an address would "
        "be accepted and could not be delivered. Today it is refused only because it is mistaken for a standard order. "
        "So: add express to both, in one change, and a test for the half that no test covers.",
    )
    agent.edits(
        "The fix, where the cause is.",
        "str_replace",
        "shop/schema/order.py",
        old_str='DELIVERY = Choice(values=("standard", "pickup"), default="standard")\nNEEDS_ADDRESS = ("standard",)',
        new_str='DELIVERY = Choice(values=("standard", "express", "pickup"), default="standard")\n'
        'NEEDS_ADDRESS = ("standard", "express")',
    )
    agent.runs("The failing test and its neighbours.", "python -m pytest -q")
    agent.edits(
        "Green. Now the test for the address, which would have let half a fix through.",
        "str_replace",
        "tests/test_checkout.py",
        old_str="def test_express_costs_and_arrives_as_express():",
        new_str=_TESTS,
    )
    agent.runs(
        "A test that cannot fail is worth nothing. I'll take the address half of the fix out for a "
        "moment: it has to go red.",
        "sed -i 's/^NEEDS_ADDRESS = .*/NEEDS_ADDRESS = (\"standard\",)/' shop/schema/order.py && python -m pytest -q",
    )
    agent.runs(
        "It fails without the fix, as it should. Back in, everything once more, and the edges: unknown "
        "values, an empty "
        "address, a value of the wrong type.",
        'sed -i \'s/^NEEDS_ADDRESS = .*/NEEDS_ADDRESS = ("standard", "express")/\' shop/schema/order.py '
        "&& python -m pytest -q",
        _EDGES,
    )
    agent.runs(
        "Old clients still fall back to standard, express insists on an address, pickup does not. A last look at the "
        "change as a reviewer would see it.",
        "git diff --color=always",
    )
    agent.submits(
        "The schema did not list express, so its fallback for old clients turned express orders into standard ones. "
        "Express is now a known delivery and needs an address; a test covers the address. Nothing else changed.",
    )


CAREFUL_DIAGNOSIS = Script("careful-diagnosis", _play, forms=("atif", "swe-agent"))
