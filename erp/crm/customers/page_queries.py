"""Reads of the customer pages: the list, one customer with everything kept of it, and what may be chosen."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, or_, select, text
from sqlalchemy.orm import Session, aliased

from erp.crm.customers.models import Contact, Customer, CustomerCompany, ShipTo
from erp.kernel.errors import NotFound
from erp.terms.api import PaymentTermFacts, payment_terms


@dataclass(frozen=True)
class CustomerPage:
    """A customer, its place in the tree, its terms with one company, addresses and people."""

    customer: Customer
    parent: Customer | None
    children: Sequence[Customer]
    terms: CustomerCompany | None
    payment_term: PaymentTermFacts | None
    price_list: Row[Any] | None
    ship_tos: Sequence[ShipTo]
    contacts: Sequence[Contact]


def customers_statement(q: str = "", status: str | None = None) -> Any:
    """The list of customers, filtered."""
    parent = aliased(Customer)
    statement: Any = select(
        Customer.id,
        Customer.code,
        Customer.name,
        Customer.city,
        Customer.country,
        parent.code.label("parent_code"),
        Customer.status,
        Customer.street,
        Customer.postal_code,
        Customer.region,
        Customer.phone,
        Customer.invoice_email,
        Customer.tax_number,
        Customer.created_at,
    ).outerjoin(parent, parent.id == Customer.parent_id)
    if q:
        statement = statement.where(
            or_(
                Customer.code.contains(q.upper(), autoescape=True),
                Customer.name.icontains(q, autoescape=True),
            )
        )
    if status:
        statement = statement.where(Customer.status == status)
    return statement


def customer_page(session: Session, customer_id: UUID, company_id: UUID) -> CustomerPage:
    """Everything the customer's page shows. Raises: NotFound."""
    found = session.get(Customer, customer_id)
    if found is None:
        raise NotFound("There is no such customer.")
    terms = session.get(CustomerCompany, (customer_id, company_id))
    payment_term = None
    price_list = None
    if terms is not None:
        payment_term = payment_terms(session, [terms.payment_term_id]).get(terms.payment_term_id)
        price_list = session.execute(
            text("SELECT id, code, name FROM crm.price_list WHERE id = :id"), {"id": terms.price_list_id}
        ).one_or_none()
    return CustomerPage(
        customer=found,
        parent=session.get(Customer, found.parent_id) if found.parent_id else None,
        children=session.scalars(
            select(Customer).where(Customer.parent_id == customer_id).order_by(Customer.code).limit(200)
        ).all(),
        terms=terms,
        payment_term=payment_term,
        price_list=price_list,
        ship_tos=session.scalars(
            select(ShipTo).where(ShipTo.customer_id == customer_id).order_by(ShipTo.code)
        ).all(),
        contacts=session.scalars(
            select(Contact).where(Contact.customer_id == customer_id).order_by(Contact.name)
        ).all(),
    )


def ship_to(session: Session, ship_to_id: UUID) -> ShipTo:
    """One delivery address. Raises: NotFound."""
    found = session.get(ShipTo, ship_to_id)
    if found is None:
        raise NotFound("There is no such delivery address.")
    return found


def contact(session: Session, contact_id: UUID) -> Contact:
    """One contact. Raises: NotFound."""
    found = session.get(Contact, contact_id)
    if found is None:
        raise NotFound("There is no such contact.")
    return found


def price_list_choices(session: Session, company_id: UUID) -> list[tuple[UUID, str]]:
    """The active price lists of a company, to choose from."""
    rows = session.execute(
        text("""SELECT id, code || ' ' || name AS text FROM crm.price_list
                 WHERE company_id = :company AND status = 'active' ORDER BY code"""),
        {"company": company_id},
    )
    return [(row.id, row.text) for row in rows]


def active_ship_tos(session: Session, customer_id: UUID) -> list[tuple[UUID, str]]:
    """The customer's active delivery addresses, to choose from; the default one first."""
    rows = session.execute(
        text("""SELECT id, code || ' ' || name || ', ' || city AS text FROM crm.ship_to
                 WHERE customer_id = :customer AND status = 'active' ORDER BY is_default DESC, code"""),
        {"customer": customer_id},
    )
    return [(row.id, row.text.rstrip(", ")) for row in rows]
