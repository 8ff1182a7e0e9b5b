"""Say what a counted quantity means for its ordered line, before anything is received. Pure: no database."""

from dataclasses import dataclass
from decimal import Decimal

from erp.inventory.purchasing.queries import PurchaseOrderLineFacts
from erp.inventory.receiving.tolerance import LineProgress, settle_line
from erp.kernel.errors import Refused

ZERO = Decimal(0)


@dataclass(frozen=True)
class LineJudgement:
    """What would become of the line. Units: base units. ``refusal`` is what the receipt itself would say."""

    word: str  # refused, over, complete, given_up, short
    qty_over: Decimal = ZERO
    qty_missing: Decimal = ZERO
    refusal: Refused | None = None


def progress_of(line: PurchaseOrderLineFacts) -> LineProgress:
    """Where the line stands, for its tolerance."""
    return LineProgress(
        line.qty, line.qty_received, line.qty_cancelled, line.over_receipt_percent, line.under_receipt_percent
    )


def judge_line(line: PurchaseOrderLineFacts, qty: Decimal, *, final: bool = False) -> LineJudgement:
    """Over, complete, short within the tolerance, or short: by the very rule the receipt settles the line with."""
    progress = progress_of(line)
    try:
        given_up = settle_line(progress, qty, final=final, label=line.sku, field="qty")
    except Refused as refusal:
        return LineJudgement("refused", refusal=refusal)
    if qty > progress.qty_open:
        return LineJudgement("over", qty_over=qty - progress.qty_open)
    missing = progress.qty_open - qty
    if not missing:
        return LineJudgement("complete")
    return LineJudgement("given_up" if given_up else "short", qty_missing=missing)
