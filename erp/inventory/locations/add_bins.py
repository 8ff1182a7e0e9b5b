"""Add bins to a warehouse."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text

from erp.inventory.locations.models import BIN_KINDS, Bin
from erp.inventory.locations.queries import warehouse
from erp.kernel.errors import Conflict, Refused
from erp.kernel.identifiers import new_id
from erp.kernel.rows import insert_rows
from erp.kernel.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class NewBin:
    """A place to be; ``pick_sequence`` is where it lies on a picker's walk."""

    code: str
    kind: str = "storage"
    pick_sequence: int = 0

    @property
    def clean_code(self) -> str:
        return self.code.strip().upper()


def add_bins(work: UnitOfWork, warehouse_id: UUID, bins: Sequence[NewBin]) -> list[UUID]:
    """The warehouse has these bins too; answers their ids in order.

    Raises: NotFound; Refused for an empty code or unknown kind; Conflict where a code is taken.
    """
    facts = warehouse(work.session, warehouse_id)
    work.require("inventory.warehouse.edit", facts.branch_id)
    seen: set[str] = set()
    for n, new in enumerate(bins):
        if not new.clean_code:
            raise Refused("A bin needs a code.", field=f"bins-{n}-code")
        if new.kind not in BIN_KINDS:
            raise Refused("A bin is one of %(bin_kinds)s.", field=f"bins-{n}-kind", bin_kinds=', '.join(BIN_KINDS))
        if new.clean_code in seen:
            raise Conflict("Bin %(clean_code)s is given twice.", field=f"bins-{n}-code", clean_code=new.clean_code)
        seen.add(new.clean_code)
    taken = work.execute(
        text(
            "SELECT min(code) FROM inventory.bin "
            "WHERE warehouse_id = :warehouse_id AND code = ANY(CAST(:codes AS text[]))"
        ),
        {"warehouse_id": warehouse_id, "codes": sorted(seen)},
    ).scalar_one()
    if taken:
        raise Conflict(
            "Warehouse %(code)s has a bin %(taken)s already. Choose another code.",
            field="code", code=facts.code, taken=taken,
        )
    ids = [new_id() for _ in bins]
    insert_rows(
        work,
        Bin,
        [
            {
                "id": bin_id,
                "warehouse_id": warehouse_id,
                "code": new.clean_code,
                "kind": new.kind,
                "pick_sequence": new.pick_sequence,
            }
            for bin_id, new in zip(ids, bins, strict=True)
        ],
    )
    return ids
