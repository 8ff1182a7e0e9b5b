"""Give cartons their SSCC, the number by which carriers and customers know them."""

from uuid import UUID

from sqlalchemy import text

from erp.kernel.gs1.write import sscc
from erp.kernel.unit_of_work import UnitOfWork
from erp.organization.api import company

_WITHOUT = text("""
    SELECT id, nextval('inventory.sscc_serial') AS serial FROM inventory.carton
    WHERE shipment_id = :shipment AND sscc IS NULL ORDER BY position""")
_GIVE = text("""
    UPDATE inventory.carton c SET sscc = given.sscc
    FROM unnest(CAST(:ids AS uuid[]), CAST(:numbers AS text[])) AS given(id, sscc) WHERE c.id = given.id""")


def number_cartons(work: UnitOfWork, company_id: UUID, shipment_id: UUID) -> int:
    """Cartons without an SSCC get the next ones, where the company has a GS1 prefix; returns how many did.

    Raises: Refused where the serials of the prefix are used up.
    """
    prefix = company(work.session, company_id).settings["gs1_company_prefix"]
    if not prefix:
        return 0
    rows = work.execute(_WITHOUT, {"shipment": shipment_id}).all()
    if rows:
        numbers = [sscc(prefix, row.serial) for row in rows]
        work.execute(_GIVE, {"ids": [row.id for row in rows], "numbers": numbers})
    return len(rows)
