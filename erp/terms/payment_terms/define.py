"""Define payment terms: invoices may be made due by them from now on."""

from collections.abc import Sequence
from dataclasses import asdict
from uuid import UUID

from erp.kernel.errors import NotFound, Refused
from erp.kernel.identifiers import new_id
from erp.kernel.rows import insert_rows
from erp.kernel.unit_of_work import UnitOfWork
from erp.terms.payment_terms.arithmetic import TermLine, check_term_lines
from erp.terms.payment_terms.models import DISCOUNT_BASES, PaymentTerm, PaymentTermLine


def define_payment_term(
    work: UnitOfWork,
    *,
    code: str,
    name: str,
    lines: Sequence[TermLine],
    discount_basis: str = "total",
    term_id: UUID | None = None,
) -> PaymentTerm:
    """Write down when invoices under these terms are due. Terms never change afterwards: retire them and define others,
    so that an invoice's due dates can be derived again at any time.

    Raises: Refused unless the instalments account for the whole invoice; Conflict where the code is taken.
    """
    work.require("terms.payment_term.define")
    if not code.strip() or not name.strip():
        raise Refused("Payment terms need a code and a name.", field="code" if not code.strip() else "name")
    if discount_basis not in DISCOUNT_BASES:
        raise Refused("The discount is taken of the total or of the net.", field="discount_basis")
    check_term_lines(lines)
    term = PaymentTerm(
        id=term_id or new_id(),
        code=code.strip().upper(),
        name=name.strip(),
        discount_basis=discount_basis,
        status="active",
    )
    work.session.add(term)
    work.session.flush()
    insert_rows(
        work,
        PaymentTermLine,
        [
            {"id": new_id(), "payment_term_id": term.id, "position": position, **asdict(line)}
            for position, line in enumerate(lines, start=1)
        ],
    )
    work.session.refresh(term, ["lines"])
    return term


def retire_payment_term(work: UnitOfWork, term_id: UUID) -> PaymentTerm:
    """Take terms out of use: documents that carry them keep them, new ones cannot choose them.

    Raises: NotFound
    """
    work.require("terms.payment_term.define")
    term = work.session.get(PaymentTerm, term_id, with_for_update={"key_share": True})
    if term is None:
        raise NotFound("There are no such payment terms.")
    term.status = "retired"
    work.session.flush()
    return term
