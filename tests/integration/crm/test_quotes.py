"""Quotes: revised, expired, repriced, lost and made into orders without typing them again."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import text

from erp.crm.api import LineEntry, PriceRow, set_prices
from erp.crm.quotes.convert_quote import QuoteExpired, convert_quote
from erp.crm.quotes.enter_quote import enter_quote
from erp.crm.quotes.entry import PriceChange, QuoteEntry
from erp.crm.quotes.lose_quote import lose_quote
from erp.crm.quotes.reprice_quote import reprice_quote
from erp.crm.quotes.revise_quote import revise_quote
from erp.crm.quotes.send_quote import send_quote
from erp.kernel.errors import Conflict, Refused
from erp.kernel.unit_of_work import UnitOfWork
from tests.builders.crm import Shop, a_customer, a_shop, order_lines, order_row

D = Decimal


def quote_entry(work: UnitOfWork, shop: Shop, customer_id: object, *lines: LineEntry, **settings: object) -> QuoteEntry:
    return QuoteEntry(
        company_id=shop.company.id, branch_id=shop.company.branch_id, warehouse_id=shop.place.id,
        customer_id=customer_id, quoted_on=work.now.date(), lines=lines, **settings,  # type: ignore[arg-type]
    )  # fmt: skip


def raise_price(work: UnitOfWork, shop: Shop, item_id: object, price: str) -> None:
    set_prices(
        work,
        shop.price_list_id,
        [PriceRow(item_id=item_id, unit="EA", unit_price=D(price), valid_from=work.now.date())],  # type: ignore[arg-type]
    )


def test_a_quote_becomes_an_order_at_the_prices_offered(work: UnitOfWork) -> None:
    shop = a_shop(work)
    bolt = shop.item(work, "2.00")
    customer_id = a_customer(work, shop.company, limit=1000)
    quote = enter_quote(
        work, quote_entry(work, shop, customer_id, LineEntry(qty=D(10), item_id=bolt, discount_percent=D(5)))
    )
    send_quote(work, quote.id)
    raise_price(work, shop, bolt, "3.00")
    order = convert_quote(work, quote.id, occurred_on=work.now.date(), customer_reference="PO 9")
    line = order_lines(work, order.id)[0]
    assert (line.net_unit_price, line.amount, line.discount_percent) == (D("1.90"), D("19.00"), 5)
    assert [step["step"] for step in line.price_waterfall] == ["list", "discount"]
    stored = order_row(work, order.id)
    assert (stored.decision, stored.quote_id, stored.customer_reference) == ("released", quote.id, "PO 9")
    with pytest.raises(Conflict, match="accepted"):
        convert_quote(work, quote.id, occurred_on=work.now.date())


def test_a_copied_quote_does_not_get_round_the_credit_check(work: UnitOfWork) -> None:
    shop = a_shop(work)
    bolt = shop.item(work, "2.00")
    customer_id = a_customer(work, shop.company, limit=10)
    quote = enter_quote(work, quote_entry(work, shop, customer_id, LineEntry(qty=D(10), item_id=bolt)))
    assert convert_quote(work, quote.id, occurred_on=work.now.date()).decision == "held"


def test_a_draft_order_from_a_quote_keeps_the_offered_price_when_submitted_later(work: UnitOfWork) -> None:
    from erp.crm.api import submit_sales_order

    shop = a_shop(work)
    bolt = shop.item(work, "2.00")
    customer_id = a_customer(work, shop.company)
    quote = enter_quote(work, quote_entry(work, shop, customer_id, LineEntry(qty=D(10), item_id=bolt)))
    order = convert_quote(work, quote.id, occurred_on=work.now.date(), submit=False)
    raise_price(work, shop, bolt, "3.00")
    submit_sales_order(work, order.id, occurred_on=work.now.date())
    assert order_row(work, order.id).total_amount == 20


def test_a_sent_quote_is_revised_and_the_sent_one_stays(work: UnitOfWork) -> None:
    shop = a_shop(work)
    bolt = shop.item(work, "2.00")
    customer_id = a_customer(work, shop.company)
    first = enter_quote(work, quote_entry(work, shop, customer_id, LineEntry(qty=D(10), item_id=bolt)))
    in_place = revise_quote(work, first.id, quote_entry(work, shop, customer_id, LineEntry(qty=D(11), item_id=bolt)))
    assert (in_place.id, in_place.revision) == (first.id, 1)
    send_quote(work, first.id)
    second = revise_quote(work, first.id, quote_entry(work, shop, customer_id, LineEntry(qty=D(12), item_id=bolt)))
    assert (second.number, second.revision) == (first.number, 2)
    rows = work.execute(
        text("SELECT revision, decision, net_amount FROM crm.quote WHERE number = :n ORDER BY revision"),
        {"n": first.number},
    ).all()
    assert [tuple(row) for row in rows] == [(1, "superseded", 22), (2, "draft", 24)]
    with pytest.raises(Conflict, match="newer revision"):
        convert_quote(work, first.id, occurred_on=work.now.date())


def test_an_expired_quote_is_repriced_before_it_becomes_an_order(work: UnitOfWork) -> None:
    shop = a_shop(work)
    bolt, nut = shop.item(work, "2.00"), shop.item(work, "1.00", description="Hex nut M8")
    customer_id = a_customer(work, shop.company)
    quote = enter_quote(
        work,
        quote_entry(
            work, shop, customer_id, LineEntry(qty=D(10), item_id=bolt), LineEntry(qty=D(10), item_id=nut),
            valid_until=work.now.date(),
        ),
    )  # fmt: skip
    tomorrow = work.now.date() + timedelta(days=1)
    with pytest.raises(QuoteExpired, match="expired on 16 March 2026"):
        convert_quote(work, quote.id, occurred_on=tomorrow)
    raise_price(work, shop, nut, "1.25")
    repriced = reprice_quote(work, quote.id, occurred_on=tomorrow)
    assert repriced.changes == (PriceChange(2, "Hex nut M8", D("1"), D("1.25"), D("10"), D("12.50")),)
    stored = work.execute(text("SELECT valid_until, total_amount FROM crm.quote WHERE id = :i"), {"i": repriced.id})
    assert tuple(stored.one()) == (tomorrow + timedelta(days=30), D("32.50"))
    assert convert_quote(work, repriced.id, occurred_on=tomorrow).decision == "released"


def test_a_lost_quote_says_why(work: UnitOfWork) -> None:
    shop = a_shop(work)
    quote = enter_quote(
        work, quote_entry(work, shop, a_customer(work, shop.company), LineEntry(item_id=shop.item(work)))
    )
    with pytest.raises(Refused, match="Say why"):
        lose_quote(work, quote.id, reason="")
    assert lose_quote(work, quote.id, reason="Too dear").decision == "lost"
    with pytest.raises(Conflict, match="is lost"):
        send_quote(work, quote.id)


def test_a_quote_that_would_have_expired_is_refused(work: UnitOfWork) -> None:
    shop = a_shop(work)
    with pytest.raises(Refused, match="expired already"):
        enter_quote(
            work,
            quote_entry(
                work, shop, a_customer(work, shop.company), LineEntry(item_id=shop.item(work)),
                valid_until=date(2026, 3, 1),
            ),
        )  # fmt: skip
