"""The cash desk: what it shows before it posts is what it posts, and whoever comes second loses nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, text

from erp.finance.cash_desk.match_receipt import Match, match_receipt
from erp.finance.ledger.entries_of_step import entries_of_step
from erp.finance.receivables.record_cash_receipt import record_cash_receipt
from erp.kernel.actor import Actor
from erp.kernel.assembly import Services
from erp.kernel.errors import Conflict, Refused
from erp.kernel.identifiers import new_id
from erp.kernel.unit_of_work import UnitOfWork
from erp.terms.api import TermLine, define_payment_term
from tests.builders.crm import a_customer
from tests.builders.executions import counted_executions
from tests.builders.finance import (
    Trade,
    a_trade,
    books,
    change,
    invoice_of,
    open_items_of,
    shipped,
    subledger_faults,
)
from tests.kit.web_client import Forms, post_form, signed_in, user_with_role

TODAY = date(2026, 3, 16)
FIELDS = ("to_item_id", "seen", "amount", "discount_amount", "write_off_amount")


@dataclass(frozen=True)
class Paid:
    """A parent that paid 150.00 while its branch owes 110.00 and it itself 55.00, with 2 % discount until the 20th."""

    trade: Trade
    credit_id: UUID
    number: str
    own: UUID
    daughters: UUID
    daughters_number: str


def _paid(work: UnitOfWork, amount: str = "150.00") -> Paid:
    trade = a_trade(work, name="Northern Supply")
    early = define_payment_term(
        work, code="2-10", name="2 % 10 days, net 30",
        lines=[TermLine("remainder", add_days=30, discount_percent=Decimal(2), discount_days=10)],
    )
    daughter = a_customer(work, trade.shop.company, parent_id=trade.customer_id, name="Northern Supply, Dock 4")
    bolts = trade.item(work, "10.00")
    own = invoice_of(work, shipped(work, trade, [(bolts, 5)], on=date(2026, 3, 10), payment_term_id=early.id))
    daughters = invoice_of(work, shipped(work, trade, [(bolts, 10)], on=date(2026, 3, 2), customer_id=daughter))
    receipt = record_cash_receipt(
        work, company_id=trade.company_id, branch_id=trade.branch_id, customer_id=trade.customer_id,
        amount=Decimal(amount), received_on=TODAY, reference=f"for {daughters.number}",
    )
    work.settle()
    return Paid(
        trade, receipt.open_item_id, receipt.number, open_items_of(work, own.id)[0].id,
        open_items_of(work, daughters.id)[0].id, str(daughters.number),
    )


def _fields(paid: Paid, *lines: tuple[UUID, str, str, str, str], seen: str = "150") -> dict[str, str]:
    """A form as the page sends it: item, seen, amount, discount, write-off."""
    typed = {"seen": seen}
    for index, line in enumerate(lines):
        for name, value in zip(FIELDS, line, strict=True):
            typed[f"lines-{index}-{name}"] = str(value)
    return typed


def test_what_is_shown_before_is_what_is_posted(
    services: Services, system: Actor, client: FlaskClient, proof: Callable[[Services], None]
) -> None:
    with services.units.begin(system) as work:
        paid = _paid(work)
        before = books(work, paid.trade.company_id)
    matches = [
        Match(paid.daughters, Decimal("110.00"), Decimal("96.10"), write_off_amount=Decimal("3.00")),
        Match(paid.own, Decimal("55.00"), Decimal("53.90"), Decimal("1.10")),
    ]

    def take(work: UnitOfWork) -> object:
        return match_receipt(
            work, paid.trade.company_id, paid.credit_id, matches, seen_amount=Decimal("150.00"), applied_on=TODAY
        )

    since = new_id()
    shown = services.units.rehearse(system, take, lambda work: entries_of_step(work, since))

    with services.units.begin(system) as work:
        assert books(work, paid.trade.company_id) == before  # it was only shown
        assert open_items_of_id(work, paid.credit_id) == Decimal("-150.00")
    told = {(line.account_code, line.debit, line.credit) for entry in shown for line in entry.lines}
    assert ("4400", Decimal("1.10"), Decimal(0)) in told
    assert ("6700", Decimal("3.00"), Decimal(0)) in told

    since = new_id()
    with services.units.begin(system) as work:
        take(work)
        work.settle()
        posted = entries_of_step(work, since)
        assert change(before, books(work, paid.trade.company_id)) == {
            "receivable": Decimal("-4.10"), "discounts": Decimal("1.10"), "write_off": Decimal("3.00"),
        }
        assert subledger_faults(work, paid.trade.company_id) == []
    assert [entry.lines for entry in posted] == [entry.lines for entry in shown]
    proof(services)


def open_items_of_id(work: UnitOfWork, item_id: UUID) -> Decimal:
    balance: Decimal = work.execute(
        text("SELECT balance_amount FROM finance.open_item WHERE id = :id"), {"id": item_id}
    ).scalar_one()
    return balance


def test_the_page_shows_the_whole_tree_and_the_look_is_the_posting(
    services: Services, system: Actor, client: FlaskClient, proof: Callable[[Services], None]
) -> None:
    with services.units.begin(system) as work:
        paid = _paid(work)
        second = record_cash_receipt(
            work, company_id=paid.trade.company_id, branch_id=paid.trade.branch_id,
            customer_id=paid.trade.customer_id, amount=Decimal("7.00"), received_on=TODAY,
        )
    page = client.get("/finance/cash-desk")
    assert page.status_code == 200
    assert paid.number in page.text
    assert paid.daughters_number in page.text
    assert "Dock 4" in page.text
    desk = f"/finance/cash-desk/{paid.credit_id}"
    assert client.get(f"{desk}/suggestions.json").json[0] == {
        "why": "named in the reference", "lines": {str(paid.daughters): {"amount": "110", "discount_amount": ""}},
    }

    held = Forms(page.text).forms
    token = next(fields for action, fields in held if action == f"{desk}/match")["csrf_token"]
    typed = _fields(paid, (paid.daughters, "110", "96.10", "", ""), (paid.own, "55", "53.90", "1.10", ""))
    shown = client.post(f"{desk}/look", data={**typed, "csrf_token": token}, headers={"HX-Request": "true"})
    assert shown.status_code == 200, shown.text
    assert "4400" in shown.text
    assert "1.10" in shown.text
    assert "2 items are settled" in shown.text

    answer = post_form(client, f"{desk}/match", typed, page=f"/finance/cash-desk?credit={paid.credit_id}")
    assert answer.status_code == 303, answer.text
    assert answer.headers["Location"] == f"/finance/cash-desk?credit={second.open_item_id}"  # the next one comes up
    page = client.get(answer.headers["Location"])
    assert f"{paid.number} is applied in full." in page.text
    with services.engine.connect() as connection:
        application = connection.execute(
            text("SELECT id FROM finance.cash_application WHERE to_item_id = :id"), {"id": paid.daughters}
        ).scalar_one()
    undone = post_form(
        client, f"/finance/cash-desk/applications/{application}/undo", {"reason": "wrong customer"},
        page=f"/finance/cash-desk?credit={second.open_item_id}",
    )
    assert undone.status_code == 303
    assert undone.headers["Location"] == f"/finance/cash-desk?credit={paid.credit_id}"
    proof(services)


def test_whoever_comes_second_is_told_and_loses_nothing(
    app: Flask, services: Services, system: Actor, proof: Callable[[Services], None]
) -> None:
    with services.units.begin(system) as work:
        paid = _paid(work)
    ann = signed_in(app, services, user_with_role(services, "accountant", name="ann"))
    ben = signed_in(app, services, user_with_role(services, "credit", name="ben"))
    page, action = f"/finance/cash-desk?credit={paid.credit_id}", f"/finance/cash-desk/{paid.credit_id}/match"
    bens = next(fields for form, fields in Forms(ben.get(page).text).forms if form == action)

    assert post_form(ann, action, _fields(paid, (paid.daughters, "110", "60", "", "")), page=page).status_code == 303
    answer = ben.post(action, data={**bens, **_fields(paid, (paid.own, "55", "55", "", ""),
                                                      (paid.daughters, "110", "95", "", ""))})

    assert answer.status_code == 409
    assert f"{paid.number} has 90.00 USD left, not 150.00" in answer.text
    assert "ann" in answer.text
    assert "Changed while you looked" in answer.text
    shown = next(fields for form, fields in Forms(answer.text).forms if form == action)
    kept = {shown[f"lines-{n}-to_item_id"]: (shown[f"lines-{n}-amount"], shown[f"lines-{n}-seen"]) for n in range(2)}
    assert kept == {str(paid.own): ("55", "55"), str(paid.daughters): ("95", "50")}  # typed kept, figures fresh
    assert shown["seen"] == "90"
    corrected = {f"lines-{n}-amount": "40" if kept_id == str(paid.daughters) else "50"
                 for n, kept_id in enumerate(shown[f"lines-{n}-to_item_id"] for n in range(2))}
    assert ben.post(action, data={**shown, **corrected}).status_code == 303
    with services.units.begin(system) as work:
        assert open_items_of_id(work, paid.credit_id) == 0
        assert open_items_of_id(work, paid.daughters) == Decimal("10.00")
    proof(services)


def test_nothing_chosen_and_a_changed_debt_are_refused(work: UnitOfWork) -> None:
    paid = _paid(work)
    company_id = paid.trade.company_id
    with pytest.raises(Refused, match="Nothing is chosen yet"):
        match_receipt(work, company_id, paid.credit_id, [], seen_amount=Decimal(150), applied_on=TODAY)
    with pytest.raises(Conflict, match=r"not 120\.00 as when you looked"):
        match_receipt(
            work, company_id, paid.credit_id, [Match(paid.daughters, Decimal("120.00"), Decimal("110.00"))],
            seen_amount=Decimal(150), applied_on=TODAY,
        )
    with pytest.raises(Refused, match=r"160\.00 is chosen, and"):
        match_receipt(
            work, company_id, paid.credit_id,
            [
                Match(paid.daughters, Decimal("110.00"), Decimal("110.00")),
                Match(paid.own, Decimal("55.00"), Decimal("50.00")),
            ],
            seen_amount=Decimal(150), applied_on=TODAY,
        )
    with pytest.raises(Refused, match=r"60\.00 is entered for"):
        match_receipt(
            work, company_id, paid.credit_id, [Match(paid.own, Decimal("55.00"), Decimal("60.00"))],
            seen_amount=Decimal(150), applied_on=TODAY,
        )
    with pytest.raises(Refused, match="may be written off"):
        match_receipt(
            work, company_id, paid.credit_id,
            [Match(paid.daughters, Decimal("110.00"), Decimal("100.00"), write_off_amount=Decimal("10.00"))],
            seen_amount=Decimal(150), applied_on=TODAY,
        )


def test_a_discount_is_taken_once_however_often_an_invoice_is_paid(work: UnitOfWork) -> None:
    paid = _paid(work)
    company_id = paid.trade.company_id

    def pay(amount: str, discount: str, seen: str, left: str) -> None:
        match_receipt(
            work, company_id, paid.credit_id,
            [Match(paid.own, Decimal(seen), Decimal(amount), Decimal(discount))],
            seen_amount=Decimal(left), applied_on=TODAY,
        )

    pay("20.00", "0.60", "55.00", "150.00")
    with pytest.raises(Refused, match=r"and 0\.60 of it was taken before"):
        pay("33.30", "1.10", "34.40", "130.00")
    pay("33.90", "0.50", "34.40", "130.00")
    assert open_items_of_id(work, paid.own) == 0


def test_the_pages_ask_as_often_for_many_rows_as_for_few(
    services: Services, system: Actor, client: FlaskClient
) -> None:
    with services.units.begin(system) as work:
        trade = a_trade(work)
        bolts = trade.item(work, "10.00", qty=1000)
    executed: list[str] = []
    event.listen(services.engine, "before_cursor_execute", lambda *given: executed.append(given[2]))

    def page_with(more: int) -> int:
        with services.units.begin(system) as work:
            for _ in range(more):
                shipped(work, trade, [(bolts, 1)])
                record_cash_receipt(
                    work, company_id=trade.company_id, branch_id=trade.branch_id, customer_id=trade.customer_id,
                    amount=Decimal("3.00"), received_on=TODAY,
                )
        executed.clear()
        assert client.get("/finance/cash-desk").status_code == 200
        return len(executed)

    page_with(1)
    assert page_with(1) == page_with(8)


def test_the_statements_do_not_grow_with_what_is_matched(work: UnitOfWork) -> None:
    trade = a_trade(work)
    bolts = trade.item(work, "10.00", qty=1000)

    def executions(count: int) -> int:
        items = [
            open_items_of(work, invoice_of(work, shipped(work, trade, [(bolts, 1)])).id)[0] for _ in range(count)
        ]
        receipt = record_cash_receipt(
            work, company_id=trade.company_id, branch_id=trade.branch_id, customer_id=trade.customer_id,
            amount=Decimal("11.00") * count, received_on=TODAY,
        )
        work.settle()
        with counted_executions(work.session) as statements:
            match_receipt(
                work, trade.company_id, receipt.open_item_id,
                [Match(item.id, Decimal("11.00"), Decimal("11.00")) for item in items],
                seen_amount=Decimal("11.00") * count, applied_on=TODAY,
            )
        return len(statements)

    executions(1)
    assert executions(2) == executions(9)


def test_a_person_without_the_right_is_refused(client_as: Callable[..., FlaskClient]) -> None:
    assert client_as("sales").get("/finance/cash-desk").status_code == 403
