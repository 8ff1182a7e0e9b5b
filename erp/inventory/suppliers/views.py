"""Pages of suppliers: the list, one supplier, its terms with this company and what it sells."""

from decimal import Decimal
from uuid import UUID

from flask import Blueprint, Response, url_for
from sqlalchemy import or_, select

from erp.inventory.catalog.queries import items_by_code
from erp.inventory.suppliers.agree_supplier_terms import agree_supplier_terms
from erp.inventory.suppliers.change_supplier import change_supplier
from erp.inventory.suppliers.create_supplier import create_supplier
from erp.inventory.suppliers.forms import ChangeSupplierForm, SuppliedItemsForm, SupplierForm, TermsForm
from erp.inventory.suppliers.models import Supplier
from erp.inventory.suppliers.queries import search_suppliers, supplied_items, supplier, supplier_terms
from erp.inventory.suppliers.set_item_suppliers import SuppliedItem, set_item_suppliers
from erp.kernel.errors import Refused
from erp.kernel.languages import LANGUAGES
from erp.terms import api as terms_api
from erp.web.forms import Form, fields, parse, parse_query
from erp.web.languages import gettext
from erp.web.lookup import question, suggestions
from erp.web.pages import render
from erp.web.paging import Column, page_by_key, render_list
from erp.web.requests import current_company, current_place, perform, read
from erp.web.routing import requires

bp = Blueprint("inventory_suppliers", __name__, url_prefix="/inventory/suppliers")

COLUMNS = (
    Column("code", "Code", link=lambda row: url_for(".show", supplier_id=row.id)),
    Column("name", "Name"),
    Column("city", "City"),
    Column("country_code", "Country"),
    Column("status", "Status", kind="status"),
)


class FilterForm(Form):
    """Filters of the list."""

    q = fields.Text()
    status = fields.Choice(("active", "blocked"), allow_none=True)


@bp.get("")
@requires("inventory.supplier.view")
def index() -> Response:
    chosen = parse_query(FilterForm)
    statement = select(Supplier.id, Supplier.code, Supplier.name, Supplier.city, Supplier.country_code, Supplier.status)
    if chosen["q"]:
        statement = statement.where(
            or_(
                Supplier.code.istartswith(chosen["q"], autoescape=True),
                Supplier.name.icontains(chosen["q"], autoescape=True),
            )
        )
    if chosen["status"]:
        statement = statement.where(Supplier.status == chosen["status"])
    listing = page_by_key(statement, columns=COLUMNS, key=("code", "id"))
    return render_list("inventory/suppliers/index.html", listing, name="suppliers")


@bp.get("/suggest")
@requires("inventory.supplier.view")
def suggest() -> Response:
    return suggestions(search_suppliers(read(), question()))


@bp.get("/new")
@requires("inventory.supplier.manage")
def new() -> Response:
    return render("inventory/suppliers/new.html", supplier=None, languages=LANGUAGES.items())


@bp.post("")
@requires("inventory.supplier.manage")
def create() -> Response:
    form = parse(SupplierForm)
    return perform(
        lambda work: create_supplier(work, **form),
        then=lambda supplier_id: url_for(".show", supplier_id=supplier_id),
        said="Supplier created. Agree its terms next.",
    )


@bp.get("/<uuid:supplier_id>")
@requires("inventory.supplier.view")
def show(supplier_id: UUID) -> Response:
    company_id = current_company()
    return render(
        "inventory/suppliers/show.html",
        supplier=supplier(read(), supplier_id),
        terms=supplier_terms(read(), supplier_id, company_id),
        payment_terms=[(term.id, term.name) for term in terms_api.payment_terms(read()).values()],
        items=supplied_items(read(), supplier_id),
        languages=LANGUAGES.items(),
    )


@bp.post("/<uuid:supplier_id>/change")
@requires("inventory.supplier.manage")
def change(supplier_id: UUID) -> Response:
    form = parse(ChangeSupplierForm)
    return perform(
        lambda work: change_supplier(work, supplier_id, **form),
        then=lambda _: url_for(".show", supplier_id=supplier_id),
        said="Supplier changed.",
    )


@bp.post("/<uuid:supplier_id>/terms")
@requires("inventory.supplier.manage")
def agree_terms(supplier_id: UUID) -> Response:
    form, company_id = parse(TermsForm), current_company()
    return perform(
        lambda work: agree_supplier_terms(work, supplier_id=supplier_id, company_id=company_id, **form),
        then=lambda _: url_for(".show", supplier_id=supplier_id),
        said="Terms agreed.",
    )


@bp.post("/<uuid:supplier_id>/items")
@requires("inventory.supplier.manage")
def set_items(supplier_id: UUID) -> Response:
    form, currency = parse(SuppliedItemsForm), current_place().currency
    found = items_by_code(read(), [line["item"] for line in form["lines"]])
    entries = []
    for line in form["lines"]:
        if line["item"] not in found:
            raise Refused("There is no item %(line)s.", field=f"lines-{line['index']}-item", line=line['item'])
        entries.append(
            SuppliedItem(
                item_id=found[line["item"]].item.id,
                unit_cost=line["unit_cost"],
                currency=currency,
                unit=line["unit"].upper() or None,
                supplier_sku=line["supplier_sku"],
                qty_minimum=line["qty_minimum"] or Decimal(0),
                lead_time_days=line["lead_time_days"],
                is_preferred=line["is_preferred"],
            )
        )
    return perform(
        lambda work: set_item_suppliers(work, supplier_id, entries),
        then=lambda _: url_for(".show", supplier_id=supplier_id),
        said=gettext("%(count)s items of this supplier saved.", count=len(entries)),
    )
