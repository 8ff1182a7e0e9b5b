"""The page of the inspection desk: returned goods by age, one at a time, and what deciding on them will post."""

from typing import Any
from uuid import UUID

from flask import Blueprint, url_for
from werkzeug.wrappers import Response

from erp.crm.api import ReturnedLine, returned_line
from erp.inventory.api import (
    RETURN_CONDITIONS,
    RETURN_DISPOSITIONS,
    Disposal,
    Finding,
    WaitingReturnLine,
    bins,
    count_waiting_return_lines,
    find_waiting_return_line,
    items_by_code,
    next_waiting_return_line,
    waiting_return_line,
    waiting_return_lines,
)
from erp.kernel.errors import Refused
from erp.kernel.identifiers import new_id
from erp.kernel.unit_of_work import UnitOfWork
from erp.overview.inspection_desk.decision import Decision, consequence_of, take_decision
from erp.overview.inspection_desk.forms import DecisionForm, InspectionDeskForm
from erp.overview.inspection_desk.queries import pictures_of
from erp.web.forms import parse, parse_query
from erp.web.languages import gettext
from erp.web.pages import render, send_to
from erp.web.requests import (
    business_date,
    current_company,
    perform,
    read,
    rehearse,
    require_branch,
    visible_branches,
)
from erp.web.routing import requires
from erp.web.scanner import read_code

bp = Blueprint("overview_inspection_desk", __name__, url_prefix="/overview/inspection-desk")

VIEW, DISPOSE = "inventory.return.view", "inventory.return.dispose"


@bp.get("")
@requires(VIEW)
def show() -> Response:
    chosen, branches = parse_query(InspectionDeskForm), visible_branches(VIEW)
    if chosen["code"]:
        found = _find(chosen["code"])
        if found is not None:
            return send_to(url_for(".show", line=found))
    waiting = waiting_return_lines(read(), current_company(), branches)
    line_id = chosen["line"] or next((line.id for line in waiting), None)
    line = waiting_return_line(read(), current_company(), line_id) if line_id else None
    if line is not None:
        require_branch(VIEW, line.branch_id)
    sale = _sale(line) if line else None
    return render(
        "overview/inspection_desk/show.html",
        waiting=waiting,
        count=count_waiting_return_lines(read(), current_company(), branches),
        line=line,
        sale=sale,
        pictures=pictures_of(read(), line, sale) if line else [],
        conditions=RETURN_CONDITIONS,
        dispositions=RETURN_DISPOSITIONS,
        not_found=chosen["code"],
    )


@bp.post("/<uuid:line_id>/look")
@requires(DISPOSE)
def look(line_id: UUID) -> Response:
    """What deciding so would post and credit, made by doing it and taking it back: a piece of the desk."""
    line = _own(line_id)
    decision, since, complete = _decision(line), new_id(), [False]

    def take(work: UnitOfWork) -> None:
        complete[0] = take_decision(work, decision)

    told = rehearse(take, lambda work: consequence_of(work, since, complete[0]))
    return render("overview/inspection_desk/_look.html", told=told, line=line, decision=decision)


@bp.post("/<uuid:line_id>/decide")
@requires(DISPOSE)
def decide(line_id: UUID) -> Response:
    line = _own(line_id)
    decision = _decision(line)
    following = next_waiting_return_line(read(), line, visible_branches(VIEW))
    rest = line.qty_waiting - sum(disposal.qty for disposal in decision.disposals)
    return perform(
        lambda work: take_decision(work, decision),
        then=lambda _: url_for(".show", line=line_id if rest > 0 else following),
        said=lambda complete: gettext(
            "%(sku)s of %(number)s is decided; the customer is credited.", sku=line.sku, number=line.receipt_number
        )
        if complete
        else gettext("%(sku)s of %(number)s: decision noted.", sku=line.sku, number=line.receipt_number),
    )


def _find(code: str) -> UUID | None:
    """The waiting goods of a label: an RMA, a receipt, a lot or an item."""
    scanned = read_code(code)
    item = items_by_code(read(), [scanned.text]).get(scanned.text)
    return find_waiting_return_line(
        read(), current_company(), visible_branches(VIEW), scanned.lot or scanned.serial or scanned.text,
        item_id=item.item.id if item else None, lot=scanned.lot or scanned.serial or "",
    )


def _own(line_id: UUID) -> WaitingReturnLine:
    line = waiting_return_line(read(), current_company(), line_id)
    require_branch(DISPOSE, line.branch_id)
    return line


def _sale(line: WaitingReturnLine) -> ReturnedLine | None:
    return returned_line(read(), line.origin_line_id) if line.origin_kind == "rma" else None


def _decision(line: WaitingReturnLine) -> Decision:
    """The form as a decision. Raises: Refused naming a bin that is not there."""
    form, sale = parse(DecisionForm), _sale(line)
    by_code = {place.code: place.id for place in bins(read(), line.warehouse_id)}
    shares = [share for share in form["lines"] if share["qty"]]
    fee = form["restocking_fee_percent"]
    return Decision(
        receipt_id=line.receipt_id,
        rma_line_id=line.origin_line_id,
        finding=Finding(line.id, form["condition"], form["notes"]),
        disposals=[_disposal(line, share, by_code) for share in shares],
        occurred_on=business_date(line.branch_id),
        restocking_fee_percent=None
        if sale is None or fee is None or fee == sale.restocking_fee_percent else fee,
    )


def _disposal(line: WaitingReturnLine, share: dict[str, Any], by_code: dict[str, UUID]) -> Disposal:
    code = (share["bin"] or "").upper()
    if code and code not in by_code:
        raise Refused(
            "There is no bin %(code)s in %(warehouse_code)s.",
            field=f"lines-{share['index']}-bin", code=code, warehouse_code=line.warehouse_code,
        )
    return Disposal(line.id, share["disposition"], share["qty"], share["reason"], by_code.get(code))
