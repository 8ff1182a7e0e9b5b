"""Waves to walk, and what was picked of them."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text

from erp.kernel.actor import Actor
from erp.kernel.assembly import Services
from erp.kernel.unit_of_work import UnitOfWork
from tests.builders.inventory import put_stock
from tests.builders.inventory_dock import Dock, a_dock, a_wave, wanted


@dataclass
class Bench:
    """Two bins of one wave."""

    dock: Dock
    wave_id: UUID


def a_walk(work: UnitOfWork, lines: int, qty: int = 1) -> tuple[Dock, UUID]:
    """A wave of so many picks, ten to a bin."""
    bins = [f"A-{n:02d}" for n in range(1, max(2, lines // 10 + 1))]
    dock = a_dock(work, storage_bins=bins)
    items = []
    for number, bin_code in enumerate(bins):
        item = dock.item(work, sku=f"ITEM-{number:02d}", description=f"Sample {number}")
        put_stock(work, dock.place, item, 10 * qty * 2, "1.50", bin_code=bin_code)
        items.append(item)
    orders = [
        wanted(work, dock, [(item, qty) for item in items[: -(-lines // 10)]], number=f"SO-{order}")
        for order in range(min(lines, 10))
    ]
    return dock, a_wave(work, dock, *orders).id


def picked(services: Services, wave_id: UUID) -> tuple[int, Decimal]:
    def ask(work: UnitOfWork) -> tuple[int, Decimal]:
        return tuple(  # type: ignore[return-value]
            work.execute(
                text("""SELECT count(*) FILTER (WHERE status = 'picked'), coalesce(sum(qty_picked), 0)
                        FROM inventory.pick_task WHERE wave_id = :wave"""),
                {"wave": wave_id},
            ).one()
        )

    return services.units.run(Actor.system("test"), ask)
