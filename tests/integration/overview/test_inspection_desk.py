"""The inspection desk: what it shows before a decision is what the decision posts and credits, to the cent."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, text

from erp.crm.returns.change_restocking_fee import change_restocking_fee
from erp.crm.returns.entry import RmaLineEntry
from erp.inventory.returns.dispose import Disposal
from erp.inventory.returns.inspect import Finding
from erp.inventory.returns.waiting import (
    find_waiting_return_line,
    next_waiting_return_line,
    waiting_return_line,
    waiting_return_lines,
)
from erp.kernel.actor import Actor
from erp.kernel.assembly import Services
from erp.kernel.errors import Conflict, Refused
from erp.kernel.identifiers import new_id
from erp.kernel.unit_of_work import UnitOfWork
from erp.overview.inspection_desk.decision import Consequence, Decision, consequence_of, take_decision
from tests.builders.finance import Trade, a_trade, books, came_back, change, shipment_line_ids, shipped
from tests.kit.web_client import Forms, post_form, signed_in, user_with_role

TODAY = date(2026, 3, 16)


@dataclass(frozen=True)
class Came:
    """Five bolts at 10.00, cost 6.00, of a taxed invoice came back for a fee of ten per cent."""

    trade: Trade
    receipt_id: UUID
    line_ids: tuple[UUID, ...]


def _came(work: UnitOfWork, *lines: int) -> Came:
    trade = a_trade(work, name="Northern Supply")
    entries = []
    for qty in lines or (5,):
        item = trade.item(work, "10.00", unit_cost="6.00")
        (line_id,) = shipment_line_ids(work, shipped(work, trade, [(item, 10)]))
        entries.append(RmaLineEntry(Decimal(qty), "wrong_item", line_id, note="box was open"))
    receipt = came_back(work, trade, entries)
    work.execute(text("UPDATE inventory.return_receipt_line SET condition = NULL, inspected_at = NULL"))
    work.execute(text("UPDATE crm.rma_line SET restocking_fee_percent = 10"))
    return Came(trade, receipt.id, tuple(receipt.line_ids))


def _decision(work: UnitOfWork, line_id: UUID, *shares: tuple[str, str], fee: str | None = None) -> Decision:
    line = work.execute(
        text("SELECT receipt_id, origin_line_id FROM inventory.return_receipt_line WHERE id = :id"), {"id": line_id}
    ).one()
    return Decision(
        line.receipt_id, line.origin_line_id, Finding(line_id, "damaged", "one bent"),
        [Disposal(line_id, way, Decimal(qty), reason="bent") for way, qty in shares], TODAY,
        Decimal(fee) if fee is not None else None,
    )


def _told(consequence: Consequence) -> tuple[object, ...]:
    """Everything a person reads of it; numbers of entries are drawn anew."""
    return (
        consequence.is_complete,
        [(entry.memo, entry.posted_on, entry.lines) for entry in consequence.entries],
        [
            (memo.number, memo.net_amount, memo.tax_amount, memo.total_amount, memo.unapplied_amount,
             [tuple(line)[1:] for line in memo.lines])
            for memo in consequence.memos
        ],
    )


@pytest.mark.parametrize(
    "shares",
    [
        [("restock", "5")], [("scrap", "5")], [("return_to_supplier", "2"), ("refurbish", "3")],
        [("restock", "1"), ("refurbish", "1"), ("scrap", "2"), ("return_to_supplier", "1")], [("scrap", "1")],
    ],
)
def test_what_is_shown_before_is_what_is_posted(
    services: Services, system: Actor, proof: Callable[[Services], None], shares: list[tuple[str, str]]
) -> None:
    with services.units.begin(system) as work:
        came = _came(work)
        before = books(work, came.trade.company_id)
        decision = _decision(work, came.line_ids[0], *shares)
    since, complete = new_id(), [False]

    def take(work: UnitOfWork) -> None:
        complete[0] = take_decision(work, decision)

    shown = services.units.rehearse(system, take, lambda work: consequence_of(work, since, complete[0]))

    with services.units.begin(system) as work:
        assert books(work, came.trade.company_id) == before
        assert waiting_return_line(work.session, came.trade.company_id, came.line_ids[0]).qty_waiting == 5
        assert work.session.scalar(text("SELECT count(*) FROM finance.credit_memo")) == 0
    since = new_id()
    with services.units.begin(system) as work:
        take(work)
        work.settle()
        posted = consequence_of(work, since, complete[0])
        moved = change(before, books(work, came.trade.company_id))
    assert _told(posted) == _told(shown)
    gone = sum(Decimal(qty) for way, qty in shares if way in ("scrap", "return_to_supplier"))
    assert moved.get("inventory", Decimal(0)) == -6 * gone
    if sum(Decimal(qty) for _, qty in shares) == 5:
        (memo,) = shown.memos
        assert (memo.net_amount, memo.tax_amount, memo.total_amount) == (
            Decimal("45.00"), Decimal("5.00"), Decimal("50.00"),  # 50.00 less 10 %, and the tax of the sale
        )
        assert moved["receivable"] == Decimal("-50.00")
    else:
        assert shown.memos == []
        assert not shown.is_complete
    proof(services)


def test_another_fee_is_credited_and_only_until_the_line_is_decided(work: UnitOfWork) -> None:
    came = _came(work)
    (line_id,) = came.line_ids
    decision = _decision(work, line_id, ("restock", "5"), fee="20")
    since = new_id()
    take_decision(work, decision)
    work.settle()
    (memo,) = consequence_of(work, since, True).memos
    assert memo.net_amount == Decimal("40.00")
    with pytest.raises(Conflict, match="decided and credited"):
        change_restocking_fee(work, decision.rma_line_id, Decimal("0"))
    with pytest.raises(Refused, match="between 0 and 100"):
        change_restocking_fee(work, decision.rma_line_id, Decimal("101"))


def test_goods_wait_by_age_and_are_found_by_their_labels(work: UnitOfWork) -> None:
    came = _came(work, 2, 3)
    company_id = came.trade.company_id
    first, second = waiting_return_lines(work.session, company_id, None)
    assert [first.id, second.id] == list(came.line_ids)
    assert next_waiting_return_line(work.session, first, None) == second.id
    assert next_waiting_return_line(work.session, second, None) == first.id
    assert find_waiting_return_line(work.session, company_id, None, first.origin_number.lower()) == first.id
    assert find_waiting_return_line(work.session, company_id, None, first.receipt_number) == first.id
    assert find_waiting_return_line(work.session, company_id, None, "X", item_id=second.item_id) == second.id
    assert find_waiting_return_line(work.session, company_id, None, "X") is None
    assert waiting_return_lines(work.session, company_id, frozenset()) == []


def test_the_page_shows_and_decides(
    services: Services, system: Actor, client: FlaskClient, proof: Callable[[Services], None]
) -> None:
    with services.units.begin(system) as work:
        came = _came(work, 5, 1)
        rma = waiting_return_line(work.session, came.trade.company_id, came.line_ids[0]).origin_number
    first, second = came.line_ids
    page = client.get("/overview/inspection-desk")
    assert page.status_code == 200
    for words in ("Northern Supply", "box was open", rma, "2 lines wait", "30.00"):
        assert words in page.text, words
    assert client.get(f"/overview/inspection-desk?code={rma}").headers["Location"].endswith(f"line={first}")
    assert "waits for a decision. Scan" in client.get("/overview/inspection-desk?code=nothing").text

    desk = f"/overview/inspection-desk/{first}"
    token = next(held for action, held in Forms(page.text).forms if action == f"{desk}/decide")["csrf_token"]
    typed = {
        "condition": "damaged", "notes": "bent", "restocking_fee_percent": "10", "lines-0-disposition": "restock",
        "lines-0-qty": "3", "lines-2-disposition": "scrap", "lines-2-qty": "2", "lines-2-reason": "bent",
    }
    shown = client.post(f"{desk}/look", data={**typed, "csrf_token": token}, headers={"HX-Request": "true"})
    assert shown.status_code == 200, shown.text
    assert "12.00" in shown.text
    assert "5300" in shown.text
    assert "2 lines wait now" in shown.text
    refused = client.post(
        f"{desk}/look", data={**typed, "lines-2-reason": "", "csrf_token": token}, headers={"HX-Request": "true"}
    )
    assert refused.status_code == 422
    assert "Say why" in refused.text

    answer = post_form(client, f"{desk}/decide", typed, page=f"/overview/inspection-desk?line={first}")
    assert answer.status_code == 303, answer.text
    assert answer.headers["Location"].endswith(f"line={second}")  # the next goods come up
    answer = post_form(
        client, f"/overview/inspection-desk/{second}/decide",
        {"condition": "as_new", "lines-0-disposition": "restock", "lines-0-qty": "1"},
        page=answer.headers["Location"], follow=True,
    )
    assert "the customer is credited" in answer.text
    with services.engine.connect() as connection:
        assert connection.scalar(text("SELECT total_amount FROM finance.credit_memo")) == Decimal("60.00")
    proof(services)


def test_the_page_asks_as_often_for_many_rows_as_for_few(
    services: Services, system: Actor, client: FlaskClient
) -> None:
    executed: list[str] = []
    event.listen(services.engine, "before_cursor_execute", lambda *given: executed.append(given[2]))
    counts = []
    with services.units.begin(system) as work:
        trade = a_trade(work)
        item = trade.item(work, "10.00", qty=500)
    for more in (1, 1, 8):
        with services.units.begin(system) as work:
            for _ in range(more):
                (line_id,) = shipment_line_ids(work, shipped(work, trade, [(item, 1)]))
                came_back(work, trade, [RmaLineEntry(Decimal(1), "other", line_id)])
        executed.clear()
        assert client.get("/overview/inspection-desk").status_code == 200
        counts.append(len(executed))
    assert counts[1] == counts[2]


def test_two_people_at_the_same_goods(
    app: Flask, services: Services, system: Actor, proof: Callable[[Services], None]
) -> None:
    with services.units.begin(system) as work:
        came = _came(work)
    (line_id,) = came.line_ids
    ann = signed_in(app, services, user_with_role(services, "warehouse", name="ann"))
    ben = signed_in(app, services, user_with_role(services, "warehouse", name="ben"))
    action, page = f"/overview/inspection-desk/{line_id}/decide", f"/overview/inspection-desk?line={line_id}"
    held = next(held for found, held in Forms(ben.get(page).text).forms if found == action)
    typed = {"condition": "opened", "lines-0-disposition": "restock", "lines-0-qty": "4"}

    assert post_form(ann, action, typed, page=page).status_code == 303
    answer = ben.post(action, data={**held, **typed})

    assert answer.status_code == 409
    assert "1 of" in answer.text
    assert "wait for a decision; 4 were entered" in answer.text
    kept = next(held for found, held in Forms(answer.text).forms if found == action)
    assert kept["lines-0-qty"] == "4"
    assert ben.post(action, data={**kept, "lines-0-qty": "1"}).status_code == 303
    proof(services)


def test_a_person_sees_only_what_they_may(
    services: Services, system: Actor, client_as: Callable[..., FlaskClient]
) -> None:
    with services.units.begin(system) as work:
        came = _came(work)
    page = client_as("warehouse").get("/overview/inspection-desk").text
    assert "Northern Supply" in page
    assert "Worth in stock" not in page
    branch_staff = client_as("branch_staff")
    page = branch_staff.get("/overview/inspection-desk")
    assert "not decide" in page.text
    token = next(held["csrf_token"] for _, held in Forms(page.text).forms if "csrf_token" in held)
    denied = branch_staff.post(f"/overview/inspection-desk/{came.line_ids[0]}/decide", data={"csrf_token": token})
    assert denied.status_code == 403
