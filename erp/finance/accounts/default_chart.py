"""A chart of accounts for a wholesale distributor, complete from the first day."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ChartLine:
    code: str
    name: str
    kind: str
    control: str | None = None
    roles: tuple[str, ...] = ()


DEFAULT_CHART: tuple[ChartLine, ...] = (
    ChartLine("1000", "Cash at bank", "asset", roles=("cash",)),
    ChartLine("1050", "Petty cash", "asset"),
    ChartLine("1100", "Accounts receivable", "asset", "receivable", ("receivable",)),
    ChartLine("1150", "Unbilled receivable", "asset", "unbilled", ("unbilled_receivable",)),
    ChartLine("1200", "Inventory", "asset", "inventory", ("inventory",)),
    ChartLine("1250", "Supplier returns clearing", "asset", roles=("supplier_returns_clearing",)),
    ChartLine("1300", "Tax receivable", "asset", roles=("tax_receivable",)),
    ChartLine("1400", "Prepaid expenses", "asset"),
    ChartLine("1500", "Equipment", "asset"),
    ChartLine("1590", "Accumulated depreciation", "asset"),
    ChartLine("2000", "Accounts payable", "liability", "payable", ("payable",)),
    ChartLine("2100", "Goods received not invoiced", "liability", "grni", ("grni",)),
    ChartLine("2150", "Landed cost clearing", "liability", roles=("landed_cost_clearing",)),
    ChartLine("2200", "Sales tax payable", "liability", roles=("tax_payable",)),
    ChartLine("2300", "Accrued expenses", "liability"),
    ChartLine("2500", "Loans", "liability"),
    ChartLine("3000", "Share capital", "equity"),
    ChartLine("3100", "Retained earnings", "equity", roles=("retained_earnings",)),
    ChartLine("4000", "Sales", "income", roles=("revenue",)),
    ChartLine("4100", "Freight and charges", "income", roles=("freight_revenue",)),
    ChartLine("4200", "Restocking fees", "income", roles=("restocking_income",)),
    ChartLine("4300", "Allowances to customers", "income", roles=("returns_allowance",)),
    ChartLine("4400", "Early-payment discounts to customers", "income", roles=("sales_discount",)),
    ChartLine("5000", "Cost of goods sold", "expense", roles=("cogs", "late_cost_cogs")),
    ChartLine("5100", "Purchase price variance", "expense", roles=("purchase_price_variance",)),
    ChartLine("5150", "Early-payment discounts from suppliers", "expense", roles=("purchase_discount",)),
    ChartLine("5200", "Inventory adjustments", "expense", roles=("inventory_adjustment",)),
    ChartLine("5250", "Count gains and losses", "expense", roles=("count_gain_loss",)),
    ChartLine("5300", "Goods scrapped", "expense", roles=("scrap_loss",)),
    ChartLine("6000", "Wages and salaries", "expense"),
    ChartLine("6100", "Rent and utilities", "expense"),
    ChartLine("6200", "Freight out", "expense"),
    ChartLine("6300", "Office and general expenses", "expense"),
    ChartLine("6400", "Depreciation", "expense"),
    ChartLine("6500", "Bank charges", "expense", roles=("bank_fees",)),
    ChartLine("6600", "Bad debts", "expense", roles=("bad_debt",)),
    ChartLine("6700", "Small differences written off", "expense", roles=("write_off",)),
    ChartLine("6900", "Rounding differences", "expense", roles=("rounding",)),
    ChartLine("7000", "Interest", "expense"),
)
