"""Picking with a scanner: go to the bin, scan it, scan the item, say how many, next.

The address holds how far the picker is with a task, so that a reload or a dropped connection loses nothing. A wrong
bin or item is said at once, in words, and nothing is confirmed that was not scanned or typed.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from flask import Blueprint, Response, url_for

from erp.inventory.catalog.queries import items_by_code, unit_factors
from erp.inventory.picking.claim_pick import claim_pick
from erp.inventory.picking.confirm import Pick, PickResult, confirm_picks
from erp.inventory.picking.forms import REASONS, ScanFindForm, ScanPickForm, ScanStepForm
from erp.inventory.picking.queries import (
    PickTaskFacts,
    balance_of_lot,
    open_waves,
    pick_task,
    tasks_of_shipment,
    tasks_of_wave,
    wave,
    wave_by_code,
)
from erp.inventory.picking.release_claim import release_claim
from erp.inventory.picking.views import picked_text
from erp.inventory.plain_quantity import plain
from erp.kernel.errors import Refused
from erp.kernel.quantity import to_base
from erp.kernel.unit_of_work import UnitOfWork
from erp.web.doors import house
from erp.web.forms import parse, parse_query
from erp.web.languages import gettext, said_of
from erp.web.pages import redirect_to, render
from erp.web.requests import current_actor, current_company, perform, read, require_branch, visible_branches
from erp.web.routing import requires
from erp.web.scanner import read_code

bp = Blueprint("inventory_scan_picks", __name__, url_prefix="/scan/picks")


@dataclass(frozen=True)
class ScannedGoods:
    """What a label on the shelf said: the pack in base units, and the lot it named."""

    qty: Decimal
    lot_code: str


@bp.get("")
@requires("inventory.pick.confirm")
def index() -> Response:
    return _waiting()


@bp.get("/find")
@requires("inventory.pick.confirm")
def find() -> Response:
    try:
        wave_id = wave_by_code(read(), read_code(parse_query(ScanFindForm)["code"]).text)
    except Refused as refusal:
        return _waiting(said_of(refusal))
    return redirect_to("inventory_scan_walks.show", wave_id=wave_id)


@bp.get("/<uuid:wave_id>")
@requires("inventory.pick.confirm")
def show(wave_id: UUID) -> Response:
    facts = wave(read(), wave_id)
    require_branch("inventory.pick.confirm", facts.branch_id)
    tasks = tasks_of_wave(read(), wave_id)
    if not facts.tasks_open:
        return render("inventory/picking/scan_done.html", wave=facts, tasks=tasks)
    picker, now = current_actor().name, _now()
    return render(
        "inventory/picking/scan_wave.html",
        wave=facts,
        mine=next((task for task in tasks if task.is_claimed_by(picker, now)), None),
        others=[task for task in tasks if task.is_claimed_by_another(picker, now)],
    )


@bp.post("/<uuid:wave_id>/claim")
@requires("inventory.pick.confirm")
def claim(wave_id: UUID) -> Response:
    return perform(lambda work: claim_pick(work, wave_id), then=lambda task_id: _next(wave_id, task_id))


@bp.post("/<uuid:wave_id>/release")
@requires("inventory.pick.confirm")
def release(wave_id: UUID) -> Response:
    return perform(
        lambda work: release_claim(work, wave_id),
        then=lambda _: url_for(".index"),
        said="Left to others.",
    )


@bp.get("/tasks/<uuid:task_id>")
@requires("inventory.pick.confirm")
def task(task_id: UUID) -> Response:
    step = parse_query(ScanStepForm)
    facts = pick_task(read(), task_id)
    require_branch("inventory.pick.confirm", facts.branch_id)
    if facts.status != "open":
        return redirect_to(".show", wave_id=facts.wave_id, said=gettext(
            "%(sku)s is %(status)s already.",
            sku=facts.sku, status=facts.status)
        )
    tasks = [found for found in tasks_of_wave(read(), facts.wave_id) if found.status != "cancelled"]
    done = sum(1 for found in tasks if found.status != "open")
    bin_fault = _bin_fault(facts, step["bin"]) if step["bin"] else None
    counted, item_fault, lot = step["counted"] or Decimal(0), None, step["lot"]
    if step["code"] and not bin_fault:
        try:
            goods = _scanned_goods(facts, step["code"])
            if counted + goods.qty > facts.qty:
                raise Refused(
                    "That would be %(qty)s; only %(qty2)s are asked.",
                    qty=plain(counted + goods.qty), qty2=plain(facts.qty),
                )
            counted, lot = counted + goods.qty, goods.lot_code or lot
        except Refused as refusal:
            item_fault = said_of(refusal)
    return render(
        "inventory/picking/scan_task.html",
        task=facts,
        step_number=done + 1,
        step_count=len(tasks),
        bin_code=step["bin"] if step["bin"] and not bin_fault else "",
        code=step["code"] if step["code"] and not item_fault and not bin_fault else "",
        counted=counted,
        lot=lot,
        fault=bin_fault or item_fault,
        taken_by=facts.claimed_by if facts.is_claimed_by_another(current_actor().name, _now()) else "",
        reasons=REASONS,
    )


@bp.post("/tasks/<uuid:task_id>/confirm")
@requires("inventory.pick.confirm")
def confirm(task_id: UUID) -> Response:
    form = parse(ScanPickForm)
    facts = pick_task(read(), task_id)
    require_branch("inventory.pick.confirm", facts.branch_id)
    fault = _bin_fault(facts, form["bin"])
    if fault:
        raise Refused(fault, field="bin")
    if form["qty"]:
        _scanned_goods(facts, form["code"])
    pick = Pick(task_id, form["qty"], form["reason"], _other_lot(facts, form["lot"]))

    def step(work: UnitOfWork) -> tuple[PickResult, UUID | None]:
        return confirm_picks(work, [pick]), claim_pick(work, facts.wave_id)

    return perform(
        step,
        then=lambda done: _next(facts.wave_id, done[1]),
        said=lambda done: gettext(
            "%(qty)s %(base_unit)s of %(sku)s. %(told)s",
            qty=plain(form['qty']), base_unit=facts.base_unit, sku=facts.sku, told=picked_text(done[0])
        ),
    )


@bp.get("/shipments/<uuid:shipment_id>")
@requires("inventory.pick.confirm")
def of_shipment(shipment_id: UUID) -> Response:
    picker, now = current_actor().name, _now()
    for found in tasks_of_shipment(read(), shipment_id):
        require_branch("inventory.pick.confirm", found.branch_id)
        if found.status == "open" and not found.is_claimed_by_another(picker, now):
            return redirect_to(".task", task_id=found.id)
    return redirect_to("inventory_scan_shipments.show", shipment_id=shipment_id)


def _now() -> datetime:
    return house().services.clock.now()


def _next(wave_id: UUID, task_id: UUID | None) -> str:
    """The task to go to, else the wave: done, or only waiting for the other pickers."""
    return url_for(".task", task_id=task_id) if task_id is not None else url_for(".show", wave_id=wave_id)


def _waiting(fault: str = "") -> Response:
    waves = open_waves(read(), current_company(), visible_branches("inventory.pick.confirm"))
    return render("inventory/picking/scan_index.html", waves=waves, fault=fault)


def _bin_fault(facts: PickTaskFacts, scanned: str) -> str | None:
    """Why this is not the bin, in the words a picker needs; None when it is."""
    code = read_code(scanned).text.upper()
    return None if code == facts.bin_code else f"This is {code}. Go to {facts.bin_code}."


def _scanned_goods(facts: PickTaskFacts, code: str) -> ScannedGoods:
    """What was scanned, if it is what the task asks for. Raises: Refused saying what it is instead."""
    label = read_code(code)
    known_by = label.gtin or label.text
    scanned = items_by_code(read(), [known_by]).get(known_by)
    if scanned is None:
        lot = facts.lot_code
        if lot and label.text.upper() == lot.upper():
            return ScannedGoods(Decimal(1) if facts.tracking == "serial" else Decimal(0), lot)
        raise Refused(
            "Nothing is known by the code %(known_by)s. Scan the label of %(sku)s.",
            field="code", known_by=known_by, sku=facts.sku,
        )
    if scanned.item.id != facts.item_id:
        raise Refused(
            "This is %(sku)s, %(description)s. Take %(sku2)s.",
            field="code", sku=scanned.item.sku, description=scanned.item.description, sku2=facts.sku,
        )
    packs = label.qty or Decimal(1)
    if scanned.unit == facts.base_unit:
        return ScannedGoods(packs, label.serial or label.lot or "")
    factor = next(f for f in unit_factors(read(), [facts.item_id])[facts.item_id] if f.unit == scanned.unit)
    qty = to_base(packs, factor.numerator, factor.denominator, scanned.item.qty_quantum)
    return ScannedGoods(qty, label.serial or label.lot or "")


def _other_lot(facts: PickTaskFacts, lot_code: str) -> UUID | None:
    """The stock of the scanned lot, where it is another than the task proposed."""
    if facts.tracking == "none" or not lot_code or lot_code == facts.lot_code:
        return None
    balance_id = balance_of_lot(read(), facts.item_id, facts.bin_id, lot_code)
    if balance_id is None:
        raise Refused(
            "%(lot_code)s of %(sku)s does not lie in %(bin_code)s. Take %(lot_code2)s.",
            field="lot", lot_code=lot_code, sku=facts.sku, bin_code=facts.bin_code, lot_code2=facts.lot_code,
        )
    return balance_id
