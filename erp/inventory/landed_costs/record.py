"""A late charge has come: the goods it was paid for become dearer, wherever they are by now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text

from erp.inventory.landed_costs.models import LandedCost, LandedCostLine
from erp.inventory.valuation.add_receipt_cost import LateCost, add_receipt_cost
from erp.inventory.valuation.landed_cost import ChargedLine, split_charge
from erp.kernel.errors import NotFound, Refused
from erp.kernel.identifiers import new_id
from erp.kernel.money import round_amount
from erp.kernel.numbering import draw_numbers
from erp.kernel.rows import insert_rows
from erp.kernel.unit_of_work import UnitOfWork
from erp.organization import api as organization

ORIGIN_KIND = "landed_cost"

_LINES = text(
    "SELECT l.id, l.qty, l.amount, i.weight_kg * l.qty AS weight_kg, i.volume_m3 * l.qty AS volume_m3 "
    "FROM unnest(CAST(:lines AS uuid[])) WITH ORDINALITY AS g(id, n) "
    "JOIN inventory.goods_receipt_line l ON l.id = g.id AND l.company_id = :company_id "
    "JOIN inventory.item i ON i.id = l.item_id ORDER BY g.n"
)


@dataclass(frozen=True)
class RecordedCharge:
    """The landed cost, and what each goods receipt line bears of it."""

    id: UUID
    number: str
    shares: Mapping[UUID, Decimal]


def record_landed_cost(
    work: UnitOfWork,
    *,
    company_id: UUID,
    description: str,
    amount: Decimal,
    split: str,
    receipt_line_ids: Sequence[UUID],
    occurred_on: date,
) -> RecordedCharge:
    """Freight, duty or insurance is shared over goods receipt lines; each share follows its goods.

    What is on hand becomes dearer, the share of what is sold is cost of sales now. The supplier's bill for the charge
    goes to landed cost clearing, which the two together leave at nothing.

    Units: company currency, whole minor units; below zero for a charge that was too high.
    Rounding: the shares add up to the amount; odd minor units go to the largest remainders.
    Raises: Refused without description, amount or receipts, or where goods have not what the charge is shared by;
        NotFound for a receipt line of another company.
    Effects: ReceiptCostAdjusted: the books post inventory and cost of sales against landed cost clearing.
    """
    work.require("inventory.landed_cost.record")
    if not description.strip():
        raise Refused("Say what the charge is for: freight, duty, insurance.", field="description")
    minor_units = organization.company(work.session, company_id).minor_units
    if amount == 0 or amount != round_amount(amount, minor_units):
        raise Refused("Enter the amount of the charge in whole minor units of the currency.", field="amount")
    wanted = list(dict.fromkeys(receipt_line_ids))
    rows = work.execute(_LINES, {"lines": wanted, "company_id": company_id}).all()
    if len(rows) < len(wanted):
        raise NotFound("There is no such goods receipt line in this company.", field="receipts")
    lines = [ChargedLine(row.id, row.qty, row.amount, row.weight_kg, row.volume_m3) for row in rows]
    shares = split_charge(amount, lines, split, minor_units)
    return write_charge(
        work, company_id=company_id, description=description, split=split, shares=shares, occurred_on=occurred_on
    )


def write_charge(
    work: UnitOfWork,
    *,
    company_id: UUID,
    description: str,
    split: str,
    shares: Sequence[LateCost],
    occurred_on: date,
    reverses_id: UUID | None = None,
) -> RecordedCharge:
    """The document of a charge, and its shares on their way after the goods."""
    charge_id = new_id()
    (number,) = draw_numbers(work, "landed_cost")
    header = {
        "id": charge_id, "company_id": company_id, "number": number, "description": description.strip(),
        "split": split, "amount": sum((share.amount for share in shares), Decimal(0)), "occurred_on": occurred_on,
        "reverses_id": reverses_id, "recorded_by": work.actor.name, "recorded_at": work.now,
    }
    insert_rows(work, LandedCost, [header])
    insert_rows(
        work,
        LandedCostLine,
        [
            {
                "id": new_id(), "company_id": company_id, "landed_cost_id": charge_id, "position": position,
                "goods_receipt_line_id": share.goods_receipt_line_id, "amount": share.amount,
            }
            for position, share in enumerate(shares, start=1)
        ],
    )
    add_receipt_cost(
        work, shares, occurred_on=occurred_on, cause="landed_cost", origin_kind=ORIGIN_KIND, origin_id=charge_id
    )
    return RecordedCharge(charge_id, number, {share.goods_receipt_line_id: share.amount for share in shares})
