"""Price lists, agreements and discount limits in the database."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import text

from erp.crm.api import (
    LineEntry,
    PriceRow,
    agree_prices,
    create_price_list,
    enter_sales_order,
    set_discount_limits,
    set_prices,
)
from erp.crm.pricing.change_price_list import end_prices
from erp.crm.pricing.end_agreement import end_agreement
from erp.kernel.actor import Actor
from erp.kernel.errors import Conflict, Forbidden, Refused
from erp.kernel.unit_of_work import UnitOfWork, UnitOfWorkFactory
from tests.builders.crm import Shop, a_customer, a_shop, order_lines
from tests.builders.inventory import a_family, an_item

D = Decimal


def price(
    work: UnitOfWork, shop: Shop, customer_id: object, item_id: object, qty: str = "1", on: date | None = None
) -> Decimal:
    entry = shop.entry(work, customer_id, [LineEntry(qty=D(qty), item_id=item_id)])  # type: ignore[arg-type]
    if on is not None:
        entry = type(entry)(**{**vars(entry), "ordered_on": on})
    return order_lines(work, enter_sales_order(work, entry).id)[0].net_unit_price  # type: ignore[no-any-return]


def test_a_new_price_ends_the_one_before(work: UnitOfWork) -> None:
    shop = a_shop(work)
    bolt = shop.item(work, "2.00")
    customer_id = a_customer(work, shop.company)
    set_prices(
        work, shop.price_list_id,
        [PriceRow(item_id=bolt, unit="EA", unit_price=D("2.20"), valid_from=date(2026, 4, 1))],
    )  # fmt: skip
    assert price(work, shop, customer_id, bolt, on=date(2026, 3, 31)) == D("2.00")
    assert price(work, shop, customer_id, bolt, on=date(2026, 4, 1)) == D("2.20")
    spans = work.execute(
        text("SELECT valid_from, valid_to FROM crm.price_list_line WHERE item_id = :item ORDER BY valid_from"),
        {"item": bolt},
    ).all()
    assert [tuple(row) for row in spans] == [(date(2020, 1, 1), date(2026, 3, 31)), (date(2026, 4, 1), None)]


def test_two_prices_for_one_day_cannot_be_stored(work: UnitOfWork, units_in: UnitOfWorkFactory, system: Actor) -> None:
    with units_in.begin(system) as inner:
        shop = a_shop(inner)
        bolt = shop.item(inner, "2.00")
    row = PriceRow(item_id=bolt, unit="EA", unit_price=D("9"), valid_from=date(2019, 1, 1))
    with pytest.raises(Conflict, match="overlaps"), units_in.begin(system) as inner:
        set_prices(inner, shop.price_list_id, [row])


def test_two_agreements_of_a_customer_cannot_price_one_day_twice(
    work: UnitOfWork, units_in: UnitOfWorkFactory, system: Actor
) -> None:
    with units_in.begin(system) as inner:
        shop = a_shop(inner)
        bolt = shop.item(inner, "2.00")
        customer_id = a_customer(inner, shop.company)
        row = PriceRow(
            item_id=bolt, unit="EA", unit_price=D("1.5"), valid_from=date(2026, 1, 1), valid_to=date(2026, 6, 30)
        )
        agree_prices(inner, company_id=shop.company.id, customer_id=customer_id, name="Frame 2026", rows=[row])
    later = PriceRow(item_id=bolt, unit="EA", unit_price=D("1.4"), valid_from=date(2026, 6, 30))
    with pytest.raises(Conflict, match="overlaps"), units_in.begin(system) as inner:
        agree_prices(inner, company_id=shop.company.id, customer_id=customer_id, name="Promo", rows=[later])


def test_an_agreement_of_the_parent_holds_below_it_until_it_ends(work: UnitOfWork) -> None:
    shop = a_shop(work)
    bolt = shop.item(work, "2.00")
    top = a_customer(work, shop.company)
    below = a_customer(work, shop.company, parent_id=top)
    agreement_id = agree_prices(
        work, company_id=shop.company.id, customer_id=top, name="Group contract",
        rows=[PriceRow(family_id=shop.family_id, discount_percent=D(25), valid_from=date(2026, 1, 1))],
    )  # fmt: skip
    assert price(work, shop, below, bolt) == D("1.50")
    end_agreement(work, agreement_id, last_day=date(2026, 3, 15), reason="Contract given notice")
    assert price(work, shop, below, bolt) == D("2.00")


def test_a_list_based_on_another_takes_its_prices_less_its_percent(work: UnitOfWork) -> None:
    shop = a_shop(work)
    bolt, nut = shop.item(work, "2.00"), shop.item(work, "1.00")
    tools = a_family(work, [shop.company.id])
    saw = an_item(work, tools, [shop.company.id])
    trade = create_price_list(
        work, company_id=shop.company.id, code="TRADE", name="Trade", based_on_id=shop.price_list_id
    )
    today = date(2026, 1, 1)
    set_prices(work, shop.price_list_id, [PriceRow(item_id=saw, unit="EA", unit_price=D(50), valid_from=today)])
    set_prices(
        work, trade,
        [
            PriceRow(discount_percent=D(10), valid_from=today),
            PriceRow(family_id=tools, discount_percent=D(20), valid_from=today),
            PriceRow(item_id=nut, unit="EA", unit_price=D("0.75"), valid_from=today),
        ],
    )  # fmt: skip
    customer_id = a_customer(work, shop.company, price_list_id=trade)
    assert [price(work, shop, customer_id, item) for item in (bolt, nut, saw)] == [D("1.80"), D("0.75"), D(40)]


def test_ending_a_price_leaves_the_item_without_one(work: UnitOfWork) -> None:
    shop = a_shop(work)
    bolt = shop.item(work, "2.00")
    line_id = work.session.scalar(text("SELECT id FROM crm.price_list_line WHERE item_id = :i"), {"i": bolt})
    end_prices(work, shop.price_list_id, [line_id], last_day=date(2026, 3, 15))
    with pytest.raises(Refused, match="No price list or agreement"):
        price(work, shop, a_customer(work, shop.company), bolt)


@pytest.mark.parametrize(
    ("roles", "percent", "allowed"),
    [({"branch_staff"}, "5", True), ({"branch_staff"}, "5.01", False), ({"branch_staff", "sales"}, "12", True),
     ({"warehouse"}, "0.01", False)],
)  # fmt: skip
def test_a_discount_stays_within_the_widest_limit_of_the_roles(
    work: UnitOfWork, roles: set[str], percent: str, allowed: bool
) -> None:
    shop = a_shop(work)
    set_discount_limits(work, shop.company.id, {"branch_staff": D(5), "sales": D(12)})
    entry = shop.entry(
        work, a_customer(work, shop.company),
        [LineEntry(qty=D(1), item_id=shop.item(work, "100.00"), discount_percent=D(percent))],
    )  # fmt: skip
    work.actor = Actor("Sam", permissions=frozenset({"crm.sales_order.enter"}), roles=frozenset(roles))
    if allowed:
        enter_sales_order(work, entry)
    else:
        with pytest.raises(Forbidden, match=r"below its price of 100\.00; your limit is") as refusal:
            enter_sales_order(work, entry)
        assert refusal.value.field == "lines-0-discount_percent"


def test_a_price_set_by_hand_needs_a_reason_a_right_and_stays_within_the_limit(work: UnitOfWork) -> None:
    shop = a_shop(work)
    set_discount_limits(work, shop.company.id, {"sales": D(10)})
    customer_id, bolt = a_customer(work, shop.company), shop.item(work, "100.00")

    def enter(unit_price: str, reason: str, *permissions: str) -> object:
        work.actor = Actor(
            "Sam", permissions=frozenset({"crm.sales_order.enter", *permissions}), roles=frozenset({"sales"})
        )
        line = LineEntry(qty=D(1), item_id=bolt, unit_price=D(unit_price), reason=reason)
        return enter_sales_order(work, shop.entry(work, customer_id, [line]))

    with pytest.raises(Refused, match="needs a reason"):
        enter("95", "  ", "crm.price.override")
    with pytest.raises(Forbidden):
        enter("95", "Matched a rival")
    with pytest.raises(Forbidden, match=r"10\.01 %"):
        enter("89.99", "Matched a rival", "crm.price.override")
    enter("90", "Matched a rival", "crm.price.override")
    enter("50", "Board decision", "crm.price.override", "crm.price.unlimited")


def test_changes_of_prices_stand_in_the_audit_trail(work: UnitOfWork) -> None:
    shop = a_shop(work)
    bolt = shop.item(work, "2.00")
    work.note("Annual increase")
    set_prices(
        work, shop.price_list_id,
        [PriceRow(item_id=bolt, unit="EA", unit_price=D("2.20"), valid_from=date(2026, 4, 1))],
    )  # fmt: skip
    actions = work.execute(
        text("""SELECT action, reason FROM kernel.audit_entry
                 WHERE table_name = 'crm.price_list_line' ORDER BY id DESC LIMIT 2""")
    ).all()
    assert [tuple(row) for row in actions] == [("insert", "Annual increase"), ("update", "Annual increase")]
