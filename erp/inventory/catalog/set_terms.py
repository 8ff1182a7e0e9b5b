"""Say how a company values an item, and that it trades it."""

from decimal import Decimal
from uuid import UUID

from sqlalchemy import text

from erp.inventory.catalog.create_items import check_families_active, usual_scope
from erp.inventory.catalog.models import Item, ItemCompany
from erp.inventory.catalog.new_item import CompanyTerms, check_lot_costs, check_terms
from erp.kernel.errors import NotFound, Refused
from erp.kernel.unit_of_work import UnitOfWork
from erp.organization import api as organization

_ON_HAND = text(
    "SELECT EXISTS (SELECT 1 FROM inventory.cost_pool "
    "WHERE item_id = :item_id AND company_id = :company_id AND qty > 0)"
)


def set_terms(work: UnitOfWork, item_id: UUID, terms: CompanyTerms) -> None:
    """The company trades the item and values it so; what is left out follows the company's settings.

    Raises: NotFound; Refused for a family the company does not trade, or another method while there is stock: it
        was valued by the old one. The standard cost itself is changed by ``set_standard_cost``.
    """
    work.require("inventory.item.edit")
    check_terms(terms)
    item = work.session.get(Item, item_id)
    if item is None:
        raise NotFound("There is no such item.")
    settings = organization.company(work.session, terms.company_id).settings
    check_families_active(work, {(item.family_id, terms.company_id)})
    method = terms.costing_method or str(settings["costing_method"])
    scope = terms.cost_pool_scope or usual_scope(str(settings["cost_pool_scope"]), item.tracking)
    check_lot_costs(scope, item.tracking)
    known = work.session.get(ItemCompany, (item_id, terms.company_id), populate_existing=True)
    if known is None:
        known = ItemCompany(item_id=item_id, company_id=terms.company_id, costing_method=method, cost_pool_scope=scope)
        work.session.add(known)
    elif (known.costing_method, known.cost_pool_scope) != (method, scope):
        keys = {"item_id": item_id, "company_id": terms.company_id}
        if work.execute(_ON_HAND, keys).scalar_one():
            raise Refused(
                "While it is on hand an item keeps its costing method and its cost pool. Change them when it is gone.",
                field="costing_method",
            )
    _check_standard(known, method, terms.standard_unit_cost)
    known.costing_method, known.cost_pool_scope, known.status = method, scope, "active"
    if known.standard_unit_cost is None:
        known.standard_unit_cost = terms.standard_unit_cost
    work.session.flush()


def _check_standard(known: ItemCompany, method: str, cost: Decimal | None) -> None:
    if method != "standard":
        return
    if known.standard_unit_cost is None and cost is None:
        raise Refused("Standard costing needs a standard cost. Enter it.", field="standard_unit_cost")
    if known.standard_unit_cost is not None and cost is not None and cost != known.standard_unit_cost:
        raise Refused("Change the standard cost on the cost page: stock is revalued by it.", field="standard_unit_cost")
