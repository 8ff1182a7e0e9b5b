"""Fold exposure entries into one sum per customer, so that asking stays quick however many there are."""

from sqlalchemy import text

from erp.kernel.actor import Actor
from erp.kernel.assembly import Services
from erp.kernel.unit_of_work import UnitOfWork

_LOCK = text("SELECT pg_advisory_xact_lock(hashtext('crm.exposure_fold'))")
# Only transactions before the oldest one still running are folded: every entry of theirs can be seen, so none is
# passed over, and posting waits for nobody. What lies before the last fold is not read again. A fold whose watermark
# the cluster has not reached yet comes from a restored backup and is computed anew from the entries.
_FOLD = text("""
    WITH horizon AS (
        SELECT (pg_snapshot_xmin(pg_current_snapshot())::text)::bigint AS watermark,
               (pg_snapshot_xmax(pg_current_snapshot())::text)::bigint AS newest
    ), last_fold AS (
        SELECT CASE WHEN max(f.watermark) <= h.newest THEN max(f.watermark) ELSE 0 END AS watermark
          FROM horizon h LEFT JOIN crm.exposure_fold f ON true GROUP BY h.newest
    ), fresh AS (
        SELECT e.company_id, e.customer_id, e.kind, sum(e.amount) AS amount
          FROM horizon h
          CROSS JOIN last_fold
          JOIN crm.exposure_entry e ON e.xact_id < h.watermark AND e.xact_id >= last_fold.watermark
          LEFT JOIN crm.exposure_fold f USING (company_id, customer_id, kind)
         WHERE f.watermark IS NULL OR f.watermark > h.newest OR e.xact_id >= f.watermark
         GROUP BY e.company_id, e.customer_id, e.kind
    )
    INSERT INTO crm.exposure_fold AS f (company_id, customer_id, kind, amount, watermark, folded_at)
    SELECT fresh.company_id, fresh.customer_id, fresh.kind, fresh.amount, h.watermark, :now FROM fresh, horizon h
    ON CONFLICT (company_id, customer_id, kind) DO UPDATE SET
        amount = excluded.amount + CASE
            WHEN f.watermark <= (pg_snapshot_xmax(pg_current_snapshot())::text)::bigint THEN f.amount ELSE 0 END,
        watermark = excluded.watermark, folded_at = excluded.folded_at
""")


def fold_exposures(services: Services) -> None:
    """Fold in a transaction of its own: what the schedule runs."""
    with services.units.begin(Actor.system("exposure folder")) as work:
        fold_exposure(work)


def fold_exposure(work: UnitOfWork) -> int:
    """Add every settled entry to its customer's sum; return how many sums moved. Exposure itself does not change."""
    work.execute(_LOCK)
    return int(work.execute(_FOLD, {"now": work.now}).rowcount)  # type: ignore[attr-defined]
