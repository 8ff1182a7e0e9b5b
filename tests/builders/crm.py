"""Customers, prices and orders for tests, made through the use cases that pages call."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import count
from uuid import UUID

from sqlalchemy import Row, text

from erp.crm.api import (
    CreditStanding,
    LineEntry,
    OrderEntry,
    OrderOutcome,
    TradeTerms,
    agree_terms,
    create_customer,
    credit_standings,
    place_sales_order,
    set_credit_limit,
)
from erp.crm.pricing.create_price_list import create_price_list
from erp.crm.pricing.set_prices import PriceRow, set_prices
from erp.inventory.api import Pick, confirm_picks, confirm_shipment, pack_shipment, release_wave
from erp.kernel.unit_of_work import UnitOfWork
from tests.builders.inventory import BuiltWarehouse, a_family, a_warehouse, an_item
from tests.builders.organization import BuiltCompany, a_company

_numbers = count(1)


@dataclass(frozen=True)
class Shop:
    """A company that sells from one warehouse, with a default price list and one family of items."""

    company: BuiltCompany
    place: BuiltWarehouse
    family_id: UUID
    price_list_id: UUID

    def item(self, work: UnitOfWork, price: Decimal | str | None = "10.00", **settings: object) -> UUID:
        """An item of the shop with a list price per base unit, or without one."""
        item_id = an_item(work, self.family_id, [self.company.id], **settings)  # type: ignore[arg-type]
        if price is not None:
            unit = str(settings.get("base_unit", "EA"))
            set_prices(
                work,
                self.price_list_id,
                [PriceRow(item_id=item_id, unit=unit, unit_price=Decimal(price), valid_from=date(2020, 1, 1))],
            )
        return item_id

    def entry(
        self, work: UnitOfWork, customer_id: UUID, lines: Sequence[LineEntry], **settings: object
    ) -> OrderEntry:
        """An order of the shop, of today."""
        return OrderEntry(
            company_id=self.company.id,
            branch_id=self.company.branch_id,
            warehouse_id=self.place.id,
            customer_id=customer_id,
            ordered_on=work.now.date(),
            lines=tuple(lines),
            **settings,  # type: ignore[arg-type]
        )


def a_shop(work: UnitOfWork, **settings: object) -> Shop:
    """A company ready to sell."""
    company = a_company(work, **settings)  # type: ignore[arg-type]
    place = a_warehouse(work, company.branch_id)
    family_id = a_family(work, [company.id])
    price_list_id = create_price_list(
        work, company_id=company.id, code="STANDARD", name="Standard prices", is_default=True
    )
    return Shop(company, place, family_id, price_list_id)


def a_customer(
    work: UnitOfWork,
    company: BuiltCompany,
    *,
    limit: Decimal | int | str | None = None,
    parent_id: UUID | None = None,
    name: str = "Harbor Electric",
    details: Mapping[str, str] | None = None,
    is_cash_sale: bool = False,
    **terms: object,
) -> UUID:
    """A customer with terms of the company, and a credit limit where one is given."""
    customer_id = create_customer(
        work,
        code=f"C{next(_numbers):05}",
        name=name,
        parent_id=parent_id,
        is_cash_sale=is_cash_sale,
        details={"street": "1 Quay Street", "city": "Port City", "country": "US", **(details or {})},
    )
    agree_terms(
        work,
        customer_id,
        company.id,
        TradeTerms(payment_term_id=company.payment_term_id, **terms),  # type: ignore[arg-type]
    )
    if limit is not None:
        set_credit_limit(work, company.id, customer_id, limit_amount=Decimal(limit), reason="Opening review")
    return customer_id


def an_order(
    work: UnitOfWork, shop: Shop, customer_id: UUID, quantities: Sequence[tuple[UUID, int | str]], **settings: object
) -> OrderOutcome:
    """An order entered and submitted at once, in base units at calculated prices."""
    lines = [LineEntry(qty=Decimal(qty), item_id=item_id) for item_id, qty in quantities]
    return place_sales_order(work, shop.entry(work, customer_id, lines, **settings))


def order_row(work: UnitOfWork, order_id: UUID) -> Row[tuple[object, ...]]:
    """The header as stored."""
    return work.execute(text("SELECT * FROM crm.sales_order WHERE id = :id"), {"id": order_id}).one()


def order_lines(work: UnitOfWork, order_id: UUID) -> list[Row[tuple[object, ...]]]:
    """The lines as stored, in order."""
    return list(
        work.execute(
            text("SELECT * FROM crm.sales_order_line WHERE order_id = :id ORDER BY position"), {"id": order_id}
        )
    )


def ship_order(work: UnitOfWork, shop: Shop, order_id: UUID, *, on: date | None = None) -> UUID:
    """Wave, picks, pack and confirm of all that is promised: the shipment, with everything that follows it."""
    wave = release_wave(work, shop.place.id, origin_ids=[order_id])
    tasks = work.execute(
        text("SELECT id, qty FROM inventory.pick_task WHERE wave_id = :wave ORDER BY sequence"), {"wave": wave.id}
    )
    confirm_picks(work, [Pick(task.id, task.qty) for task in tasks])
    shipment_id = wave.shipments[order_id]
    pack_shipment(work, shipment_id)
    confirm_shipment(work, shipment_id, occurred_on=on or work.now.date())
    work.settle()
    return shipment_id


def standing_of(work: UnitOfWork, shop: Shop, customer_id: UUID) -> CreditStanding:
    """Where the account stands with the shop's company."""
    return credit_standings(work.session, shop.company.id, [customer_id])[customer_id]
