"""The two sides of what is posted: value of goods, settlements, and what will not be paid."""

from datetime import date
from decimal import Decimal

import pytest

from erp.finance.inventory_accounting.value_lines import Place, value_lines
from erp.finance.open_items.aging import BUCKETS
from erp.finance.open_items.apply import Application
from erp.finance.open_items.expected_loss import ExpectedLoss, expected_losses
from erp.finance.open_items.settlement_lines import control_line, settlement_lines
from erp.finance.open_items.state import OpenItemState
from erp.finance.postings.post_by_role import RoleLine
from erp.kernel.identifiers import new_id

D = Decimal
BRANCH, OTHER_BRANCH, WAREHOUSE, FAMILY, DOCUMENT = (new_id() for _ in range(5))
CUSTOMER, PARENT, SUPPLIER, SALESPERSON = (new_id() for _ in range(4))


def test_goods_that_leave_are_credited_to_inventory_and_only_the_cost_bears_the_customer() -> None:
    place = Place(BRANCH, WAREHOUSE, "shipment", DOCUMENT, customer_id=CUSTOMER, supplier_id=SUPPLIER, channel="web",
                  salesperson_id=SALESPERSON)
    inventory, cost = value_lines(place, FAMILY, D("-12.50"), "cogs")
    assert inventory == RoleLine(
        "inventory", D("-12.50"), BRANCH, family_id=FAMILY, warehouse_id=WAREHOUSE, supplier_id=SUPPLIER,
        subledger_kind="shipment", subledger_id=DOCUMENT)
    assert cost == RoleLine(
        "cogs", D("12.50"), BRANCH, family_id=FAMILY, warehouse_id=WAREHOUSE, customer_id=CUSTOMER,
        supplier_id=SUPPLIER, channel="web", salesperson_id=SALESPERSON, subledger_kind="shipment",
        subledger_id=DOCUMENT)


def test_goods_without_value_post_nothing() -> None:
    assert value_lines(Place(BRANCH, WAREHOUSE, "shipment", DOCUMENT), FAMILY, D(0), "cogs") == []


def _item(
    side: str = "receivable", kind: str = "sales_invoice", party: object = CUSTOMER, branch: object = BRANCH
) -> OpenItemState:
    return OpenItemState(
        new_id(), new_id(), branch, side, party, kind, new_id(), "INV-1", "USD", D(100), D(100),  # type: ignore[arg-type]
        date(2026, 3, 1), date(2026, 3, 31), None, D(0))


KINDS = [
    ("receivable", "sales_invoice", "sales_invoice"), ("receivable", "credit_memo", "credit_memo"),
    ("receivable", "cash_receipt", "cash_receipt"), ("receivable", "receipt_reversal", "cash_receipt"),
    ("receivable", "refund", "cash_receipt"), ("receivable", "dunning_fee", "dunning_notice"),
    ("payable", "supplier_bill", "supplier_bill"), ("payable", "supplier_credit", "supplier_bill"),
    ("payable", "supplier_payment", "supplier_payment"), ("payable", "payment_reversal", "supplier_payment"),
]


@pytest.mark.parametrize(("side", "kind", "document"), KINDS)
def test_more_owed_by_a_customer_is_a_debit_and_more_owed_to_a_supplier_a_credit(
    side: str, kind: str, document: str
) -> None:
    item = _item(side, kind, CUSTOMER if side == "receivable" else SUPPLIER)
    if side == "receivable":
        expected = RoleLine("receivable", D(7), BRANCH, customer_id=CUSTOMER, subledger_kind=document,
                            subledger_id=item.document_id)
    else:
        expected = RoleLine("payable", D(-7), BRANCH, supplier_id=SUPPLIER, subledger_kind=document,
                            subledger_id=item.document_id)
    assert control_line(item, D(7)) == expected


@pytest.mark.parametrize(
    ("side", "party", "discounts", "amount"),
    [("receivable", "customer_id", "sales_discount", D(3)), ("payable", "supplier_id", "purchase_discount", D(-3))],
)
def test_a_discount_lowers_the_control_account_against_discounts(
    side: str, party: str, discounts: str, amount: Decimal
) -> None:
    who = CUSTOMER if side == "receivable" else SUPPLIER
    item = _item(side, "sales_invoice" if side == "receivable" else "supplier_bill", who)
    control, against = settlement_lines(
        {item.id: item}, [Application(item.id, D(0), discount_amount=D(3))])
    assert control == control_line(item, D(-3))
    assert against == RoleLine(discounts, amount, BRANCH, **{party: who})  # type: ignore[arg-type]


@pytest.mark.parametrize(("side", "amount"), [("receivable", D(2)), ("payable", D(-2))])
def test_a_write_off_lowers_the_control_account_against_write_offs(side: str, amount: Decimal) -> None:
    who = CUSTOMER if side == "receivable" else SUPPLIER
    item = _item(side, "sales_invoice" if side == "receivable" else "supplier_bill", who)
    control, against = settlement_lines(
        {item.id: item}, [Application(item.id, D(0), write_off_amount=D(2))])
    assert control == control_line(item, D(-2))
    assert (against.role, against.amount) == ("write_off", amount)
    assert (against.subledger_kind, against.subledger_id) == (None, None)


def test_cash_of_the_same_customer_and_branch_posts_nothing_more() -> None:
    cash, invoice = _item(kind="cash_receipt"), _item()
    items = {item.id: item for item in (cash, invoice)}
    assert settlement_lines(items, [Application(invoice.id, D(40), from_item_id=cash.id)]) == []


@pytest.mark.parametrize(("party", "branch"), [(PARENT, BRANCH), (CUSTOMER, OTHER_BRANCH)])
def test_cash_of_another_member_or_branch_moves_between_them_on_the_control_account(
    party: object, branch: object
) -> None:
    cash, invoice = _item(kind="cash_receipt", party=party, branch=branch), _item()
    items = {item.id: item for item in (cash, invoice)}
    lines = settlement_lines(items, [Application(invoice.id, D(40), from_item_id=cash.id)])
    assert lines == [control_line(invoice, D(-40)), control_line(cash, D(40))]


def test_every_application_adds_its_own_lines_and_one_of_nothing_none() -> None:
    cash, first, second = _item(kind="cash_receipt", party=PARENT), _item(), _item()
    items = {item.id: item for item in (cash, first, second)}
    lines = settlement_lines(items, [
        Application(first.id, D(10), from_item_id=cash.id, discount_amount=D(1), write_off_amount=D("0.50")),
        Application(second.id, D(0), from_item_id=cash.id, write_off_amount=D(4)),
    ])
    assert [(line.role, line.amount) for line in lines] == [
        ("receivable", D(-1)), ("sales_discount", D(1)), ("receivable", D("-0.50")), ("write_off", D("0.50")),
        ("receivable", D(-10)), ("receivable", D(10)), ("receivable", D(-4)), ("write_off", D(4)),
    ]


def test_expected_losses_round_age_by_age() -> None:
    rates = ("0.5", "2", "10", "25", "60")
    settings = {f"expected_loss_{age}_percent": rate for age, rate in zip(BUCKETS, rates, strict=True)}
    amounts = dict.fromkeys(BUCKETS[:4], D("33.33"))
    assert expected_losses(amounts, settings) == [
        ExpectedLoss(BUCKETS[0], D("33.33"), D("0.5"), D("0.17")),
        ExpectedLoss(BUCKETS[1], D("33.33"), D(2), D("0.67")),
        ExpectedLoss(BUCKETS[2], D("33.33"), D(10), D("3.33")), ExpectedLoss(BUCKETS[3], D("33.33"), D(25), D("8.33")),
        ExpectedLoss(BUCKETS[4], D(0), D(60), D(0)),
    ]
    assert [loss.loss_amount for loss in expected_losses(amounts, settings, 0)] == [0, 1, 3, 8, 0]
