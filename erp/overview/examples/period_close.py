"""Examples of closing: entries, the year's result carried to equity, calendars of periods."""

import calendar
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import text

from erp.finance.api import (
    JournalLineDraft,
    approve_manual_journal,
    close_period,
    close_year,
    set_determination,
    submit_manual_journal,
)
from erp.kernel.actor import Actor
from erp.kernel.assembly import Services
from erp.kernel.db import new_session
from erp.kernel.errors import Refused
from erp.kernel.money import ZERO
from erp.organization.api import activate_branch, create_branch, open_calendar, period_of
from erp.overview.examples import credit_sales
from erp.overview.examples.read_cases import Case, NotCovered, Step
from erp.overview.examples.shop import MAIN, Shop, open_shop
from erp.overview.examples.stock_figures import ROLES

SECOND_PERSON = Actor.system("second person of worked examples")
ACCOUNTS = {
    "cash": "1000", "bank": "1000", "revenue": "4000", "cogs": "5000", "expense": "6300", "retained_earnings": "3100",
    "result": "3000", "rounding_gain": "6900", "rounding_loss": "6900", "write_off": "6700", "freight_expense": "6200",
    "accumulated_depreciation": "1590", "fixed_asset": "1500",
}  # fmt: skip
CODES = {**{code: role for role, code in ACCOUNTS.items()}, **ROLES, "1000": "cash", "3000": "result"}

_POSTED = text("""
    SELECT e.correlation_id, a.code, coalesce(b.code, '') AS branch, sum(l.debit - l.credit) AS amount
      FROM finance.journal_line l JOIN finance.journal_entry e ON e.id = l.entry_id
      JOIN finance.account a ON a.id = l.account_id LEFT JOIN organization.branch b ON b.id = l.branch_id
     WHERE l.company_id = :company GROUP BY 1, 2, 3
""")


@dataclass
class Closing:
    """The books of an example, and what was found after each step."""

    shop: Shop
    branches: dict[str, UUID] = field(default_factory=dict)
    retained: dict[str, dict[str, Decimal]] = field(default_factory=dict)
    periods: dict[str, int] = field(default_factory=dict)
    years: set[int] = field(default_factory=set)
    refused: list[dict[str, str]] = field(default_factory=list)

    def branch(self, name: str | None) -> UUID:
        """The branch that stands for a cost centre."""
        if name is None or name == MAIN:
            return self.shop.branch_id
        if name not in self.branches:
            def open_branch(work: Any) -> UUID:
                made = create_branch(
                    work, company_id=self.shop.company_id, code=name[:8].upper(), name=name, country="US"
                )
                activate_branch(work, made.id)
                branch_id: UUID = made.id
                return branch_id

            self.branches[name] = self.shop.run(open_branch)
        return self.branches[name]


def period_close(case: Case, services: Services) -> Mapping[str, Any]:
    """What each step posted, and what stands in equity after each closing."""
    unknown = sorted({step.do for step in case.steps} - VERBS.keys())
    if unknown:
        raise NotCovered(f"{', '.join(unknown)}: charges on assets and deferrals")
    if any("pending_depreciation" in step.given for step in case.steps):
        raise NotCovered("charges on fixed assets")
    books = {"products": {"SALE": {"uom": "unit", "kind": "service"}}, "year_begins_in": _year_begins(case)}
    shop = open_shop(services, replace(case, setup={**case.setup, **books}))
    closing = Closing(shop)
    for step in case.steps:
        shop.begin(step)
        try:
            VERBS[step.do](closing, step)
        except Refused:
            if not step.must_be_refused:
                raise
            closing.refused.append({"step": step.id})
    return _found(closing, case)


def _year_begins(case: Case) -> int:
    """The month after the one whose last day closes the year."""
    for step in case.steps:
        if step.do == "close_year" and "on" in step.given:
            day = date.fromisoformat(step.given["on"])
            if day.day != calendar.monthrange(day.year, day.month)[1]:
                raise NotCovered("a year that ends within a month")
            return day.month % 12 + 1
    return 1


def _entry(closing: Closing, step: Step) -> None:
    branch_id = closing.branch(step.given.get("cost_centre"))
    if "lines" not in step.given:
        credit_sales.sell(closing.shop, step, branch_id, None, step.number("revenue"))
        return
    lines = [(line, Decimal(line.get("debit", 0)) - Decimal(line.get("credit", 0))) for line in step.given["lines"]]
    owed = [(line, amount) for line, amount in lines if line["role"] == "ar"]
    if owed:
        if any(line["role"] not in ("ar", "revenue") for line, _ in lines) or any(amount < 0 for _, amount in owed):
            raise NotCovered("an entry on receivables that is no sale")
        for line, amount in owed:
            credit_sales.sell(closing.shop, step, branch_id, line.get("sub"), amount)
        return
    strange = sorted({line["role"] for line, _ in lines} - ACCOUNTS.keys())
    if strange:
        raise NotCovered(f"entries on {', '.join(strange)}")
    drafts = [
        JournalLineDraft(
            closing.shop.accounts[ACCOUNTS[line["role"]]], debit=max(amount, ZERO), credit=max(-amount, ZERO),
            branch_id=closing.branch(line.get("cost_centre", step.given.get("cost_centre"))),
        )
        for line, amount in lines
    ]
    shop = closing.shop
    journal = shop.run(lambda work: submit_manual_journal(
        work, company_id=shop.company_id, posted_on=shop.day(step), memo=step.id, lines=drafts
    ).id)
    shop.services.units.run(
        SECOND_PERSON, lambda work: approve_manual_journal(work, journal), correlation_id=shop.running
    )


def _close_year(closing: Closing, step: Step) -> None:
    shop = closing.shop
    year = shop.run(lambda work: period_of(work.session, shop.company_id, _closing_day(closing, step)).fiscal_year)
    shop.run(lambda work: close_year(work, shop.company_id, year))
    totals: dict[str, Decimal] = defaultdict(Decimal)
    for (_, code, branch), amount in _posted(closing).items():
        if code == ACCOUNTS["retained_earnings"]:
            totals[branch] -= amount
    closing.retained[step.id] = dict(totals)


def _closing_day(closing: Closing, step: Step) -> date:
    if "on" in step.given:
        return closing.shop.day(step)
    days = [closing.shop.day(earlier) for earlier in closing.shop.case.steps if earlier.do == "entry"]
    return max(days, default=closing.shop.today)


def _move_result(closing: Closing, step: Step) -> None:
    """The result goes where account determination leads results: here to an account of its own."""
    role = str(step.given.get("to", "result"))
    if role not in ACCOUNTS:
        raise NotCovered(f"a result on {role}")
    shop = closing.shop
    shop.run(lambda work: set_determination(
        work, company_id=shop.company_id, role="retained_earnings", account_id=shop.accounts[ACCOUNTS[role]]
    ))
    _close_year(closing, step)


def _create_periods(closing: Closing, step: Step) -> None:
    given = step.given
    last_day = date.fromisoformat(given["end"])
    year = max(last_day.year, max(closing.years, default=0) + 1)
    closing.years.add(year)
    closing.periods[step.id] = closing.shop.run(lambda work: open_calendar(
        work, closing.shop.company_id, year, first_day=date.fromisoformat(given["start"]), last_day=last_day,
        every_months=int(given.get("every_months", 1)), closing_day=int(given.get("closing_day", 31)),
    ))


def _close_period(closing: Closing, step: Step) -> None:
    shop = closing.shop
    shop.run(lambda work: close_period(work, period_of(work.session, shop.company_id, shop.day(step)).id))


def _posted(closing: Closing) -> dict[tuple[str, str, str], Decimal]:
    """Debit less credit by step, account and branch."""
    found: dict[tuple[str, str, str], Decimal] = defaultdict(Decimal)
    with new_session(closing.shop.services.engine) as session:
        for row in session.execute(_POSTED, {"company": closing.shop.company_id}):
            step = closing.shop.step_of.get(row.correlation_id, "")
            found[step, row.code, row.branch] += row.amount
    return dict(found)


def _found(closing: Closing, case: Case) -> Mapping[str, Any]:
    posted = _posted(closing)
    by_step: dict[str, dict[tuple[str, str], Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    balances: dict[str, Decimal] = defaultdict(Decimal)
    for (step, code, branch), amount in posted.items():
        by_step[step][CODES.get(code, code), branch] += amount
        balances[CODES.get(code, code)] += amount
    return {
        "journal": [_journal(entry, by_step[entry["step"]]) for entry in case.expect.get("journal", [])],
        "balances": [_sides(line, balances[line["role"]]) for line in case.expect.get("balances", [])],
        "retained_earnings": closing.retained,
        "opening_next_year": credit_sales.opening(closing.shop, balances),
        "period_count": closing.periods,
        "refused": closing.refused,
    }


def _journal(entry: Mapping[str, Any], found: Mapping[tuple[str, str], Decimal]) -> dict[str, Any]:
    """The lines that are looked for; a line that nobody looks for makes the entry a different one."""
    looked_for = set()
    lines = []
    for line in entry["lines"]:
        centre = line.get("cost_centre")
        keys = [key for key in found if key[0] == line["role"] and centre in (None, key[1])]
        looked_for.update(keys)
        lines.append(_sides(line, sum((found[key] for key in keys), ZERO)))
    others = {key: amount for key, amount in found.items() if key not in looked_for and amount}
    if others and not entry.get("partial"):
        lines.append({"others": {role: amount for (role, _), amount in others.items()}})
    return {"step": entry["step"], "lines": lines}


def _sides(line: Mapping[str, Any], amount: Decimal) -> dict[str, Any]:
    """An amount on the side it falls; several lines of one role and side stand for their sum."""
    return {**line, "debit": max(amount, ZERO), "credit": max(-amount, ZERO)}


VERBS: Mapping[str, Callable[[Closing, Step], None]] = {
    "entry": _entry,
    "close_year": _close_year,
    "move_result": _move_result,
    "create_periods": _create_periods,
    "close_period": _close_period,
}
