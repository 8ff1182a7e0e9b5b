"""Credit under real concurrency: real commits, real sessions, the limit is never passed together."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier
from uuid import UUID

from sqlalchemy import text

from erp.crm.api import Exposure, LineEntry, append_exposure, enter_sales_order, submit_sales_order
from erp.crm.credit.fold_exposure import fold_exposure
from erp.kernel.actor import Actor
from erp.kernel.assembly import Services
from erp.kernel.identifiers import new_id
from tests.builders.crm import a_customer, a_shop, standing_of

D = Decimal


def together(*steps: Callable[[], object]) -> list[object]:
    barrier = Barrier(len(steps))

    def started(step: Callable[[], object]) -> object:
        barrier.wait()
        return step()

    with ThreadPoolExecutor(len(steps)) as pool:
        return [future.result() for future in [pool.submit(started, step) for step in steps]]


def test_orders_of_one_tree_submitted_at_once_never_pass_its_limit(services: Services, system: Actor) -> None:
    with services.units.begin(system) as work:
        shop = a_shop(work)
        bolt = shop.item(work, "10.00")
        top = a_customer(work, shop.company, limit=35)
        accounts = [top, *(a_customer(work, shop.company, parent_id=top) for _ in range(7))]
        orders = [
            enter_sales_order(work, shop.entry(work, account, [LineEntry(qty=D(1), item_id=bolt)])).id
            for account in accounts
        ]
        today = work.now.date()

    def submit(order_id: UUID) -> Callable[[], str]:
        return lambda: services.units.run(
            system, lambda work: submit_sales_order(work, order_id, occurred_on=today).decision
        )

    decisions = Counter(together(*(submit(order_id) for order_id in orders)))
    assert decisions == {"released": 3, "held": 5}
    with services.units.begin(system) as work:
        assert standing_of(work, shop, top).exposure_amount == 30


def test_one_order_submitted_twice_at_once_is_submitted_once(services: Services, system: Actor) -> None:
    with services.units.begin(system) as work:
        shop = a_shop(work)
        bolt = shop.item(work, "10.00")
        customer_id = a_customer(work, shop.company, limit=1000)
        order = enter_sales_order(work, shop.entry(work, customer_id, [LineEntry(qty=D(1), item_id=bolt)]))
        today = work.now.date()

    def submit() -> str:
        try:
            return services.units.run(
                system, lambda work: submit_sales_order(work, order.id, occurred_on=today).decision
            )
        except Exception as error:
            return type(error).__name__

    assert Counter(together(submit, submit)) == {"released": 1, "Conflict": 1}
    with services.units.begin(system) as work:
        assert work.session.scalar(text("SELECT count(*) FROM inventory.demand_line")) == 1


def test_folding_while_entries_are_appended_loses_none_and_doubles_none(services: Services, system: Actor) -> None:
    with services.units.begin(system) as work:
        shop = a_shop(work)
        customer_id = a_customer(work, shop.company, limit=100_000)

    def append() -> None:
        for _ in range(20):
            with services.units.begin(system) as work:
                append_exposure(work, [Exposure(shop.company.id, customer_id, D("1.01"), "receivable", new_id())])

    def fold() -> None:
        for _ in range(20):
            with services.units.begin(system) as work:
                fold_exposure(work)

    together(append, append, append, fold, fold)
    with services.units.begin(system) as work:
        assert standing_of(work, shop, customer_id).receivable_amount == D("60.60")
    with services.units.begin(system) as work:
        fold_exposure(work)
    with services.units.begin(system) as work:
        assert standing_of(work, shop, customer_id).receivable_amount == D("60.60")


def test_an_entry_of_a_transaction_still_open_at_the_fold_is_counted_later(services: Services, system: Actor) -> None:
    """The slow poster began before the fold and commits after it: its entry is in no fold, and in every exposure."""
    with services.units.begin(system) as work:
        shop = a_shop(work)
        customer_id = a_customer(work, shop.company)
    slow = services.units.begin(system)
    posting = slow.__enter__()
    append_exposure(posting, [Exposure(shop.company.id, customer_id, D(5), "receivable", new_id())])
    with services.units.begin(system) as work:
        append_exposure(work, [Exposure(shop.company.id, customer_id, D(7), "receivable", new_id())])
    with services.units.begin(system) as work:
        fold_exposure(work)
    slow.__exit__(None, None, None)
    with services.units.begin(system) as work:
        assert standing_of(work, shop, customer_id).receivable_amount == 12
        fold_exposure(work)
    with services.units.begin(system) as work:
        assert standing_of(work, shop, customer_id).receivable_amount == 12


def test_a_fold_from_a_restored_backup_is_passed_over_and_made_anew(services: Services, system: Actor) -> None:
    with services.units.begin(system) as work:
        shop = a_shop(work)
        customer_id = a_customer(work, shop.company)
        append_exposure(work, [Exposure(shop.company.id, customer_id, D(9), "receivable", new_id())])
    with services.units.begin(system) as work:
        work.execute(
            text("""INSERT INTO crm.exposure_fold (company_id, customer_id, kind, amount, watermark, folded_at)
                    VALUES (:company, :customer, 'receivable', 777, 9000000000000, now())"""),
            {"company": shop.company.id, "customer": customer_id},
        )
    for _ in range(2):
        with services.units.begin(system) as work:
            assert standing_of(work, shop, customer_id).receivable_amount == 9
            fold_exposure(work)
