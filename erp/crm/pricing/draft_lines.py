"""Turn entered lines into priced and taxed lines: the same for quotes, orders and the page that only asks."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from erp.crm.customers.queries import SaleTerms
from erp.crm.pricing.check_discounts import check_discounts
from erp.crm.pricing.entry import LineEntry
from erp.crm.pricing.price_lines import price_order
from erp.crm.pricing.price_question import price_question
from erp.crm.pricing.waterfall import PricedLine, PriceQuestion
from erp.crm.promotions.arithmetic import AddedGoods
from erp.inventory.api import ItemFacts, items, unit_factors
from erp.kernel.money import ZERO, round_amount
from erp.kernel.plain import to_plain
from erp.kernel.unit_of_work import UnitOfWork
from erp.organization.api import CompanyFacts
from erp.terms.api import TaxableLine, TaxRequest, compute_tax, determine_tax


@dataclass(frozen=True)
class DraftLine:
    """A line ready to be stored on a quote or an order; the names are those of both tables' columns."""

    id: UUID
    kind: str
    charge_kind: str | None
    item_id: UUID | None
    is_stocked: bool
    description: str
    entered_qty: Decimal
    unit: str
    qty: Decimal
    base_unit: str
    list_unit_price: Decimal | None
    discount_percent: Decimal
    entered_unit_price: Decimal
    net_unit_price: Decimal
    amount: Decimal
    tax_class: str
    net_amount: Decimal
    tax_amount: Decimal
    price_is_fixed: bool
    price_waterfall: list[dict[str, Any]]
    override_reason: str


@dataclass(frozen=True)
class DraftedLines:
    """The lines of a document with its totals, in the company's currency."""

    lines: tuple[DraftLine, ...]
    net_amount: Decimal
    tax_amount: Decimal
    promotions: dict[UUID, UUID] = field(default_factory=dict)  # of lines that promotions added

    @property
    def total_amount(self) -> Decimal:
        return self.net_amount + self.tax_amount


def draft_lines(
    work: UnitOfWork,
    entries: Sequence[LineEntry],
    *,
    company: CompanyFacts,
    terms: SaleTerms,
    on: date,
    coupons: Collection[str] = (),
    add_goods: bool = False,
) -> DraftedLines:
    """Look up items and units, price and tax the lines; a number of executions that does not depend on their number.

    ``add_goods``: goods that promotions bring along become lines of their own, in place of those they brought before.

    Units: a quantity is converted to base units exactly, or refused.
    Rounding: amounts half up once; tax by line or by document, as the company has chosen.
    Raises: Refused or Forbidden naming the line (field ``lines-<n>-...``).
    """
    if add_goods:
        entries = [entry for entry in entries if entry.promotion_id is None]
    item_ids = {entry.item_id for entry in entries if entry.item_id is not None}
    found = items(work.session, item_ids)
    factors = unit_factors(work.session, item_ids)
    questions = [price_question(n, entry, found, factors) for n, entry in enumerate(entries)]
    if any(q.item_id is None and (q.set_price or ZERO) < 0 for q in questions):
        work.require("crm.price.unlimited")  # a charge below zero is a discount without a limit
    open_questions = [q for q, entry in zip(questions, entries, strict=True) if entry.frozen is None]
    order = price_order(
        work.session,
        open_questions,
        company_id=company.id,
        customer_id=terms.customer_id,
        on=on,
        minor_units=company.minor_units,
        names={q.key: found[q.item_id].sku for q in open_questions if q.item_id is not None},
        coupons=coupons,
    )
    if add_goods and order.goods:
        with_goods = [*entries, *(_goods(added) for added in order.goods)]
        return draft_lines(work, with_goods, company=company, terms=terms, on=on, coupons=coupons)
    priced = {line.key: line for line in order.lines}
    check_discounts(
        work,
        company.id,
        [
            (n, priced[q.key]) for n, q in enumerate(questions)
            if q.key in priced and q.item_id is not None and q.promotion_id is None
        ],
    )
    lines = [
        _line(entry, question, priced.get(question.key), found.get(question.item_id) if question.item_id else None,
              company.minor_units)
        for entry, question in zip(entries, questions, strict=True)
    ]  # fmt: skip
    drafted = _with_tax(work, lines, company=company, terms=terms, on=on)
    return replace(drafted, promotions={q.key: q.promotion_id for q in questions if q.promotion_id is not None})


def _goods(added: AddedGoods) -> LineEntry:
    """The line of goods that come along with the others."""
    promotion = added.promotion
    return LineEntry(
        qty=added.qty, item_id=added.item_id, unit_price=promotion.goods_price, reason=promotion.name,
        promotion_id=promotion.id,
    )


def _line(
    entry: LineEntry, question: PriceQuestion, priced: PricedLine | None, item: ItemFacts | None, minor_units: int
) -> DraftLine:
    frozen = entry.frozen
    if frozen is not None:
        list_price, price, discount = frozen.list_price, frozen.price, frozen.discount_percent
        net_unit_price, amount, waterfall = frozen.net_unit_price, frozen.amount, frozen.waterfall
    else:
        assert priced is not None  # noqa: S101  every line without a frozen price was priced above
        list_price, price, discount = priced.list_price, priced.price, priced.discount_percent
        net_unit_price, amount = priced.net_unit_price, priced.amount
        waterfall = [to_plain(step) for step in priced.steps]
    amount = round_amount(amount, minor_units)
    return DraftLine(
        id=question.key,
        kind="charge" if item is None else "item",
        charge_kind=entry.charge_kind if item is None else None,
        item_id=question.item_id,
        is_stocked=item is not None and item.kind == "stocked",
        description=entry.description.strip() or (item.description if item else ""),
        entered_qty=question.entered_qty,
        unit=question.unit,
        qty=question.qty,
        base_unit=question.base_unit,
        list_unit_price=list_price,
        discount_percent=discount,
        entered_unit_price=price,
        net_unit_price=net_unit_price,
        amount=amount,
        tax_class=entry.tax_class or (item.tax_class if item else "standard"),
        net_amount=amount,
        tax_amount=ZERO,
        price_is_fixed=frozen is not None,
        price_waterfall=waterfall,
        override_reason=entry.reason.strip(),
    )


def _with_tax(
    work: UnitOfWork, lines: list[DraftLine], *, company: CompanyFacts, terms: SaleTerms, on: date
) -> DraftedLines:
    codes = determine_tax(
        work.session,
        company.id,
        [
            TaxRequest(
                key=line.id,
                ship_to_country=terms.ship_to_country,
                ship_to_region=terms.ship_to_region,
                ship_to_postal_code=terms.ship_to_postal_code,
                item_tax_class=line.tax_class,
                customer_tax_status=terms.tax_status,
                exempt=terms.is_exempt(on),
                on=on,
            )
            for line in lines
        ],
    )
    tax = compute_tax(
        [
            TaxableLine(line.id, line.amount, codes[line.id].components, line.qty, codes[line.id].code)
            for line in lines
        ],
        company.settings["tax_rounding"],
        company.minor_units,
    )
    taxed = tuple(
        replace(line, net_amount=tax.lines[line.id].net_amount, tax_amount=tax.lines[line.id].tax_amount)
        for line in lines
    )
    return DraftedLines(taxed, tax.net_amount, tax.tax_amount)
