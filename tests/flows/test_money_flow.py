"""From receipt to cash and from return to credit, with an accountant's figures, ending with the proof of the books."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from sqlalchemy import text

from erp.crm.returns.entry import RmaLineEntry
from erp.finance.consolidated_billing.issue_consolidated_invoice import issue_consolidated_invoice
from erp.finance.credit_memos.issue_manual_credit_memo import ManualCredit, issue_manual_credit_memo
from erp.finance.payables.enter_supplier_bill import BillLine, enter_supplier_bill
from erp.finance.receivables.record_cash_receipt import ReceiptApplication, record_cash_receipt
from erp.finance.receivables.refund_customer import refund_customer
from erp.finance.receivables.reverse_cash_receipt import reverse_cash_receipt
from erp.finance.supplier_payments.pay_supplier import PaidItem, pay_supplier
from erp.inventory.shipping.void import void_shipment
from erp.kernel.actor import Actor
from erp.kernel.assembly import Services
from tests.builders.crm import a_customer
from tests.builders.finance import (
    a_trade,
    books,
    came_back,
    disposed,
    invoice_of,
    open_items_of,
    shipment_line_ids,
    shipped,
)
from tests.builders.inventory_purchasing import a_supplier, received

MARCH_2, MARCH_5, MARCH_9, MARCH_16 = date(2026, 3, 2), date(2026, 3, 5), date(2026, 3, 9), date(2026, 3, 16)


def test_purchase_sale_return_and_cash(
    services: Services, system: Actor, proof: Callable[[Services], None]
) -> None:
    with services.units.begin(system) as work:
        trade = a_trade(work)
        weekly = a_customer(work, trade.shop.company, name="Weekly Works", billing_mode="weekly")
        supplier_id = a_supplier(work, [trade.company_id])
        pump = trade.shop.item(work, "25.00")
    company_id, branch_id = trade.company_id, trade.branch_id

    # 100 pumps received at 10.00, billed at 10.10 with 101.00 tax: 10.00 more on what they cost.
    with services.units.begin(system) as work:
        received(work, trade.shop.place, supplier_id, pump, 100, "10.00", on=MARCH_2)
    # 40 are sold before the bill comes: 10 invoiced at once, 30 on the weekly invoice.
    with services.units.begin(system) as work:
        first = shipped(work, trade, [(pump, 10)], on=MARCH_5)
    with services.units.begin(system) as work:
        second = shipped(work, trade, [(pump, 30)], on=MARCH_5, customer_id=weekly)
    with services.units.begin(system) as work:
        goods = work.execute(text("SELECT id FROM finance.grni_item")).scalar_one()
        bill = enter_supplier_bill(
            work, company_id=company_id, branch_id=branch_id, supplier_id=supplier_id, supplier_number="77/26",
            billed_on=MARCH_9, tax_amount=Decimal("101.00"), total_amount=Decimal("1111.00"),
            lines=[BillLine("pumps", Decimal(100), Decimal("1010.00"), goods)],
        )
    with services.units.begin(system) as work:
        assert books(work, company_id) == {
            "inventory": Decimal("606.00"),  # 60 x 10.10
            "cogs": Decimal("404.00"),  # 40 x 10.10, of which 4.00 late
            "tax_receivable": Decimal("101.00"), "payable": Decimal("-1111.00"),
            "receivable": Decimal("275.00"), "unbilled": Decimal("750.00"), "tax": Decimal("-25.00"),
            "sales": Decimal("-1000.00"),
        }

    # Two of the ten come back with a 10 % fee; four of the thirty before their invoice; five more are voided.
    with services.units.begin(system) as work:
        (line,) = shipment_line_ids(work, first)
        receipt = came_back(work, trade, [RmaLineEntry(Decimal(2), "not_needed", line)], on=MARCH_9, fee="10")
        disposed(work, receipt, 1, on=MARCH_9)
    with services.units.begin(system) as work:
        disposed(work, receipt, 1, "scrap", on=MARCH_9)
    with services.units.begin(system) as work:
        (line,) = shipment_line_ids(work, second)
        receipt = came_back(
            work, trade, [RmaLineEntry(Decimal(4), "wrong_item", line)], on=MARCH_9, customer_id=weekly
        )
        disposed(work, receipt, 4, on=MARCH_9)
    with services.units.begin(system) as work:
        third = shipped(work, trade, [(pump, 5)], on=MARCH_9)
    with services.units.begin(system) as work:
        void_shipment(work, third, reason="Wrong pallet", occurred_on=MARCH_9)
    with services.units.begin(system) as work:
        issue_consolidated_invoice(
            work, company_id=company_id, branch_id=branch_id, customer_id=weekly,
            payment_term_id=trade.shop.company.payment_term_id, invoiced_on=MARCH_16, through=MARCH_16,
        )
    with services.units.begin(system) as work:
        balances = books(work, company_id)
        assert (balances["restocking"], balances["scrap"]) == (Decimal("-5.00"), Decimal("10.10"))
        assert "unbilled" not in balances
        assert balances["sales"] == Decimal("-850.00")  # 1,000 - 2 x 25 - 4 x 25
        # 275 - (50 + 5 - 5) + 26 x 25 x 1.1
        assert balances["receivable"] == Decimal("940.00")

    # Cash: the first customer pays short by 0.50 and is written off, pays again too much, the cheque bounces.
    with services.units.begin(system) as work:
        (owed,) = open_items_of(work, invoice_of(work, first).id)
        assert owed.balance_amount == Decimal("225.00")
        record_cash_receipt(
            work, company_id=company_id, branch_id=branch_id, customer_id=trade.customer_id,
            amount=Decimal("224.50"), received_on=MARCH_16,
            applications=[ReceiptApplication(owed.id, Decimal("224.50"), write_off_amount=Decimal("0.50"))],
        )
    with services.units.begin(system) as work:
        over = record_cash_receipt(
            work, company_id=company_id, branch_id=branch_id, customer_id=weekly, amount=Decimal("800.00"),
            received_on=MARCH_16, oldest_first=True,
        )
        assert over.unapplied_amount == Decimal("85.00")  # 715.00 were owed
    with services.units.begin(system) as work:
        refund_customer(work, over.open_item_id, amount=Decimal("80.00"), paid_on=MARCH_16)
    with services.units.begin(system) as work:
        bounced = record_cash_receipt(
            work, company_id=company_id, branch_id=branch_id, customer_id=weekly, amount=Decimal("10.00"),
            received_on=MARCH_16, method="cheque",
        )
    with services.units.begin(system) as work:
        reverse_cash_receipt(work, bounced.id, reason="Bounced", reversed_on=MARCH_16)
    with services.units.begin(system) as work:
        issue_manual_credit_memo(
            work, company_id=company_id, branch_id=branch_id, customer_id=weekly, reason="goodwill",
            explanation="For the trouble", credited_on=MARCH_16, lines=[ManualCredit("Goodwill", Decimal("12.00"))],
        )
    with services.units.begin(system) as work:
        (payable,) = open_items_of(work, bill.id)
        pay_supplier(
            work, company_id=company_id, branch_id=branch_id, supplier_id=supplier_id, amount=Decimal("1111.00"),
            paid_on=MARCH_16, items=[PaidItem(payable.id, Decimal("1111.00"))],
        )

    with services.units.begin(system) as work:
        balances = books(work, company_id)
        assert balances["cash"] == Decimal("-166.50")  # 224.50 + 800.00 - 80.00 - 1,111.00
        assert balances["receivable"] == Decimal("-17.00")  # 5.00 unapplied cash and 12.00 goodwill
        assert balances["write_off"] == Decimal("0.50")
        assert "payable" not in balances
    proof(services)
