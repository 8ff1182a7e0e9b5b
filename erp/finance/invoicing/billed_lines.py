"""From what crm says is billable to lines with their tax code, revenue role and place."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from erp.crm.api import BillingTerms
from erp.finance.invoicing.lines import BilledLine, LineTaxCode
from erp.inventory.api import items
from erp.terms.api import TaxRequest, determine_tax

# Every other kind of charge (a service, a fee) is income from charges too, until a chart says otherwise.
CHARGE_ROLE = "freight_revenue"


@dataclass(frozen=True)
class Shipped:
    """The shipment the lines come from, where there is one."""

    shipment_id: UUID | None = None
    number: str = ""
    warehouse_id: UUID | None = None


def billed_lines(
    session: Session, company_id: UUID, terms: BillingTerms, shipped: Shipped, tax_point_on: date
) -> list[BilledLine]:
    """Every billable line with the tax code that holds for it on its tax point, in two executions.

    Raises: Refused where no tax rule covers a line.
    """
    facts = items(session, {line.item_id for line in terms.lines if line.item_id is not None})
    tax_codes = determine_tax(
        session,
        company_id,
        [
            TaxRequest(
                key=line.tax_class,
                ship_to_country=terms.ship_to_country,
                ship_to_region=terms.ship_to_region,
                ship_to_postal_code=terms.ship_to_postal_code,
                item_tax_class=line.tax_class,
                customer_tax_status=terms.tax_status,
                exempt=terms.is_exempt(tax_point_on),
                on=tax_point_on,
            )
            for line in {line.tax_class: line for line in terms.lines}.values()
        ],
    )
    codes: Mapping[object, LineTaxCode] = {
        key: LineTaxCode(code.code, code.rate_percent, code.components) for key, code in tax_codes.items()
    }
    billed = []
    for line in terms.lines:
        item = facts.get(line.item_id) if line.item_id is not None else None
        billed.append(
            BilledLine(
                kind=line.kind,
                revenue_role=CHARGE_ROLE if line.kind == "charge" else "revenue",
                order_line_id=line.order_line_id,
                order_number=terms.order_number,
                description=line.description,
                unit=line.unit,
                qty=line.qty,
                net_unit_price=line.net_unit_price,
                amount=line.amount,
                tax=codes[line.tax_class],
                tax_point_on=tax_point_on,
                shipment_id=shipped.shipment_id,
                shipment_line_id=line.shipment_line_id,
                shipment_number=shipped.number,
                item_id=line.item_id,
                family_id=item.family_id if item else None,
                warehouse_id=shipped.warehouse_id,
                sku=item.sku if item else "",
            )
        )
    return billed


def bill_to(terms: BillingTerms) -> dict[str, str]:
    """Whom the invoice is addressed to, as printed."""
    return {
        "code": terms.customer_code,
        "name": terms.bill_to_name,
        "street": terms.bill_to_street,
        "postal_code": terms.bill_to_postal_code,
        "city": terms.bill_to_city,
        "region": terms.bill_to_region,
        "country": terms.bill_to_country,
        "tax_number": terms.bill_to_tax_number,
    }


def ship_to(terms: BillingTerms) -> dict[str, str]:
    """Where the goods went, as printed."""
    return {
        "name": terms.ship_to_name,
        "street": terms.ship_to_street,
        "postal_code": terms.ship_to_postal_code,
        "city": terms.ship_to_city,
        "region": terms.ship_to_region,
        "country": terms.ship_to_country,
    }
