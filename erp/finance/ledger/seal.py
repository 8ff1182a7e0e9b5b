"""Seal the ledger: committed entries take their place in an order without gaps, and their sums in the roll-up.

Sealing stands outside the posting transaction, so that posting waits for nobody. It reads only entries of
transactions older than every one still under way in this database, hence never passes one by; what is under way in
other databases of the server holds nobody up. What was known
at some moment is then asked at a seal number, and a backdated entry changes no roll-up that was ever read: it is
added like any other.
"""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import text

from erp.finance.ledger.models import JournalSeal
from erp.kernel.actor import Actor
from erp.kernel.assembly import Services
from erp.kernel.rows import insert_rows
from erp.kernel.unit_of_work import UnitOfWork

BATCH = 5_000

_PROGRESS = text("SELECT sealed_below FROM finance.seal_progress WHERE id = 1 FOR NO KEY UPDATE SKIP LOCKED")

# A transaction of the snapshot counts as ours unless its lock is seen to belong to a connection elsewhere (locks name
# it by its low 32 bits). Entries from xmax on can only come from a restored copy of another server, whose
# transactions counted further.
_UNSEALED = text("""
    WITH elsewhere AS MATERIALIZED (
        SELECT l.transactionid::text::bigint AS low_bits FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
        WHERE l.locktype = 'transactionid' AND l.mode = 'ExclusiveLock' AND l.granted
          AND a.datname <> current_database()),
    snapshot AS MATERIALIZED (
        SELECT pg_snapshot_xmax(s)::text::bigint AS next,
               coalesce((SELECT min(x::text::bigint) FROM pg_snapshot_xip(s) AS x
                         WHERE x::text::bigint & 4294967295 NOT IN (SELECT low_bits FROM elsewhere)),
                        pg_snapshot_xmax(s)::text::bigint) AS oldest
        FROM pg_current_snapshot() AS s)
    SELECT e.id, e.company_id, e.xact_id, finance.entry_digest(e) AS digest,
           (SELECT oldest FROM snapshot) AS oldest
    FROM finance.journal_entry e
    WHERE e.xact_id >= :sealed_below
      AND (e.xact_id < (SELECT oldest FROM snapshot) OR e.xact_id >= (SELECT next FROM snapshot))
      AND NOT EXISTS (SELECT FROM finance.journal_seal s WHERE s.entry_id = e.id)
    ORDER BY e.xact_id, e.id
    LIMIT :batch
""")
_LAST_SEALS = text("""
    SELECT c.id, last.seal_no, last.hash
    FROM unnest(CAST(:companies AS uuid[])) AS c(id)
    CROSS JOIN LATERAL (SELECT s.seal_no, s.hash FROM finance.journal_seal s
                        WHERE s.company_id = c.id ORDER BY s.seal_no DESC LIMIT 1) AS last
""")
_ROLL_UP = text("""
    INSERT INTO finance.ledger_rollup AS r
        (company_id, account_id, month, branch_id, item_family_id, debit, credit)
    SELECT l.company_id, l.account_id, date_trunc('month', l.posted_on)::date AS month, l.branch_id, l.item_family_id,
           sum(l.debit), sum(l.credit)
    FROM unnest(CAST(:entries AS uuid[])) AS e(id)
    JOIN finance.journal_line l ON l.entry_id = e.id
    WHERE l.id > :first AND l.id < finance.one_day_after(:last)
    GROUP BY l.company_id, l.account_id, month, l.branch_id, l.item_family_id
    ORDER BY l.company_id, l.account_id, month, l.branch_id, l.item_family_id
    ON CONFLICT (company_id, account_id, month, branch_id, item_family_id)
    DO UPDATE SET debit = r.debit + excluded.debit, credit = r.credit + excluded.credit
""")


def seal_ledger(services: Services) -> None:
    """Seal everything that can be sealed now, a batch a transaction: what the schedule runs."""
    sealed = BATCH
    while sealed == BATCH:
        with services.units.begin(Actor.system("ledger sealer")) as work:
            sealed = seal_entries(work)


def seal_entries(work: UnitOfWork, batch: int = BATCH) -> int:
    """Give the next entries of every company their seal, bind each to the one before, and roll them up.

    Returns the number of entries sealed; none where another sealer is at work.
    """
    progress = work.execute(_PROGRESS).one_or_none()
    if progress is None:
        return 0
    sealed_below = _restart_on_another_server(work, progress.sealed_below)
    found = work.execute(_UNSEALED, {"sealed_below": sealed_below, "batch": batch}).all()
    if found:
        insert_rows(work, JournalSeal, _chain(work, found))
        ids = [row.id for row in found]
        work.execute(_ROLL_UP, {"entries": ids, "first": min(ids), "last": max(ids)})
    _remember(work, sealed_below if not found else _reached(found, batch))
    return len(found)


def next_hash(previous: bytes, digest: bytes) -> bytes:
    """The seal of an entry: it vouches for the entry and for everything sealed before it."""
    return sha256(previous + digest).digest()


def _restart_on_another_server(work: UnitOfWork, sealed_below: int) -> int:
    """Transactions count anew on a server that the books were restored to: look at every entry once."""
    current: int = work.execute(text("SELECT pg_current_xact_id()::text::bigint")).scalar_one()
    return sealed_below if sealed_below <= current else 0


def _chain(work: UnitOfWork, found: Sequence[Any]) -> list[dict[str, object]]:
    companies = list({row.company_id for row in found})
    last: dict[UUID, tuple[int, bytes]] = {
        row.id: (row.seal_no, row.hash) for row in work.execute(_LAST_SEALS, {"companies": companies})
    }
    seals: list[dict[str, object]] = []
    for row in found:
        seal_no, previous = last.get(row.company_id, (0, b""))
        last[row.company_id] = seal_no + 1, next_hash(previous, row.digest)
        seals.append(
            {
                "company_id": row.company_id, "seal_no": seal_no + 1, "entry_id": row.id,
                "hash": last[row.company_id][1],
            }
        )
    return seals


def _reached(found: Sequence[Any], batch: int) -> int:
    """A full batch may have stopped within a transaction: begin the next one there."""
    oldest: int = found[0].oldest
    return min(found[-1].xact_id, oldest) if len(found) == batch else oldest


def _remember(work: UnitOfWork, sealed_below: int) -> None:
    work.execute(text("UPDATE finance.seal_progress SET sealed_below = :below WHERE id = 1"), {"below": sealed_below})
