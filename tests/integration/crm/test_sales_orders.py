"""Sales orders from entry to release, change, cancellation and reopening; figures an accountant can check."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import text

from erp.crm.api import (
    LineEntry,
    QuoteEntry,
    add_order_lines,
    cancel_order_lines,
    cancel_sales_order,
    change_sales_order,
    convert_quote,
    credit_standings,
    enter_quote,
    enter_sales_order,
    place_sales_order,
    release_held_order,
    reopen_sales_order,
    submit_sales_order,
)
from erp.crm.pricing.agree_prices import agree_prices
from erp.crm.pricing.set_prices import PriceRow
from erp.inventory.api import availability
from erp.inventory.catalog.new_item import NewUnit
from erp.kernel.errors import Conflict, Refused
from erp.kernel.unit_of_work import UnitOfWork
from erp.terms.api import ComponentDraft, define_tax_code, define_tax_rule
from tests.builders.crm import Shop, a_customer, a_shop, an_order, order_lines, order_row
from tests.builders.executions import counted_executions
from tests.builders.inventory import put_stock

D = Decimal


def free(work: UnitOfWork, shop: Shop, item_id: object) -> Decimal:
    return availability(work.session, [item_id], [shop.place.id])[item_id, shop.place.id].qty_free  # type: ignore[list-item,index]


def demand(work: UnitOfWork, order_id: object) -> list[tuple[Decimal, Decimal, Decimal]]:
    rows = work.execute(
        text("""SELECT qty, qty_allocated, qty_cancelled FROM inventory.demand_line
                 WHERE origin_id = :order ORDER BY id"""),
        {"order": order_id},
    )
    return [tuple(row) for row in rows]  # type: ignore[misc]


def test_an_entered_order_is_a_priced_draft_that_promises_nothing(work: UnitOfWork) -> None:
    shop = a_shop(work)
    bolt = shop.item(work, "2.50", units=[NewUnit("CS", 100, 1)])
    put_stock(work, shop.place, bolt, 1000)
    customer_id = a_customer(work, shop.company)
    order = enter_sales_order(
        work,
        shop.entry(
            work,
            customer_id,
            [
                LineEntry(qty=D(3), item_id=bolt, unit="cs"),
                LineEntry(qty=D(1), charge_kind="freight", description="Freight", unit_price=D("12.00")),
            ],
        ),
    )
    goods, freight = order_lines(work, order.id)
    assert (goods.entered_qty, goods.unit, goods.qty, goods.base_unit) == (3, "CS", 300, "EA")
    assert (goods.entered_unit_price, goods.net_unit_price, goods.amount) == (250, D("2.50"), D("750.00"))
    assert [step["step"] for step in goods.price_waterfall] == ["list"]
    assert (freight.kind, freight.amount, freight.is_stocked) == ("charge", D("12.00"), False)
    stored = order_row(work, order.id)
    assert (stored.decision, stored.total_amount, stored.open_amount) == ("draft", D("762.00"), 0)
    assert demand(work, order.id) == []
    assert free(work, shop, bolt) == 1000


def test_submitting_releases_the_order_and_promises_what_is_in_stock(work: UnitOfWork) -> None:
    shop = a_shop(work)
    bolt = shop.item(work, "2.50")
    put_stock(work, shop.place, bolt, 60)
    order = enter_sales_order(
        work, shop.entry(work, a_customer(work, shop.company, limit=1000), [LineEntry(qty=D(100), item_id=bolt)])
    )
    outcome = submit_sales_order(work, order.id, version=order.version, occurred_on=work.now.date())
    assert outcome.decision == "released"
    assert demand(work, order.id) == [(100, 60, 0)]
    assert free(work, shop, bolt) == 0
    assert order_row(work, order.id).open_amount == D("250.00")


def test_tax_is_part_of_the_total_and_of_the_exposure(work: UnitOfWork) -> None:
    shop = a_shop(work)
    code = define_tax_code(
        work, company_id=shop.company.id, code="VAT", name="VAT",
        components=[ComponentDraft(name="VAT", kind="percent", rate=D(20))], valid_from=date(2020, 1, 1),
    )  # fmt: skip
    define_tax_rule(
        work, company_id=shop.company.id, tax_code_id=code.id, valid_from=date(2020, 1, 1), ship_to_country="US",
        customer_tax_status="taxable",
    )  # fmt: skip
    bolt = shop.item(work, "10.00")
    customer_id = a_customer(work, shop.company, limit=1000)
    order = an_order(work, shop, customer_id, [(bolt, 5)])
    stored = order_row(work, order.id)
    assert (stored.net_amount, stored.tax_amount, stored.total_amount) == (D(50), D(10), D(60))
    standing = credit_standings(work.session, shop.company.id, [customer_id])[customer_id]
    assert (standing.open_order_amount, standing.available_amount) == (60, 940)


def test_a_valid_certificate_frees_from_tax_and_an_expired_one_does_not(work: UnitOfWork) -> None:
    shop = a_shop(work)
    code = define_tax_code(
        work, company_id=shop.company.id, code="VAT", name="VAT",
        components=[ComponentDraft(name="VAT", kind="percent", rate=D(20))], valid_from=date(2020, 1, 1),
    )  # fmt: skip
    define_tax_rule(
        work, company_id=shop.company.id, tax_code_id=code.id, valid_from=date(2020, 1, 1), ship_to_country="US"
    )
    bolt = shop.item(work, "10.00")
    exemption = {"tax_status": "exempt", "exemption_certificate": "EX-77"}
    valid = a_customer(work, shop.company, exemption_expires_on=work.now.date(), **exemption)
    expired = a_customer(work, shop.company, exemption_expires_on=date(2026, 3, 15), **exemption)
    assert order_row(work, an_order(work, shop, valid, [(bolt, 5)]).id).tax_amount == 0
    assert order_row(work, an_order(work, shop, expired, [(bolt, 5)]).id).tax_amount == 10


def test_entering_and_submitting_at_once_gives_the_same_order(work: UnitOfWork) -> None:
    shop = a_shop(work)
    bolt = shop.item(work, "2.50")
    put_stock(work, shop.place, bolt, 60)
    customer_id = a_customer(work, shop.company)
    entry = shop.entry(work, customer_id, [LineEntry(qty=D(20), item_id=bolt, discount_percent=D(10))])
    at_once = place_sales_order(work, entry)
    step_by_step = enter_sales_order(work, entry)
    submit_sales_order(work, step_by_step.id, occurred_on=work.now.date())
    ignored = {"id", "number"}
    first, second = (order_row(work, order.id)._asdict() for order in (at_once, step_by_step))
    assert {k: v for k, v in first.items() if k not in ignored} == {
        k: v for k, v in second.items() if k not in ignored
    }
    assert demand(work, at_once.id) == demand(work, step_by_step.id) == [(20, 20, 0)]


def test_a_quantity_that_does_not_convert_exactly_is_refused_on_its_line(work: UnitOfWork) -> None:
    shop = a_shop(work)
    bolt = shop.item(work, "2.50", units=[NewUnit("CS", 100, 1)])
    customer_id = a_customer(work, shop.company)
    with pytest.raises(Refused, match="nearest") as refusal:
        enter_sales_order(
            work,
            shop.entry(
                work,
                customer_id,
                [LineEntry(qty=D(1), item_id=bolt), LineEntry(qty=D("0.005"), item_id=bolt, unit="CS")],
            ),
        )
    assert refusal.value.field == "lines-1-qty"
    assert work.session.scalar(text("SELECT count(*) FROM crm.sales_order")) == 0


def test_an_item_without_a_price_is_refused_by_its_number(work: UnitOfWork) -> None:
    shop = a_shop(work)
    item_id = shop.item(work, None, sku="NOPRICE-1")
    with pytest.raises(Refused, match="NOPRICE-1: No price list"):
        an_order(work, shop, a_customer(work, shop.company), [(item_id, 1)])


def test_a_customer_without_terms_cannot_be_sold_to(work: UnitOfWork) -> None:
    shop, elsewhere = a_shop(work), a_shop(work)
    bolt = shop.item(work)
    with pytest.raises(Refused, match="agreed no terms"):
        an_order(work, shop, a_customer(work, elsewhere.company), [(bolt, 1)])


def test_changing_a_draft_replaces_its_lines_and_an_old_version_is_a_conflict(work: UnitOfWork) -> None:
    shop = a_shop(work)
    bolt, nut = shop.item(work, "2.00"), shop.item(work, "1.00")
    entry = shop.entry(work, a_customer(work, shop.company), [LineEntry(qty=D(5), item_id=bolt)])
    order = enter_sales_order(work, entry)
    changed = replace(entry, lines=(LineEntry(qty=D(7), item_id=nut),), customer_reference="PO 4711")
    outcome = change_sales_order(work, order.id, changed, version=1)
    assert outcome.version == 2
    stored = order_row(work, order.id)
    assert (stored.total_amount, stored.customer_reference) == (D("7.00"), "PO 4711")
    assert [line.item_id for line in order_lines(work, order.id)] == [nut]
    with pytest.raises(Conflict, match="changed by somebody else"):
        change_sales_order(work, order.id, entry, version=1)


def test_a_released_order_is_not_changed_but_cancelled_or_added_to(work: UnitOfWork) -> None:
    shop = a_shop(work)
    bolt = shop.item(work, "2.00")
    customer_id = a_customer(work, shop.company)
    order = an_order(work, shop, customer_id, [(bolt, 5)])
    with pytest.raises(Conflict, match="is released"):
        change_sales_order(
            work, order.id, shop.entry(work, customer_id, [LineEntry(item_id=bolt)]), version=order.version
        )


def test_prices_follow_the_lists_until_submission_but_set_prices_stay(work: UnitOfWork) -> None:
    shop = a_shop(work)
    bolt, nut = shop.item(work, "2.00"), shop.item(work, "1.00")
    customer_id = a_customer(work, shop.company)
    order = enter_sales_order(
        work,
        shop.entry(
            work,
            customer_id,
            [
                LineEntry(qty=D(10), item_id=bolt),
                LineEntry(qty=D(10), item_id=nut, unit_price=D("0.95"), reason="Agreed on the phone"),
            ],
        ),
    )
    agree_prices(
        work, company_id=shop.company.id, customer_id=customer_id, name="Frame contract",
        rows=[
            PriceRow(item_id=item, unit="EA", unit_price=D("0.50"), valid_from=date(2026, 1, 1))
            for item in (bolt, nut)
        ],
    )  # fmt: skip
    submit_sales_order(work, order.id, occurred_on=work.now.date())
    first, second = order_lines(work, order.id)
    assert (first.net_unit_price, second.net_unit_price) == (D("0.50"), D("0.95"))
    assert order_row(work, order.id).total_amount == D("14.50")


def test_cancelling_part_of_a_line_frees_its_stock_and_its_exposure(work: UnitOfWork) -> None:
    shop = a_shop(work)
    bolt = shop.item(work, "2.00")
    put_stock(work, shop.place, bolt, 100)
    customer_id = a_customer(work, shop.company, limit=500)
    order = an_order(work, shop, customer_id, [(bolt, 100)])
    line = order_lines(work, order.id)[0]
    outcome = cancel_order_lines(work, order.id, {line.id: D(40)}, reason="Customer needs less")
    assert outcome.decision == "released"
    assert demand(work, order.id) == [(100, 60, 40)]
    assert free(work, shop, bolt) == 40
    assert order_row(work, order.id).open_amount == D("120.00")
    with pytest.raises(Refused, match="60 are open"):
        cancel_order_lines(work, order.id, {line.id: D(61)}, reason="More still")


def test_an_order_all_of_whose_lines_are_cancelled_is_cancelled_and_may_be_reopened(work: UnitOfWork) -> None:
    shop = a_shop(work)
    bolt = shop.item(work, "2.00")
    put_stock(work, shop.place, bolt, 100)
    customer_id = a_customer(work, shop.company, limit=500)
    order = an_order(work, shop, customer_id, [(bolt, 100)])
    assert cancel_sales_order(work, order.id, reason="Project stopped").decision == "cancelled"
    stored = order_row(work, order.id)
    assert (stored.open_amount, stored.cancel_reason) == (0, "Project stopped")
    assert free(work, shop, bolt) == 100
    with pytest.raises(Conflict, match="cancelled already"):
        cancel_sales_order(work, order.id, reason="Again")
    assert reopen_sales_order(work, order.id, occurred_on=work.now.date()).decision == "released"
    assert demand(work, order.id) == [(100, 0, 100), (100, 100, 0)]
    assert order_row(work, order.id).open_amount == D("200.00")


def test_a_reopened_order_is_held_when_credit_went_meanwhile(work: UnitOfWork) -> None:
    """Closing, ordering anew and reopening does not get round the limit."""
    shop = a_shop(work)
    bolt = shop.item(work, "2.00")
    customer_id = a_customer(work, shop.company, limit=250)
    first = an_order(work, shop, customer_id, [(bolt, 100)])
    cancel_sales_order(work, first.id, reason="Wait")
    assert an_order(work, shop, customer_id, [(bolt, 100)]).decision == "released"
    assert reopen_sales_order(work, first.id, occurred_on=work.now.date()).decision == "held"


def test_lines_added_to_a_released_order_ask_for_goods_within_the_limit(work: UnitOfWork) -> None:
    shop = a_shop(work)
    bolt = shop.item(work, "2.00")
    put_stock(work, shop.place, bolt, 100)
    customer_id = a_customer(work, shop.company, limit=250)
    order = an_order(work, shop, customer_id, [(bolt, 60)])
    more = [LineEntry(qty=D(30), item_id=bolt)]
    outcome = add_order_lines(work, order.id, more, version=order.version, occurred_on=work.now.date())
    assert demand(work, order.id) == [(60, 60, 0), (30, 30, 0)]
    stored = order_row(work, order.id)
    assert (stored.total_amount, stored.open_amount) == (D("180.00"), D("180.00"))
    with pytest.raises(Refused, match="more than the credit left"):
        add_order_lines(
            work, order.id, [LineEntry(qty=D(40), item_id=bolt)], version=outcome.version,
            occurred_on=work.now.date(),
        )  # fmt: skip


@pytest.mark.parametrize("step", ["enter", "place", "submit", "cancel"])
def test_executions_do_not_grow_with_the_lines(work: UnitOfWork, step: str) -> None:
    shop = a_shop(work)
    items = [shop.item(work, "1.00") for _ in range(50)]
    for item_id in items:
        put_stock(work, shop.place, item_id, 1000)
        work.settle()
    customer_id = a_customer(work, shop.company, limit=10_000_000)
    counts = {}
    for size in (1, 50, 500):
        entry = shop.entry(work, customer_id, [LineEntry(qty=D(1), item_id=items[n % 50]) for n in range(size)])
        if step in ("enter", "place"):
            with counted_executions(work.session) as statements:
                (enter_sales_order if step == "enter" else place_sales_order)(work, entry)
        elif step == "submit":
            order = enter_sales_order(work, entry)
            with counted_executions(work.session) as statements:
                submit_sales_order(work, order.id, occurred_on=work.now.date())
        else:
            order = place_sales_order(work, entry)
            with counted_executions(work.session) as statements:
                cancel_sales_order(work, order.id, reason="Counting")
        counts[size] = len(statements)
    assert counts[1] == counts[50] == counts[500] <= 30


def test_quoting_holding_and_releasing_take_as_many_executions_for_500_lines_as_for_one(work: UnitOfWork) -> None:
    shop = a_shop(work)
    items = [shop.item(work, "1.00") for _ in range(50)]
    customer_id = a_customer(work, shop.company, limit=0)
    today = work.now.date()
    counts = []
    for size in (1, 50, 500):
        lines = tuple(LineEntry(qty=D(1), item_id=items[n % 50]) for n in range(size))
        with counted_executions(work.session) as quoting:
            quote = enter_quote(
                work,
                QuoteEntry(
                    company_id=shop.company.id, branch_id=shop.company.branch_id, warehouse_id=shop.place.id,
                    customer_id=customer_id, quoted_on=today, lines=lines,
                ),
            )  # fmt: skip
        with counted_executions(work.session) as converting:
            order = convert_quote(work, quote.id, occurred_on=today)
        with counted_executions(work.session) as releasing:
            release_held_order(work, order.id, reason="Counting", occurred_on=today)
        counts.append((len(quoting), len(converting), len(releasing)))
    assert counts[0] == counts[1] == counts[2]
    assert max(counts[0]) <= 25
