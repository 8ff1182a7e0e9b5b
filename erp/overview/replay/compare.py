"""Put what the books say next to what the file says, and explain every difference."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from erp.overview.replay.figures import Figures

ZERO = Decimal(0)


@dataclass(frozen=True)
class Comparison:
    """One figure from the file and from the books; ``explained`` is the part of the difference with a known cause."""

    name: str
    file: Decimal
    books: Decimal
    explained: Decimal = ZERO
    explanation: str = ""

    @property
    def difference(self) -> Decimal:
        return self.books - self.file

    @property
    def agrees(self) -> bool:
        return self.difference == self.explained


_INVOICES = text(
    "SELECT to_char(invoiced_on, 'YYYY-MM') AS month, count(*) AS documents, sum(net_amount) AS amount "
    "FROM finance.sales_invoice WHERE company_id = :company AND invoiced_on BETWEEN :first AND :last GROUP BY 1"
)
_CREDITS = text(
    "SELECT to_char(credited_on, 'YYYY-MM') AS month, count(*) AS documents, sum(net_amount) AS amount "
    "FROM finance.credit_memo WHERE company_id = :company AND credited_on BETWEEN :first AND :last GROUP BY 1"
)
_CREDITED = text(
    "SELECT count(DISTINCT coalesce(nullif(customer_reference, ''), split_part(explanation, ':', 1))) "
    "FROM finance.credit_memo "
    "WHERE company_id = :company AND credited_on BETWEEN :first AND :last"
)
_MOVED = text(
    "SELECT i.sku, sum(m.qty) FILTER (WHERE m.kind = 'shipment') AS shipped, "
    "  sum(m.qty) FILTER (WHERE m.kind = 'customer_return') AS returned, "
    "  sum(m.qty) FILTER (WHERE m.kind = 'adjustment') AS adjusted, "
    "  sum(m.qty) FILTER (WHERE m.kind = 'receipt') AS received "
    "FROM inventory.stock_movement m JOIN inventory.item i ON i.id = m.item_id "
    "WHERE m.company_id = :company AND m.occurred_on BETWEEN :first AND :last GROUP BY i.sku"
)
_ON_HAND = text(
    "SELECT i.sku, sum(w.qty_on_hand) AS qty FROM inventory.item_warehouse w "
    "JOIN inventory.item i ON i.id = w.item_id WHERE w.company_id = :company GROUP BY i.sku"
)
_RECEIVABLES = text(
    "SELECT coalesce(sum(balance_amount), 0) FROM finance.open_item WHERE company_id = :company AND side = 'receivable'"
)


_COST = text(
    "SELECT coalesce(-sum(amount) FILTER (WHERE kind = 'issue'), 0) AS sold, "
    "  coalesce(sum(amount) FILTER (WHERE kind = 'customer_return'), 0) AS returned, "
    "  coalesce(sum(amount), 0) AS on_hand FROM inventory.cost_entry "
    "WHERE company_id = :company AND occurred_on BETWEEN :first AND :last"
)


@dataclass(frozen=True)
class Cost:
    """What the goods cost, which the file does not know: shipped, come back, and what is on hand in the end."""

    sold: Decimal
    returned: Decimal
    on_hand: Decimal


def cost_of_goods(session: Session, company_id: UUID, first: date, last: date) -> Cost:
    """With one worker these repeat exactly; with more they depend on the order in which goods left the shelf."""
    return Cost(*session.execute(_COST, {"company": company_id, "first": first, "last": last}).one())


def compare(session: Session, company_id: UUID, figures: Figures, first: date, last: date) -> list[Comparison]:
    """Every figure of the replayed days, months first, then totals, units by stock code, receivables and stock."""
    asked = {"company": company_id, "first": first, "last": last}
    invoices = {row.month: row for row in session.execute(_INVOICES, asked)}
    credits = {row.month: row for row in session.execute(_CREDITS, asked)}
    found = []
    for month in sorted(set(figures.invoices) | set(invoices)):
        booked = invoices.get(month)
        found.append(_count(f"invoices {month}", figures.invoices[month], booked.documents if booked else 0))
        amount = booked.amount if booked else ZERO
        rounding = _rounding(figures, month)
        found.append(
            Comparison(
                f"revenue {month}", figures.sales[month], amount, rounding, "rounded to the penny" if rounding else ""
            )
        )
    for month in sorted(set(figures.credits) | set(credits)):
        booked = credits.get(month)
        found.append(Comparison(f"credits {month}", figures.credits[month], booked.amount if booked else ZERO))
    cancelled = session.scalar(_CREDITED, asked) or 0
    found.append(_count("cancellations credited", sum(figures.cancellations.values()), cancelled))
    found += _units(session, asked, company_id, figures)
    receivables = session.scalar(_RECEIVABLES, {"company": company_id}) or ZERO
    found.append(Comparison("open receivables", figures.receivables, receivables))
    return found


def differences(found: Sequence[Comparison]) -> list[Comparison]:
    """The figures that do not agree."""
    return [comparison for comparison in found if not comparison.agrees]


def _units(session: Session, asked: dict[str, object], company_id: UUID, figures: Figures) -> list[Comparison]:
    """Units by stock code, one line each where they differ and one in all; and stock that follows from them."""
    moved = {row.sku: row for row in session.execute(_MOVED, asked)}
    on_hand = {row.sku: row.qty for row in session.execute(_ON_HAND, {"company": company_id})}
    found = []
    expected = ZERO
    sides = (
        ("shipped", figures.shipped, -1),
        ("returned", figures.returned, 1),
        ("adjusted", figures.written_off, -1),
    )
    for name, of_file, sign in sides:
        booked = {sku: sign * (getattr(row, name) or ZERO) for sku, row in moved.items()}
        skus = set(of_file) | set(booked)
        wrong = [sku for sku in sorted(skus) if booked.get(sku, ZERO) != of_file.get(sku, 0)]
        found += [_count(f"units {name} {sku}", of_file.get(sku, 0), booked.get(sku, ZERO)) for sku in wrong]
        found.append(_count(f"units {name}, all items", sum(of_file.values()), sum(booked.values())))
    for sku, row in moved.items():
        came = row.received or ZERO
        left = came - figures.shipped.get(sku, 0) + figures.returned.get(sku, 0) - figures.written_off.get(sku, 0)
        expected += left
        if left != on_hand.get(sku, ZERO):
            found.append(Comparison(f"stock {sku}", left, on_hand.get(sku, ZERO)))
    found.append(
        Comparison("stock, all items (received less what the file says)", expected, sum(on_hand.values(), ZERO))
    )
    return found


def _rounding(figures: Figures, month: str) -> Decimal:
    return sum((difference for _, _, in_month, difference in figures.rounded if in_month == month), ZERO)


def _count(name: str, of_file: int, booked: int | Decimal) -> Comparison:
    return Comparison(name, Decimal(of_file), Decimal(booked))
