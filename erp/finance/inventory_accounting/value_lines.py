"""The two sides of a movement of inventory value."""

from dataclasses import dataclass, replace
from decimal import Decimal
from uuid import UUID

from erp.finance.postings.post_by_role import RoleLine
from erp.kernel.money import ZERO


@dataclass(frozen=True)
class Place:
    """Where value moved and for whom: the dimensions both sides of the entry carry."""

    branch_id: UUID
    warehouse_id: UUID
    subledger_kind: str
    subledger_id: UUID
    customer_id: UUID | None = None
    supplier_id: UUID | None = None
    channel: str | None = None
    salesperson_id: UUID | None = None

    def line(self, role: str, family_id: UUID, amount: Decimal) -> RoleLine:
        """One line of the entry, carrying every dimension."""
        return RoleLine(
            role,
            amount,
            self.branch_id,
            family_id=family_id,
            warehouse_id=self.warehouse_id,
            customer_id=self.customer_id,
            supplier_id=self.supplier_id,
            channel=self.channel,
            salesperson_id=self.salesperson_id,
            subledger_kind=self.subledger_kind,
            subledger_id=self.subledger_id,
        )


def value_lines(place: Place, family_id: UUID, amount: Decimal, counter_role: str) -> list[RoleLine]:
    """Dr inventory, Cr the counter account for an increase; the other way round for a decrease."""
    if amount == ZERO:
        return []
    # The inventory line carries no customer: stock on hand is nobody's.
    inventory = replace(place, customer_id=None, channel=None, salesperson_id=None)
    return [inventory.line("inventory", family_id, amount), place.line(counter_role, family_id, -amount)]
