"""A negative quantity without a cancellation happens: goods are written off, with the reason the file gives."""

from decimal import Decimal

from erp.inventory.api import AdjustmentLine, adjust_stock
from erp.kernel.actor import Actor
from erp.kernel.marks import mark_once
from erp.kernel.unit_of_work import UnitOfWork, UnitOfWorkFactory
from erp.overview.replay.desk import Desk
from erp.overview.replay.read_file import FileDocument

NO_REASON = "no reason given in the file"
REASONS = (
    ("sample", ("sample", "given away", "showroom", "display")),
    ("count", ("count", "stock check", "check", "missing", "lost", "mia")),
    ("correction", ("sold as", "set", "mix", "wrong", "incorrect", "adjust", "label", "barcode", "amazon", "ebay")),
    ("correction", ("dotcom", "re ")),
    ("damaged", ("damage", "wet", "rust", "crush", "smash", "broken", "mould", "faulty", "crack", "smudge")),
)


def carry_out_write_off(
    units: UnitOfWorkFactory, actor: Actor, source: str, desk: Desk, document: FileDocument
) -> None:
    """Adjust the stock down on the day."""
    units.run(actor, lambda work: _adjust(work, source, desk, document))


def reason_of(text: str) -> str:
    """The product's reason that a remark of the file comes nearest to."""
    lowered = text.lower()
    for reason, words in REASONS:
        if any(word in lowered for word in words):
            return reason
    return "write_off"


def _adjust(work: UnitOfWork, source: str, desk: Desk, document: FileDocument) -> None:
    if not mark_once(work, source, document.key):
        return
    remark = next((line.description for line in document.lines if line.description), "")
    adjust_stock(
        work,
        warehouse_id=desk.warehouse_id,
        reason=reason_of(remark),
        note=f"{document.number}: {remark or NO_REASON}",
        occurred_on=document.on,
        lines=[
            AdjustmentLine(desk.items[line.sku], desk.bin_of(line.sku), Decimal(line.qty)) for line in document.lines
        ],
    )
