"""The pick list on paper, for a walk without a scanner."""

from uuid import UUID

from sqlalchemy.orm import Session

from erp.inventory.picking.queries import tasks_of_wave, wave
from erp.kernel.adapters import Adapters
from erp.organization.api import stationery


def print_pick_list(session: Session, adapters: Adapters, wave_id: UUID) -> bytes:
    """The picks of a wave as PDF, in walking order.

    Raises: NotFound; Refused with the line to install where the PDF renderer is missing.
    """
    facts = wave(session, wave_id)
    html = adapters.templates.render(
        "inventory/print/pick_list.html",
        wave=facts,
        tasks=[task for task in tasks_of_wave(session, wave_id) if task.status != "cancelled"],
        **stationery(session, facts.company_id),
    )
    return adapters.pdf.render(html)
