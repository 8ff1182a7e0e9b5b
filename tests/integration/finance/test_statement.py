"""The statement of an account: its movements lead from the opening to the closing balance, which the ledger shows."""

from datetime import date
from decimal import Decimal

from erp.finance.customer_accounts.statement import customer_statement
from erp.finance.open_items.aging import total_on
from erp.finance.receivables.record_cash_receipt import ReceiptApplication, record_cash_receipt
from erp.kernel.unit_of_work import UnitOfWork
from tests.builders.crm import a_customer
from tests.builders.finance import a_trade, invoice_of, open_items_of, shipped

FEBRUARY_20, MARCH_2, MARCH_16 = date(2026, 2, 20), date(2026, 3, 2), date(2026, 3, 16)


def test_movements_lead_from_opening_to_closing(work: UnitOfWork) -> None:
    trade = a_trade(work)
    group = a_customer(work, trade.shop.company, name="Harbor Group")
    bolts = trade.item(work, "10.00")
    first = invoice_of(work, shipped(work, trade, [(bolts, 5)], on=FEBRUARY_20))
    second = invoice_of(work, shipped(work, trade, [(bolts, 2)], on=MARCH_2))
    for payer, invoice, amount, written_off in (
        (trade.customer_id, first, "54.60", "0.40"), (group, second, "22.00", "0")
    ):
        item = open_items_of(work, invoice.id)[0]
        record_cash_receipt(
            work, company_id=trade.company_id, branch_id=trade.branch_id, customer_id=payer, amount=Decimal(amount),
            received_on=MARCH_16,
            applications=[
                ReceiptApplication(item.id, Decimal(amount), write_off_amount=Decimal(written_off))
            ],
        )
        work.settle()

    def statement(customer_id: object) -> object:
        return customer_statement(
            work.session, trade.company_id, customer_id, date(2026, 3, 1), date(2026, 3, 31), "USD",  # type: ignore[arg-type]
        )

    own, groups = statement(trade.customer_id), statement(group)

    assert own.opening_amount == Decimal("55.00")
    assert [(m.kind, m.amount, m.balance_amount) for m in own.movements] == [
        ("sales_invoice", Decimal("22.00"), Decimal("77.00")),
        ("cash_receipt", Decimal("-54.60"), Decimal("22.40")),
        ("write_off", Decimal("-0.40"), Decimal("22.00")),
        ("settled_by_group", Decimal("-22.00"), Decimal("0.00")),
    ]
    assert [m.kind for m in groups.movements] == ["cash_receipt", "used_in_group"]
    assert (own.closing_amount, groups.closing_amount) == (Decimal(0), Decimal(0))
    assert total_on(work.session, trade.company_id, "receivable", date(2026, 3, 31)) == Decimal(0)
    assert own.open_items == ()


def test_the_closing_balance_is_what_is_open(work: UnitOfWork) -> None:
    trade = a_trade(work)
    shipped(work, trade, [(trade.item(work, "10.00"), 5)], on=MARCH_2)

    found = customer_statement(
        work.session, trade.company_id, trade.customer_id, date(2026, 3, 1), date(2026, 4, 30), "USD"
    )

    assert found.closing_amount == sum((item.open_amount for item in found.open_items), Decimal(0)) == Decimal("55.00")
    assert found.age is not None
    assert found.age.days_1_30 == Decimal("55.00")  # due 1 April
