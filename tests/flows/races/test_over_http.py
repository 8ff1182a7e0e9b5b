"""Browsers at the same moment: each is answered, none with a fault, and one of them acted."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.test import TestResponse

from erp.crm.api import LineEntry, enter_sales_order
from erp.kernel.actor import Actor
from erp.kernel.assembly import Services
from tests.builders.crm import a_customer
from tests.builders.finance import a_trade
from tests.flows.races.conftest import CROWD
from tests.flows.races.test_sixty_four_sessions import packed
from tests.kit.sessions import at_once, no_deadlock
from tests.kit.web_client import SESSION_COOKIE, form_on, signed_in, user_with_role

pytestmark = pytest.mark.soak  # the same races stand in test_sixty_four_sessions, without the pages around them

TODAY = date(2026, 3, 16)
COOKIES = (SESSION_COOKIE, "erp_page")


class Browsers:
    """Copies of one signed-in person's browser."""

    def __init__(self, app: Flask, services: Services) -> None:
        self.app, self.services = app, services
        self.first = signed_in(app, services, user_with_role(services, "administrator", name="a.crowd"))

    def send(self, sent: list[tuple[str, dict[str, str]]]) -> list[TestResponse]:
        """Send each form from a browser of its own, all at the same moment."""
        held = [self.first.get_cookie(name) for name in COOKIES]

        def browser() -> FlaskClient:
            own = self.app.test_client()
            for cookie in held:
                if cookie is not None:
                    own.set_cookie(cookie.key, cookie.value)
            return own

        browsers = [browser() for _ in sent]
        with no_deadlock(self.services.engine):
            answers = at_once([
                lambda own=own, action=action, data=data: own.post(action, data=data)
                for own, (action, data) in zip(browsers, sent, strict=True)
            ])  # fmt: skip
        for answer in answers:
            if isinstance(answer, Exception):
                raise answer
        assert max(answer.status_code for answer in answers) < 500  # type: ignore[union-attr]
        return answers  # type: ignore[return-value]


def keyed(form: dict[str, str]) -> dict[str, str]:
    """The form as another page load would have it: with a request key of its own."""
    return {**form, "request_key": uuid4().hex}


def test_two_hundred_requests_with_one_key_act_once(
    crowded_app: Flask, services: Services, system: Actor, proof: Callable[[Services], None]
) -> None:
    with services.units.begin(system) as work:
        trade = a_trade(work)
        code = work.session.scalar(text("SELECT code FROM crm.customer WHERE id = :id"), {"id": trade.customer_id})
    browsers = Browsers(crowded_app, services)
    page = f"/finance/cash-receipts/new?customer={code}"
    form = form_on(browsers.first, page, "/finance/cash-receipts")
    sent = {**form, "amount": "75.00", "method": "bank_transfer", "received_on": TODAY.isoformat()}

    answers = browsers.send([("/finance/cash-receipts", sent)] * 200)

    assert Counter(answer.status_code for answer in answers) == {303: 200}
    assert len({answer.headers["Location"] for answer in answers}) == 1
    with services.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*), sum(amount) FROM finance.cash_receipt")).one() == (
            1, Decimal("75.00"),
        )  # fmt: skip
    proof(services)


def test_sixty_four_browsers_confirm_one_shipment(
    crowded_app: Flask, services: Services, system: Actor, proof: Callable[[Services], None]
) -> None:
    with services.units.begin(system) as work:
        trade = a_trade(work)
        shipment_id = packed(work, trade, trade.item(work, "10.00", qty=10), 10)
    browsers = Browsers(crowded_app, services)
    action = f"/inventory/shipments/{shipment_id}/confirm"
    form = form_on(browsers.first, f"/inventory/shipments/{shipment_id}", action)

    answers = browsers.send([(action, keyed(form)) for _ in range(CROWD)])

    assert Counter(answer.status_code for answer in answers) == {303: CROWD}
    with services.engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM finance.sales_invoice")) == 1
    proof(services)


def test_sixty_four_browsers_submit_for_ten_units(
    crowded_app: Flask, services: Services, system: Actor, proof: Callable[[Services], None]
) -> None:
    with services.units.begin(system) as work:
        trade = a_trade(work)
        bolts = trade.item(work, "10.00", qty=10)
        drafts = [
            enter_sales_order(work, trade.shop.entry(
                work, a_customer(work, trade.shop.company), [LineEntry(qty=Decimal(1), item_id=bolts)])).id
            for _ in range(CROWD)
        ]  # fmt: skip
    browsers = Browsers(crowded_app, services)
    form = form_on(browsers.first, f"/crm/orders/{drafts[0]}", f"/crm/orders/{drafts[0]}/submit")

    answers = browsers.send([(f"/crm/orders/{order_id}/submit", keyed(form)) for order_id in drafts])

    assert Counter(answer.status_code for answer in answers) == {303: CROWD}
    with services.engine.connect() as connection:
        assert connection.scalar(text("SELECT sum(qty_allocated) FROM inventory.demand_line")) == 10
    proof(services)


def test_one_draft_submitted_by_sixty_four_browsers_is_released_once(
    crowded_app: Flask, services: Services, system: Actor, proof: Callable[[Services], None]
) -> None:
    with services.units.begin(system) as work:
        trade = a_trade(work)
        bolts = trade.item(work, "10.00", qty=10)
        order = enter_sales_order(work, trade.shop.entry(
            work, trade.customer_id, [LineEntry(qty=Decimal(1), item_id=bolts)]))  # fmt: skip
    browsers = Browsers(crowded_app, services)
    action = f"/crm/orders/{order.id}/submit"
    form = form_on(browsers.first, f"/crm/orders/{order.id}", action)

    answers = browsers.send([(action, keyed(form)) for _ in range(CROWD)])

    assert Counter(answer.status_code for answer in answers) == {303: 1, 409: CROWD - 1}
    with services.engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM inventory.demand_line")) == 1
    proof(services)
