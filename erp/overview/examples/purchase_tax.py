"""Examples of tax on purchases that may be deducted only in part."""

from collections.abc import Mapping
from decimal import Decimal
from functools import partial
from typing import Any

from erp.finance.api import BillLine, enter_supplier_bill
from erp.kernel.assembly import Services
from erp.kernel.identifiers import new_id
from erp.kernel.money import ZERO, round_amount
from erp.kernel.unit_of_work import UnitOfWork
from erp.overview.examples.read_cases import Case, NotCovered, Step
from erp.overview.examples.shop import Shop, open_shop
from erp.overview.examples.stock_figures import entries

EXPENSE = "6300"


def purchase_tax(case: Case, services: Services) -> Mapping[str, Any]:
    """What each bill costs, the tax that is left to deduct, and what is owed."""
    shop = open_shop(services, case)
    for step in case.steps:
        if step.do != "bill":
            raise NotCovered(f"{step.do} among taxes on purchases")
        shop.begin(step)
        amount = Decimal(str(step.given.get("amount", case.setup.get("amount"))))
        rate = step.given.get("tax_rate_percent", case.setup.get("tax_rate_percent", case.setup.get("tax_percent", 0)))
        tax = round_amount(amount * Decimal(str(rate)) / 100, case.minor_units)
        shop.run(partial(_enter, shop=shop, step=step, amount=amount, tax=tax))
    found = {}
    for (name, _), roles in entries(shop).items():
        found[name] = {
            "expense": roles.get(EXPENSE, ZERO), "tax": roles.get("tax_receivable", ZERO),
            "total": -roles.get("ap", ZERO),
        }
    return found


def _enter(work: UnitOfWork, shop: Shop, step: Step, amount: Decimal, tax: Decimal) -> None:
    line = BillLine("Worked example", Decimal(1), amount, account_id=shop.accounts[EXPENSE])
    enter_supplier_bill(
        work, company_id=shop.company_id, branch_id=shop.branch_id, supplier_id=shop.supplier_id,
        supplier_number=f"{step.id}-{new_id().hex[-8:]}", billed_on=shop.day(step), total_amount=amount + tax,
        lines=[line], tax_amount=tax, deductible_percent=step.number("deductible_percent", "100"),
        is_no_duplicate=True,
    )
