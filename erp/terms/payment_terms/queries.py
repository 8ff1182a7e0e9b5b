"""Read payment terms."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from erp.kernel.errors import NotFound
from erp.kernel.reference import remembered
from erp.terms.payment_terms.arithmetic import PaymentTermFacts, TermLine
from erp.terms.payment_terms.models import PaymentTerm

_LINE = tuple(TermLine.__dataclass_fields__)
_TABLES = ("terms.payment_term", "terms.payment_term_line")
_TERMS = text(f"""
    SELECT t.id, t.code, t.name, t.discount_basis, {', '.join(f'l.{name}' for name in _LINE)}
      FROM terms.payment_term t LEFT JOIN terms.payment_term_line l ON l.payment_term_id = t.id
     ORDER BY t.code, t.id, l.position
""")  # noqa: S608


def payment_terms(session: Session, term_ids: Collection[UUID] | None = None) -> dict[UUID, PaymentTermFacts]:
    """The named payment terms with their instalments, or every one, by code."""
    every = remembered(session, _TABLES, "payment_terms", lambda: _read_terms(session))
    return dict(every) if term_ids is None else {term_id: every[term_id] for term_id in term_ids if term_id in every}


def _read_terms(session: Session) -> dict[UUID, PaymentTermFacts]:
    rows = session.execute(_TERMS)
    found: dict[UUID, PaymentTermFacts] = {}
    for term_id, code, name, discount_basis, *line in rows:
        lines = (TermLine(*line),) if line[0] is not None else ()
        known = found.get(term_id)
        before = known.lines if known else ()
        found[term_id] = PaymentTermFacts(term_id, code, name, before + lines, discount_basis)
    return found


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
