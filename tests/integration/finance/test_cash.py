"""Cash comes in: what it settles, what stays unapplied, and what may be settled without money."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import text

from erp.finance.open_items.aging import aging, total_on
from erp.finance.open_items.apply import Application
from erp.finance.receivables.apply_cash import apply_cash
from erp.finance.receivables.record_cash_receipt import (
    ReceiptApplication,
    RecordedReceipt,
    record_cash_receipt,
)
from erp.finance.receivables.refund_customer import refund_customer
from erp.finance.receivables.reverse_cash_receipt import reverse_cash_receipt
from erp.finance.receivables.unapply_cash import unapply_cash
from erp.kernel.errors import Conflict, Refused
from erp.kernel.unit_of_work import UnitOfWork
from erp.terms.api import TermLine, define_payment_term
from tests.builders.crm import a_customer
from tests.builders.finance import (
    Trade,
    a_trade,
    books,
    change,
    exposure_of,
    invoice_of,
    open_items_of,
    shipped,
    subledger_faults,
)

MARCH_1, MARCH_16, APRIL_30 = date(2026, 3, 1), date(2026, 3, 16), date(2026, 4, 30)


def _pay(work: UnitOfWork, trade: Trade, amount: str, on: date = MARCH_16, **settings: object) -> RecordedReceipt:
    receipt = record_cash_receipt(
        work, company_id=trade.company_id, branch_id=trade.branch_id, customer_id=trade.customer_id,
        amount=Decimal(amount), received_on=on, reference="transfer 4711", **settings,  # type: ignore[arg-type]
    )
    work.settle()
    return receipt


def _owed(work: UnitOfWork, trade: Trade, qty: int, on: date = MARCH_1, **settings: object) -> object:
    """An invoice of 11.00 a piece, tax included."""
    bolts = trade.item(work, "10.00", unit_cost="6.00")
    invoice = invoice_of(work, shipped(work, trade, [(bolts, qty)], on=on, **settings))
    return open_items_of(work, invoice.id)[0]


def test_a_partial_payment_leaves_the_rest_open(work: UnitOfWork) -> None:
    trade = a_trade(work)
    item = _owed(work, trade, 10)
    before = books(work, trade.company_id)

    _pay(work, trade, "40.00", applications=[ReceiptApplication(item.id, Decimal("40.00"))])

    assert change(before, books(work, trade.company_id)) == {
        "cash": Decimal("40.00"), "receivable": Decimal("-40.00"),
    }
    assert open_items_of(work, item.document_id)[0].balance_amount == Decimal("70.00")
    assert exposure_of(work, trade.customer_id) == {"receivable": Decimal("70.00")}
    assert subledger_faults(work, trade.company_id) == []


def test_more_than_is_owed_stays_unapplied(work: UnitOfWork) -> None:
    trade = a_trade(work)
    first, second = _owed(work, trade, 2), _owed(work, trade, 3)

    receipt = _pay(work, trade, "60.00", oldest_first=True)

    assert receipt.unapplied_amount == Decimal("5.00")
    assert [open_items_of(work, i.document_id)[0].balance_amount for i in (first, second)] == [Decimal(0)] * 2
    (line,) = aging(work.session, trade.company_id, "receivable", MARCH_16)
    assert (line.unapplied, line.total) == (Decimal("-5.00"), Decimal("-5.00"))
    assert subledger_faults(work, trade.company_id) == []


def test_the_discount_is_taken_within_its_terms_only(work: UnitOfWork) -> None:
    trade = a_trade(work)
    early = define_payment_term(
        work, code="2-10", name="2 % 10 days, net 30",
        lines=[TermLine("remainder", add_days=30, discount_percent=Decimal(2), discount_days=10)],
    )
    item = _owed(work, trade, 100, payment_term_id=early.id)
    assert (item.discount_amount, item.discount_until) == (Decimal("22.00"), date(2026, 3, 11))
    before = books(work, trade.company_id)
    taken = [ReceiptApplication(item.id, Decimal("1078.00"), discount_amount=Decimal("22.00"))]

    with pytest.raises(Refused, match="the discount ended on 2026-03-11"), work.session.begin_nested():
        _pay(work, trade, "1078.00", on=date(2026, 3, 12), applications=taken)
    _pay(work, trade, "1078.00", on=date(2026, 3, 11), applications=taken)

    assert change(before, books(work, trade.company_id)) == {
        "cash": Decimal("1078.00"), "discounts": Decimal("22.00"), "receivable": Decimal("-1100.00"),
    }
    assert open_items_of(work, item.document_id)[0].balance_amount == Decimal(0)
    assert exposure_of(work, trade.customer_id) == {}


def test_a_small_difference_is_written_off_and_a_large_one_refused(work: UnitOfWork) -> None:
    trade = a_trade(work)
    item = _owed(work, trade, 10)
    before = books(work, trade.company_id)

    with pytest.raises(Refused, match="more than the 5"), work.session.begin_nested():
        _pay(work, trade, "104.99", applications=[
            ReceiptApplication(item.id, Decimal("104.99"), write_off_amount=Decimal("5.01"))])
    _pay(work, trade, "109.50", applications=[
        ReceiptApplication(item.id, Decimal("109.50"), write_off_amount=Decimal("0.50"))])

    assert change(before, books(work, trade.company_id)) == {
        "cash": Decimal("109.50"), "write_off": Decimal("0.50"), "receivable": Decimal("-110.00"),
    }
    assert subledger_faults(work, trade.company_id) == []


def test_nothing_is_applied_twice(work: UnitOfWork) -> None:
    trade = a_trade(work)
    item = _owed(work, trade, 10)
    _pay(work, trade, "110.00", applications=[ReceiptApplication(item.id, Decimal("110.00"))])

    with pytest.raises(Refused, match="is not owed"), work.session.begin_nested():
        _pay(work, trade, "110.00", applications=[ReceiptApplication(item.id, Decimal("110.00"))])
    assert books(work, trade.company_id)["cash"] == Decimal("110.00")


def test_unapplied_cash_is_applied_later(work: UnitOfWork) -> None:
    trade = a_trade(work)
    item = _owed(work, trade, 10)
    receipt = _pay(work, trade, "150.00")
    before = books(work, trade.company_id)

    with pytest.raises(Conflict, match="has only 110"), work.session.begin_nested():
        apply_cash(work, trade.company_id, [Application(item.id, Decimal("120.00"), receipt.open_item_id)],
                   applied_on=MARCH_16)
    apply_cash(work, trade.company_id, [Application(item.id, Decimal("110.00"), receipt.open_item_id)],
               applied_on=MARCH_16)
    work.settle()

    assert change(before, books(work, trade.company_id)) == {}
    (line,) = aging(work.session, trade.company_id, "receivable", MARCH_16)
    assert line.total == Decimal("-40.00")


def test_aging_as_of_a_day_ignores_what_came_later(work: UnitOfWork) -> None:
    trade = a_trade(work)
    item = _owed(work, trade, 10)  # 110.00, posted 1 March, due 31 March
    _pay(work, trade, "40.00", on=MARCH_16, applications=[ReceiptApplication(item.id, Decimal("40.00"))])

    def age(as_of: date) -> tuple[Decimal, Decimal, Decimal]:
        lines = aging(work.session, trade.company_id, "receivable", as_of)
        return (lines[0].not_due, lines[0].days_1_30, lines[0].total) if lines else (Decimal(0),) * 3

    assert age(date(2026, 2, 28)) == (Decimal(0), Decimal(0), Decimal(0))
    assert age(date(2026, 3, 15)) == (Decimal("110.00"), Decimal(0), Decimal("110.00"))
    assert age(MARCH_16) == (Decimal("70.00"), Decimal(0), Decimal("70.00"))
    assert age(APRIL_30) == (Decimal(0), Decimal("70.00"), Decimal("70.00"))
    account = work.execute(
        text("""SELECT sum(l.debit - l.credit) FROM finance.journal_line l
                JOIN finance.account a ON a.id = l.account_id AND a.control = 'receivable'
                WHERE l.company_id = :company AND l.posted_on <= '2026-03-15'"""),
        {"company": trade.company_id},
    ).scalar_one()
    assert total_on(work.session, trade.company_id, "receivable", date(2026, 3, 15)) == account


def test_an_application_is_undone_with_its_discount(work: UnitOfWork) -> None:
    trade = a_trade(work)
    item = _owed(work, trade, 10)
    _pay(work, trade, "109.50", applications=[
        ReceiptApplication(item.id, Decimal("109.50"), write_off_amount=Decimal("0.50"))])
    application_id = work.execute(text("SELECT id FROM finance.cash_application")).scalar_one()

    unapply_cash(work, application_id, reason="Wrong invoice", undone_on=MARCH_16)
    work.settle()

    assert "write_off" not in books(work, trade.company_id)
    assert open_items_of(work, item.document_id)[0].balance_amount == Decimal("110.00")
    assert total_on(work.session, trade.company_id, "receivable", MARCH_16) == Decimal("0.50")
    with pytest.raises(Conflict, match="undone already"):
        unapply_cash(work, application_id, reason="Again", undone_on=MARCH_16)
    assert subledger_faults(work, trade.company_id) == []


def test_a_bounced_cheque_is_owed_again(work: UnitOfWork) -> None:
    trade = a_trade(work)
    item = _owed(work, trade, 10)
    before = books(work, trade.company_id)
    receipt = _pay(work, trade, "110.00", applications=[ReceiptApplication(item.id, Decimal("110.00"))])

    reverse_cash_receipt(work, receipt.id, reason="Cheque returned", reversed_on=MARCH_16)
    work.settle()

    assert change(before, books(work, trade.company_id)) == {}
    assert open_items_of(work, item.document_id)[0].balance_amount == Decimal("110.00")
    assert open_items_of(work, receipt.id)[0].balance_amount == Decimal(0)
    assert exposure_of(work, trade.customer_id) == {"receivable": Decimal("110.00")}
    assert subledger_faults(work, trade.company_id) == []
    with pytest.raises(Conflict, match="undone already"):
        reverse_cash_receipt(work, receipt.id, reason="Again", reversed_on=MARCH_16)


def test_a_credit_is_paid_back_up_to_what_is_left(work: UnitOfWork) -> None:
    trade = a_trade(work)
    receipt = _pay(work, trade, "50.00")

    with pytest.raises(Refused, match=r"has 50\.00 USD left"), work.session.begin_nested():
        refund_customer(work, receipt.open_item_id, amount=Decimal("50.01"), paid_on=MARCH_16)
    refund_customer(work, receipt.open_item_id, amount=Decimal("50.00"), paid_on=MARCH_16)
    work.settle()

    assert books(work, trade.company_id) == {}
    assert exposure_of(work, trade.customer_id) == {}


def test_a_parent_account_pays_for_its_branch(work: UnitOfWork) -> None:
    trade = a_trade(work)
    item = _owed(work, trade, 10)
    payer = a_customer(work, trade.shop.company, name="Harbor Group")

    record_cash_receipt(
        work, company_id=trade.company_id, branch_id=trade.branch_id, customer_id=payer, amount=Decimal("110.00"),
        received_on=MARCH_16, applications=[ReceiptApplication(item.id, Decimal("110.00"))],
    )
    work.settle()

    by_customer = work.execute(
        text("""SELECT l.customer_id, sum(l.debit - l.credit) FROM finance.journal_line l
                JOIN finance.account a ON a.id = l.account_id AND a.control = 'receivable'
                GROUP BY l.customer_id HAVING sum(l.debit - l.credit) <> 0""")
    ).all()
    assert by_customer == []
    assert exposure_of(work, trade.customer_id) == {} == exposure_of(work, payer)
