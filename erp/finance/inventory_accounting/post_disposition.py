"""It is decided what becomes of returned goods: what leaves stock leaves the books with it."""

from erp.finance.inventory_accounting.value_lines import Place, value_lines
from erp.finance.postings.post_by_role import RoleEntry, RoleLine, post_by_role
from erp.inventory.events import ReturnDispositioned
from erp.kernel.unit_of_work import UnitOfWork

ROLE_OF_DISPOSITION = {"scrap": "scrap_loss", "return_to_supplier": "supplier_returns_clearing"}


def post_disposition(work: UnitOfWork, event: ReturnDispositioned) -> None:
    """Cr inventory for what was scrapped (Dr scrap loss) or goes back to the supplier (Dr returns clearing).

    What was restocked or is refurbished stays inventory: nothing to post.
    """
    place = Place(event.branch_id, event.warehouse_id, "return_receipt", event.return_receipt_id)
    lines: list[RoleLine] = []
    for line in event.lines:
        role = ROLE_OF_DISPOSITION.get(line.disposition)
        if role is not None:
            lines += value_lines(place, line.family_id, -line.cost_amount, role)
    entry = RoleEntry(
        event.occurred_on, "return disposition", f"Return receipt {event.number}: goods disposed of",
        "inventory", "return_receipt", event.return_receipt_id, lines,
    )
    post_by_role(work, event.company_id, [entry])
