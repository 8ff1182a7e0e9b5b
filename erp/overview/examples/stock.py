"""Examples of stock and its value: the steps are carried out one by one, the books are read after each."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from erp.kernel.assembly import Services
from erp.kernel.errors import Refused
from erp.kernel.money import ZERO
from erp.overview.examples import billing, corrections, goods_in, goods_out, revaluing, sending
from erp.overview.examples.goods_at_hand import goods_at_hand
from erp.overview.examples.read_cases import Case, NotCovered, NotOurChoice, Step
from erp.overview.examples.shop import Shop, open_shop
from erp.overview.examples.stock_figures import (
    Entries,
    balances,
    entries,
    inventory_value,
    stock_card_now,
    stock_now,
)

VERBS: dict[str, Callable[[Shop, Step], None]] = {
    "purchase_order": goods_in.purchase,
    "receive": goods_in.receive,
    "produce": goods_in.receive,
    "found": corrections.found,
    "scrap": corrections.scrap,
    "consume": corrections.scrap,
    "amend_qty": corrections.amend_qty,
    "return_to_supplier": corrections.return_to_supplier,
    "count": corrections.count,
    "count_open": corrections.count_open,
    "count_confirm": corrections.count_confirm,
    "set_unit_cost": revaluing.set_unit_cost,
    "scale_unit_cost": revaluing.scale_unit_cost,
    "revalue": revaluing.revalue,
    "landed_cost": goods_in.landed_cost,
    "transfer": goods_in.transfer,
    "ship": sending.ship,
    "invoice": billing.invoice,
    "invoice_down_payment": billing.down_payment,
    "credit_note": billing.credit_note,
    "return_from_customer": goods_out.return_from_customer,
    "bill": goods_out.bill,
}
COST_OF_SALES_AT_SHIPMENT = "shipped_not_invoiced"
TOTALS = {"cogs": ("cogs", 1), "revenue": ("revenue", -1), "count_loss": ("count_gain_loss", 1)}


def stock(case: Case, services: Services) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """Expected and found figures, entries brought to one amount for each role."""
    unknown = sorted({step.do for step in case.steps} - VERBS.keys())
    if unknown:
        raise NotCovered(", ".join(unknown))
    if not case.setup.get("products"):
        raise NotCovered("stock without a product")
    shop = open_shop(services, case)
    if case.setup.get("stock"):
        raise NotCovered("opening stock of this form")
    found = _carry_out(shop)
    posted = entries(shop)
    expect = dict(case.expect)
    if "journal" in expect:
        expect["journal"], found["journal"] = _journal(shop, expect["journal"], posted)
    if "balances" in expect:
        total = balances(posted)
        wanted: dict[str, Decimal] = defaultdict(Decimal)
        for line in expect["balances"]:
            if line["role"] != COST_OF_SALES_AT_SHIPMENT:  # posted as cost of sales at once: the pair nets to nil
                wanted[line["role"]] += _signed(line)
        expect["balances"] = dict(wanted)
        found["balances"] = {role: total.get(role, ZERO) for role in wanted}
    found["totals"] = _totals(balances(posted))
    found["cogs_by_invoice"] = _cost_by_invoice(shop, posted)
    _settlements(shop, expect, found, posted)
    return expect, found


def _carry_out(shop: Shop) -> dict[str, Any]:
    """Every step, and what stands after those that are looked at."""
    looked_at = {point["after"] for point in shop.case.expect.get("checkpoints", [])}
    changes: dict[str, Decimal] = {}
    after: dict[str, dict[str, Any]] = {}
    refused: list[dict[str, str]] = []
    balances_after: dict[str, list[dict[str, Any]]] = {}
    value = ZERO
    for step in shop.case.steps:
        shop.begin(step)
        try:
            VERBS[step.do](shop, step)
        except Refused as error:
            if not step.must_be_refused:
                if isinstance(error, sending.SHORT):
                    raise NotOurChoice(f"stock never goes below zero: {error}") from error
                raise
            refused.append({"step": step.id})
        now = inventory_value(shop)
        changes[step.id], value = now - value, now
        balances_after[step.id] = stock_card_now(shop)
        if step.id in looked_at:
            after[step.id] = {"after": step.id, "stock": stock_now(shop), "step_value": dict(changes)}
            after[step.id]["issue_cost"] = {
                s.id: _issue_cost(shop, s, changes[s.id]) for s in shop.case.steps if s.id in changes and s.do == "ship"
            }
    final = {name: {"on_hand": goods_at_hand(shop, name)} for name in shop.items}
    names = ("expected_at_open", "expected_at_confirm", "adjustment", "on_hand_after")
    return {
        "checkpoints": [after[point["after"]] for point in shop.case.expect.get("checkpoints", [])],
        "final": final,
        "stock": stock_now(shop),
        "refused": refused,
        "running_balances": _running(shop, balances_after),
        "adjustments": _made(shop, "adjustment of "),
        "allocation": _made(shop, "allocation of "),
        **{name: shop.made[name] for name in names if name in shop.made},
    }


def _running(shop: Shop, after: Mapping[str, Sequence[Mapping[str, Any]]]) -> list[dict[str, Any]]:
    wanted = shop.case.expect.get("running_balances", [])
    return [{"after": point["after"], "balances": after[point["after"]]} for point in wanted]


def _made(shop: Shop, prefix: str) -> dict[str, Any]:
    return {key.removeprefix(prefix): value for key, value in shop.made.items() if key.startswith(prefix)}


def _issue_cost(shop: Shop, step: Step, change: Decimal) -> Fraction:
    factor = shop.factor(shop.product(step), step.given.get("uom"))
    return -Fraction(change) / (Fraction(step.number("qty")) * factor)


def _settlements(shop: Shop, expect: Mapping[str, Any], found: dict[str, Any], posted: Entries) -> None:
    """The share of late charges that went to cost of sales."""
    shares = {
        step.id: posted.get((step.id, "inventory"), {}).get("cogs", ZERO)
        for step in shop.case.steps
        if step.do == "landed_cost"
    }
    for point in found["checkpoints"]:
        point["settlement"] = shares
    found["sold_share"] = {
        step.id: {step.given["on_receipts"][0]: shares[step.id]}
        for step in shop.case.steps
        if step.do == "landed_cost" and len(step.given["on_receipts"]) == 1
    }


def _cost_by_invoice(shop: Shop, posted: Entries) -> dict[str, Decimal]:
    """The cost of the goods each invoice billed; a deposit bills none."""
    return {
        step.id: sum(
            (posted.get((name, "inventory"), {}).get("cogs", ZERO) for name in goods_out.billed_steps(step)), ZERO
        )
        for step in shop.case.steps
        if step.do in ("invoice", "invoice_down_payment")
    }


def _totals(total: Mapping[str, Decimal]) -> dict[str, Decimal]:
    totals = {name: sign * total.get(role, ZERO) for name, (role, sign) in TOTALS.items()}
    return {**totals, "margin": totals["revenue"] - totals["cogs"]}


def _journal(
    shop: Shop, wanted: Sequence[Mapping[str, Any]], posted: Entries
) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """One amount for each role and step: cost of sales is posted at shipment, so the pair comes to nothing."""
    expect: dict[str, dict[str, Any]] = {}
    found: dict[str, dict[str, Decimal]] = {}
    steps = {step.id: step for step in shop.case.steps}
    for entry in wanted:
        name = entry["step"]
        parts = name.split("+")
        if any(part not in steps for part in parts):
            raise NotCovered(f"entries of {name}")
        roles: dict[str, Decimal] = defaultdict(Decimal)
        for part in parts:
            for role, amount in _posted_by(shop, steps[part], posted).items():
                roles[role] += amount
        expected: dict[str, Decimal] = defaultdict(Decimal)
        for line in _mapped(entry["lines"]):
            expected[line["role"]] += _signed(line)
        everything = expected.keys() if entry.get("partial") else expected.keys() | roles.keys()
        expect[name] = {role: _plain(expected.get(role, ZERO)) for role in sorted(everything)}
        found[name] = {role: roles.get(role, ZERO) for role in everything}
    return expect, found


def _posted_by(shop: Shop, step: Step, posted: Entries) -> Mapping[str, Decimal]:
    if step.do == "ship":
        return posted.get((step.id, "inventory"), {})
    if step.do in ("invoice", "credit_note"):
        names = goods_out.billed_steps(step) if step.do == "invoice" else goods_out.credited_steps(shop, step)
        parts = [roles for (name, subledger), roles in posted.items() if name in names and subledger != "inventory"]
    else:
        parts = [roles for (name, _), roles in posted.items() if name == step.id]
    total: dict[str, Decimal] = defaultdict(Decimal)
    for roles in parts:
        for role, amount in roles.items():
            total[role] += amount
    return total


def _mapped(lines: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return [
        {**line, "role": "cogs" if line["role"] == COST_OF_SALES_AT_SHIPMENT else line["role"]} for line in lines
    ]


def _signed(line: Mapping[str, Any]) -> Decimal:
    return Decimal(str(line.get("debit") or 0)) - Decimal(str(line.get("credit") or 0))


def _plain(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"))
