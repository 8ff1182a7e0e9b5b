"""The walk of a wave on the scanner: bin, goods, how many, next; each pick is sent by itself, at once or later."""

from uuid import UUID

from flask import Blueprint, Response

from erp.inventory.catalog.known_codes import known_codes
from erp.inventory.picking.forms import SHORT_REASONS
from erp.inventory.picking.queries import tasks_of_wave, wave
from erp.inventory.plain_quantity import plain
from erp.web.doors import house
from erp.web.pages import render
from erp.web.requests import current_actor, read, require_branch
from erp.web.routing import requires

bp = Blueprint("inventory_scan_walks", __name__, url_prefix="/scan/walks")


@bp.get("/<uuid:wave_id>")
@requires("inventory.pick.confirm")
def show(wave_id: UUID) -> Response:
    facts = wave(read(), wave_id)
    require_branch("inventory.pick.confirm", facts.branch_id)
    tasks = [task for task in tasks_of_wave(read(), wave_id) if task.status != "cancelled"]
    to_do = [task for task in tasks if task.status == "open"]
    codes = known_codes(read(), {task.item_id for task in to_do})
    picker, now = current_actor().name, house().services.clock.now()
    shipments = {task.shipment_id: task for task in tasks}
    return render(
        "inventory/picking/scan_walk.html",
        wave=facts,
        tasks=to_do,
        asked={task.id: plain(task.qty) for task in to_do},
        taken={task.id for task in to_do if task.is_claimed_by_another(picker, now)},
        shipments=list(shipments.values()),
        codes=[code.as_told() for code in codes],
        reasons=SHORT_REASONS,
    )
