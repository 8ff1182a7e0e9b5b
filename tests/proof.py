"""The proof that every flow ends with: all invariants hold, and everybody was told."""

from erp.kernel.assembly import Services
from erp.kernel.db import new_session
from erp.overview.verify.run import verify_books


def prove(services: Services) -> None:
    """Trial balance zero, subledgers equal to their control accounts, deliveries for every event, and the rest."""
    with new_session(services.engine) as session:
        findings = verify_books(session, services.bus)
    broken = {
        finding.invariant.code: [tuple(row) for row in finding.examples] for finding in findings if finding.broken
    }
    assert broken == {}
