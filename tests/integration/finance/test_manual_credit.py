"""Credit memos by hand: never more than was charged, never above the limit without the right to."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import text

from erp.finance.credit_memos.issue_manual_credit_memo import ManualCredit, issue_manual_credit_memo
from erp.finance.credit_memos.issue_memo import IssuedMemo
from erp.kernel.actor import Actor
from erp.kernel.errors import Forbidden, Refused
from erp.kernel.unit_of_work import UnitOfWork
from tests.builders.finance import Trade, a_trade, books, change, invoice_of, open_items_of, shipped, subledger_faults

TODAY = date(2026, 3, 16)


def _credit(work: UnitOfWork, trade: Trade, amount: str, **settings: object) -> IssuedMemo:
    given = {"reason": "price_adjustment", "explanation": "Agreed by phone", **settings}
    memo = issue_manual_credit_memo(
        work, company_id=trade.company_id, branch_id=trade.branch_id, customer_id=trade.customer_id,
        credited_on=TODAY, lines=[ManualCredit("Lower price", Decimal(amount))], **given,  # type: ignore[arg-type]
    )
    work.settle()
    return memo


def test_a_lower_price_gives_the_tax_back_with_it(work: UnitOfWork) -> None:
    trade = a_trade(work)
    invoice = invoice_of(work, shipped(work, trade, [(trade.item(work, "10.00"), 5)]))
    before = books(work, trade.company_id)

    memo = _credit(work, trade, "4.00", invoice_id=invoice.id)

    assert (memo.total_amount, memo.unapplied_amount) == (Decimal("4.40"), Decimal(0))
    assert change(before, books(work, trade.company_id)) == {
        "allowances": Decimal("4.00"), "tax": Decimal("0.40"), "receivable": Decimal("-4.40"),
    }
    assert open_items_of(work, invoice.id)[0].balance_amount == Decimal("50.60")
    assert subledger_faults(work, trade.company_id) == []


def test_an_invoice_is_never_given_back_more_than_once(work: UnitOfWork) -> None:
    trade = a_trade(work)
    invoice = invoice_of(work, shipped(work, trade, [(trade.item(work, "10.00"), 5)]))
    _credit(work, trade, "30.00", invoice_id=invoice.id)

    with pytest.raises(Refused, match=r"has 20\.00 USD left"), work.session.begin_nested():
        _credit(work, trade, "20.01", invoice_id=invoice.id)
    _credit(work, trade, "20.00", invoice_id=invoice.id)

    assert work.execute(text("SELECT sum(total_amount) FROM finance.credit_memo")).scalar_one() == invoice.total_amount


def test_a_deduction_takes_no_tax_and_stands_unapplied_without_an_invoice(work: UnitOfWork) -> None:
    trade = a_trade(work)

    memo = _credit(work, trade, "12.50", reason="fee_deduction", explanation="Marketplace fee March")

    assert memo.unapplied_amount == Decimal("12.50")
    assert books(work, trade.company_id) == {"bank_fees": Decimal("12.50"), "receivable": Decimal("-12.50")}


def test_a_credit_above_the_limit_needs_the_right_to_exceed_it(work: UnitOfWork) -> None:
    trade = a_trade(work)
    work.actor = Actor("Ada", permissions=frozenset({"finance.credit_memo.issue"}))

    with pytest.raises(Forbidden, match="exceed_limit"):
        _credit(work, trade, "500.01", reason="goodwill")
    assert _credit(work, trade, "500.00", reason="goodwill").total_amount == Decimal("500.00")


def test_a_credit_without_explanation_is_refused(work: UnitOfWork) -> None:
    trade = a_trade(work)

    with pytest.raises(Refused, match="Explain the credit"):
        _credit(work, trade, "5.00", explanation=" ")
