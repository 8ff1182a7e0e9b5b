"""Create a price list of a company."""

from uuid import UUID

from sqlalchemy import text

from erp.crm.pricing.models import PriceList
from erp.kernel.errors import Conflict, NotFound, Refused
from erp.kernel.identifiers import new_id
from erp.kernel.rows import insert_rows
from erp.kernel.unit_of_work import UnitOfWork
from erp.organization.api import company


def create_price_list(
    work: UnitOfWork,
    *,
    company_id: UUID,
    code: str,
    name: str,
    based_on_id: UUID | None = None,
    is_default: bool = False,
) -> UUID:
    """Create an empty list in the company's currency; return its id.

    A list based on another prices what it does not name itself like that one, less its per cent lines. The default
    list prices customers that have none; another list stops being the default.

    Raises: Refused, NotFound (the list it rests on), Conflict (the code is taken).
    """
    work.require("crm.price_list.change")
    code = code.strip().upper()
    if not code or not name.strip():
        raise Refused("A price list needs a code and a name.", field="code" if not code else "name")
    currency = company(work.session, company_id).currency
    known = {
        row.code: row.id
        for row in work.execute(
            text("SELECT id, code FROM crm.price_list WHERE company_id = :company"), {"company": company_id}
        )
    }
    if code in known:
        raise Conflict("The company has a price list %(code)s already.", field="code", code=code)
    if based_on_id is not None and based_on_id not in known.values():
        raise NotFound("The company has no such price list to base this one on.", field="based_on")
    if is_default:
        drop_default(work, company_id)
    list_id = new_id()
    insert_rows(
        work,
        PriceList,
        [
            {
                "id": list_id,
                "company_id": company_id,
                "code": code,
                "name": name.strip(),
                "currency": currency,
                "based_on_id": based_on_id,
                "is_default": is_default,
            }
        ],
    )
    return list_id


def drop_default(work: UnitOfWork, company_id: UUID) -> None:
    """Make room for another default list."""
    work.execute(
        text("""UPDATE crm.price_list SET is_default = false, version = version + 1
                 WHERE company_id = :company AND is_default"""),
        {"company": company_id},
    )
