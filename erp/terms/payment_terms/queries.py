"""Read payment terms."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from erp.kernel.errors import NotFound
from erp.terms.payment_terms.arithmetic import PaymentTermFacts, TermLine
from erp.terms.payment_terms.models import PaymentTerm


def payment_terms(session: Session, term_ids: Collection[UUID] | None = None) -> dict[UUID, PaymentTermFacts]:
    """The named payment terms with their instalments, or every one, by code."""
    statement = select(PaymentTerm).order_by(PaymentTerm.code)
    if term_ids is not None:
        statement = statement.where(PaymentTerm.id.in_(set(term_ids)))
    return {term.id: _facts(term) for term in session.scalars(statement)}


def payment_term_by_code(session: Session, code: str) -> PaymentTermFacts:
    """The active payment term of that code.

    Raises: NotFound
    """
    term = session.scalar(
        select(PaymentTerm).where(PaymentTerm.code == code.strip().upper(), PaymentTerm.status == "active")
    )
    if term is None:
        raise NotFound("There are no payment terms %(code)s. Define them under Setup, Payment terms.", code=code)
    return _facts(term)


def _facts(term: PaymentTerm) -> PaymentTermFacts:
    names = TermLine.__dataclass_fields__
    lines = tuple(TermLine(**{name: getattr(line, name) for name in names}) for line in term.lines)
    return PaymentTermFacts(term.id, term.code, term.name, lines, term.discount_basis)
