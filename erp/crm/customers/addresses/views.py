"""Pages of a customer's delivery addresses and people."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, url_for

from erp.crm.customers.add_contact import add_contact
from erp.crm.customers.add_ship_to import ADDRESS, add_ship_to
from erp.crm.customers.change_contact import change_contact
from erp.crm.customers.change_ship_to import change_ship_to
from erp.crm.customers.forms import ChangeContactForm, ChangeShipToForm, ContactForm, NewShipToForm
from erp.crm.customers.page_queries import contact, ship_to
from erp.crm.customers.queries import customer
from erp.inventory.api import carriers
from erp.web.forms import parse
from erp.web.pages import render
from erp.web.requests import perform, read
from erp.web.routing import requires

bp = Blueprint("crm_addresses", __name__, url_prefix="/crm")


@bp.get("/customers/<uuid:customer_id>/ship-tos/new")
@requires("crm.customer.change")
def new_ship_to(customer_id: UUID) -> Response:
    return render(
        "crm/customers/ship_to.html", customer=customer(read(), customer_id), ship_to=None, carriers=_carriers()
    )


@bp.post("/customers/<uuid:customer_id>/ship-tos")
@requires("crm.customer.change")
def create_ship_to(customer_id: UUID) -> Response:
    form = parse(NewShipToForm)
    return perform(
        lambda work: add_ship_to(
            work,
            customer_id,
            code=form["code"],
            name=form["name"],
            address=_address(form),
            carrier_id=form["carrier_id"],
            is_default=form["is_default"],
        ),
        then=lambda _: url_for("crm_customers.show", customer_id=customer_id),
        said="Delivery address added.",
    )


@bp.get("/ship-tos/<uuid:ship_to_id>/edit")
@requires("crm.customer.change")
def edit_ship_to(ship_to_id: UUID) -> Response:
    found = ship_to(read(), ship_to_id)
    return render(
        "crm/customers/ship_to.html",
        customer=customer(read(), found.customer_id),
        ship_to=found,
        carriers=_carriers(found.carrier_id),
    )


@bp.post("/ship-tos/<uuid:ship_to_id>/change")
@requires("crm.customer.change")
def save_ship_to(ship_to_id: UUID) -> Response:
    form = parse(ChangeShipToForm)
    return perform(
        lambda work: change_ship_to(
            work,
            ship_to_id,
            version=form["version"],
            name=form["name"],
            address=_address(form),
            carrier_id=form["carrier_id"],
            is_default=form["is_default"],
            status=form["status"],
        ),
        then=lambda customer_id: url_for("crm_customers.show", customer_id=customer_id),
        said="Delivery address changed.",
    )


@bp.get("/customers/<uuid:customer_id>/contacts/new")
@requires("crm.customer.change")
def new_contact(customer_id: UUID) -> Response:
    return render("crm/customers/contact.html", customer=customer(read(), customer_id), contact=None)


@bp.post("/customers/<uuid:customer_id>/contacts")
@requires("crm.customer.change")
def create_contact(customer_id: UUID) -> Response:
    form = parse(ContactForm)
    return perform(
        lambda work: add_contact(work, customer_id, **{**form, "email": form["email"] or ""}),
        then=lambda _: url_for("crm_customers.show", customer_id=customer_id),
        said="Contact added.",
    )


@bp.get("/contacts/<uuid:contact_id>/edit")
@requires("crm.customer.change")
def edit_contact(contact_id: UUID) -> Response:
    found = contact(read(), contact_id)
    return render("crm/customers/contact.html", customer=customer(read(), found.customer_id), contact=found)


@bp.post("/contacts/<uuid:contact_id>/change")
@requires("crm.customer.change")
def save_contact(contact_id: UUID) -> Response:
    form = parse(ChangeContactForm)
    return perform(
        lambda work: change_contact(work, contact_id, **{**form, "email": form["email"] or ""}),
        then=lambda customer_id: url_for("crm_customers.show", customer_id=customer_id),
        said="Contact changed.",
    )


def _address(form: dict[str, Any]) -> dict[str, str]:
    address = {key: form[key] or "" for key in ADDRESS}
    address["country"] = address["country"].upper()
    return address


def _carriers(chosen: UUID | None = None) -> list[tuple[UUID, str]]:
    """The carriers to choose from; a retired one stays where it was chosen."""
    return [
        (each.id, f"{each.code} {each.name}")
        for each in carriers(read())
        if each.status == "active" or each.id == chosen
    ]
