"""The pick list as a paper: who may see it, and how it is printed."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from erp.inventory.picking.print_pick_list import print_pick_list
from erp.kernel.papers.kinds import PaperKind

_BRANCHES = text("""
    SELECT v.id, w.branch_id FROM inventory.wave v JOIN inventory.warehouse w ON w.id = v.warehouse_id
    WHERE v.id = ANY(CAST(:ids AS uuid[]))""")


def _branches(session: Session, wave_ids: Sequence[UUID]) -> dict[UUID, UUID | None]:
    return {row.id: row.branch_id for row in session.execute(_BRANCHES, {"ids": list(wave_ids)})}


PICK_LIST = PaperKind(
    "wave", "inventory.wave.view", _branches,
    lambda session, adapters, wave_id, _asked: print_pick_list(session, adapters, wave_id),
)
