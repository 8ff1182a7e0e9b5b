"""The pages of customer relations as people use them: forms filled in and sent, refusals marked on their field."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, text

from erp.crm.api import billing_terms
from erp.crm.customers.create_customer import create_customer
from erp.inventory.api import Substitute, set_substitutes
from erp.kernel.actor import Actor
from erp.kernel.assembly import Services
from erp.organization.api import change_settings
from tests.builders.crm import Shop, a_customer, a_shop, an_order, ship_order
from tests.builders.inventory import put_stock
from tests.kit.web_client import form_on, post_form

D = Decimal


@dataclass(frozen=True)
class Scene:
    """A shop with stock, a customer with a limit and its code."""

    shop: Shop
    bolt: UUID
    customer_id: UUID
    code: str


@pytest.fixture
def scene(services: Services, system: Actor) -> Scene:
    with services.units.begin(system) as work:
        shop = a_shop(work)
        bolt = shop.item(work, "2.50", sku="BOLT-8")
        put_stock(work, shop.place, bolt, 100, "1.00")
        customer_id = a_customer(work, shop.company, limit=500)
        code = work.session.scalar(text("SELECT code FROM crm.customer WHERE id = :id"), {"id": customer_id})
    return Scene(shop, bolt, customer_id, code)


def one(services: Services, statement: str, **params: object) -> object:
    with services.engine.connect() as connection:
        return connection.execute(text(statement), params).scalar()


def typed_line(number: int, item: str, qty: str, **more: str) -> dict[str, str]:
    return {f"lines-{number}-item": item, f"lines-{number}-qty": qty,
            **{f"lines-{number}-{name}": value for name, value in more.items()}}  # fmt: skip


def an_order_page(client: FlaskClient, scene: Scene, decision: str, *lines: dict[str, str]) -> str:
    """Type an order and return the address of its page."""
    data = {"decision": decision, "customer_reference": "PO 4711"}
    for line in lines:
        data |= line
    answer = post_form(client, "/crm/orders", data, page=f"/crm/orders/new?customer={scene.code}")
    assert answer.status_code == 303, answer.text[-3000:]
    return str(answer.location)


def test_every_list_opens_filters_and_streams(client: FlaskClient, scene: Scene) -> None:
    for address in (
        "/crm/customers?q=harbor&status=active", "/crm/orders?q=SO&decision=released&progress=open&from_day=2026-01-01",
        "/crm/quotes?decision=expired", "/crm/holds?q=x", "/crm/rmas?state=received", "/crm/credit?show=limited",
        "/crm/price-lists", "/crm/agreements", "/crm/prices", "/crm/prices/limits", "/crm/rmas/reasons",
        "/crm/orders/new", "/crm/quotes/new", "/crm/rmas/new", "/crm/customers/new", "/crm/price-lists/new",
        "/crm/agreements/new", f"/crm/customers/{scene.customer_id}", f"/crm/customers/{scene.customer_id}/edit",
        f"/crm/customers/{scene.customer_id}/terms", f"/crm/credit/{scene.customer_id}",
        f"/crm/credit/of-customer/{scene.customer_id}", f"/crm/orders/of-customer/{scene.customer_id}",
        f"/crm/customers/{scene.customer_id}/ship-tos/new", f"/crm/customers/{scene.customer_id}/contacts/new",
        f"/crm/price-lists/{scene.shop.price_list_id}?q=BOLT&on=2026-03-01",
    ):  # fmt: skip
        answer = client.get(address)
        assert answer.status_code == 200, f"{address}: {answer.status_code} {answer.text[:1500]}"
    assert "BOLT-8" in client.get(f"/crm/price-lists/{scene.shop.price_list_id}?format=csv").text
    assert scene.code in client.get("/crm/customers?format=csv").text


def test_new_customers_are_invoiced_as_the_company_chose(
    client: FlaskClient, scene: Scene, services: Services, system: Actor
) -> None:
    with services.units.begin(system) as work:
        change_settings(work, scene.shop.company.id, {"billing_mode": "weekly"})
    with services.units.begin(system) as work:
        newcomer = a_customer(work, scene.shop.company)
        stranger = create_customer(work, code="NEWCOMER", name="Nobody yet")
    mode = "SELECT billing_mode FROM crm.customer_company WHERE customer_id = :id"
    assert one(services, mode, id=newcomer) == "weekly"
    assert one(services, mode, id=scene.customer_id) == "per_shipment"
    agree = f"/crm/customers/{stranger}/agree-terms"
    assert form_on(client, f"/crm/customers/{stranger}/terms", agree)["billing_mode"] == "weekly"
    known = f"/crm/customers/{scene.customer_id}"
    assert form_on(client, f"{known}/terms", f"{known}/agree-terms")["billing_mode"] == "per_shipment"


def test_a_customer_is_created_given_terms_an_address_and_a_contact(
    client: FlaskClient, services: Services, scene: Scene
) -> None:
    answer = post_form(
        client, "/crm/customers", {"code": "quay", "name": "Quay Traders", "parent": scene.code, "country": "us"},
        page="/crm/customers/new",
    )  # fmt: skip
    assert answer.status_code == 303
    address = answer.location
    assert "agreed no terms" in client.get(address).text
    post_form(
        client, f"{address}/agree-terms", {"payment_term_id": str(scene.shop.company.payment_term_id)},
        page=f"{address}/terms",
    )  # fmt: skip
    post_form(
        client, f"{address}/ship-tos", {"code": "yard", "name": "North yard", "city": "Bergen", "country": "no",
                                        "is_default": "1"},
        page=f"{address}/ship-tos/new",
    )  # fmt: skip
    refused = post_form(
        client, f"{address}/contacts", {"name": "Ada", "receives_invoices": "1"}, page=f"{address}/contacts/new"
    )
    assert refused.status_code == 422
    assert "needs an e-mail address" in refused.text
    post_form(
        client, f"{address}/contacts", {"name": "Ada", "email": "ada@quay.example", "receives_invoices": "1"},
        page=f"{address}/contacts/new",
    )  # fmt: skip
    page = client.get(address).text
    for wanted in ("QUAY Quay Traders", "Net 30 days", "YARD", "Bergen", "ada@quay.example", scene.code):
        assert wanted in page
    assert one(services, "SELECT country FROM crm.ship_to WHERE code = 'YARD'") == "NO"


def test_an_old_page_does_not_overwrite_a_newer_change(client: FlaskClient, scene: Scene) -> None:
    address = f"/crm/customers/{scene.customer_id}"
    post_form(client, f"{address}/change", {"name": "Harbor Electric Ltd"}, page=f"{address}/edit")
    answer = post_form(client, f"{address}/change", {"name": "Harbour", "version": "1"}, page=f"{address}/edit")
    assert answer.status_code == 409
    assert "Somebody else changed this customer" in answer.text


def test_an_order_typed_as_draft_is_changed_and_submitted(client: FlaskClient, scene: Scene) -> None:
    address = an_order_page(
        client, scene, "draft", typed_line(0, "bolt-8", "10"), typed_line(1, "+freight", "1", unit_price="12")
    )
    page = client.get(address).text
    assert "37.00" in page
    assert "Draft" in page
    answer = post_form(
        client, f"{address}/change", {"decision": "submit", "lines-0-qty": "20"}, page=f"{address}/edit"
    )
    assert answer.status_code == 303
    page = client.get(address).text
    assert "62.00" in page
    assert "Released" in page


def test_a_refused_line_is_marked_and_everything_typed_stays(
    client: FlaskClient, services: Services, scene: Scene
) -> None:
    answer = post_form(
        client, "/crm/orders",
        {"decision": "submit", "customer_reference": "Keep me", **typed_line(0, "BOLT-8", "5"),
         **typed_line(3, "NOSUCH", "7")},
        page=f"/crm/orders/new?customer={scene.code}",
    )  # fmt: skip
    assert answer.status_code == 404
    assert 'value="NOSUCH"' in answer.text
    assert 'value="Keep me"' in answer.text
    assert re.search(r'name="lines-3-item"[^>]*aria-invalid="true"', answer.text)
    assert one(services, "SELECT count(*) FROM crm.sales_order") == 0


def look(client: FlaskClient, scene: Scene, *lines: dict[str, str]) -> dict[str, dict[str, Any]]:
    """What the server says of lines while they are typed."""
    token = form_on(client, f"/crm/orders/new?customer={scene.code}", "/crm/orders")["csrf_token"]
    data = {"csrf_token": token, "customer": scene.code, "warehouse_id": str(scene.shop.place.id)}
    for line in lines:
        data |= line
    answer = client.post("/crm/lines/look", data=data, headers={"Accept": "application/json"})
    assert answer.status_code == 200, answer.text
    return answer.json["lines"]


def test_lines_are_priced_while_they_are_typed_and_each_says_what_is_wrong_with_it(
    client: FlaskClient, services: Services, scene: Scene
) -> None:
    told = look(
        client, scene,
        typed_line(0, "BOLT-8", "150", discount_percent="10"), typed_line(1, "BOLT-8", "0.5"),
        typed_line(2, "NOSUCH", "1"), typed_line(3, "+freight", "1", unit_price="12.50"),
        typed_line(4, "BOLT-8", "many"), typed_line(5, "BOLT-8", ""), typed_line(6, "BOLT-8", "1", unit_price="2"),
    )  # fmt: skip
    assert told["0"]["amount"] == "337.50"
    assert told["0"]["shown"] == {"price": "2.25", "amount": "337.50", "free": "100 EA", "margin": "55.6 %"}
    assert told["0"]["short"] == ["free"]
    assert [(step["step"], step["price"]) for step in told["0"]["steps"]] == [("List", "2.50"), ("Discount", "2.25")]
    assert "does not convert exactly" in told["1"]["problems"]["qty"]
    assert "There is no item NOSUCH" in told["2"]["problems"]["item"]
    assert D(told["3"]["amount"]) == D("12.50")
    assert list(told["4"]["problems"]) == ["qty"]
    assert (told["5"]["amount"], told["5"]["shown"]["price"]) == ("", "2.50")  # no quantity yet is no fault
    assert list(told["6"]["problems"]) == ["reason"]
    assert one(services, "SELECT count(*) FROM crm.sales_order") == 0
    suggested = client.get("/crm/lines/suggest?q=%2Bfr").json
    assert [entry["code"] for entry in suggested] == ["+freight"]
    free = client.get(f"/crm/lines/suggest?q=bolt&warehouse_id={scene.shop.place.id}").json
    assert [(entry["code"], entry["extra"]) for entry in free] == [("BOLT-8", "100 EA")]


def test_looking_at_lines_takes_the_same_statements_for_one_and_for_a_hundred(
    client: FlaskClient, services: Services, scene: Scene
) -> None:
    counted: list[str] = []
    look(client, scene, typed_line(0, "BOLT-8", "1"))
    event.listen(services.engine, "before_cursor_execute", lambda *told: counted.append(told[2]))
    look(client, scene, typed_line(0, "BOLT-8", "1"))
    one_line = len(counted)
    counted.clear()
    look(client, scene, *(typed_line(number, "BOLT-8", str(number + 1)) for number in range(100)))
    assert len(counted) == one_line


def test_beside_the_line_stands_what_is_free_what_they_paid_and_what_else_would_do(
    client: FlaskClient, services: Services, system: Actor, scene: Scene
) -> None:
    with services.units.begin(system) as work:
        an_order(work, scene.shop, scene.customer_id, [(scene.bolt, 7)])
        other = scene.shop.item(work, "3.00", sku="BOLT-8-ZN")
        set_substitutes(work, scene.bolt, [Substitute(other, "zinc plated")])
    address = f"/crm/lines/beside?item=BOLT-8&customer={scene.code}&warehouse_id={scene.shop.place.id}"
    told = client.get(address).text
    assert re.search(r"7 EA</td><td class=\"num\">2\.50", told)
    assert 'data-take-item="BOLT-8-ZN"' in told
    assert "zinc plated" in told
    assert "Cost now" in told


def test_who_may_not_see_margins_is_not_told_them(client_as: Callable[..., FlaskClient], scene: Scene) -> None:
    client = client_as("branch_staff")
    told = look(client, scene, typed_line(0, "BOLT-8", "1"))["0"]
    assert told["shown"]["margin"] == ""
    assert told["shown"]["price"] == "2.50"
    address = f"/crm/lines/beside?item=BOLT-8&warehouse_id={scene.shop.place.id}"
    assert "Cost now" not in client.get(address).text


def test_a_held_order_is_released_with_a_reason(client: FlaskClient, services: Services, scene: Scene) -> None:
    address = an_order_page(client, scene, "submit", typed_line(0, "BOLT-8", "300"))
    order_id = address.rsplit("/", 1)[1]
    assert "Held" in client.get(address).text
    assert order_id in client.get("/crm/holds").text
    hold = f"/crm/holds/{order_id}"
    assert "With this order the exposure is 750.00" in client.get(hold).text
    answer = post_form(client, f"{hold}/release", {"reason": ""}, page=hold)
    assert answer.status_code == 422
    answer = post_form(client, f"{hold}/release", {"reason": "Deposit paid"}, page=hold, follow=True)
    assert "the release is on record" in answer.text
    assert one(services, "SELECT released_by FROM crm.credit_release") == "administrator"


def test_lines_are_added_and_cancelled_and_the_order_cancelled_and_reopened(
    client: FlaskClient, services: Services, scene: Scene
) -> None:
    address = an_order_page(client, scene, "submit", typed_line(0, "BOLT-8", "40"))
    post_form(client, f"{address}/add-lines", typed_line(0, "BOLT-8", "10"), page=f"{address}/add-lines")
    answer = post_form(
        client, f"{address}/cancel-lines", {"lines-0-qty": "15", "reason": "Fewer"}, page=address, follow=True
    )
    assert "Lines cancelled" in answer.text
    assert one(services, "SELECT open_amount FROM crm.sales_order") == D("87.50")
    post_form(client, f"{address}/cancel", {"reason": "Project stopped"}, page=address)
    assert one(services, "SELECT decision FROM crm.sales_order") == "cancelled"
    assert "Project stopped" in client.get(address).text
    post_form(client, f"{address}/reopen", {}, page=address)
    assert one(services, "SELECT decision FROM crm.sales_order") == "released"


def test_a_quote_is_revised_repriced_and_ordered(client: FlaskClient, services: Services, scene: Scene) -> None:
    answer = post_form(
        client, "/crm/quotes", {"valid_until": "2026-03-20", **typed_line(0, "BOLT-8", "10")},
        page=f"/crm/quotes/new?customer={scene.code}",
    )  # fmt: skip
    first = answer.location
    post_form(client, f"{first}/send", {}, page=first)
    answer = post_form(client, f"{first}/revise", {"lines-0-qty": "12"}, page=f"{first}/edit")
    second = answer.location
    assert "revision 2" in client.get(second).text
    answer = post_form(client, f"{second}/reprice", {}, page=second)
    third = answer.location
    assert "no price has moved" in client.get(third).text
    answer = post_form(
        client, f"{third}/convert", {"customer_reference": "PO 1", "decision": "submit"}, page=third, follow=True
    )
    assert "is released" in answer.text
    assert one(services, "SELECT total_amount FROM crm.sales_order") == D("30")
    assert "Order" in client.get(third).text


def test_a_return_is_authorized_from_the_list_of_sales(
    client: FlaskClient, services: Services, system: Actor, scene: Scene
) -> None:
    with services.units.begin(system) as work:
        order = an_order(work, scene.shop, scene.customer_id, [(scene.bolt, 10)])
        work.settle()
        shipment_id = ship_order(work, scene.shop, order.id)
        assert billing_terms(work.session, [shipment_id])
    page = f"/crm/rmas/new?customer={scene.code}"
    refused = post_form(client, "/crm/rmas", {"lines-0-qty": "11", "lines-0-reason": "defective"}, page=page)
    assert refused.status_code == 422
    assert "10 can still come back" in refused.text
    answer = post_form(
        client, "/crm/rmas",
        {"lines-0-qty": "4", "lines-0-reason": "not_needed", "restocking_fee_percent": "10",
         "lines-1-item": "BOLT-8", "lines-1-qty": "1", "lines-1-unit_price": "2", "lines-1-reason": "other"},
        page=page,
    )  # fmt: skip
    assert answer.status_code == 303, answer.text[-2000:]
    shown = client.get(answer.location).text
    assert "Authorized" in shown
    assert "10.00" in shown
    assert "None" in shown
    cancelled = post_form(
        client, f"{answer.location}/cancel", {"reason": "Keeps them"}, page=answer.location, follow=True
    )
    assert "Cancelled what had not arrived: Keeps them" in cancelled.text


def test_prices_are_set_agreed_and_explained(client: FlaskClient, scene: Scene) -> None:
    address = f"/crm/price-lists/{scene.shop.price_list_id}"
    answer = post_form(
        client, f"{address}/set-prices",
        {"valid_from": "2026-03-01", "lines-0-item": "BOLT-8", "lines-0-min_qty": "100", "lines-0-unit_price": "2"},
        page=address, follow=True,
    )  # fmt: skip
    assert "1 prices set" in answer.text
    answer = post_form(
        client, "/crm/agreements",
        {"customer": scene.code, "name": "Frame 2026", "valid_from": "2026-03-01", "lines-0-discount_percent": "20"},
        page="/crm/agreements/new", follow=True,
    )  # fmt: skip
    assert "Frame 2026" in answer.text
    told = client.get(f"/crm/prices?customer={scene.code}&item=BOLT-8&qty=100").text
    for wanted in ("Quantity break", "STANDARD", "Frame 2026", "1.60", "160.00"):
        assert wanted in told
    post_form(client, "/crm/prices/limits", {"lines-3-max_percent": "12.5"}, page="/crm/prices/limits")
    assert 'value="12.5"' in client.get("/crm/prices/limits").text


def test_a_limit_is_set_on_the_account_page(client: FlaskClient, scene: Scene) -> None:
    address = f"/crm/credit/{scene.customer_id}"
    answer = post_form(
        client, f"{address}/set-limit", {"limit_amount": "", "status": "blocked", "reason": "Insolvent"},
        page=address, follow=True,
    )  # fmt: skip
    assert "every order is held" in answer.text


def test_another_branch_s_order_is_not_shown(
    client_as: Callable[..., FlaskClient], services: Services, system: Actor, scene: Scene
) -> None:
    from tests.builders.organization import a_branch

    with services.units.begin(system) as work:
        order = an_order(work, scene.shop, scene.customer_id, [(scene.bolt, 1)])
        elsewhere = a_branch(work, scene.shop.company.id)
    stranger = client_as("branch_staff", elsewhere)
    assert stranger.get(f"/crm/orders/{order.id}").status_code == 403
    assert order.number not in stranger.get("/crm/orders").text
