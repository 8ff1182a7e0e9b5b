"""Examples of dunning: invoices become overdue, and customers are reminded level by level."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import text

from erp.finance.api import (
    LevelDraft,
    block_dunning,
    lift_dunning_block,
    propose_reminders,
    send_reminders,
    set_dunning_levels,
)
from erp.kernel.assembly import Services
from erp.kernel.money import ZERO
from erp.overview.examples import credit_sales
from erp.overview.examples.due_items import open_item
from erp.overview.examples.read_cases import Case, NotCovered, Step
from erp.overview.examples.shop import Shop, open_shop

VERBS = frozenset({"open_item", "run_dunning", "send", "send_level"})
_NOTICES = text("""
    SELECT n.id, n.level, n.status FROM finance.dunning_notice n
     WHERE n.company_id = :company AND n.status <> 'withdrawn' ORDER BY n.level DESC
""")
_OWED = text("SELECT sum(balance_amount) FROM finance.open_item WHERE company_id = :company AND side = 'receivable'")


def reminders(case: Case, services: Services) -> Mapping[str, Any]:
    """The level reached after each run, and what is owed with the fees."""
    shop = open_shop(services, replace(case, setup={**case.setup, "products": credit_sales.SERVICE}))
    levels = [_level(level) for level in case.setup["levels"]]
    shop.run(lambda work: set_dunning_levels(work, shop.company_id, levels))
    reached: dict[str, str | None] = {}
    owed: dict[str, Decimal] = {}
    for step in case.steps:
        shop.begin(step)
        if step.do == "open_item":
            open_item(shop, step)
        elif step.do == "run_dunning":
            _run(shop, step, shop.day(step))
            reached[step.id] = _reached(shop)
        elif step.do == "send":
            _send(shop, step, _last_day(case))
        else:
            _send_level(shop, step)
        owed[step.id] = shop.run(
            lambda work: work.execute(_OWED, {"company": shop.company_id}).scalar_one() or ZERO
        )
    return {"level": reached, "receivable": owed}


def _level(level: Mapping[str, Any]) -> LevelDraft:
    unknown = sorted(level.keys() - {"level", "overdue_days", "fee", "fee_percent"})
    if unknown:
        raise NotCovered(f"levels by {', '.join(unknown)}")
    return LevelDraft(
        int(level["overdue_days"]), Decimal(level.get("fee", 0)), Decimal(level.get("fee_percent", 0))
    )


def _run(shop: Shop, step: Step, day: date) -> None:
    blocked = bool(step.given.get("blocked"))
    if blocked:
        shop.run(lambda work: block_dunning(work, shop.company_id, shop.customer_id, reason="Worked example"))
    shop.run(lambda work: propose_reminders(work, shop.company_id, on=day))
    if blocked:
        shop.run(lambda work: lift_dunning_block(work, shop.company_id, shop.customer_id))


def _send(shop: Shop, step: Step, day: date) -> None:
    notices = shop.run(lambda work: work.execute(_NOTICES, {"company": shop.company_id}).all())
    ids = [row.id for row in notices if row.status == "proposed"]
    shop.run(lambda work: send_reminders(work, shop.company_id, ids, sent_on=day))


def _send_level(shop: Shop, step: Step) -> None:
    """The level's reminder is proposed on its day, and sent."""
    level = int(step.given["level"])
    due = max(date.fromisoformat(s.given["due"]) for s in shop.case.steps if s.do == "open_item")
    day = due + timedelta(days=int(shop.case.setup["levels"][level - 1]["overdue_days"]))
    _run(shop, step, day)
    if _reached(shop) != str(level):
        raise NotCovered("a level before the one below it")
    _send(shop, step, day)


def _last_day(case: Case) -> date:
    days = [date.fromisoformat(step.given["on"]) for step in case.steps if "on" in step.given]
    return max(days)


def _reached(shop: Shop) -> str | None:
    notices = shop.run(lambda work: work.execute(_NOTICES, {"company": shop.company_id}).all())
    return str(notices[0].level) if notices else None
