"""The page of the numbers under which a customer knows our items."""

from uuid import UUID

from flask import Blueprint, Response, url_for

from erp.crm.customer_items.forms import NumbersForm
from erp.crm.customer_items.queries import customer_items_statement
from erp.crm.customer_items.set_customer_items import NumberOfCustomer, drop_customer_item, set_customer_items
from erp.crm.customers.queries import customer
from erp.inventory.api import items_by_code
from erp.kernel.errors import Refused
from erp.web.forms import parse
from erp.web.languages import gettext
from erp.web.paging import Column, page_by_key, render_list
from erp.web.requests import perform, read
from erp.web.routing import requires

bp = Blueprint("crm_customer_items", __name__, url_prefix="/crm/customers/<uuid:customer_id>/item-numbers")

COLUMNS = (
    Column("customer_sku", "Their number"),
    Column("customer_description", "Their words"),
    Column("sku", "Item", link=lambda row: url_for("inventory_items.show", item_id=row.item_id)),
    Column("description", "Description"),
    Column("status", "Status", kind="status"),
)


@bp.get("")
@requires("crm.customer.view")
def index(customer_id: UUID) -> Response:
    listing = page_by_key(customer_items_statement(customer_id), columns=COLUMNS, key=("customer_sku", "id"))
    whose = customer(read(), customer_id)
    return render_list(
        "crm/customer_items/index.html", listing, name=f"item-numbers-{whose.code}", customer=whose
    )


@bp.post("")
@requires("crm.customer.change")
def save(customer_id: UUID) -> Response:
    lines = parse(NumbersForm)["lines"]
    found = items_by_code(read(), [line["item"] for line in lines])
    numbers = []
    for line in lines:
        if line["item"] not in found:
            raise Refused("There is no item %(item)s.", field=f"lines-{line['index']}-item", item=line["item"])
        numbers.append(NumberOfCustomer(found[line["item"]].item.id, line["customer_sku"], line["description"]))
    return perform(
        lambda work: set_customer_items(work, customer_id, numbers),
        then=lambda _: url_for(".index", customer_id=customer_id),
        said=gettext("The numbers are saved."),
    )


@bp.post("/<uuid:customer_item_id>/drop")
@requires("crm.customer.change")
def drop(customer_id: UUID, customer_item_id: UUID) -> Response:
    return perform(
        lambda work: drop_customer_item(work, customer_id, customer_item_id),
        then=lambda _: url_for(".index", customer_id=customer_id),
        said=gettext("The number is forgotten."),
    )
