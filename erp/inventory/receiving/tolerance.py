"""How much more or less than ordered may come: pure arithmetic, no database.

Source: capability "receive against purchase orders with tolerances": over-delivery is taken up to the tolerance and
refused beyond it; a delivery short by no more than the tolerance completes the line; a larger shortage stays open
until the buyer closes it.
"""

from dataclasses import dataclass
from decimal import Decimal

from erp.kernel.errors import Refused


@dataclass(frozen=True)
class LineProgress:
    """Where a purchase order line stands before a delivery, in base units."""

    qty: Decimal
    qty_received: Decimal
    qty_cancelled: Decimal
    over_percent: Decimal
    under_percent: Decimal

    @property
    def qty_open(self) -> Decimal:
        return max(self.qty - self.qty_received - self.qty_cancelled, Decimal(0))

    @property
    def qty_most(self) -> Decimal:
        """The most that may come in all: the order, what was given up of it excepted, plus the tolerance."""
        return (self.qty - self.qty_cancelled) * (1 + self.over_percent / 100)


def settle_line(line: LineProgress, qty: Decimal, *, final: bool, label: str, field: str) -> Decimal:
    """The quantity of the line that will not come any more, once ``qty`` has.

    Nothing where the rest stays expected; the rest itself where it lies within the tolerance, or where the receiver
    says that this was the last of it and the tolerance agrees.

    Raises: Refused, naming the figures, beyond the over tolerance, or for a last delivery below the under tolerance.
    """
    total = line.qty_received + qty
    if total > line.qty_most:
        room = max(line.qty_most - line.qty_received, Decimal(0))
        raise Refused(
            "%(label)s: %(normalize)s came, but only %(normalize2)s are open and at most %(normalize3)s may be taken "
            "(%(normalize4)s %% over). Receive that many and refuse the rest, or have the buyer order more.",
            field=field, label=label, normalize=f"{qty.normalize():f}",
            normalize2=f"{line.qty_open.normalize():f}", normalize3=f"{room.normalize():f}",
            normalize4=f"{line.over_percent.normalize():f}",
        )
    rest = max(line.qty - line.qty_cancelled - total, Decimal(0))
    within = rest <= line.qty * line.under_percent / 100
    if rest and final and not within:
        raise Refused(
            "%(label)s: %(normalize)s are missing, more than the %(normalize2)s %% that may be. Leave the line open, "
            "or have the buyer close the purchase order.",
            field=field, label=label, normalize=f"{rest.normalize():f}",
            normalize2=f"{line.under_percent.normalize():f}",
        )
    return rest if within else Decimal(0)
