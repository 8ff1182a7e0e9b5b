"""The language a customer's papers are written in."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from erp.crm.customers.models import Customer


def paper_language(session: Session, customer_id: UUID) -> str:
    """The language chosen for the customer; empty where it is the company's."""
    return session.scalar(select(Customer.language).where(Customer.id == customer_id)) or ""
