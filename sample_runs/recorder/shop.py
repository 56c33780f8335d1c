"""The shop that the agents work on: a checkout API, its order schema, a web form, tests, and a bug in the schema.

The schema does not know express delivery: it silently turns it into standard delivery, so that express customers pay
the standard fee and get the standard date. The web form, which looks suspicious, is innocent.
"""

from __future__ import annotations

FILES: dict[str, str] = {}

FILES["README.md"] = """\
# shop

A checkout in three parts:

- `web/checkout.js` turns the form into an order and posts it
- `shop/schema/order.py` says what an order must look like; every payload passes through it
- `shop/api/checkout.py` answers with fee, total and arrival

Tests: `python -m pytest -q`. Delivery rules are in `docs/delivery.md`.
"""

FILES["docs/delivery.md"] = """\
# Delivery

| delivery | fee | arrives in | address |
|---|---|---|---|
| standard | 4.90 | 4 days | required |
| express | 12.50 | 1 day | required |
| pickup | free | today | not needed |

Clients in the field are old. A delivery that we do not know must not fail the order: it becomes standard.
"""

FILES["shop/__init__.py"] = ""
FILES["shop/schema/__init__.py"] = ""
FILES["shop/api/__init__.py"] = ""

FILES["shop/schema/order.py"] = '''\
"""What an order must look like. Every payload passes through parse_order before anything else sees it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


class SchemaError(ValueError):
    """A payload that cannot become an order; `field` names the culprit."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(f"{field} {message}")
        self.field = field


@dataclass(frozen=True)
class Choice:
    """A field with a fixed set of values. Old clients send values we no longer know: they become the default."""

    values: tuple[str, ...]
    default: str

    def parse(self, value: Any) -> str:
        return value if value in self.values else self.default


DELIVERY = Choice(values=("standard", "pickup"), default="standard")
NEEDS_ADDRESS = ("standard",)


@dataclass(frozen=True)
class Item:
    sku: str
    price: int
    quantity: int


@dataclass(frozen=True)
class Order:
    email: str
    items: tuple[Item, ...]
    delivery: str
    address: str | None


def parse_order(payload: dict[str, Any]) -> Order:
    """Return the order in a payload, or raise SchemaError."""
    email = payload.get("email")
    if not isinstance(email, str) or "@" not in email:
        raise SchemaError("email", "is missing or malformed")
    items = tuple(_item(entry) for entry in payload.get("items") or ())
    if not items:
        raise SchemaError("items", "must not be empty")
    delivery = DELIVERY.parse(payload.get("delivery"))
    address = payload.get("address") or None
    if delivery in NEEDS_ADDRESS and address is None:
        raise SchemaError("address", f"is required for {delivery} delivery")
    return Order(email=email, items=items, delivery=delivery, address=address)


def _item(entry: dict[str, Any]) -> Item:
    quantity = entry.get("quantity", 1)
    if quantity < 1:
        raise SchemaError("items", "must have a quantity of at least 1")
    return Item(sku=entry["sku"], price=entry["price"], quantity=quantity)
'''

FILES["shop/pricing.py"] = '''\
"""What delivery costs, in cents, and how long it takes, in days."""

from __future__ import annotations

FEES = {"standard": 490, "express": 1250, "pickup": 0}
DAYS = {"standard": 4, "express": 1, "pickup": 0}


def shipping_fee(delivery: str) -> int:
    return FEES[delivery]


def arrival_days(delivery: str) -> int:
    return DAYS[delivery]
'''

FILES["shop/api/checkout.py"] = '''\
"""POST /checkout: from a payload to a priced order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from shop.pricing import arrival_days, shipping_fee
from shop.schema.order import SchemaError, parse_order


@dataclass(frozen=True)
class Response:
    status: int
    body: dict[str, Any]


def checkout(payload: dict[str, Any]) -> Response:
    """Return 201 with the priced order, or 422 with the field that is wrong."""
    try:
        order = parse_order(payload)
    except SchemaError as error:
        return Response(422, {"error": str(error), "field": error.field})
    delivery = order.delivery
    subtotal = sum(item.price * item.quantity for item in order.items)
    shipping = shipping_fee(delivery)
    return Response(
        201,
        {
            "email": order.email,
            "delivery": delivery,
            "subtotal": subtotal,
            "shipping": shipping,
            "total": subtotal + shipping,
            "arrives_in_days": arrival_days(delivery),
        },
    )
'''

FILES["web/checkout.js"] = """\
// Turns the checkout form into an order and posts it.

export function buildOrder(form, cart) {
  const data = new FormData(form);
  return {
    email: data.get("email").trim(),
    items: cart.map(({ sku, price, quantity }) => ({ sku, price, quantity })),
    delivery: data.get("delivery") || "standard",
    address: data.get("address") || null,
  };
}

export function wireExpressButton(form, cart, post) {
  const button = form.querySelector("[data-express]");
  button.addEventListener("click", (event) => {
    event.preventDefault();
    form.elements.delivery.value = "express";
    post("/checkout", buildOrder(form, cart));
  });
}

export function wireSubmit(form, cart, post) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    post("/checkout", buildOrder(form, cart));
  });
}
"""

FILES["tests/test_checkout.py"] = """\
from shop.api.checkout import checkout


def order(**changes):
    return {
        "email": "ada@example.org",
        "items": [{"sku": "TEA-01", "price": 1200, "quantity": 2}],
        "delivery": "standard",
        "address": "12 Mill Lane, Leeds",
        **changes,
    }


def test_standard_delivery():
    response = checkout(order())
    assert response.status == 201
    assert response.body["total"] == 2890


def test_pickup_needs_no_address():
    response = checkout(order(delivery="pickup", address=None))
    assert response.status == 201
    assert response.body["shipping"] == 0


def test_standard_needs_an_address():
    response = checkout(order(address=None))
    assert response.status == 422
    assert response.body["field"] == "address"


def test_an_empty_cart_is_refused():
    assert checkout(order(items=[])).body["field"] == "items"


def test_old_clients_fall_back_to_standard():
    assert checkout(order(delivery="drone-beta")).body["delivery"] == "standard"


def test_express_costs_and_arrives_as_express():
    response = checkout(order(delivery="express"))
    assert response.status == 201
    assert response.body["shipping"] == 1250
    assert response.body["arrives_in_days"] == 1
"""

# What the agents never see: the verifier puts it beside the visible tests when a run has ended.
HIDDEN_TEST_PATH = "tests/test_hidden_express.py"
HIDDEN_TEST = """\
import pytest

from shop.api.checkout import checkout


def order(**changes):
    return {
        "email": "grace@example.net",
        "items": [{"sku": "MUG-07", "price": 950, "quantity": 1}, {"sku": "TEA-02", "price": 700, "quantity": 3}],
        "delivery": "express",
        "address": "3 Harbour Road, Cork",
        **changes,
    }


def test_express_fee_for_any_customer():
    assert checkout(order()).body["shipping"] == 1250


def test_express_arrives_tomorrow_for_any_cart():
    assert checkout(order()).body["arrives_in_days"] == 1


def test_the_order_says_express():
    assert checkout(order()).body["delivery"] == "express"


def test_the_total_adds_up():
    assert checkout(order()).body["total"] == 950 + 2100 + 1250


@pytest.mark.parametrize("address", [None, ""])
def test_express_needs_an_address(address):
    response = checkout(order(address=address))
    assert response.status == 422
    assert response.body["field"] == "address"


def test_unknown_delivery_is_still_standard():
    assert checkout(order(delivery="drone-beta")).body["delivery"] == "standard"
"""

ISSUE = {
    "title": "Express checkout charges and dates orders as standard",
    "text": """\
Express checkout charges and dates orders as standard

A customer paid 4.90 for an express order and got it four days later. Support sees this for every order placed with
the Express button since last week's release, in all browsers. Standard and pickup are fine.

Expected: express costs 12.50 and arrives in one day (docs/delivery.md).

`tests/test_checkout.py::test_express_costs_and_arrives_as_express` shows it. Fix the cause, keep the other tests
green, and keep the change small. Old clients must go on working.
""",
}
