"""The kinds of amount that postings know, and what account each may lead to."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Role:
    """One kind of amount. ``control``: its account must be the control account of that subledger, or of none.

    ``by_family`` and ``by_branch``: whether an item family or a branch may have an account of its own for it.
    """

    name: str
    text: str
    kinds: tuple[str, ...]
    control: str | None = None
    by_family: bool = False
    by_branch: bool = True


ROLES: tuple[Role, ...] = (
    Role("inventory", "Goods on hand at cost", ("asset",), "inventory", by_family=True),
    Role("grni", "Goods received, not yet invoiced", ("liability",), "grni"),
    Role("cogs", "Cost of goods sold", ("expense",), by_family=True),
    Role("late_cost_cogs", "Cost that arrived after its goods were sold", ("expense",), by_family=True),
    Role("revenue", "Sales", ("income",), by_family=True),
    Role("freight_revenue", "Charges to customers: freight, fees", ("income",)),
    Role("restocking_income", "Restocking fees on returns", ("income",)),
    Role("returns_allowance", "Credits granted without goods coming back", ("income", "expense")),
    Role("sales_discount", "Early-payment discounts taken by customers", ("income", "expense")),
    Role("receivable", "Owed by customers", ("asset",), "receivable"),
    Role("unbilled_receivable", "Shipped, not yet invoiced", ("asset",), "unbilled"),
    Role("payable", "Owed to suppliers", ("liability",), "payable"),
    Role("tax_payable", "Tax collected on sales", ("liability",)),
    Role("tax_receivable", "Tax paid on purchases", ("asset",)),
    Role("purchase_price_variance", "Billed or standard cost against received cost", ("expense",), by_family=True),
    Role("inventory_adjustment", "Stock adjusted by hand", ("expense",), by_family=True),
    Role("count_gain_loss", "Stock counted differently", ("expense",), by_family=True),
    Role("scrap_loss", "Goods scrapped", ("expense",), by_family=True),
    Role("supplier_returns_clearing", "Goods sent back, credit awaited", ("asset", "liability")),
    Role("cash", "Cash and bank", ("asset",)),
    Role("bank_fees", "Bank charges", ("expense",)),
    Role("purchase_discount", "Early-payment discounts taken from suppliers", ("income", "expense")),
    Role("landed_cost_clearing", "Freight, duty and other costs of receipts, bill awaited", ("asset", "liability")),
    Role("write_off", "Small differences written off", ("expense", "income")),
    Role("bad_debt", "Receivables that will not be paid", ("expense",)),
    Role("rounding", "Rounding differences", ("expense", "income")),
    Role("retained_earnings", "Results of earlier years", ("equity",), by_branch=False),
)
BY_NAME: dict[str, Role] = {role.name: role for role in ROLES}
