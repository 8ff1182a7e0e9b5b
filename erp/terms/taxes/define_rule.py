"""Define a tax rule: from a day on, what is shipped there, of that class, to such customers, bears this code."""

from datetime import date
from uuid import UUID

from erp.kernel.errors import Conflict, NotFound, Refused
from erp.kernel.identifiers import new_id
from erp.kernel.unit_of_work import UnitOfWork
from erp.terms.taxes.models import TaxCode, TaxRule


def define_tax_rule(
    work: UnitOfWork,
    *,
    company_id: UUID,
    tax_code_id: UUID,
    valid_from: date,
    ship_to_country: str = "",
    ship_to_region: str = "",
    postal_prefix: str = "",
    item_tax_class: str = "",
    customer_tax_status: str = "",
) -> TaxRule:
    """Lead a place, a tax class and a tax status to a code; an empty field stands for any.

    Where several rules fit, the one with the most exact place applies, then the one that names the item's class, then
    the one that names the customer's status.

    Raises: NotFound; Refused for a region or postal prefix without country; Conflict where the same rule stands.
    """
    work.require("terms.tax_code.define")
    code = work.session.get(TaxCode, tax_code_id)
    if code is None or code.company_id != company_id:
        raise NotFound("There is no such tax code in this company.")
    if code.status != "active":
        raise Conflict("Tax code %(code)s is retired.", field="tax_code_id", code=code.code)
    if (ship_to_region or postal_prefix) and not ship_to_country:
        raise Refused("Name the country of the region or postal code.", field="ship_to_country")
    rule = TaxRule(
        id=new_id(),
        company_id=company_id,
        tax_code_id=tax_code_id,
        ship_to_country=ship_to_country.strip().upper(),
        ship_to_region=ship_to_region.strip().upper(),
        postal_prefix=postal_prefix.strip(),
        item_tax_class=item_tax_class.strip(),
        customer_tax_status=customer_tax_status.strip(),
        valid_from=valid_from,
    )
    work.session.add(rule)
    work.session.flush()
    return rule


def end_tax_rule(work: UnitOfWork, rule_id: UUID, *, valid_to: date) -> TaxRule:
    """Let a rule end with a day; documents dated up to it still follow it.

    Raises: NotFound; Refused for a day before the rule begins.
    """
    work.require("terms.tax_code.define")
    rule = work.session.get(TaxRule, rule_id, with_for_update={"key_share": True})
    if rule is None:
        raise NotFound("There is no such tax rule.")
    if valid_to < rule.valid_from:
        raise Refused("A rule cannot end before it begins.", field="valid_to")
    rule.valid_to = valid_to
    work.session.flush()
    return rule
