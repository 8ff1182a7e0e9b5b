"""Forget what is in files that were removed long ago, so that removing them frees room at last."""

from datetime import timedelta

from sqlalchemy import text

from erp.kernel.actor import Actor
from erp.kernel.assembly import Services
from erp.kernel.unit_of_work import UnitOfWork

GRACE = timedelta(days=90)
CONTENTS = "dossier.file_content"  # the lock that attaching shares and forgetting holds alone


def forget_removed(services: Services) -> None:
    """The scheduled work."""
    services.units.run(Actor.system("dossier"), forget_removed_files)


def forget_removed_files(work: UnitOfWork) -> int:
    """Give up the content of every file that was removed 90 days ago and hangs nowhere else; returns how many.

    The attachment stays on its record with its name, who removed it and why.
    """
    work.execute(text("SELECT pg_advisory_xact_lock(hashtext(:key))"), {"key": CONTENTS})
    forgotten = work.execute(
        text("""UPDATE dossier.attachment SET forgotten_at = :now
                WHERE removed_at < :before AND forgotten_at IS NULL RETURNING content_hash"""),
        {"now": work.now, "before": work.now - GRACE},
    ).scalars().all()
    work.execute(
        text("""DELETE FROM dossier.file_content AS c WHERE c.content_hash = ANY(CAST(:hashes AS text[]))
                  AND NOT EXISTS (SELECT FROM dossier.attachment AS a
                                  WHERE a.content_hash = c.content_hash AND a.forgotten_at IS NULL)"""),
        {"hashes": sorted(set(forgotten))},
    )
    return len(forgotten)
