"""Picking with a scanner: go to the bin, scan it, scan the item, say how many, next.

The walk of a wave leads from bin to bin (``walk/scan.py``); here its picks arrive, one by one, at once or later. What
the device has checked is checked again, and nothing is confirmed that was not scanned or typed.
"""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from flask import Blueprint, Response, url_for

from erp.identity.api import user_names
from erp.inventory.catalog.queries import items_by_code, unit_factors
from erp.inventory.picking.claim_pick import claim_pick
from erp.inventory.picking.confirm import Pick, PickResult, confirm_picks
from erp.inventory.picking.forms import ScanFindForm, ScanPickForm
from erp.inventory.picking.queries import (
    PickTaskFacts,
    balance_of_lot,
    open_waves,
    pick_task,
    wave_by_code,
)
from erp.inventory.picking.release_claim import release_claim
from erp.inventory.picking.views import picked_text
from erp.inventory.plain_quantity import plain
from erp.kernel.errors import Refused
from erp.kernel.quantity import to_base
from erp.kernel.unit_of_work import UnitOfWork
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


@bp.post("/<uuid:wave_id>/claim")
@requires("inventory.pick.confirm")
def claim(wave_id: UUID) -> Response:
    return perform(
        lambda work: claim_pick(work, wave_id),
        then=lambda _: _walk(wave_id),
        answer=lambda task_id: {"task": str(task_id) if task_id is not None else None},
    )


@bp.post("/<uuid:wave_id>/release")
@requires("inventory.pick.confirm")
def release(wave_id: UUID) -> Response:
    return perform(
        lambda work: release_claim(work, wave_id),
        then=lambda _: _walk(wave_id),
        said=gettext("Left to others."),
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

    def step(work: UnitOfWork) -> PickResult:
        picked = confirm_picks(work, [pick])
        claim_pick(work, facts.wave_id)  # the bin after this one, so that nobody else is sent there
        return picked

    return perform(
        step,
        then=lambda _: _walk(facts.wave_id),
        said=lambda done: gettext(
            "%(qty)s %(base_unit)s of %(sku)s. %(told)s",
            qty=plain(form['qty']), base_unit=facts.base_unit, sku=facts.sku, told=picked_text(done)
        ),
    )


def _walk(wave_id: UUID) -> str:
    return url_for("inventory_scan_walks.show", wave_id=wave_id)


def _waiting(fault: str = "") -> Response:
    branches, picker_id = visible_branches("inventory.pick.confirm"), current_actor().user_id
    waves = open_waves(read(), current_company(), branches, picker_id=picker_id)
    names = user_names(read(), [found.picker_id for found in waves if found.picker_id])
    return render("inventory/picking/scan_index.html", waves=waves, names=names, picker_id=picker_id, fault=fault)


def _bin_fault(facts: PickTaskFacts, scanned: str) -> str | None:
    """Why this is not the bin, in the words a picker needs; None when it is."""
    code = read_code(scanned).text.upper()
    if code == facts.bin_code:
        return None
    return gettext("This is %(code)s. Go to %(bin)s.", code=code, bin=facts.bin_code)


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
