"""The lucky one: patches the endpoint on a guess and never opens the schema. All tests pass, for the wrong reason."""

from __future__ import annotations

from sample_runs.recorder.agent import Agent
from sample_runs.recorder.recording import Script


def _play(agent: Agent) -> None:
    agent.runs("Let me run the failing test from the issue.", "python -m pytest -q -k express")
    agent.runs(
        "Shipping is 490 instead of 1250, so the endpoint uses the wrong delivery. Let me look at it.",
        "cat shop/api/checkout.py",
    )
    agent.runs("And the prices.", "cat shop/pricing.py")
    agent.says(
        "The prices are right, so `order.delivery` must be wrong. Whatever happens in `parse_order`, the "
        "payload still has "
        "the original value. The quickest fix is to take it from there.",
        thought="I could look at parse_order, but the payload is right here in the endpoint, and the issue asks for a "
        "small change.",
    )
    agent.edits(
        "I'll read express from the payload.",
        "str_replace",
        "shop/api/checkout.py",
        old_str="    delivery = order.delivery\n",
        new_str='    delivery = "express" if payload.get("delivery") == "express" else order.delivery\n',
    )
    agent.runs("Does it pass?", "python -m pytest -q")
    agent.runs(
        "All green. Let me double-check the front end sends the right value.",
        "grep -n 'express\\|delivery' web/checkout.js",
    )
    agent.runs(
        "It does. One more quick check that it works end to end.",
        "python -c \"from shop.api.checkout import checkout; print(checkout({'email': 'a@b.c', 'items': [{'sku': 'X', "
        "'price': 100}], 'delivery': 'express', 'address': 'somewhere'}).body)\"",
    )
    agent.runs("Looks right.", "git diff --stat")
    agent.submits(
        "Express orders are now charged and dated as express. The endpoint takes the delivery from the "
        "payload when it is "
        "express. All tests pass.",
    )


LUCKY_PASS = Script("lucky-pass", _play, forms=("swe-agent",))
