"""A board is told which orders credit control should look at."""

from collections.abc import Callable
from decimal import Decimal

from flask.testing import FlaskClient
from sqlalchemy import text

from erp.crm.api import set_credit_limit
from erp.crm.holds.order_marks import order_marks
from erp.kernel.actor import Actor
from erp.kernel.assembly import Services
from erp.kernel.unit_of_work import UnitOfWork
from tests.builders.crm import a_customer, a_shop, an_order
from tests.builders.executions import counted_executions


def test_marks_tell_what_became_of_the_account_since(work: UnitOfWork) -> None:
    shop = a_shop(work)
    item_id = shop.item(work, "10.00")
    well, over, blocked, stopped = (a_customer(work, shop.company, limit=1000) for _ in range(4))
    orders = [an_order(work, shop, customer_id, [(item_id, 5)]).id for customer_id in (well, over, blocked, stopped)]
    held = an_order(work, shop, well, [(item_id, 500)]).id
    set_credit_limit(work, shop.company.id, over, limit_amount=Decimal(20), reason="Late with everything")
    set_credit_limit(
        work, shop.company.id, blocked, limit_amount=Decimal(1000), status="blocked", reason="Cheque returned"
    )
    work.execute(
        text("UPDATE crm.customer_company SET status = 'blocked' WHERE customer_id = :id"), {"id": stopped}
    )
    with counted_executions(work.session) as seen:
        marks = order_marks(work.session, shop.company.id, [*orders, held], None)
    assert marks == {
        orders[1]: "over_limit", orders[2]: "account_blocked", orders[3]: "customer_blocked", held: "held",
    }  # fmt: skip
    assert len(seen) == 2
    assert order_marks(work.session, shop.company.id, orders, []) == {}


def test_the_marks_come_as_pieces_for_their_cards(client_as: Callable[..., FlaskClient], services: Services) -> None:
    def build(work: UnitOfWork) -> str:
        shop = a_shop(work)
        customer_id = a_customer(work, shop.company, limit=1000)
        order_id = an_order(work, shop, customer_id, [(shop.item(work, "10.00"), 5)]).id
        set_credit_limit(work, shop.company.id, customer_id, limit_amount=Decimal(1), reason="Late with everything")
        return str(order_id)

    order_id = services.units.run(Actor.system("test"), build)
    told = client_as("warehouse").get(f"/crm/holds/marks?order={order_id}").text
    assert f"[data-mark-of='{order_id}']" in told
    assert "Over limit" in told
