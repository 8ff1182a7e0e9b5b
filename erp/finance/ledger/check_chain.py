"""Check the chain of seals: whether any sealed entry differs from what it was when it was sealed."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from erp.finance.ledger.seal import next_hash

_CHAIN = text("""
    SELECT s.seal_no, s.hash, finance.entry_digest(e) AS digest, e.number
    FROM finance.journal_seal s JOIN finance.journal_entry e ON e.id = s.entry_id
    WHERE s.company_id = :company ORDER BY s.seal_no
""")


@dataclass(frozen=True)
class ChainFindings:
    """How far the chain reaches, and the first entry that no longer fits its seal, if any."""

    sealed: int
    broken_at: int | None = None
    broken_entry: str | None = None


def check_chain(session: Session, company_id: UUID) -> ChainFindings:
    """Walk the company's seals from the first; stop at the first gap or hash that does not fit."""
    previous, expected = b"", 1
    for row in session.execute(_CHAIN, {"company": company_id}).yield_per(1_000):
        previous = next_hash(previous, row.digest)
        if row.seal_no != expected or previous != row.hash:
            return ChainFindings(expected - 1, expected, row.number)
        expected += 1
    return ChainFindings(expected - 1)
